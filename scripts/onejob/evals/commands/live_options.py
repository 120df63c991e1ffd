"""The options of `onejob eval run`."""

import argparse
from pathlib import Path

from onejob.evals.agent import agent_names
from onejob.evals.model.api import APIS

EXAMPLES = """\
  onejob eval run --agent claude --case tiny-slug                one case, with and without the skill
  onejob eval run --agent codex --trials 5 --jobs 4              every case, five times; start it again to go on
  onejob eval run --agent claude --arms none,skill,skill@v0.1.0  today's skill, that of a git tag, and none
  onejob eval run --agent opencode --arms skill,other:../rival   against another skill
  onejob eval run --agent command -- ./my-agent {prompt}         any program
  onejob eval run --agent claude --case tiny-slug --record tapes                       keeps the model's answers
  onejob eval run --agent claude --case tiny-slug --replay tapes --recordings again    the same without model or key
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
