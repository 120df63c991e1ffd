"""`onejob rules`: every rule, as text, JSON or a markdown table."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence

from onejob.check.commands.options import parser
from onejob.check.rule import Rule, load_rules

EXAMPLES = "  onejob rules\n  onejob rules --format json"


def main(argv: Sequence[str]) -> int:
    """Prints all rules."""
    arguments = parser("rules", "Every rule of the checker.", EXAMPLES)
    arguments.add_argument("--format", choices=tuple(_FORMATS), default="text", help="default: text")
    rules = load_rules().values()
    for line in _FORMATS[arguments.parse_args(argv).format](rules):
        print(line)
    return 0


def _text(rules: Iterable[Rule]) -> Iterator[str]:
    width = max(len(rule.name) for rule in rules)
    yield f"{'RULE':{width}}  SEVERITY  LAW"
    for rule in rules:
        yield f"{rule.name:{width}}  {rule.severity:8}  {rule.law}"
    yield ""
    yield "why a rule is there, with a bad and a good example: onejob explain RULE"
    yield 'another severity, or none ("error", "warning", "off"): RULE = "off" below [tool.onejob.rules] in pyproject.toml'


def _json(rules: Iterable[Rule]) -> Iterator[str]:
    documents = [
        {
            "rule": rule.name,
            "severity": rule.severity,
            "law": rule.law,
            "why": rule.why,
            "reference": rule.reference,
            "options": {name: _plain(default) for name, default in rule.options.items()},
        }
        for rule in rules
    ]
    yield json.dumps(documents, indent=2, ensure_ascii=False)


def _plain(default: object) -> object:
    return sorted(default) if isinstance(default, frozenset | set | tuple) else default


def _markdown(rules: Iterable[Rule]) -> Iterator[str]:
    yield "| rule | severity | law |"
    yield "|---|---|---|"
    for rule in rules:
        law = rule.law.replace("|", "\\|")
        yield f"| `{rule.name}` | {rule.severity} | {law} |"


_FORMATS: dict[str, Callable[[Iterable[Rule]], Iterator[str]]] = {
    "text": _text,
    "json": _json,
    "markdown": _markdown,
}
