"""Analyses -> findings: what the rules answered, suppressions, exemptions, and the rules about the check itself."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import NamedTuple

from onejob.check.running.analysis import Analysis, Analyst, reader
from onejob.check.configuration.config import Config
from onejob.check.reading.discovery import Failure, Tree
from onejob.check.reading.facts import Facts, Suppression
from onejob.check.reading.encoding import facts_of
from onejob.check.finding import Finding
from onejob.check.reading.globs import glob_pattern
from onejob.check.project.layers import Placement
from onejob.check.project.outcome import Outcome, Use
from onejob.check.project.project import Project
from onejob.check.project.file import File
from onejob.check.result import Result, Summary
from onejob.check.running.answers import Heard, joined
from onejob.check.running.memory import Memory, RuleRecord
from onejob.check.running.asking import Asking
from onejob.check.running.reuse import changes
from onejob.check.rule import ALWAYS, Problem, Rule, rule_names
from onejob.check.running.workers import Team
from onejob.check.reading.source import in_characters
from onejob.check.project.worlds import worlds


class Raised(NamedTuple):
    """A problem, its rule, its file and the definition around it."""

    rule: str
    path: str
    problem: Problem
    symbol: str


class Judged(NamedTuple):
    """The result, what was heard (None when a rule failed: that is not remembered), and which rules ran."""

    result: Result
    heard: Heard | None
    rules: list[RuleRecord]


def judge(
    tree: Tree,
    analyses: Mapping[str, Analysis],
    rules: Iterable[Rule],
    config: Config,
    team: Team,
    before: Memory,
    analyst: Analyst,
) -> Judged:
    """Everything that is known -> the result.

    Parameters:
        team: the processes that do this check together; the others end here.
        before: what an earlier check of the same application with the same rules remembered.
        analyst: who analysed the files that were read just now.
    """
    judgement = _Judgement(tree, analyses, list(rules), config, team, before, analyst)
    result = judgement.result()
    ran = [
        (rule.name, rule.scope, rule.severity, rule.reference, rule.layers, rule.words)
        for rule in judgement.rules
    ]
    return Judged(result, None if judgement.broken else judgement.heard, ran)


class _Judgement:
    """One check's judgement; the counts grow while the rules run."""

    def __init__(
        self,
        tree: Tree,
        analyses: Mapping[str, Analysis],
        rules: list[Rule],
        config: Config,
        team: Team,
        before: Memory,
        analyst: Analyst,
    ) -> None:
        self.team = team
        self.analyst = analyst
        self.analyses = analyses
        self.before = before
        self.heard = Heard({}, {}, set(), {})
        self.broken = False
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
        self._ask()
        raised = [*self._module_problems(), *self._answered()]
        failures = (*self.general, *self.failures)
        kept, uses = self._unsuppressed([item for item in raised if item.path in self.asked])
        outcome = Outcome(tuple({*self.asked, *(item.path for item in failures)}), failures, uses)
        kept += self._run_problems(outcome)
        if self.config.exemptions:
            kept = [item for item in kept if not self._is_exempt(item)]
        findings = sorted({self._finding(item) for item in kept})
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

    def _ask(self) -> None:
        """File and project rules, about each application by itself."""
        groups = worlds({path: item.name for path, item in self.parsed.items()})
        known = self.before.state
        edits = changes(known.files, self.analyses, self.before.facts) if known.said else None
        sizes = {path: item.stamp[2] for path, item in self.parsed.items()}
        for number, paths in enumerate(groups):
            project = Project(self.config.options, number)
            for path in paths:
                project.add(self._file(path, project))
            asking = Asking(
                project, self.rules, self.before, edits, self.team, self.tree.asked[0], self.analyst.texts
            )
            self.heard = joined(self.heard, asking.ask(sizes, is_last=number == len(groups) - 1))
        if not groups:
            self.team.deliver(None)
        for item in (*self.heard.files.values(), *self.heard.rules.values()):
            self.broken = self.broken or bool(item.failures)
            for failure in item.failures:  # a rule that breaks will do so in many files: once is enough
                if all(failure[3] != known.message for known in self.general):
                    self.general.append(Failure(*failure))

    def _file(self, path: str, project: Project) -> File:
        item = self.parsed[path]
        read = reader(self.tree.root, path, item.name)
        return File(path, item.name, Placement(*item.placement), partial(self._facts, path), project, read)

    def _facts(self, path: str) -> Facts:
        if path in self.analyst.facts:
            return self.analyst.facts[path]
        return facts_of(self.parsed[path].facts or self.before.facts(path))

    def _answered(self) -> Iterator[Raised]:
        """The part of the answers that is about the asked files; rules that found nothing to examine say so."""
        for asked in self.rules if self.parsed else ():
            if asked.scope in {"file", "project"}:
                self.examined[asked.name] += 0
        for item in (*self.heard.files.values(), *self.heard.rules.values()):
            for rule, path, number in item.examined:
                if not path or path in self.asked:
                    self.examined[rule] += number
            for rule, path, line, column, message, fix, symbol in item.problems:
                yield Raised(rule, path, Problem(line, column, message, fix, path), symbol)

    def _run_problems(self, outcome: Outcome) -> list[Raised]:
        raised: list[Raised] = []
        for rule in self.rules:
            if rule.scope == "run":
                judge = rule.judge
                for subject in rule.subjects(outcome):
                    self.examined[rule.name] += 1
                    raised += [Raised(rule.name, item.path, item, "") for item in judge(subject, outcome)]
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
            load = partial(facts_of, item.facts)
            read = reader(tree.root, path, item.name)
            project.add(File(path, item.name, Placement(*item.placement), load, project, read))
    return project


def _use(path: str, mark: Suppression, used: set[tuple[str, int, str]], ran: set[str]) -> Use:
    idle = tuple(name for name in mark.rules if name in ran and (path, mark.lineno, name) not in used)
    unknown = tuple(name for name in mark.rules if name not in rule_names())
    return Use(path, mark, idle, unknown)
