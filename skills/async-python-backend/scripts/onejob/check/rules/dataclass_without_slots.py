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

SEVERITY = "error"
REFERENCE = "layers.md#models"
SCOPE = "module"


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


def repair(found: DataclassNode, file: File) -> Iterator[Edit]:
    if found.keywords.get("slots") is None and not _needs_dict(found.node):
        yield add_keyword(found.decorator, "slots=True")


def _needs_dict(node: ast.ClassDef) -> bool:
    """Slots break zero-argument `super()` and `cached_property`: a person must decide."""
    names = {item.id for item in ast.walk(node) if isinstance(item, ast.Name)}
    names |= {item.attr for item in ast.walk(node) if isinstance(item, ast.Attribute)}
    return bool(names & {"super", "cached_property", "__dict__", "weakref"})
