"""A list endpoint takes a bounded limit, and the repository applies it.

A list without a limit works until the table has grown; then one request costs the memory of the process. A limit without
an upper bound is only a wish: `?limit=1000000` is the same request. A repository that bounds the query by itself is fine
too.

```python bad app/routes/orders.py
from fastapi import APIRouter

from app.dependencies import FactoryDep
from app.models.order import Order

router = APIRouter()


@router.get("/orders")
async def list_orders(factory: FactoryDep) -> list[Order]:
    return await factory.order_service().everything()
```

```python good app/routes/orders.py
from typing import Annotated

from fastapi import APIRouter, Query

from app.dependencies import FactoryDep
from app.models.order import Order

router = APIRouter()


@router.get("/orders")
async def list_orders(factory: FactoryDep, limit: Annotated[int, Query(ge=1, le=100)] = 20) -> list[Order]:
    return await factory.order_service().page(limit)
```
"""

import ast
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from onejob.check.vocabulary.annotations import parse_expression
from onejob.check.reading.facts import Parameter, Signature
from onejob.check.vocabulary.handlers import own_nodes, parameters, route_decorators
from onejob.check.project.project import Project
from onejob.check.project.file import File
from onejob.check.rule import Problem, problem
from onejob.check.reading.syntax import Function
from onejob.check.reading.spelling import last_name, spell

SEVERITY = "warning"
REFERENCE = "fastapi.md#lists"
SCOPE = "file"

_LISTS = frozenset({"list", "List", "tuple", "Tuple", "Sequence", "Iterable", "set", "frozenset"})
_PAGES = re.compile(
    r"(?:Page|Paginated|Paged|List)(?:Body|Response|Out|Read|Schema|Model)?$|^(?:Page|Paginated)"
)
_LIMIT = re.compile(
    r"(?:^|_)(?:limit|size|page_?size|per_?page|first|top|take|count|max_results)$", re.IGNORECASE
)
_BOUND = re.compile(r"\b(?:le|lt)\s*=|\bLe\(|\bLt\(|\bInterval\(|\bLiteral\[")


class Listing(NamedTuple):
    """A GET endpoint that returns many."""

    file: File
    function: Signature
    returns: str


def subjects(file: File) -> Iterable[Listing]:
    for function in file.functions.values():
        for decorator in route_decorators(function):
            keywords = {item.arg: item.value for item in decorator.keywords}
            returns = spell(keywords.get("response_model")) or function.returns
            if last_name(decorator.func) == "get" and _is_many(returns):
                yield Listing(file, function, returns)


def _is_many(returns: str) -> bool:
    """`list[X]`, `tuple[X, ...]`, `Page[X]`, `OrderPage`."""
    node = parse_expression(returns.strip("'\"")) if returns else None
    if not isinstance(node, ast.Subscript):
        return node is not None and bool(_PAGES.search(last_name(node)))
    name = last_name(node.value)
    return bool(_PAGES.search(name)) or (name in _LISTS and not _is_fixed(node))


def _is_fixed(node: ast.Subscript) -> bool:
    """`tuple[X, Y]` is two things; `tuple[X, ...]` is many."""
    if last_name(node.value) not in {"tuple", "Tuple"} or not isinstance(node.slice, ast.Tuple):
        return False
    return not any(isinstance(item, ast.Constant) and item.value is ... for item in node.slice.elts)


def judge(listing: Listing, project: Project) -> Iterator[Problem]:
    what = _sin(listing)
    careless = None if what else _careless(listing)
    if what:
        yield problem(
            listing.function,
            f"list endpoint `{listing.function.name}` {what}",
            "take `limit: Annotated[int, Query(ge=1, le=100)] = 20` and apply it in the repository's query",
            listing.file.path,
        )
    elif careless:
        file, function = careless
        yield problem(
            function,
            f"`{function.name}` takes the limit of list endpoint `{listing.function.name}` and never applies it",
            "apply it in the query: `.limit(limit)`",
            file.path,
        )


