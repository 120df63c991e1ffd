"""The precision of the rules on real code: one table out of the labels and the counts in docs/precision/.

Run it to write the table into docs/precision.md: `python -m tests.check.precision`.
"""

import csv
import re
from collections import Counter, defaultdict
from pathlib import Path

DOCS = Path(__file__).parents[2] / "docs"
PAGE = DOCS / "precision.md"
VERDICTS = ("true", "arguable", "false")
_TABLE = re.compile(r"(?<=<!-- table: precision -->\n).*?(?=<!-- table: end -->)", re.DOTALL)
_HEAD = ("rule", "findings", "sampled", "true", "arguable", "false before the fix", "false left")


def labels() -> list[dict[str, str]]:
    """Every adjudicated finding."""
    return _read("labels.csv")


def findings() -> list[dict[str, str]]:
    """How many findings each rule had in each project, before and after the mending."""
    return _read("findings.csv")


def _read(name: str) -> list[dict[str, str]]:
    with (DOCS / "precision" / name).open(newline="") as file:
        return list(csv.DictReader(file))


def rows() -> list[tuple[str, ...]]:
    """One row a rule, and the sums."""
    reported: Counter[str] = Counter()
    for count in findings():
        reported[count["rule"]] += int(count["after"])
    seen: dict[str, Counter[str]] = defaultdict(Counter)
    for label in labels():
        seen[label["rule"]][label["verdict"]] += 1
        seen[label["rule"]]["left"] += label["verdict"] == "false" and label["reported"] == "yes"
    names = sorted({*reported, *seen})
    body = [_row(f"`{name}`", reported[name], seen[name]) for name in names]
    return [*body, _row("**all**", reported.total(), sum(seen.values(), Counter()))]


def _row(name: str, reported: int, seen: Counter[str]) -> tuple[str, ...]:
    verdicts = [seen[verdict] for verdict in VERDICTS]
    return name, *(str(number) for number in (reported, sum(verdicts), *verdicts, seen["left"]))


def table() -> str:
    """The table in Markdown."""
    lines = [_HEAD, ("---", *["---:"] * (len(_HEAD) - 1)), *rows()]
    return "\n" + "".join(f"| {' | '.join(line)} |\n" for line in lines) + "\n"


def page() -> str:
    """docs/precision.md with the table as it should be."""
    return _TABLE.sub(lambda _: table(), PAGE.read_text())


if __name__ == "__main__":
    PAGE.write_text(page())
