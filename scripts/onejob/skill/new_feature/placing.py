"""Where a feature's files go: beside their kind, or where the project's layer map says."""

from collections import Counter
from pathlib import PurePosixPath

from onejob.check.project.layers import LayerMap
from onejob.skill.new_feature.names import Names
from onejob.skill.new_feature.project import Project

# Piece → the layer as the checker calls it.
LAYER = {"repository-interface": "interface", "service-interface": "interface"}
# Pieces that share a file: the name whose definition tells which.
SHARED_FILES = {
    "errors": "NotFoundError",
    "repository-interface": "IUnitOfWork",
    "schema": "Wire",
    "fake": "FakeUnitOfWork",
}
TESTS = {"service-test": "service", "repository-test": "repository", "http-test": "http"}
_NOT_FEATURES = ("__init__", "protocols", "interfaces", "ports", "base")


def place(project: Project, piece: str, origin: str, names: Names) -> str:
    """The path of a piece's file; the file may exist (then the piece is added to it) or not."""
    if piece in TESTS:
        return f"{_tests(project)}/test_{names.singular}_{TESTS[piece]}.py"
    layer = LAYER.get(piece, piece)
    if layer != "fake" and (sliced := _in_feature(project, layer, names)):
        return sliced
    shared = project.home(SHARED_FILES.get(piece, ""), origin)
    if shared:
        return shared
    stem = names.singular if piece == "model" else names.plural
    if piece == "fake":
        return f"{_tests(project)}/fakes.py"
    return (
        _beside_its_kind(project, piece, layer, stem)
        or _by_map(project, layer, stem)
        or _as_in_example(project, origin, stem)
    )


def _tests(project: Project) -> str:
    homes = [path for path in project.files if PurePosixPath(path).name == "conftest.py"]
    return str(PurePosixPath(min(homes, key=len)).parent) if homes else "tests"


def _in_feature(project: Project, layer: str, names: Names) -> str | None:
    """`{feature}/service.py` in a project that keeps a folder per feature."""
    if not _is_sliced(project):
        return None
    globs = [
        (glob, LayerMap([(layer, glob)]))
        for kind, glob in project.config.globs
        if kind == layer and "{feature}" in glob
    ]
    if not globs:
        return None
    folders = _feature_folders(project)
    inside = [path for path in project.files if any(path.startswith(f"{folder}/") for folder in folders)]
    used = {glob: sum(bool(one.place(path).layer) for path in inside) for glob, one in globs}
    glob = max(used, key=lambda item: used[item])
    parents = Counter(_folder(folder) for folder in folders)
    parent = parents.most_common(1)[0][0] if parents else project.package
    path = glob.replace("**/", f"{parent}/" if parent else "", 1).replace("{feature}", names.plural)
    return path.replace("/**", f"/{names.plural}.py").replace("*.py", f"{names.plural}.py")


def _is_sliced(project: Project) -> bool:
    first = next(glob for layer, glob in project.config.globs if layer == "service")
    return bool(_feature_folders(project)) or "{feature}" in first


def _feature_folders(project: Project) -> set[str]:
    """Folders of features: where a `{feature}` glob found a service. The application's own folder is none."""
    folders: set[str] = set()
    for path, placed in project.placements():
        parts = PurePosixPath(path).parts
        if placed.layer == "service" and placed.feature not in ("", PurePosixPath(project.package).name):
            folders.add("/".join(parts[: parts.index(placed.feature) + 1]))
    return folders


def _beside_its_kind(project: Project, piece: str, layer: str, stem: str) -> str | None:
    wanted = "service" if piece == "service-interface" else layer
    alike = {
        path: placed
        for path, placed in project.placements()
        if placed.layer == wanted and PurePosixPath(path).stem not in _NOT_FEATURES
    }
    if piece == "service-interface":
        return _interfaces_near(project, {_folder(path) for path in alike})
    in_folders = [
        path
        for path, placed in alike.items()
        if not placed.reason.endswith(".py") or placed.reason.endswith("*.py")
    ]
    if in_folders:
        folder = Counter(_folder(path) for path in in_folders).most_common(1)[0][0]
        return f"{folder}/{stem}.py"
    return min(alike, key=len, default=None)


def _interfaces_near(project: Project, services: set[str]) -> str | None:
    """The file with the services' Protocols: in their folder, or wherever `I…Service` is defined."""
    homes = Counter(
        path
        for name, paths in project.definitions.items()
        for path in paths
        if name.startswith("I") and name.endswith("Service") and name[1:2].isupper()
    )
    if homes:
        return max(homes, key=lambda path: (homes[path], path))
    return f"{min(services)}/protocols.py" if services else None


def _by_map(project: Project, layer: str, stem: str) -> str | None:
    own = project.config.globs[: project.config.own_globs]
    glob = next((glob for kind, glob in own if kind == layer), None)
    if glob is None:
        return None
    package = f"{project.package}/" if project.package else ""
    path = glob.replace("**/", package, 1) if glob.startswith("**/") else glob
    for ending in ("/**", "/*.py", "/**/*.py"):
        if path.endswith(ending):
            path = f"{path.removesuffix(ending)}/{stem}.py"
    return None if "*" in path else path


def _as_in_example(project: Project, origin: str, stem: str) -> str:
    inside = origin.removeprefix("app/")
    path = PurePosixPath(project.package) / inside
    return str(path if path.stem in {"schemas", "protocols", "errors"} else path.with_name(f"{stem}.py"))


def _folder(path: str) -> str:
    return str(PurePosixPath(path).parent).removesuffix(".")
