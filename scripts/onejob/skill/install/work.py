"""What an installation or a removal will do: decided for every place before anything is written."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from onejob.skill.install import receipt, swap
from onejob.skill.install.clients import Target
from onejob.skill.install.present import Present, State, look
from onejob.skill.install.shipped import ShippedSkill
from onejob.skill.problem import CannotContinueError

_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Step:
    """One skill in one place: what is there, what will be (None: nothing), and the verb for it."""

    present: Present
    skill: ShippedSkill
    verb: str
    change: swap.Change | None = None


def installation(skills: Sequence[ShippedSkill], targets: Iterable[Target], *, force: bool) -> list[Step]:
    """The steps of an installation or update. Raises CannotContinueError for what may not be overwritten."""
    steps = []
    for target in targets:
        missing = _missing_folders(target.folder)
        for number, skill in enumerate(skills):
            wanted = receipt.make(skill.version, skill.files, 0 if number else missing)
            steps.append(_install(look(target.folder / skill.name, wanted), skill, wanted))
    _refuse([step.present for step in steps], "overwritten", force=force)
    return steps


def removal(skills: Sequence[ShippedSkill], targets: Iterable[Target], *, force: bool) -> list[Step]:
    """The steps of a removal: only what carries a receipt. Raises CannotContinueError for what was modified."""
    steps = [
        _remove(look(target.folder / skill.name, receipt.make(skill.version, skill.files, 0)), skill)
        for target in targets
        for skill in skills
    ]
    _refuse([step.present for step in steps if step.change], "removed", force=force)
    return steps


def carry_out(steps: Sequence[Step]) -> None:
    """Do it, all or nothing; then drop the folders that were made for what is now gone. Raises CannotContinueError."""
    changes = [step.change for step in steps if step.change]
    try:
        swap.apply(changes)
    except OSError as error:
        # The file is one of a temporary folder that is gone by now: what tells is where it was to go.
        places = " and ".join(sorted({str(change.place.parent) for change in changes}))
        reason = error.strerror or error
        raise CannotContinueError(
            f"nothing was changed; {places} cannot be written: {reason}; mend that, then run this again"
        ) from error
    for step in steps:
        if step.change and step.change.files is None and step.present.receipt:
            _drop_empty(step.change.place.parent, step.present.receipt.created_folders)


def _install(present: Present, skill: ShippedSkill, wanted: receipt.Receipt) -> Step:
    if present.state is State.CURRENT:
        return Step(present, skill, "up to date")
    if present.receipt:
        wanted = receipt.make(skill.version, skill.files, present.receipt.created_folders)
    files = {**skill.files, receipt.NAME: receipt.render(wanted)}
    return Step(present, skill, _verb(present, skill), swap.Change(present.place, files))


def _verb(present: Present, skill: ShippedSkill) -> str:
    if present.state in {State.MODIFIED, State.FOREIGN}:
        return "overwritten"
    if present.receipt and present.receipt.version != skill.version:
        return f"updated from {present.receipt.version}"
    return "installed" if present.state is State.ABSENT or not present.receipt else "updated"


def _remove(present: Present, skill: ShippedSkill) -> Step:
    if present.state is State.ABSENT:
        return Step(present, skill, "not there")
    if present.receipt is None:
        return Step(present, skill, "left alone, it was not installed by `onejob install`")
    return Step(present, skill, "removed", swap.Change(present.place, None))


def _refuse(found: Iterable[Present], participle: str, *, force: bool) -> None:
    reasons = [reason for present in found for reason in _reasons(present, force=force)]
    if reasons:
        lines = "\n  ".join(reasons)
        raise CannotContinueError(f"nothing was changed; this cannot be {participle}:\n  {lines}")


def _reasons(present: Present, *, force: bool) -> Iterator[str]:
    if present.state is State.BLOCKED:
        kind = f"a link to {present.place.readlink()}" if present.place.is_symlink() else "a file"
        yield f"{present.place} is {kind}, not a folder; remove it first"
    elif present.state is State.MODIFIED and not force:
        yield f"{present.place} was modified: {_few(present.differences)}; keep a copy, then add --force"
    elif present.state is State.FOREIGN and not force:
        reason = "was not put there by `onejob install` and differs from this version"
        yield f"{present.place} {reason}: {_few(present.differences)}; keep a copy, then add --force"


def _few(differences: Sequence[str]) -> str:
    more = f" and {len(differences) - _SHOWN} more" if len(differences) > _SHOWN else ""
    return ", ".join(differences[:_SHOWN]) + more


def _missing_folders(folder: Path) -> int:
    """How many of the folder and its parents do not exist yet."""
    return sum(not path.exists() for path in (folder, folder.parent))


def _drop_empty(folder: Path, count: int) -> None:
    for path in (folder, *folder.parents)[:count]:
        try:
            path.rmdir()
        except OSError:
            return
