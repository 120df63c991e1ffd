"""`onejob eval record …`: record an agent that somebody else starts, by the written protocol."""

import argparse
import re
import time
from datetime import UTC, datetime
from pathlib import Path

from onejob.evals.arm import Arm, parse_arm
from onejob.evals.case import Case, load_cases
from onejob.evals.events import dump
from onejob.evals.failure import EvalError
from onejob.evals.importer import Label, Work, copy_work, import_work, installed_skills
from onejob.evals.places import Places, places, shown
from onejob.evals.sequence import Place, case_at
from onejob.evals.watched.desk import (
    LOG,
    WORKSPACE,
    Desk,
    Turn,
    load,
    new_workspace,
    note_tree,
    stop,
    trees,
    watch,
)
from onejob.evals.watched.message import INSTRUCTIONS_FILE, first_message, next_message
from onejob.evals.watched.notifications import read_log, to_events
from onejob.evals.workspace import fill, treatment

# Whoever starts an agent by hand rarely knows more of it than this.
_AGENT: dict[str, str | None] = {"name": "an AI coding agent", "version": None, "model": None}
_SKILLS_FOLDER = ".claude/skills"
_EXAMPLES = """examples:
  onejob eval record begin tiny-slug --arm skill      prepare a folder, watch it, print the message for the agent
  onejob eval record next DESK --message SAID.md      it asked, the case has a reply: print the next message
  onejob eval record finish DESK --message SAID.md    it is done: stop watching and import the run
DESK is the folder that `begin` names. The whole procedure: evals/recordings/PROTOCOL.md"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command's options."""
    parser.epilog = _EXAMPLES
    steps = parser.add_subparsers(dest="action", required=True, metavar="begin|next|finish")
    begin = steps.add_parser("begin", help="prepare a workspace, watch it and print the agent's message")
    begin.add_argument("case", metavar="CASE")
    begin.add_argument("--arm", required=True, metavar="A", help="none, skill, inline, skill@REF, other:DIR")
    begin.add_argument("--trial", type=int, default=1, metavar="N")
    begin.add_argument("--step", type=int, metavar="K", help="which step, in a case with steps")
    begin.add_argument("--skill", metavar="DIR", help="today's skill (default: the repository's payload)")
    begin.add_argument("--workspaces", type=Path, metavar="DIR", help="where the agent's folder is made")
    begin.add_argument(
        "--desks", type=Path, metavar="DIR", help="where the state is kept (default: build/record)"
    )
    for name, text in (
        ("next", "give the case's next reply"),
        ("finish", "stop watching and import the run"),
    ):
        step = steps.add_parser(name, help=text)
        step.add_argument("desk", metavar="DESK", type=Path)
        step.add_argument(
            "--message", type=Path, required=True, metavar="FILE", help="what the agent said last"
        )
    steps.choices["finish"].add_argument("--notes", default="", metavar="TEXT")
    steps.choices["finish"].add_argument(
        "--status", default="completed", choices=["completed", "crashed", "timeout", "budget", "infra"]
    )
    for step in steps.choices.values():
        step.add_argument("--cases", metavar="DIR", help="folder of cases (default: evals/cases)")
        step.add_argument(
            "--recordings", metavar="DIR", help="folder of recordings (default: evals/recordings)"
        )


def run(options: argparse.Namespace) -> int:
    """Exit status 0 once the step is complete."""
    where = places(options.cases, options.recordings)
    if options.action == "begin":
        return _begin(options, where)
    desk = load(options.desk)
    _end_turn(desk, options.message)
    return _next(desk, where) if options.action == "next" else _finish(desk, options, where)


def _begin(options: argparse.Namespace, where: Places) -> int:
    arm = parse_arm(options.arm)
    case = _case(where, options.case, arm, options.trial, options.step)
    workspace = new_workspace(options.workspaces)
    name = f"{case.id}--{arm.name}--t{options.trial}{_suffix(options.step)}"
    desk = (options.desks or where.root / "build/record").resolve() / name
    if desk.exists():
        raise EvalError(
            f"{shown(desk)} exists: that run was begun before; remove the folder to begin it again"
        )
    desk.mkdir(parents=True)
    _install(workspace, case, arm, options.skill, where.root, desk)
    state = Desk(
        str(desk), case.id, options.arm, options.trial, options.step, str(workspace), watch(workspace, desk)
    )
    (desk / "message-1.md").write_text(first_message(workspace, case.prompt, installed_skills(workspace)))
    note_tree(desk, workspace, 0)
    state.turns.append(Turn(time.time()))
    state.save()
    print(f"{shown(desk)}\n{(desk / 'message-1.md').read_text()}", end="")
    return 0


