"""A generator dependency that commits after `yield` is injected with scope="function".

By default a dependency's exit runs after the response was sent: the client has its 201, then the commit fails, and the
next request does not find what the last one stored. With scope="function" the exit runs before the response; better
still, a unit of work commits inside the service. Leaving a `begin()` block after `yield` commits too.

```python bad app/dependencies.py
from collections.abc import AsyncGenerator
from typing import Annotated

from fastapi import Depends, Request
from sqlalchemy.ext.asyncio import AsyncSession


async def get_session(request: Request) -> AsyncGenerator[AsyncSession]:
    async with request.state.sessions.begin() as session:
        yield session


SessionDep = Annotated[AsyncSession, Depends(get_session)]
```

```python good app/dependencies.py
from collections.abc import AsyncGenerator
from typing import Annotated

from fastapi import Depends, Request
from sqlalchemy.ext.asyncio import AsyncSession


async def get_session(request: Request) -> AsyncGenerator[AsyncSession]:
    async with request.state.sessions.begin() as session:
        yield session


SessionDep = Annotated[AsyncSession, Depends(get_session, scope="function")]
```
"""

import ast
from collections.abc import Iterable, Iterator

from onejob.check.reading.facts import Signature
from onejob.check.vocabulary.handlers import own_nodes
from onejob.check.project.project import Project
from onejob.check.project.file import File
from onejob.check.rule import Problem, problem
from onejob.check.reading.syntax import FUNCTIONS, Function
from onejob.check.reading.spelling import dotted_name, last_name

SEVERITY = "error"
REFERENCE = "fastapi.md#dependencies"
SCOPE = "file"
WORDS = ("yield",)

_DEPTH = 3
Injection = tuple[File, bool, File, Signature]  # who injects it, with function scope or not, where it is


def subjects(file: File) -> Iterable[Injection]:
    """Each generator dependency with the first injection that has no function scope, else with its first injection."""
    injections = file.project.survey("injections")
    for function in file.functions.values():
        if function.is_generator:
            known = injections.get(f"{file.path} {function.name}")
            unscoped = (item for item in known if not item[1])
            if (first := next(unscoped, None) or next(iter(known), None)) is not None:
                yield first[0], first[1], file, function


def judge(subject: Injection, project: Project) -> Iterator[Problem]:
    injector, has_function_scope, file, function = subject
    if not has_function_scope and commits_after_yield(function.name, file, _DEPTH):
        where = "" if injector is file else f" in {injector.path}"
        yield problem(
            function,
            f"`{function.name}` commits after `yield`, after the response was sent: its `Depends`{where} has no function scope",
            f'write `Depends({function.name}, scope="function")`, or commit in a unit of work before returning',
            file.path,
        )


def commits_after_yield(name: str, file: File, depth: int) -> bool:
    """Whether a generator commits when it is resumed: by a call behind its `yield`, or by leaving a block around it."""
    function = next((item for item in file.syntax.functions if item.name == name.rpartition(".")[2]), None)
    if function is None or depth == 0:
        return False
    nodes = list(own_nodes(function))
    yields = [node for node in nodes if isinstance(node, ast.Yield)]
    if not yields:
        return False
    first = min(node.lineno for node in yields)
    if any(
        isinstance(node, ast.Call) and last_name(node.func) == "commit" and node.lineno > first
        for node in nodes
    ):
        return True
    return any(_leaves_commit(node, function, file, depth) for node in _blocks_around(yields[0], file))


def _blocks_around(node: ast.AST, file: File) -> Iterator[ast.AsyncWith | ast.With]:
    for around in file.syntax.ancestors(node):
        if isinstance(around, FUNCTIONS):
            return
        if isinstance(around, ast.AsyncWith | ast.With):
            yield around


def _leaves_commit(block: ast.AsyncWith | ast.With, function: Function, file: File, depth: int) -> bool:
    return any(_commits_on_exit(item.context_expr, file, depth) for item in block.items)


def _commits_on_exit(opened: ast.expr, file: File, depth: int) -> bool:
    """`sessions.begin()`, a context manager of ours that commits, or a class whose exit commits."""
    if not isinstance(opened, ast.Call):
        return False
    if last_name(opened.func) == "begin":
        return True
    target = file.resolve(dotted_name(opened.func))
    if target.module is None:
        return False
    if target.symbol in target.module.functions:
        return commits_after_yield(target.symbol, target.module, depth - 1)
    return _exit_commits(target.symbol, target.module)


def _exit_commits(name: str, file: File) -> bool:
    exits = [
        method
        for node in file.syntax.classes
        if node.name == name
        for method in node.body
        if isinstance(method, FUNCTIONS) and method.name in {"__aexit__", "__exit__"}
    ]
    return any(
        isinstance(node, ast.Call) and last_name(node.func) == "commit"
        for method in exits
        for node in own_nodes(method)
    )
