"""A route handler calls no session method and runs no query.

A query in a handler is a rule that the worker does not have and a test that needs the web. What a handler holds is told
by its type, not by its name: `session: UserSession` is somebody's login. Everything in a route module counts, helpers
included; one finding per function.

```python bad app/routes/orders.py
from fastapi import APIRouter

from app.dependencies import SessionDep

router = APIRouter()


@router.delete("/orders/{order_id}")
async def delete_order(order_id: str, session: SessionDep) -> None:
    await session.execute("DELETE FROM orders")
# file: app/dependencies.py
from typing import Annotated

from fastapi import Depends, Request
from sqlalchemy.ext.asyncio import AsyncSession


def get_session(request: Request) -> AsyncSession:
    return request.state.session


SessionDep = Annotated[AsyncSession, Depends(get_session)]
```

```python good app/routes/sessions.py
from fastapi import APIRouter

from app.dependencies import LoginDep

router = APIRouter()


@router.get("/session")
async def show_session(session: LoginDep) -> str:
    return session.get("user")
# file: app/dependencies.py
from typing import Annotated

from fastapi import Depends, Request


class Login:
    def get(self, key: str) -> str:
        return key


def get_login(request: Request) -> Login:
    return request.state.login


LoginDep = Annotated[Login, Depends(get_login)]
```
"""

from collections.abc import Iterable, Iterator

from onejob.check.vocabulary.annotations import types_of
from onejob.check.reading.facts import DATABASE_VERBS, Call
from onejob.check.vocabulary.handlers import handler_scopes
from onejob.check.project.project import Project
from onejob.check.project.file import File
from onejob.check.project.targets import SQLALCHEMY
from onejob.check.rule import Problem, problem
from onejob.check.vocabulary.sessions import session_calls

SEVERITY = "error"
REFERENCE = "fastapi.md#routes"
SCOPE = "file"

Scope = tuple[File, str, list[Call]]


def subjects(file: File) -> Iterable[Scope]:
    """Each handler, and each other function of a route module that calls the database."""
    names = handler_scopes(file)
    if names or file.layer == "route":
        calls = list(_database_calls(file))
        others = {call.within for call in calls} if file.layer == "route" else set()
        for name in sorted(names | {item for item in others if not _inside(item, names)}):
            yield file, name, [call for call in calls if _inside(call.within, {name})]


def _inside(within: str, names: Iterable[str]) -> bool:
    return any(within == name or within.startswith(f"{name}.") for name in names)


def _database_calls(file: File) -> Iterator[Call]:
    """Calls on a session, and on whatever else is typed by sqlalchemy or a driver."""
    known = [item.call for item in session_calls(file)]
    yield from known
    for call in file.facts.calls:
        receiver, _, verb = call.callee.rpartition(".")
        if verb in DATABASE_VERBS and receiver and call not in known:
            function = file.functions.get(call.within)
            annotations = (
                [item.annotation for item in function.parameters if item.name == receiver] if function else []
            )
            if any(target.group == SQLALCHEMY for text in annotations for target in types_of(text, file)):
                yield call


def judge(subject: Scope, project: Project) -> Iterator[Problem]:
    file, name, calls = subject
    if calls:
        first = min(calls, key=lambda call: (call.lineno, call.col_offset))
        yield problem(
            first,
            f"`{name or file.name}` calls `{first.callee}()` in a route",
            "move the query into a repository, behind a service that the factory gives you",
            file.path,
        )
