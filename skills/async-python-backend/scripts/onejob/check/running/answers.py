"""What rules answered, and what they had looked at when they did."""

from collections import Counter
from collections.abc import Iterable
from typing import Any, NamedTuple

from onejob.check.project.file import File
from onejob.check.project.project import Project
from onejob.check.project.survey import Part, Parts
from onejob.check.reading.watching import Note
from onejob.check.rule import Rule
from onejob.check.running.analysis import broken_rule
from onejob.check.running.cache import ForgottenError
from onejob.check.running.subjects import path_of

Raised = tuple[str, str, int, int, str, str, str]  # rule, path, line, column, message, fix, symbol


class Answer(NamedTuple):
    """What was said about one file (or, by one project rule, about all of them). Plain values but for `reads`.

    `parts` are what the file contributes to surveys; `examined` counts subjects by rule and path ("" for those of no
    single file); `failures` are rules that broke.
    """

    parts: Parts
    reads: frozenset[Note]
    examined: tuple[tuple[str, str, int], ...]
    problems: tuple[Raised, ...]
    failures: tuple[tuple[Any, ...], ...]


class Heard(NamedTuple):
    """What was answered about each file and by each project rule; `asked` are the files that were asked about this time.

    `surveys` are those that are different from an earlier check's, by name and path.
    """

    files: dict[str, Answer]
    rules: dict[str, Answer]
    asked: set[str]
    surveys: dict[str, dict[str, Part]]


def answer_about(file: File, rules: Iterable[Rule], text: bytes | None = None) -> Answer:
    """What the file rules say about one file.

    Parameters:
        text: its text, when it is at hand: rules that have nothing to look for in it are not asked.
    """
    said = _Said(file.project, file.path)
    for rule in rules:
        if rule.is_about(file.layer) and (text is None or rule.looks_for(text)):
            said.hear(rule, file)
    return said.answer()


def answer_of(rule: Rule, project: Project, place: str) -> Answer:
    """What a project rule says; `place` is what a failure of it is reported about."""
    said = _Said(project, place)
    said.hear(rule, project)
    return said.answer()


class _Said:
    """Collects what rules say."""

    def __init__(self, project: Project, place: str) -> None:
        self.project = project
        self.place = place
        self.examined: Counter[tuple[str, str]] = Counter()
        self.problems: list[Raised] = []
        self.failures: list[tuple[Any, ...]] = []
        project.reads = set()

    def hear(self, rule: Rule, scope: File | Project) -> None:
        """Asks one rule."""
        try:
            judge = rule.judge
            for subject in rule.subjects(scope):
                self.examined[rule.name, path_of(subject)] += 1
                for item in judge(subject, self.project):
                    symbol = self.project.files[item.path].facts.symbol_at(item.line)
                    self.problems.append(
                        (rule.name, item.path, item.line, item.column, item.message, item.fix, symbol)
                    )
        except ForgottenError:
            raise
        except Exception as error:
            self.failures.append(tuple(broken_rule(rule.name, self.place, error)))

    def answer(self) -> Answer:
        """What was said; what somebody looks at in his own file is no note, that one is asked anyway."""
        notes, self.project.reads = self.project.reads, set()
        self.project.release()
        examined = tuple((rule, path, number) for (rule, path), number in self.examined.items())
        reads = frozenset([note for note in notes if note[0] != self.place])
        return Answer({}, reads, examined, tuple(self.problems), tuple(self.failures))


def joined(one: Heard, other: Heard) -> Heard:
    """What was heard about two applications that do not see each other."""
    rules = {name: _joined(one.rules.get(name), item) for name, item in other.rules.items()}
    names = one.surveys.keys() | other.surveys.keys()
    surveys = {name: one.surveys.get(name, {}) | other.surveys.get(name, {}) for name in names}
    return Heard(one.files | other.files, rules, one.asked | other.asked, surveys)


def _joined(one: Answer | None, other: Answer) -> Answer:
    if one is None:
        return other
    return Answer(
        {},
        one.reads | other.reads,
        one.examined + other.examined,
        one.problems + other.problems,
        one.failures + other.failures,
    )
