"""What the rest of the company is told."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Announcement:
    """A recipe was published. The receiver recognises a repetition by the id."""

    id: UUID
    owner_id: str
    recipe_id: UUID
    title: str
