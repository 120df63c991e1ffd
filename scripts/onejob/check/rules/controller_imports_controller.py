"""A controller does not import another controller.

Controllers are the top of the domain: one per use case. A chain of them hides which services a request touches, and two
nested TaskGroups that nobody planned. What two controllers share is a service.

```python bad app/controllers/checkout.py
from app.controllers.invoicing import InvoicingController
# file: app/controllers/invoicing.py
class InvoicingController: ...
```

```python good app/controllers/checkout.py
from app.services.protocols import IInvoiceService
# file: app/services/protocols.py
from typing import Protocol


class IInvoiceService(Protocol): ...
```
"""

from collections.abc import Iterable, Iterator

from onejob.check.vocabulary.forbidden import offences, side
from onejob.check.vocabulary.implementations import is_implementation
from onejob.check.project.project import Project
from onejob.check.project.file import File
from onejob.check.project.targets import Edge, Target
from onejob.check.vocabulary.protocols import implementations_of
from onejob.check.rule import Problem, problem

SEVERITY = "warning"
REFERENCE = "layers.md#controllers"
SCOPE = "file"
LAYERS = ("controller",)


def subjects(file: File) -> Iterable[File]:
    return [file]


def judge(controller: File, project: Project) -> Iterator[Problem]:
    def is_forbidden(edge: Edge) -> bool:
        other = edge.target.module
        if other is None or other is controller or controller.is_package or side(other) != "controller":
            return False
        return (
            other.layer == "interface"
            or is_implementation(edge.target, project)
            or _speaks_for_one(edge.target, project)
        )

    for offence in offences(controller, is_forbidden):
        yield problem(
            offence,
            f"controller `{controller.name}` imports {offence.what} of another controller",
            "call the services you need yourself, or move what both share into a service",
            controller.path,
        )


def _speaks_for_one(target: Target, project: Project) -> bool:
    """Whether it is a Protocol that a controller satisfies: to call through it is to call that controller."""
    found = project.find_class(target)
    if found is None or not project.is_protocol(found):
        return False
    return any(side(one.file) == "controller" for one in implementations_of(found, project))
