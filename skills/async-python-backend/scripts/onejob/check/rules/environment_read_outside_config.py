"""The environment is read in config.py only, once, at startup.

A variable read anywhere else is a setting that nobody can list, test or find missing before the first request needs it.
Migrations read their own address: their `env.py` runs without the application.

```python bad app/gateways/mail.py
import os


def sender() -> str:
    return os.environ["MAIL_FROM"]
```

```python good app/config.py
import os
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AppConfig:
    mail_from: str


def read() -> AppConfig:
    return AppConfig(mail_from=os.environ["MAIL_FROM"])
```
"""

import ast
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from onejob.check.project.file import File
from onejob.check.rule import Problem, problem
from onejob.check.reading.syntax import Syntax

SEVERITY = "error"
REFERENCE = "operations.md#config"
SCOPE = "module"

_MAPPINGS = frozenset({"os.environ", "os.environb"})
_READERS = frozenset({
    "os.getenv", "os.getenvb", "dotenv.load_dotenv", "dotenv.dotenv_values", "dotenv.main.load_dotenv", "dotenv.get_key",
    "environs.Env", "environ.Env", "decouple.config", "decouple.AutoConfig", "starlette.config.Config",
})  # fmt: skip
_SETTINGS = frozenset({"pydantic_settings.BaseSettings", "pydantic_settings.main.BaseSettings", "pydantic.BaseSettings", "pydantic.v1.BaseSettings"})  # fmt: skip


class Read(NamedTuple):
    """One place that reads the environment, and the name by which it does."""

    node: ast.expr | ast.ClassDef
    name: str


def subjects(file: File) -> Iterable[Read]:
    """Every read of the environment, config.py's included: so that "none outside" means something."""
    if file.layer == "test" or not _may_read(file.syntax):
        return
    yield from _mapping_reads(file.syntax)
    for call in file.syntax.nodes(ast.Call):
        if file.syntax.qualified(call.func) in _READERS:
            yield Read(call, file.syntax.qualified(call.func))
    for node in file.syntax.classes:
        for base in node.bases:
            if file.syntax.qualified(base) in _SETTINGS:
                yield Read(node, "BaseSettings")


def judge(read: Read, file: File) -> Iterator[Problem]:
    if file.layer not in {"config", "migration"}:
        yield problem(
            read.node,
            f"`{read.name}` reads the environment outside of config.py",
            "add a field to AppConfig, fill it in config.py, and pass the value in",
        )


_MODULES = frozenset(
    {"os", "dotenv", "environs", "environ", "decouple", "starlette", "pydantic", "pydantic_settings"}
)


def _may_read(syntax: Syntax) -> bool:
    return any(origin.partition(".")[0] in _MODULES for origin in syntax.bindings.values())


def _mapping_reads(syntax: Syntax) -> Iterator[Read]:
    written = {
        id(item.value) for item in syntax.nodes(ast.Subscript) if isinstance(item.ctx, ast.Store | ast.Del)
    }
    for node in syntax.nodes(ast.Attribute):
        if (
            node.attr in {"environ", "environb"}
            and syntax.qualified(node) in _MAPPINGS
            and id(node) not in written
        ):
            yield Read(node, "os.environ")
    imported = {local for local, origin in syntax.bindings.items() if origin in _MAPPINGS}
    for name in ast.walk(syntax.tree) if imported else ():
        if isinstance(name, ast.Name) and name.id in imported and id(name) not in written:
            yield Read(name, "os.environ")
