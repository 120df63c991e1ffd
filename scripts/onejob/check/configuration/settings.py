"""The text of the configuration -> Config. Every complaint names file, key, value and what is allowed."""

import os
import re
import tomllib
from collections.abc import Iterable
from typing import Any, NoReturn

from onejob.check.configuration.config import Config, Exemption
from onejob.check.configuration.config_file import ConfigError, ConfigFile
from onejob.check.project.layers import LAYERS, Globs
from onejob.check.project.presets import PRESETS
from onejob.check.rule import ALWAYS, load_rule, rule_names

SEVERITIES = ("error", "warning", "off")
MOST_LISTED = 30  # names in one message
KEYS = ("preset", "layers", "rules", "exempt", "exclude")


def read_settings(file: ConfigFile) -> Config:
    """Parses and validates one configuration file.

    Raises:
        ConfigError: it cannot be used.
    """
    reader = _Reader(os.path.relpath(file.path))
    table = reader.table(file)
    reader.known(table, KEYS, "")
    preset = reader.choice(table.get("preset", "layered"), tuple(PRESETS), "preset")
    own = tuple(reader.layers(table.get("layers", {})))
    severities, options = reader.rules(table.get("rules", {}))
    return Config(
        root=file.root,
        globs=(*own, *PRESETS[preset]),
        own_globs=len(own),
        severities=severities,
        options=options,
        exclude=tuple(reader.strings(table.get("exclude", []), "exclude")),
        exemptions=tuple(reader.exemptions(table.get("exempt", []))),
        source=reader.source,
    )


