"""What an agent is to the evals, and how the agents are found.

An agent is a module in `agents/`; its name is what `--agent` takes. It has `create(options) -> Agent`.
"""

import pkgutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol

from onejob.evals import agents
from onejob.evals.case import Case
from onejob.evals.events import Event
from onejob.evals.failure import EvalError
from onejob.evals.model.api import ModelApi
from onejob.evals.sandbox import Forward, Isolation, Limits
from onejob.evals.supervise import Stop

UNKNOWN_USAGE: Mapping[str, Any] = {"input_tokens": None, "output_tokens": None, "cost_usd": None}


@dataclass(frozen=True, slots=True)
class AgentOptions:
    """What the command line says about the agent.

    Attributes:
        command: the program and its arguments; for a client, arguments besides its own.
        program: where the client's program is, if not on PATH.
        environment: names and values it may see.
        visible: paths of this machine it may read inside the sandbox.
        share_network: whether it reaches this machine's network.
        recordings: the store a `recorded` agent takes its answers from.
    """

    command: Sequence[str] = ()
    program: Path | None = None
    environment: Mapping[str, str] = field(default_factory=dict)
    visible: Sequence[Path] = ()
    share_network: bool = False
    version: str | None = None
    model: str | None = None
    recordings: Path | None = None


@dataclass(frozen=True, slots=True)
class Habits:
    """Where a client looks in a project: for skills, and for the instructions that it always reads."""

    skills: str = ".claude/skills"
    instructions: str = "AGENTS.md"


HABITS = Habits()


@dataclass(frozen=True, slots=True)
class TurnRequest:
    """One prompt to an agent.

    Attributes:
        workspace: where it works.
        scratch: keeps its HOME between turns.
        session: what the answer to the turn before called the conversation.
        model: the forward through which it reaches the model's API.
        watch: asked again and again while it works; what it returns ends the turn.
    """

    case: Case
    arm: str
    trial: int
    number: int
    prompt: str
    workspace: Path
    scratch: Path
    isolation: Isolation
    limits: Limits
    session: str | None = None
    model: Forward | None = None
    watch: Callable[[], Stop | None] = lambda: None


@dataclass(frozen=True, slots=True)
class TurnAnswer:
    """What came of it.

    Attributes:
        status: as in recording.json; anything but `completed` ends the run.
        totals: whether `usage` is of the whole conversation so far, and not of this turn alone.
        reason: why it did not complete, or what else is worth a note.
        session: what the client calls the conversation, to go on with it.
        stream: what the client wrote about its work, in its own form.
        skills_listed: the skills that it says it has; None where it does not say.
        denied: tools it refused the agent.
    """

    reply: str
    status: str = "completed"
    events: Sequence[Event] = ()
    usage: Mapping[str, Any] = field(default_factory=lambda: UNKNOWN_USAGE)
    totals: bool = False
    reason: str = ""
    session: str | None = None
    stream: str = ""
    skills_listed: Sequence[str] | None = None
    denied: Sequence[str] = ()


class Agent(Protocol):
    """Anything that answers prompts by working in a folder."""

    @property
    def label(self) -> dict[str, str | None]:
        """Name, version and model for the recording."""

    @property
    def habits(self) -> Habits:
        """Where it looks for a skill."""

    @property
    def api(self) -> ModelApi | None:
        """The model's API that it speaks to, if it speaks to one that we can stand in front of."""

    async def take_turn(self, request: TurnRequest) -> TurnAnswer:
        """Work on one prompt."""


def agent_names() -> list[str]:
    """Every agent there is."""
    return sorted(info.name for info in pkgutil.iter_modules(agents.__path__))


def create_agent(name: str, options: AgentOptions) -> Agent:
    """The agent of that name.

    Raises:
        EvalError: there is none, or its options do not do.
    """
    if name not in agent_names():
        raise EvalError(f"there is no agent {name!r}; agents: {', '.join(agent_names())}")
    agent: Agent = import_module(f"{agents.__name__}.{name}").create(options)
    return agent
