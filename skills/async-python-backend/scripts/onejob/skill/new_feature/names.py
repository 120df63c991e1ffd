"""The name of a feature in the forms that code, tables, addresses and prose need."""

import keyword
import re
from dataclasses import dataclass

from onejob.skill.problem import CannotContinueError

MAX_LENGTH = 40  # PostgreSQL cuts names at 63 bytes, and constraints are named after their table
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9]*([_-][A-Za-z0-9]+)*")
_PLURAL_ES = ("s", "x", "z", "ch", "sh")


@dataclass(frozen=True, slots=True)
class Names:
    """`singular` and `plural` in snake case; the other forms follow from them."""

    singular: str
    plural: str

    @property
    def pascal(self) -> str:
        return _pascal(self.singular)

    @property
    def pascal_plural(self) -> str:
        return _pascal(self.plural)


def names_of(name: str, plural: str | None = None) -> Names:
    """The forms of a name given as `order`, `orders`, `order-line`, `order_line` or `OrderLine`.

    Raises:
        CannotContinueError: it cannot name Python modules, classes and a table.
    """
    given = _snake(name, "NAME")
    if plural is not None:
        names = Names(given, _snake(plural, "--plural"))
    elif _looks_plural(given):
        names = Names(_singular(given), given)
    else:
        names = Names(given, _plural(given))
    if names.singular == names.plural:
        raise CannotContinueError(f"{name!r}: singular and plural are the same word; choose another --plural")
    for word in (names.singular, names.plural):
        if keyword.iskeyword(word) or keyword.issoftkeyword(word):
            message = f"{name!r}: {word!r} is a word of the Python language"
            raise CannotContinueError(f"{message}; choose a more specific name, such as {word}_record")
    return names


def _snake(name: str, what: str) -> str:
    if not _NAME.fullmatch(name):
        allowed = "letters, digits and single - or _ between them, starting with a letter"
        message = f"{what} {name[:60]!r}: this is not the name of a thing; allowed are {allowed}"
        raise CannotContinueError(f"{message} (such as: order, order-line)")
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name)
    snake = words.replace("-", "_").lower()
    if len(snake) > MAX_LENGTH:
        raise CannotContinueError(f"{what} {name[:60]!r}: longer than {MAX_LENGTH} characters; shorten it")
    return snake


def _looks_plural(word: str) -> bool:
    return len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is"))


def _singular(word: str) -> str:
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    if word.endswith(tuple(f"{ending}es" for ending in ("ss", "x", "zz", "ch", "sh"))):
        return word[:-2]
    return word[:-1]


def _plural(word: str) -> str:
    if word.endswith("y") and word[-2:-1] not in tuple("aeiou"):
        return f"{word[:-1]}ies"
    return f"{word}es" if word.endswith(_PLURAL_ES) else f"{word}s"


def _pascal(word: str) -> str:
    return "".join(part.capitalize() for part in word.split("_"))
