"""A model is pure data: no async method, no I/O, no logger, no change to anything but itself.

Models pass through every layer; whoever reads one must not open a file or a connection by it. Properties and methods that
compute from the model's own fields are fine.

```python bad app/models/order.py
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Order:
    sku: str

    async def save(self) -> None: ...
```

```python good app/models/order.py
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Order:
    prices: tuple[int, ...]

    @property
    def total(self) -> int:
        return sum(self.prices)
```
"""

import ast
from collections.abc import Iterable, Iterator

from onejob.check.vocabulary.loggers import events
from onejob.check.project.file import File
from onejob.check.rule import Problem, problem
from onejob.check.reading.syntax import FUNCTIONS, Function
from onejob.check.reading.spelling import dotted_name, last_name, spell
from onejob.check.reading.walking import walk

SEVERITY = "error"
REFERENCE = "layers.md#models"
SCOPE = "module"
LAYERS = ("model",)

_IO_MODULES = frozenset({"httpx", "requests", "aiohttp", "socket", "subprocess", "smtplib", "sqlite3", "boto3", "redis", "shutil", "urllib3", "aiofiles", "asyncpg", "psycopg", "ftplib", "tempfile"})  # fmt: skip
_IO_NAMES = frozenset({"open", "print", "input", "time.sleep", "os.remove", "os.unlink", "os.rename", "os.mkdir", "os.makedirs", "os.system", "os.environ.get", "os.getenv", "urllib.request.urlopen", "io.open"})  # fmt: skip
_IO_METHODS = frozenset({"read_text", "write_text", "read_bytes", "write_bytes", "unlink", "mkdir"})
_MUTATORS = frozenset({"append", "extend", "add", "update", "remove", "discard", "pop", "popitem", "clear", "insert", "setdefault", "sort", "reverse"})  # fmt: skip


def subjects(file: File) -> Iterable[tuple[ast.ClassDef, Function]]:
    """Every method of a model."""
    if file.layer != "model":
        return
    for node in file.syntax.classes:
        if not any(last_name(base).endswith(("Protocol", "Error", "Exception")) for base in node.bases):
            yield from ((node, item) for item in node.body if isinstance(item, FUNCTIONS))


def judge(subject: tuple[ast.ClassDef, Function], file: File) -> Iterator[Problem]:
    node, method = subject
    place, what = next(_effects(method, file), (None, ""))
    if place is not None:
        yield problem(
            place,  # type: ignore[arg-type]
            f"model method `{node.name}.{method.name}` {what}",
            "keep the model pure data: let a service do this and give the model the result",
        )


def _effects(method: Function, file: File) -> Iterator[tuple[ast.AST, str]]:
    """What a method does beyond computing; the first one is enough."""
    if isinstance(method, ast.AsyncFunctionDef):
        yield method, "is async"
        return
    logged = {id(call) for call in events(file.syntax)}
    others = _foreign_names(method)
    for node in walk(method):
        if isinstance(node, ast.Call):
            if id(node) in logged:
                yield node, f"logs by `{spell(node.func)}`"
            elif _does_io(node, file):
                yield node, f"does I/O by `{spell(node.func)}`"
            elif (
                isinstance(node.func, ast.Attribute)
                and node.func.attr in _MUTATORS
                and _root(node.func) in others
            ):
                yield node, f"changes `{spell(node.func.value)}`"
        elif isinstance(node, ast.Attribute | ast.Subscript) and isinstance(node.ctx, ast.Store | ast.Del):
            if _root(node) in others:
                yield node, f"changes `{spell(node.value)}`"
        elif isinstance(node, ast.Global):
            yield node, f"changes the global `{node.names[0]}`"


def _does_io(call: ast.Call, file: File) -> bool:
    name = file.syntax.qualified(call.func)
    if name in _IO_NAMES or (name.partition(".")[0] in _IO_MODULES and "." in name):
        return not (
            isinstance(call.func, ast.Name) and call.func.id in file.syntax.bindings and "." not in name
        )
    return isinstance(call.func, ast.Attribute) and call.func.attr in _IO_METHODS


def _foreign_names(method: Function) -> set[str]:
    """Parameters other than `self`; a local the method made itself is its own."""
    static = any(last_name(item) == "staticmethod" for item in method.decorator_list)
    arguments = [*method.args.posonlyargs, *method.args.args]
    names = {item.arg for item in [*(arguments if static else arguments[1:]), *method.args.kwonlyargs]}
    assigned = {
        dotted_name(target)
        for node in walk(method)
        if isinstance(node, ast.Assign)
        for target in node.targets
    }
    return names - assigned


def _root(node: ast.expr) -> str:
    while isinstance(node, ast.Attribute | ast.Subscript):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""
