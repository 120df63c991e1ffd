"""The folder an agent starts in: the case's files and, by arm, the treatment."""

import io
import os
import shutil
import subprocess
import tarfile
from dataclasses import dataclass
from pathlib import Path

from onejob.evals.arm import Arm
from onejob.evals.case import Case
from onejob.evals.failure import EvalError
from onejob.evals.payload import SKILL_FILE, read_skill, todays_skill
from onejob.evals.places import shown
from onejob.evals.recording import Skill
from onejob.evals.tree import hashes, sha256


@dataclass(frozen=True, slots=True)
class Treatment:
    """What an arm adds to a workspace: path → content, and the skill it comes from."""

    files: dict[str, bytes]
    skill: Skill | None


def treatment(
    arm: Arm, root: Path, skills_folder: str, instructions: str, skill: str | None, scratch: Path
) -> Treatment:
    """Read the treatment once; every trial of the arm gets the same bytes.

    Args:
        skills_folder: where the client looks for skills, relative to the project.
        instructions: the file of the project that it always reads.
        skill: folder of today's skill; None takes the repository's payload.

    Raises:
        EvalError: the skill of that arm cannot be found.
    """
    if not arm.treated:
        return Treatment({}, None)
    folder = _source(arm, root, skill, scratch)
    known = read_skill(folder)
    if case := next(folder.rglob("case.yaml"), None):
        raise EvalError(
            f"{shown(case)}: this skill's folder holds eval cases, and an agent would read their tests; "
            "name the packed skill (onejob pack)"
        )
    if arm.kind == "inline":
        return Treatment({instructions: _inlined(folder)}, known)
    companions = _companions(folder) if arm.kind in {"skill", "skill-at"} and skill is None else []
    files = {
        f"{skills_folder}/{one.name}/{name}": (one / name).read_bytes()
        for one in (folder, *companions)
        for name in hashes(one)
    }
    return Treatment(files, known)


def _companions(folder: Path) -> list[Path]:
    """Other skills of the same pack: they are installed together, and refer to each other."""
    return sorted(path.parent for path in folder.parent.glob(f"*/{SKILL_FILE}") if path.parent != folder)


def fill(workspace: Path, case: Case, given: Treatment) -> None:
    """Make the workspace: the case's files, then the treatment. Nothing else, in no arm."""
    if case.files:
        shutil.copytree(case.files, workspace)
    workspace.mkdir(exist_ok=True)
    for name, content in given.files.items():
        target = workspace / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)


def withdraw(workspace: Path, given: Treatment) -> list[str]:
    """Take the treatment out again; what the agent changed of it stays, and is named."""
    changed: list[str] = []
    for name, content in given.files.items():
        path = workspace / name
        if _is_inside(path, workspace) and path.is_file() and path.read_bytes() == content:
            path.unlink()
            _remove_empty(path.parent, workspace)
        else:
            changed.append(name)
    return changed


def _is_inside(path: Path, workspace: Path) -> bool:
    """Whether no link on the way leads out: the agent may have put one there, to something of ours."""
    return path.resolve() == workspace.resolve() / path.relative_to(workspace)


def open_up(workspace: Path) -> None:
    """Make readable what the agent locked, so that it can be recorded, and removed."""
    for folder, names, files in os.walk(workspace):
        for path in (Path(folder, name) for name in (*names, *files)):
            if path.is_symlink():
                continue
            if path.is_dir():  # before it is entered
                path.chmod(path.stat().st_mode | 0o700)
            elif path.is_file():
                path.chmod(path.stat().st_mode | 0o600)


def _remove_empty(folder: Path, below: Path) -> None:
    while folder != below and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent


def _source(arm: Arm, root: Path, skill: str | None, scratch: Path) -> Path:
    if arm.kind == "other":
        return Path(arm.argument).resolve()
    today = todays_skill(root, skill)
    if today is None:
        raise EvalError(
            f"arm {arm.name!r}: there is no packed skill below skills/; run `onejob pack`, or name one with --skill DIR"
        )
    return _at(arm.argument, today[0], root, scratch) if arm.kind == "skill-at" else today[0]


def _at(reference: str, folder: Path, root: Path, scratch: Path) -> Path:
    """The same folder as it was at a git reference."""
    if not folder.is_relative_to(root):
        raise EvalError("skill@REF needs a skill inside the repository")
    inner = folder.relative_to(root).as_posix()
    pack = folder.parent.relative_to(root).as_posix()  # with its companions
    asked = ["git", "-C", str(root), "archive", "--format=tar", reference, "--", pack]
    archived = subprocess.run(asked, capture_output=True, check=False)
    if archived.returncode:
        raise EvalError(
            f"skill@{reference}: git cannot give {inner} at {reference!r}: {archived.stderr.decode().strip()}"
        )
    target = scratch / f"at-{sha256(reference.encode())[:12]}"
    with tarfile.open(fileobj=io.BytesIO(archived.stdout)) as archive:
        archive.extractall(target, filter="data")
    if not (target / inner / SKILL_FILE).is_file():
        raise EvalError(f"skill@{reference}: there was no skill in {inner} at {reference!r}")
    return target / inner


def _inlined(folder: Path) -> bytes:
    """SKILL.md without its frontmatter, then every reference."""
    body = (folder / SKILL_FILE).read_text(encoding="utf-8-sig").split("\n---", 1)[-1].lstrip("-").lstrip()
    pages = [page.read_text(encoding="utf-8") for page in sorted((folder / "references").glob("*.md"))]
    return "\n\n".join([body, *pages]).encode()
