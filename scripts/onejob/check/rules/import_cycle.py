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

from onejob.check.vocabulary.cycles import components, shortest_cycle
from onejob.check.reading.facts import Import
from onejob.check.project.project import Project
from onejob.check.project.file import File
from onejob.check.rule import Problem, problem

SEVERITY = "error"
REFERENCE = "layers.md#interfaces"
SCOPE = "project"

_RUNTIME = frozenset({"top", "deferred", "dynamic"})
Links = dict[str, Import]  # imported module -> the first statement that does it


def subjects(project: Project) -> Iterable[dict[str, Links]]:
    """Each group of modules that reach each other, alone or not; a lone module is its own group."""
    links = {file.name: dict(_links(file, project)) for file in project.application}
    for names in components({name: list(found) for name, found in links.items()}):
        members = set(names)
        yield {
            name: {to: item for to, item in links[name].items() if to in members} for name in sorted(members)
        }


def _links(file: File, project: Project) -> Iterator[tuple[str, Import]]:
    for item in reversed(file.facts.imports):
        target = _module_of(item, project) if item.kind in _RUNTIME else None
        if target and target is not file and target.layer != "test":
            yield target.name, item


def _module_of(item: Import, project: Project) -> File | None:
    """The module that a statement runs: a submodule when the name is one and the package does not define it."""
    package = project.module(item.module)
    if package is None or not item.name or item.name == "*":
        return package or (project.module(item.dotted) if item.name else None)
    is_defined = (
        item.name in package.bindings or item.name in package.classes or item.name in package.functions
    )
    return (not is_defined and project.module(item.dotted)) or package


def judge(group: dict[str, Links], project: Project) -> Iterator[Problem]:
    if len(group) < 2:
        return
    cycle = shortest_cycle({name: list(links) for name, links in group.items()}, next(iter(group)))
    first = project.module(cycle[0])
    if first is not None:
        yield problem(
            group[cycle[0]][cycle[1]],
            f"import cycle: {' → '.join(f'`{name}`' for name in _shown(cycle))}",
            f"move what `{cycle[0]}` and `{cycle[1]}` both need into a third module, or depend on a Protocol",
            first.path,
        )


def _shown(cycle: list[str]) -> list[str]:
    return cycle if len(cycle) <= 8 else [*cycle[:4], f"… {len(cycle) - 6} more …", *cycle[-2:]]
