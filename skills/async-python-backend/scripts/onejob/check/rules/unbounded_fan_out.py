"""Tasks started in a loop are bounded: by a semaphore, a limiter, or a batch of known size.

One task for each row asks for as many connections as there are rows: the pool runs dry, other requests time out, and the
database or the other company's API is overrun. A semaphore around the work costs two lines.

```python bad app/services/prices.py
import asyncio


async def refresh(products, fetch):
    async with asyncio.TaskGroup() as group:
        for product in products:
            group.create_task(fetch(product))
```

```python good app/services/prices.py
import asyncio


async def refresh(products, fetch):
    free = asyncio.Semaphore(8)

    async def one(product):
        async with free:
            await fetch(product)

    async with asyncio.TaskGroup() as group:
        for product in products:
            group.create_task(one(product))
```
"""

import ast
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from onejob.check.vocabulary.fan_outs import FanOut, Spawn, fan_outs, starts_tasks
from onejob.check.project.project import Project
from onejob.check.project.file import File
from onejob.check.wiring.reach import settings
from onejob.check.rule import Problem, problem
from onejob.check.reading.syntax import FUNCTIONS, Function
from onejob.check.reading.spelling import dotted_name, last_name, spell
from onejob.check.vocabulary.tasks import GATHERS
from onejob.check.wiring.wiring import Wiring
from onejob.check.reading.walking import walk

SEVERITY = "warning"
REFERENCE = "patterns-examples.md#bounded-fan-out"
SCOPE = "file"
WORDS = ("asyncio", "create_task", "start_soon", "soonify")

_LIMITS = re.compile(r"sem(?!antic)|limit|throttle|slot|gate$|bulkhead|concurren|permit", re.IGNORECASE)
_LIMITERS = frozenset({"Semaphore", "BoundedSemaphore", "CapacityLimiter", "AsyncLimiter", "Lock"})
_BATCHES = re.compile(r"batch|chunk|islice|page|\[[^\]]*:[^\]]*\]", re.IGNORECASE)


class Repeated(NamedTuple):
    """A task that a loop starts again and again."""

    file: File
    fan_out: FanOut
    spawn: Spawn


def subjects(file: File) -> Iterable[Repeated]:
    for fan_out in fan_outs(file.syntax) if starts_tasks(file) else ():
        for spawn in fan_out.spawns:
            gathered = (
                isinstance(spawn.place, ast.Call) and file.syntax.qualified(spawn.place.func) in GATHERS
            )
            if spawn.loop is not None and spawn.is_task and not gathered:
                yield Repeated(file, fan_out, spawn)


def judge(subject: Repeated, project: Project) -> Iterator[Problem]:
    file = subject.file
    if not (
        _is_small(subject, file) or _is_limited(subject, file) or _is_limited_elsewhere(subject, project)
    ):
        yield problem(
            subject.spawn.place,
            f"`{spell(_called(subject.spawn))}` is started once for each item, without a bound",
            "take an `asyncio.Semaphore` inside the task, or go through the items in batches of a fixed size",
            file.path,
        )


def _is_limited_elsewhere(subject: Repeated, project: Project) -> bool:
    """Whether the task is a method in another file that takes a semaphore: a gateway that bounds its own callers."""
    called = _called(subject.spawn)
    if not isinstance(called, ast.Attribute):
        return False
    wiring = Wiring(project)
    for setting in settings(subject.fan_out.function, subject.file, wiring):
        bound = wiring.bound_method(wiring.value(called.value, setting.env), called.attr)
        if bound is not None:
            owner = next((node for node in bound.file.syntax.classes if bound.node in node.body), bound.node)
            if _acquires(bound.node, bound.file) or _helper_acquires(bound.node, owner, bound.file):
                return True
    return False


def _helper_acquires(method: Function, owner: ast.AST, file: File) -> bool:
    """One step further: the methods of the same class that the method calls."""
    names = {last_name(call.func) for call in ast.walk(method) if isinstance(call, ast.Call)}
    helpers = (item for item in ast.walk(owner) if isinstance(item, FUNCTIONS) and item.name in names)
    return any(_acquires(item, file) for item in helpers)


