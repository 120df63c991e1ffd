"""A time column has a time zone: `DateTime(timezone=True)`, filled with aware times.

Without one the database forgets which zone a moment was in, and comparing it with an aware `now()` raises TypeError.
`Mapped[datetime]` alone is naive, too, unless the base class's `type_annotation_map` says otherwise.

```python bad app/repositories/orm/orders.py
from datetime import datetime

from sqlalchemy import DateTime
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase): ...


class OrderRow(Base):
    __tablename__ = "orders"
    id: Mapped[str] = mapped_column(primary_key=True)
    placed_at: Mapped[datetime] = mapped_column(DateTime)
```

```python good app/repositories/orm/orders.py
from datetime import datetime

from sqlalchemy import DateTime
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase): ...


class OrderRow(Base):
    __tablename__ = "orders"
    id: Mapped[str] = mapped_column(primary_key=True)
    placed_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
```
"""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from onejob.check.reading.facts import Class, Field
from onejob.check.vocabulary.orm import column_text
from onejob.check.project.project import Project
from onejob.check.project.file import File
from onejob.check.rule import Problem, problem

SEVERITY = "warning"
REFERENCE = "sqlalchemy.md#datetimes"
SCOPE = "file"
WORDS = ("sqlalchemy", "sqlmodel")

_NAIVE_TYPE = re.compile(r"\b(?:DateTime|DATETIME|TIMESTAMP)\b(?!\((?:[^()]*\btimezone\s*=\s*True|\s*True))")
_AWARE_TYPE = re.compile(r"\b(?:DateTime|DATETIME|TIMESTAMP)\((?:[^()]*\btimezone\s*=\s*True|\s*True)")
_NAIVE_NOW = re.compile(r"\butcnow\b|\bdatetime\.now(?:\(\)|(?!\())")
_MOMENT = re.compile(r"\bdatetime\b")
_POSITIONAL_TYPE = re.compile(
    r"(?:mapped_column|Column)\((?:'[^']*',\s*)?(?!ForeignKey|Identity|Computed)[A-Z][\w.]*"
)


class Moment(NamedTuple):
    """A column that holds a moment in time."""

    file: File
    owner: Class
    field: Field
    text: str  # its annotation's and its column's text, aliases expanded


def subjects(file: File) -> Iterable[Moment]:
    if file.layer == "migration" or not any(
        item.module.startswith(("sqlalchemy", "sqlmodel")) for item in file.facts.imports
    ):
        return
    for item in file.facts.classes:
        for field in item.fields:
            text = column_text(field, file)
            if text and (
                _MOMENT.search(field.annotation) or _NAIVE_TYPE.search(text) or _AWARE_TYPE.search(text)
            ):
                yield Moment(file, item, field, text)


def judge(moment: Moment, project: Project) -> Iterator[Problem]:
    wrong = _wrong(moment, project)
    if wrong:
        yield problem(
            moment.field,
            f"`{moment.owner.name}.{moment.field.name}` {wrong}",
            "use `DateTime(timezone=True)` and fill it with `datetime.now(UTC)`",
            moment.file.path,
        )


def _wrong(moment: Moment, project: Project) -> str:
    text = _without_own_types(moment)
    if _NAIVE_TYPE.search(text):
        return "is a time without a time zone"
    if _NAIVE_NOW.search(text):
        return "is filled with a time without a time zone"
    if _AWARE_TYPE.search(text) or _POSITIONAL_TYPE.search(text) or not moment.field.annotation:
        return ""
    return "" if _maps_aware(project) else "is a `Mapped[datetime]` without a time zone"


def _without_own_types(moment: Moment) -> str:
    """The text, unless its `DateTime` is a class of this project's or another library's: that knows its zone or not, we do not."""
    for name in ("DateTime", "TIMESTAMP", "DATETIME"):
        origin = moment.file.resolve(name).dotted
        if origin != name and not origin.startswith(("sqlalchemy", "sqlmodel")):
            return "mapped_column(Custom)"
    return moment.text


def _maps_aware(project: Project) -> bool:
    """Whether a base class maps `datetime` to a type of its own: to an aware one, or to one that we do not know."""
    first = next(iter(project.survey("type_maps").items()), None)
    return first is not None and bool(first[1][""])
