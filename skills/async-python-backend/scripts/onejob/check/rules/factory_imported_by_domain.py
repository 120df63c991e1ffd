"""The factory is imported by routes, dependencies, the app and scripts, never by the domain.

Whoever imports the factory can build anything: dependencies become invisible, and the import is a cycle, because the
factory imports the whole domain. What a service or controller needs is passed into it.

Models, errors and config import no layer at all: their own rules speak.

```python bad app/services/orders.py
from app.factory import Factory
# file: app/factory.py
class Factory: ...
```

```python good app/dependencies.py
from app.factory import Factory
# file: app/factory.py
class Factory: ...
```
"""

from collections.abc import Iterable, Iterator

from onejob.check.vocabulary.forbidden import offences
from onejob.check.project.project import Project
from onejob.check.project.file import File
from onejob.check.project.targets import Edge
from onejob.check.rule import Problem, problem

SEVERITY = "error"
REFERENCE = "layers.md#factory"
SCOPE = "file"

LAYERS = ("service", "controller", "repository", "orm", "unit-of-work", "gateway", "interface")


def subjects(file: File) -> Iterable[File]:
    return [file]


def judge(file: File, project: Project) -> Iterator[Problem]:
    for offence in offences(file, _is_factory):
        yield problem(
            offence,
            f"{file.layer} module `{file.name}` imports {offence.what} from the factory",
            "take what it needs as a field typed by a Protocol; the factory passes it in",
            file.path,
        )


def _is_factory(edge: Edge) -> bool:
    return edge.target.layer == "factory"
