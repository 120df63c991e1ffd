from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SlugInput:
    title: str
    max_length: int


@dataclass(frozen=True, slots=True)
class Slug:
    slug: str
