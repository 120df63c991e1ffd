"""Which import statements a layer's law forbids: the judgement that the layer rules share.

A layer rule says *what* is forbidden as a predicate over resolved imports; `offences` turns that into one offence per
statement. Who speaks when several rules could:

    importer                       fastapi, HTTP edge        sqlalchemy, ORM           implementations
    model                          model-imports-layer       model-imports-layer       model-imports-layer
    errors, config                 http-outside-http-layer   sqlalchemy-outside-…      errors-imports-layer (ORM too)
    service (and its Protocols)    service-imports-http      service-imports-orm       service-imports-service / -implementation
    controller                     controller-imports-http   controller-imports-data-access, controller-imports-controller
    repository, ORM, unit of work  repository-imports-upwards (may)                    repository-imports-upwards
    route                          (may)                     route-imports-implementation
    everything else                http-outside-http-layer   sqlalchemy-outside-…, orm-outside-…

The factory has a rule of its own, whoever in the domain imports it (models, errors and config excepted: they import
nothing at all). Schemas in the domain are pydantic-in-domain's.
"""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from onejob.check.vocabulary.implementations import is_implementation
from onejob.check.project.project import Project
from onejob.check.project.file import File
from onejob.check.project.targets import FASTAPI, SQLALCHEMY, Edge, Target

EDGE_MODULES = frozenset({"app", "route", "dependencies", "error-handlers", "middleware"})
DATA_MODULES = frozenset({"repository", "orm", "unit-of-work"})
SESSION_NAMES = frozenset({"create_async_engine", "async_sessionmaker", "AsyncEngine", "AsyncSession"})


class Offence(NamedTuple):
    """One import statement that breaks a law; `what` names the imported things, in backticks."""

    lineno: int
    col_offset: int
    what: str


def offences(file: File, is_forbidden: Callable[[Edge], bool]) -> Iterator[Offence]:
    """The statements of a file that import something forbidden, each once.

    `app.services.orders.X` after `import app` counts only when no statement already imports the same module.
    """
    statements: dict[tuple[int, int], list[Edge]] = {}
    known: set[str] = set()
    for edge in sorted(file.edges, key=_is_attribute):
        if not is_forbidden(edge) or _is_own_part(edge) or (_is_attribute(edge) and _is_known(edge, known)):
            continue
        known |= {_thing(edge), edge.fact.dotted}
        statements.setdefault((edge.lineno, edge.col_offset), []).append(edge)
    for (line, column), edges in statements.items():
        yield Offence(line, column, _shown(edges))


def _is_own_part(edge: Edge) -> bool:
    """A package's `__init__` re-exports its own modules: whatever is wrong with them is said where they are."""
    module = edge.target.module
    return (
        edge.importer.is_package and module is not None and module.name.startswith(f"{edge.importer.name}.")
    )


def _is_known(edge: Edge, known: set[str]) -> bool:
    """Whether a statement has already imported the module, or a package on the way to it."""
    parts = edge.fact.dotted.split(".")
    on_the_way = (".".join(parts[:length]) for length in range(1, len(parts) + 1))
    return _thing(edge) in known or not known.isdisjoint(on_the_way) or _is_prefix(edge)


def _is_attribute(edge: Edge) -> bool:
    return edge.fact.kind == "attribute"


def _is_prefix(edge: Edge) -> bool:
    """`app.repositories` inside `app.repositories.protocols.IOrders` is on the way to it, not imported for itself."""
    longer = f"{edge.fact.dotted}."
    return any(
        other.fact.dotted.startswith(longer) and other.fact.lineno == edge.lineno
        for other in edge.importer.edges
        if _is_attribute(other)
    )


def _thing(edge: Edge) -> str:
    return edge.target.module.name if edge.target.module else edge.target.group


def _shown(edges: list[Edge]) -> str:
    names = list(dict.fromkeys(f"`{edge.shown}`" for edge in edges))
    return ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")


# --- what an import reaches -------------------------------------------------------------------------------------------


def imports_fastapi(edge: Edge) -> bool:
    """fastapi, starlette, fastapi_*."""
    return edge.target.group == FASTAPI


def imports_http(edge: Edge) -> bool:
    """fastapi, or a module of the HTTP edge. Schemas are pydantic-in-domain's."""
    return imports_fastapi(edge) or (edge.target.layer in EDGE_MODULES and not _is_foreign(edge.target))


def _is_foreign(target: Target) -> bool:
    """`app/database/dependencies.py` that knows no FastAPI is somebody else's idea of dependencies."""
    module = target.module
    if module is None or module.layer != "dependencies" or module.name.count(".") < 2:
        return False
    return not any(imports_fastapi(edge) for edge in module.edges)


def imports_sqlalchemy(edge: Edge) -> bool:
    """sqlalchemy, sqlmodel or a database driver."""
    return edge.target.group == SQLALCHEMY


def names_session_only(edge: Edge) -> bool:
    """One of the four names that the composition root needs: `import sqlalchemy` is more than that."""
    return imports_sqlalchemy(edge) and edge.target.dotted.rpartition(".")[2] in SESSION_NAMES


def imports_orm(edge: Edge) -> bool:
    """An ORM class, or anything of a module that the layer map calls ORM."""
    module = edge.target.module
    if module is None:
        return False
    if is_orm_class(edge.target, module.project):
        return True
    return module.layer == "orm" and (module.placement.by_path == "orm" or not edge.target.symbol)


def is_orm_class(target: Target, project: Project) -> bool:
    """Whether a target is a mapped class of this project."""
    found = project.find_class(target)
    return found is not None and project.is_orm(found)


def imports_implementation(edge: Edge, *layers: str) -> bool:
    """A concrete thing of these layers: no Protocol, no plain data, no ORM class (that is another sin)."""
    module = edge.target.module
    if module is None or not {module.layer, module.placement.by_path} & set(layers):
        return False
    return not imports_orm(edge) and is_implementation(edge.target, module.project)


# --- Protocols belong to the layer whose folder they lie in -----------------------------------------------------------

_SIDE = re.compile(r"(?:^|/)(?:(services?)|(repositor(?:y|ies)|repos)|(controllers?)|(gateways?))/")
_SIDES = ("service", "repository", "controller", "gateway")


def side(file: File) -> str:
    """A file's layer; for a module of Protocols the layer of the folder it lies in, else "interface"."""
    if file.layer != "interface":
        return file.layer
    folders = list(_SIDE.finditer(file.path))
    return _SIDES[(folders[-1].lastindex or 1) - 1] if folders else "interface"


def belongs_to(file: File, *layers: str) -> bool:
    """Whether a file is of these layers, or holds Protocols in one of their folders."""
    return file.layer in layers or (file.layer == "interface" and side(file) in layers)
