"""The factory assembles and decides nothing: no branch, no loop, no arithmetic, no static method.

Which implementation runs is a value of the config, made where the environment is read. A factory that chooses is a place
where production differs from the tests without anybody seeing it.

```python bad app/factory.py
from dataclasses import dataclass

from app.services.mail import FakeMailService, MailService
from app.services.protocols import IMailService


@dataclass(frozen=True, slots=True)
class Factory:
    is_test: bool

    def mail_service(self) -> IMailService:
        return FakeMailService() if self.is_test else MailService()
# file: app/services/protocols.py
from typing import Protocol


class IMailService(Protocol): ...
# file: app/services/mail.py
class MailService: ...


class FakeMailService: ...
```

```python good app/factory.py
from dataclasses import dataclass

from app.services.mail import MailService
from app.services.protocols import IMailService


@dataclass(frozen=True, slots=True)
class Factory:
    sender: str

    def mail_service(self) -> IMailService:
        return MailService()
# file: app/services/protocols.py
from typing import Protocol


class IMailService(Protocol): ...
# file: app/services/mail.py
class MailService: ...
```
"""

import ast
from collections.abc import Iterable, Iterator

from onejob.check.vocabulary.decisions import arithmetic
from onejob.check.project.file import File
from onejob.check.rule import Problem, problem
from onejob.check.reading.syntax import FUNCTIONS, Function
from onejob.check.reading.spelling import last_name, spell

SEVERITY = "error"
REFERENCE = "layers.md#factory"
SCOPE = "module"
LAYERS = ("factory",)


def subjects(file: File) -> Iterable[Function]:
    """Every function and method of the factory."""
    return file.syntax.functions if file.layer == "factory" else []


def judge(function: Function, file: File) -> Iterator[Problem]:
    for place, what in _logic(function):
        yield problem(
            place,  # type: ignore[arg-type]
            f"factory method `{function.name}` {what}",
            "assemble only: put the choice into config.py as a value, the computation into a service",
        )


def _logic(function: Function) -> Iterator[tuple[ast.AST, str]]:
    if any(last_name(item) == "staticmethod" for item in function.decorator_list):
        yield function, "is static"
    pending: list[ast.AST] = list(reversed(function.body))
    while pending:
        node = pending.pop()
        what = "" if isinstance(node, (*FUNCTIONS, ast.ClassDef)) else _wrong(node)
        if what:
            yield node, what
        elif not isinstance(node, (*FUNCTIONS, ast.ClassDef)):
            pending.extend(reversed(list(ast.iter_child_nodes(node))))


def _wrong(node: ast.AST) -> str:
    if isinstance(node, ast.If | ast.IfExp):
        return f"branches on `{spell(node.test)}`"
    if isinstance(node, ast.Match):
        return f"branches on `{spell(node.subject)}`"
    if isinstance(node, ast.For | ast.AsyncFor | ast.While):
        return "loops"
    if isinstance(node, ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp):
        return f"loops in `{spell(node)}`"
    if isinstance(node, ast.BinOp | ast.AugAssign) and arithmetic(node):
        return f"computes `{spell(node)}`"
    return ""
