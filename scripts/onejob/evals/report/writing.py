"""Writes the report: nothing appears half-written."""

import os
from collections.abc import Mapping
from html import escape
from pathlib import Path
from typing import Any


def write_report(results: Mapping[str, Any], directory: Path) -> Path:
    """Write report.html into `directory`; the path of it."""
    from onejob.evals.table import paired_table

    page = f"<!doctype html><meta charset=utf-8><title>onejob evals</title><pre>{escape(paired_table(dict(results)))}</pre>"
    return _replace(directory / "report.html", page)


def _replace(target: Path, text: str) -> Path:
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_name(f"{target.name}.{os.getpid()}")
    beside.write_text(text, encoding="utf-8")
    beside.replace(target)
    return target
