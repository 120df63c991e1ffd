"""What project rules know about one source file.

Facts are named tuples of plain values, so that they can be cached, compared and sent between processes.
"""

import marshal
from typing import Any, NamedTuple, Protocol


class Import(NamedTuple):
    """One imported name (or module), made absolute.

    `module` and `name` are as written (`from app.services import orders` -> `app.services`, `orders`); `name` is "" for
    `import x`, "*" for a star import. `kind` is one of: top, deferred (in a function), type-checking, attribute (reached
    as `app.services.orders.X` after `import app`), dynamic (literal import_module), annotation (a string annotation).
    """

    module: str
    name: str
    local: str
    kind: str
    lineno: int
    col_offset: int

    @property
    def dotted(self) -> str:
        """Module and name in one."""
        return f"{self.module}.{self.name}" if self.name and self.name != "*" else self.module


class Parameter(NamedTuple):
    """One parameter; `kind` is one of positional-only, positional, variadic, keyword-only, keywords."""

    name: str
    annotation: str
    kind: str
    has_default: bool
    default: str


class Signature(NamedTuple):
    """One function or method."""

    name: str  # qualified: "OrderService.place"
    is_async: bool
    is_generator: bool
    decorators: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    returns: str
    lineno: int
    col_offset: int


class Field(NamedTuple):
    """An annotated or assigned name in a class body, or `self.x: T = …` / `self.x = …` in `__init__`."""

    name: str
    annotation: str
    value: str
    lineno: int
    col_offset: int


class Class(NamedTuple):
    """One class; bases, keywords and decorators as spelled."""

    name: str  # qualified
    bases: tuple[str, ...]
    keywords: tuple[tuple[str, str], ...]
    decorators: tuple[str, ...]
    fields: tuple[Field, ...]
    methods: tuple[Signature, ...]
    lineno: int
    col_offset: int


class Call(NamedTuple):
    """A call worth keeping for project rules: a constructor (`OrderService(...)`) or a database verb (`session.execute(...)`).

    `within` is the qualified name of the enclosing definition, `keywords` the keyword names ("**" for an unpacking).
    """

    callee: str
    arguments: tuple[str, ...]
    keywords: tuple[tuple[str, str], ...]
    awaited: bool
    within: str
    lineno: int
    col_offset: int


class Local(NamedTuple):
    """A name that a function body binds to an opened thing: `async with make() as name`, `name = open_session()`, `name: T = …`."""

    name: str
    annotation: str
    value: str
    is_with: bool
    within: str
    lineno: int
    col_offset: int


class Assignment(NamedTuple):
    """A module-level `name = value` or `name: annotation = value`."""

    name: str
    annotation: str
    value: str
    lineno: int
    col_offset: int


class Raise(NamedTuple):
    """`raise X(...)` or `raise X`: the name that is raised, "" for a bare or computed one."""

    raised: str
    within: str
    lineno: int
    col_offset: int


class RowReturn(NamedTuple):
    """A `return` (or `yield`) of something that holds objects of the class `entity`, as written in the file."""

    entity: str
    within: str
    lineno: int
    col_offset: int


class Scope(NamedTuple):
    """The lines of one definition, decorators included."""

    first: int
    last: int
    name: str  # qualified


class Suppression(NamedTuple):
    """`# onejob: ignore[rule, rule] reason`, and the lines it speaks about."""

    rules: tuple[str, ...]
    reason: str
    first: int
    last: int
    lineno: int
    col_offset: int


class Facts(NamedTuple):
    """Everything project rules know about one file."""

    imports: tuple[Import, ...]
    classes: tuple[Class, ...]
    functions: tuple[Signature, ...]  # module level and nested, methods are with their class
    calls: tuple[Call, ...]
    assignments: tuple[Assignment, ...]
    suppressions: tuple[Suppression, ...]
    locals: tuple[Local, ...] = ()
    scopes: tuple[Scope, ...] = ()  # by first line
    raises: tuple[Raise, ...] = ()
    rows: tuple[RowReturn, ...] = ()

    def symbol_at(self, line: int) -> str:
        """The qualified name of the innermost definition around a line; "" at module level."""
        around = [item for item in self.scopes if item.first <= line <= item.last]
        return around[-1].name if around else ""


class Reads:
    """Which files somebody looked into: `insides` beyond their outline, `syntax` down to the tree."""

    __slots__ = ("insides", "syntax")

    def __init__(self) -> None:
        self.insides: set[str] = set()
        self.syntax: set[str] = set()


class Reader(Protocol):
    """Whoever reads facts now."""

    reads: Reads


class WatchedFacts(Facts):
    """Facts that note down who looks at more than the outline of a file."""

    path: str
    reader: "Reader"


def _noting(name: str) -> property:
    position = Facts._fields.index(name)

    def read(facts: WatchedFacts) -> Any:
        facts.reader.reads.insides.add(facts.path)
        return facts[position]

    return property(read)


for _name in ("calls", "locals", "scopes", "raises", "rows"):
    setattr(WatchedFacts, _name, _noting(_name))


def watched(facts: Facts, path: str, reader: "Reader") -> Facts:
    """The same facts; the reader's `reads` get the path whenever the insides are looked at."""
    found = tuple.__new__(WatchedFacts, facts)
    found.path, found.reader = path, reader
    return found


DATABASE_VERBS = frozenset(
    [
        "exec",
        "execute",
        "executemany",
        "fetch",
        "fetchrow",
        "fetchval",
        "scalar",
        "scalars",
        "stream",
        "stream_scalars",
        "get",
        "get_one",
        "add",
        "add_all",
        "delete",
        "merge",
        "flush",
        "refresh",
        "expire",
        "expunge",
        "commit",
        "rollback",
        "begin",
        "begin_nested",
        "connection",
        "run_sync",
    ]
)
CONCURRENT_CALLS = frozenset(
    {"create_task", "ensure_future", "gather", "start_soon", "soonify", "wait", "as_completed"}
)


def encode(facts: Facts) -> Any:
    """Facts as plain tuples: `marshal` knows no others."""
    return _plain(Facts, facts)


def decode(raw: Any) -> Facts:
    """Facts from the plain tuples that `marshal` gives back."""
    return _build(Facts, raw)  # type: ignore[no-any-return]


def facts_of(data: bytes) -> Facts:
    """Facts as an analysis keeps them."""
    return decode(marshal.loads(data))  # noqa: S302  (made by this checker: see cache.py)


def _plain(kind: type[Any], value: Any) -> Any:
    values = list(value)
    for position, inner in _NESTED[kind]:
        nested = _NESTED[inner]
        values[position] = tuple(
            [_plain(inner, item) if nested else tuple(item) for item in values[position]]
        )
    return tuple(values)


def _build(kind: type[Any], raw: Any) -> Any:
    values = list(raw)
    for position, inner in _NESTED[kind]:
        if _NESTED[inner]:
            values[position] = tuple([_build(inner, item) for item in values[position]])
        else:
            values[position] = tuple([_new(inner, item) for item in values[position]])
    return _new(kind, values)


_new = tuple.__new__
_TYPES = (
    Import,
    Parameter,
    Signature,
    Field,
    Class,
    Call,
    Local,
    Assignment,
    Suppression,
    Scope,
    Raise,
    RowReturn,
    Facts,
)
_NESTED: dict[type[Any], list[tuple[int, type[Any]]]] = {
    kind: [
        (position, hint.__args__[0])
        for position, hint in enumerate(kind.__annotations__.values())
        if getattr(hint, "__args__", ()) and hint.__args__[0] in _TYPES
    ]
    for kind in _TYPES
}
