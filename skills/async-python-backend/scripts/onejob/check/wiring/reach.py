"""Which sessions a task reaches: through its receiver, its arguments, and the methods it runs."""

import ast
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from onejob.check.project.project import Project
from onejob.check.project.file import File, Found
from onejob.check.reading.syntax import FUNCTIONS, Function
from onejob.check.wiring.values import UNKNOWN, Bound, Origin, Value
from onejob.check.wiring.environment import Env
from onejob.check.wiring.wiring import Wiring
from onejob.check.reading.walking import children, walk

_DEEPEST = 6
Reached = dict[Origin, tuple[str, ...]]  # session -> the fields on the way, innermost first


class Setting(NamedTuple):
    """One way in which a function comes to run: the names it sees, built at one place of the project."""

    env: Env
    built_in: str


def settings(function: Function, file: File, wiring: Wiring) -> Iterator[Setting]:
    """How a function is wired: once for each place that builds its class, else by annotations alone."""
    for setting in _settings(function, file, wiring):
        wiring.settle(setting.env)
        yield setting


def _settings(function: Function, file: File, wiring: Wiring) -> Iterator[Setting]:
    outer = _enclosing(function, file)
    owner_name = file.syntax.symbol_at(function.lineno).rpartition(".")[0]
    if outer is not None:
        for setting in settings(outer, file, wiring):
            yield Setting(wiring.function(function, file, None, {}, setting.env), setting.built_in)
        return
    if owner_name not in file.classes:
        yield Setting(wiring.function(function, file, None, {}), "")
        return
    found = Found(file, file.classes[owner_name])
    built = False
    for value, place in _built(found, wiring):
        built = True
        yield Setting(wiring.function(function, file, value, {}), place)
    if not built:
        value = wiring.instance(found, ("self", file.path, owner_name), owner_name)
        yield Setting(wiring.function(function, file, value, {}), "")


def _enclosing(function: Function, file: File) -> Function | None:
    return file.syntax.function_of(function)


def _built(found: Found, wiring: Wiring) -> Iterator[tuple[Value, str]]:
    """Every construction of a class in the application, evaluated where it stands."""
    constructions = wiring.project.survey("constructions").get(f"{found.file.path} {found.item.name}")
    for file, places in constructions:
        for line, column, callee, within in places:
            if callee.rpartition(".")[2] != found.item.name.rpartition(".")[2]:
                continue
            node = _call_at(file, line, column)
            if node is None:
                continue
            function = file.syntax.function_of(node)
            env = wiring.module(file) if function is None else next(settings_once(function, file, wiring)).env
            yield wiring.value(node, env), within


def settings_once(function: Function, file: File, wiring: Wiring) -> Iterator[Setting]:
    """The setting of a function that builds others (a factory method, a dependency): by annotations alone."""
    owner_name = file.syntax.symbol_at(function.lineno).rpartition(".")[0]
    outer = _enclosing(function, file)
    around = next(settings_once(outer, file, wiring)).env if outer else None
    owner = None
    if owner_name in file.classes:
        found = Found(file, file.classes[owner_name])
        owner = wiring.instance(found, ("self", file.path, owner_name), owner_name)
    yield Setting(wiring.function(function, file, owner, {}, around), owner_name)


def _call_at(file: File, line: int, column: int) -> ast.Call | None:
    calls = file.syntax.nodes(ast.Call)
    return next((node for node in calls if (node.lineno, node.col_offset) == (line, column)), None)


