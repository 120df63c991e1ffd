"""What happened in a check, for the rules about the check itself."""

from typing import NamedTuple

from onejob.check.reading.discovery import Failure
from onejob.check.reading.facts import Suppression


class Use(NamedTuple):
    """One suppression comment, and which of its rules really held something back.

    `idle` are rules that ran and had nothing to hold back; `unknown` are names of no rule.
    """

    path: str
    suppression: Suppression
    idle: tuple[str, ...]
    unknown: tuple[str, ...]

    @property
    def lineno(self) -> int:
        return self.suppression.lineno

    @property
    def col_offset(self) -> int:
        return self.suppression.col_offset


class Outcome(NamedTuple):
    """What rules with the scope "run" look at."""

    paths: tuple[str, ...]
    failures: tuple[Failure, ...]
    uses: tuple[Use, ...]
