"""Every suppression holds something back.

One that no longer does hides the next violation on its line; one that names no existing rule never did anything.

```python bad app/models/recipe.py
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Recipe:  # onejob: ignore[dataclass-without-slots] recipes are weakly referenced
    title: str
```

```python good app/models/recipe.py
from dataclasses import dataclass


@dataclass(frozen=True)
class Recipe:  # onejob: ignore[dataclass-without-slots] recipes are weakly referenced
    title: str
```
"""

from collections.abc import Iterable, Iterator

from onejob.check.project.outcome import Outcome, Use
from onejob.check.rule import Problem, problem, rule_names

SEVERITY = "warning"
REFERENCE = "testing.md#the-check-itself"
SCOPE = "run"


def subjects(outcome: Outcome) -> Iterable[Use]:
    return outcome.uses


def judge(use: Use, outcome: Outcome) -> Iterator[Problem]:
    for name in use.idle:
        yield problem(use, f"nothing here breaks `{name}`", f"remove `{name}` from the suppression", use.path)
    for name in use.unknown:
        yield problem(use, f"there is no rule `{name}`", _closest(name), use.path)


def _closest(name: str) -> str:
    import difflib

    close = difflib.get_close_matches(name, rule_names(), n=1)
    return f"write `{close[0]}`" if close else "list the rules with `onejob rules`"
