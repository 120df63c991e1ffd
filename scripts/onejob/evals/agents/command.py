"""Any program: it gets the prompt in place of `{prompt}`, or else on its standard input, and works in its folder.

What it prints is its final message of the turn. It runs once per turn; ONEJOB_TURN says which one it is.
"""

import asyncio
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from onejob.evals.agent import AgentOptions, TurnAnswer, TurnRequest
from onejob.evals.failure import EvalError
from onejob.evals.sandbox import Mount, Program, prepare
from onejob.evals.supervise import Supervised

PLACEHOLDER = "{prompt}"


@dataclass(frozen=True, slots=True)
class CommandAgent:
    """The program to run, as told on the command line."""

    options: AgentOptions

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
        return await asyncio.to_thread(self._run, request)

    def _run(self, request: TurnRequest) -> TurnAnswer:
        command, stdin = with_prompt(self.options.command, request.prompt)
        program = Program(
            command,
            request.workspace,
            request.scratch,
            {**self.options.environment, "ONEJOB_TURN": str(request.number)},
            [Mount(path, str(path)) for path in self.options.visible],
            limits=request.limits,
            share_network=self.options.share_network,
        )
        with Supervised(prepare(program, request.isolation), request.limits, stdin) as process:
            try:
                status = process.wait(request.limits.seconds + 5)
            except subprocess.TimeoutExpired:
                process.kill(f"it ran longer than {request.limits.seconds} seconds")
                status = -1
            return TurnAnswer(
                process.log(), _status(status, process.stopped_because), log=process.stopped_because or ""
            )


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


def _status(exit_status: int, stopped_because: str | None) -> str:
    if stopped_because:
        return "timeout" if "longer than" in stopped_because else "budget"
    return "completed" if exit_status == 0 else "crashed"
