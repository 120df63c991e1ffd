"""What an expression holds: names, attributes and calls, read as the interpreter would and never run."""

import ast
import re

from onejob.check.wiring.bindings import (
    bind,
    function_node,
    is_static,
    is_unit_of_work,
    outcomes,
)
from onejob.check.vocabulary.sessions import is_session, is_session_type, names_unit_of_work
from onejob.check.reading.syntax import Function
from onejob.check.reading.spelling import dotted_name, last_name, spell
from onejob.check.wiring.values import UNKNOWN, Bound, Origin, Value, merged
from typing import TYPE_CHECKING
from onejob.check.wiring.environment import DEEPEST, Env

if TYPE_CHECKING:
    from onejob.check.wiring.wiring import Wiring

_CACHED = ("cached_property", "cache", "lru_cache", "alru_cache")
_PROPERTIES = ("property", "cached_property")
_TRANSPARENT = frozenset(
    {"cast", "partial", "nullcontext", "closing", "aclosing", "enter_async_context", "enter_context"}
)


class Expressions:
    """Evaluates the expressions of one wiring, which knows the objects."""

    def __init__(self, wiring: "Wiring") -> None:
        self.wiring = wiring

    def value(self, node: ast.expr | None, env: Env, depth: int = 0) -> Value:
        """What an expression holds."""
        if node is None or depth > DEEPEST:
            return UNKNOWN
        match node:
            case ast.Name():
                return self.name(node.id, env, depth)
            case ast.Attribute():
                return self._attribute(node, env, depth)
            case ast.Call():
                return self._call(node, env, depth)
            case ast.Await() | ast.Starred() | ast.NamedExpr():
                return self.value(node.value, env, depth)
            case ast.IfExp():
                return merged([self.value(node.body, env, depth), self.value(node.orelse, env, depth)])
            case ast.BoolOp():
                return merged([self.value(item, env, depth) for item in node.values])
            case ast.Tuple() | ast.List() | ast.Set():
                return merged([self.value(item, env, depth) for item in node.elts])
            case ast.Dict():
                return merged([self.value(item, env, depth) for item in node.values])
            case ast.Subscript():
                return self.value(node.value, env, depth)
        return UNKNOWN

    def name(self, name: str, env: Env, depth: int) -> Value:
        scope: Env | None = env
        while scope is not None:
            if name in scope.names:
                return scope.names[name]
            if name in scope.locals and name not in scope.reading:
                return self._local(name, scope, depth)
            scope = scope.outer
        return self._resolved(name, env, depth)

    def _local(self, name: str, scope: Env, depth: int) -> Value:
        scope.reading.add(name)
        found = [
            self._opened(item, scope, depth) if is_with else self.value(item, scope, depth)
            for item, is_with in scope.locals[name]
        ]
        scope.reading.discard(name)
        value = merged(found)
        scope.names[name] = value
        return value

    def _opened(self, node: ast.expr, env: Env, depth: int) -> Value:
        """What `async with node as name` binds: the context itself, or a new session or unit of work."""
        value = self.value(node, env, depth)
        if value.is_known and value.kind == "object":
            return value
        text = spell(node.func if isinstance(node, ast.Call) else node)
        if isinstance(node, ast.Call) and names_unit_of_work(text):
            return Value(own=(self._new("unit of work", text, node, env),))
        return UNKNOWN

    def _new(self, kind: str, label: str, node: ast.expr | Function, env: Env) -> Origin:
        return Origin(("fresh", self.wiring.now), label, kind, env.file.path, node.lineno)

    def _resolved(self, name: str, env: Env, depth: int) -> Value:
        """A name of the module: a class, a function, an instance, here or imported."""
        target = env.file.resolve(name)
        if target.module is None:
            maker = target.dotted.rpartition(".")[2] in {"async_sessionmaker", "sessionmaker"}
            if is_session(target):
                return Value(kind="maker")
            return Value(kind="maker of makers") if maker else UNKNOWN
        found = self.wiring.project.find_class(target)
        if found is not None:
            return Value(found, kind="class")
        node = (
            function_node(target.module, target.symbol) if target.symbol in target.module.functions else None
        )
        if node is not None:
            return Value(kind="function", function=Bound(node, target.module, None))
        if target.symbol in target.module.assignments and target.module is not env.file:
            return self.name(target.symbol, self.wiring.module(target.module), depth + 1)
        return UNKNOWN

    def _attribute(self, node: ast.Attribute, env: Env, depth: int) -> Value:
        dotted = dotted_name(node)
        head = dotted.partition(".")[0]
        if head and not self._is_bound(head, env):
            found = self._resolved(dotted, env, depth)
            if found.is_known:
                return found
        return self.attribute(self.value(node.value, env, depth), node.attr, depth)

    def _is_bound(self, name: str, env: Env) -> bool:
        scope: Env | None = env
        while scope is not None:
            if name in scope.names or name in scope.locals:
                return True
            scope = scope.outer
        return False

    def attribute(self, value: Value, name: str, depth: int) -> Value:
        """An attribute of an object: a field, a property, a bound method, a repository of a unit of work."""
        if name in value.fields:
            return value.fields[name]
        if any(origin.kind == "unit of work" for origin in value.own):
            return Value(own=value.own)
        bound = self.wiring.bound_method(value, name)
        if bound is None:
            return UNKNOWN
        decorators = [
            last_name(item.func if isinstance(item, ast.Call) else item) for item in bound.node.decorator_list
        ]
        if not any(item in _PROPERTIES for item in decorators):
            return Value(kind="function", function=bound)
        result = self.result(bound, {}, depth + 1)
        if "cached_property" in decorators:
            value.fields[name] = result
        return result

    # --- calls ------------------------------------------------------------------------------------------------------

    def _call(self, node: ast.Call, env: Env, depth: int) -> Value:
        name = last_name(node.func)
        if name in _TRANSPARENT and node.args:
            inner = node.args[-1] if name == "cast" else node.args[0]
            return (
                self._opened(inner, env, depth) if name.startswith("enter") else self.value(inner, env, depth)
            )
        if isinstance(node.func, ast.Attribute) and name in {"begin", "__call__", "__aenter__"}:
            base = self.value(node.func.value, env, depth)
            if base.kind == "maker":
                return Value(own=(self._new("AsyncSession", spell(node.func), node, env),))
            if name == "__aenter__":
                return base
        callee = self.value(node.func, env, depth)
        return self._called(callee, node, env, depth)

    def _called(self, callee: Value, node: ast.Call, env: Env, depth: int) -> Value:
        if callee.kind == "maker":
            return Value(own=(self._new("AsyncSession", spell(node.func), node, env),))
        if callee.kind == "maker of makers":
            return Value(kind="maker")
        if callee.kind == "class" and callee.found:
            return self.wiring.construct(
                callee.found, self.arguments(node, env, depth), ("fresh", self.wiring.now), depth + 1
            )
        bound = callee.function
        if bound is None and callee.found and callee.kind == "object":
            bound = self.wiring.bound_method(callee, "__call__")
        if bound is not None:
            skip = 1 if bound.owner is not None and not is_static(bound.node) else 0
            return self.result(bound, bind(bound.node, self.arguments(node, env, depth), skip), depth + 1)
        if len(callee.items) > 1:
            return merged([self._called(item, node, env, depth + 1) for item in callee.items])
        return UNKNOWN

    def arguments(self, node: ast.Call, env: Env, depth: int) -> dict[str | int, Value]:
        given: dict[str | int, Value] = {}
        for position, item in enumerate(node.args):
            given[position] = self.argument(item, env, depth)
        for keyword in node.keywords:
            if keyword.arg:
                given[keyword.arg] = self.argument(keyword.value, env, depth)
        return given

    def argument(self, node: ast.expr, env: Env, depth: int) -> Value:
        return self.value(node, env, depth + 1)

    def result(self, bound: Bound, given: dict[str, Value], depth: int) -> Value:
        """What a function returns (or yields, if it is a dependency or a context manager)."""
        if depth > DEEPEST:
            return UNKNOWN
        owner = None if is_static(bound.node) else bound.owner
        cached = any(
            last_name(item.func if isinstance(item, ast.Call) else item) in _CACHED
            for item in bound.node.decorator_list
        )
        memo = ("cached", bound.node.name)
        if cached and bound.owner is not None and memo[1] in bound.owner.fields:
            return bound.owner.fields[memo[1]]
        env = self.wiring.function(bound.node, bound.file, owner, given, None, depth + 1)
        found = [self.value(item, env, depth + 1) for item in outcomes(bound.node)]
        value = merged(found)
        if not value.is_known:
            value = self._promised(bound, env)
        if cached and bound.owner is not None and value.is_known:
            bound.owner.fields[memo[1]] = value
        return value

    def _promised(self, bound: Bound, env: Env) -> Value:
        """What the return annotation promises where the body says nothing (a Protocol's method, a library call)."""
        returns = spell(bound.node.returns)
        if is_session_type(returns, bound.file):
            return Value(own=(self._new("AsyncSession", bound.node.name, bound.node, env),))
        if any(is_unit_of_work(name) for name in re.findall(r"\w+", returns)):
            return Value(own=(self._new("unit of work", bound.node.name, bound.node, env),))
        return UNKNOWN
