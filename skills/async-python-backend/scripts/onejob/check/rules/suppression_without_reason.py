"""A suppression names its rules and says why.

`# onejob: ignore[rule-name] the reason` is a decision; without a reason nobody can tell later whether it still holds.

```python bad app/models/recipe.py
from dataclasses import dataclass


@dataclass(frozen=True)
class Recipe:  # onejob: ignore[dataclass-without-slots]
    title: str
```

```python good app/models/recipe.py
from dataclasses import dataclass


@dataclass(frozen=True)
class Recipe:  # onejob: ignore[dataclass-without-slots] weak references to recipes are kept by the search index
    title: str
```
"""

from collections.abc import Iterable, Iterator

from onejob.check.project.outcome import Outcome, Use
from onejob.check.rule import Problem, problem

SEVERITY = "error"
REFERENCE = "testing.md#the-check-itself"
SCOPE = "run"


def subjects(outcome: Outcome) -> Iterable[Use]:
    return outcome.uses


def judge(use: Use, outcome: Outcome) -> Iterator[Problem]:
    rules = ", ".join(use.suppression.rules)
    if not rules:
        yield problem(
            use, "the suppression names no rule", "write `# onejob: ignore[rule-name] the reason`", use.path
        )
    elif not use.suppression.reason:
        yield problem(
            use,
            f"the suppression of `{rules}` has no reason",
            f"write `# onejob: ignore[{rules}] the reason`, or obey the rule",
            use.path,
        )
