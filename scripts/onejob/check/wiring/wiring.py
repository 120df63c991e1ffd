"""What an expression holds: follows constructors, factory methods and FastAPI dependencies to the sessions behind them.

A small abstract interpreter. It never runs code; it reads assignments and returned expressions, binds arguments to
parameters, and gives each session a key, so that two services built on one session can be told from two services that
open a session each. What it cannot follow holds nothing: silence rather than a false alarm.
"""

import ast
import re
from collections.abc import Mapping
from itertools import count

from onejob.check.vocabulary.annotations import class_of, dependency_of, types_of
from onejob.check.wiring.bindings import (
    bind,
    constructor_fields,
    default_values,
    function_node,
    is_static,
    is_unit_of_work,
    local_values,
    module_values,
    outcomes,
    says_session,
)
from onejob.check.project.project import File, Found, Project
from onejob.check.vocabulary.protocols import implementations_of
from onejob.check.vocabulary.sessions import is_maker_type, is_session, is_session_type, names_unit_of_work
from onejob.check.reading.syntax import Function, dotted_name, last_name, spell
from onejob.check.wiring.values import UNKNOWN, Bound, Origin, Value, merged
from onejob.check.reading.walking import walk

_DEEPEST = 9
_PLAIN_LAYERS = frozenset({"model", "schema", "errors", "config", "orm"})
_CACHED = ("cached_property", "cache", "lru_cache", "alru_cache")
_PROPERTIES = ("property", "cached_property")


class Env:
    """The names of one function call: bound parameters, and locals read on demand."""

    def __init__(
        self,
        file: File,
        names: dict[str, Value],
        function: Function | None = None,
        outer: "Env | None" = None,
    ) -> None:
        self.file, self.names, self.function, self.outer = file, names, function, outer
        self.locals: dict[str, list[tuple[ast.expr, bool]]] = dict(local_values(function)) if function else {}
        self.reading: set[str] = set()


