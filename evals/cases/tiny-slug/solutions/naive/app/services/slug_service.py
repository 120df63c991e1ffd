import re
import unicodedata
from dataclasses import dataclass
from typing import Protocol

from app.errors import EmptySlugError
from app.models.slug import Slug, SlugInput


class ISlugService(Protocol):
    async def create(self, data: SlugInput) -> Slug: ...


@dataclass(slots=True)
class SlugService:
    async def create(self, data: SlugInput) -> Slug:
        words = re.findall(r"[a-z0-9]+", self._fold(data.title))
        if not words:
            raise EmptySlugError
        return Slug(self._join(words, data.max_length))

    def _fold(self, title: str) -> str:
        text = title.casefold()
        text = unicodedata.normalize("NFKD", text)
        return "".join(char for char in text if not unicodedata.combining(char))

    def _join(self, words: list[str], max_length: int) -> str:
        slug = words[0][:max_length]
        for word in words[1:]:
            candidate = f"{slug}-{word}"
            if len(candidate) > max_length:
                break
            slug = candidate
        return slug
