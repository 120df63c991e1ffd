"""GitLab's code quality report. The fingerprint has no line number: it stays when code moves."""

import json
from collections import Counter
from collections.abc import Iterator

from onejob.check.running.cache import digest
from onejob.check.result import Result

_SEVERITIES = {"error": "major", "warning": "minor"}


def render(result: Result) -> Iterator[str]:
    """The report, a JSON list."""
    seen: Counter[str] = Counter()
    issues = []
    for item in result.findings:
        identity = f"{item.rule}\n{item.path}\n{item.symbol}"
        seen[identity] += 1
        unique = f"{identity}\n{seen[identity]}".encode("utf-8", "surrogateescape")
        issues.append(
            {
                "description": f"{item.message}; {item.fix}",
                "check_name": item.rule,
                "fingerprint": digest(unique).hex(),
                "severity": _SEVERITIES[item.severity],
                "location": {"path": item.path, "lines": {"begin": item.line}},
            }
        )
    yield json.dumps(issues, indent=2)
