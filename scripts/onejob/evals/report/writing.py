"""Writes the report in all its forms; each file appears whole or not at all."""

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from onejob.evals.report.benchmark import benchmark
from onejob.evals.report.junit import junit
from onejob.evals.report.markdown import job_summary
from onejob.evals.report.page import render
from onejob.evals.stats.summary import summarise


def write_report(results: Mapping[str, Any], directory: Path) -> Path:
    """Write report.html, summary.md, junit.xml and benchmark.json into `directory`.

    Args:
        results: the document that results.json holds; its summary is made here when it has none.
        directory: made when it is missing.

    Returns:
        The path of report.html.
    """
    summary = results.get("summary") or summarise(results)
    forms = {
        "summary.md": job_summary(results, summary),
        "junit.xml": junit(results),
        "benchmark.json": json.dumps(benchmark(results, summary), indent=1) + "\n",
        "report.html": render(results, summary),
    }
    directory.mkdir(parents=True, exist_ok=True)
    for name, text in forms.items():
        _replace(directory / name, text)
    return directory / "report.html"


def _replace(target: Path, text: str) -> None:
    beside = target.with_name(f"{target.name}.{os.getpid()}")
    beside.write_text(text, encoding="utf-8")
    beside.replace(target)
