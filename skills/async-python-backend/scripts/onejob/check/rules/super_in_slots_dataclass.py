"""A slots dataclass never calls `super()` without arguments.

`slots=True` makes a new class, but the method still remembers the old one: `super()` raises TypeError at run time, in every
call. Name the parent instead, or leave inheritance out.

```python bad app/models/shape.py
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Square:
    side: int

    def __repr__(self) -> str:
        return super().__repr__()
```

```python good app/models/shape.py
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Square:
    side: int

    def __repr__(self) -> str:
        return object.__repr__(self)
```
"""

import ast
from collections.abc import Iterable, Iterator

from onejob.check.vocabulary.dataclass_syntax import DataclassNode, dataclasses_of
from onejob.check.project.file import File
from onejob.check.rule import Problem, problem
from onejob.check.reading.syntax import FUNCTIONS

SEVERITY = "error"
REFERENCE = "layers.md#models"
SCOPE = "module"
WORDS = ("dataclass",)


def subjects(file: File) -> Iterable[DataclassNode]:
    """Every dataclass with slots, tests included: it raises there as well."""
    return [found for found in dataclasses_of(file.syntax) if found.is_true("slots")]


def judge(found: DataclassNode, file: File) -> Iterator[Problem]:
    for method in found.node.body:
        for call in _own_calls(method) if isinstance(method, FUNCTIONS) else ():
            if isinstance(call.func, ast.Name) and call.func.id == "super" and not call.args:
                yield problem(
                    call,
                    f"`super()` in the slots dataclass `{found.node.name}` raises TypeError",
                    "call the parent by name (`Parent.method(self)`), or drop the inheritance",
                )


def _own_calls(method: ast.AST) -> Iterator[ast.Call]:
    """The calls in a method and its closures; a class defined inside has its own `super()`."""
    pending = [method]
    while pending:
        node = pending.pop()
        if isinstance(node, ast.Call):
            yield node
        pending.extend(item for item in ast.iter_child_nodes(node) if not isinstance(item, ast.ClassDef))
