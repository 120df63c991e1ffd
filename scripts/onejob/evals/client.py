"""A coding agent's client as an agent: its program in the sandbox, its model behind our proxy, its events in our words."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

from onejob.evals.agent import UNKNOWN_USAGE, AgentOptions, Habits, TurnAnswer, TurnRequest
from onejob.evals.events import Event
from onejob.evals.failure import EvalError
from onejob.evals.model.api import ModelApi
from onejob.evals.program import Wheel, find_program, find_ripgrep
from onejob.evals.sandbox import (
    PROJECT,
    Isolation,
    Limits,
    Mount,
    Program,
    inside,
    isolation,
    prepare,
    remove_folder,
    scratch_folder,
)
from onejob.evals.supervise import Ending, run_supervised
from onejob.evals.waiting import run_apart

_STREAM_LENGTH = 16 * 1024 * 1024
BIN = "/opt/agent"  # where the program is inside, whatever it is


@dataclass(slots=True)
class Heard:
    """What a client's own events say about one turn.

    Attributes:
        ended: whether it said that the turn is at its end.
        failure: what it says went wrong, beside what the agent got wrong.
        over_budget: whether it stopped at a limit of its own.
        totals: whether `usage` is of the whole conversation so far.
    """

    events: list[Event] = field(default_factory=list)
    reply: str = ""
    ended: bool = False
    failure: str = ""
    over_budget: bool = False
    session: str | None = None
    usage: Mapping[str, Any] = field(default_factory=lambda: UNKNOWN_USAGE)
    totals: bool = False
    skills_listed: list[str] | None = None
    denied: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Order:
    """What to ask of a client in one turn. `isolated` says whether our sandbox is around it, so that it needs none."""

    prompt: str
    session: str | None
    model: str | None
    isolated: bool


class Client(Protocol):
    """One coding agent's client: how it is started, and how its events read."""

    @property
    def name(self) -> str:
        """The name of its program."""

    @property
    def habits(self) -> Habits:
        """Where it looks for a skill."""

    @property
    def api(self) -> ModelApi:
        """The API that it speaks."""

    @property
    def wheel(self) -> Wheel | None:
        """What brings its program, if not a person."""

    def command(self, order: Order) -> list[str]:
        """Its arguments. `{ONEJOB_MODEL_URL}` stands for the model's address."""

    def environment(self) -> Mapping[str, str]:
        """What it needs in its environment, besides HOME and PATH."""

    def home(self, model: str | None) -> Mapping[str, str]:
        """Files of its HOME: path → content."""

    def read(self, lines: Sequence[dict[str, Any]], turn: int) -> Heard:
        """What its events say."""


