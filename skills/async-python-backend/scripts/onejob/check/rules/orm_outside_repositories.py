"""ORM classes are defined and imported only inside repositories and migrations.

A mapped class carries a session, lazy attributes and column types wherever it goes. Outside the repositories there are
domain models; whoever wants to know how a thing is stored looks in one folder. ORM is what is mapped (a declarative
base, a table name, `table=True`), whatever its file is called.

Imports in services, controllers, routes and models are findings of their own rules; a file in no layer is judged when it
lies in the application.

```python bad app/models/order.py
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class OrderRow(DeclarativeBase):
    __tablename__ = "orders"

    id: Mapped[str] = mapped_column(primary_key=True)
```

```python good app/repositories/orm/orders.py
from sqlalchemy.orm import Mapped, mapped_column

from app.repositories.orm.base import Base


class OrderRow(Base):
    __tablename__ = "orders"

    id: Mapped[str] = mapped_column(primary_key=True)
# file: app/repositories/orm/base.py
from sqlalchemy.orm import DeclarativeBase


class Base(DeclarativeBase): ...
```
"""

from collections.abc import Iterable, Iterator

from onejob.check.vocabulary.forbidden import is_orm_class, offences, side
from onejob.check.project.layers import DATA_LAYERS
from onejob.check.project.project import Project
from onejob.check.project.file import File, Found
from onejob.check.project.targets import Edge
from onejob.check.rule import Problem, problem
from onejob.check.vocabulary.unmapped import is_judged

SEVERITY = "error"
REFERENCE = "sqlalchemy.md#orm-models"
SCOPE = "file"

_IMPORTS = (
    "app",
    "dependencies",
    "error-handlers",
    "middleware",
    "schema",
    "gateway",
    "interface",
    "factory",
    "logging",
)
_FREE = DATA_LAYERS | {"test"}


def subjects(file: File) -> Iterable[Found | File]:
    classes = (Found(file, item) for item in file.facts.classes)
    yield from (found for found in classes if file.project.is_orm(found))
    if file.layer in _IMPORTS or is_judged(file, DATA_LAYERS):
        yield file


def judge(subject: Found | File, project: Project) -> Iterator[Problem]:
    if isinstance(subject, File):
        yield from _imports(subject)
    elif not _is_at_home(subject.file):
        yield problem(
            subject.item,
            f"ORM class `{subject.item.name}` is defined outside the repositories",
            "move it to repositories/ and turn rows into domain models there",
            subject.file.path,
        )


def _is_at_home(file: File) -> bool:
    """By the path: what makes a file ORM by its content says nothing about where it lies."""
    is_migration = file.layer == "migration"  # known by its `down_revision`, wherever it lies
    return is_migration or file.placement.by_path in _FREE or "/repositories/" in f"/{file.path}"


def _imports(file: File) -> Iterator[Problem]:
    if side(file) in {"service", "controller"}:
        return
    for offence in offences(file, _is_orm):
        yield problem(
            offence,
            f"{file.layer or 'application'} module `{file.name}` imports the ORM class {offence.what}",
            "take or return the domain model; only repositories know rows",
            file.path,
        )


def _is_orm(edge: Edge) -> bool:
    module = edge.target.module
    if module is None:
        return False
    holds_rows = module.placement.by_path == "orm" or (module.layer == "orm" and not module.is_package)
    is_whole_module = holds_rows and not edge.target.symbol
    return is_whole_module or is_orm_class(edge.target, module.project)
