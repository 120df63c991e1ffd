"""JUnit XML: one test case per rule that examined something or found something."""

from collections import defaultdict
from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from onejob.check.finding import Finding
from onejob.check.formats.text import counted
from onejob.check.result import Result

_CONTROL = {code: " " for code in range(32) if code not in (9, 10, 13)}


def render(result: Result) -> Iterator[str]:
    """The document."""
    found: dict[str, list[Finding]] = defaultdict(list)
    for item in result.findings:
        found[item.rule].append(item)
    rules = sorted({*result.summary.examined, *found})
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield f'<testsuite name="onejob" tests="{len(rules)}" failures="{len(found)}" errors="0">'
    for rule in rules:
        yield f'  <testcase classname="onejob" name={quoteattr(rule)}>'
        if rule in found:
            yield from _failure(found[rule])
        yield f"    <system-out>{result.summary.examined.get(rule, 0)} examined</system-out>"
        yield "  </testcase>"
    yield "</testsuite>"


def _failure(findings: list[Finding]) -> Iterator[str]:
    said = quoteattr(counted(len(findings), "finding"))
    yield f"    <failure message={said} type={quoteattr(findings[0].severity)}>"
    for item in findings:
        yield _text(f"{item.path}:{item.line}:{item.column}: {item.message}; {item.fix}")
    yield "    </failure>"


def _text(text: str) -> str:
    return escape(text.translate(_CONTROL).encode("utf-8", "backslashreplace").decode())
