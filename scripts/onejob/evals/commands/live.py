"""`onejob eval run --agent A …`."""

import argparse
import asyncio
import os
import random
import shutil
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from onejob.evals.agent import Agent, AgentOptions, agent_names, create_agent
from onejob.evals.arm import parse_arm
from onejob.evals.attempt import Run
from onejob.evals.case import load_cases
from onejob.evals.failure import EvalError
from onejob.evals.live import Setting, make_all, place
from onejob.evals.model.api import APIS, upstream
from onejob.evals.model.line import ModelLine
from onejob.evals.model.proxy import Caps
from onejob.evals.places import Places, places, shown
from onejob.evals.progress import progress
from onejob.evals.sandbox import isolation, scratch_folder, sweep
from onejob.evals.sequence import Place, case_at
from onejob.evals.tree import fingerprint
from onejob.evals.workspace import treatment

EXAMPLES = """\
  onejob eval run --agent claude --case tiny-slug                one case, with and without the skill
  onejob eval run --agent codex --trials 5 --jobs 4              every case, five times; start it again to go on
  onejob eval run --agent claude --arms none,skill,skill@v0.1.0  today's skill, that of a git tag, and none
  onejob eval run --agent opencode --arms skill,other:../rival   against another skill
  onejob eval run --agent command -- ./my-agent {prompt}         any program
  onejob eval run --agent claude --case tiny-slug --record tapes && \
  onejob eval run --agent claude --case tiny-slug --replay tapes --recordings again    the same without model and key
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command's options."""
    parser.add_argument(
        "command",
        nargs="*",
        metavar="-- ARGS",
        help="more arguments for the client; for the agent `command` PROGRAM ARGS, where {prompt} is replaced, "
        "or else the prompt comes on standard input",
    )
    _what(parser.add_argument_group("what to run"))
    _how(parser.add_argument_group("how"))
    _agent(parser.add_argument_group("the agent"))
    _model(
        parser.add_argument_group("the model (between it and the agent stands a proxy that holds the key)")
    )
    _where(parser.add_argument_group("where things are"))


def _what(group: argparse._ArgumentGroup) -> None:
    group.add_argument("--agent", required=True, choices=agent_names())
    group.add_argument(
        "--case", action="append", default=[], metavar="ID", help="only this case (repeatable)"
    )
    group.add_argument(
        "--arms",
        default="none,skill",
        metavar="A,B",
        help="none, skill, inline, skill@REF, other:DIR (default: none,skill)",
    )
    group.add_argument(
        "--trials", type=int, default=1, metavar="N", help="runs per case and arm (default: 1)"
    )
    group.add_argument(
        "--shard",
        default="1/1",
        metavar="I/N",
        help="only every N-th run, from the I-th; see onejob eval merge",
    )
    group.add_argument("--dry-run", action="store_true", help="say which runs would be made")
    group.add_argument(
        "--again",
        action="store_true",
        help="make runs again that are there and cannot count (crashed, infra)",
    )


def _how(group: argparse._ArgumentGroup) -> None:
    group.add_argument("--jobs", type=int, default=1, metavar="N", help="runs at a time (default: 1)")
    group.add_argument("--seed", type=int, default=0, help="of the order in which the runs are made")
    group.add_argument(
        "--retries",
        type=int,
        default=2,
        metavar="N",
        help="times a run is made again that failed for the model's server's fault (default: 2)",
    )
    group.add_argument(
        "--pause",
        type=float,
        default=5.0,
        metavar="S",
        help="seconds before the first of these; doubled each time (default: 5)",
    )
    group.add_argument(
        "--allow-unisolated", action="store_true", help="run even where bubblewrap does not work"
    )
    group.add_argument("--network", action="store_true", help="let the agent reach this machine's network")


