"""Files in no layer: which of them the general laws judge.

`utils.py`, `core/security.py` and `db.py` have no layer. They are judged when the project is layered at all (it has an
HTTP edge and a domain) and they lie in the application: in a top-level package that holds mapped files, beside layer
folders that lie at the root, or where a mapped file imports them. A folder whose mapped files all belong to the law's own
side lends it to the rest: `web/api/pagination.py` beside `web/api/routes/` is part of the HTTP edge.
"""

from collections import defaultdict
from collections.abc import Callable

from onejob.check.project.project import Project
from onejob.check.project.file import File

_EDGE = ("route", "app", "dependencies")
_DOMAIN = ("service", "controller", "repository", "gateway")
_OWN_PLACE = frozenset({"", "test", "migration", "script"})


def unmapped_files(project: Project, own_side: frozenset[str]) -> list[File]:
    """The files without a layer (scripts inside the application included) that a general law judges.

    Parameters:
        own_side: the layers where the thing in question is at home.
    """
    if not project.layer(*_EDGE) or not project.layer(*_DOMAIN):
        return []
    mapped = project.layer(*_EDGE, *_DOMAIN)
    lies_inside = _inside(mapped)
    layers = _layers_by_folder(project)
    return [
        file
        for file in project.layer("", "script")
        if lies_inside(file) and not _is_lent(file, layers, own_side)
    ]


def _inside(mapped: list[File]) -> Callable[[File], bool]:
    """Tells whether a file lies in the application, as far as its mapped files show."""
    packages = {file.name.partition(".")[0] for file in mapped if "." in file.name}
    roots = {_root(file) for file in mapped}
    imported = {edge.target.module.name for file in mapped for edge in file.edges if edge.target.module}

    def lies_inside(file: File) -> bool:
        if file.name in imported or file.name.partition(".")[0] in packages:
            return True
        return "." not in file.name and _folder(file.path) in roots

    return lies_inside


def _folder(path: str) -> str:
    return path.rpartition("/")[0]


def _root(file: File) -> str:
    """The folder that the dotted name starts from."""
    folder = file.path
    for _ in range(file.name.count(".") + (2 if file.is_package else 1)):
        folder = _folder(folder)
    return folder


def _layers_by_folder(project: Project) -> dict[str, set[str]]:
    """The layers of all mapped files below each folder."""
    layers: dict[str, set[str]] = defaultdict(set)
    for file in project.files:
        if file.layer in _OWN_PLACE:
            continue
        folder = _folder(file.path)
        while folder and file.layer not in layers[folder]:
            layers[folder].add(file.layer)
            folder = _folder(folder)
    return layers


def _is_lent(file: File, layers: dict[str, set[str]], own_side: frozenset[str]) -> bool:
    folder, root = _folder(file.path), _root(file)
    while len(folder) > len(root):
        if layers.get(folder):
            return layers[folder] <= own_side and _folder(folder) != root
        folder = _folder(folder)
    return False