def _sin(listing: Listing) -> str:
    limits = _limits_of(listing)
    for limit in limits:
        if not _is_bounded(limit, listing.file):
            return f"takes a `{limit.name}` without an upper bound"
    return "" if limits or _has_paging_object(listing) or _query_is_bounded(listing) else "takes no limit"


def _limits_of(listing: Listing) -> list[Parameter]:
    return [item for item in listing.function.parameters if _LIMIT.search(item.name)]


def _careless(listing: Listing) -> tuple[File, Function] | None:
    """The repository method on the way that is given the limit and never reads it."""
    for file, name in _queries(listing) if _limits_of(listing) else ():
        for function in _bodies(file, name):
            given = {item for item, _ in parameters(function) if _LIMIT.search(item)}
            read = {node.id for node in own_nodes(function) if isinstance(node, ast.Name)}
            if given and not _is_declared_only(function) and not given & read:
                return file, function
    return None


def _is_declared_only(function: Function) -> bool:
    return all(isinstance(item, ast.Expr | ast.Pass | ast.Raise) for item in function.body) and not any(
        isinstance(item, ast.Await) for item in own_nodes(function)
    )


def _is_bounded(limit: Parameter, file: File) -> bool:
    """`le=` in the annotation, in the default, or in the alias that the annotation names; an object brings its own bounds."""
    text = f"{limit.annotation} {limit.default}"
    names = list(file.resolve_all(limit.annotation)) if limit.annotation else []
    aliases = [target.module.assignments.get(target.symbol) for target in names if target.module]
    text += " ".join(item.value for item in aliases if item)
    is_object = any(target.module and target.symbol in target.module.classes for target in names)
    return bool(_BOUND.search(text)) or is_object


def _has_paging_object(listing: Listing) -> bool:
    """`params: Annotated[PageParams, Query()]`, `page: PageDep`: the bounds are in the object."""
    for parameter in listing.function.parameters:
        for target in listing.file.resolve_all(parameter.annotation) if parameter.annotation else ():
            found = listing.file.project.find_class(target)
            members = {field.name for field in found.item.fields} if found else set()
            if any(_LIMIT.search(name) for name in members) or re.search(
                r"Pag(?:e|ing|ination)|Limit", target.symbol
            ):
                return True
            function = target.module.functions.get(target.symbol) if target.module else None
            if function and any(_LIMIT.search(item.name) for item in function.parameters):
                return True
    return False


def _query_is_bounded(listing: Listing) -> bool:
    """Whether the repository bounds the query itself."""
    queries = _queries(listing)
    return bool(queries) and all(_limits(file, name) for file, name in queries if _returns_many(file, name))


def _queries(listing: Listing) -> list[tuple[File, str]]:
    """The repository methods behind an endpoint: the methods called on the way are followed by their names."""
    project = listing.file.project
    names = _called(listing.file, listing.function.name.rpartition(".")[2])
    methods = project.survey("methods")
    for layer in ("controller", "service"):
        names |= {
            name
            for called in names
            for file, where in methods.get(called)
            if where == layer
            for name in _called(file, called)
        }
    found = ((file, name) for name in names for file, where in methods.get(name) if where == "repository")
    return sorted(found, key=lambda item: (item[0].path, item[1]))


def _returns_many(file: File, name: str) -> bool:
    return any(
        _is_many(item.returns) for item in file.functions.values() if item.name.rpartition(".")[2] == name
    )


def _bodies(file: File, name: str) -> Iterator[Function]:
    return (item for item in file.syntax.functions if item.name == name)


def _called(file: File, name: str) -> set[str]:
    return {
        last_name(node.func)
        for function in _bodies(file, name)
        for node in own_nodes(function)
        if isinstance(node, ast.Call)
    }


def _limits(file: File, name: str) -> bool:
    return bool({"limit", "fetch", "slice"} & _called(file, name))
