"""Every dataclass has `slots=True`.

Slots make an instance a third smaller and turn a misspelt attribute into an error at once.
ORM classes, Pydantic dataclasses and exceptions are not meant, nor a class that spells out its own `__slots__`.
Of the config object config-without-slots-or-repr-guard speaks.

```python bad app/models/recipe.py
from dataclasses import dataclass


@dataclass(frozen=True)
class Recipe:
    title: str
```

```python good app/models/recipe.py
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Recipe:
    title: str
```
"""

import ast
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from onejob.check.vocabulary.dataclass_syntax import (
    CONFIG_NAMES,
    DataclassNode,
    dataclasses_of,
    is_exception,
    is_mapped,
)
from onejob.check.edits import Edit, add_keyword
from onejob.check.project.file import File
from onejob.check.rule import Problem, problem
from onejob.check.reading.spelling import last_name

if TYPE_CHECKING:  # needed for repairs only
    from onejob.check.reading.bench import Bench
    from onejob.check.reading.usage import Usage

SEVERITY = "error"
REFERENCE = "layers.md#models"
SCOPE = "module"
WORDS = ("dataclass",)


def subjects(file: File) -> Iterable[DataclassNode]:
    if file.layer in {"orm", "test"}:
        return
    for found in dataclasses_of(file.syntax):
        is_config = file.layer == "config" and found.node.name.endswith(CONFIG_NAMES)
        if not (is_config or is_exception(found.node, file.syntax) or is_mapped(found.node, file.syntax)):
            yield found


def judge(found: DataclassNode, file: File) -> Iterator[Problem]:
    slots = found.keywords.get("slots")
    undecidable = None in found.keywords or (slots is not None and not isinstance(slots, ast.Constant))
    if not undecidable and not found.is_true("slots") and not _spells_slots(found.node):
        yield problem(
            found.node,
            f"dataclass `{found.node.name}` has no slots",
            "write `@dataclass(slots=True)`; add `frozen=True` for values and outputs",
        )


def _spells_slots(node: ast.ClassDef) -> bool:
    assigned = [target for item in node.body if isinstance(item, ast.Assign) for target in item.targets]
    return any(isinstance(target, ast.Name) and target.id == "__slots__" for target in assigned)


def repair(found: DataclassNode, file: File, bench: "Bench") -> Iterator[Edit]:
    if found.keywords.get("slots") is None and not (
        _needs_dict(found.node) or _is_needed(found, bench.usage)
    ):
        yield add_keyword(found.decorator, "slots=True")


def _needs_dict(node: ast.ClassDef) -> bool:
    """Slots break zero-argument `super()` and `cached_property`: a person must decide."""
    names = {item.id for item in ast.walk(node) if isinstance(item, ast.Name)}
    names |= {item.attr for item in ast.walk(node) if isinstance(item, ast.Attribute)}
    return bool(names & {"super", "cached_property", "__class__", "__dict__", "weakref"})


def _is_needed(found: DataclassNode, usage: "Usage") -> bool:
    """Whether something needs the class as it is: the dictionary of its instances, a default read off the class, the class
    object that `slots=True` replaces, or a layout that can be combined with another one."""
    name = found.node.name
    declared = {
        item.target.id
        for item in found.node.body
        if isinstance(item, ast.AnnAssign) and isinstance(item.target, ast.Name)
    }
    is_kept_elsewhere = found.decorator is not found.node.decorator_list[-1] or any(
        last_name(base) in usage.registering for base in found.node.bases
    )
    return (
        is_kept_elsewhere
        or name in usage.mapped
        or name in usage.introspecting
        or usage.bases.get(name, 0) > 1
        or any((owner, field) in usage.read for owner in (name, "cls") for field in declared)
        or any(name in types and attribute not in declared for attribute, types in usage.stored.items())
    )
