"""One attempt at a run: a fresh workspace with its treatment, every turn, and what can be seen afterwards."""

import shutil
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from onejob.evals.agent import UNKNOWN_USAGE, Agent, TurnAnswer, TurnRequest
from onejob.evals.arm import Arm
from onejob.evals.case import Case
from onejob.evals.events import Event, writes
from onejob.evals.failure import EvalError
from onejob.evals.model.line import ModelLine, OpenLine
from onejob.evals.places import shown
from onejob.evals.sandbox import Isolation, Limits, remove_folder, scratch_folder
from onejob.evals.tree import hashes
from onejob.evals.workspace import Treatment, fill, open_up, withdraw

_MIB = 1024 * 1024
_ROOM = 256 * _MIB  # free disk without which an attempt is not begun: it would fail for our fault


@dataclass(frozen=True, slots=True)
class Run:
    """One cell of the matrix."""

    case: Case
    arm: Arm
    trial: int


@dataclass(slots=True)
class Attempt:
    """What came of it.

    Attributes:
        workspace: what the agent left, without the treatment; there until the block ends.
        line: its line to the model, where we stand in between.
        notes: what is worth a word in the recording.
    """

    workspace: Path
    line: OpenLine | None = None
    answers: list[TurnAnswer] = field(default_factory=list)
    turns: list[dict[str, Any]] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def status(self) -> str:
        """How the last turn ended, and with it the run."""
        return self.answers[-1].status

    @property
    def reason(self) -> str:
        """Why it did not complete."""
        return self.answers[-1].reason

    @property
    def usage(self) -> dict[str, Any]:
        """Sums over the turns; unknown where one turn's is."""
        if self.answers[-1].totals:
            return dict(self.answers[-1].usage)
        return {name: _sum([answer.usage[name] for answer in self.answers]) for name in UNKNOWN_USAGE}

    @property
    def skills_listed(self) -> list[str] | None:
        """What the client said at the first turn."""
        listed = self.answers[0].skills_listed
        return None if listed is None else list(listed)

    @property
    def denied(self) -> list[str]:
        """Tools the client refused, over all turns."""
        return [tool for answer in self.answers for tool in answer.denied]

    @property
    def stream(self) -> str:
        """What the client itself wrote."""
        return "".join(answer.stream for answer in self.answers)


@asynccontextmanager
async def attempt(
    run: Run, agent: Agent, given: Treatment, isolation: Isolation, model: ModelLine | None
) -> AsyncIterator[Attempt]:
    """Have the agent work on the case once; nothing of it is left when the block ends.

    Raises:
        EvalError: there is no room for it, the model's server refuses the key, or what was recorded is stale.
    """
    scratch = scratch_folder()
    try:
        if shutil.disk_usage(scratch).free < _ROOM:
            raise EvalError(
                f"{scratch.parent}: less than {_ROOM >> 20} MiB are free; make room, or set TMPDIR"
            )
        workspace = scratch / "p"
        fill(workspace, run.case, given)
        async with AsyncExitStack() as stack:
            step = f"-{run.case.step}" if run.case.step else ""
            name = f"{run.case.id}/{run.arm.name}/{run.trial}{step}"
            line = await stack.enter_async_context(model.open(name, agent.label, scratch)) if model else None
            made = Attempt(workspace, line)
            began = time.monotonic()
            await _take_turns(run, agent, set(given.files), isolation, scratch, made)
            made.seconds = round(time.monotonic() - began, 3)
            if line:
                line.finish(agent.label, made.status)
        if changed := withdraw(workspace, given):
            made.notes.append(f"the agent changed {', '.join(changed)}")
        yield made
    finally:
        remove_folder(scratch)


async def _take_turns(
    run: Run, agent: Agent, given: set[str], isolation: Isolation, scratch: Path, made: Attempt
) -> None:
    before, session = _own(made.workspace, given), None
    for number, prompt in enumerate(run.case.prompts, start=1):
        began = time.monotonic()
        request = TurnRequest(
            run.case,
            run.arm.name,
            run.trial,
            number,
            prompt,
            made.workspace,
            scratch,
            isolation,
            limits_of(run.case),
            session,
            made.line.forward if made.line else None,
            made.line.proxy.verdict if made.line else lambda: None,
        )
        answer = _judged(await agent.take_turn(request), made.line)
        seconds = round(time.monotonic() - began, 3)
        open_up(made.workspace)
        after = _own(made.workspace, given)
        session = answer.session
        made.answers.append(answer)
        made.turns.append({"prompt": prompt, "reply": answer.reply, "seconds": seconds, "files_after": after})
        made.events += answer.events or [*writes(number, before, after), Event(number, "say", answer.reply)]
        before = after
        if answer.status != "completed":
            break


def _judged(answer: TurnAnswer, line: OpenLine | None) -> TurnAnswer:
    """The answer with what only the line knows: whose fault it was.

    Raises:
        EvalError: no other run would go better.
    """
    if line is None:
        return answer
    verdict, trouble = line.proxy.verdict(), line.proxy.trouble
    if verdict and verdict.status in {"stale", "refused"}:
        where = f"{shown(line.cassette)}: stale: " if verdict.status == "stale" and line.cassette else ""
        remedy = "; record it again with --record DIR" if where else ""
        raise EvalError(f"{where}{verdict.because}{remedy}")
    if verdict:
        return replace(answer, status=verdict.status, reason=verdict.because)
    if trouble and answer.status in {"crashed", "timeout"}:
        return replace(answer, status="infra", reason=trouble.reason)
    return answer


def limits_of(case: Case) -> Limits:
    """What one turn of an agent may use: room for the client and for what the agent tries out."""
    return Limits(
        seconds=case.timeout_seconds,
        memory_bytes=8192 * _MIB,
        processes=256,
        file_bytes=256 * _MIB,
        disk_bytes=1024 * _MIB,
        log_bytes=64 * _MIB,
        open_files=4096,
    )


def _own(workspace: Path, given: set[str]) -> dict[str, str]:
    """The workspace as it will be recorded: without the treatment."""
    return {name: content for name, content in hashes(workspace).items() if name not in given}


def _sum(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) if len(known) == len(values) else None
