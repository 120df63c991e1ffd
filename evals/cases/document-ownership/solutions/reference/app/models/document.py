"""Documents."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NewDocument:
    owner: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class DocumentPatch:
    title: str | None
    text: str | None


@dataclass(frozen=True, slots=True)
class Document:
    id: int
    owner: str
    title: str
    text: str
    readers: tuple[str, ...]

    def is_visible_to(self, user: str) -> bool:
        return user == self.owner or user in self.readers
