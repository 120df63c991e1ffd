"""The sessionmaker says `expire_on_commit=False`.

By default a commit expires every loaded attribute, the primary key included. The next read of one is a hidden query, which
an async session cannot make: MissingGreenlet, in code that only wanted `row.id`.

```python bad app/factory.py
from sqlalchemy.ext.asyncio import async_sessionmaker


def sessions(engine):
    return async_sessionmaker(engine)
```

```python good app/factory.py
from sqlalchemy.ext.asyncio import async_sessionmaker


def sessions(engine):
    return async_sessionmaker(engine, expire_on_commit=False)
```
"""

import ast
from collections.abc import Iterable, Iterator

from onejob.check.vocabulary.engines import MAKERS, built_name
from onejob.check.project.file import File
from onejob.check.rule import Problem, problem
from onejob.check.reading.spelling import last_name

SEVERITY = "error"
REFERENCE = "sqlalchemy.md#sessions"
SCOPE = "module"
WORDS = ("sqlalchemy", "sqlmodel")

_SYNC_MAKERS = frozenset({"sqlalchemy.orm.sessionmaker", "sqlalchemy.orm.session.sessionmaker"})


def subjects(file: File) -> Iterable[ast.Call]:
    """Every place that builds an async sessionmaker or an AsyncSession."""
    if file.layer in {"test", "migration"} or not any(
        "sql" in origin for origin in file.syntax.bindings.values()
    ):
        return
    for call in file.syntax.nodes(ast.Call):
        name = built_name(call, file.syntax)
        is_session = name.endswith(".AsyncSession") and name.startswith(("sqlalchemy.", "sqlmodel."))
        if name in MAKERS or is_session or (name in _SYNC_MAKERS and _makes_async(call)):
            yield call


def judge(call: ast.Call, file: File) -> Iterator[Problem]:
    keywords = {item.arg: item.value for item in call.keywords}
    value = keywords.get("expire_on_commit")
    said_later = any(
        item.arg == "expire_on_commit"
        for other in file.syntax.calls_of_method("configure")
        for item in other.keywords
    )
    if None in keywords or said_later:
        return
    if value is None or (isinstance(value, ast.Constant) and value.value is not False):
        name = built_name(call, file.syntax).rpartition(".")[2]
        yield problem(call, f"`{name}(...)` expires objects on commit", "pass `expire_on_commit=False`")


def _makes_async(call: ast.Call) -> bool:
    return any(item.arg == "class_" and last_name(item.value) == "AsyncSession" for item in call.keywords)
