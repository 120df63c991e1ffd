"""Files in no layer: which of them the general laws judge.

`utils.py`, `core/security.py` and `db.py` have no layer. They are judged when the project is layered at all (it has an
HTTP edge and a domain) and they lie in the application: in a top-level package that holds mapped files, beside layer
folders that lie at the root, or where a mapped file imports them. A folder whose mapped files all belong to the law's own
side lends it to the rest: `web/api/pagination.py` beside `web/api/routes/` is part of the HTTP edge.
"""

from onejob.check.project.file import File

_EDGE = ("route", "app", "dependencies")
_DOMAIN = ("service", "controller", "repository", "gateway")
PLACED = frozenset({*_EDGE, *_DOMAIN})  # the layers that show where the application lies
OWN_PLACE = frozenset({"", "test", "migration", "script"})


def is_judged(file: File, own_side: frozenset[str]) -> bool:
    """Whether a general law judges a file although it has no layer (scripts inside the application included).

    Parameters:
        own_side: the layers where the thing in question is at home.
    """
    if file.layer not in {"", "script"}:
        return False
    places = file.project.survey("places")
    if not all(any(places.has(f"layer {layer}") for layer in side) for side in (_EDGE, _DOMAIN)):
        return False
    return _lies_inside(file) and not _is_lent(file, own_side)


def _lies_inside(file: File) -> bool:
    """Whether a file lies in the application, as far as its mapped files show."""
    places = file.project.survey("places")
    if places.has(f"package {file.name.partition('.')[0]}"):
        return True
    if any(layer in PLACED for layer, _ in file.project.survey("importers").values(file.path)):
        return True
    return "." not in file.name and places.has(f"root {folder_of(file.path)}")


def folder_of(path: str) -> str:
    """The folder above; "" at the root."""
    return path.rpartition("/")[0]


def root_of(file: File) -> str:
    """The folder that the dotted name starts from."""
    folder = file.path
    for _ in range(file.name.count(".") + (2 if file.is_package else 1)):
        folder = folder_of(folder)
    return folder


def _is_lent(file: File, own_side: frozenset[str]) -> bool:
    folder, root = folder_of(file.path), root_of(file)
    while len(folder) > len(root):
        layers = file.project.survey("places").values(f"folder {folder}")
        if layers:
            return layers <= own_side and folder_of(folder) != root
        folder = folder_of(folder)
    return False
