"""`onejob eval run --agent A …`; its options are in `live_options.py`."""

import argparse
import asyncio
import os
import random
import shutil
from collections.abc import Sequence
from pathlib import Path

from onejob.evals.agent import Agent, AgentOptions, create_agent
from onejob.evals.arm import parse_arm
from onejob.evals.attempt import Run
from onejob.evals.case import load_cases
from onejob.evals.commands.live_options import EXAMPLES, arguments
from onejob.evals.failure import EvalError
from onejob.evals.live import Setting, due, make_all
from onejob.evals.model.api import APIS, upstream
from onejob.evals.model.line import ModelLine
from onejob.evals.model.proxy import Caps
from onejob.evals.places import Places, places, shown
from onejob.evals.progress import progress
from onejob.evals.sandbox import isolation, scratch_folder, sweep
from onejob.evals.tree import fingerprint
from onejob.evals.workspace import treatment

__all__ = ["EXAMPLES", "arguments", "run"]


def run(options: argparse.Namespace) -> int:
    """Make every run that is not in the store yet; exit status 0 once all are."""
    _check(options)
    where = places(options.cases, options.recordings)
    sweep()
    scratch = scratch_folder()
    try:
        matrix = _matrix(options, where)
        setting = _setting(options, matrix, where, scratch)
        missing = [run for run in matrix if due(run, setting)]
        random.Random(options.seed).shuffle(missing)  # noqa: S311 (an order, not a secret)
        if options.dry_run:
            return _tell(missing, len(matrix))
        made, left = _make(missing, setting, options.jobs)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    elsewhere = f", {left} are in the hands of another process" if left else ""
    print(f"{made} runs recorded, {len(matrix) - len(missing)} were there already{elsewhere}")
    return 0


def _check(options: argparse.Namespace) -> None:
    if isolation() == "none" and not options.allow_unisolated:
        raise EvalError(
            "bubblewrap does not work here, so the agent could read and write everything you can; "
            "install bubblewrap, or accept that with --allow-unisolated"
        )
    if options.replay and (options.recordings is None or options.record):
        raise EvalError(
            "--replay makes no new recordings of an agent: name a store of their own with --recordings DIR"
            if options.recordings is None
            else "--replay and --record: one or the other"
        )
    if options.replay and isolation() == "none":
        raise EvalError(
            "--replay needs bubblewrap: outside the sandbox every path, and so every request, is another"
        )
    for name in ("trials", "jobs"):
        if getattr(options, name) < 1:
            raise EvalError(f"--{name} {getattr(options, name)}: at least 1")
    for name in ("retries", "pause"):
        if not 0 <= getattr(options, name) <= 1000:
            raise EvalError(f"--{name} {getattr(options, name)}: between 0 and 1000")
    for name in options.env:
        if name not in os.environ:
            raise EvalError(f"--env {name}: this variable is not set")
    for path in options.visible:
        if not path.exists():
            raise EvalError(f"--visible {path}: there is no such path")


def _matrix(options: argparse.Namespace, where: Places) -> list[Run]:
    """Trial by trial, so that a matrix that is broken off is as complete as it can be."""
    cases = load_cases(where.cases, options.case)
    arms = [parse_arm(text.strip()) for text in options.arms.split(",")]
    index, of = shard(options.shard)
    whole = [
        Run(case, arm, trial) for trial in range(1, options.trials + 1) for case in cases for arm in arms
    ]
    return [run for run in whole if int(fingerprint([run.case.id, run.trial]), 16) % of == index - 1]


def shard(text: str) -> tuple[int, int]:
    """I and N of `I/N`. Arms of one case and trial stay together: a shard is a paired experiment of its own.

    Raises:
        EvalError: it is not of that form.
    """
    index, slash, of = text.partition("/")
    if slash and index.isdecimal() and of.isdecimal() and 1 <= int(index) <= int(of):
        return int(index), int(of)
    raise EvalError(f"--shard {text}: write I/N with I from 1 to N, as in 1/4")


def _tell(missing: Sequence[Run], of: int) -> int:
    for one in missing:
        print(f"{one.case.id} {one.arm.name} trial {one.trial}")
    print(f"{len(missing)} of {of} runs would be made")
    return 0


def _make(missing: Sequence[Run], setting: Setting, jobs: int) -> tuple[int, int]:
    made: list[Path] = []
    with progress("live runs", len(missing)) as step:

        def each(run: Run, folder: Path) -> None:
            made.append(folder)
            print(shown(folder), flush=True)
            step(f"{run.case.id} {run.arm.name}")

        left = asyncio.run(make_all(missing, setting, jobs, each))
    return len(made), left


def _setting(options: argparse.Namespace, matrix: Sequence[Run], where: Places, scratch: Path) -> Setting:
    agent = create_agent(options.agent, _agent_options(options))
    folder = options.skills_folder or agent.habits.skills
    arms = {run.arm.name: run.arm for run in matrix}
    given = {
        name: treatment(arm, where.root, folder, agent.habits.instructions, options.skill, scratch)
        for name, arm in arms.items()
    }
    return Setting(
        agent,
        given,
        where.recordings,
        isolation(),
        _line(options, agent),
        _notes(options),
        () if options.agent == "command" else options.command,
        0 if options.agent == "recorded" else options.retries,
        options.pause,
        options.again,
    )


def _agent_options(options: argparse.Namespace) -> AgentOptions:
    return AgentOptions(
        command=options.command,
        program=options.program,
        environment={name: os.environ[name] for name in options.env},
        visible=[path.absolute() for path in options.visible],
        share_network=options.network,
        version=options.agent_version,
        model=options.model,
        recordings=options.source,
    )


def _line(options: argparse.Namespace, agent: Agent) -> ModelLine | None:
    """The line to the model: with the key of our environment, which the agent never sees."""
    api = agent.api or APIS.get(options.api)
    if api is None:
        for name in ("upstream", "max_requests", "max_tokens", "record", "replay"):
            if getattr(options, name) is not None:
                raise EvalError(
                    f"--{name.replace('_', '-')} needs to know which API the program speaks: --api NAME"
                )
        return None
    caps = Caps(options.max_requests, options.max_tokens)
    if options.replay:
        return ModelLine(None, caps, replay=options.replay.absolute())
    variable = options.key_env or api.key_variable
    key = os.environ.get(variable)
    if key is None and options.upstream is None:
        raise EvalError(
            f"{variable} is not set; the model's server will want a key (it stays outside the sandbox)"
        )
    record = options.record.absolute() if options.record else None
    return ModelLine(upstream(api, options.upstream, key), caps, record, note=options.record_note)


def _notes(options: argparse.Namespace) -> str:
    notes = [
        "unisolated" if isolation() == "none" else "",
        "the network was shared" if options.network else "",
    ]
    return "; ".join(note for note in notes if note)
