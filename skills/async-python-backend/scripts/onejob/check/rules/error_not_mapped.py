"""Every AppError subclass is mapped to a status in error_handlers.py.

An error that nobody mapped is a 500 on the day it is first raised, which is seldom the day it is written. Mapping a base
class maps its children; a catch-all to 500 maps nothing. A table, `match`, `isinstance`, `exception_handler` and
`add_exception_handler` are all understood, and so is a table by the errors' `code`.

A class that only groups others needs no line of its own when all of them have one. Projects without an app and without
error handlers are not judged.

```python bad app/errors.py
class AppError(Exception): ...


class NotFoundError(AppError): ...


class ConflictError(AppError): ...
# file: app/error_handlers.py
from app.errors import NotFoundError

STATUS = {NotFoundError: 404}
```

```python good app/errors.py
class AppError(Exception): ...


class NotFoundError(AppError): ...


class OrderNotFoundError(NotFoundError): ...
# file: app/error_handlers.py
from app.errors import NotFoundError

STATUS = {NotFoundError: 404}
```
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from onejob.check.vocabulary.exceptions import ROOT, app_errors, handler_files, is_root
from onejob.check.vocabulary.mapping import Mapping, mapping_of
from onejob.check.project.project import Project
from onejob.check.project.file import File, Found
from onejob.check.rule import Problem, problem

SEVERITY = "error"
REFERENCE = "fastapi.md#errors"
SCOPE = "project"


class Question(NamedTuple):
    """One error class, what the handlers map, and the classes below it."""

    found: Found
    mapping: Mapping
    children: list[Found]


def subjects(project: Project) -> Iterable[Question]:
    files = handler_files(project)
    if not files and not project.survey("places").has("layer app"):
        return
    errors = [found for found in app_errors(project) if _answers_http(found, files)]
    mapping = mapping_of(files, errors) if errors else Mapping()
    below = _below(errors)
    for found in errors:
        if not is_root(found):
            yield Question(found, mapping, below[found.file.path, found.item.name])


def _answers_http(found: Found, files: list[File]) -> bool:
    """AppErrors, and hierarchies under another name when an exception handler speaks of one of their modules."""
    line = {found.item.name, *(dotted.rpartition(".")[2] for dotted, _ in found.file.project.ancestry(found))}
    return ROOT in line or any(edge.target.module is found.file for file in files for edge in file.edges)


def _below(errors: list[Found]) -> dict[tuple[str, str], list[Found]]:
    """The classes that derive from each class, at any distance."""
    below: dict[tuple[str, str], list[Found]] = defaultdict(list)
    for item in errors:
        for _, parent in item.file.project.ancestry(item):
            if parent:
                below[parent.file.path, parent.item.name].append(item)
    return below


def judge(question: Question, project: Project) -> Iterator[Problem]:
    found, mapping, children = question
    if mapping.covers(found) or (
        children and all(mapping.covers(item) for item in children) and not _is_built(found, project)
    ):
        return
    yield problem(
        found.item,
        f"no status is mapped for `{found.item.name}`",
        f"map `{found.item.name}`, or a base class of it, in error_handlers.py",
        found.file.path,
    )


def _is_built(found: Found, project: Project) -> bool:
    """Whether somebody raises the class itself."""
    return project.survey("raised").has(found.item.name)
