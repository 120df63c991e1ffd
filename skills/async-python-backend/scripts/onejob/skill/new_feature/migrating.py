"""The Alembic revision of a feature, behind the last one of the project."""

import ast
import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from onejob.skill.new_feature import template
from onejob.skill.new_feature.anchors import ByHand
from onejob.skill.new_feature.names import Names
from onejob.skill.new_feature.project import Project
from onejob.skill.new_feature.renaming import renamed


def migrate(project: Project, names: Names) -> Iterator[ByHand]:
    """Plan a revision if the project has migrations. Yields if there is no single last revision."""
    environment = next((path for path in sorted(project.files) if _is_environment(project, path)), None)
    if environment is None:
        return
    revisions = dict(_revisions(project))
    heads = sorted(set(revisions) - {parent for _, parents in revisions.values() for parent in parents})
    folder = f"{PurePosixPath(environment).parent}/versions"
    if revisions:
        folder = str(PurePosixPath(revisions[heads[-1]][0] if heads else min(revisions.values())[0]).parent)
    if len(heads) > 1 or (revisions and not heads):
        wanted = f"there is no single last revision, but {len(heads)}: {', '.join(heads)}"
        yield ByHand(folder, wanted, "alembic merge heads    # then run onejob new again")
        return
    parent = heads[0] if heads else None
    number = _next(revisions)
    text = renamed(template.migration(), names)
    text = text.replace("create the tables.", f"create {names.plural}.", 1)
    text = re.sub(r"^revision: str = .*$", f'revision: str = "{number}"', text, count=1, flags=re.MULTILINE)
    down = f"down_revision: str | None = {f'{chr(34)}{parent}{chr(34)}' if parent else None}"
    text = re.sub(r"^down_revision: .*$", lambda _: down, text, count=1, flags=re.MULTILINE)
    project.write(f"{folder}/{number}_create_{names.plural}.py", text)


def _is_environment(project: Project, path: str) -> bool:
    return PurePosixPath(path).name == "env.py" and "target_metadata" in project.files[path]


def _revisions(project: Project) -> Iterator[tuple[str, tuple[str, tuple[str, ...]]]]:
    """Revision → its file and its parents."""
    for path, text in project.files.items():
        if "down_revision" not in text or not path.endswith(".py"):
            continue
        try:
            values = dict(_constants(ast.parse(text)))
        except SyntaxError:
            continue
        own, parents = values.get("revision"), values.get("down_revision")
        if isinstance(own, str):
            listed = parents if isinstance(parents, tuple | list) else [parents] if parents else []
            yield own, (path, tuple(map(str, listed)))


def _constants(tree: ast.Module) -> Iterator[tuple[str, object]]:
    for node in tree.body:
        targets = (
            node.targets
            if isinstance(node, ast.Assign)
            else [node.target]
            if isinstance(node, ast.AnnAssign)
            else []
        )
        for target in targets:
            if isinstance(target, ast.Name) and target.id in {"revision", "down_revision"}:
                try:
                    yield target.id, ast.literal_eval(getattr(node, "value", None) or ast.Constant(None))
                except ValueError:
                    continue


def _next(revisions: dict[str, tuple[str, tuple[str, ...]]]) -> str:
    """The next number where revisions are numbered, else one that cannot be taken."""
    numbers = [int(name) for name in revisions if name.isdecimal()]
    if len(numbers) == len(revisions):
        width = max((len(name) for name in revisions), default=4)
        return f"{max(numbers, default=0) + 1:0{width}}"
    taken, number = set(revisions), len(revisions) + 1
    while f"{number:04}" in taken:
        number += 1
    return f"{number:04}"
