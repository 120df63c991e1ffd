"""The names of one file, noted down when they are looked up."""

from collections.abc import ItemsView, Iterator, KeysView, ValuesView
from typing import Any, TypeVar

from onejob.check.reading.watching import Reader

Item = TypeVar("Item")


class Names(dict[str, Item]):
    """What a file calls by a name. A look-up notes the name down, going through all of them the whole kind.

    Parameters:
        path, kind: of which file, and of which kind its things are (":classes").
        reader: whose `reads` get the notes.
    """

    __slots__ = ("_kind", "_path", "_reader")

    def __init__(self, items: dict[str, Item], path: str, kind: str, reader: Reader) -> None:
        super().__init__(items)
        self._path, self._kind, self._reader = path, kind, reader

    def _note(self, name: str) -> None:
        self._reader.reads.add((self._path, name.partition(".")[0]))

    def _note_all(self) -> None:
        self._reader.reads.add((self._path, self._kind))

    def get(self, name: str, default: Any = None) -> Any:
        self._note(name)
        return dict.get(self, name, default)

    def __getitem__(self, name: str) -> Item:
        self._note(name)
        return dict.__getitem__(self, name)

    def __contains__(self, name: object) -> bool:
        self._note(str(name))
        return dict.__contains__(self, name)

    def __iter__(self) -> Iterator[str]:
        self._note_all()
        return dict.__iter__(self)

    def __len__(self) -> int:
        self._note_all()
        return dict.__len__(self)

    def keys(self) -> KeysView[str]:  # type: ignore[override]
        self._note_all()
        return dict.keys(self)

    def values(self) -> ValuesView[Item]:  # type: ignore[override]
        self._note_all()
        return dict.values(self)

    def items(self) -> ItemsView[str, Item]:  # type: ignore[override]
        self._note_all()
        return dict.items(self)
