"""Answers from the store: the whole way from prompt to report, without a model and without a key."""

import asyncio
from dataclasses import dataclass
from pathlib import Path

from onejob.evals.agent import HABITS, AgentOptions, Habits, TurnAnswer, TurnRequest
from onejob.evals.failure import EvalError
from onejob.evals.importer import copy_work
from onejob.evals.model.api import ModelApi
from onejob.evals.places import shown
from onejob.evals.recording import Recording, load_recordings


@dataclass(frozen=True, slots=True)
class RecordedAgent:
    """Plays recordings of the same case, arm and trial back."""

    store: Path
    habits: Habits = HABITS
    api: ModelApi | None = None

    @property
    def label(self) -> dict[str, str | None]:
        """Says that nobody thought."""
        return {"name": "recorded", "version": None, "model": None}

    async def take_turn(self, request: TurnRequest) -> TurnAnswer:
        """Say what was said; leave what was left, once the last recorded turn is played."""
        recording = self._recording(request)
        if request.number > len(recording.turns):
            return TurnAnswer("", "crashed", reason="the recording has no such turn")
        turn = recording.turns[request.number - 1]
        if turn.prompt != request.prompt:
            raise EvalError(
                f"{shown(recording.folder)}: stale: turn {request.number} was recorded with another prompt"
            )
        last = request.number == len(recording.turns)
        if last:
            await asyncio.to_thread(copy_work, recording.workspace, request.workspace)
        events = [event for event in recording.events if event.turn == request.number]
        return TurnAnswer(turn.reply, recording.status if last else "completed", events, recording.usage)

    def _recording(self, request: TurnRequest) -> Recording:
        wanted = (request.case.id, request.arm)
        found = load_recordings(self.store, lambda case, arm: (case, arm) == wanted)
        for recording in found:
            if recording.trial == request.trial:
                return recording
        raise EvalError(f"{shown(self.store)}: no recording of {'/'.join(wanted)}, trial {request.trial}")


def create(options: AgentOptions) -> RecordedAgent:
    """An agent over the store.

    Raises:
        EvalError: no store was named.
    """
    if options.recordings is None:
        raise EvalError("the agent `recorded` needs --from DIR, the recordings to play back")
    return RecordedAgent(options.recordings)
