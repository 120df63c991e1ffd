"""A seeded sample of generated files, to be labelled by hand before anybody looks at what the checker says."""

import random
from collections.abc import Sequence
from pathlib import Path

from onejob.evals.recording import Recording
from onejob.evals.sources import application_sources


def sample(recordings: Sequence[Recording], number: int, seed: int) -> list[tuple[str, str]]:
    """`number` pairs of (recording as case/arm/id, path in its workspace).

    Empty files are left out; as many from each arm as there are, so that neither arm's style dominates.
    """
    by_arm: dict[str, list[tuple[str, str]]] = {}
    for one in sorted(recordings, key=lambda one: (one.case, one.arm, one.id)):
        name = f"{one.case}/{one.arm}/{one.id}"
        files = [(name, shown) for shown in _shown(one.workspace)]
        by_arm.setdefault(one.arm, []).extend(files)
    order = random.Random(seed)  # noqa: S311 (a sample, not a secret)
    for files in by_arm.values():
        order.shuffle(files)
    chosen: list[tuple[str, str]] = []
    arms = sorted(by_arm)
    while len(chosen) < number and any(by_arm.values()):
        for arm in arms:
            if by_arm[arm] and len(chosen) < number:
                chosen.append(by_arm[arm].pop())
    return sorted(chosen)


def _shown(workspace: Path) -> list[str]:
    return [
        path.relative_to(workspace).as_posix()
        for path in application_sources(workspace)
        if path.read_bytes().strip()
    ]