class _Reader:
    """Reads one file's tables; knows its name for the messages."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.prefix = "" if source.endswith("onejob.toml") else "tool.onejob."

    def fail(self, key: str, message: str) -> NoReturn:
        raise ConfigError(f"{self.source}: {self.prefix}{key}: {message}")

    def table(self, file: ConfigFile) -> dict[str, Any]:
        """The table that is ours: the whole of a onejob.toml, `[tool.onejob]` of a pyproject.toml."""
        try:
            document = tomllib.loads(file.data.decode("utf-8-sig"))
        except UnicodeDecodeError as error:
            raise ConfigError(f"{self.source}: is not UTF-8: {error.reason} at byte {error.start}") from error
        except (tomllib.TOMLDecodeError, RecursionError) as error:
            raise ConfigError(f"{self.source}: is not valid TOML: {error}") from error
        tool = document if not self.prefix else document.get("tool", {})
        ours = tool if not self.prefix else tool.get("onejob", {}) if isinstance(tool, dict) else {}
        if not isinstance(ours, dict):
            raise ConfigError(f"{self.source}: [tool.onejob] must be a table")
        return ours

    def known(self, table: dict[str, Any], allowed: Iterable[str], within: str) -> None:
        """Every key of a table is allowed there."""
        for key in table:
            if key not in allowed:
                self.fail(f"{within}{key}", f"unknown key; {_allowed(key, allowed)}")

    def choice(self, value: object, allowed: Iterable[str], key: str) -> str:
        """One of several words."""
        if not isinstance(value, str) or value not in allowed:
            self.fail(key, f"{value!r} is not possible; {_allowed(value, allowed)}")
        return value

    def strings(self, value: object, key: str) -> list[str]:
        """A string, or a list of strings, none of them empty."""
        values = [value] if isinstance(value, str) else value
        if not isinstance(values, list) or not all(isinstance(item, str) and item for item in values):
            self.fail(key, f"expected a list of non-empty strings, got {value!r}")
        return values

    def layers(self, table: object) -> Globs:
        """`service = ["app/domain/*/service.py"]`: layer -> globs, in the order written."""
        if not isinstance(table, dict):
            self.fail("layers", f"expected a table of layer = [globs], got {table!r}")
        found: list[tuple[str, str]] = []
        for layer, globs in table.items():
            key = f"layers.{layer}"
            if layer not in LAYERS and (_looks_like_path(layer) or globs in LAYERS):
                wanted = globs if globs in LAYERS else "service"
                self.fail(key, f"layer and glob are swapped; write {wanted} = [{layer!r}]")
            if layer not in LAYERS:
                self.fail(key, f"unknown layer; {_allowed(layer, LAYERS)}")
            if globs == []:
                self.fail(key, "has no glob; write one or delete the key")
            found += [(layer, self.glob(glob, key)) for glob in self.strings(globs, key)]
        return tuple(found)

    def glob(self, glob: str, key: str) -> str:
        """A path glob relative to the folder of the configuration."""
        if glob.startswith(("/", "./", "../")) or "\\" in glob:
            self.fail(key, f"{glob!r} must be relative to the configuration's folder, with forward slashes")
        places = _PLACES.findall(glob)
        if places not in ([], ["{feature}"]):
            self.fail(key, f"{glob!r}: braces stand for one folder, are called {{feature}}, and appear once")
        return f"{glob}**" if glob.endswith("/") else glob

    def rules(self, table: object) -> tuple[dict[str, str], dict[str, dict[str, Any]]]:
        """`rule = "off"`, or a table of `severity` and the rule's options."""
        if not isinstance(table, dict):
            self.fail("rules", f"expected a table of rule = severity, got {table!r}")
        severities: dict[str, str] = {}
        options: dict[str, dict[str, Any]] = {}
        for name, value in table.items():
            self.rule(name, f"rules.{name}")
            settings = dict(value) if isinstance(value, dict) else {"severity": value}
            if "severity" in settings:
                key = f"rules.{name}.severity" if isinstance(value, dict) else f"rules.{name}"
                severities[name] = self.choice(settings.pop("severity"), SEVERITIES, key)
                if severities[name] == "off":
                    self.can_be_silent(name, key)
            if settings:
                options[name] = self.options(name, settings)
        return severities, options

    def rule(self, name: object, key: str) -> str:
        """The name of a rule that exists."""
        if not isinstance(name, str) or name not in rule_names():
            self.fail(key, f"{name!r} is no rule; {_allowed(name, rule_names())}")
        return name

    def can_be_silent(self, name: str, key: str) -> None:
        """Whether a rule may be kept from reporting."""
        if name == ALWAYS:
            self.fail(key, f"{ALWAYS} always speaks: leave such files out with `exclude`")

    def options(self, name: str, settings: dict[str, Any]) -> dict[str, Any]:
        """A rule's options: each declared by the rule, each of its default's type."""
        declared = load_rule(name).options
        for key, value in settings.items():
            if key not in declared:
                self.fail(f"rules.{name}.{key}", f"unknown option; {_allowed(key, ('severity', *declared))}")
            wanted = list if isinstance(declared[key], tuple | frozenset | set) else type(declared[key])
            if type(value) is not wanted:
                self.fail(f"rules.{name}.{key}", f"expected a {wanted.__name__}, got {value!r}")
        return settings

    def exemptions(self, tables: object) -> Iterable[Exemption]:
        """`[[tool.onejob.exempt]]` with path, rules and reason, all required."""
        if not isinstance(tables, list) or not all(isinstance(item, dict) for item in tables):
            self.fail("exempt", "expected [[tool.onejob.exempt]] tables with path, rules and reason")
        for number, table in enumerate(tables):
            key = f"exempt[{number}]"
            self.known(table, ("path", "rules", "reason"), f"{key}.")
            reason = table.get("reason")
            if not isinstance(reason, str) or not reason.strip():
                self.fail(f"{key}.reason", "a reason is required: say why these rules do not apply there")
            names = self.strings(table.get("rules", []), f"{key}.rules")
            paths = self.strings(table.get("path", []), f"{key}.path")
            if not names or not paths:
                self.fail(key, "path and rules are required")
            rules = tuple(self.rule(name, f"{key}.rules") for name in names)
            for name in rules:
                self.can_be_silent(name, f"{key}.rules")
            for path in paths:
                yield Exemption(self.glob(path, f"{key}.path"), rules, reason)


_PLACES = re.compile(r"\{[^}]*\}?|\}")


def _looks_like_path(text: str) -> bool:
    return any(sign in text for sign in "/*.{")


def _allowed(value: object, allowed: Iterable[str]) -> str:
    import difflib

    names = list(allowed)
    close = difflib.get_close_matches(str(value), names, n=1)
    if len(names) > MOST_LISTED:
        return f"did you mean {close[0]!r}?" if close else "`onejob rules` lists them"
    listed = f"allowed: {', '.join(names)}" if names else "nothing is allowed here"
    return f"did you mean {close[0]!r}? {listed}" if close else listed
