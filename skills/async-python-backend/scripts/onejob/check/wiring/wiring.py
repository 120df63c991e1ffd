"""What an expression holds: follows constructors, factory methods and FastAPI dependencies to the sessions behind them.

A small abstract interpreter. It never runs code; it reads assignments and returned expressions, binds arguments to
parameters, and gives each session a key, so that two services built on one session can be told from two services that
open a session each. What it cannot follow holds nothing: silence rather than a false alarm.
"""

import ast
from collections.abc import Mapping
from itertools import count

from onejob.check.vocabulary.annotations import class_of, dependency_of, types_of
from onejob.check.wiring.bindings import (
    bind,
    constructor_fields,
    default_values,
    function_node,
    is_unit_of_work,
    module_values,
    says_session,
)
from onejob.check.project.project import Project
from onejob.check.project.file import File, Found
from onejob.check.vocabulary.protocols import implementations_of
from onejob.check.vocabulary.sessions import is_maker_type, is_session_type, names_unit_of_work
from onejob.check.reading.syntax import Function
from onejob.check.reading.spelling import dotted_name, last_name, spell
from onejob.check.wiring.values import UNKNOWN, Bound, Origin, Value
from onejob.check.reading.walking import walk

from onejob.check.wiring.environment import DEEPEST, Env
from onejob.check.wiring.expressions import Expressions

_PLAIN_LAYERS = frozenset({"model", "schema", "errors", "config", "orm"})


class Wiring:
    """The wiring of one project."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.expressions = Expressions(self)
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
            self.expressions.name(name, env, 0)

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
        if found.file.layer in _PLAIN_LAYERS or depth > DEEPEST:
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
        if file is None or signature is None or node is None or depth > DEEPEST:
            return UNKNOWN
        value = self.expressions.result(Bound(node, file, None), {}, depth + 1)
        if says_session(signature, file) or any(origin.key[0] == "fresh" for origin in value.own):
            return Value(own=(Origin(key, label),))
        return value

    # --- objects ----------------------------------------------------------------------------------------------------

    def construct(
        self, found: Found, given: Mapping[str | int, Value], key: tuple[object, ...], depth: int
    ) -> Value:
        """An object built with these arguments (positions and names)."""
        value = Value(found)
        if found.file.layer not in _PLAIN_LAYERS and depth <= DEEPEST:
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
                        value.fields[name[5:]] = self.expressions.value(node.value, env, depth)
            elif isinstance(node, ast.Call) and last_name(node.func) == "__init__" and value.found:
                self._run_parent(value, node, env, depth)

    def _run_parent(self, value: Value, call: ast.Call, env: Env, depth: int) -> None:
        if depth > DEEPEST:  # classes whose constructors call each other
            return
        around = env.function
        for _, parent in self.project.ancestry(value.found) if value.found else ():
            node = self.method(parent, "__init__") if parent else None
            if parent and node is not None and node is not around:
                given = self.expressions.arguments(call, env, depth)
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

    def value(self, node: ast.expr | None, env: Env) -> Value:
        """What an expression holds."""
        return self.expressions.value(node, env)
