"""SARIF 2.1.0, for code scanning."""

import json
from collections.abc import Iterator
from typing import Any

from onejob.check.finding import Finding
from onejob.check.result import Result
from onejob.check.rule import load_rule

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {"error": "error", "warning": "warning"}


def document(result: Result) -> dict[str, Any]:
    """The log of one run; only rules with findings are described."""
    names = sorted({item.rule for item in result.findings})
    return {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": {"name": "onejob", "rules": [_rule(name) for name in names]}},
                "columnKind": "unicodeCodePoints",
                "results": [_result(item, names.index(item.rule)) for item in result.findings],
                "invocations": [{"executionSuccessful": not (result.summary.unparsed or result.vacuous)}],
            }
        ],
    }


def _rule(name: str) -> dict[str, Any]:
    rule = load_rule(name)
    return {
        "id": name,
        "shortDescription": {"text": rule.law},
        "fullDescription": {"text": " ".join(rule.why.split()) or rule.law},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
    }


def _result(item: Finding, index: int) -> dict[str, Any]:
    return {
        "ruleId": item.rule,
        "ruleIndex": index,
        "level": _LEVELS[item.severity],
        "message": {"text": f"{item.message}; {item.fix}"},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": _uri(item.path)},
                    "region": {"startLine": item.line, "startColumn": item.column},
                }
            }
        ],
        "partialFingerprints": {"ruleAndSymbol/v1": f"{item.rule}:{item.path}:{item.symbol}"},
    }


def _uri(path: str) -> str:
    from urllib.parse import quote

    return quote(path.encode("utf-8", "surrogateescape"))


def render(result: Result) -> Iterator[str]:
    """The document, indented."""
    yield json.dumps(document(result), indent=2)
