"""`onejob eval import FOLDER …`."""

import argparse
from datetime import UTC, datetime
from pathlib import Path

from onejob.evals.arm import parse_arm
from onejob.evals.case import load_cases
from onejob.evals.importer import Label, Work, import_work, slug
from onejob.evals.places import places, shown
from onejob.evals.sequence import Place, case_at


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command's options."""
    parser.add_argument(
        "folder", metavar="FOLDER", type=Path, help="the folder the agent worked in, as it left it"
    )
    parser.add_argument("--case", required=True, metavar="ID")
    parser.add_argument("--arm", required=True, metavar="A", help="none, skill, inline, skill@REF, other:DIR")
    parser.add_argument(
        "--trial", type=_positive, default=1, metavar="N", help="which attempt this was (default: 1)"
    )
    parser.add_argument(
        "--step", type=_positive, metavar="K", help="which step, in a case with steps (counted from 1)"
    )
    parser.add_argument("--agent", required=True, metavar="NAME", help="the agent's name")
    parser.add_argument("--agent-version", metavar="V")
    parser.add_argument("--model", metavar="M")
    parser.add_argument(
        "--message",
        type=Path,
        action="append",
        required=True,
        metavar="FILE",
        help="the agent's final message; once per turn",
    )
    parser.add_argument(
        "--snapshot",
        type=Path,
        action="append",
        default=[],
        metavar="DIR",
        help="the folder after a turn; for every turn but the last",
    )
    parser.add_argument(
        "--events", type=Path, metavar="FILE", help="what it did, in the form of events.jsonl"
    )
    parser.add_argument(
        "--skill", type=Path, metavar="DIR", help="the installed skill, where it cannot be found below FOLDER"
    )
    parser.add_argument(
        "--seconds", type=float, action="append", default=[], metavar="S", help="time taken; once per turn"
    )
    parser.add_argument("--input-tokens", type=int, metavar="N")
    parser.add_argument("--output-tokens", type=int, metavar="N")
    parser.add_argument("--cost", type=float, metavar="USD")
    parser.add_argument("--date", metavar="DATE", help="when it ran (default: today)")
    parser.add_argument(
        "--status", default="completed", choices=["completed", "crashed", "timeout", "budget", "infra"]
    )
    parser.add_argument("--notes", default="", metavar="TEXT")
    parser.add_argument(
        "--id", metavar="NAME", help="the recording's name (default: AGENT-tTRIAL, AGENT-tTRIAL-sSTEP)"
    )
    parser.add_argument("--cases", metavar="DIR", help="folder of cases (default: evals/cases)")
    parser.add_argument(
        "--recordings", metavar="DIR", help="folder of recordings (default: evals/recordings)"
    )


def run(options: argparse.Namespace) -> int:
    """Exit status 0 once the recording is complete and in its place."""
    where = places(options.cases, options.recordings)
    [case] = load_cases(where.cases, [options.case])
    agent = {"name": options.agent, "version": options.agent_version, "model": options.model}
    at = Place(options.arm, options.trial, options.step, agent)
    case = case_at(case, at, where.recordings)
    work = Work(
        options.folder.absolute(),
        options.message,
        [folder.absolute() for folder in options.snapshot],
        options.events,
        options.skill.absolute() if options.skill else None,
        options.seconds,
    )
    label = Label(
        id=options.id
        or f"{slug(options.agent)}-t{options.trial}{f'-s{options.step}' if options.step else ''}",
        trial=options.trial,
        date=options.date or datetime.now(UTC).date().isoformat(),
        agent=agent,
        status=options.status,
        usage={
            "input_tokens": options.input_tokens,
            "output_tokens": options.output_tokens,
            "cost_usd": options.cost,
        },
        notes=options.notes,
    )
    print(shown(import_work(work, label, case, parse_arm(options.arm), where.recordings)))
    return 0


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError(text)
    return number
