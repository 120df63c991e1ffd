"""The whole check: files -> facts -> project -> rules -> findings."""

import gc
import os
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from onejob.check.config import Config, load_config
from onejob.check.facts import Facts, extract
from onejob.check.layers import LayerMap, by_content
from onejob.check.project import File, Project
from onejob.check.rule import Finding, Problem, Rule, load_rules
from onejob.check.source import Failure, decode, discover, module_names, parse
from onejob.check.syntax import Syntax


class Summary(NamedTuple):
    """What was looked at. `examined` and `found` are by rule name, `layers` counts files by layer."""

    files: int
    unmapped: int
    unparsed: int
    examined: dict[str, int]
    found: dict[str, int]
    layers: dict[str, int]


class Result(NamedTuple):
    """The outcome of a check: findings in a stable order, and what was examined to get them."""

    findings: tuple[Finding, ...]
    summary: Summary

    @property
    def exit_code(self) -> int:
        """0 clean, 1 findings, 2 something could not be checked."""
        return 2 if self.summary.unparsed else int(bool(self.findings))


def check(paths: Iterable[str | Path], config: Config | None = None) -> Result:
    """Checks files and folders.

    Parameters:
        paths: files or folders.
        config: how to check; by default `[tool.onejob]` of the nearest `pyproject.toml`.

    Raises:
        FileNotFoundError: a path does not exist.
        ConfigError: the configuration cannot be used.
    """
    places = [Path(path) for path in paths]
    config = config or load_config(places)
    with _no_garbage_collection():
        project, failures = load_project(places, config)
        return judge(project, failures, config)


@contextmanager
def _no_garbage_collection() -> Iterator[None]:
    """Trees are many small objects that live until the end: collecting meanwhile only costs time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def load_project(places: list[Path], config: Config) -> tuple[Project, list[Failure]]:
    """Reads every file below `places` into a project."""
    root = config.root.resolve()
    by_path = {os.path.relpath(path.resolve(), root).replace(os.sep, "/"): path for path in discover(places)}
    names = module_names(by_path)
    layer_map = LayerMap(config.globs)
    project, failures = Project(config.options), []
    for relative, path in by_path.items():
        shown = os.path.relpath(path).replace(os.sep, "/")
        loaded = _load(path, shown, names[relative])
        if isinstance(loaded, Failure):
            failures.append(loaded)
            continue
        syntax, facts = loaded
        placement = by_content(layer_map.place(relative), facts)
        file = File(
            shown,
            names[relative],
            placement,
            facts,
            project,
            lambda path=path, shown=shown: _read_again(path, shown),
        )
        file.__dict__["syntax"] = syntax
        project.add(file)
    return project, failures


def _load(path: Path, shown: str, name: str) -> tuple[Syntax, Facts] | Failure:
    try:
        data = path.read_bytes()
    except OSError as error:
        return Failure(shown, 1, 0, f"cannot be read: {error.strerror}", "make the file readable")
    text = decode(data, shown)
    tree = parse(text, shown) if isinstance(text, str) else text
    if isinstance(tree, Failure) or isinstance(text, Failure):
        return tree if isinstance(tree, Failure) else text  # type: ignore[return-value]
    syntax = Syntax(tree)
    return syntax, extract(syntax, text, name, path.name == "__init__.py")


def _read_again(path: Path, shown: str) -> Syntax:
    loaded = _load(path, shown, "")
    if isinstance(loaded, Failure):
        raise RuntimeError(loaded.message)
    return loaded[0]


def judge(project: Project, failures: list[Failure], config: Config) -> Result:
    """Runs every selected rule and applies the suppressions."""
    layers = {file.path: file.layer for file in project.files}
    files = {file.path: file for file in project.files}
    examined: Counter[str] = Counter()
    findings: list[Finding] = [_failure(item) for item in failures]
    for rule in _selected(load_rules(), config):
        scopes: Iterable[Any] = [project] if rule.scope == "project" else project.files
        for scope in scopes:
            for subject in rule.subjects(scope):
                examined[rule.name] += 1
                for item in rule.judge(subject, scope):
                    path = item.path or scope.path
                    findings.append(_finding(item, path, rule, config, layers.get(path, ""), files[path]))
    kept = sorted(set(_unsuppressed(findings, project)))
    found = Counter(item.rule for item in kept)
    by_layer = Counter(file.layer for file in project.files if file.layer)
    unmapped = sum(not file.layer for file in project.files)
    summary = Summary(
        len(project.files) + len(failures),
        unmapped,
        len(failures),
        dict(examined),
        dict(found),
        dict(by_layer),
    )
    return Result(tuple(kept), summary)


def _selected(rules: dict[str, Rule], config: Config) -> Iterator[Rule]:
    for name, rule in rules.items():
        if (
            (not config.select or name in config.select)
            and name not in config.ignore
            and config.severities.get(name) != "off"
        ):
            yield rule


def _finding(item: Problem, path: str, rule: Rule, config: Config, layer: str, file: File) -> Finding:
    severity = config.severities.get(rule.name, rule.severity)
    symbol = file.syntax.symbol_at(item.line)
    return Finding(
        path,
        item.line,
        item.column,
        rule.name,
        severity,
        layer,
        item.message,
        item.fix,
        rule.reference,
        symbol,
    )


def _failure(item: Failure) -> Finding:
    return Finding(
        item.path,
        item.lineno,
        item.col_offset + 1,
        "cannot-parse",
        "error",
        "",
        item.message,
        item.fix,
        "layers.md#the-check-itself",
    )


def _unsuppressed(findings: list[Finding], project: Project) -> Iterator[Finding]:
    covered: dict[tuple[str, int], set[str]] = defaultdict(set)
    for file in project.files:
        for item in file.facts.suppressions:
            if item.reason:
                covered[file.path, item.covers] |= set(item.rules)
    for finding in findings:
        if finding.rule not in covered[finding.path, finding.line]:
            yield finding
