"""A controller calls services and puts their answers together; it decides, computes and filters nothing itself.

A rule in a controller can be reached only through that controller, so the next entry point copies it. Choosing what to call
next by presence (`is None`, empty, a flag that was passed in) is orchestration and fine.

```python bad app/controllers/checkout.py
from dataclasses import dataclass

from app.services.protocols import IOrderService


@dataclass(frozen=True, slots=True)
class CheckoutController:
    orders: IOrderService

    async def total(self, order_id: str) -> int:
        order = await self.orders.get(order_id)
        return order.net * 119 // 100
# file: app/services/protocols.py
from typing import Protocol


class IOrderService(Protocol):
    async def get(self, order_id: str): ...
```

```python good app/controllers/checkout.py
from dataclasses import dataclass

from app.services.protocols import IOrderService


@dataclass(frozen=True, slots=True)
class CheckoutController:
    orders: IOrderService

    async def total(self, order_id: str) -> int | None:
        order = await self.orders.get(order_id)
        if order is None:
            return None
        return self.orders.total(order)
# file: app/services/protocols.py
from typing import Protocol


class IOrderService(Protocol):
    async def get(self, order_id: str): ...
    def total(self, order) -> int: ...
```
"""

import ast
from collections.abc import Iterable, Iterator

from onejob.check.vocabulary.decisions import arithmetic, asks_presence
from onejob.check.project.file import File
from onejob.check.rule import Problem, problem
from onejob.check.reading.syntax import FUNCTIONS, Function
from onejob.check.reading.spelling import spell

SEVERITY = "error"
REFERENCE = "layers.md#controllers"
SCOPE = "module"
LAYERS = ("controller",)

_COMPUTING = frozenset({"sum", "min", "max", "round", "filter", "functools.reduce"})


def subjects(file: File) -> Iterable[Function]:
    """Every function and method of a controller module."""
    return file.syntax.functions if file.layer == "controller" else []


def judge(function: Function, file: File) -> Iterator[Problem]:
    for place, what in _logic(function, file):
        yield problem(
            place,  # type: ignore[arg-type]
            f"`{function.name}` {what}",
            "move the rule into the service that owns the data; the controller calls it and passes the answer on",
        )


def _logic(function: Function, file: File) -> Iterator[tuple[ast.AST, str]]:
    """Every decision and computation of a function, the outermost node of each."""
    pending: list[ast.AST] = list(reversed(function.body))
    while pending:
        node = pending.pop()
        if isinstance(node, (*FUNCTIONS, ast.ClassDef)):
            continue
        found = _wrong(node, function, file)
        if found:
            yield (node.ifs[0] if isinstance(node, ast.comprehension) else node), found
            if isinstance(node, ast.If | ast.While | ast.Match):
                bodies = (
                    [node.body, node.orelse]
                    if not isinstance(node, ast.Match)
                    else [c.body for c in node.cases]
                )
                pending.extend(item for body in reversed(bodies) for item in reversed(body))
            continue
        pending.extend(reversed(list(ast.iter_child_nodes(node))))


def _wrong(node: ast.AST, function: Function, file: File) -> str:
    if isinstance(node, ast.If | ast.IfExp | ast.While):
        return "" if asks_presence(node.test, function) else f"decides on `{_short(node.test)}`"
    if isinstance(node, ast.Match):
        return f"decides on `{_short(node.subject)}`"
    if isinstance(node, ast.comprehension):
        wrong = next((item for item in node.ifs if not asks_presence(item, function)), None)
        return f"filters by `{_short(wrong)}`" if wrong is not None else ""
    if isinstance(node, ast.BinOp | ast.AugAssign) and arithmetic(node):
        return f"computes `{_short(node)}`"
    if isinstance(node, ast.Call) and file.syntax.qualified(node.func) in _COMPUTING:
        return f"computes with `{spell(node.func)}`"
    return ""


def _short(node: ast.AST) -> str:
    text = spell(node)
    return text if len(text) <= 60 else f"{text[:59]}…"
