"""A repository catches the database error it means, and chains the domain error to it with `from`.

`except Exception` turns a typing mistake into "database unavailable", and without `from` nobody sees what it was. Catch
IntegrityError, OperationalError …, and map each to its own AppError. Cleaning up and raising again is fine.

```python bad app/repositories/orders.py
from app.errors import StorageError


async def save(session, row) -> None:
    try:
        await session.flush()
    except Exception as error:
        raise StorageError("orders") from error
# file: app/errors.py
class AppError(Exception): ...


class StorageError(AppError): ...
```

```python good app/repositories/orders.py
from sqlalchemy.exc import IntegrityError

from app.errors import DuplicateOrderError


async def save(session, row) -> None:
    try:
        await session.flush()
    except IntegrityError as error:
        raise DuplicateOrderError("orders") from error
# file: app/errors.py
class AppError(Exception): ...


class DuplicateOrderError(AppError): ...
```
"""

import ast
from collections.abc import Iterable, Iterator

from onejob.check.project.file import File
from onejob.check.rule import Problem, problem
from onejob.check.reading.syntax import FUNCTIONS
from onejob.check.reading.walking import children

SEVERITY = "warning"
REFERENCE = "sqlalchemy.md#repositories"
SCOPE = "module"
LAYERS = ("repository",)

_BROAD = frozenset({"Exception", "BaseException", "builtins.Exception", "builtins.BaseException"})
_DATABASE = ("sqlalchemy", "sqlmodel", "asyncpg", "psycopg", "aiosqlite")
_CANCELLING = frozenset({"BaseException", "builtins.BaseException"})


def subjects(file: File) -> Iterable[ast.ExceptHandler]:
    """Every clause in a repository."""
    return file.syntax.nodes(ast.ExceptHandler) if file.layer == "repository" else []


def judge(handler: ast.ExceptHandler, file: File) -> Iterator[Problem]:
    caught = (
        handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type] if handler.type else []
    )
    names = {file.syntax.qualified(item) for item in caught}
    raises = [node for node in _own_nodes(handler.body) if isinstance(node, ast.Raise)]
    if not caught or names & _BROAD:
        if _only_raises_again(raises, handler) or _is_swallowed_cancellation(names, raises, handler, file):
            return
        shown = f"`except {', '.join(sorted(names & _BROAD))}`" if caught else "a bare `except`"
        yield problem(handler, f"{shown} catches more than the database's errors", _FIX)
        return
    if not any(name.startswith(_DATABASE) for name in names):
        return
    unchained = next(
        (
            node
            for node in raises
            if node.exc is not None and node.cause is None and not _is_own(node, handler)
        ),
        None,
    )
    if unchained is not None:
        yield problem(unchained, "the error is raised without the one that caused it", "add `from error`")


_FIX = "catch the SQLAlchemy error you mean (`IntegrityError`, `OperationalError` …) and raise an AppError `from` it"


def _own_nodes(body: list[ast.stmt]) -> Iterator[ast.AST]:
    pending: list[ast.AST] = list(body)
    while pending:
        node = pending.pop()
        yield node
        if not isinstance(node, (*FUNCTIONS, ast.ClassDef, ast.Lambda)):
            pending.extend(children(node))


def _is_own(node: ast.Raise, handler: ast.ExceptHandler) -> bool:
    """`raise error`: the caught error itself."""
    return isinstance(node.exc, ast.Name) and node.exc.id == handler.name


def _only_raises_again(raises: list[ast.Raise], handler: ast.ExceptHandler) -> bool:
    return bool(raises) and all(node.exc is None or _is_own(node, handler) for node in raises)


def _is_swallowed_cancellation(
    names: set[str], raises: list[ast.Raise], handler: ast.ExceptHandler, file: File
) -> bool:
    """In async code that is cancellation-swallowed's finding."""
    if raises or (names and not names & _CANCELLING):
        return False
    statement = file.syntax.parent(handler)
    body = statement.body if isinstance(statement, ast.Try | ast.TryStar) else []
    awaits = any(isinstance(node, ast.Await | ast.AsyncFor | ast.AsyncWith) for node in _own_nodes(body))
    return awaits and isinstance(file.syntax.function_of(handler), ast.AsyncFunctionDef)
