"""For coding agents: one line per finding, what and what to do instead; a repair that repeats is said once; bounded."""

from collections import Counter
from collections.abc import Iterator

from onejob.check.formats.text import summary
from onejob.check.result import Result

LIMIT = 50


def render(result: Result) -> Iterator[str]:
    """The lines of the report: at most `LIMIT` findings, errors first, then counts by rule."""
    ordered = sorted(result.findings, key=lambda item: item.severity)
    said: set[tuple[str, str]] = set()
    for item in ordered[:LIMIT]:
        repeated = (item.rule, item.fix) in said
        said.add((item.rule, item.fix))
        ending = "" if repeated else f"; {item.fix} [{item.reference}]"
        yield f"{item.path}:{item.line} {item.rule}: {item.message}{ending}"
    rest = Counter(item.rule for item in ordered[LIMIT:])
    if rest:
        counts = ", ".join(f"{rule} {count}" for rule, count in sorted(rest.items()))
        yield f"and {rest.total()} more: {counts} (--select one rule to see its findings)"
    yield summary(result)
