"""The layer map: which file is which layer, by path and by content, and why."""

import re
from collections.abc import Iterable, Mapping

from typing import NamedTuple

from onejob.check.reading.facts import Facts
from onejob.check.reading.globs import glob_pattern

# The layers, and the groups that rules speak of.
LAYERS = (
    "app", "route", "dependencies", "error-handlers", "middleware", "schema",
    "controller", "service", "interface", "repository", "orm", "unit-of-work", "gateway",
    "model", "errors", "factory", "config", "logging", "migration", "script", "test",
)  # fmt: skip
HTTP_LAYERS = frozenset({"app", "route", "dependencies", "error-handlers", "middleware", "schema"})
DOMAIN_LAYERS = frozenset(
    {
        "model",
        "errors",
        "service",
        "interface",
        "controller",
        "repository",
        "orm",
        "unit-of-work",
        "gateway",
        "factory",
    }
)
DATA_LAYERS = frozenset({"repository", "orm", "unit-of-work", "migration"})

Globs = tuple[tuple[str, str], ...]  # (layer, glob), first match wins

LAYERED: Mapping[str, tuple[str, ...]] = {
    "test": ("**/tests/**", "**/test/**", "**/test_*.py", "**/*_test.py", "**/conftest.py"),
    "migration": ("**/migrations/**", "**/alembic/**"),
    "error-handlers": ("**/error_handlers.py", "**/exception_handlers.py", "**/error_handlers/**"),
    "dependencies": ("**/dependencies.py", "**/deps.py", "**/dependencies/**"),
    "schema": ("**/routes/schemas.py", "**/routes/schemas/**", "**/schemas.py", "**/schemas/**", "**/schema.py", "**/schema/**"),
    "middleware": ("**/middleware.py", "**/middlewares.py", "**/middleware/**"),
    "route": ("**/routes/**", "**/route/**", "**/router/**", "**/routers/**", "**/endpoints/**", "**/routes.py", "**/router.py", "**/endpoints.py", "**/views.py", "**/api/v*/**"),
    "unit-of-work": ("**/unit_of_work.py", "**/uow.py", "**/unit_of_work/**"),
    "interface": ("**/protocols.py", "**/interfaces.py", "**/ports.py", "**/protocols/**", "**/interfaces/**", "**/ports/**"),
    "orm": ("**/orm/**", "**/orm.py", "**/tables.py", "**/db/models/**", "**/orm_models.py"),
    "controller": ("**/controllers/**", "**/controller/**", "**/controller.py", "**/use_cases/**", "**/usecases/**"),
    "service": ("**/services/**", "**/service/**", "**/service.py"),
    "repository": ("**/repositories/**", "**/repository/**", "**/repository.py", "**/repos/**", "**/crud/**", "**/crud.py", "**/dao/**"),
    "gateway": ("**/gateways/**", "**/gateway/**", "**/gateway.py", "**/clients/**"),
    "model": ("**/models/**", "**/models.py", "**/domain/**", "**/entities/**"),
    "errors": ("**/errors.py", "**/exceptions.py", "**/errors/**"),
    "factory": ("**/factory.py", "**/factories.py", "**/container.py", "**/factory/**"),
    "config": ("**/config.py", "**/settings.py", "**/config/**", "**/settings/**"),
    "logging": ("**/logging.py", "**/logging_setup.py", "**/logs.py", "**/log.py"),
    "app": ("**/app.py", "**/main.py", "**/asgi.py"),
    "script": ("**/worker.py", "**/scripts/**", "**/cli.py", "**/cli/**", "**/__main__.py", "**/jobs/**", "**/worker/**"),
}  # fmt: skip


# `models/` inside a settings package holds settings, not the domain; `cli/config.py` is a command.
_NESTED: Globs = (
    ("config", "**/settings/models/**"),
    ("config", "**/config/models/**"),
    ("script", "**/cli/config.py"),
    ("script", "**/cli/settings.py"),
)


class Placement(NamedTuple):
    """A file's layer, the reason, and the feature its glob captured (`{feature}/service.py`).

    `named` is the layer that the path alone would give, when the content corrected it; `around` is the layer of the folder
    when the file's own name says something else.
    """

    layer: str
    reason: str
    feature: str = ""
    named: str | None = None
    around: str = ""

    @property
    def by_path(self) -> str:
        """The layer according to the path alone; "" when no glob matched."""
        return self.layer if self.named is None else self.named


class LayerMap:
    """Places files by path; `content` then corrects names that mean different things in different code bases."""

    def __init__(self, globs: Iterable[tuple[str, str]]) -> None:
        self.globs: Globs = tuple(globs)

    def place(self, path: str) -> Placement:
        """The layer of a POSIX path relative to the project root; layer "" when no glob matches."""
        for layer, glob in self.globs:
            match = glob_pattern(glob).match(path)
            if match:
                feature = match.groupdict().get("feature") or ""
                around = self._around(path) if glob in _AMBIGUOUS else ""
                return Placement(layer, f"matches {glob}", feature, around=around)
        return Placement("", "matches no glob")

    def _around(self, path: str) -> str:
        """The domain layer of the folder that a file lies in."""
        folders = (
            layer
            for layer, glob in self.globs
            if layer in _ROOMS and glob.endswith("/**") and glob_pattern(glob).match(path)
        )
        return next(folders, "")


