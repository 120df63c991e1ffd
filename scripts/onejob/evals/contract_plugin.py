"""The pytest plugin hidden contract tests run under: fixtures outside, the generated application inside.

Fixtures: `client` (httpx.AsyncClient on the running application), `database` (asyncpg connection to its
database), `app_log` (callable: what it wrote so far), `stub` (mapping: environment variable → the loaded stub
module of that upstream service), `workspace` (Path of the graded tree). Each test module gets a fresh process
and a fresh, empty database; in a case with steps all modules share one, as features of a growing system do.
"""

import json
import os
import shutil
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

import httpx
import pytest
import uvicorn

from onejob.evals.graders.contract import ORDER
from onejob.evals.database import Cluster, Database, connected, create_database, drop_database
from onejob.evals.sandbox import Limits, scratch_folder
from onejob.evals.serve import StartError, RunningApp, database_forward, serve, service_forward
from onejob.evals.waiting import run_apart

# Whoever stands still is found out all the same; a burst on a busy machine may take its time.
REQUEST_SECONDS = 15.0


@dataclass(frozen=True, slots=True)
class Served:
    """What the fixtures of one test module, or of all, share."""

    app: RunningApp
    cluster: Cluster
    database: Database
    stubs: Mapping[str, ModuleType]


class Report:
    """Appends one JSON line per event, so that a killed run still tells how far it came."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.running: RunningApp | None = None
        self._messages: dict[str, str] = {}

    def write(self, **event: object) -> None:
        """Append one event."""
        with self._path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(event) + "\n")

    @pytest.hookimpl
    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Say which tests there are before the first of them runs."""
        self.write(collected=[_name(item.nodeid) for item in session.items])

    @pytest.hookimpl
    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """A test file that does not import is our fault, and must not look like a pass."""
        if report.failed:
            self.write(test=_name(report.nodeid), outcome="error", message=_cut(report.longreprtext))

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, item: pytest.Item, call: pytest.CallInfo[None]) -> Any:
        """Keep the one line that says what went wrong."""
        if call.excinfo is not None:
            self._messages[item.nodeid] = f"{_place(item, call)}{call.excinfo.exconly(tryshort=True)}"
        return (yield)

    @pytest.hookimpl
    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Write each test's outcome once: its call, or whatever kept the call from happening or ending well."""
        if report.when != "call" and not (report.failed or report.skipped):
            return
        message = self._messages.get(report.nodeid, "")
        outcome = report.outcome if report.when == "call" else "error"
        if report.skipped:
            outcome, message = "error", f"skipped: {message}"
        if report.failed and self.running and (incident := self.running.incident()):
            message = f"{message}\n{incident}"
            self.write(incident=incident)
        self.write(test=_name(report.nodeid), outcome=outcome, message=_cut(message))


_ORDER = pytest.StashKey[dict[str, Any]]()
_REPORT = pytest.StashKey[Report]()


def _shared_by(fixture_name: str, config: pytest.Config) -> Any:
    return "session" if config.stash[_ORDER]["shared"] else "module"


@pytest.fixture(scope=_shared_by)
def served(request: pytest.FixtureRequest) -> Iterator[Served]:
    """The application on a new database."""
    order, report = request.config.stash[_ORDER], request.config.stash[_REPORT]
    if order["app"] is None:
        pytest.fail("this test asks for a running application, and case.yaml names no `app`", pytrace=False)
    on = Cluster(**order["cluster"])
    database = run_apart(create_database(on))
    try:
        with ExitStack() as stack:
            stubs = {
                name: stack.enter_context(_stub(order, spec)) for name, spec in order["services"].items()
            }
            sockets = {name: listen for name, (listen, _) in stubs.items()}
            app = stack.enter_context(_app(order, on, database, sockets, report))
            yield Served(app, on, database, {name: module for name, (_, module) in stubs.items()})
    except StartError as failure:
        report.write(incident=str(failure))
        report.write(log=failure.log)
        pytest.fail(f"{failure}\n{failure.log[-800:]}", pytrace=False)
    finally:
        run_apart(drop_database(on, database))


