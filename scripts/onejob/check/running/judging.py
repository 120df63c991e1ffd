"""Analyses -> findings: project rules, suppressions, exemptions, and the rules about the check itself."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import Any, NamedTuple

from onejob.check.running.analysis import Analysis, broken_rule, reader
from onejob.check.configuration.config import Config
from onejob.check.reading.discovery import Failure, Tree
from onejob.check.reading.facts import Facts, Suppression
from onejob.check.reading.watching import Reads, watched
from onejob.check.reading.encoding import facts_of
from onejob.check.finding import Finding
from onejob.check.reading.globs import glob_pattern
from onejob.check.project.layers import Placement
from onejob.check.project.outcome import Outcome, Use
from onejob.check.project.project import Project
from onejob.check.project.file import File
from onejob.check.result import Result, Summary
from onejob.check.running.reuse import NOTHING, Memory, Placed, Verdict, edits, joined, kept, verdict_of
from onejob.check.rule import ALWAYS, Problem, Rule, rule_names
from onejob.check.reading.source import in_characters
from onejob.check.running.subjects import path_of
from onejob.check.running.workers import spread
from onejob.check.project.worlds import worlds


_WORTH_FORKING = 150  # files


class Raised(NamedTuple):
    """A problem, its rule, its file and the definition around it."""

    rule: str
    path: str
    problem: Problem
    symbol: str


class Judged(NamedTuple):
    """The result, and what is worth remembering: what the project rules said (empty when one failed), and which rules ran."""

    result: Result
    verdicts: dict[str, tuple[Any, ...]]
    rules: tuple[tuple[str, str, str, str], ...]


def judge(
    tree: Tree,
    analyses: Mapping[str, Analysis],
    rules: Iterable[Rule],
    config: Config,
    before: Memory = NOTHING,
    jobs: int = 1,
) -> Judged:
    """Everything that is known -> the result.

    Parameters:
        before: what an earlier check of the same application with the same rules remembered.
        jobs: how many processes may ask the project rules.
    """
    judgement = _Judgement(tree, analyses, list(rules), config, before, jobs)
    result = judgement.result()
    verdicts = {name: tuple(item) for name, item in judgement.verdicts.items()} if judgement.is_whole else {}
    ran = tuple((rule.name, rule.scope, rule.severity, rule.reference) for rule in judgement.rules)
    return Judged(result, verdicts, ran)


class _Judgement:
    """One check's judgement; the counts grow while the rules run."""

    def __init__(
        self,
        tree: Tree,
        analyses: Mapping[str, Analysis],
        rules: list[Rule],
        config: Config,
        before: Memory,
        jobs: int,
    ) -> None:
        self.jobs = jobs
        self.analyses = analyses
        self.before = before
        self.verdicts: dict[str, Verdict] = {}
        self.is_whole = True
        self.tree = tree
        self.config = config
        self.rules = rules
        self.named = {rule.name: rule for rule in rules}
        self.asked = {path for path in analyses if tree.is_asked(path)}
        self.parsed = {path: item for path, item in analyses.items() if item.placement}
        self.examined: Counter[str] = Counter()
        # What concerns the check as a whole counts wherever it happened.
        self.general = list(tree.unlisted)
        self.failures = [Failure(*analyses[path].failure) for path in self.asked if analyses[path].failure]

    def result(self) -> Result:
        """Runs every rule that has not run yet."""
        raised = [*self._module_problems(), *self._project_problems()]
        failures = (*self.general, *self.failures)
        kept, uses = self._unsuppressed([item for item in raised if item.path in self.asked])
        outcome = Outcome(tuple({*self.asked, *(item.path for item in failures)}), failures, uses)
        kept += self._run_problems(outcome)
        findings = sorted({self._finding(item) for item in kept if not self._is_exempt(item)})
        layers = {path: item.placement[0] for path, item in self.parsed.items() if item.placement[0]}
        summary = Summary(
            files=len(self.asked),
            unmapped=sum(path not in layers for path in self.asked),
            unparsed=len(failures),
            examined=dict(sorted(self.examined.items())),
            found=dict(sorted(Counter(item.rule for item in findings).items())),
            layers=dict(
                sorted(Counter(layer for path, layer in layers.items() if path in self.asked).items())
            ),
            mapped=len(layers),
        )
        return Result(tuple(findings), summary)

    def _module_problems(self) -> Iterator[Raised]:
        for path, item in self.parsed.items():
            if path not in self.asked:
                continue
            for rule, count in item.examined:
                self.examined[rule] += count
            for rule, line, column, message, fix, symbol in item.problems:
                yield Raised(rule, path, Problem(line, column, message, fix), symbol)

    def _project_problems(self) -> Iterator[Raised]:
        rules = [rule for rule in self.rules if rule.scope == "project"]
        self.verdicts = self._kept(rules)
        waiting = [rule for rule in rules if rule.name not in self.verdicts]
        for project in self._projects() if waiting else ():
            jobs = self.jobs if len(project.files) >= _WORTH_FORKING and len(waiting) > 1 else 1
            ask = partial(self._project_rule, project=project)
            for rule, answer in zip(waiting, spread(ask, waiting, [1] * len(waiting), jobs), strict=True):
                verdict, failure = Verdict(*answer[0]), answer[1]
                self.verdicts[rule.name] = joined(self.verdicts.get(rule.name), verdict)
                if failure:
                    self.general.append(Failure(*failure))
                    self.is_whole = False
        for rule in rules if self.parsed else ():
            yield from self._said(rule.name, self.verdicts[rule.name])

    def _kept(self, rules: list[Rule]) -> dict[str, Verdict]:
        """What earlier verdicts are still true."""
        changes = edits(self.before.files, self.analyses) if self.before.verdicts else None
        if changes is None:
            return {}
        known = {rule.name: kept(Verdict(*self.before.verdicts[rule.name]), changes) for rule in rules}
        return {name: verdict for name, verdict in known.items() if verdict is not None}

    def _projects(self) -> Iterator[Project]:
        for paths in worlds({path: item.name for path, item in self.parsed.items()}):
            project = Project(self.config.options)
            for path in paths:
                project.add(_file(self.tree, path, self.parsed[path], project))
            yield project

    def _project_rule(self, rule: Rule, project: Project) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
        """What one rule says about one project, and how it failed: plain values."""
        project.reads = Reads()
        examined: Counter[str] = Counter()
        problems: list[Placed] = []
        failure: tuple[Any, ...] = ()
        try:
            for subject in rule.subjects(project):
                examined[path_of(subject)] += 1
                problems += [
                    (item.path, item.line, item.column, item.message, item.fix, "")
                    for item in rule.judge(subject, project)
                ]
        except Exception as error:
            failure = tuple(broken_rule(rule.name, self.tree.asked[0], error))
        project.release()
        return tuple(verdict_of(dict(examined), problems, project)), failure

    def _said(self, rule: str, verdict: Verdict) -> Iterator[Raised]:
        """The part of a verdict that is about the asked files."""
        self.examined[rule] += sum(
            count for path, count in verdict.examined.items() if not path or path in self.asked
        )
        for path, line, column, message, fix, symbol in verdict.problems:
            yield Raised(rule, path, Problem(line, column, message, fix, path), symbol)

    def _run_problems(self, outcome: Outcome) -> list[Raised]:
        raised: list[Raised] = []
        for rule in self.rules:
            if rule.scope == "run":
                for subject in rule.subjects(outcome):
                    self.examined[rule.name] += 1
                    raised += [
                        Raised(rule.name, item.path, item, "") for item in rule.judge(subject, outcome)
                    ]
        return raised

    def _unsuppressed(self, raised: list[Raised]) -> tuple[list[Raised], tuple[Use, ...]]:
        """What no comment holds back, and how every comment was used."""
        covering: dict[tuple[str, int, str], list[tuple[str, int]]] = {}
        marks: dict[tuple[str, int], Suppression] = {}
        for path in sorted(self.asked & self.parsed.keys()):
            for raw in self.parsed[path].suppressions:
                mark = marks[path, raw[4]] = Suppression(*raw)
                for line in range(mark.first, mark.last + 1):
                    for name in mark.rules:
                        covering.setdefault((path, line, name), []).append((path, mark.lineno))
        used: set[tuple[str, int, str]] = set()
        kept = []
        for item in raised:
            holding = covering.get((item.path, item.problem.line, item.rule))
            if holding:
                used.update((*place, item.rule) for place in holding)
            else:
                kept.append(item)
        ran = {rule.name for rule in self.rules if rule.scope != "run"}
        return kept, tuple(_use(path, mark, used, ran) for (path, _), mark in marks.items())

    def _is_exempt(self, item: Raised) -> bool:
        return any(
            item.rule in exemption.rules and glob_pattern(exemption.glob).match(item.path)
            for exemption in self.config.exemptions
        )

    def _column(self, item: Raised) -> int:
        """In characters: the rules speak of bytes, as `ast` does."""
        column = max(item.problem.column, 1)
        wide = self.parsed[item.path].wide if item.path in self.parsed and item.rule != ALWAYS else ()
        line = next((text for number, text in wide if number == item.problem.line), b"")
        return in_characters(column, line) if line else column

    def _finding(self, item: Raised) -> Finding:
        rule = self.named[item.rule]
        severity = self.config.severities.get(rule.name, rule.severity)
        placement = self.parsed[item.path].placement if item.path in self.parsed else ("",)
        problem = item.problem
        return Finding(
            item.path, max(problem.line, 1), self._column(item), item.rule, severity, placement[0],
            problem.message, problem.fix, rule.reference, item.symbol,
        )  # fmt: skip


def project_of(tree: Tree, analyses: Mapping[str, Analysis], config: Config) -> Project:
    """One project of all files that could be parsed."""
    project = Project(config.options)
    for path, item in analyses.items():
        if item.placement:
            project.add(_file(tree, path, item, project))
    return project


def _file(tree: Tree, path: str, item: Analysis, project: Project) -> File:
    read = reader(tree.root, path, item.name)
    load = partial(_facts, item.facts, path, project)
    return File(path, item.name, Placement(*item.placement), load, project, read)


def _use(path: str, mark: Suppression, used: set[tuple[str, int, str]], ran: set[str]) -> Use:
    idle = tuple(name for name in mark.rules if name in ran and (path, mark.lineno, name) not in used)
    unknown = tuple(name for name in mark.rules if name not in rule_names())
    return Use(path, mark, idle, unknown)


def _facts(data: bytes, path: str, project: Project) -> Facts:
    return watched(facts_of(data), path, project)
