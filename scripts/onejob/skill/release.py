"""One version everywhere: `pyproject.toml` says it, every skill and every plugin manifest repeats it."""

import json
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from onejob.skill import source
from onejob.skill.layout import Pack, Skill
from onejob.skill.problem import Problem, ProblemError

CHECK = "version"
PROJECT = "pyproject.toml"
MANIFESTS = (
    ".claude-plugin/plugin.json",
    ".claude-plugin/marketplace.json",
    ".codex-plugin/plugin.json",
    ".agents/plugins/marketplace.json",
)


def check(pack: Pack) -> Iterator[Problem]:
    """Places that give another version than the project, and manifests that cannot be read."""
    try:
        wanted = _project_version(pack.root / PROJECT)
        if wanted and pack.source:
            yield from _check_skills(pack, wanted)
            yield from _check_manifests(pack.root, wanted)
    except ProblemError as error:
        yield error.problem


def _project_version(path: Path) -> str:
    if not path.exists():
        return ""
    try:
        project = tomllib.loads(source.read(path).text).get("project")
    except tomllib.TOMLDecodeError as error:
        raise ProblemError(Problem(path, 0, CHECK, f"not valid TOML: {error}", "mend the file")) from error
    return str(project.get("version", "")) if isinstance(project, dict) else ""


def _check_skills(pack: Pack, wanted: str) -> Iterator[Problem]:
    for skill in pack.authored:
        found = _skill_version(skill)
        if skill.front and found != wanted:
            line = skill.front.lines.get(("metadata", "version"), 1)
            message = f"metadata.version is {found!r}, the project's version is {wanted!r}"
            yield Problem(skill.front.path, line, CHECK, message, f'write: version: "{wanted}"')


def _skill_version(skill: Skill) -> object:
    metadata = skill.front.values.get("metadata") if skill.front else None
    return metadata.get("version") if isinstance(metadata, dict) else None


def _check_manifests(root: Path, wanted: str) -> Iterator[Problem]:
    for path in (root / name for name in MANIFESTS):
        if path.exists():
            for place, found in _versions(_load(path), ""):
                if found != wanted:
                    message = f"{place} is {found!r}, the project's version is {wanted!r}"
                    yield Problem(path, 0, CHECK, message, f"write {wanted!r}")


def _load(path: Path) -> Any:
    try:
        return json.loads(source.read(path).text)
    except json.JSONDecodeError as error:
        problem = Problem(path, error.lineno, CHECK, f"not valid JSON: {error.msg}", "mend the file")
        raise ProblemError(problem) from error


def _versions(value: Any, place: str) -> Iterator[tuple[str, object]]:
    """Every `version` in a manifest, with the path to it."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        path = f"{place}.{key}".lstrip(".")
        if key == "version":
            yield path, inner
        yield from _versions(inner, path)
