"""Any program: it gets the prompt in place of `{prompt}`, or else on its standard input, and works in its folder.

What it prints is its final message of the turn. It runs once per turn; ONEJOB_TURN says which one it is.
With `--api`, it finds the address of the model's API in ONEJOB_MODEL_URL, and needs no key.
"""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from onejob.evals.agent import HABITS, AgentOptions, Habits, TurnAnswer, TurnRequest
from onejob.evals.failure import EvalError
from onejob.evals.model.api import ModelApi
from onejob.evals.sandbox import Mount, Program, prepare
from onejob.evals.supervise import run_supervised

PLACEHOLDER = "{prompt}"


@dataclass(frozen=True, slots=True)
class CommandAgent:
    """The program to run, as told on the command line."""

    options: AgentOptions
    habits: Habits = HABITS
    api: ModelApi | None = None

    @property
    def label(self) -> dict[str, str | None]:
        """Named after the program."""
        return {
            "name": Path(self.options.command[0]).name,
            "version": self.options.version,
            "model": self.options.model,
        }

    async def take_turn(self, request: TurnRequest) -> TurnAnswer:
        """Run the program once, in the sandbox."""
        command, stdin = with_prompt(self.options.command, request.prompt)
        program = Program(
            command,
            request.workspace,
            request.scratch,
            {**self.options.environment, "ONEJOB_TURN": str(request.number)},
            [Mount(path, str(path)) for path in self.options.visible],
            [request.model] if request.model else [],
            request.limits,
            self.options.share_network,
        )
        invocation = prepare(program, request.isolation)
        ending = await run_supervised(invocation, request.limits, stdin, watch=request.watch)
        if ending.stop:
            return TurnAnswer(ending.log, ending.stop.status, reason=ending.stop.because)
        if ending.exit_status:
            reason = f"it ended with exit status {ending.exit_status}"
            return TurnAnswer(ending.log, "crashed", reason=reason)
        return TurnAnswer(ending.log)


def create(options: AgentOptions) -> CommandAgent:
    """An agent from a program that exists.

    Raises:
        EvalError: no program was named, or it is not there.
    """
    if not options.command:
        raise EvalError(
            "the agent `command` needs a program: onejob eval run --agent command … -- PROGRAM [ARGS] {prompt}"
        )
    if shutil.which(options.command[0]) is None:
        raise EvalError(f"{options.command[0]}: there is no such program on PATH")
    return CommandAgent(options)


def with_prompt(command: Sequence[str], prompt: str) -> tuple[list[str], bytes | None]:
    """The argument list with the prompt put in, and what goes to standard input."""
    if any(PLACEHOLDER in word for word in command):
        return [word.replace(PLACEHOLDER, prompt) for word in command], None
    return list(command), prompt.encode()