@pytest.fixture
async def client(served: Served) -> AsyncIterator[httpx.AsyncClient]:
    """An HTTP client whose requests go to the application."""
    limits = httpx.Limits(max_connections=200, max_keepalive_connections=50)
    transport = httpx.AsyncHTTPTransport(uds=str(served.app.socket), limits=limits)
    async with httpx.AsyncClient(
        transport=transport, base_url="http://app", timeout=REQUEST_SECONDS
    ) as client:
        yield client


@pytest.fixture
async def database(served: Served) -> AsyncIterator[Any]:
    """A connection to the application's database, to look at rows."""
    async with connected(served.cluster, served.database) as connection:
        yield connection


@pytest.fixture
def workspace(request: pytest.FixtureRequest) -> Path:
    """The tree that is graded, for tests that look at files: a review's report, the size of a small answer."""
    return Path(request.config.stash[_ORDER]["workspace"])


@pytest.fixture
def app_log(served: Served) -> Callable[[], str]:
    """What the application wrote so far (its last 64 KiB)."""
    return served.app.process.log


@pytest.fixture
def stub(served: Served) -> Mapping[str, ModuleType]:
    """The upstream stubs, by the environment variable that holds their URL."""
    return served.stubs


@contextmanager
def _app(
    order: dict[str, Any], on: Cluster, database: Database, sockets: Mapping[str, Path], report: Report
) -> Iterator[RunningApp]:
    given = order["environment"]
    plain = {name: value for name, value in given.items() if value != "database"}
    forwards = [database_forward(name, on, database) for name, value in given.items() if value == "database"]
    forwards += [service_forward(name, index, listen) for index, (name, listen) in enumerate(sockets.items())]
    limits = Limits(**order["limits"])
    with serve(Path(order["workspace"]), order["app"], plain, forwards, order["isolation"], limits) as app:
        report.running = app
        try:
            yield app
        finally:
            report.running = None
            report.write(log=app.process.log())


@contextmanager
def _stub(order: dict[str, Any], spec: str) -> Iterator[tuple[Path, ModuleType]]:
    file, _, attribute = spec.partition(":")
    module = _load(Path(order["contract"]) / file)
    folder = scratch_folder()
    listen = folder / "stub"
    server = uvicorn.Server(uvicorn.Config(getattr(module, attribute), uds=str(listen), log_level="warning"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        _await_stub(server, thread, spec)
        yield listen, module
    finally:
        server.should_exit = server.force_exit = True
        thread.join(timeout=5)
        shutil.rmtree(folder, ignore_errors=True)


def pytest_configure(config: pytest.Config) -> None:
    """Read the order."""
    order = json.loads(Path(os.environ[ORDER]).read_text(encoding="utf-8"))
    report = Report(Path(order["report"]))
    config.pluginmanager.register(report, "onejob-report")
    config.stash[_ORDER], config.stash[_REPORT] = order, report


def _load(path: Path) -> ModuleType:
    spec = spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _await_stub(server: uvicorn.Server, thread: threading.Thread, spec: str) -> None:
    end = time.monotonic() + 5
    while not server.started:
        if time.monotonic() > end or not thread.is_alive():
            raise RuntimeError(f"the stub {spec} did not start")
        time.sleep(0.01)


def _name(nodeid: str) -> str:
    return nodeid.rpartition("/")[2] if "[" not in nodeid else nodeid


def _place(item: pytest.Item, call: pytest.CallInfo[None]) -> str:
    assert call.excinfo is not None
    for entry in reversed(call.excinfo.traceback):
        if Path(entry.path) == item.path:
            return f"{item.path.name}:{entry.lineno + 1}: "
    return ""


def _cut(text: str, limit: int = 2000) -> str:
    return text if len(text) <= limit else text[:limit] + " …"
