"""Modules of the application do not import each other in a cycle.

Two modules in a cycle are one module in two files: neither can be understood, tested or moved alone, and which one is
imported first decides whether the program starts. An import inside a function hides the cycle and does not end it; an
import for type checkers only is none.

```python bad app/models/order.py
from app.models import customer
# file: app/models/customer.py
from app.models import order
```

```python good app/models/order.py
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.models import customer
# file: app/models/customer.py
from app.models import order
```
"""

from collections.abc import Iterable, Iterator

from onejob.check.surveys.imports import imported_modules
from onejob.check.vocabulary.cycles import components, shortest_cycle
from onejob.check.project.project import Project
from onejob.check.rule import Problem, problem

SEVERITY = "error"
REFERENCE = "layers.md#interfaces"
SCOPE = "project"

Group = dict[str, list[str]]  # module -> the modules of the group that it imports


def subjects(project: Project) -> Iterable[Group]:
    """Each group of modules that reach each other, alone or not; a lone module is its own group."""
    links = {file.name: part[""] for file, part in project.survey("links").items()}
    alone = (name for name in _modules(project) if name not in links)
    for name in alone:
        yield {name: []}
    for names in components(links):
        members = set(names)
        yield {name: [to for to in links[name] if to in members] for name in sorted(members)}


def _modules(project: Project) -> set[str]:
    return {file.name for file, _ in project.survey("places").items() if file.layer != "test"}


def judge(group: Group, project: Project) -> Iterator[Problem]:
    if len(group) < 2:
        return
    cycle = shortest_cycle(group, next(iter(group)))
    first = project.module(cycle[0])
    if first is not None:
        yield problem(
            dict(imported_modules(first))[cycle[1]],
            f"import cycle: {' → '.join(f'`{name}`' for name in _shown(cycle))}",
            f"move what `{cycle[0]}` and `{cycle[1]}` both need into a third module, or depend on a Protocol",
            first.path,
        )


def _shown(cycle: list[str]) -> list[str]:
    return cycle if len(cycle) <= 8 else [*cycle[:4], f"… {len(cycle) - 6} more …", *cycle[-2:]]
