"""Asks file and project rules about one project: everybody at first, after an edit only those whom it concerns."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from onejob.check.project.project import Project
from onejob.check.project.survey import Part, all_of, values_of
from onejob.check.reading.watching import Note
from onejob.check.rule import Rule
from onejob.check.running.answers import Answer, answer_about, answer_of
from onejob.check.running.reuse import Changes
from onejob.check.running.workers import Team
from onejob.check.surveys import ROUNDS, surveys


class Heard(NamedTuple):
    """What was answered about each file, and by each project rule."""

    files: dict[str, Answer]
    rules: dict[str, Answer]


class Asking:
    """One project's questions.

    Parameters:
        before: what an earlier check heard about this project; empty when everybody has to be asked.
        changes: what was edited since.
        place: what a project rule that breaks is reported about.
    """

    def __init__(
        self, project: Project, rules: Iterable[Rule], before: Heard, changes: Changes, team: Team, place: str
    ) -> None:
        self.project = project
        self.rules = list(rules)
        self.before = before
        self.changes = Changes(set(changes.files), set(changes.notes), set(changes.paths))
        self.team = team
        self.place = place
        self.answers: dict[str, Answer] = {}
        self.notes: dict[str, frozenset[Note]] = {}

    def ask(self, sizes: Mapping[str, int], is_last: bool = True) -> Heard:
        """Surveys in rounds, then file rules, then project rules.

        Parameters:
            sizes: how large each file is, to share the work.
            is_last: whether the team has nothing more to do afterwards.
        """
        known = {path: item for path, item in self.before.files.items() if path in self.project.files}
        stale = {path for path in self.project.files if path not in known or path in self.changes.files}
        stale |= {path for path, item in known.items() if self._names_an_edited_file(item)}
        self.project.parts = {path: item.parts for path, item in known.items()}
        for number in range(len(ROUNDS)):
            stale |= self._concerned(known, stale)
            self._survey(number, sorted(stale), sizes)
        stale |= self._concerned(known, stale)
        rules = [rule for rule in self.rules if rule.scope == "file"]
        mine = self._mine(sorted(stale), sizes)
        given = {path: tuple(answer_about(self.project.files[path], rules)) for path in mine}
        for path, plain in _merged(self.team.deliver(given) if is_last else self.team.gather(given)).items():
            answer = Answer(*plain)
            reads = answer.reads | self.notes.get(path, frozenset())
            self.answers[path] = answer._replace(reads=reads, parts=self.project.parts.get(path, {}))
        self.answers = {path: self.answers.get(path) or known[path] for path in self.project.files}
        return Heard(self.answers, self._project_rules())

    def _concerned(self, known: Mapping[str, Answer], stale: set[str]) -> set[str]:
        return {
            path for path, item in known.items() if path not in stale and self.changes.concern(item.reads)
        }

    def _mine(self, paths: list[str], sizes: Mapping[str, int]) -> list[str]:
        return self.team.mine(paths, [sizes[path] for path in paths])

    def _survey(self, number: int, paths: list[str], sizes: Mapping[str, int]) -> None:
        """Makes the parts of these files for the surveys of one round, and notes what is different in them."""
        found = surveys(number) if paths or self.changes.paths else {}
        mine = {}
        for path in self._mine(paths, sizes):
            file = self.project.files[path]
            self.project.reads = set()
            parts = {name: part for name, make in found.items() if (part := make(file))}
            mine[path] = parts, frozenset(note for note in self.project.reads if note[0] != path)
        self.project.reads = set()
        for path, (parts, notes) in _merged(self.team.gather(mine)).items():
            others = self.project.parts.get(path, {})
            kept = {name: part for name, part in others.items() if name not in found}
            self.project.parts[path] = kept | parts
            known = self.notes.get(path) or self._earlier_notes(path, number)
            self.notes[path] = known | notes
        if self.before.files:
            gone = {path for path in self.changes.paths if path not in self.project.files}
            for name in found:
                self._note_differences(name, {*paths, *gone})

    def _earlier_notes(self, path: str, number: int) -> frozenset[Note]:
        known = self.before.files.get(path)
        return known.reads if number and known is not None else frozenset()

    def _note_differences(self, name: str, paths: set[str]) -> None:
        for path in paths:
            known = self.before.files.get(path)
            old: Part = known.parts.get(name, {}) if known else {}
            new: Part = self.project.parts.get(path, {}).get(name, {})
            if old == new and path not in self.changes.paths:
                continue
            whole = path in self.changes.paths
            keys = [key for key in old.keys() | new.keys() if whole or old.get(key) != new.get(key)]
            for key in keys:
                self.changes.notes.add((all_of(self.project.number, name), key))
                if whole or self._values_differ(name, key, paths):
                    self.changes.notes.add((values_of(self.project.number, name), key))
            self.changes.notes.add((all_of(self.project.number, name), "*"))

    def _values_differ(self, name: str, key: str, paths: set[str]) -> bool:
        index = self.project.survey(name).by_key().get(key, [])
        rest = {value for path, value in index if path not in paths}
        new = rest | {value for path, value in index if path in paths}
        parts = [self.before.files[path].parts.get(name, {}) for path in paths if path in self.before.files]
        return new != rest | {part[key] for part in parts if key in part}

    def _project_rules(self) -> dict[str, Answer]:
        found = {}
        for rule in self.rules:
            if rule.scope != "project":
                continue
            known = self.before.rules.get(rule.name)
            if known is None or self.changes.concern(known.reads) or self._speaks_of(known):
                known = answer_of(rule, self.project, self.place)
            found[rule.name] = known
        return found

    def _speaks_of(self, answer: Answer) -> bool:
        """Whether a finding stands in an edited file, where it may have moved, or names a line of it."""
        stands = any(item[1] in self.changes.files for item in answer.problems)
        return stands or self._names_an_edited_file(answer)

    def _names_an_edited_file(self, answer: Answer) -> bool:
        return any(path in item[4] for item in answer.problems for path in self.changes.files)


def _merged(shares: Iterable[dict[str, Any]]) -> dict[str, Any]:
    return {path: item for share in shares for path, item in share.items()}
