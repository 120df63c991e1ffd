"""Facts -> Project: who is which layer, who imports whom, what a name resolves to. What project rules look at."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any

from onejob.check.reading.facts import Class, Import
from onejob.check.reading.watching import Reads
from onejob.check.project.layers import HTTP_LAYERS
from onejob.check.project.targets import Target, Edge
from onejob.check.project.file import File, Found


_KEPT_TREES = 24
_NAME = re.compile(r"[A-Za-z_]\w*(?:\s*\.\s*[A-Za-z_]\w*)*")
_STRING_ANNOTATION = re.compile(r"['\"]")


class Project:
    """All files that are checked together.

    Parameters:
        options: rule name -> its configured options.
    """

    def __init__(self, options: Mapping[str, Mapping[str, Any]] | None = None) -> None:
        self.files: list[File] = []
        self.reads = Reads()
        self._options = options or {}
        self._by_name: dict[str, File] = {}
        self._ancestries: dict[tuple[str, str], tuple[tuple[str, Found | None], ...]] = {}

    def add(self, file: File) -> None:
        """Adds a file; a package wins over a module of the same name."""
        self.files.append(file)
        if file.name not in self._by_name or file.is_package:
            self._by_name[file.name] = file

    def release(self) -> None:
        """Forgets trees between two rules, once there are many."""
        parsed = [file for file in self.files if file.is_parsed]
        for file in parsed if len(parsed) > _KEPT_TREES else ():
            file.release()

    def option(self, rule: str, name: str, default: Any) -> Any:
        """A configured option of a rule, else its default."""
        return self._options.get(rule, {}).get(name, default)

    def layer(self, *layers: str) -> list[File]:
        """The files of these layers, in path order."""
        return [file for layer in layers for file in self._layers.get(layer, ())]

    @cached_property
    def _layers(self) -> dict[str, list[File]]:
        found: dict[str, list[File]] = defaultdict(list)
        for file in sorted(self.files, key=lambda item: item.path):
            found[file.layer].append(file)
        return found

    @property
    def application(self) -> list[File]:
        """Every file that is not a test."""
        return [file for file in self.files if file.layer != "test"]

    def module(self, name: str) -> File | None:
        """The file with this dotted name."""
        return self._by_name.get(name)

    # --- resolution -------------------------------------------------------------------------------------------------

    def resolve_import(self, item: Import, importer: File) -> Target:
        """What one import binds, re-exports followed to the definition."""
        if not item.name or item.name == "*":
            return self._resolve_dotted(item.module, set())
        if item.kind == "attribute":
            return self._resolve_dotted(item.dotted, set())
        return self._resolve_in(item.module, item.name, set())

    def resolve_name(self, name: str, file: File) -> Target:
        """What a dotted name written in `file` refers to; an unknown name resolves to itself, module None."""
        head, _, rest = name.partition(".")
        if head in file.bindings:
            return self._resolve_dotted(
                f"{file.bindings[head]}.{rest}" if rest else file.bindings[head], set()
            )
        if head in file.classes or head in file.functions or head in file.assignments:
            return Target(file, f"{file.name}.{name}", name)
        for item in file.facts.imports:
            if item.name == "*":
                target = self._resolve_in(item.module, head, set())
                if target.module is not None and target.symbol:
                    return target
        return Target(None, name)

    def resolve_annotation(self, annotation: str, file: File) -> Iterator[Target]:
        """Every name in an annotation, resolved; aliases of this project are expanded, each once."""
        waiting, seen = [(annotation, file)], {(annotation, file.path)}
        while waiting:
            text, around = waiting.pop()
            for found in _NAME.finditer(_STRING_ANNOTATION.sub(" ", text)):
                target = around.resolve(found[0].replace(" ", ""))
                yield target
                alias = target.module and target.module.assignments.get(target.symbol)
                if alias and target.module and (alias.value, target.module.path) not in seen:
                    seen.add((alias.value, target.module.path))
                    waiting.append((alias.value, target.module))

    def _resolve_dotted(self, dotted: str, seen: set[tuple[str, str]]) -> Target:
        """A dotted name: the longest prefix that is a module of ours, then the names inside it."""
        prefix = dotted
        while prefix:
            file = self._by_name.get(prefix)
            if file is not None:
                rest = dotted[len(prefix) + 1 :]
                if not rest:
                    return Target(file, dotted)
                head, _, tail = rest.partition(".")
                target = self._resolve_in(prefix, head, seen)
                return (
                    target._replace(
                        dotted=f"{target.dotted}.{tail}", symbol=f"{target.symbol}.{tail}".lstrip(".")
                    )
                    if tail
                    else target
                )
            prefix = prefix.rpartition(".")[0]
        return Target(None, dotted)

    def _resolve_in(self, module: str, name: str, seen: set[tuple[str, str]]) -> Target:
        """`name` as found in `module`: a submodule, a definition, or a re-export followed to its end."""
        dotted = f"{module}.{name}"
        if (module, name) in seen:
            return Target(self._by_name.get(module), dotted, name)
        seen.add((module, name))
        file = self._by_name.get(module)
        if file is None:
            submodule = self._by_name.get(dotted)
            return Target(submodule, dotted) if submodule else Target(None, dotted)
        if name in file.classes or name in file.functions:
            return Target(file, dotted, name)
        if name in file.bindings and file.bindings[name] != dotted:
            return self._resolve_dotted(file.bindings[name], seen)
        if dotted in self._by_name:
            return Target(self._by_name[dotted], dotted)
        if name not in file.assignments:
            for item in file.facts.imports:
                if item.name == "*":
                    target = self._resolve_in(item.module, name, seen)
                    if target.symbol:
                        return target
        return Target(file, dotted, name if name in file.assignments else "")

    # --- classes ----------------------------------------------------------------------------------------------------

    def find_class(self, target: Target) -> Found | None:
        """The class a target names, when it is defined in this project."""
        item = target.module.classes.get(target.symbol) if target.module else None
        return Found(target.module, item) if item and target.module else None

    def ancestry(self, found: Found) -> tuple[tuple[str, Found | None], ...]:
        """The base classes of a class, transitively: (dotted name, the class when it is ours)."""
        key = (found.file.path, found.item.name)
        if key not in self._ancestries:
            self._ancestries[key] = tuple(self._ancestry(found))
        return self._ancestries[key]

    def _ancestry(self, found: Found) -> Iterator[tuple[str, Found | None]]:
        stack, seen = [found], {(found.file.path, found.item.name)}
        while stack:
            current = stack.pop()
            for base in current.item.bases:
                target = current.file.resolve(base.partition("[")[0])
                parent = self.find_class(target)
                yield target.dotted, parent
                if parent and (parent.file.path, parent.item.name) not in seen:
                    seen.add((parent.file.path, parent.item.name))
                    stack.append(parent)
                elif _is_declarative_base(target):
                    yield "sqlalchemy.orm.DeclarativeBase", None

    def descends_from(self, found: Found, *names: str) -> bool:
        """Whether a class inherits from one of these, by full dotted name or by last name for third-party bases."""
        return any(
            dotted in names or dotted.rpartition(".")[2] in names for dotted, _ in self.ancestry(found)
        )

    def is_orm(self, found: Found) -> bool:
        """Whether a class is mapped: `__tablename__`, a declarative base in its ancestry, or SQLModel(table=True)."""
        item: Class = found.item
        if (
            any(field.name in {"__tablename__", "__table__"} for field in item.fields)
            or ("table", "True") in item.keywords
        ):
            return True
        return self.descends_from(found, "DeclarativeBase", "DeclarativeBaseNoMeta")

    def is_protocol(self, found: Found) -> bool:
        """Whether a class is itself a Protocol (a base is Protocol; inheriting a Protocol class does not make one)."""
        return any(base.partition("[")[0].rpartition(".")[2] == "Protocol" for base in found.item.bases)

    def is_session(self, target: Target) -> bool:
        """Whether a target is SQLAlchemy's AsyncSession (or SQLModel's)."""
        return target.module is None and target.dotted.rpartition(".")[2] in {
            "AsyncSession",
            "async_scoped_session",
        }

    def classes_in(self, *layers: str) -> Iterator[Found]:
        """Every class defined in these layers."""
        for file in self.layer(*layers):
            for item in file.facts.classes:
                yield Found(file, item)


def _is_declarative_base(target: Target) -> bool:
    """`Base = declarative_base()`, the form before SQLAlchemy 2."""
    made = target.module.assignments.get(target.symbol) if target.module else None
    return made is not None and made.value.partition("(")[0].rpartition(".")[2] in _BASE_MAKERS


_BASE_MAKERS = frozenset({"declarative_base", "automap_base", "generate_base"})


def is_http(file: File) -> bool:
    """Whether a file belongs to the HTTP edge."""
    return file.layer in HTTP_LAYERS


def expression(text: str) -> ast.expr | None:
    """A spelled expression, parsed again; None when it is not one."""
    try:
        return ast.parse(text, mode="eval").body
    except (SyntaxError, ValueError, RecursionError):
        return None


def edges_of(files: Iterable[File]) -> Iterator[Edge]:
    """Every resolved import of these files."""
    for file in files:
        yield from file.edges
