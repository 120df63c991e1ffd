"""The connections to the database."""

from typing import Any

from sqlalchemy import event
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

# A home screen uses three connections for a moment, so fifty at once share these in five short turns.
# All of them stay open. Processes x POOL_SIZE must stay below the server's max_connections (100 by default).
POOL_SIZE = 30
POOL_PATIENCE_SECONDS = 10
CONNECT: dict[str, Any] = {
    "timeout": 10,
    "command_timeout": 10,
    # A firewall between two regions forgets connections that are silent all night.
    "server_settings": {"tcp_keepalives_idle": "60"},
}


def make_engine(database_url: str) -> AsyncEngine:
    engine = create_async_engine(
        database_url,
        connect_args=CONNECT,
        pool_size=POOL_SIZE,
        max_overflow=0,
        pool_timeout=POOL_PATIENCE_SECONDS,
    )
    # Instead of pool_pre_ping, which costs several round trips before each unit of work.
    event.listen(engine.sync_engine, "checkout", _refuse_closed)
    return engine


def _refuse_closed(connection: Any, _record: object, _proxy: object) -> None:
    """The server closed it, say in a restart: the pool makes a new one."""
    if connection.driver_connection.is_closed():
        raise DisconnectionError  # onejob: ignore[raises-outside-hierarchy] a signal to the pool, which catches it
