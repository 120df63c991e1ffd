"""Facts -> Project: who is which layer, who imports whom, what a name resolves to. What file and project rules look at."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeVar

from onejob.check.project.file import File, Found
from onejob.check.project.resolution import Resolution
from onejob.check.project.survey import Part, Survey
from onejob.check.project.targets import Target
from onejob.check.reading.facts import Class
from onejob.check.reading.watching import Note

Answer = TypeVar("Answer")
_KEPT_TREES = 24


class Project:
    """All files that are checked together.

    `reads` are the notes of whoever is asking now: what he has looked at so far. `parsed` are the files whose trees are
    held in memory; `recall` gives what is known from an earlier check of a survey, by path.

    Parameters:
        options: rule name -> its configured options.
        number: which of several applications that do not see each other.
    """

    def __init__(self, options: Mapping[str, Mapping[str, Any]] | None = None, number: int = 0) -> None:
        self.files: dict[str, File] = {}
        self.number = number
        self.reads: set[Note] = set()
        self.recall: Callable[[str], Mapping[str, Part]] = lambda name: {}
        self.parsed: list[File] = []
        self._options = options or {}
        self._by_name: dict[str, File] = {}
        self.resolution = Resolution(self, self._by_name)
        self._surveys: dict[str, Survey] = {}
        self._remembered: dict[tuple[str, ...], tuple[Any, tuple[Note, ...]]] = {}

    def add(self, file: File) -> None:
        """Adds a file; a package wins over a module of the same name."""
        self.files[file.path] = file
        if file.name not in self._by_name or file.is_package:
            self._by_name[file.name] = file

    def release(self) -> None:
        """Forgets trees between two questions, once there are many."""
        if len(self.parsed) > _KEPT_TREES:
            for file in self.parsed:
                file.release()
            self.parsed.clear()

    def option(self, rule: str, name: str, default: Any) -> Any:
        """A configured option of a rule, else its default."""
        return self._options.get(rule, {}).get(name, default)

    def remembered(self, key: tuple[str, ...], find: Callable[[], Answer]) -> Answer:
        """What `find` gives, found once; whoever gets it has looked at all that `find` looked at."""
        known = self._remembered.get(key)
        if known is None:
            outer, notes = self.reads, set[Note]()
            self.reads = notes
            try:
                known = self._remembered[key] = find(), tuple(notes)
            finally:
                self.reads = outer
        self.reads.update(known[1])
        return known[0]

    def survey(self, name: str) -> Survey:
        """What every file contributes to one question about the whole project."""
        known = self._surveys.get(name)
        if known is None:
            known = self._surveys[name] = Survey(self, name)
        return known

    def module(self, name: str) -> File | None:
        """The file with this dotted name."""
        return self.resolution.module(name)

    def find_class(self, target: Target) -> Found | None:
        """The class a target names, when it is defined in this project."""
        item = target.module.classes.get(target.symbol) if target.module else None
        return Found(target.module, item) if item and target.module else None

    def ancestry(self, found: Found) -> tuple[tuple[str, Found | None], ...]:
        """The base classes of a class, transitively: (dotted name, the class when it is ours)."""
        key = ("ancestry", found.file.path, found.item.name)
        return self.remembered(key, lambda: tuple(self._ancestry(found)))

    def _ancestry(self, found: Found) -> Iterator[tuple[str, Found | None]]:
        stack, seen = [found], {(found.file.path, found.item.name)}
        while stack:
            current = stack.pop()
            for base in current.item.bases:
                target = current.file.resolve(base.partition("[")[0])
                parent = self.find_class(target)
                yield target.dotted, parent
                if parent and (parent.file.path, parent.item.name) not in seen:
                    seen.add((parent.file.path, parent.item.name))
                    stack.append(parent)
                elif _is_declarative_base(target):
                    yield "sqlalchemy.orm.DeclarativeBase", None

    def descends_from(self, found: Found, *names: str) -> bool:
        """Whether a class inherits from one of these, by full dotted name or by last name for third-party bases."""
        return any(
            dotted in names or dotted.rpartition(".")[2] in names for dotted, _ in self.ancestry(found)
        )

    def is_orm(self, found: Found) -> bool:
        """Whether a class is mapped: `__tablename__`, a declarative base in its ancestry, or SQLModel(table=True)."""
        return self.remembered(("orm", found.file.path, found.item.name), lambda: self._is_orm(found))

    def _is_orm(self, found: Found) -> bool:
        item: Class = found.item
        if (
            any(field.name in {"__tablename__", "__table__"} for field in item.fields)
            or ("table", "True") in item.keywords
        ):
            return True
        return self.descends_from(found, "DeclarativeBase", "DeclarativeBaseNoMeta")

    def is_protocol(self, found: Found) -> bool:
        """Whether a class is itself a Protocol (a base is Protocol; inheriting a Protocol class does not make one)."""
        return any(base.partition("[")[0].rpartition(".")[2] == "Protocol" for base in found.item.bases)

    def is_session(self, target: Target) -> bool:
        """Whether a target is SQLAlchemy's AsyncSession (or SQLModel's)."""
        return target.module is None and target.dotted.rpartition(".")[2] in {
            "AsyncSession",
            "async_scoped_session",
        }


def _is_declarative_base(target: Target) -> bool:
    """`Base = declarative_base()`, the form before SQLAlchemy 2."""
    made = target.module.assignments.get(target.symbol) if target.module else None
    return made is not None and made.value.partition("(")[0].rpartition(".")[2] in _BASE_MAKERS


_BASE_MAKERS = frozenset({"declarative_base", "automap_base", "generate_base"})
