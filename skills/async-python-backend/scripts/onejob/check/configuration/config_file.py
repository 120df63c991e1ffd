"""Where the configuration of a check lies. As bytes: enough to know that nothing changed, without parsing it."""

import os
from collections.abc import Sequence
from typing import NamedTuple

NAMES = ("onejob.toml", "pyproject.toml")


class ConfigError(Exception):
    """The configuration cannot be used; the message names file, key, value and the allowed values."""


class ConfigFile(NamedTuple):
    """A found configuration; `path` is "" when there is none, then `root` is the working directory, or what was asked about."""

    root: str
    path: str
    data: bytes


def find_config(paths: Sequence[str | os.PathLike[str]]) -> ConfigFile:
    """The nearest onejob.toml or pyproject.toml at or above the first path; its folder is the root of the project.

    Raises:
        ConfigError: the file exists and cannot be read.
    """
    start = os.path.abspath(paths[0]) if paths else os.getcwd()
    folder = start = start if os.path.isdir(start) else os.path.dirname(start)
    while True:
        for name in NAMES:
            candidate = os.path.join(folder, name)
            if os.path.isfile(candidate):
                data = _read(candidate)
                if name == NAMES[0]:
                    _require_silence(os.path.join(folder, NAMES[1]))
                return ConfigFile(folder, candidate, data)
        if folder == os.path.dirname(folder):
            return ConfigFile(_bare_root(start), "", b"")
        folder = os.path.dirname(folder)


def _require_silence(pyproject: str) -> None:
    """Of two configurations in one folder one would be passed over without a word."""
    if os.path.isfile(pyproject) and b"[tool.onejob" in _read(pyproject):
        raise ConfigError(
            f"{pyproject}: has [tool.onejob], and a {NAMES[0]} lies beside it; move everything into one of them"
        )


def _bare_root(start: str) -> str:
    """The root of code without any configuration: the working directory around it, never a package itself."""
    here = os.getcwd()
    root = here if start == here or start.startswith(here + os.sep) else start
    while os.path.exists(os.path.join(root, "__init__.py")) and root != os.path.dirname(root):
        root = os.path.dirname(root)
    return root


def _read(path: str) -> bytes:
    try:
        with open(path, "rb") as stream:
            return stream.read()
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror}; make the file readable") from error
