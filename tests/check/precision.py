"""The precision of the rules on real code: one table out of the labels and the counts in docs/precision/.

Run it to write the table into docs/precision.md: `python -m tests.check.precision`. With `polar=path/to/checkout/server …`
it first checks those projects again and writes how many findings each rule has there now.
"""

import csv
import os
import re
import sys
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


# What is checked of each project, below the folder of its pyproject.toml.
CHECKED = {
    "polar": "polar", "prefect": "src/prefect", "dispatch": "src/dispatch", "mealie": "mealie", "template": "app",
}  # fmt: skip


def count(project: str, folder: str) -> None:
    """Checks one project and writes its numbers of findings as those after the mending.

    Parameters:
        folder: that of the checkout which holds pyproject.toml.
    """
    from onejob.check import check
    from onejob.check.configuration.config import Config

    os.chdir(folder)
    found = check([CHECKED[project]], Config(root=os.getcwd())).summary.found
    old = {(item["project"], item["rule"]): item for item in findings()}
    for rule in {*found, *(name for owner, name in old if owner == project)}:
        row = old.setdefault((project, rule), {"project": project, "rule": rule, "before": "0", "after": "0"})
        row["after"] = str(found.get(rule, 0))
    order = list(dict.fromkeys(owner for owner, _ in old))
    rows = sorted(old.values(), key=lambda item: (order.index(item["project"]), item["rule"]))
    with (DOCS / "precision/findings.csv").open("w", newline="") as file:
        writer = csv.DictWriter(file, ("project", "rule", "before", "after"), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


if __name__ == "__main__":
    for word in sys.argv[1:]:
        count(*word.split("=", 1))
    PAGE.write_text(page())
