"""Questions about the whole project, answered file by file: who builds which class, who imports what.

Each file contributes a *part*, plain values by key, that is kept with the file. After an edit only the edited file's part
is made again, and only those who looked at a key that changed are asked again.
"""

from collections import defaultdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from onejob.check.project.file import File
    from onejob.check.project.project import Project

Part = dict[str, Any]  # key -> a plain value
Parts = dict[str, Part]  # survey -> what one file contributes to it


class Survey:
    """All parts of one survey.

    Parameters:
        name: as in `surveys/`.
    """

    def __init__(self, project: "Project", name: str) -> None:
        self._project = project
        self._name = name
        self._index: dict[str, list[tuple[str, Any]]] | None = None
        self._values: dict[str, set[Any]] = {}
        self.parts = {path: part for path, part in project.recall(name).items() if path in project.files}

    def put(self, path: str, part: Part) -> None:
        """What a file contributes now."""
        self._index = None
        self._values.clear()
        if part:
            self.parts[path] = part
        else:
            self.parts.pop(path, None)

    def by_key(self) -> dict[str, list[tuple[str, Any]]]:
        """Key -> (path, value) in path order, for whoever notes himself what he looks at."""
        if self._index is None:
            found: dict[str, list[tuple[str, Any]]] = defaultdict(list)
            for path in sorted(self.parts):
                for key, value in self.parts[path].items():
                    found[key].append((path, value))
            self._index = dict(found)
        return self._index

    def get(self, key: str) -> "list[tuple[File, Any]]":
        """What each file contributes under a key, in path order."""
        self._project.reads.add((all_of(self._project.number, self._name), key))
        files = self._project.files
        return [(files[path], value) for path, value in self.by_key().get(key, ())]

    def values(self, key: str) -> set[Any]:
        """The different values under a key, whoever contributes them: changes less often than `get`."""
        self._project.reads.add((values_of(self._project.number, self._name), key))
        known = self._values.get(key)
        if known is None:
            known = self._values[key] = {value for _, value in self.by_key().get(key, ())}
        return known

    def has(self, key: str) -> bool:
        """Whether any file contributes under a key."""
        return bool(self.values(key))

    def items(self) -> "list[tuple[File, Part]]":
        """Every part that is not empty, in path order."""
        self._project.reads.add((all_of(self._project.number, self._name), "*"))
        files = self._project.files
        return [(files[path], self.parts[path]) for path in sorted(self.parts)]


def all_of(number: int, name: str) -> str:
    """The first half of a note about a survey."""
    return f"?{number} {name}"


def values_of(number: int, name: str) -> str:
    """The first half of a note about the different values of a survey."""
    return f"={number} {name}"
