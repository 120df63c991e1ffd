"""Events and the categories of their tickets."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NewCategory:
    name: str
    capacity: int
    price_cents: int


@dataclass(frozen=True, slots=True)
class NewEvent:
    name: str
    categories: tuple[NewCategory, ...]
    hold_seconds: int


@dataclass(frozen=True, slots=True)
class Category:
    name: str
    capacity: int
    price_cents: int
    left: int


@dataclass(frozen=True, slots=True)
class Event:
    id: int
    name: str
    capacity: int
    price_cents: int
    left: int
    hold_seconds: int
    categories: tuple[Category, ...]

    def category(self, name: str | None) -> Category | None:
        """The one of that name; without a name the only one."""
        if name is None:
            return self.categories[0] if len(self.categories) == 1 else None
        return next((one for one in self.categories if one.name == name), None)
