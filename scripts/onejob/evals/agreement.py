"""How far the checker agrees with labels by hand, on a sample of generated files."""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from onejob.check.project.layers import LAYERED, LayerMap
from onejob.evals.architecture import judge
from onejob.evals.failure import BadFileError, EvalError
from onejob.evals.places import shown
from onejob.evals.stats.intervals import wilson_interval

_LAYERS = LayerMap((layer, glob) for layer, globs in LAYERED.items() for glob in globs)
COLUMNS = ["recording", "path", "breaks"]


@dataclass(frozen=True, slots=True)
class Label:
    """One file of a recording (case/arm/id) and the rules it breaks, in a reader's eyes."""

    recording: str
    path: str
    breaks: frozenset[str]


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One rule in one file on which reader and checker differ."""

    label: Label
    rule: str
    found_by: str


@dataclass(frozen=True, slots=True)
class Counts:
    """Files in which both, only the checker or only the reader finds the rule broken."""

    both: int = 0
    checker: int = 0
    reader: int = 0


def read_labels(path: Path, rules: Iterable[str]) -> list[Label]:
    """The labels.

    Raises:
        BadFileError: another heading, a rule that does not exist, or a file twice.
    """
    if not path.is_file():
        raise EvalError(f"{shown(path)}: there are no labels here")
    known, found, problems = set(rules), [], []
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        if reader.fieldnames != COLUMNS:
            raise BadFileError(path, [f":1: the columns must be {', '.join(COLUMNS)}"])
        for row in reader:
            breaks = frozenset((row["breaks"] or "").split())
            problems += [f":{reader.line_num}: there is no rule {rule!r}" for rule in sorted(breaks - known)]
            found.append(Label(row["recording"], row["path"], breaks))
    places = [(label.recording, label.path) for label in found]
    problems += [
        f": {one[0]} {one[1]} stands here twice" for one in {p for p in places if places.count(p) > 1}
    ]
    if problems:
        raise BadFileError(path, problems)
    return found


def checked(labels: Sequence[Label], recordings: Path) -> dict[tuple[str, str], frozenset[str]]:
    """What today's checker finds in the labelled files, with all of their tree around them.

    Raises:
        EvalError: a recording or a file is not there any more.
    """
    found: dict[tuple[str, str], set[str]] = {(one.recording, one.path): set() for one in labels}
    for name in sorted({label.recording for label in labels}):
        workspace = recordings / name / "workspace"
        for label in labels:
            if label.recording == name and not (workspace / label.path).is_file():
                raise EvalError(f"{shown(workspace / label.path)}: this labelled file is not there")
        for finding in judge(str(workspace))["findings"]:
            place = (name, finding["path"])
            if place in found:
                found[place].add(finding["rule"])
    return {place: frozenset(rules) for place, rules in found.items()}


def compare(
    labels: Sequence[Label], found: Mapping[tuple[str, str], frozenset[str]]
) -> tuple[dict[str, Counts], list[Disagreement]]:
    """Per rule the counts, and every place where they differ."""
    counts: dict[str, list[int]] = {}
    differences: list[Disagreement] = []
    for label in labels:
        says = found[label.recording, label.path]
        for rule in sorted(label.breaks | says):
            place = 0 if rule in label.breaks and rule in says else 1 if rule in says else 2
            counts.setdefault(rule, [0, 0, 0])[place] += 1
            if place:
                differences.append(Disagreement(label, rule, "checker" if place == 1 else "reader"))
    return {rule: Counts(*numbers) for rule, numbers in sorted(counts.items())}, differences


def page(labels: Sequence[Label], counts: Mapping[str, Counts], differences: Sequence[Disagreement]) -> str:
    """The table as a page of Markdown."""
    total = Counts(
        *(sum(getattr(one, name) for one in counts.values()) for name in ("both", "checker", "reader"))
    )
    clean = sum(not label.breaks for label in labels)
    lines = [
        "# Does the checker see what a reader sees?",
        "",
        f"{len(labels)} files that AI coding agents wrote, drawn by lot and labelled by hand before anybody looked at what the",
        f"checker says ([how](../evals/labels/README.md)); {clean} of them break no rule in the reader's eyes. One row is one rule, counted",
        "in files. Made by `onejob eval agreement`.",
        "",
        f"Of what the checker reports the reader agrees with **{_share(total.both, total.both + total.checker)}**; of what the reader sees the",
        f"checker reports **{_share(total.both, total.both + total.reader)}**.",
        "",
        "| rule | both | only the checker | only the reader |",
        "|---|---:|---:|---:|",
        *(f"| {rule} | {one.both} | {one.checker} | {one.reader} |" for rule, one in counts.items()),
        f"| **all** | {total.both} | {total.checker} | {total.reader} |",
        "",
        "## Where they differ",
        "",
        *_listed(differences),
    ]
    return "\n".join(lines) + "\n"


def _listed(differences: Sequence[Disagreement]) -> Iterator[str]:
    if not differences:
        yield "Nowhere."
        return
    yield "Behind each file stands the layer that its path alone puts it in. Where that is none, most rules have nothing to"
    yield "say: a law about layers is not held against code without them, so the control arm is found fault with too rarely,"
    yield "not too often. A database call in a handler is one finding, where the reader counted two laws."
    yield ""
    for one in differences:
        layer = _LAYERS.place(one.label.path).layer or "none"
        yield f"- {one.rule}, only the {one.found_by}: `{one.label.path}` ({layer}) of {one.label.recording}"


def _share(part: int, whole: int) -> str:
    interval = wilson_interval(part, whole)
    if interval is None:
        return "nothing"
    low, high = (round(100 * end) for end in interval)
    return f"{part} of {whole} (95 % interval {low} to {high} %)"
