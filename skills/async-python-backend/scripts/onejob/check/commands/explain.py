"""`onejob explain RULE`: the law, the reason, a bad and a good example."""

import textwrap
from collections.abc import Iterator, Sequence

from onejob.check.commands.options import parser, require_rule
from onejob.check.rule import Example, Rule, load_rule

EXAMPLES = "  onejob explain service-imports-service"


def main(argv: Sequence[str]) -> int:
    """Prints the documentation of rules, from their own files."""
    arguments = parser("explain", "What a rule demands, why, and how code that obeys it looks.", EXAMPLES)
    arguments.add_argument("rules", nargs="+", type=require_rule, metavar="RULE", help="names of rules")
    for name in arguments.parse_args(argv).rules:
        print("\n".join(_explained(load_rule(name))))
    return 0


def _explained(rule: Rule) -> Iterator[str]:
    yield f"{rule.name} ({rule.severity}; taught in references/{rule.reference})"
    yield ""
    yield rule.law
    yield from textwrap.wrap(" ".join(rule.why.split()), 100)
    for example in rule.examples:
        yield from _example(example)
    for name, default in rule.options.items():
        yield f"\noption `{name}`, default {default!r}"
    yield f"\nSuppress one finding: # onejob: ignore[{rule.name}] the reason\n"


def _example(example: Example) -> Iterator[str]:
    for path, text in example.files.items():
        yield f"\n{example.verdict}: {path}"
        yield textwrap.indent(text.rstrip(), "    ")
