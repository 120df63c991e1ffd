"""The plan of a feature: every write, before any is made."""

import re
import tokenize
from dataclasses import dataclass
from functools import cache
from io import StringIO
from pathlib import Path

from onejob.skill.new_feature import template
from onejob.skill.new_feature.anchors import ByHand
from onejob.skill.new_feature.composing import compose
from onejob.skill.new_feature.migrating import migrate
from onejob.skill.new_feature.names import Names
from onejob.skill.new_feature.project import is_empty, read_project
from onejob.skill.new_feature.wiring import wire
from onejob.skill.problem import CannotContinueError

_NEEDED = ("Factory", "IUnitOfWork", "UnitOfWork")


@dataclass(frozen=True, slots=True)
class Plan:
    """`writes`: path below `root` → the old text (None: a new file) and the new one."""

    root: Path
    writes: dict[str, tuple[str | None, str]]
    by_hand: tuple[ByHand, ...]
    is_application: bool


def plan(folder: Path, names: Names) -> Plan:
    """Plan the feature, and the application around it where the folder is empty.

    Raises:
        CannotContinueError: the name cannot be used here, the feature exists, or this is another architecture.
    """
    _refuse_words_of_the_template(names)
    project = read_project(folder)
    before = dict(project.files)
    starts = is_empty(folder)
    if starts:
        for path, text in _application(folder.resolve().name).items():
            project.write(path, text)
    elif not any(project.home(name) for name in _NEEDED):
        message = f"{project.root}: no application in this architecture here (none of {', '.join(_NEEDED)} is defined)"
        raise CannotContinueError(f"{message}; start in an empty folder, or name the project's folder")
    by_hand = [*compose(project, names), *wire(project, names), *migrate(project, names)]
    writes = {
        path: (before.get(path), text) for path, text in project.files.items() if before.get(path) != text
    }
    return Plan(project.root, dict(sorted(writes.items())), tuple(by_hand), starts)


def _application(folder: str) -> dict[str, str]:
    slug = re.sub(r"[^a-z0-9]+", "-", folder.lower()).strip("-") or "backend"
    return {**template.application(), template.PROJECT_FILE: template.project_file(slug)}


def _refuse_words_of_the_template(names: Names) -> None:
    for word in (names.singular, names.plural, names.pascal, names.pascal_plural, names.singular.upper()):
        if word in _words_of_the_template():
            message = f"{word!r} already means something else in the code that is written"
            raise CannotContinueError(
                f"{message}; choose a more specific name, such as {names.singular}_record"
            )


@cache
def _words_of_the_template() -> frozenset[str]:
    texts = [template.feature(piece, with_shared=frozenset(piece.shared)) for piece in template.PIECES]
    tokens = (token for text in texts for token in tokenize.generate_tokens(StringIO(text).readline))
    return frozenset(
        token.string
        for token in tokens
        if token.type == tokenize.NAME and "recipe" not in token.string.lower()
    )
