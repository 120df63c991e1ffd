"""Pydantic models live at the HTTP edge; the domain uses dataclasses.

A Pydantic model in a service ties the rules to a wire format: renaming a JSON key becomes a change of the domain, and each
construction inside costs a validation. Schemas parse, then turn into domain inputs. A project that keeps Pydantic models as
pure data sets `allow-models = true`.

```python bad app/services/orders.py
from pydantic import BaseModel


class Order(BaseModel):
    sku: str
```

```python good app/schemas.py
from pydantic import BaseModel

from app.models.order import CreateOrderInput


class CreateOrderBody(BaseModel):
    sku: str

    def to_input(self) -> CreateOrderInput:
        return CreateOrderInput(self.sku)
# file: app/models/order.py
from dataclasses import dataclass


@dataclass(slots=True)
class CreateOrderInput:
    sku: str
```
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from onejob.check.project.project import Project
from onejob.check.project.file import File, Found
from onejob.check.project.targets import Edge, Target
from onejob.check.rule import Located, Problem, problem

SEVERITY = "error"
REFERENCE = "layers.md#models"
SCOPE = "file"
OPTIONS = {"allow-models": False}

_DOMAIN = frozenset({"model", "errors", "service", "interface", "controller", "repository", "orm", "unit-of-work", "gateway", "factory"})  # fmt: skip
_PURE = frozenset({"model", "errors", "service", "interface", "controller"})
_MACHINERY = frozenset({"pydantic.TypeAdapter", "pydantic.create_model", "pydantic.validate_call"})
_MODELS = ("BaseModel", "RootModel", "GenericModel")
_DECORATORS = frozenset({"pydantic.dataclasses.dataclass"})


class Used(NamedTuple):
    """A place where a file uses Pydantic without defining a model."""

    file: File
    place: Located
    name: str


def subjects(file: File) -> Iterable[Found | Edge | Used]:
    """Every class of the domain, every schema that the domain imports from the HTTP edge, every parser without a class."""
    if _is_domain(file):
        yield from (Found(file, item) for item in file.facts.classes)
    if file.layer in _PURE:
        yield from _machinery(file)
    if file.layer in _DOMAIN:
        yield from _imported_schemas(file)


def _machinery(file: File) -> Iterator[Used]:
    """`TypeAdapter(...)` and `create_model(...)`: models without a class."""
    for item in file.facts.imports:
        if item.dotted in _MACHINERY:
            yield Used(file, item, item.name)
    for call in file.facts.calls:
        if "." in call.callee and file.resolve(call.callee).dotted in _MACHINERY:
            yield Used(file, call, call.callee)


def _is_domain(file: File) -> bool:
    """By layer; a `models/` file that is taken for schemas only because of its Pydantic models is the sin itself."""
    return file.layer in _DOMAIN or _is_misplaced(file)


def _is_misplaced(file: File) -> bool:
    return file.layer == "schema" and "only Pydantic models" in file.placement.reason


def _imported_schemas(file: File) -> Iterator[Edge]:
    """The first import of each statement that names a class of a schema module."""
    seen = set()
    for edge in file.edges:
        module = edge.target.module
        if module is None or module.layer != "schema" or _is_misplaced(module) or edge.lineno in seen:
            continue
        if edge.fact.kind != "attribute" and _is_model(edge.target):
            seen.add(edge.lineno)
            yield edge


def _is_model(target: Target) -> bool:
    found = target.module.project.find_class(target) if target.module else None
    return found is not None and _is_pydantic(found, found.file.project)


def judge(subject: Found | Edge | Used, project: Project) -> Iterator[Problem]:
    if isinstance(subject, Used):
        yield problem(
            subject.place,
            f"{subject.file.layer} module `{subject.file.name}` parses with Pydantic's `{subject.name}`",
            "parse at the HTTP edge or in a gateway, and take the domain model",
            subject.file.path,
        )
        return
    if isinstance(subject, Edge):
        yield from _judge_import(subject, project)
        return
    is_model = subject.file.layer in {"model", "schema"}
    if is_model and project.option("pydantic-in-domain", "allow-models", False):
        return
    if _is_pydantic(subject, project):
        yield problem(
            subject.item,
            f"`{subject.item.name}` is a Pydantic model in the domain",
            "make it a `@dataclass(frozen=True, slots=True)`; keep the Pydantic schema at the HTTP edge and convert there",
            subject.file.path,
        )


def _judge_import(edge: Edge, project: Project) -> Iterator[Problem]:
    if not project.option("pydantic-in-domain", "allow-models", False):
        yield problem(
            edge,
            f"{edge.importer.layer} module `{edge.importer.name}` imports the HTTP schema `{edge.shown}`",
            "convert it to a domain input in the route, and take that",
            edge.importer.path,
        )


def _is_pydantic(found: Found, project: Project) -> bool:
    decorators = (found.file.resolve(item.partition("(")[0]).dotted for item in found.item.decorators)
    if any(item in _DECORATORS for item in decorators):
        return True
    if project.is_orm(found):
        return False
    for dotted, parent in project.ancestry(found):
        last = dotted.rpartition(".")[2]
        if parent is None and (last == "SQLModel" or (last in _MODELS and dotted.startswith("pydantic"))):
            return True
    return False