# What a thing of the domain may be called, too: a repository of bus routes, the views of a landscape, a database schema.
_AMBIGUOUS = frozenset(
    {
        "**/routes.py",
        "**/route/**",
        "**/router.py",
        "**/endpoints.py",
        "**/views.py",
        "**/schema.py",
        "**/schemas.py",
    }
)
_ROOMS = frozenset({"service", "repository", "controller", "gateway", "model", "orm"})


def by_content(placement: Placement, facts: Facts) -> Placement:
    """Corrects a placement by what the file holds: `models/` is the domain in one code base and the ORM in the next."""
    if placement.layer != "migration" and _is_alembic(facts):
        return _corrected(placement, "migration", "belongs to Alembic")
    if (
        placement.layer in {"model", "", "repository", "schema", "interface"}
        and defines_orm(facts)
        and not _defines_repository(facts)
    ):
        return _corrected(placement, "orm", "defines ORM classes")
    if (
        placement.layer in {"model"}
        and facts.classes
        and all(_is_pydantic(item.bases) for item in facts.classes)
    ):
        return _corrected(placement, "schema", "holds only Pydantic models")
    if placement.layer == "orm" and _holds_only_dataclasses(facts):
        return _corrected(placement, "model", "holds only dataclasses")
    if placement.around and not _is_of_the_edge(facts):
        reason = (
            f"{placement.reason}, but has nothing of the HTTP edge and lies in a {placement.around} folder"
        )
        return by_content(Placement(placement.around, reason, placement.feature), facts)
    if placement.layer in {"", "logging"} and (found := _http_layer(facts)):
        return _corrected(placement, found, "makes a router" if found == "route" else "makes the application")
    return placement


def _is_of_the_edge(facts: Facts) -> bool:
    """Whether a file has anything of a route or of a schema: FastAPI, or Pydantic models."""
    http = any(item.module.partition(".")[0] in {"fastapi", "starlette"} for item in facts.imports)
    return http or any(_is_pydantic(item.bases) for item in facts.classes)


_ROUTER = re.compile(r"(?:\w+\.)*APIRouter\(")


def _http_layer(facts: Facts) -> str:
    """What the HTTP object that a file makes says about it: a router, the application, or nothing."""
    if any(item.callee.rpartition(".")[2] == "FastAPI" for item in facts.calls):
        return "app"
    return "route" if any(_ROUTER.match(item.value) for item in facts.assignments) else ""


def _corrected(placement: Placement, layer: str, because: str) -> Placement:
    return Placement(layer, f"{placement.reason}, and {because}", placement.feature, placement.layer)


_REPOSITORY_CLASS = re.compile(r"(?:Repository|Repo|Dao|DAO)$")


def _defines_repository(facts: Facts) -> bool:
    """A repository with its tables in the same file is still a repository."""
    return any(_REPOSITORY_CLASS.search(item.name) for item in facts.classes)


_COLUMNS = (
    "mapped_column(",
    "Column(",
    "relationship(",
    "orm.mapped_column(",
    "sa.Column(",
    "orm.relationship(",
)


def defines_orm(facts: Facts) -> bool:
    """Whether a file defines mapped classes: a `__tablename__`, a DeclarativeBase, columns, or SQLModel with table=True."""
    return any(
        any(field.name in {"__tablename__", "__table__"} for field in item.fields)
        or any(base.rpartition(".")[2] in {"DeclarativeBase", "DeclarativeBaseNoMeta"} for base in item.bases)
        or any(field.value.startswith(_COLUMNS) for field in item.fields)
        or ("table", "True") in item.keywords
        for item in facts.classes
    )


def _holds_only_dataclasses(facts: Facts) -> bool:
    """`models/tables.py` of a restaurant: plain data, and no word of a database."""
    if not facts.classes or any(item.module.startswith(("sqlalchemy", "sqlmodel")) for item in facts.imports):
        return False
    return all(
        any(mark.partition("(")[0].rpartition(".")[2] == "dataclass" for mark in item.decorators)
        for item in facts.classes
    )


def _is_alembic(facts: Facts) -> bool:
    """A revision, or the `env.py` beside the revisions."""
    if any(item.name == "down_revision" for item in facts.assignments):
        return True
    return any(item.module == "alembic" and item.name == "context" for item in facts.imports)


def _is_pydantic(bases: tuple[str, ...]) -> bool:
    return any(base.rpartition(".")[2] in {"BaseModel", "RootModel", "BaseSettings"} for base in bases)


def layered() -> Globs:
    """The default preset: the seed's architecture."""
    return _NESTED + tuple((layer, glob) for layer, globs in LAYERED.items() for glob in globs)
