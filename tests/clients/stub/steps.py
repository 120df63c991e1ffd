"""What a scripted model does, in words that belong to no client."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class LoadSkill:
    """Load a skill's body, in the client's own way."""

    name: str


@dataclass(frozen=True, slots=True)
class ReadFile:
    """Read a file of a skill. The model knows its folder only from what the client said."""

    skill: str
    path: str


@dataclass(frozen=True, slots=True)
class WriteFile:
    """Write a file of the project; `path` is relative to it."""

    path: str
    content: str


@dataclass(frozen=True, slots=True)
class EditFile:
    """Replace one passage of a file of the project."""

    path: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class RunCheck:
    """Run the checker that the skill carries on the project."""

    skill: str


@dataclass(frozen=True, slots=True)
class RunShell:
    """Run any command in the client's shell."""

    command: str


@dataclass(frozen=True, slots=True)
class Say:
    """Answer with text, which ends the turn."""

    text: str


Step = LoadSkill | ReadFile | WriteFile | EditFile | RunCheck | RunShell | Say
_KINDS = {kind.__name__: kind for kind in (LoadSkill, ReadFile, WriteFile, EditFile, RunCheck, RunShell, Say)}


def dump(steps: Sequence[Step]) -> str:
    """The script as JSON, for the server's process."""
    return json.dumps([{"kind": type(step).__name__, **asdict(step)} for step in steps])


def load(text: str) -> list[Step]:
    """The script from JSON."""
    found: list[Step] = []
    for item in json.loads(text):
        found.append(_KINDS[item.pop("kind")](**item))
    return found
