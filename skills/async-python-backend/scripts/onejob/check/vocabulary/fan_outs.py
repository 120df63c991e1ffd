"""Where a function starts concurrent work: which expressions become tasks, and which of them run at the same time."""

import ast
from collections.abc import Iterator
from typing import NamedTuple

from onejob.check.reading.facts import CONCURRENT_CALLS
from onejob.check.project.file import File
from onejob.check.reading.syntax import FUNCTIONS, Function, Syntax
from onejob.check.reading.spelling import dotted_name, last_name
from onejob.check.vocabulary.tasks import GATHERS, LOOSE_TASKS, SPAWNING_METHODS
from onejob.check.reading.walking import children, walk

_COLLECTORS = frozenset({*GATHERS, "asyncio.as_completed", "asyncio.tasks.as_completed"})
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.GeneratorExp, ast.DictComp)
_LOOPS = (ast.For, ast.AsyncFor, ast.While, *_COMPREHENSIONS)
Block = ast.With | ast.AsyncWith


class Spawn(NamedTuple):
    """One expression that runs as a task.

    `work` is the call that runs, `place` where it is started, `ends` the line until which it may be running, `loop` the
    loop that starts it repeatedly (None for once), `is_task` false for the code of the group's own block.
    """

    work: ast.expr
    place: ast.expr
    ends: int
    loop: ast.AST | None
    is_task: bool = True


class FanOut(NamedTuple):
    """A function and everything it runs concurrently, in source order."""

    function: Function
    spawns: tuple[Spawn, ...]


def starts_tasks(file: File) -> bool:
    """Whether a file may start concurrent work, by its facts alone: spares parsing the others again."""
    if any(call.callee.rpartition(".")[2] in CONCURRENT_CALLS for call in file.facts.calls):
        return True
    concurrent_names = {
        item.name for item in file.facts.imports if item.module.partition(".")[0] in {"asyncio", "asyncer"}
    }
    return bool(concurrent_names & CONCURRENT_CALLS)


def fan_outs(syntax: Syntax) -> Iterator[FanOut]:
    """Every function of a file that starts concurrent work."""
    by_function: dict[Function, list[ast.Call]] = {}
    for call in _starting_calls(syntax):
        function = syntax.function_of(call)
        if function is not None:
            by_function.setdefault(function, []).append(call)
    for function, calls in by_function.items():
        started = _Reader(syntax, function).spawns(calls)
        if started:
            yield FanOut(function, tuple(sorted(started, key=_position)))


def _position(spawn: Spawn) -> tuple[int, int]:
    return spawn.work.lineno, spawn.work.col_offset


def _starting_calls(syntax: Syntax) -> Iterator[ast.Call]:
    aliases = {
        last_name(item.targets[0])
        for item in syntax.nodes(ast.Assign)
        if isinstance(item.value, ast.Attribute) and item.value.attr in SPAWNING_METHODS
    } - {""}
    for call in syntax.nodes(ast.Call):
        name = syntax.qualified(call.func)
        method = isinstance(call.func, ast.Attribute) and call.func.attr in SPAWNING_METHODS
        if method or name in LOOSE_TASKS or name in _COLLECTORS or name in aliases:
            yield call


def concurrent(one: Spawn, other: Spawn, syntax: Syntax) -> bool:
    """Whether two spawns of one function can run at the same time."""
    first, second = sorted((one, other), key=_position)
    if not (first.is_task or second.is_task) or second.work.lineno > first.ends:
        return False
    return first.is_task and not _exclusive(first.place, second.place, syntax)


def _exclusive(one: ast.AST, other: ast.AST, syntax: Syntax) -> bool:
    """Whether two nodes stand in different branches of one `if` or `match`."""
    around = {id(node): node for node in syntax.ancestors(one) if isinstance(node, ast.If | ast.Match)}
    for node in syntax.ancestors(other):
        if id(node) in around and _branch(node, one) != _branch(node, other):
            return True
    return False


def _branch(node: ast.AST, inner: ast.AST) -> int:
    line: int = getattr(inner, "lineno", 0)
    if isinstance(node, ast.If):
        return 0 if not node.orelse or line < node.orelse[0].lineno else 1
    cases = node.cases if isinstance(node, ast.Match) else []
    return sum(1 for case in cases if case.pattern.lineno <= line)