class Wiring:
    """The wiring of one project."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self._fresh = count()
        self._dependencies: dict[tuple[str, str], Value] = {}
        self._modules: dict[str, Env] = {}
        self._methods: dict[tuple[str, str], Function | None] = {}

    @property
    def now(self) -> int:
        """A mark: sessions opened after it have a higher number."""
        return next(self._fresh)

    # --- environments -----------------------------------------------------------------------------------------------

    def module(self, file: File) -> Env:
        """The module-level names of a file."""
        if file.path not in self._modules:
            env = Env(file, {})
            env.locals = {name: [(item, False)] for name, item in module_values(file)}
            self._modules[file.path] = env
        return self._modules[file.path]

    def function(
        self,
        node: Function,
        file: File,
        owner: Value | None,
        given: dict[str, Value],
        outer: Env | None = None,
        depth: int = 0,
    ) -> Env:
        """The names inside a function: given arguments, else what the parameters' annotations and dependencies say."""
        names = dict(given)
        parameters = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
        defaults = default_values(node)
        if owner is not None and parameters:
            names.setdefault(parameters[0].arg, owner)
        for item in parameters:
            if item.arg not in names and item.annotation is not None:
                key = ("parameter", file.path, node.name, node.lineno, item.arg)
                default = spell(defaults.get(item.arg))
                names[item.arg] = self.typed(
                    spell(item.annotation), file, key, f"{node.name}({item.arg})", default, depth
                )
        return Env(file, names, node, outer or self.module(file))

    def settle(self, env: Env) -> None:
        """Reads every local once, so that a closure finds the session that its function opened, not a new one."""
        for name in env.locals:
            self._name(name, env, 0)

    # --- values from types ------------------------------------------------------------------------------------------

    def typed(
        self,
        annotation: str,
        file: File,
        key: tuple[object, ...],
        label: str,
        default: str = "",
        depth: int = 0,
    ) -> Value:
        """A value of which only the annotation is known."""
        dependency = dependency_of(annotation, default, file)
        if dependency is not None:
            provider = dependency.provider or annotation
            value = self._provided(provider, dependency.file, dependency.cached, depth)
            if value.is_known:
                return value
        if is_session_type(annotation, file):
            return Value(own=(Origin(key, label),))
        if is_maker_type(annotation, file):
            return Value(kind="maker")
        found = class_of(annotation, file)
        if found is None:
            types = [target.dotted.rpartition(".")[2] for target in types_of(annotation, file)]
            if any(is_unit_of_work(name) for name in types):
                return Value(own=(Origin(key, label, "unit of work"),))
            return Value(kind="maker") if "Callable" in types and names_unit_of_work(annotation) else UNKNOWN
        return self.instance(found, key, label, depth)

    def instance(self, found: Found, key: tuple[object, ...], label: str, depth: int = 0) -> Value:
        """An object of a known class, built we know not where; a Protocol stands for its implementation."""
        if found.file.layer in _PLAIN_LAYERS or depth > _DEEPEST:
            return Value(found)
        concrete = found
        if self.project.is_protocol(found):
            concrete = next(iter(implementations_of(found, self.project)), found)
        if self._is_opened_unit(found) and self._is_opened_unit(concrete):
            return Value(concrete, own=(Origin(key, label, "unit of work"),))
        value = Value(concrete)
        self._build(value, concrete, {}, key, depth + 1)
        return value

    def _is_opened_unit(self, found: Found) -> bool:
        """Whether a class is a unit of work itself and not what opens one."""
        methods = {method.name.rpartition(".")[2] for method in found.item.methods}
        return is_unit_of_work(found.item.name) and "__call__" not in methods

    def _provided(self, provider: str, file: File, cached: bool, depth: int) -> Value:
        """What a FastAPI dependency gives: the same object to everyone within a request, unless `use_cache=False`."""
        target = file.resolve(provider)
        name = (target.dotted, provider)
        if cached and name in self._dependencies:
            return self._dependencies[name]
        key = ("depends", target.dotted) if cached else ("fresh", self.now)
        found = self.project.find_class(target)
        self._dependencies[name] = UNKNOWN
        if found is not None:
            value = self.instance(found, key, f"Depends({provider})", depth + 1)
        else:
            value = self._from_function(target.module, target.symbol, key, f"Depends({provider})", depth)
        self._dependencies[name] = value
        return value

    def _from_function(
        self, file: File | None, symbol: str, key: tuple[object, ...], label: str, depth: int
    ) -> Value:
        signature = file.functions.get(symbol) if file else None
        node = function_node(file, symbol) if file and signature else None
        if file is None or signature is None or node is None or depth > _DEEPEST:
            return UNKNOWN
        value = self.result(Bound(node, file, None), {}, depth + 1)
        if says_session(signature, file) or any(origin.key[0] == "fresh" for origin in value.own):
            return Value(own=(Origin(key, label),))
        return value

    # --- objects ----------------------------------------------------------------------------------------------------

    def construct(
        self, found: Found, given: Mapping[str | int, Value], key: tuple[object, ...], depth: int
    ) -> Value:
        """An object built with these arguments (positions and names)."""
        value = Value(found)
        if found.file.layer not in _PLAIN_LAYERS and depth <= _DEEPEST:
            self._build(value, found, given, key, depth + 1)
        if self._is_opened_unit(found) and not any(True for _ in value.held()):
            value.own = (Origin(key, found.item.name, "unit of work"),)
        return value

    def _build(
        self,
        value: Value,
        found: Found,
        given: Mapping[str | int, Value],
        key: tuple[object, ...],
        depth: int,
    ) -> None:
        owner = self._owner_of(found, "__init__")
        if owner is not None:
            self._run_init(value, owner, given, key, depth)
        else:
            self._fill_fields(value, found, given, key, depth)
        after = self._owner_of(found, "__post_init__")
        if after is not None:
            node = self.method(after, "__post_init__")
            if node is not None:
                self._assign_fields(value, self.function(node, after.file, value, {}, None, depth), depth)

    def _run_init(
        self,
        value: Value,
        owner: Found,
        given: Mapping[str | int, Value],
        key: tuple[object, ...],
        depth: int,
    ) -> None:
        node = self.method(owner, "__init__")
        if node is None:
            return
        bound = bind(node, given, skip=1)
        defaults = default_values(node)
        for item in [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs][1:]:
            if item.annotation is not None and not bound.get(item.arg, UNKNOWN).is_known:
                label, default = f"{owner.item.name}({item.arg})", spell(defaults.get(item.arg))
                bound[item.arg] = self.typed(
                    spell(item.annotation), owner.file, (*key, item.arg), label, default, depth
                )
        self._assign_fields(value, self.function(node, owner.file, value, bound, None, depth), depth)

    def _assign_fields(self, value: Value, env: Env, depth: int) -> None:
        """`self.x = …` in a constructor, and what `super().__init__(…)` does."""
        for node in walk(env.function) if env.function else ():
            if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
                targets = node.targets if isinstance(node, ast.Assign) else [node.target]
                for target in targets:
                    name = dotted_name(target)
                    if name.startswith("self.") and name.count(".") == 1:
                        value.fields[name[5:]] = self.value(node.value, env, depth)
            elif isinstance(node, ast.Call) and last_name(node.func) == "__init__" and value.found:
                self._run_parent(value, node, env, depth)

    def _run_parent(self, value: Value, call: ast.Call, env: Env, depth: int) -> None:
        if depth > _DEEPEST:  # classes whose constructors call each other
            return
        around = env.function
        for _, parent in self.project.ancestry(value.found) if value.found else ():
            node = self.method(parent, "__init__") if parent else None
            if parent and node is not None and node is not around:
                given = self._arguments(call, env, depth)
                self._run_init(value, parent, given, ("fresh", self.now), depth + 1)
                return

    def _fill_fields(
        self,
        value: Value,
        found: Found,
        given: Mapping[str | int, Value],
        key: tuple[object, ...],
        depth: int,
    ) -> None:
        """A dataclass (or NamedTuple, attrs class, Pydantic model): arguments fill the annotated fields in order."""
        for position, (file, name, annotation, default) in enumerate(constructor_fields(found, self.project)):
            argument = given.get(name, given.get(position, UNKNOWN))
            if not argument.is_known:
                argument = self.typed(
                    annotation, file, (*key, name), f"{found.item.name}.{name}", default, depth
                )
            value.fields[name] = argument

    def _owner_of(self, found: Found, method: str) -> Found | None:
        """The class that defines a method: itself or the nearest base of this project."""
        for candidate in [found, *(parent for _, parent in self.project.ancestry(found) if parent)]:
            if any(item.name == f"{candidate.item.name}.{method}" for item in candidate.item.methods):
                return candidate
        return None

    def method(self, found: Found, name: str) -> Function | None:
        """The syntax of a method defined in this very class."""
        place = (found.file.path, f"{found.item.name}.{name}")
        if place not in self._methods:
            self._methods[place] = function_node(found.file, place[1])
        return self._methods[place]

    def bound_method(self, value: Value, name: str) -> Bound | None:
        """A method as reached through an object, inherited ones included."""
        owner = self._owner_of(value.found, name) if value.found else None
        node = self.method(owner, name) if owner else None
        return Bound(node, owner.file, value) if owner and node else None

    # --- expressions ------------------------------------------------------------------------------------------------

    def value(self, node: ast.expr | None, env: Env, depth: int = 0) -> Value:
        """What an expression holds."""
        if node is None or depth > _DEEPEST:
            return UNKNOWN
        match node:
            case ast.Name():
                return self._name(node.id, env, depth)
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

    def _name(self, name: str, env: Env, depth: int) -> Value:
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
        return Origin(("fresh", self.now), label, kind, env.file.path, node.lineno)

    def _resolved(self, name: str, env: Env, depth: int) -> Value:
        """A name of the module: a class, a function, an instance, here or imported."""
        target = env.file.resolve(name)
        if target.module is None:
            maker = target.dotted.rpartition(".")[2] in {"async_sessionmaker", "sessionmaker"}
            if is_session(target):
                return Value(kind="maker")
            return Value(kind="maker of makers") if maker else UNKNOWN
        found = self.project.find_class(target)
        if found is not None:
            return Value(found, kind="class")
        node = (
            function_node(target.module, target.symbol) if target.symbol in target.module.functions else None
        )
        if node is not None:
            return Value(kind="function", function=Bound(node, target.module, None))
        if target.symbol in target.module.assignments and target.module is not env.file:
            return self._name(target.symbol, self.module(target.module), depth + 1)
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
        bound = self.bound_method(value, name)
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
        if (
            name
            in {
                "cast",
                "partial",
                "nullcontext",
                "closing",
                "aclosing",
                "enter_async_context",
                "enter_context",
            }
            and node.args
        ):
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
            return self.construct(
                callee.found, self._arguments(node, env, depth), ("fresh", self.now), depth + 1
            )
        bound = callee.function
        if bound is None and callee.found and callee.kind == "object":
            bound = self.bound_method(callee, "__call__")
        if bound is not None:
            skip = 1 if bound.owner is not None and not is_static(bound.node) else 0
            return self.result(bound, bind(bound.node, self._arguments(node, env, depth), skip), depth + 1)
        if len(callee.items) > 1:
            return merged([self._called(item, node, env, depth + 1) for item in callee.items])
        return UNKNOWN

    def _arguments(self, node: ast.Call, env: Env, depth: int) -> dict[str | int, Value]:
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
        if depth > _DEEPEST:
            return UNKNOWN
        owner = None if is_static(bound.node) else bound.owner
        cached = any(
            last_name(item.func if isinstance(item, ast.Call) else item) in _CACHED
            for item in bound.node.decorator_list
        )
        memo = ("cached", bound.node.name)
        if cached and bound.owner is not None and memo[1] in bound.owner.fields:
            return bound.owner.fields[memo[1]]
        env = self.function(bound.node, bound.file, owner, given, None, depth + 1)
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
