"""The files of a feature: each piece of the template at its place, importing what it needs from where the project has it."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from onejob.skill.new_feature import template
from onejob.skill.new_feature.anchors import ByHand
from onejob.skill.new_feature.edits import with_definitions
from onejob.skill.new_feature.imports import Import, block, imports_of, with_import
from onejob.skill.new_feature.names import Names
from onejob.skill.new_feature.placing import place
from onejob.skill.new_feature.project import Project
from onejob.skill.new_feature.renaming import in_code, renamed
from onejob.skill.new_feature.slicing import defined_names
from onejob.skill.new_feature.template import Piece
from onejob.skill.problem import CannotContinueError

# A class of the file that must stand below the new definitions, because it names them.
_USERS = {"repository-interface": "IUnitOfWork", "fake": "FakeUnitOfWork"}
_FIXTURES = {"repository-test": ("unit_of_work",), "http-test": ("client", "headers")}


@dataclass(frozen=True, slots=True)
class _Part:
    """A piece in the words of the feature, taken apart."""

    docstring: str
    imports: tuple[Import, ...]
    body: str


def compose(project: Project, names: Names) -> Iterator[ByHand]:
    """Plan every file of the feature. Yields what the project lacks. Raises CannotContinueError if there is one already."""
    places = {piece.layer: place(project, piece.layer, piece.origin, names) for piece in template.PIECES}
    _refuse_existing(project, names, places)
    for piece in template.PIECES:
        path = places[piece.layer]
        _add_packages(project, path)
        yield from _add(project, piece, path, names)
        yield from _missing_fixtures(project, piece, path)


def _refuse_existing(project: Project, names: Names, places: dict[str, str]) -> None:
    for path in places.values():
        parts = PurePosixPath(path).with_suffix("").parts
        is_own = (
            parts[-1] in {names.singular, names.plural}
            or parts[-1].startswith("test_")
            or names.plural in parts
        )
        if is_own and (path in project.files or (project.root / path).exists()):
            raise CannotContinueError(f"{path} exists already; choose another NAME, nothing is overwritten")
    for piece in template.PIECES:
        for name in piece.definitions:
            taken = project.home(in_code(name, names)) if name[:1].isupper() and "ecipe" in name else None
            if taken:
                message = f"{taken} defines {in_code(name, names)} already"
                raise CannotContinueError(f"{message}; choose another NAME, nothing is overwritten")


def _add_packages(project: Project, path: str) -> None:
    """A new folder inside a package is a package, too."""
    missing: list[PurePosixPath] = []
    for folder in PurePosixPath(path).parents:
        if f"{folder}/__init__.py" in project.files:
            for inner in missing:
                project.write(f"{inner}/__init__.py", "")
            return
        missing.append(folder)


def _add(project: Project, piece: Piece, path: str, names: Names) -> Iterator[ByHand]:
    absent = frozenset(name for name in piece.shared if not project.home(name, piece.origin))
    part = _taken_apart(renamed(template.feature(piece, with_shared=absent), names))
    text = project.files.get(path)
    fresh = text is None
    merged = with_definitions(text or "", part.body, _USERS.get(piece.layer, ""))
    project.write(path, merged)
    imports: list[Import] = []
    for item in _needed(part, piece, names):
        if item.module.split(".")[0] not in template.OWN_PACKAGES:
            imports.append(item)
        elif home := project.home(item.name, piece.origin):
            imports += [replace(item, module=project.module(home))] if home != path else []
        else:
            wanted = f"the project does not define {item.name}, which {piece.layer} needs"
            yield ByHand(path, wanted, f"{item.name}, as in the example's {item.module.replace('.', '/')}.py")
    if fresh:
        gap = "\n\n" if part.body.startswith(("class", "def", "async", "@")) else "\n"
        head = block(imports, project.own)
        merged = f"{part.docstring}\n\n{head}{gap if head else ''}{part.body}"
    else:
        for item in imports:
            merged = with_import(merged, item, project.own)
    project.write(path, merged)


def _taken_apart(text: str) -> _Part:
    tree = ast.parse(text)
    docstring = f'"""{ast.get_docstring(tree) or ""}"""'
    rest = [node for node in tree.body[1:] if not isinstance(node, ast.Import | ast.ImportFrom)]
    lines = text.splitlines(keepends=True)
    decorators = getattr(rest[0], "decorator_list", ())
    first = min([rest[0].lineno, *(item.lineno for item in decorators)])
    return _Part(docstring, tuple(imports_of(text)), "".join(lines[first - 1 :]))


def _needed(part: _Part, piece: Piece, names: Names) -> Iterator[Import]:
    """What the body imports, and what stood beside it in the example's file."""
    yield from part.imports
    tree = ast.parse(part.body)
    own = {name for node in tree.body for name in defined_names(node)}
    used = {
        node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
    }
    origin = ast.parse(template.read(piece.origin))
    beside = {in_code(name, names) for node in origin.body for name in defined_names(node)}
    module = piece.origin.removesuffix(".py").replace("/", ".")
    yield from (Import(module, name) for name in sorted((used & beside) - own))


def _missing_fixtures(project: Project, piece: Piece, path: str) -> Iterator[ByHand]:
    for name in _FIXTURES.get(piece.layer, ()):
        homes = project.definitions.get(name, [])
        if not any(PurePosixPath(home).name == "conftest.py" for home in homes):
            yield ByHand(
                path,
                f"no conftest.py defines the fixture {name}",
                f"{name}, as in the example's tests/conftest.py",
            )
