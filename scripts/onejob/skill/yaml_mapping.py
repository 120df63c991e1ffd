"""A strict YAML mapping: its values, the line of every key, and everything that strict parsers refuse."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

import yaml

from onejob.skill.problem import DefectError, Problem

MAX_CHARACTERS = 16_384
MAX_DEPTH = 8


@dataclass(frozen=True, slots=True)
class YamlMapping:
    """Values by key, and by key path the line each key stands on."""

    values: dict[str, Any]
    lines: dict[tuple[str, ...], int]
    problems: tuple[Problem, ...]


def read(path: Path, lines: list[str], first: int, check: str) -> YamlMapping:
    """Read the lines of a mapping, the first of which is line `first` of `path`. Raises DefectError."""
    return _Reader(path, first, check).read(lines)


@dataclass(frozen=True, slots=True)
class _Reader:
    path: Path
    first: int
    check: str

    def read(self, lines: list[str]) -> YamlMapping:
        self._check_characters(lines)
        text = "\n".join(lines)
        try:
            self._check_events(text)
            root = yaml.compose(text, Loader=yaml.SafeLoader)
        except yaml.YAMLError as error:
            self._refuse(error)
        if not isinstance(root, yaml.MappingNode):
            raise DefectError(
                "there are no `key: value` lines", "write one `key: value` per line", self.first
            )
        where: dict[tuple[str, ...], int] = {}
        problems = tuple(self._shape_problems(root, (), where))
        return YamlMapping(self._construct(root), where, problems)

    def _check_characters(self, lines: list[str]) -> None:
        if sum(map(len, lines)) > MAX_CHARACTERS:
            raise DefectError(
                f"more than {MAX_CHARACTERS} characters of YAML", "shorten the values", self.first
            )
        for number, line in enumerate(lines, start=self.first):
            if "\t" in line:
                raise DefectError(
                    "a tab, which YAML refuses as indentation", "replace tabs by spaces", number
                )

    def _check_events(self, text: str) -> None:
        """Refuse what makes a small text expensive to build, before it is built."""
        depth = 0
        for event in yaml.parse(text, Loader=yaml.SafeLoader):
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            line = self._line(event.start_mark)
            if depth > MAX_DEPTH:
                raise DefectError("the values are nested too deeply", "use plain `key: value` lines", line)
            if isinstance(event, yaml.AliasEvent):
                raise DefectError(f"the alias *{event.anchor}", "write the value out", line)

    def _construct(self, root: yaml.MappingNode) -> dict[str, Any]:
        loader = yaml.SafeLoader("")
        try:
            values = loader.construct_document(root)
        except (yaml.YAMLError, ValueError) as error:
            self._refuse(error)
        finally:
            loader.dispose()
        return {str(key): value for key, value in values.items()}

    def _refuse(self, error: Exception) -> NoReturn:
        mark = getattr(error, "problem_mark", None)
        reason = getattr(error, "problem", None) or str(error)
        remedy = "write one `key: value` per line"
        if "mapping values are not allowed" in reason:
            remedy = "the value contains a colon: put the whole value in double quotes"
        line = self._line(mark) if mark else self.first
        raise DefectError(f"not valid YAML: {reason}", remedy, line) from error

    def _shape_problems(
        self, node: yaml.MappingNode, prefix: tuple[str, ...], where: dict[tuple[str, ...], int]
    ) -> Iterator[Problem]:
        """Note the line of every key; report what strict parsers refuse."""
        for key, value in node.value:
            name = (*prefix, str(key.value))
            line = self._line(key.start_mark)
            if name in where:
                message = f"the key {'.'.join(name)} stands here and on line {where[name]}"
                yield Problem(self.path, line, self.check, message, "keep one of them")
            where.setdefault(name, line)
            yield from self._value_problems(".".join(name), line, value)
            if isinstance(value, yaml.MappingNode):
                yield from self._shape_problems(value, name, where)

    def _value_problems(self, name: str, line: int, value: yaml.Node) -> Iterator[Problem]:
        if isinstance(value, yaml.CollectionNode) and value.flow_style:
            message = f"the value of {name} is in braces or brackets, which strict parsers refuse"
            remedy = "write it as text, or one `key: value` per indented line"
            yield Problem(self.path, line, self.check, message, remedy)
        if isinstance(value, yaml.ScalarNode) and value.start_mark.line != value.end_mark.line:
            message = f"the value of {name} runs over several lines"
            remedy = "write it on one line, in double quotes if it contains a colon"
            yield Problem(self.path, line, self.check, message, remedy)

    def _line(self, mark: Any) -> int:
        return self.first + int(mark.line)
