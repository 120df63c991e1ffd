"""The form of a plan, and its reader.

    # Rate a recipe                          a title; every further `#` heading starts a new slice

    ## Step 1: The rating as a domain object numbered from 1 without gaps; ### below a heading Steps is fine too

    Files: `app/models/rating.py`            every path in a code span, relative to the project
    What: …                                  what is there afterwards
    Verify: `pytest tests/test_rating.py`    a command per line, or a fenced shell block; prose may follow a command

A field may be a list item, bold or a check box (`- [ ] **Files**: …`), and runs on to the next field. Further fields and
sections are allowed. Within a slice the steps follow the dependency order of the layers (see `order`).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from onejob.skill.markdown import CodeSpan, Document, Fence, Heading
from onejob.skill.problem import Problem

CHECK = "plan"
STEP_LEVELS = (2, 3)
FIELDS = ("Files", "What", "Verify")
_ALMOST = re.compile(r"step\b", re.IGNORECASE)
_STEP = re.compile(r"Step (\d+): (\S.*)")
_FIELD = re.compile(r"(?:[-*] (?:\[[ xX]\] )?)?\*{0,2}(?P<name>[A-Z]\w+)\*{0,2}:\*{0,2}(?P<text>.*)")


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a step, from its line up to (not including) `end`."""

    name: str
    line: int
    end: int
    text: str
    spans: tuple[CodeSpan, ...]
    fences: tuple[Fence, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One step. `slice` counts the `#` headings above it."""

    number: int
    title: str
    line: int
    slice: int
    fields: dict[str, Field]

    @property
    def files(self) -> tuple[CodeSpan, ...]:
        return self.fields["Files"].spans if "Files" in self.fields else ()


def steps(page: Document) -> list[Step]:
    """The steps of a plan, top to bottom; headings of another form are left to `check_form`."""
    return [_step(page, heading, match) for heading in page.headings if (match := _match(heading))]


def check_form(page: Document) -> Iterator[Problem]:
    """Headings that are almost steps, wrong numbers, fields that are missing or empty."""
    for heading in page.headings:
        if _ALMOST.match(heading.text) and not _match(heading):
            message = f"the heading {heading.text!r} is not a step"
            yield Problem(page.path, heading.line, CHECK, message, "write it as: ## Step 1: What it brings")
    found = steps(page)
    if not found:
        yield Problem(page.path, 1, CHECK, "the plan has no step", "write one as: ## Step 1: What it brings")
    for wanted, step in enumerate(found, start=1):
        if step.number != wanted:
            message = f"step {step.number} stands where step {wanted} is due"
            yield Problem(page.path, step.line, CHECK, message, f"write: ## Step {wanted}: {step.title}")
        yield from _check_fields(page, step)


def _check_fields(page: Document, step: Step) -> Iterator[Problem]:
    for name in FIELDS:
        field = step.fields.get(name)
        if field is None:
            message = f"step {step.number} has no {name}"
            yield Problem(page.path, step.line, CHECK, message, f"add a line: {name}: …")
        elif not field.text.strip():
            message = f"{name} of step {step.number} is empty"
            yield Problem(page.path, field.line, CHECK, message, "say it, or drop the step")
    if (files := step.fields.get("Files")) and files.text.strip() and not files.spans:
        message = f"Files of step {step.number} names no path"
        yield Problem(page.path, files.line, CHECK, message, "put every path in backticks")


def _match(heading: Heading) -> re.Match[str] | None:
    return _STEP.fullmatch(heading.text) if heading.level in STEP_LEVELS else None


def _step(page: Document, heading: Heading, match: re.Match[str]) -> Step:
    after = [
        other.line for other in page.headings if other.line > heading.line and other.level <= heading.level
    ]
    end = min(after, default=len(page.lines) + 1)
    slice_ = sum(other.level == 1 and other.line < heading.line for other in page.headings)
    fields = {field.name: field for field in _fields(page, heading.line + 1, end)}
    return Step(int(match[1]), match[2], heading.line, slice_, fields)


def _fields(page: Document, start: int, end: int) -> Iterator[Field]:
    fenced = {line for fence in page.fences for line in range(fence.line, fence.end + 1)}
    opened = [
        (line, match)
        for line in range(start, end)
        if line not in fenced and (match := _FIELD.match(page.lines[line - 1]))
    ]
    ends = [*(line for line, _ in opened[1:]), end]
    for (line, match), stop in zip(opened, ends, strict=False):
        text = "\n".join([match["text"], *page.lines[line : stop - 1]])
        spans = tuple(span for span in page.code_spans if line <= span.line < stop)
        fences = tuple(fence for fence in page.fences if line <= fence.line < stop)
        yield Field(match["name"], line, stop, text, spans, fences)
