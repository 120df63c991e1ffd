"""Which names hold an AsyncSession, and the calls made on it. By annotation and by how it was opened, not by its name."""

from collections.abc import Iterator
from typing import NamedTuple

from onejob.check.vocabulary.annotations import types_of
from onejob.check.reading.facts import DATABASE_VERBS, Call, Class, Local
from onejob.check.project.file import File, Found
from onejob.check.project.targets import Target

_SESSION = "AsyncSession"
_MAKERS = frozenset({"async_sessionmaker", "sessionmaker"})
_OPENERS = frozenset({"", "begin"})  # maker() and maker.begin()


class SessionCall(NamedTuple):
    """A method called on a session: `self.session.execute(...)` is receiver `self.session`, verb `execute`."""

    file: File
    call: Call
    receiver: str
    verb: str

    @property
    def lineno(self) -> int:
        return self.call.lineno

    @property
    def col_offset(self) -> int:
        return self.call.col_offset


def is_session(target: Target) -> bool:
    """Whether a type is SQLAlchemy's or SQLModel's AsyncSession, or a subclass in this project."""
    if target.module is None:
        return target.dotted.rpartition(".")[2] == _SESSION
    found = target.module.project.find_class(target)
    return found is not None and target.module.project.descends_from(found, _SESSION)


def is_session_type(annotation: str, file: File) -> bool:
    """Whether an annotation says "a session" (also optional, `Annotated`, or an alias of this project)."""
    if not annotation:
        return False
    key = ("session", file.path, annotation)
    return file.project.remembered(key, lambda: any(is_session(item) for item in types_of(annotation, file)))


def is_maker_type(annotation: str, file: File) -> bool:
    """Whether an annotation says "something that opens sessions"."""
    if any(target.dotted.rpartition(".")[2] in _MAKERS for target in types_of(annotation, file)):
        return True
    return "Callable" in annotation and _SESSION in annotation


def session_calls(file: File) -> Iterator[SessionCall]:
    """Every kept call of this file whose receiver is an AsyncSession."""
    held: dict[str, frozenset[str]] = {}
    for call in file.facts.calls:
        receiver, _, verb = call.callee.rpartition(".")
        if not receiver or verb not in DATABASE_VERBS:
            continue
        if call.within not in held:
            held[call.within] = frozenset(session_names(file, call.within))
        if receiver in held[call.within] or _looks_like_session(call, receiver, file):
            yield SessionCall(file, call, receiver, verb)


_TELLING_VERBS = frozenset(
    {"execute", "scalar", "scalars", "commit", "rollback", "flush", "refresh", "stream"}
)


def _looks_like_session(call: Call, receiver: str, file: File) -> bool:
    """Untyped code: an awaited `session.execute(...)` on a name without any annotation can only be an AsyncSession."""
    name = receiver.rpartition(".")[2].lstrip("_")
    if not call.awaited or name not in {"session", "db", "db_session", "async_session"}:
        return False
    return call.callee.rpartition(".")[2] in _TELLING_VERBS and not _annotation(receiver, call.within, file)


def _annotation(receiver: str, within: str, file: File) -> str:
    """The annotation of a parameter, local or field; "" when there is none."""
    if receiver.startswith("self."):
        found = _class_around(file, within)
        fields = _fields(found) if found else ()
        return next((item for _, name, item in fields if name == receiver.removeprefix("self.")), "")
    for scope in _scopes(within):
        function = file.functions.get(scope)
        for parameter in function.parameters if function else ():
            if parameter.name == receiver:
                return parameter.annotation
    scopes = set(_scopes(within))
    opened = (item for item in file.facts.locals if item.name == receiver and item.within in scopes)
    return next((item.annotation for item in opened), "")


