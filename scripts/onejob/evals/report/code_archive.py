"""The code of all runs, compressed into the page: gzip in base64, which the browser unpacks on demand."""

import base64
import gzip
import json
from collections.abc import Mapping, Sequence
from typing import Any

from onejob.evals.report.run_view import run_key
from onejob.evals.report.shown_text import clipped_lines, visible

Files = dict[str, dict[str, str]]


def code_archive(runs: Sequence[Mapping[str, Any]], limit: int) -> tuple[str, int]:
    """The archive, at most `limit` characters, and how many files had to be left out of it.

    Files without findings go first, the largest of them before the others; no finding loses its code
    while anything else can be dropped.
    """
    code = {run_key(run): _shown(run["files"]) for run in runs}
    marks = {run_key(run): _marks(run) for run in runs}
    droppable = sorted(
        ((key, path) for key, files in code.items() for path in files),
        key=lambda place: (place[1] not in marks[place[0]], len(code[place[0]][place[1]]), place),
    )
    dropped = 0
    while len(packed := _packed(code, marks)) > limit and droppable:
        size = sum(len(text) for files in code.values() for text in files.values())
        excess = size * (1 - limit / len(packed))
        while excess >= 0 and droppable:
            key, path = droppable.pop()
            excess -= max(1, len(code[key][path]))
            code[key][path] = ""
            dropped += 1
    return packed, dropped


def _packed(code: Files, marks: Mapping[str, Any]) -> str:
    text = json.dumps({"code": code, "marks": marks}, ensure_ascii=False, separators=(",", ":"))
    return base64.b64encode(gzip.compress(text.encode("utf-8"), 9, mtime=0)).decode("ascii")


def _shown(files: Mapping[str, str]) -> dict[str, str]:
    return {visible(path): clipped_lines(visible(text)) for path, text in files.items() if text}


def _marks(run: Mapping[str, Any]) -> dict[str, list[list[Any]]]:
    """Path → what stands at which line: [line, title, message, what to do]."""
    found: dict[str, list[list[Any]]] = {}
    graders = run["graders"]
    for item in graders["rules"]["findings"]:
        entry = [item["line"], item["rule"], visible(item["message"]), visible(item["fix"])]
        found.setdefault(visible(item["path"]), []).append(entry)
    for item in graders["types"]["findings"]:
        entry = [item["line"], "type error", clipped_lines(visible(item["message"]), 400), ""]
        found.setdefault(visible(item["path"]), []).append(entry)
    return found
