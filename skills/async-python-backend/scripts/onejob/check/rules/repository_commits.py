"""Repositories flush; commit and rollback belong to the unit of work.

A repository that commits ends a transaction it did not begin: two repositories can no longer take part in one atomic
change, and a later failure leaves the first half stored. `begin_nested()` (a savepoint) is fine.

```python bad app/repositories/orders.py
from sqlalchemy.ext.asyncio import AsyncSession


class OrderRepository:
    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def remove_all(self) -> None:
        await self.session.commit()
# file: app/repositories/protocols.py
from typing import Protocol


class IOrderRepository(Protocol):
    async def remove_all(self) -> None: ...
```

```python good app/repositories/orders.py
from sqlalchemy.ext.asyncio import AsyncSession


class OrderRepository:
    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def remove_all(self) -> None:
        await self.session.flush()
# file: app/repositories/protocols.py
from typing import Protocol


class IOrderRepository(Protocol):
    async def remove_all(self) -> None: ...
```
"""

from collections.abc import Iterable, Iterator

from onejob.check.project.file import File
from onejob.check.project.project import Project
from onejob.check.rule import Problem, problem
from onejob.check.vocabulary.sessions import SessionCall, in_unit_of_work, maker_calls, session_calls

SEVERITY = "error"
REFERENCE = "layers.md#unit-of-work"
SCOPE = "file"
LAYERS = ("repository", "orm")

_ENDINGS = frozenset({"commit", "rollback", "begin"})


def subjects(file: File) -> Iterable[SessionCall]:
    """Every call that a repository makes on a session, and every session it opens with a transaction of its own."""
    calls = [*session_calls(file), *(call for call in maker_calls(file) if call.verb == "begin")]
    yield from (call for call in calls if not in_unit_of_work(call) and not _is_opener(call))


def _is_opener(call: SessionCall) -> bool:
    """Whether the call ends what a context manager or dependency opened and yielded: that is a unit of work by another name."""
    function = call.file.functions.get(call.call.within)
    return (
        function is not None
        and function.is_generator
        and "self" not in {item.name for item in function.parameters[:1]}
    )


def judge(call: SessionCall, project: Project) -> Iterator[Problem]:
    if call.verb in _ENDINGS:
        yield problem(
            call,
            f"repository `{call.call.within or call.file.name}` calls `{call.receiver}.{call.verb}()`",
            "call `flush()` here and let the unit of work commit once",
            call.file.path,
        )
