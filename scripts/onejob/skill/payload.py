"""The payload: the files of the authored skill that get installed, and nothing else.

Clients copy a whole skill folder. So the skill is not the repository but a folder made from it by this list,
committed, and compared with its sources on every validation.
"""

import re
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

from onejob.skill import claims, source
from onejob.skill.frontmatter import read
from onejob.skill.layout import REFERENCES, SKILL_FILE, SKILLS, Skill
from onejob.skill.new_feature import template
from onejob.skill.problem import Problem, ProblemError

# Path in the payload → path in the repository, for single files.
SINGLE_FILES = {
    "LICENSE": "LICENSE",
    "agents/openai.yaml": "scripts/onejob/skill/clients/openai.yaml",
    "scripts/check.py": "scripts/check.py",
    "scripts/onejob/__init__.py": "scripts/onejob/__init__.py",
}
CHECK = "payload"
CHECKER = "scripts/onejob/check"
# Of no use in a copied folder: the one measures this repository, the other is loaded by a pytest that has onejob installed.
NOT_SHIPPED = {f"{CHECKER}/benchmark.py", f"{CHECKER}/pytest_plugin.py"}
# Folder in the repository → which of its files are shipped, under the same path.
FOLDERS = ((REFERENCES, "*.md"), (CHECKER, "*.py"), (CHECKER, "*.json"))
# What `scripts/new_feature.py` needs: the modules it imports, and the part of the example that is its template.
SCAFFOLD = "scripts/new_feature.py"
SCAFFOLD_MODULES = tuple(
    f"scripts/onejob/skill/{name}" for name in ("__init__.py", "cli.py", "new.py", "problem.py", "source.py")
)
SCAFFOLD_PACKAGE = "scripts/onejob/skill/new_feature"
STAGING = "build/pack"
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def folder(root: Path, skill: Skill) -> Path:
    """Where the payload of the source skill lies. Raises ProblemError on a name that is no folder name."""
    if not _NAME.fullmatch(skill.name):
        message = f"the name {skill.name!r} cannot name the payload's folder"
        remedy = "choose a name such as async-python-backend"
        raise ProblemError(Problem(skill.folder / SKILL_FILE, 0, CHECK, message, remedy))
    return root / SKILLS / skill.name


def content(root: Path) -> dict[str, bytes]:
    """Every file of the payload by its path. Raises ProblemError when one is missing or unreadable."""
    files = {SKILL_FILE: _public(root / SKILL_FILE).encode()}
    for path, origin in _origins(root):
        text = _text(root / origin)
        files[path] = (claims.without(text) if path.endswith(".md") else text).encode()
    return dict(sorted(files.items()))


def existing(place: Path) -> dict[str, bytes]:
    """The files that lie in a skill's folder now; Python's caches do not count.

    A link or a pipe counts as an empty file: it is seen, and it is never the file that belongs there.
    """
    paths = (path for path in place.rglob("*") if path.is_symlink() or not path.is_dir())
    return {
        path.relative_to(place).as_posix(): path.read_bytes() if _is_plain(path) else b""
        for path in sorted(paths)
        if "__pycache__" not in path.parts
    }


def write(root: Path, place: Path, files: Mapping[str, bytes]) -> None:
    """Replace the payload's folder as a whole: it is the old one or the new one, never a mixture."""
    staging = root / STAGING
    shutil.rmtree(staging, ignore_errors=True)
    fresh, old = staging / "new", staging / "old"
    for path, data in files.items():
        target = fresh / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    place.parent.mkdir(parents=True, exist_ok=True)
    if place.exists():
        place.rename(old)
    try:
        fresh.rename(place)
    except OSError:
        if old.exists():
            old.rename(place)
        raise
    shutil.rmtree(staging, ignore_errors=True)


def _origins(root: Path) -> Iterator[tuple[str, str]]:
    yield from SINGLE_FILES.items()
    if "new_feature.py" in _text(root / SKILL_FILE):  # a script that no page names is not shipped
        yield from ((path, path) for path in scaffold(root))
    for base, pattern in FOLDERS:
        yield from ((path, path) for path in _below(root, base, pattern) if path not in NOT_SHIPPED)


def scaffold(root: Path) -> Iterator[str]:
    """The files with which `scripts/new_feature.py` runs in a copied skill, where nothing is installed."""
    yield from (SCAFFOLD, *SCAFFOLD_MODULES)
    yield from _below(root, SCAFFOLD_PACKAGE, "*.py")
    yield from (f"{template.EXAMPLE}/{path}" for path in template.needed_files())


def _below(root: Path, base: str, pattern: str) -> Iterator[str]:
    for path in sorted((root / base).rglob(pattern)):
        if "__pycache__" not in path.parts:
            yield path.relative_to(root).as_posix()


def _text(path: Path) -> str:
    if path.is_symlink():
        raise ProblemError(linked(path))
    return source.read(path).text


def _public(path: Path) -> str:
    """SKILL.md without `metadata.internal`, which would hide the installed skill."""
    text = _text(path)
    front = read(path, text)
    if front.problems:
        raise ProblemError(front.problems[0])
    dropped = {front.lines.get(("metadata", "internal"))}
    if [key for key in front.lines if key[:1] == ("metadata",) and len(key) > 1] == [
        ("metadata", "internal")
    ]:
        dropped.add(front.lines[("metadata",)])
    kept = (line for number, line in enumerate(text.split("\n"), start=1) if number not in dropped)
    return claims.without("\n".join(kept))


def linked(path: Path) -> Problem:
    """A symbolic link where a file is due: what it points at is not part of the skill."""
    return Problem(path, 0, CHECK, "a symbolic link cannot be packed", "replace it by the file")


def _is_plain(path: Path) -> bool:
    return path.is_file() and not path.is_symlink()
