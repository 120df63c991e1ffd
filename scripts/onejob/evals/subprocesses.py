"""A tool of ours as a subprocess: run to its end or to a time limit, and nothing of it left either way."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from onejob.evals.lifeline import guarded, lifeline
from onejob.evals.supervise import end_group


@dataclass(frozen=True, slots=True)
class Ended:
    """How it ended. `status` is None when it was stopped at the time limit; texts may then be missing."""

    status: int | None
    output: str
    complaint: str


async def run_to_end(
    command: Sequence[str], environment: Mapping[str, str], cwd: Path, seconds: float
) -> Ended:
    """Run the command in a process group of its own, which is killed at the end, whatever the end is."""
    process = await asyncio.create_subprocess_exec(
        *guarded(command),
        env=environment,
        cwd=cwd,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        start_new_session=True,
        pass_fds=(lifeline(),),
    )
    try:
        output, complaint = await asyncio.wait_for(process.communicate(), seconds)
        return Ended(
            process.returncode, output.decode("utf-8", "replace"), complaint.decode("utf-8", "replace")
        )
    except TimeoutError:
        return Ended(None, "", "")
    finally:
        end_group(process.pid)
        await process.wait()
