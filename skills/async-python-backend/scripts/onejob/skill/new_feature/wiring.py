"""Makes a feature known: to the application, the factory, the unit of work, the tables, the fakes."""

from collections.abc import Callable, Iterator
from pathlib import PurePosixPath

from onejob.skill.new_feature import edits
from onejob.skill.new_feature.anchors import ByHand, MissingAnchorError
from onejob.skill.new_feature.imports import Import, imports_of, with_import
from onejob.skill.new_feature.names import Names
from onejob.skill.new_feature.project import Project

Edit = Callable[[str], str]


def wire(project: Project, names: Names) -> Iterator[ByHand]:
    """Plan the edits of files that are there. Yields those whose place was not found."""
    thing, things = names.pascal, names.plural
    prop = f"@property\ndef {things}(self) -> I{thing}Repository: ..."
    yield from _edit(
        project,
        "IUnitOfWork",
        lambda text: edits.with_property(text, "IUnitOfWork", prop),
        prop,
        f"I{thing}Repository",
    )
    line = f"{things}: {thing}Repository"
    argument = f"{things}={thing}Repository({{0}})"
    yield from _edit(
        project,
        "UnitOfWork",
        lambda text: edits.with_argument(edits.with_field(text, "UnitOfWork", line), "UnitOfWork", argument),
        f"{line}    # in UnitOfWork\n{thing}Repository(session)    # where a UnitOfWork is built",
        f"{thing}Repository",
    )
    method = (
        f"def {names.singular}_service(self) -> I{thing}Service:\n    return {thing}Service({{unit_of_work}})"
    )
    yield from _edit(
        project,
        "Factory",
        lambda text: edits.with_factory_method(text, method),
        method.replace("{unit_of_work}", "self.singletons.unit_of_work"),
        f"{thing}Service",
        f"I{thing}Service",
    )
    fake = f"{things}: Fake{names.pascal_plural} = field(default_factory=Fake{names.pascal_plural})"
    yield from _edit(
        project,
        "FakeUnitOfWork",
        lambda text: edits.with_field(text, "FakeUnitOfWork", fake, "commits"),
        fake,
    )
    yield from _router(project, names)
    _table(project, names)


def _edit(project: Project, anchor: str, edit: Edit, lines: str, *needed: str) -> Iterator[ByHand]:
    """Apply an edit to the file that defines the anchor, and import what it names."""
    path = project.home(anchor)
    if path is None:
        yield ByHand("(no file)", f"no file of the project defines {anchor}", lines)
        return
    try:
        text = edit(project.files[path])
    except MissingAnchorError as error:
        yield ByHand(path, error.wanted, lines)
        return
    homes = {name: project.home(name) for name in needed}
    for name, home in homes.items():
        if home and home != path:
            text = with_import(text, Import(project.module(home), name), project.own)
    if anchor == "FakeUnitOfWork":
        text = with_import(text, Import("dataclasses", "field"), project.own)
    project.write(path, text)


def _router(project: Project, names: Names) -> Iterator[ByHand]:
    home = project.home(f"list_{names.plural}")
    if home is None:
        return
    package, _, stem = project.module(home).rpartition(".")
    bound = names.plural if stem == names.plural else f"{names.plural}_{stem}"
    item = Import(package, stem, "" if bound == stem else bound)
    lines = f"from {package} import {stem}{f' as {bound}' if item.alias else ''}\napp.include_router({bound}.router)"
    path = project.home("create_app", "app/app.py") or _including(project)
    if path is None:
        yield ByHand("(no file)", "no file of the project includes a router", lines)
        return
    text = project.files[path]
    if any(found.bound == bound for found in imports_of(text)):
        yield ByHand(path, f"the name {bound} is taken", lines)
        return
    try:
        project.write(path, with_import(edits.with_router(text, bound), item, project.own))
    except MissingAnchorError as error:
        yield ByHand(path, error.wanted, lines)


def _including(project: Project) -> str | None:
    found = (
        path for path, text in project.files.items() if path.endswith(".py") and ".include_router(" in text
    )
    return min(found, key=len, default=None)


def _table(project: Project, names: Names) -> None:
    """Alembic must see the table: through the package of the ORM classes, or else through its env.py."""
    row = f"{names.pascal}Row"
    home = project.home(row)
    if home is None:
        return
    package = f"{PurePosixPath(home).parent}/__init__.py"
    text = project.files.get(package, "")
    if any(item.name == "Base" or item.name.endswith("Row") for item in imports_of(text)):
        item = Import(project.module(home), row)
        project.write(package, edits.with_exported(with_import(text, item, project.own), row))
        return
    for path in project.files:
        if path.endswith("/env.py") and "target_metadata" in project.files[path]:
            own = Import(project.module(home), row)
            text = with_import(project.files[path], own, project.own)
            project.write(path, text.replace(f"import {row}\n", f"import {row}  # noqa: F401\n"))
