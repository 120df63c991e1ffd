"""What project rules know about one source file.

Facts are named tuples of plain values, so that they can be cached, compared and sent between processes.
"""

from typing import NamedTuple


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
    """Everything file and project rules know about one file.

    `marks` are names that tell much by being there at all: attributes called `dispose`.
    """

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
    marks: tuple[str, ...] = ()

    def symbol_at(self, line: int) -> str:
        """The qualified name of the innermost definition around a line; "" at module level."""
        around = [item for item in self.scopes if item.first <= line <= item.last]
        return around[-1].name if around else ""


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
