"""The memory of an idempotent request."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Receipt:
    """Which recipe the first request with this key made; the fingerprint tells a repetition from a mix-up."""

    owner_id: str
    key: str
    fingerprint: str
    recipe_id: UUID
