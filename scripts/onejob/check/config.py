"""`[tool.onejob]`: what a project says about its layers and its rules."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from onejob.check.layers import Globs, layered


class ConfigError(Exception):
    """The configuration cannot be used; the message names file, key, value and the allowed values."""


class Config(NamedTuple):
    """How a project is checked.

    `root` is the folder that layer globs are relative to; `severities`, `options` are by rule name.
    """

    root: Path
    globs: Globs = layered()
    severities: Mapping[str, str] = {}
    options: Mapping[str, Mapping[str, Any]] = {}
    select: frozenset[str] = frozenset()
    ignore: frozenset[str] = frozenset()


def load_config(paths: list[Path]) -> Config:
    """The configuration for these paths: the nearest `pyproject.toml` above the first one decides the root."""
    start = paths[0].resolve()
    start = start if start.is_dir() else start.parent
    root = next(
        (folder for folder in (start, *start.parents) if (folder / "pyproject.toml").is_file()), start
    )
    return Config(root=root)