class Reach:
    """Follows one task."""

    def __init__(self, wiring: Wiring) -> None:
        self.wiring = wiring
        self.project: Project = wiring.project

    def of(self, work: ast.expr, env: Env, depth: int = 0) -> Reached:
        """The sessions from outside that running `work` touches; those it opens itself are its own business."""
        mark = self.wiring.now
        reached: Reached = {}
        for origin, path in self._touched(work, env, depth):
            if not (
                origin.key[0] == "fresh" and isinstance(origin.key[1], int) and origin.key[1] > mark and depth
            ):
                reached.setdefault(origin, path)
        return reached

    def _touched(self, node: ast.AST, env: Env, depth: int) -> Iterator[tuple[Origin, tuple[str, ...]]]:
        if depth > _DEEPEST:
            return
        if isinstance(node, ast.Call):
            yield from self._of_call(node, env, depth)
        elif isinstance(node, ast.Name):
            yield from self._of_name(node, env, depth)
        elif isinstance(node, ast.Attribute):
            value = self.wiring.value(node, env)
            if value.function is not None and value.function.owner is not None:
                yield from self._of_method(value.function, depth + 1)
            elif value.is_known:
                yield from self._all(value)
            else:
                yield from self._touched(node.value, env, depth) if self._is_session(node.value, env) else ()
        elif not isinstance(node, (*FUNCTIONS, ast.ClassDef)):
            for child in children(node):
                yield from self._touched(child, env, depth)

    def _is_session(self, node: ast.expr, env: Env) -> bool:
        return bool(self.wiring.value(node, env).own)

    def _of_name(self, node: ast.Name, env: Env, depth: int) -> Iterator[tuple[Origin, tuple[str, ...]]]:
        """A name: what it holds, or the call behind a coroutine that was made earlier."""
        made = env.locals.get(node.id, [])
        for item, is_with in made:
            if isinstance(item, ast.Call) and not is_with and self._is_coroutine(item, env):
                yield from self._of_call(item, env, depth + 1)
                return
        yield from self._all(self.wiring.value(node, env))

    def _is_coroutine(self, call: ast.Call, env: Env) -> bool:
        bound = self.wiring.value(call.func, env).function
        return bound is not None and isinstance(bound.node, ast.AsyncFunctionDef)

    def _all(self, value: Value) -> Iterator[tuple[Origin, tuple[str, ...]]]:
        if value.function is not None and value.function.owner is not None:
            yield from value.function.owner.held()
        yield from value.held()

    def _of_call(self, call: ast.Call, env: Env, depth: int) -> Iterator[tuple[Origin, tuple[str, ...]]]:
        arguments: Iterable[ast.expr] = [*call.args, *(item.value for item in call.keywords)]
        if _is_partial(call):
            call = ast.copy_location(
                ast.Call(func=call.args[0], args=call.args[1:], keywords=call.keywords), call
            )
        for argument in arguments if not _is_partial(call) else ():
            yield from self._touched(argument, env, depth)
        nested = _nested_function(call.func, env)
        if nested is not None:
            yield from self._of_body(nested, self.wiring.function(nested, env.file, None, {}, env), depth)
            return
        if not isinstance(call.func, ast.Attribute):
            yield from self._of_plain_call(call, env, depth)
            return
        receiver = self.wiring.value(call.func.value, env)
        bound = self.wiring.bound_method(receiver, call.func.attr) if not receiver.own else None
        if bound is not None and bound.owner is not None:
            yield from self._of_method(bound, depth)
        elif receiver.is_known and receiver.kind == "object":
            yield from self._all(receiver)
        elif receiver is UNKNOWN or not receiver.is_known:
            yield from self._touched(call.func.value, env, depth)

    def _of_plain_call(
        self, call: ast.Call, env: Env, depth: int
    ) -> Iterator[tuple[Origin, tuple[str, ...]]]:
        """`load(...)`: only what a closure or the module holds; `self.orders(...)` is an attribute call."""
        value = self.wiring.value(call.func, env)
        if value.found and value.kind == "object":
            bound = self.wiring.bound_method(value, "__call__")
            yield from self._of_method(bound, depth) if bound else self._all(value)
        elif value.function is not None and value.function.owner is not None:
            yield from self._of_method(value.function, depth)

    def _of_method(self, bound: Bound, depth: int) -> Iterator[tuple[Origin, tuple[str, ...]]]:
        env = self.wiring.function(bound.node, bound.file, bound.owner, {}, None, depth)
        steps = self._of_body(bound.node, env, depth)
        own = ("parameter", bound.file.path, bound.node.name, bound.node.lineno)
        yield from ((origin, path) for origin, path in steps if origin.key[:4] != own)

    def _of_body(self, node: Function, env: Env, depth: int) -> Iterator[tuple[Origin, tuple[str, ...]]]:
        mark = self.wiring.now
        for statement in node.body:
            for origin, path in self._touched(statement, env, depth + 1):
                number = origin.key[1]
                opened_here = origin.key[0] == "fresh" and isinstance(number, int) and number > mark
                if not opened_here:
                    yield origin, path


def _is_partial(call: ast.Call) -> bool:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    return name == "partial" and bool(call.args)


def _nested_function(node: ast.expr, env: Env) -> Function | None:
    """The function of that name defined inside the current one."""
    if not isinstance(node, ast.Name):
        return None
    scope: Env | None = env
    while scope is not None and scope.function is not None:
        for item in walk(scope.function):
            if isinstance(item, FUNCTIONS) and item is not scope.function and item.name == node.id:
                return item
        scope = scope.outer
    return None
