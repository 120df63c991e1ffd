"""Consistency: how alike independent runs of one case are, within one arm. One architecture, every time?"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from pathlib import PurePosixPath
from statistics import fmean
from typing import Any

from onejob.check.project.layers import LAYERED, LayerMap
from onejob.evals.stats.cells import Cells, Run, mean_row

# A pattern, not a parser: the sources are generated and may be made to break one.
_DEFINED = re.compile(r"^(?:class|def|async def)[ \t]+([A-Za-z_]\w{0,99})", re.MULTILINE)
_FROM = re.compile(r"^[ \t]*from[ \t]+(\.*)([\w.]*)[ \t]+import[ \t]+(\([^)]*\)|[^\n]*)", re.MULTILINE)
_IMPORT = re.compile(r"^[ \t]*import[ \t]+([\w.]+)", re.MULTILINE)
KINDS = ("paths", "names", "wiring")
_UNKNOWN: dict[str, float | None] = dict.fromkeys(KINDS)
_NO_LAYER = frozenset({"test"})


def consistency(cells: Cells, arms: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Arm → mean similarity (0 to 1) of paths, of (layer, name) pairs and of wiring over pairs of runs of one case.

    Runs of a case with steps are compared at the same step.
    """
    return {arm: _arm(cells, arm) for arm in arms}


def _arm(cells: Cells, arm: str) -> dict[str, Any]:
    by_case = {
        case: alike(runs) for (case, own), runs in sorted(cells.items()) if own == arm and len(runs) > 1
    }
    known = {case: found for case, found in by_case.items() if found}
    return {
        "cases": len(known),
        **mean_row([{kind: found[kind] for kind in KINDS} for found in known.values()] or [_UNKNOWN]),
        "by_case": known,
    }


def alike(runs: Sequence[Run]) -> dict[str, float | None] | None:
    """Mean similarity over every two of the runs that wrote an application; None when fewer than two did."""
    shapes = [(run.get("step"), shape) for run in runs if (shape := shape_of(run))]
    pairs = [(one, other) for (at, one), (by, other) in combinations(shapes, 2) if at == by]
    if not pairs:
        return None
    return {kind: _mean_likeness([(one[kind], other[kind]) for one, other in pairs]) for kind in KINDS}


def _mean_likeness(pairs: Sequence[tuple[frozenset[Any], frozenset[Any]]]) -> float | None:
    """Two applications in which nothing imports anything are not alike in their wiring: they have none."""
    known = [jaccard(one, other) for one, other in pairs if one or other]
    return fmean(known) if known else None


def shape_of(run: Run) -> dict[str, frozenset[Any]] | None:
    """What is compared of one run; None when it wrote no application."""
    paths = paths_of(run)
    if not paths:
        return None
    return {"paths": paths, "names": names_of(run, paths), "wiring": wiring_of(run, paths)}


def jaccard(one: frozenset[Any], other: frozenset[Any]) -> float:
    """Shared elements over all elements; two empty sets are alike."""
    together = one | other
    return len(one & other) / len(together) if together else 1.0


def paths_of(run: Run) -> frozenset[str]:
    """The application's source files: neither tests nor empty package files."""
    return frozenset(
        path
        for path, text in run["files"].items()
        if path.endswith(".py") and text.strip() and _layer(path) not in _NO_LAYER
    )


def names_of(run: Run, paths: Iterable[str]) -> frozenset[tuple[str, str]]:
    """(layer, name) of every class and function at the top of a file; the layer is what its path says."""
    return frozenset((_layer(path), name) for path in paths for name in _DEFINED.findall(run["files"][path]))


def wiring_of(run: Run, paths: Iterable[str]) -> frozenset[tuple[str, str]]:
    """(path, path) for every import of one of the application's files by another."""
    known = {path.removesuffix(".py").removesuffix("/__init__"): path for path in run["files"]}
    return frozenset(
        (path, known[name])
        for path in paths
        for name in _imported(run["files"][path], PurePosixPath(path).parent)
        if name in known and known[name] != path
    )


def _imported(text: str, folder: PurePosixPath) -> Iterator[str]:
    """Paths without suffix that the text's imports may mean."""
    for dots, module, names in _FROM.findall(text):
        base = folder
        for _ in dots[1:]:
            base = base.parent
        stem = (base if dots else PurePosixPath()) / module.replace(".", "/")
        yield stem.as_posix()
        for name in re.findall(r"\w+", names):
            yield (stem / name).as_posix()
    for module in _IMPORT.findall(text):
        yield module.replace(".", "/")


_LAYERS = LayerMap((layer, glob) for layer, globs in LAYERED.items() for glob in globs)


def _layer(path: str) -> str:
    return _LAYERS.place(PurePosixPath(path).as_posix()).layer
