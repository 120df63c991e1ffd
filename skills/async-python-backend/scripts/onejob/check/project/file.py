"""One source file of a project: its facts when first asked for, its names resolved."""

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from onejob.check.reading.facts import Assignment, Class, Facts, Signature
from onejob.check.project.layers import Placement
from onejob.check.reading.syntax import Syntax
from onejob.check.project.targets import Target, Edge

if TYPE_CHECKING:
    from onejob.check.project.project import Project


class File:
    """One source file of the project.

    `path` is what findings show, `name` the dotted module name, `is_package` true for an `__init__.py`.
    """

    def __init__(
        self,
        path: str,
        name: str,
        placement: Placement,
        load: Callable[[], Facts],
        project: "Project",
        read: Callable[[], Syntax],
    ) -> None:
        self.path = path
        self.name = name
        self.placement = placement
        self.project = project
        self.is_package = path.endswith("__init__.py")
        self._load = load
        self._read = read
        self._resolved: dict[str, Target] = {}
        self._syntax: Syntax | None = None

    def __repr__(self) -> str:
        return f"File({self.path!r}, {self.layer!r})"

    @property
    def layer(self) -> str:
        return self.placement.layer

    @property
    def feature(self) -> str:
        return self.placement.feature

    @cached_property
    def facts(self) -> Facts:
        """Decoded when a rule first asks."""
        return self._load()

    @cached_property
    def edges(self) -> tuple[Edge, ...]:
        """Every import of this file, resolved; a star import gives one edge to the module."""
        return tuple(Edge(self, item, self.project.resolve_import(item, self)) for item in self.facts.imports)

    @cached_property
    def bindings(self) -> Mapping[str, str]:
        """Local name -> dotted origin, from imports."""
        found = {}
        for item in self.facts.imports:
            if item.name == "*" or item.kind in {"attribute", "dynamic", "annotation"}:
                continue
            head = item.module.partition(".")[0]
            found[item.local or head] = item.dotted if item.name or item.local else head
        return found

    @cached_property
    def classes(self) -> Mapping[str, Class]:
        """Classes by qualified name."""
        return {item.name: item for item in self.facts.classes}

    @cached_property
    def functions(self) -> Mapping[str, Signature]:
        """Module-level and nested functions, and methods, by qualified name."""
        methods = (method for item in self.facts.classes for method in item.methods)
        return {item.name: item for item in (*self.facts.functions, *methods)}

    @cached_property
    def assignments(self) -> Mapping[str, Assignment]:
        """Module-level assignments by name (the last one counts)."""
        return {item.name: item for item in self.facts.assignments}

    @property
    def syntax(self) -> Syntax:
        """The file's tree, parsed again: for the few rules that must look inside bodies of a few files."""
        self.project.reads.syntax.add(self.path)
        if self._syntax is None:
            self._syntax = self._read()
        return self._syntax

    @property
    def is_parsed(self) -> bool:
        """Whether the tree is held in memory."""
        return self._syntax is not None

    def release(self) -> None:
        """Forgets the tree."""
        self._syntax = None

    def resolve(self, name: str) -> Target:
        """What a dotted name written in this file refers to."""
        known = self._resolved.get(name)
        if known is None:
            known = self._resolved[name] = self.project.resolve_name(name, self)
        return known

    def resolve_all(self, annotation: str) -> Iterator[Target]:
        """What every name in an annotation refers to, type aliases (`SessionDep = Annotated[...]`) expanded."""
        yield from self.project.resolve_annotation(annotation, self)


class Found(NamedTuple):
    """A class or function together with its file."""

    file: File
    item: Any
