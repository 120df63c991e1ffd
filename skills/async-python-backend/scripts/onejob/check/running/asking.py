"""Asks file and project rules about one project: everybody at first, after an edit only those whom it concerns."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from onejob.check.project.project import Project
from onejob.check.project.survey import Part, Parts, all_of, values_of
from onejob.check.reading.watching import Note
from onejob.check.rule import Rule
from onejob.check.running.answers import Answer, Heard, answer_about, answer_of
from onejob.check.running.reuse import Changes
from onejob.check.running.workers import Team
from onejob.check.surveys import ROUNDS, surveys

if TYPE_CHECKING:
    from onejob.check.running.memory import Memory


class Asking:
    """One project's questions.

    Parameters:
        before: what is remembered of an earlier check.
        changes: what was edited since; None when everybody has to be asked.
        place: what a project rule that breaks is reported about.
        texts: the text of files that were read just now: a rule none of whose words stands in it is not imported.
    """

    def __init__(
        self,
        project: Project,
        rules: Iterable[Rule],
        before: "Memory",
        changes: Changes | None,
        team: Team,
        place: str,
        texts: Mapping[str, bytes],
    ) -> None:
        self.project = project
        self.rules = list(rules)
        self.before = before
        self.is_first = changes is None
        self.changes = changes or Changes(set(), set(), set())
        self.team = team
        self.place = place
        self.texts = texts
        self.known: dict[str, Answer] = {}
        self.notes: dict[str, frozenset[Note]] = {}
        self.parts: dict[str, Parts] = {}
        self.surveys: dict[str, dict[str, Part]] = {}

    def ask(self, sizes: Mapping[str, int], is_last: bool = True) -> Heard:
        """Surveys in rounds, then file rules, then project rules.

        Parameters:
            sizes: how large each file is, to share the work.
            is_last: whether the team has nothing more to do afterwards.
        """
        files = self.project.files
        if not self.is_first:
            self.known = {path: self.before.answer(path) for path in files if path in self.before.state.said}
            self.project.recall = self.before.survey
        stale = {path for path in files if path not in self.known or path in self.changes.files}
        stale |= {path for path, item in self.known.items() if self._names_an_edited_file(item)}
        for number in range(len(ROUNDS)):
            stale |= self._concerned()
            self._survey(number, sorted(stale), sizes)
        stale |= self._concerned()
        rules = [rule for rule in self.rules if rule.scope == "file"]
        given = {
            path: tuple(answer_about(files[path], rules, self.texts.get(path)))
            for path in self._mine(sorted(stale), sizes)
        }
        answers = _merged(self.team.deliver(given) if is_last else self.team.gather(given))
        heard = {path: self._complete(path, Answer(*plain)) for path, plain in answers.items()}
        everything = {path: heard.get(path) or self.known[path] for path in files}
        return Heard(everything, self._project_rules(), stale, self.surveys)

    def _complete(self, path: str, answer: Answer) -> Answer:
        notes = self.notes[path] if path in self.notes else self._earlier_notes(path, 1)
        parts = self.parts[path] if path in self.parts else self._earlier(path)
        return answer._replace(reads=answer.reads | notes, parts=parts)

    def _concerned(self) -> set[str]:
        return set() if self.is_first else self.before.concerned(self.changes) & self.project.files.keys()

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
        merged = _merged(self.team.gather(mine))
        for path, (parts, notes) in merged.items():
            earlier = self.parts[path] if path in self.parts else self._earlier(path)
            self.parts[path] = {name: part for name, part in earlier.items() if name not in found} | parts
            self.notes[path] = notes | (self.notes.get(path) or self._earlier_notes(path, number))
        gone = {path for path in self.changes.paths if path not in self.project.files}
        for name in found:
            self._put(name, {*merged, *gone})

    def _earlier(self, path: str) -> Parts:
        return {} if self.is_first else self.before.parts(path)

    def _earlier_notes(self, path: str, number: int) -> frozenset[Note]:
        return self.before.reads(path) if number and not self.is_first else frozenset()

    def _put(self, name: str, paths: set[str]) -> None:
        """Changes a survey where parts are different, and notes what they say differently."""
        differing = {}
        for path in paths:
            old: Part = self._earlier(path).get(name, {})
            new: Part = self.parts.get(path, {}).get(name, {})
            if old != new or path in self.changes.paths:
                differing[path] = old, new
        if not differing:
            return
        survey = self.project.survey(name)
        for path, (_, new) in differing.items():
            survey.put(path, new)
        self.surveys[name] = survey.parts
        for path, (old, new) in differing.items() if not self.is_first else ():
            self._note_differences(name, path, old, new, {item: pair[0] for item, pair in differing.items()})

    def _note_differences(self, name: str, path: str, old: Part, new: Part, before: dict[str, Part]) -> None:
        whole = path in self.changes.paths
        number = self.project.number
        for key in old.keys() | new.keys():
            if whole or old.get(key) != new.get(key):
                self.changes.notes.add((all_of(number, name), key))
                if whole or self._values_differ(name, key, before):
                    self.changes.notes.add((values_of(number, name), key))
        self.changes.notes.add((all_of(number, name), "*"))

    def _values_differ(self, name: str, key: str, before: dict[str, Part]) -> bool:
        """Whether a key has other values than before, whoever contributes them."""
        index = self.project.survey(name).by_key().get(key, [])
        rest = {value for path, value in index if path not in before}
        old = {part[key] for part in before.values() if key in part}
        return rest | old != {value for _, value in index}

    def _project_rules(self) -> dict[str, Answer]:
        found = {}
        for rule in self.rules:
            if rule.scope != "project":
                continue
            known = None if self.is_first else self.before.verdict(rule.name)
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
