"""`[tool.onejob]` in pyproject.toml, or a onejob.toml: what a project says about its layers and its rules."""

import os
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from onejob.check.configuration.config_file import ConfigError, ConfigFile, find_config
from onejob.check.project.layers import Globs, layered

__all__ = ["Config", "ConfigError", "Exemption", "load_config", "parse_config"]


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

    root: str | os.PathLike[str]
    globs: Globs = layered()
    own_globs: int = 0
    severities: Mapping[str, str] = {}
    options: Mapping[str, Mapping[str, Any]] = {}
    exclude: tuple[str, ...] = ()
    exemptions: tuple[Exemption, ...] = ()
    select: frozenset[str] = frozenset()
    ignore: frozenset[str] = frozenset()
    source: str = "pyproject.toml"


def load_config(paths: Sequence[str | os.PathLike[str]]) -> Config:
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
    if not file.path or (file.path.endswith("pyproject.toml") and b"onejob" not in file.data):
        return Config(root=file.root)
    from onejob.check.configuration.settings import read_settings

    return read_settings(file)
