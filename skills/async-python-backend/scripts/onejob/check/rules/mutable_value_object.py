"""A model is frozen, unless it is an input that is built step by step or an aggregate marked as such.

What leaves a service is a value: nobody changes it behind another's back, and it can be a dictionary key. Names that end in
Input, Command, Draft, Patch or Filter may stay open, and so may a class whose name, base, decorator or docstring says
aggregate.

```python bad app/models/recipe.py
from dataclasses import dataclass


@dataclass(slots=True)
class Recipe:
    title: str
```

```python good app/models/recipe.py
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Recipe:
    title: str


@dataclass(slots=True)
class CreateRecipeInput:
    title: str
```
"""

import ast
import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from onejob.check.vocabulary.dataclass_syntax import DataclassNode, dataclasses_of, is_exception, is_mapped
from onejob.check.project.file import File
from onejob.check.rule import Problem, problem
from onejob.check.reading.spelling import last_name
from onejob.check.edits import Edit, add_keyword
from onejob.check.reading.syntax import FUNCTIONS

if TYPE_CHECKING:  # needed for repairs only
    from onejob.check.reading.bench import Bench

SEVERITY = "warning"
REFERENCE = "layers.md#models"
SCOPE = "module"
LAYERS = ("model",)
WORDS = ("dataclass",)

_OPEN_NAMES = re.compile(r"(?:Inputs?|Command|Draft|Patch|Filters?)$")
_AGGREGATE = re.compile(r"aggregate", re.IGNORECASE)


def subjects(file: File) -> Iterable[DataclassNode]:
    if file.layer != "model":
        return
    for found in dataclasses_of(file.syntax):
        if not (is_exception(found.node, file.syntax) or is_mapped(found.node, file.syntax)):
            yield found


def judge(found: DataclassNode, file: File) -> Iterator[Problem]:
    frozen = found.keywords.get("frozen")
    undecidable = None in found.keywords or (frozen is not None and not isinstance(frozen, ast.Constant))
    if undecidable or found.is_true("frozen") or _may_change(found.node):
        return
    name = found.node.name
    yield problem(
        found.node,
        f"model `{name}` can be changed by whoever holds it",
        f"write `@dataclass(frozen=True, slots=True)`; if it is filled step by step, call it `{name}Input` or `{name}Draft`",
    )


def _may_change(node: ast.ClassDef) -> bool:
    if _OPEN_NAMES.search(node.name) or _AGGREGATE.search(node.name):
        return True
    marks = [
        *node.bases,
        *(item.func if isinstance(item, ast.Call) else item for item in node.decorator_list),
    ]
    said = any(_AGGREGATE.search(last_name(item)) for item in marks)
    return said or bool(_AGGREGATE.search(ast.get_docstring(node, clean=False) or ""))


def repair(found: DataclassNode, file: File, bench: "Bench") -> Iterator[Edit]:
    """Only where nothing in the project assigns to a field, and no other class is frozen or open together with this one."""
    node, usage = found.node, bench.usage
    fields = [
        item.target.id
        for item in node.body
        if isinstance(item, ast.AnnAssign) and isinstance(item.target, ast.Name)
    ]
    methods = {item.name for item in node.body if isinstance(item, FUNCTIONS)}
    is_alone = node.name not in usage.bases and all(_root(base) in _HARMLESS_BASES for base in node.bases)
    is_plain = "frozen" not in found.keywords and not methods & {"__setattr__", "__delattr__"}
    is_known = node.name not in usage.mapped | usage.introspecting
    if is_alone and is_plain and is_known and not any(usage.may_assign(node.name, name) for name in fields):
        yield add_keyword(found.decorator, "frozen=True", first=True)


_HARMLESS_BASES = frozenset({"Generic", "Protocol", "object"})


def _root(base: ast.expr) -> str:
    return last_name(base.value if isinstance(base, ast.Subscript) else base)
