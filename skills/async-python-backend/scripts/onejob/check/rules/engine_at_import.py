"""No engine or sessionmaker is built while a module is imported.

An engine belongs to one event loop, so a second loop (the next test, a worker) fails on it; and whoever imports the module
needs the database's address, even to read a type. Build it in the lifespan or the factory, and close it there.

```python bad app/database.py
from sqlalchemy.ext.asyncio import create_async_engine

engine = create_async_engine("postgresql+asyncpg://localhost/app")
```

```python good app/database.py
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine


def open_engine(url: str) -> AsyncEngine:
    return create_async_engine(url)
```
"""

import ast
from collections.abc import Iterable, Iterator

from onejob.check.vocabulary.engines import BUILDERS, builders_in
from onejob.check.project.file import File
from onejob.check.rule import Problem, problem
from onejob.check.reading.spelling import spell

SEVERITY = "warning"
REFERENCE = "sqlalchemy.md#engine"
SCOPE = "module"
WORDS = ("create_async_", "async_engine_from_config", "async_sessionmaker")


def subjects(file: File) -> Iterable[ast.Call]:
    """Every place that builds an engine or a sessionmaker, and every call of a function here that does."""
    if file.layer in {"test", "migration"}:
        return
    built = builders_in(file.syntax)
    yield from built
    makers = {function.name for call in built if (function := file.syntax.function_of(call)) is not None}
    yield from (
        call for call in file.syntax.calls_of_method(*sorted(makers)) if isinstance(call.func, ast.Name)
    )


def judge(call: ast.Call, file: File) -> Iterator[Problem]:
    if file.syntax.function_of(call) is None and not _is_late(call, file):
        called = call.func.value if isinstance(call.func, ast.Subscript) else call.func
        name = file.syntax.qualified(called)
        shown = name.rpartition(".")[2] if name in BUILDERS else spell(called)
        yield problem(
            call,
            f"`{shown}(...)` runs when `{file.name}` is imported",
            "build it in the lifespan or in factory.py from AppConfig, and dispose of it at shutdown",
        )


def _is_late(call: ast.Call, file: File) -> bool:
    """Code below `if __name__ == "__main__"`, and the bodies of lambdas, do not run at import."""
    for around in file.syntax.ancestors(call):
        if isinstance(around, ast.Lambda):
            return True
        if isinstance(around, ast.If) and any(
            getattr(item, "id", "") == "__name__" for item in ast.walk(around.test)
        ):
            return True
    return False