def _called(spawn: Spawn) -> ast.expr:
    return spawn.work.func if isinstance(spawn.work, ast.Call) else spawn.work


def _is_small(subject: Repeated, file: File) -> bool:
    """Whether the loop runs over a literal, a slice, a batch or a fixed range."""
    loops = [subject.spawn.loop, *file.syntax.ancestors(subject.spawn.place)]
    iterables = [source for loop in loops if loop is not None for source in _iterables(loop)]
    return any(_has_known_size(item) for item in iterables[:1]) or any(
        _BATCHES.search(spell(item)) for item in iterables
    )


def _iterables(loop: ast.AST) -> Iterator[ast.expr]:
    if isinstance(loop, ast.For | ast.AsyncFor):
        yield loop.iter
    elif isinstance(loop, ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp):
        yield from (generator.iter for generator in loop.generators)


def _has_known_size(source: ast.expr) -> bool:
    if isinstance(source, ast.Tuple | ast.List | ast.Set | ast.Dict):
        return True
    if isinstance(source, ast.Call) and last_name(source.func) in {"enumerate", "zip", "sorted", "reversed"}:
        return bool(source.args) and all(_has_known_size(item) for item in source.args[:1])
    if isinstance(source, ast.Call) and last_name(source.func) == "range":
        return not any(isinstance(item, ast.Call) and last_name(item.func) == "len" for item in walk(source))
    name = dotted_name(source).rpartition(".")[2]
    return name.isupper() or (
        isinstance(source, ast.Call)
        and last_name(source.func) in {"values", "items", "keys"}
        and last_name(getattr(source.func, "value", source)).isupper()
    )


def _is_limited(subject: Repeated, file: File) -> bool:
    """Whether the starting function's loop, or the function it starts, takes a semaphore."""
    loop = subject.spawn.loop
    if loop is not None and _acquires(loop, file):
        return True
    around = (item for item in file.syntax.ancestors(subject.spawn.place) if isinstance(item, ast.AsyncWith))
    if any(_is_limit(item.context_expr, file) for block in around for item in block.items):
        return True
    if any(isinstance(item, ast.expr) and _is_limit(item, file) for item in _arguments(subject.spawn)):
        return True
    return any(_acquires(function, file) for function in _started(subject.spawn, file))


def _arguments(spawn: Spawn) -> list[ast.expr]:
    call = spawn.work if isinstance(spawn.work, ast.Call) else None
    return [*call.args, *(item.value for item in call.keywords)] if call else []


def _started(spawn: Spawn, file: File) -> Iterator[Function]:
    """The functions of this file that the task may be, and those they call (two steps)."""
    names = {last_name(_called(spawn))}
    for _ in range(2):
        found = [item for item in file.syntax.functions if item.name in names]
        yield from found
        names = {
            last_name(call.func) for item in found for call in walk(item) if isinstance(call, ast.Call)
        } - {""}


def _acquires(node: ast.AST, file: File) -> bool:
    for item in walk(node):
        if isinstance(item, ast.AsyncWith) and any(
            _is_limit(entry.context_expr, file) for entry in item.items
        ):
            return True
        if (
            isinstance(item, ast.Call)
            and isinstance(item.func, ast.Attribute)
            and item.func.attr == "acquire"
        ):
            return True
    return False


def _is_limit(node: ast.expr, file: File) -> bool:
    name = last_name(node.func if isinstance(node, ast.Call) else node)
    return bool(_LIMITS.search(name)) or name in _limiters(file)


def _limiters(file: File) -> set[str]:
    """Names in this file that are assigned (or annotated as) a semaphore or limiter."""
    made: list[tuple[ast.expr, ast.expr]] = [
        (item.targets[0], item.value) for item in file.syntax.nodes(ast.Assign)
    ]
    made += [(item.target, item.annotation) for item in file.syntax.nodes(ast.AnnAssign)]
    found = {
        last_name(target)
        for target, value in made
        if last_name(value.func if isinstance(value, ast.Call) else value) in _LIMITERS
    }
    for function in file.syntax.functions:
        found |= {a.arg for a in function.args.args if a.annotation and last_name(a.annotation) in _LIMITERS}
    return found - {""}
