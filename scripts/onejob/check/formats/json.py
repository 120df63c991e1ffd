"""For programs: `result.schema.json` beside this file describes it."""

import json
from collections.abc import Iterator
from typing import Any

from onejob.check.result import Result, Summary

VERSION = 1


def document(result: Result) -> dict[str, Any]:
    """The result as plain values."""
    counts = result.summary
    rules = sorted({*counts.examined, *counts.found})
    return {
        "version": VERSION,
        "findings": [
            {
                "path": item.path,
                "line": item.line,
                "column": item.column,
                "rule": item.rule,
                "severity": item.severity,
                "layer": item.layer,
                "message": item.message,
                "fix": item.fix,
                "reference": item.reference,
            }
            for item in result.findings
        ],
        "summary": {
            "files": counts.files,
            "unmapped": counts.unmapped,
            "unparsed": counts.unparsed,
            "baselined": counts.baselined,
            **_since(counts),
            "by_rule": {
                rule: {"findings": counts.found.get(rule, 0), "examined": counts.examined.get(rule, 0)}
                for rule in rules
            },
            "by_layer": dict(sorted(counts.layers.items())),
        },
    }


def _since(counts: Summary) -> dict[str, Any]:
    if not counts.since:
        return {}
    return {"since": {"revision": counts.since, "changed": counts.changed, "older": counts.older}}


def render(result: Result) -> Iterator[str]:
    """The document, indented."""
    yield json.dumps(document(result), indent=2, ensure_ascii=False)
