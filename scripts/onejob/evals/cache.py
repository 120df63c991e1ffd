"""Grades kept by content: an unchanged recording under unchanged graders is never graded twice."""

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from onejob.evals.grader import Grader
from onejob.evals.sandbox import isolation
from onejob.evals.subject import Subject
from onejob.evals.tree import fingerprint


@dataclass(frozen=True, slots=True)
class GradeCache:
    """A folder of grades; None keeps nothing."""

    folder: Path | None

    def get(self, grader: str, key: str) -> dict[str, Any] | None:
        """The kept block; None when there is none, or none that can be read."""
        if self.folder is None:
            return None
        try:
            block = json.loads((self.folder / grader / f"{key}.json").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None
        return block if isinstance(block, dict) and "status" in block else None

    def put(self, grader: str, key: str, block: dict[str, Any]) -> None:
        """Keep a block, unless it is an error: what broke once may work the next time."""
        if self.folder is None or block["status"] == "error":
            return
        target = self.folder / grader / f"{key}.json"
        target.parent.mkdir(parents=True, exist_ok=True)
        beside = target.with_suffix(f".{os.getpid()}")
        beside.write_text(json.dumps(block), encoding="utf-8")
        beside.replace(target)


def cache_key(name: str, grader: Grader, subject: Subject) -> str:
    """Changes with the grader, what the run left, what the case asks for, and the kind of isolation."""
    return fingerprint(
        [name, grader.version(), subject.recording.content_hash, grader.depends_on(subject), isolation()]
    )
