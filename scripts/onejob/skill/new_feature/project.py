"""The project a feature goes into: its files, what they define, and where its layers are. Nothing is written here."""

import ast
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from onejob.check.configuration.config import Config, ConfigError, load_config
from onejob.check.reading.discovery import discover
from onejob.check.project.layers import LayerMap, Placement
from onejob.skill import source
from onejob.skill.new_feature.slicing import defined_names
from onejob.skill.problem import CannotContinueError, ProblemError


@dataclass(slots=True)
class Project:
    """`files` are texts by POSIX path below `root`; planned files are added to them as the plan grows."""

    root: Path
    config: Config
    files: dict[str, str]
    definitions: dict[str, list[str]] = field(default_factory=dict)

    def write(self, path: str, text: str) -> None:
        """Plan a file."""
        self.files[path] = text
        for paths in self.definitions.values():
            if path in paths:
                paths.remove(path)
        for name in _defined(text) if path.endswith(".py") else ():
            self.definitions.setdefault(name, []).append(path)

    def home(self, name: str, like: str = "") -> str | None:
        """The file that defines a name; of several the one that resembles the path `like` most."""
        paths = self.definitions.get(name, [])
        return max(paths, key=lambda path: (_common_tail(path, like), path), default=None)

    def placements(self) -> Iterator[tuple[str, Placement]]:
        """Every Python file with its layer, by path."""
        layer_map = LayerMap(self.config.globs)
        for path in self.files:
            if path.endswith(".py"):
                yield path, layer_map.place(path)

    def module(self, path: str) -> str:
        """The dotted name a file is imported by."""
        parts = list(PurePosixPath(path).with_suffix("").parts)
        folders = ["/".join(parts[: depth + 1]) for depth in range(len(parts) - 1)]
        packages = [depth for depth, folder in enumerate(folders) if f"{folder}/__init__.py" in self.files]
        if packages:
            parts = parts[packages[0] :]
        elif parts[0] == "src":
            parts = parts[1:]
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    @property
    def package(self) -> str:
        """The folder of the application; "" when it lies at the root."""
        home = self.home("create_app", "app/app.py") or self.home("Factory", "app/factory.py")
        return str(PurePosixPath(home).parent).removesuffix(".") if home else "app"

    @property
    def own(self) -> frozenset[str]:
        """The names of the project's top-level packages."""
        return frozenset(self.module(path).split(".")[0] for path in self.files if path.endswith(".py"))


def read_project(folder: Path) -> Project:
    """Raises CannotContinueError for a folder or a configuration that cannot be used."""
    if not folder.is_dir():
        raise CannotContinueError(
            f"{folder}: there is no such folder; create it, or name the project's folder"
        )
    try:
        config = load_config([folder]) if not is_empty(folder) else Config(root=str(folder))
        root = Path(config.root).resolve() if not is_empty(folder) else folder.resolve()
        tree = discover([root], str(root), config.exclude)
    except ConfigError as error:
        raise CannotContinueError(str(error)) from error
    project = Project(root, config, {})
    for path in tree.files:
        # A file that cannot be read or parsed is no anchor, and none of our business.
        try:
            project.write(path, source.read(root / path).text)
        except ProblemError:
            continue
    return project


def is_empty(folder: Path) -> bool:
    """Whether a whole application may start here: no Python file, no project file."""
    names = [entry.name for entry in os.scandir(folder) if not entry.name.startswith(".")]
    return not any(name.endswith((".py", ".toml")) or (folder / name).is_dir() for name in names)


def _defined(text: str) -> set[str]:
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError):
        return set()
    return {name for node in tree.body for name in defined_names(node)}


def _common_tail(path: str, like: str) -> int:
    pairs = zip(reversed(PurePosixPath(path).parts), reversed(PurePosixPath(like).parts), strict=False)
    count = 0
    for left, right in pairs:
        if left != right:
            break
        count += 1
    return count
