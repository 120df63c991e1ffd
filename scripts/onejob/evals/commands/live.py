"""`onejob eval run --agent A …`."""

import argparse
import asyncio
import os
import random
import shutil
from collections.abc import Sequence
from pathlib import Path

from onejob.evals.agent import AgentOptions, agent_names, create_agent
from onejob.evals.arm import Arm, parse_arm
from onejob.evals.case import load_cases
from onejob.evals.failure import EvalError
from onejob.evals.live import Run, Setting, is_recorded, record
from onejob.evals.places import places, shown
from onejob.evals.progress import progress
from onejob.evals.sandbox import isolation, scratch_folder
from onejob.evals.workspace import treatment


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command's options."""
    parser.add_argument(
        "command",
        nargs="*",
        metavar="-- PROGRAM ARGS",
        help="for the agent `command`; {prompt} is replaced, else the prompt comes on standard input",
    )
    parser.add_argument("--agent", required=True, choices=agent_names())
    parser.add_argument(
        "--case", action="append", default=[], metavar="ID", help="only this case (repeatable)"
    )
    parser.add_argument(
        "--arms",
        default="none,skill",
        metavar="A,B",
        help="none, skill, inline, skill@REF, other:DIR (default: none,skill)",
    )
    parser.add_argument(
        "--trials", type=int, default=1, metavar="N", help="runs per case and arm (default: 1)"
    )
    parser.add_argument("--seed", type=int, default=0, help="of the order in which the runs are made")
    parser.add_argument(
        "--env",
        action="append",
        default=[],
        metavar="NAME",
        help="let the program see this variable (repeatable)",
    )
    parser.add_argument(
        "--visible",
        type=Path,
        action="append",
        default=[],
        metavar="PATH",
        help="let the program read this path (repeatable)",
    )
    parser.add_argument("--network", action="store_true", help="let the program reach this machine's network")
    parser.add_argument(
        "--allow-unisolated", action="store_true", help="run even where bubblewrap is missing"
    )
    parser.add_argument(
        "--skills-folder",
        default=".claude/skills",
        metavar="DIR",
        help="where the client looks for skills (default: .claude/skills)",
    )
    parser.add_argument("--skill", metavar="DIR", help="today's skill (default: the repository's payload)")
    parser.add_argument("--agent-version", metavar="V")
    parser.add_argument("--model", metavar="M")
    parser.add_argument(
        "--from",
        dest="source",
        type=Path,
        metavar="DIR",
        help="for the agent `recorded`: the recordings to play back",
    )
    parser.add_argument("--cases", metavar="DIR", help="folder of cases (default: evals/cases)")
    parser.add_argument("--recordings", metavar="DIR", help="the store (default: evals/recordings)")


def run(options: argparse.Namespace) -> int:
    """Make every run that is not in the store yet; exit status 0 once all are."""
    if isolation() == "none" and not options.allow_unisolated:
        raise EvalError(
            "bubblewrap does not work here, so the agent could read and write everything you can; "
            "install bubblewrap, or accept that with --allow-unisolated"
        )
    if options.trials < 1:
        raise EvalError(f"--trials {options.trials}: at least 1")
    where = places(options.cases, options.recordings)
    cases = load_cases(where.cases, options.case)
    arms = [parse_arm(text.strip()) for text in options.arms.split(",")]
    scratch = scratch_folder()
    try:
        setting = _setting(options, arms, where.root, where.recordings, scratch)
        matrix = [
            Run(case, arm, trial) for trial in range(1, options.trials + 1) for case in cases for arm in arms
        ]
        missing = [run for run in matrix if not is_recorded(run, setting)]
        random.Random(options.seed).shuffle(missing)  # noqa: S311 (an order, not a secret)
        asyncio.run(_record_all(missing, setting))
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    print(f"{len(missing)} runs recorded, {len(matrix) - len(missing)} were there already")
    return 0


async def _record_all(runs: Sequence[Run], setting: Setting) -> None:
    with progress("live runs", len(runs)) as step:
        for one in runs:
            print(shown(await record(one, setting)))
            step(f"{one.case.id} {one.arm.name}")


def _setting(
    options: argparse.Namespace, arms: Sequence[Arm], root: Path, store: Path, scratch: Path
) -> Setting:
    missing = [name for name in options.env if name not in os.environ]
    if missing:
        raise EvalError(f"--env {missing[0]}: this variable is not set")
    for path in options.visible:
        if not path.exists():
            raise EvalError(f"--visible {path}: there is no such path")
    agent = create_agent(
        options.agent,
        AgentOptions(
            options.command,
            {name: os.environ[name] for name in options.env},
            [path.absolute() for path in options.visible],
            options.network,
            options.agent_version,
            options.model,
            options.source,
        ),
    )
    given = {arm.name: treatment(arm, root, options.skills_folder, options.skill, scratch) for arm in arms}
    notes = "the network was shared" if options.network else ""
    return Setting(
        agent,
        given,
        store,
        isolation(),
        notes if isolation() == "bubblewrap" else f"unisolated; {notes}".rstrip("; "),
    )
