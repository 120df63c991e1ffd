"""Only repositories and the unit of work call a session.

A query in a service is a rule that cannot be tested without a database; a commit in a service ends a transaction behind the
unit of work's back. Of routes, controllers and models the rules of their own layers speak. A dependency or a script may open
and end a session, but not query with it.

```python bad app/services/orders.py
async def place(session) -> None:
    await session.commit()
```

```python good app/repositories/unit_of_work.py
from sqlalchemy.ext.asyncio import AsyncSession


class UnitOfWork:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def commit(self) -> None:
        await self._session.commit()
```
"""

from collections.abc import Iterable, Iterator

from onejob.check.project.file import File
from onejob.check.vocabulary.handlers import handler_scopes
from onejob.check.project.project import Project
from onejob.check.rule import Problem, problem
from onejob.check.vocabulary.sessions import SessionCall, in_unit_of_work, session_calls

SEVERITY = "error"
REFERENCE = "sqlalchemy.md#sessions"
SCOPE = "file"

_THEIR_OWN_RULES = frozenset({"route", "controller", "model", "migration", "test"})
_HOME = frozenset({"repository", "orm", "unit-of-work"})
_OPENING_LAYERS = frozenset({"dependencies", "script", "app", "factory", ""})
_ENDINGS = frozenset({"commit", "rollback", "begin", "begin_nested", "connection", "run_sync"})


def subjects(file: File) -> Iterable[SessionCall]:
    """Every call on a session, the lawful ones in repositories included."""
    if file.layer not in _THEIR_OWN_RULES:
        handlers = handler_scopes(file)
        yield from (call for call in session_calls(file) if call.call.within not in handlers)


def judge(call: SessionCall, project: Project) -> Iterator[Problem]:
    layer = call.file.layer
    if layer in _HOME or in_unit_of_work(call) or (layer in _OPENING_LAYERS and call.verb in _ENDINGS):
        return
    if layer == "" and call.file.name.rpartition(".")[2] in {"database", "db", "session"}:
        return
    yield problem(
        call,
        f"`{call.receiver}.{call.verb}()` is called in {layer or 'an unmapped module'} `{call.call.within or call.file.name}`",
        "move the query into a repository and the commit into the unit of work",
        call.file.path,
    )
