"""Every file can be read and parsed.

A file that cannot be parsed cannot be judged, and what it imports is unknown: the other files are still checked, but
the check as a whole exits with 2. Code for a newer Python needs a newer Python here too: run the check with the
project's interpreter.

```python bad app/services/orders.py
class OrderService
    pass
```

```python good app/services/orders.py
class OrderService:
    pass
```
"""

from collections.abc import Iterable, Iterator

from onejob.check.project.outcome import Outcome
from onejob.check.rule import Problem, problem

SEVERITY = "error"
REFERENCE = "testing.md#the-check-itself"
SCOPE = "run"


def subjects(outcome: Outcome) -> Iterable[str]:
    return outcome.paths


def judge(path: str, outcome: Outcome) -> Iterator[Problem]:
    for failure in outcome.failures:
        if failure.path == path:
            yield problem(failure, failure.message, failure.fix, path)
