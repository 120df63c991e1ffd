"""`[tool.onejob]` in pyproject.toml, or a onejob.toml: what a project says about its layers and its rules."""

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from onejob.check.layers import Globs, layered


class ConfigError(Exception):
    """The configuration cannot be used; the message names file, key, value and the allowed values."""


class Exemption(NamedTuple):
    """Rules that do not apply below a path, and why."""

    glob: str
    rules: tuple[str, ...]
    reason: str


class Config(NamedTuple):
    """How a project is checked.

    Parameters:
        root: the folder that globs are relative to.
        globs: (layer, glob) pairs, the first match wins.
        own_globs: how many of them, from the first, the project itself wrote: each of those must match a file.
        severities: rule name -> error, warning or off.
        options: rule name -> its options.
        select: only these rules; empty means all.
        ignore: these rules not.
        source: the configuration file, for messages.
    """

    root: Path
    globs: Globs = layered()
    own_globs: int = 0
    severities: Mapping[str, str] = {}
    options: Mapping[str, Mapping[str, Any]] = {}
    exclude: tuple[str, ...] = ()
    exemptions: tuple[Exemption, ...] = ()
    select: frozenset[str] = frozenset()
    ignore: frozenset[str] = frozenset()
    source: str = "pyproject.toml"


class ConfigFile(NamedTuple):
    """The configuration as bytes: enough to know that nothing changed, without parsing it."""

    root: Path
    path: Path | None
    data: bytes


NAMES = ("onejob.toml", "pyproject.toml")


def find_config(paths: Iterable[Path]) -> ConfigFile:
    """The nearest onejob.toml or pyproject.toml at or above the first path; it decides the root.

    Raises:
        ConfigError: the file exists and cannot be read.
    """
    start = Path(os.path.abspath(next(iter(paths), Path())))
    start = start if start.is_dir() else start.parent
    for folder in (start, *start.parents):
        for name in NAMES:
            candidate = folder / name
            if candidate.is_file():
                return ConfigFile(folder, candidate, _read(candidate))
    return ConfigFile(start, None, b"")


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror}; make the file readable") from error


def load_config(paths: Iterable[Path]) -> Config:
    """The configuration for these paths, validated.

    Raises:
        ConfigError: it is broken; the message names the file, the key and what would be allowed.
    """
    return parse_config(find_config(paths))


def parse_config(file: ConfigFile) -> Config:
    """Bytes -> Config; a file that does not speak of onejob gives the defaults.

    Raises:
        ConfigError: it is broken.
    """
    if file.path is None or (file.path.name == "pyproject.toml" and b"onejob" not in file.data):
        return Config(root=file.root)
    from onejob.check.settings import read_settings

    return read_settings(file)
