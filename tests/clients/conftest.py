"""Which clients are there. One that is not is skipped with its name, and the summary of pytest shows it."""

import os

import pytest

from tests.clients.claude_code import ClaudeCode
from tests.clients.client import Client
from tests.clients.codex import Codex
from tests.clients.gemini import Gemini
from tests.clients.opencode import OpenCode
from tests.clients.session import isolation

CLIENTS: dict[str, Client] = {client.name: client for client in (ClaudeCode(), Codex(), OpenCode(), Gemini())}


SWITCH = "ONEJOB_CLIENTS"


def require(client: Client) -> Client:
    """The client, or a skip that cannot be overlooked."""
    if os.environ.get(SWITCH) != "1":
        pytest.skip(f"NOT TESTED here: real clients are tested by `make clients` ({SWITCH}=1)")
    if client.program is None:
        pytest.skip(f"NOT TESTED: {client.name} {client.version} is not installed (make clients)")
    return client


@pytest.fixture(scope="module", params=list(CLIENTS))
def client(request: pytest.FixtureRequest) -> Client:
    return require(CLIENTS[request.param])


@pytest.fixture(scope="session", autouse=True)
def _say_isolation(request: pytest.FixtureRequest) -> None:
    if os.environ.get(SWITCH) == "1" and not isolation():
        request.config.issue_config_time_warning(
            pytest.PytestWarning(
                "NOT ISOLATED: this system gives no network namespace; clients could reach out"
            ),
            1,
        )