def _agent(group: argparse._ArgumentGroup) -> None:
    group.add_argument("--model", metavar="M")
    group.add_argument("--program", type=Path, metavar="FILE", help="the client's program, if not on PATH")
    group.add_argument("--agent-version", metavar="V", help="for the agent `command`")
    group.add_argument(
        "--env", action="append", default=[], metavar="NAME", help="let it see this variable (repeatable)"
    )
    group.add_argument(
        "--visible",
        type=Path,
        action="append",
        default=[],
        metavar="PATH",
        help="let it read this path of yours (repeatable)",
    )
    group.add_argument(
        "--from", dest="source", type=Path, metavar="DIR", help="for `recorded`: the recordings to play back"
    )


def _model(group: argparse._ArgumentGroup) -> None:
    group.add_argument(
        "--api", choices=sorted(APIS), help="for the agent `command`: the API it speaks, at ONEJOB_MODEL_URL"
    )
    group.add_argument("--upstream", metavar="URL", help="another server than the API's own")
    group.add_argument("--key-env", metavar="NAME", help="the variable of yours that has the key")
    group.add_argument(
        "--record", type=Path, metavar="DIR", help="also keep the model's answers, one cassette per run"
    )
    group.add_argument(
        "--record-note",
        default="",
        metavar="TEXT",
        help="what these cassettes say about whose answers they hold",
    )
    group.add_argument(
        "--replay",
        type=Path,
        metavar="DIR",
        help="play cassettes: the client works, no model is asked, no key is needed; needs --recordings",
    )
    group.add_argument(
        "--max-requests", type=int, metavar="N", help="requests to the model that one run may make"
    )
    group.add_argument("--max-tokens", type=int, metavar="N", help="tokens, in and out, that one run may use")


def _where(group: argparse._ArgumentGroup) -> None:
    group.add_argument(
        "--skills-folder", metavar="DIR", help="where the client looks for skills (default: it knows)"
    )
    group.add_argument("--skill", metavar="DIR", help="today's skill (default: the repository's payload)")
    group.add_argument("--cases", metavar="DIR", help="folder of cases (default: evals/cases)")
    group.add_argument("--recordings", metavar="DIR", help="the store (default: evals/recordings)")


def run(options: argparse.Namespace) -> int:
    """Make every run that is not in the store yet; exit status 0 once all are."""
    _check(options)
    where = places(options.cases, options.recordings)
    sweep()
    scratch = scratch_folder()
    try:
        matrix = _matrix(options, where)
        setting = _setting(options, matrix, where, scratch)
        made = left = there = 0
        # A step goes on from what the step before left, so that has to be recorded first.
        for step in range(1, max((len(run.case.steps) or 1 for run in matrix), default=1) + 1):
            due = _due(matrix, step, setting)
            missing = [run for run in due if place(run, setting)]
            random.Random(options.seed).shuffle(missing)  # noqa: S311 (an order, not a secret)
            there += len(due) - len(missing)
            if options.dry_run:
                _tell(missing, len(due))
                continue
            now, elsewhere = _make(missing, setting, options.jobs)
            made, left = made + now, left + elsewhere
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    if not options.dry_run:
        others = f", {left} are in the hands of another process" if left else ""
        print(f"{made} runs recorded, {there} were there already{others}")
    return 0


def _due(matrix: Sequence[Run], step: int, setting: Setting) -> list[Run]:
    """The runs that are made in round `step`: cases without steps in the first, step K of the others in the Kth."""
    due = [run for run in matrix if step == 1 and not run.case.steps]
    for run in matrix:
        if step <= len(run.case.steps):
            at = Place(run.arm.name, run.trial, step, setting.agent.label)
            try:
                due.append(replace(run, case=case_at(run.case, at, setting.store)))
            except EvalError as error:
                print(f"not made: {error}", file=sys.stderr)
    return due


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


def _tell(missing: Sequence[Run], of: int) -> None:
    if not of:
        return
    for one in missing:
        step = f" step {one.case.step}" if one.case.step else ""
        print(f"{one.case.id}{step} {one.arm.name} trial {one.trial}")
    print(f"{len(missing)} of {of} runs would be made")


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
