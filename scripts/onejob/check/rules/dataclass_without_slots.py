"""Every dataclass has `slots=True`.

Slots save two thirds of the memory per instance and turn a misspelt attribute into an error at once.
ORM classes, Pydantic dataclasses and exceptions are not meant.

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

from onejob.check.project import File
from onejob.check.rule import Problem, problem

SEVERITY = "error"
REFERENCE = "layers.md#models"
SCOPE = "module"


def subjects(file: File) -> Iterable[tuple[ast.ClassDef, ast.expr]]:
    for node in file.syntax.classes:
        for decorator in node.decorator_list:
            called = decorator.func if isinstance(decorator, ast.Call) else decorator
            if file.syntax.qualified(called) == "dataclasses.dataclass" and file.layer not in {"orm", "test"}:
                yield node, decorator


def judge(subject: tuple[ast.ClassDef, ast.expr], file: File) -> Iterator[Problem]:
    node, decorator = subject
    keywords = (
        {item.arg: item.value for item in decorator.keywords} if isinstance(decorator, ast.Call) else {}
    )
    slots = keywords.get("slots")
    has_slots = isinstance(slots, ast.Constant) and slots.value is True
    if not has_slots and None not in keywords:
        yield problem(
            node,
            f"dataclass `{node.name}` has no slots",
            "write `@dataclass(slots=True)`; add `frozen=True` for values and outputs",
        )
