"""The domain raises subclasses of AppError: not AppError itself, not Exception or ValueError.

Only a named error has a place in the status table; a ValueError is a 500 that somebody meant as a 422, and
`except ValueError` catches the bugs with it. NotImplementedError and assertions are for programmers and stay as they are;
so does what the language asks of special methods, and what the same function catches again.

HTTPException is http-exception-raised's.

```python bad app/services/orders.py
async def place(quantity: int) -> None:
    if quantity < 1:
        raise ValueError("at least one")
```

```python good app/services/orders.py
from app.errors import InvalidInputError


async def place(quantity: int) -> None:
    if quantity < 1:
        raise InvalidInputError("at least one")
# file: app/errors.py
class AppError(Exception): ...


class InvalidInputError(AppError): ...
# file: app/error_handlers.py
from app.errors import InvalidInputError

STATUS = {InvalidInputError: 422}
```
"""

import ast
import re
from collections.abc import Iterable, Iterator

from onejob.check.vocabulary.exceptions import is_app_error, is_exception, is_root
from onejob.check.reading.facts import Raise
from onejob.check.project.project import Project
from onejob.check.project.file import File, Found
from onejob.check.project.targets import FASTAPI
from onejob.check.rule import Problem, problem
from onejob.check.reading.syntax import FUNCTIONS
from onejob.check.reading.spelling import last_name

SEVERITY = "warning"
REFERENCE = "layers.md#errors"
SCOPE = "file"

LAYERS = ("model", "service", "controller", "repository", "unit-of-work", "gateway")
_FOR_PROGRAMMERS = frozenset(
    {
        "NotImplementedError",
        "AssertionError",
        "StopIteration",
        "StopAsyncIteration",
        "GeneratorExit",
        "CancelledError",
    }
    | {"KeyboardInterrupt", "SystemExit", "UnreachableError"}
)
_ERROR = re.compile(r"[A-Z]\w*$")
_SPECIAL = re.compile(r"__(?!init__|post_init__|call__|new__|aenter__|enter__)\w+__$")


def subjects(file: File) -> Iterable[tuple[File, Raise]]:
    return [(file, item) for item in file.facts.raises]


def judge(subject: tuple[File, Raise], project: Project) -> Iterator[Problem]:
    file, item = subject
    what = _sin(item, file)
    if what and not _SPECIAL.match(item.within.rpartition(".")[2]) and not _is_caught_here(item, file):
        yield problem(
            item,
            f"`{item.within or file.name}` raises {what}",
            "raise an AppError subclass that names what went wrong, and map it in error_handlers.py",
            file.path,
        )


def _sin(item: Raise, file: File) -> str:
    """What is wrong with the raised name; "" for nothing, and for names that are values (`raise error`)."""
    name = item.raised.rpartition(".")[2]
    if not _ERROR.match(name) or name in _FOR_PROGRAMMERS:
        return ""
    target = file.resolve(item.raised)
    if target.module is None:
        return "" if target.group == FASTAPI or name == "AppError" != item.raised else f"`{item.raised}`"
    found = file.project.find_class(target)
    if found is None:
        return ""
    if is_root(found):
        return f"`{name}` itself, which says nothing"
    return "" if _is_ours(found) else f"`{name}`, which is no AppError"


def _is_ours(found: Found) -> bool:
    return not is_exception(found) or is_app_error(found) or found.item.name.startswith("_")


def _is_caught_here(item: Raise, file: File) -> bool:
    """Whether a try in the same function catches it again: then it never leaves."""
    statement = next((node for node in file.syntax.nodes(ast.Raise) if node.lineno == item.lineno), None)
    inner: ast.AST | None = statement
    for around in file.syntax.ancestors(statement) if statement else ():
        if isinstance(around, FUNCTIONS):
            return False
        if isinstance(around, ast.Try) and inner in around.body and _catches(around, item.raised):
            return True
        inner = around
    return False


def _catches(block: ast.Try, raised: str) -> bool:
    names = {raised.rpartition(".")[2], "Exception", "BaseException"}
    return any(
        clause.type is None or any(last_name(node) in names for node in ast.walk(clause.type))
        for clause in block.handlers
    )
