"""Who imports whom, and where the layers lie."""

from collections.abc import Iterator

from onejob.check.project.file import File
from onejob.check.project.survey import Part
from onejob.check.reading.facts import Import
from onejob.check.vocabulary.unmapped import OWN_PLACE, PLACED, folder_of, root_of

_RUNTIME = frozenset({"top", "deferred", "dynamic"})


def importers(file: File) -> Part:
    """By path of the imported module: (layer of the importer, the names it takes)."""
    if file.layer == "test":
        return {}
    taken: dict[str, set[str]] = {}
    for edge in file.edges:
        module = edge.target.module
        if module is not None and module is not file:
            taken.setdefault(module.path, set()).add(edge.target.symbol)
    return {path: (file.layer, tuple(sorted(names))) for path, names in taken.items()}


def links(file: File) -> Part:
    """Under "": the modules that running this one runs, the last statement's first."""
    names = tuple(dict(imported_modules(file))) if file.layer != "test" else ()
    return {"": names} if names else {}


def imported_modules(file: File) -> Iterator[tuple[str, Import]]:
    """Name and statement of every module of ours that a file imports at run time, the last statement first."""
    for item in reversed(file.facts.imports):
        target = _module_of(item, file) if item.kind in _RUNTIME else None
        if target and target is not file and target.layer != "test":
            yield target.name, item


def _module_of(item: Import, file: File) -> File | None:
    """The module that a statement runs: a submodule when the name is one and the package does not define it."""
    project = file.project
    package = project.module(item.module)
    if package is None or not item.name or item.name == "*":
        return package or (project.module(item.dotted) if item.name else None)
    is_defined = (
        item.name in package.bindings or item.name in package.classes or item.name in package.functions
    )
    return (not is_defined and project.module(item.dotted)) or package


def places(file: File) -> Part:
    """That a layer is there at all, and which packages, roots and folders belong to it."""
    part: Part = {f"layer {file.layer}": ""}
    if file.layer in PLACED:
        part[f"root {root_of(file)}"] = ""
        if "." in file.name:
            part[f"package {file.name.partition('.')[0]}"] = ""
    folder = folder_of(file.path) if file.layer not in OWN_PLACE else ""
    while folder:
        part[f"folder {folder}"] = file.layer
        folder = folder_of(folder)
    return part