class _Reader:
    """Reads the spawns of one function."""

    def __init__(self, syntax: Syntax, function: Function) -> None:
        self.syntax = syntax
        self.function = function
        self.last_line = function.end_lineno or function.lineno
        self.inner = list(_inside(function))

    def spawns(self, calls: list[ast.Call]) -> list[Spawn]:
        started: list[Spawn] = []
        for call in calls:
            if self.syntax.qualified(call.func) in _COLLECTORS:
                started += self._collected(call, {id(item) for item in calls})
            else:
                started += self._task(call)
        taken = {id(item.work) for item in started} | {id(item) for item in calls}
        return started + list(self._own_code(started, taken))

    # --- tasks ------------------------------------------------------------------------------------------------------

    def _task(self, call: ast.Call) -> Iterator[Spawn]:
        work, place = _work_of(call, self.syntax), call
        if work is None or isinstance(self.syntax.parent(call), ast.Await):
            return
        block = self._group_of(call)
        ends = (block.end_lineno or self.last_line) if block else self._awaited_after(call)
        loop = self._loop_around(call, block)
        if loop is not None and block is None and ends <= (getattr(loop, "end_lineno", 0) or 0):
            loop = None  # started and awaited within the same turn
        yield Spawn(work, place, ends, loop)

    def _group_of(self, call: ast.Call) -> Block | None:
        """The block that opened the group which `call` starts a task in."""
        receiver = dotted_name(call.func).rpartition(".")[0]
        for block in self.syntax.ancestors(call):
            if isinstance(block, ast.With | ast.AsyncWith) and any(
                dotted_name(item.optional_vars) == receiver for item in block.items if item.optional_vars
            ):
                return block
        return None

    def _awaited_after(self, call: ast.Call) -> int:
        """The line on which a loose task is awaited; the function's last line when it is not."""
        statement = self.syntax.parent(call)
        target = statement.targets[0] if isinstance(statement, ast.Assign) else None
        name = dotted_name(target)
        later = (node for node in self.inner if isinstance(node, ast.Await) and node.lineno > call.lineno)
        for node in later if name else ():
            if any(isinstance(item, ast.Name) and item.id == name for item in walk(node)):
                return node.lineno
        return self.last_line

    def _loop_around(self, call: ast.AST, block: Block | None) -> ast.AST | None:
        """The loop that starts a task again and again within one group."""
        for around in self.syntax.ancestors(call):
            if around is block or around is self.function:
                return None
            if isinstance(around, _LOOPS):
                return around
        return None

    # --- gather and its kin -----------------------------------------------------------------------------------------

    def _collected(self, call: ast.Call, starts: set[int]) -> Iterator[Spawn]:
        ends = call.end_lineno or call.lineno
        name = self.syntax.qualified(call.func).rpartition(".")[2]
        arguments = call.args if name == "gather" else [ast.Starred(item) for item in call.args[:1]]
        for argument in arguments:
            starred = isinstance(argument, ast.Starred)
            source = argument.value if isinstance(argument, ast.Starred) else argument
            works = self._many(source) if starred else [(source, None)]
            for work, loop in works:
                if id(work) not in starts and not isinstance(work, ast.Starred):
                    yield Spawn(work, call, max(ends, work.lineno), loop)

    def _many(self, source: ast.expr, depth: int = 0) -> Iterator[tuple[ast.expr, ast.AST | None]]:
        """The expressions that an iterable of coroutines is made of, with the loop that makes each."""
        if isinstance(source, ast.ListComp | ast.SetComp | ast.GeneratorExp):
            yield source.elt, source
        elif isinstance(source, ast.List | ast.Tuple | ast.Set):
            for item in source.elts:
                yield item, None
        elif isinstance(source, ast.BinOp):
            yield from self._many(source.left, depth)
            yield from self._many(source.right, depth)
        elif isinstance(source, ast.Call) and last_name(source.func) == "map" and source.args:
            yield _call(source.args[0], source.args[1:], source), source
        elif (
            isinstance(source, ast.Call)
            and last_name(source.func) in {"list", "tuple", "set"}
            and source.args
        ):
            yield from self._many(source.args[0], depth)
        elif isinstance(source, ast.Name) and depth < 3:
            yield from self._built(source.id, depth)

    def _built(self, name: str, depth: int) -> Iterator[tuple[ast.expr, ast.AST | None]]:
        """What a local list is made of: its assignments, `append` and `extend`."""
        for node in self.inner:
            targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
            if isinstance(node, ast.Assign | ast.AnnAssign | ast.AugAssign) and node.value:
                if any(dotted_name(target) == name for target in targets):
                    yield from self._many(node.value, depth + 1)
            elif isinstance(node, ast.Call) and dotted_name(node.func) == f"{name}.append" and node.args:
                yield node.args[0], self._loop_around(node, None)
            elif isinstance(node, ast.Call) and dotted_name(node.func) == f"{name}.extend" and node.args:
                yield from self._many(node.args[0], depth + 1)

    # --- the block's own code ---------------------------------------------------------------------------------------

    def _own_code(self, started: list[Spawn], taken: set[int]) -> Iterator[Spawn]:
        """Calls that the function itself awaits while a task is running."""
        running = [
            item for item in started if isinstance(item.place, ast.Call) and item.place.lineno < item.ends
        ]
        for node in self.inner if running else ():
            if (
                not (isinstance(node, ast.Await) and isinstance(node.value, ast.Call))
                or id(node.value) in taken
            ):
                continue
            if any(item.place.lineno < node.lineno <= item.ends for item in running):
                yield Spawn(node.value, node.value, node.lineno, None, is_task=False)


def _inside(function: Function) -> Iterator[ast.AST]:
    """Every node of a function's own body, in source order; nested functions left out."""
    pending: list[ast.AST] = list(reversed(function.body))
    while pending:
        node = pending.pop()
        yield node
        if not isinstance(node, (*FUNCTIONS, ast.ClassDef, ast.Lambda)):
            pending.extend(reversed(list(children(node))))


def _work_of(call: ast.Call, syntax: Syntax) -> ast.expr | None:
    """What a starting call runs: `create_task(work())`, `start_soon(work, argument)`, `soonify(work)(argument)`."""
    keywords = {item.arg: item.value for item in call.keywords}
    name = last_name(call.func)
    if name == "soonify" and call.args:
        outer = syntax.parent(call)
        return _call(call.args[0], outer.args if isinstance(outer, ast.Call) else [], call)
    if name == "start_soon" and call.args:
        return _call(call.args[0], call.args[1:], call)
    return call.args[0] if call.args else keywords.get("coro")


def _call(function: ast.expr, arguments: list[ast.expr], place: ast.expr) -> ast.Call:
    return ast.copy_location(ast.Call(func=function, args=list(arguments), keywords=[]), place)
