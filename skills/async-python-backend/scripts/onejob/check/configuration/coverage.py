"""A layer map that matches nothing must never look like a clean project."""

from onejob.check.configuration.config import Config
from onejob.check.configuration.config_file import ConfigError
from onejob.check.reading.discovery import Tree, discover
from onejob.check.reading.globs import glob_pattern


def require_matches(tree: Tree, config: Config) -> None:
    """Every glob that the project itself wrote matches a file.

    Raises:
        ConfigError: one does not; it names the key.
    """
    wanted = [(f"layers.{layer}", glob) for layer, glob in config.globs[: config.own_globs]]
    wanted += [(f"exempt[{number}].path", item.glob) for number, item in enumerate(config.exemptions)]
    missing = _unmatched(wanted, tree)
    if missing and tree.asked != (".",):
        missing = _unmatched(missing, discover([config.root], str(config.root), config.exclude))
    if missing:
        key, glob = missing[0]
        prefix = "" if config.source.endswith("onejob.toml") else "tool.onejob."
        raise ConfigError(
            f"{config.source}: {prefix}{key}: {glob!r} matches no file below {config.root}; "
            "correct it (globs start at that folder, `**/` stands for any folders) or delete it"
        )


def _unmatched(wanted: list[tuple[str, str]], tree: Tree) -> list[tuple[str, str]]:
    return [
        (key, glob) for key, glob in wanted if not any(glob_pattern(glob).match(path) for path in tree.files)
    ]