def _case(where: Places, name: str, arm: Arm, trial: int, step: int | None) -> Case:
    [case] = load_cases(where.cases, [name])
    return case_at(case, Place(arm.name, trial, step, _AGENT), where.recordings)


def _suffix(step: int | None) -> str:
    return f"-s{step}" if step else ""


def _install(workspace: Path, case: Case, arm: Arm, skill: str | None, root: Path, scratch: Path) -> None:
    workspace.rmdir()
    fill(workspace, case, treatment(arm, root, _SKILLS_FOLDER, INSTRUCTIONS_FILE, skill, scratch))


def _end_turn(desk: Desk, message: Path) -> None:
    number = len(desk.turns)
    if desk.turns[-1].ended is not None:
        raise EvalError(f"{shown(Path(desk.desk))}: this run was finished before")
    text = message.read_text(encoding="utf-8")
    (Path(desk.desk) / f"said-{number}.md").write_text(text, encoding="utf-8")
    log = read_log((Path(desk.desk) / LOG).read_text(errors="replace"), Path(desk.workspace))
    note_tree(Path(desk.desk), Path(desk.workspace), number)
    # The last thing that happened in the folder: when the agent's words arrived here says less.
    last = max((one.at for one in log), default=desk.turns[-1].began)
    desk.turns[-1].ended = max(last, desk.turns[-1].began)


def _next(desk: Desk, where: Places) -> int:
    case = _case(where, desk.case, parse_arm(desk.arm), desk.trial, desk.step)
    number = len(desk.turns)
    if number >= len(case.prompts):
        raise EvalError(f"case {case.id!r} has no further reply; `onejob eval record finish` ends the run")
    workspace, folder = Path(desk.workspace), Path(desk.desk)
    copy_work(workspace, folder / f"snapshot-{number}")
    replies = [(folder / f"said-{one}.md").read_text() for one in range(1, number + 1)]
    text = next_message(workspace, case.prompts, replies, installed_skills(workspace))
    (folder / f"message-{number + 1}.md").write_text(text)
    desk.turns.append(Turn(time.time()))
    desk.save()
    print(text, end="")
    return 0


def _finish(desk: Desk, options: argparse.Namespace, where: Places) -> int:
    stop(desk.watcher)
    case = _case(where, desk.case, parse_arm(desk.arm), desk.trial, desk.step)
    folder, workspace = Path(desk.desk), Path(desk.workspace)
    snapshots = [folder / f"snapshot-{number}" for number in range(1, len(desk.turns))]
    messages = [folder / f"said-{number}.md" for number in range(1, len(desk.turns) + 1)]
    notes = read_log((folder / LOG).read_text(errors="replace"), workspace)
    for message in messages:
        message.write_text(_without_others(message.read_text(), workspace))
    said = [message.read_text() for message in messages]
    (folder / "events.jsonl").write_text(
        dump(to_events(notes, desk.turns, said, trees(folder, len(desk.turns))))
    )
    installed = [one for one in installed_skills(workspace) if one.name != "planning-features"]
    seconds = [round((turn.ended or turn.began) - turn.began, 1) for turn in desk.turns]
    work = Work(
        workspace, messages, snapshots, folder / "events.jsonl", installed[0] if installed else None, seconds
    )
    print(shown(import_work(work, _label(desk, options), case, parse_arm(desk.arm), where.recordings)))
    desk.save()
    return 0


def _without_others(text: str, workspace: Path) -> str:
    """Names of other runs' folders beside this one: they would tell whose machine this was."""
    beside = re.compile(rf"{re.escape(str(workspace.parent))}/{WORKSPACE}\w+")
    return beside.sub(lambda found: found[0] if found[0] == str(workspace) else "/other", text)


def _label(desk: Desk, options: argparse.Namespace) -> Label:
    date = datetime.fromtimestamp(desk.turns[0].began, UTC).date().isoformat()
    return Label(
        id=f"{date}-t{desk.trial}{_suffix(desk.step)}",
        trial=desk.trial,
        date=date,
        agent=_AGENT,
        status=options.status,
        usage={"input_tokens": None, "output_tokens": None, "cost_usd": None},
        notes=options.notes,
    )
