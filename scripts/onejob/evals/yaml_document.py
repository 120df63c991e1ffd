"""YAML read with the line of every key, so that an error can name it. Hostile documents are refused."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from onejob.evals.failure import BadFileError

MAX_BYTES = 256 * 1024
MAX_DEPTH = 20


@dataclass(frozen=True, slots=True)
class Document:
    """Parsed data and the line (from 1) on which each path in it stands."""

    data: Any
    lines: dict[tuple[str | int, ...], int]

    def where(self, path: tuple[str | int, ...]) -> str:
        """`:LINE` of the path, or of the nearest thing around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return f":{self.lines.get(path, 1)}"


def read_yaml(path: Path) -> Document:
    """Read one YAML document.

    Raises:
        BadFileError: missing, too large, not UTF-8, not YAML, empty, or using aliases or a key twice.
    """
    text = _text(path)
    try:
        _check_shape(text, path)
        node = yaml.compose(text, Loader=yaml.SafeLoader)
        data = yaml.safe_load(text)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = f":{mark.line + 1}" if mark else ""
        raise BadFileError(path, [f"{line}: this is not YAML: {error.problem or error}"]) from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise BadFileError(path, [f"this is not YAML: {error}"]) from error
    if node is None:
        raise BadFileError(path, ["the file is empty"])
    lines: dict[tuple[str | int, ...], int] = {}
    _record(node, (), lines, path)
    return Document(data, lines)


def _check_shape(text: str, path: Path) -> None:
    """Refuse what would cost more to read than it can be worth: aliases, deep nesting."""
    depth = 0
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        if isinstance(event, yaml.AliasEvent):
            raise BadFileError(path, ["YAML aliases (*name) are not supported"], "Write the value out.")
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH:
            raise BadFileError(path, [f"nested more than {MAX_DEPTH} deep"])


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise BadFileError(path, [f"the file is larger than {MAX_BYTES // 1024} KiB"])
        return path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise BadFileError(path, ["there is no such file"]) from error
    except UnicodeDecodeError as error:
        raise BadFileError(path, [f"the file is not UTF-8 text (byte {error.start})"]) from error
    except OSError as error:
        raise BadFileError(path, [f"cannot be read: {error.strerror}"]) from error


def _record(
    node: yaml.Node, at: tuple[str | int, ...], lines: dict[tuple[str | int, ...], int], path: Path
) -> None:
    lines.setdefault(at, node.start_mark.line + 1)
    if isinstance(node, yaml.SequenceNode):
        for index, item in enumerate(node.value):
            _record(item, (*at, index), lines, path)
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            inner = (*at, key.value)
            if inner in lines:
                first = lines[inner]
                raise BadFileError(
                    path,
                    [
                        f":{key.start_mark.line + 1}: key {key.value!r} stands here twice (first on line {first})"
                    ],
                )
            lines[inner] = key.start_mark.line + 1
            _record(value, inner, lines, path)
