"""A service or repository implementation has a Protocol it satisfies.

Whoever uses it depends on the Protocol, so importing a controller drags in no database, and a test passes a fake.
`IThing` for `Thing`; the implementation inherits nothing, it just matches. A name that merely begins with I is no
Protocol, and a class that implements a Protocol of another name counts when it has all its methods.

```python bad app/services/invoices.py
class InvoiceService:
    async def total(self, invoice_id: str) -> int:
        return 0
```

```python good app/services/invoices.py
class InvoiceService:
    async def total(self, invoice_id: str) -> int:
        return 0
# file: app/services/protocols.py
from typing import Protocol


class IInvoiceService(Protocol):
    async def total(self, invoice_id: str) -> int: ...
```
"""

from collections.abc import Iterable, Iterator

from onejob.check.project.file import File
from onejob.check.project.project import Project
from onejob.check.project.file import Found
from onejob.check.vocabulary.protocols import is_implementation, is_abstract, protocols_of
from onejob.check.rule import Problem, problem

SEVERITY = "error"
REFERENCE = "layers.md#interfaces"
SCOPE = "file"
LAYERS = ("service", "repository")


def subjects(file: File) -> Iterable[Found]:
    classes = (Found(file, item) for item in file.facts.classes)
    return [found for found in classes if is_implementation(found, file.project)]


def judge(found: Found, project: Project) -> Iterator[Problem]:
    # An abstract base in the Protocol's place is abstract-base-class, not a second finding here.
    if any(parent and is_abstract(parent) for _, parent in project.ancestry(found)):
        return
    if protocols_of(project).of(found) is None:
        name = found.item.name
        yield problem(
            found.item,
            f"{found.file.layer} `{name}` has no Protocol",
            f"write `class I{name}(Protocol)` with its public methods in a module that imports no implementation",
            found.file.path,
        )
