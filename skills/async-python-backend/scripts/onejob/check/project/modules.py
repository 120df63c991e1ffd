"""Dotted module names of files, whatever the layout: src folders, packages, folders without `__init__.py`."""

import sys
from collections.abc import Iterable

_ENOUGH = 2  # modules of a folder that are imported by their bare names


def module_names(paths: Iterable[str], imported: frozenset[str] = frozenset()) -> dict[str, str]:
    """Dotted names of POSIX paths relative to the project root.

    The source root of a regular package is the folder above its topmost `__init__.py`; folders without one count from
    the nearest known root above them.

    Parameters:
        imported: dotted names that are imported and start like no module of ours: when `app.services` is imported and
            a folder `backend/app/services` exists, `backend` is a source root.
    """
    known = list(paths)
    present = set(known)
    folders = _all_folders(known)
    packages = {folder for folder in folders if f"{folder}/__init__.py".lstrip("/") in present}
    roots = {""} | {_above(folder, packages) for folder in packages}
    if any(path.startswith("src/") for path in known):
        roots.add("src")
    for folder in _imported_folders(imported, folders, present, packages):
        # Some packages inside it may have an `__init__.py`: it is a package all the same.
        roots = {root for root in roots if not f"{root}/".startswith(f"{folder}/")}
        roots.add(folder.rpartition("/")[0])
    roots |= _bare_roots(imported, folders - packages - roots, present)
    by_folder = {folder: _root(folder, roots) for folder in folders}
    return {path: _dotted(path, by_folder[path.rpartition("/")[0]]) for path in known}


def unresolved(imported: Iterable[str], names: dict[str, str]) -> frozenset[str]:
    """The imported dotted names that begin like no module of the project, by their first two parts."""
    own = {_beginning(name) for name in names.values()}
    own |= {name.partition(".")[0] for name in own}
    return frozenset(item for item in set(imported) if _beginning(item) not in own)


def _beginning(name: str) -> str:
    return ".".join(name.split(".", 2)[:2])


def _all_folders(paths: list[str]) -> set[str]:
    folders = {""}
    for path in paths:
        folder = path.rpartition("/")[0]
        while folder not in folders:
            folders.add(folder)
            folder = folder.rpartition("/")[0]
    return folders


def _imported_folders(
    imported: frozenset[str], folders: set[str], present: set[str], packages: set[str]
) -> list[str]:
    """The folders that are imported from as packages: without `__init__.py`, or below a stray one."""
    inside: dict[str, set[str]] = {}  # top-level name -> what is imported directly below it
    for item in imported:
        head, _, rest = item.partition(".")
        if rest:
            inside.setdefault(head, set()).add(rest.partition(".")[0])
    stray = packages - {path.rpartition("/")[0] for path in present if not path.endswith("__init__.py")}
    stray = {folder for folder in stray if folder.rpartition("/")[0] not in packages}
    return [
        folder
        for folder in sorted(folders)
        if (folder not in packages or folder.rpartition("/")[0] in stray)
        and any(
            f"{folder}/{inner}" in folders or f"{folder}/{inner}.py" in present
            for inner in inside.get(folder.rpartition("/")[2], ())
        )
    ]


def _bare_roots(imported: frozenset[str], folders: set[str], present: set[str]) -> set[str]:
    """Folders whose modules import each other by bare names: `from services import orders` inside of `app/`."""
    heads = {item.partition(".")[0] for item in imported} - sys.stdlib_module_names
    return {
        folder
        for folder in folders
        if folder.rpartition("/")[2] not in heads
        and sum(f"{folder}/{head}.py" in present or f"{folder}/{head}" in folders for head in heads)
        >= _ENOUGH
    }


def _above(folder: str, packages: set[str]) -> str:
    while folder and folder in packages:
        folder = folder.rpartition("/")[0]
    return folder


def _root(folder: str, roots: set[str]) -> str:
    while folder not in roots:
        folder = folder.rpartition("/")[0]
    return folder


def _dotted(path: str, root: str) -> str:
    inner = path[len(root) :].lstrip("/").removesuffix(".py").removesuffix("/__init__")
    return inner.replace("/", ".") if inner != "__init__" else root.rpartition("/")[2]