@dataclass(frozen=True)
class ClientAgent:
    """A client with its program."""

    client: Client
    options: AgentOptions
    program: Path

    @property
    def habits(self) -> Habits:
        """The client's."""
        return self.client.habits

    @property
    def api(self) -> ModelApi:
        """The client's."""
        return self.client.api

    @cached_property
    def label(self) -> dict[str, str | None]:
        """Its name, what its program says of its version, and the model that was asked for."""
        return {"name": self.client.name, "version": self._version(), "model": self.options.model}

    async def take_turn(self, request: TurnRequest) -> TurnAnswer:
        """Run the client once: a new conversation, or the next turn of one."""
        if request.number == 1:  # later, the agent may have put links there
            fill_home(request.scratch / "home", self.client.home(self.options.model))
        order = Order(request.prompt, request.session, self.options.model, request.isolation == "bubblewrap")
        stream = request.scratch / f"stream-{request.number}"
        program = self._sandboxed(
            [*self.client.command(order), *self.options.command],
            request.workspace,
            request.scratch,
            request.limits,
            request.isolation,
        )
        if request.model:
            program = replace(program, forwards=[request.model])
        invocation = prepare(program, request.isolation)
        ending = await run_supervised(invocation, request.limits, None, stream, request.watch)
        text = stream.read_text(encoding="utf-8", errors="replace")
        heard = self.client.read(_objects(text), request.number)
        return _answer(heard, ending, kept(text), str(request.workspace))

    def _sandboxed(
        self, arguments: Sequence[str], project: Path, scratch: Path, limits: Limits, kind: Isolation
    ) -> Program:
        mounts, folders = [Mount(self.program, f"{BIN}/{self.program.name}")], list[str]()
        if (ripgrep := find_ripgrep()) is not None:
            mounts.append(Mount(ripgrep, f"{BIN}/rg"))
            folders.append(BIN if kind == "bubblewrap" else str(ripgrep.parent))
        mounts += [Mount(path, str(path)) for path in self.options.visible]
        return Program(
            [inside(self.program, f"{BIN}/{self.program.name}", kind), *arguments],
            project,
            scratch,
            {**self.client.environment(), **self.options.environment},
            mounts,
            limits=limits,
            share_network=self.options.share_network,
            tools=folders,
            without_us=True,
        )

    def _version(self) -> str | None:
        """The last word of the first line of `--version`, said in the sandbox."""
        scratch = scratch_folder()
        try:
            (scratch / "p").mkdir()
            program = self._sandboxed(
                ["--version"],
                scratch / "p",
                scratch,
                Limits(processes=256, memory_bytes=8 << 30),
                isolation(),
            )
            ending = run_apart(run_supervised(prepare(program, isolation()), program.limits))
        finally:
            remove_folder(scratch)
        if ending.exit_status:
            raise EvalError(
                f"{self.program}: --version ends with exit status {ending.exit_status}: {ending.log[-300:].strip()}"
            )
        found = [word for word in ending.log.split() if word[:1].isdigit()]
        return found[0] if found else None


def client_agent(client: Client, options: AgentOptions) -> ClientAgent:
    """The client with its program.

    Raises:
        EvalError: there is none, or it is a script that needs files around it.
    """
    return ClientAgent(client, options, find_program(client.name, options.program, client.wheel))


def fill_home(home: Path, files: Mapping[str, str]) -> None:
    """Put the client's files into a new HOME."""
    for name, content in files.items():
        path = home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")


def _answer(heard: Heard, ending: Ending, stream: str, workspace: str) -> TurnAnswer:
    status, reason = "completed", ""
    if ending.stop:
        status, reason = ending.stop.status, ending.stop.because
    elif heard.over_budget:
        status, reason = "budget", heard.failure
    elif heard.failure or not heard.ended:
        last = ending.log.strip()[-300:]
        status = "crashed"
        reason = (
            heard.failure or f"the client ended with exit status {ending.exit_status} in mid-turn: {last}"
        )
    return TurnAnswer(
        heard.reply,
        status,
        [replace(event, detail=relative(event.detail, workspace)) for event in heard.events],
        heard.usage,
        heard.totals,
        reason,
        heard.session,
        stream,
        heard.skills_listed,
        heard.denied,
    )


def kept(text: str) -> str:
    """What the client wrote, up to a length that can be kept; whole lines."""
    return text if len(text) <= _STREAM_LENGTH else text[:_STREAM_LENGTH].rpartition("\n")[0] + "\n"


def relative(text: str, workspace: str) -> str:
    """Paths of the project without the project's own: where it lay is no part of what the agent did."""
    for folder in (PROJECT, workspace):
        text = (
            text.removeprefix(f"{folder}/")
            if text.startswith(f"{folder}/")
            else text.replace(f"{folder}/", "")
        )
    return text


def _objects(text: str) -> list[dict[str, Any]]:
    """The JSON objects among the lines; a line cut off in the middle is none."""
    found = []
    for line in text.splitlines():
        try:
            value = json.loads(line)
        except (ValueError, RecursionError):
            continue
        if isinstance(value, dict):
            found.append(value)
    return found
