"""For people: a finding per paragraph, the repair below it, and what was looked at."""

from collections.abc import Iterator

from onejob.check.result import Result


def render(result: Result) -> Iterator[str]:
    """The lines of the report."""
    for item in result.findings:
        yield f"{item.path}:{item.line}:{item.column}: {item.severity}: {item.rule}: {item.message}"
        yield f"    {item.fix} ({item.reference})"
    if result.findings:
        yield ""
    yield summary(result)
    if result.findings:
        yield f"why, and how obeying code looks: onejob explain {result.findings[0].rule}"


def summary(result: Result) -> str:
    """One line: how much was looked at, and what of it could not be judged."""
    counts = result.summary
    if result.vacuous and not result.findings:
        return "nothing was checked"
    if counts.since:
        return _since(result)
    errors = sum(item.severity == "error" for item in result.findings)
    parts = [
        f"{counted(len(result.findings), 'finding')} ({counted(errors, 'error')}) in {counted(counts.files, 'file')}"
        if result.findings
        else f"clean: {counted(counts.files, 'file')}, {counted(sum(counts.examined.values()), 'place')} examined",
        f"{counts.unparsed} could not be checked" if counts.unparsed else "",
        f"{counts.unmapped} without a layer" if counts.unmapped else "",
        f"{counted(counts.baselined, 'finding')} in the baseline" if counts.baselined else "",
    ]
    return ", ".join(part for part in parts if part)


def _since(result: Result) -> str:
    """Of a check with `--changed`: what is new, and how much was left out."""
    counts = result.summary
    errors = sum(item.severity == "error" for item in result.findings)
    new = f"{counted(len(result.findings), 'new finding')} ({counted(errors, 'error')})"
    parts = [
        f"{new if result.findings else 'clean: nothing new'} since {counts.since}",
        f"{counted(counts.changed, 'changed file')} of {counts.files}",
        f"{counts.unparsed} could not be checked" if counts.unparsed else "",
        f"{counted(counts.older, 'older finding')} not shown" if counts.older else "",
        f"{counted(counts.baselined, 'finding')} in the baseline" if counts.baselined else "",
    ]
    return ", ".join(part for part in parts if part)


def counted(number: int, noun: str) -> str:
    """`1 finding`, `2 findings`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
