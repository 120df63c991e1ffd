"""What imported names stand for: targets, and the imports that reach them."""

from typing import TYPE_CHECKING, NamedTuple

from onejob.check.reading.facts import Import

if TYPE_CHECKING:
    from onejob.check.project.file import File


FASTAPI = "fastapi"
SQLALCHEMY = "sqlalchemy"
_GROUPS = {
    "fastapi": FASTAPI, "starlette": FASTAPI,
    "sqlalchemy": SQLALCHEMY, "sqlmodel": SQLALCHEMY, "asyncpg": SQLALCHEMY, "psycopg": SQLALCHEMY, "aiosqlite": SQLALCHEMY, "databases": SQLALCHEMY,
    "psycopg2": SQLALCHEMY, "psycopg_pool": SQLALCHEMY, "aiomysql": SQLALCHEMY, "asyncmy": SQLALCHEMY, "sqlalchemy_utils": SQLALCHEMY,
}  # fmt: skip


class Target(NamedTuple):
    """What an imported name really is, re-exports followed to the definition.

    `module` is the defining file of this project, or None for a third-party name; `dotted` is the full name
    ("sqlalchemy.ext.asyncio.AsyncSession", "app.services.orders.OrderService"); `symbol` the name inside `module`.
    """

    module: "File | None"
    dotted: str
    symbol: str = ""

    @property
    def group(self) -> str:
        """ "fastapi", "sqlalchemy" or the distribution's top-level name; "" for this project's own modules."""
        if self.module is not None:
            return ""
        head = self.dotted.partition(".")[0]
        return FASTAPI if head.startswith("fastapi_") else _GROUPS.get(head, head)

    @property
    def layer(self) -> str:
        """The layer of the defining file; "" for third-party names."""
        return self.module.layer if self.module else ""


class Edge(NamedTuple):
    """One import, resolved. `lineno` and `col_offset` make it a place."""

    importer: "File"
    fact: Import
    target: Target

    @property
    def lineno(self) -> int:
        return self.fact.lineno

    @property
    def col_offset(self) -> int:
        return self.fact.col_offset

    @property
    def shown(self) -> str:
        """The imported thing as a person would name it."""
        return self.fact.dotted if self.fact.kind != "attribute" else self.target.dotted
