"""Consistency: how alike independent runs of one case are, within one arm. One architecture, every time?"""

import re
from collections.abc import Iterable, Sequence
from itertools import combinations
from pathlib import PurePosixPath
from statistics import fmean
from typing import Any

from onejob.check.project.layers import LAYERED, LayerMap
from onejob.evals.stats.cells import Cells, Run

# A pattern, not a parser: the sources are generated and may be made to break one.
_DEFINED = re.compile(r"^(?:class|def|async def)[ \t]+([A-Za-z_]\w{0,99})", re.MULTILINE)
_NO_LAYER = frozenset({"test"})


def consistency(cells: Cells, arms: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Arm → mean similarity (0 to 1) of paths and of (layer, name) pairs over pairs of runs of one case."""
    return {arm: _arm(cells, arm) for arm in arms}


def _arm(cells: Cells, arm: str) -> dict[str, Any]:
    by_case = {
        case: alike(runs) for (case, own), runs in sorted(cells.items()) if own == arm and len(runs) > 1
    }
    known = {case: found for case, found in by_case.items() if found}
    return {
        "cases": len(known),
        "paths": fmean(found["paths"] for found in known.values()) if known else None,
        "names": fmean(found["names"] for found in known.values()) if known else None,
        "by_case": known,
    }


def alike(runs: Sequence[Run]) -> dict[str, float] | None:
    """Mean similarity over every two of the runs that wrote an application; None when fewer than two did."""
    shapes = [(paths, names_of(run, paths)) for run in runs if (paths := paths_of(run))]
    if len(shapes) < 2:
        return None
    pairs = list(combinations(shapes, 2))
    return {
        "paths": fmean(jaccard(one[0], other[0]) for one, other in pairs),
        "names": fmean(jaccard(one[1], other[1]) for one, other in pairs),
    }


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


_LAYERS = LayerMap((layer, glob) for layer, globs in LAYERED.items() for glob in globs)


def _layer(path: str) -> str:
    return _LAYERS.place(PurePosixPath(path).as_posix()).layer
