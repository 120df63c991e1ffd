"""Where async engines and sessionmakers are built."""

import ast

from onejob.check.reading.syntax import Syntax

ENGINES = frozenset({
    "sqlalchemy.ext.asyncio.create_async_engine", "sqlalchemy.ext.asyncio.engine.create_async_engine",
    "sqlalchemy.ext.asyncio.async_engine_from_config", "sqlalchemy.ext.asyncio.create_async_pool_from_url",
})  # fmt: skip
MAKERS = frozenset(
    {"sqlalchemy.ext.asyncio.async_sessionmaker", "sqlalchemy.ext.asyncio.session.async_sessionmaker"}
)
BUILDERS = ENGINES | MAKERS


def builders_in(syntax: Syntax, names: frozenset[str] = BUILDERS) -> list[ast.Call]:
    """Calls that build one of these, `async_sessionmaker[AsyncSession](engine)` included."""
    if not any(origin in names or "sqlalchemy" in origin for origin in syntax.bindings.values()):
        return []
    return [call for call in syntax.calls_named(names) if built_name(call, syntax) in names]


def built_name(call: ast.Call, syntax: Syntax) -> str:
    """The dotted name of what a call builds; a subscript in between does not count."""
    return syntax.qualified(call.func.value if isinstance(call.func, ast.Subscript) else call.func)