def session_names(file: File, within: str) -> Iterator[str]:
    """The dotted names that hold a session inside the function `within`: parameters, `self` fields, opened locals."""
    found = _class_around(file, within)
    for owner, name, annotation in _fields(found) if found else ():
        if is_session_type(annotation, owner):
            yield f"self.{name}"
    for scope in _scopes(within):
        function = file.functions.get(scope)
        for parameter in function.parameters if function else ():
            if is_session_type(parameter.annotation, file):
                yield parameter.name
    scopes = set(_scopes(within))
    for local in file.facts.locals:
        if local.within in scopes and opens_session(local, file, within):
            yield local.name


def opens_session(local: Local, file: File, within: str) -> bool:
    """Whether a local is a session: annotated so, or the result of a sessionmaker, `AsyncSession(...)` or a typed opener."""
    if local.annotation:
        return is_session_type(local.annotation, file)
    callee, called, _ = local.value.partition("(")
    if not called:
        return local.is_with and is_session_type(_annotation(callee, within, file), file)
    return makes_session(callee, file, within)


def makes_session(callee: str, file: File, within: str) -> bool:
    """Whether calling `callee` inside the function `within` gives a new session."""
    target = file.resolve(callee)
    if target.dotted.rpartition(".")[2] in _MAKERS:
        return False
    if is_session(target):
        return True
    returned = target.module.functions.get(target.symbol) if target.module else None
    if callee.startswith("self.") and callee.count(".") == 1:
        found = _class_around(file, within)
        returned = next(
            (item for item in (found.item.methods if found else ()) if item.name.endswith(f".{callee[5:]}")),
            None,
        )
    if returned:
        return _SESSION in returned.returns and "maker" not in returned.returns.lower()
    maker = callee.removesuffix(".begin")
    owner = _annotation(maker, within, file)
    return is_maker_type(owner, file) or _is_maker_value(maker, file)


def _is_maker_value(name: str, file: File) -> bool:
    """Whether a module-level name is `async_sessionmaker(...)`, here or where it is imported from."""
    target = file.resolve(name)
    made = target.module.assignments.get(target.symbol) if target.module else None
    if made is not None:
        return made.value.partition("(")[0].rpartition(".")[2] in _MAKERS
    return target.module is None and name.rpartition(".")[2].lstrip("_").lower() in _MAKER_NAMES


_MAKER_NAMES = frozenset(
    {"sessionmaker", "session_maker", "session_factory", "async_session", "asyncsessionlocal", "sessionlocal"}
    | {"async_session_maker", "async_session_factory", "sessions", "async_sessionmaker"}
)


def _scopes(within: str) -> Iterator[str]:
    """`Service.place.inner` -> itself and the definitions around it: a closure sees their names."""
    while within:
        yield within
        within = within.rpartition(".")[0]


def _class_around(file: File, within: str) -> Found | None:
    name = next((scope for scope in _scopes(within) if scope in file.classes), "")
    return Found(file, file.classes[name]) if name else None


def _fields(found: Found) -> Iterator[tuple[File, str, str]]:
    """Fields of a class and of its bases in this project: (file of the annotation, name, annotation)."""
    yield from _own_fields(found.file, found.item)
    for _, parent in found.file.project.ancestry(found):
        if parent:
            yield from _own_fields(parent.file, parent.item)


def _own_fields(file: File, item: Class) -> Iterator[tuple[File, str, str]]:
    for field in item.fields:
        yield file, field.name, field.annotation


def maker_calls(file: File) -> Iterator[SessionCall]:
    """Every kept call whose receiver is a sessionmaker: `self.sessions.begin()`."""
    for call in file.facts.calls:
        receiver, _, verb = call.callee.rpartition(".")
        if receiver and verb == "begin":
            typed = is_maker_type(_annotation(receiver, call.within, file), file)
            if typed or _is_maker_value(receiver, file):
                yield SessionCall(file, call, receiver, verb)


def in_unit_of_work(call: SessionCall) -> bool:
    """Whether a call stands in a unit of work: in its layer, or in a class or function called so."""
    return call.file.layer == "unit-of-work" or names_unit_of_work(call.call.within)


def names_unit_of_work(name: str) -> bool:
    """Whether a name says "unit of work", in any spelling."""
    plain = name.replace("_", "").lower()
    return "unitofwork" in plain or "uow" in plain
