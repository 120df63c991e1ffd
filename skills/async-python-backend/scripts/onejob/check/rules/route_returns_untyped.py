"""A route says what it returns: a return annotation or a response_model, never an ORM class, a bare dict or Any.

What is not typed is neither documented nor filtered: a new column of the row is a new field of the API, the password
hash included. A `dict[str, str]` is typed; a Response, a 204 and a streamed body say it by themselves. The ORM class of an
annotation counts even behind a response_model.

```python bad app/routes/orders.py
from fastapi import APIRouter

from app.dependencies import FactoryDep

router = APIRouter()


@router.get("/orders/{order_id}")
async def get_order(order_id: str, factory: FactoryDep):
    return await factory.order_service().get(order_id)
```

```python good app/routes/orders.py
from typing import Any

from fastapi import APIRouter

from app.dependencies import FactoryDep
from app.schemas import OrderBody

router = APIRouter()


@router.get("/orders/{order_id}", response_model=OrderBody)
async def get_order(order_id: str, factory: FactoryDep) -> Any:
    return await factory.order_service().get(order_id)
```
"""

import ast
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from onejob.check.vocabulary.annotations import parse_expression
from onejob.check.reading.facts import Signature
from onejob.check.vocabulary.handlers import WEBSOCKET_VERBS, route_decorators
from onejob.check.project.project import Project
from onejob.check.project.file import File
from onejob.check.project.targets import Target
from onejob.check.rule import Problem, problem
from onejob.check.reading.spelling import last_name, spell

SEVERITY = "warning"
REFERENCE = "fastapi.md#schemas"
SCOPE = "file"


class Route(NamedTuple):
    """A handler and the keywords of its decorator."""

    file: File
    function: Signature
    keywords: dict[str, ast.expr]


def subjects(file: File) -> Iterable[Route]:
    for function in file.functions.values():
        decorator = next(route_decorators(function), None)
        if decorator is not None and last_name(decorator.func) not in WEBSOCKET_VERBS:
            yield Route(file, function, {item.arg: item.value for item in decorator.keywords if item.arg})


def judge(route: Route, project: Project) -> Iterator[Problem]:
    what = _sin(route)
    if what:
        yield problem(
            route.function,
            f"route `{route.function.name}` returns {what}",
            "annotate the model it returns, or give the decorator a response_model",
            route.file.path,
        )


def _sin(route: Route) -> str:
    model = spell(route.keywords.get("response_model"))
    returns = route.function.returns
    orm = next((name for text in (returns, model) for name in _orm_names(text, route.file)), "")
    if orm:
        return f"the ORM class `{orm}`"
    said = model if model and model != "None" else returns
    if not said:
        return "" if _says_it_otherwise(route) else "something untyped"
    loose = _loose(parse_expression(said.strip("'\"")))
    return f"`{said}`" if loose else ""


def _says_it_otherwise(route: Route) -> bool:
    """A response class, a status without a body, or a generator that streams."""
    status = spell(route.keywords.get("status_code"))
    has_body = not any(code in status for code in ("204", "205", "304"))
    return "response_class" in route.keywords or not has_body or route.function.is_generator


def _orm_names(annotation: str, file: File) -> Iterator[str]:
    for target in file.resolve_all(annotation) if annotation else ():
        if _is_orm(target, file.project):
            yield target.symbol


def _is_orm(target: Target, project: Project) -> bool:
    found = project.find_class(target)
    return found is not None and project.is_orm(found)


_DICTS = frozenset({"dict", "Dict", "Mapping", "MutableMapping"})
_ANYTHING = frozenset({"Any", "object"})
_BARE = frozenset({"list", "List", "tuple", "Sequence"})


def _loose(node: ast.expr | None) -> bool:
    """`Any`, `dict`, `dict[str, Any]`, and collections of them; `dict[str, str]` is typed."""
    if isinstance(node, ast.BinOp):
        return _loose(node.left) or _loose(node.right)
    if isinstance(node, ast.Name | ast.Attribute):
        return last_name(node) in _DICTS | _ANYTHING | _BARE
    if not isinstance(node, ast.Subscript):
        return False
    inner = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
    return any(_loose(item) for item in (inner[:1] if last_name(node.value) == "Annotated" else inner))
