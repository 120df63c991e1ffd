"""One source file of a project: its facts when first asked for, its names resolved."""

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from onejob.check.project.names import Names
from onejob.check.reading.facts import Assignment, Class, Facts, Signature
from onejob.check.reading.watching import SYNTAX, Note, watched
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
        self.layer = placement.layer
        self.feature = placement.feature
        self.project = project
        self.is_package = path.endswith("__init__.py")
        self._load = load
        self._read = read
        self._resolved: dict[str, tuple[Target, tuple[Note, ...]]] = {}
        self._edges: tuple[tuple[Edge, ...], tuple[Note, ...]] | None = None
        self._syntax: Syntax | None = None

    def __repr__(self) -> str:
        return f"File({self.path!r}, {self.layer!r})"

    @cached_property
    def unwatched(self) -> Facts:
        """The facts, for whoever notes himself what he looks at. Decoded when first asked for."""
        return self._load()

    @cached_property
    def facts(self) -> Facts:
        """The facts; looking at them is noted."""
        return watched(self.unwatched, self.path, self.project)

    @property
    def edges(self) -> tuple[Edge, ...]:
        """Every import of this file, resolved; a star import gives one edge to the module."""
        if self._edges is None:
            outer, notes = self.project.reads, {(self.path, ":imports")}
            self.project.reads = notes
            resolve = self.project.resolution.resolve_import
            edges = tuple([Edge(self, item, resolve(item)) for item in self.unwatched.imports])
            self.project.reads = outer
            self._edges = edges, tuple(notes)
        self.project.reads.update(self._edges[1])
        return self._edges[0]

    @cached_property
    def origins(self) -> dict[str, str]:
        """Local name -> dotted origin, from imports; for whoever notes himself what he looks at."""
        found = {}
        for item in self.unwatched.imports:
            if item.name == "*" or item.kind in _NO_BINDING:
                continue
            head = item.module.partition(".")[0]
            found[item.local or head] = item.dotted if item.name or item.local else head
        return found

    @cached_property
    def bindings(self) -> Mapping[str, str]:
        """Local name -> dotted origin, from imports."""
        return Names(self.origins, self.path, ":imports", self.project)

    @cached_property
    def classes(self) -> Mapping[str, Class]:
        """Classes by qualified name."""
        found = {item.name: item for item in self.unwatched.classes}
        return Names(found, self.path, ":classes", self.project)

    @cached_property
    def functions(self) -> Mapping[str, Signature]:
        """Module-level and nested functions, and methods, by qualified name."""
        methods = (method for item in self.unwatched.classes for method in item.methods)
        found = {item.name: item for item in (*self.unwatched.functions, *methods)}
        return Names(found, self.path, ":functions", self.project)

    @cached_property
    def assignments(self) -> Mapping[str, Assignment]:
        """Module-level assignments by name (the last one counts)."""
        found = {item.name: item for item in self.unwatched.assignments}
        return Names(found, self.path, ":assignments", self.project)

    @cached_property
    def defined(self) -> frozenset[str]:
        """The names of classes, functions and methods; for whoever notes himself what he looks at."""
        return frozenset([*dict.keys(self.classes), *dict.keys(self.functions)])  # type: ignore[arg-type]

    @cached_property
    def assigned(self) -> frozenset[str]:
        """The names of assignments; for whoever notes himself what he looks at."""
        return frozenset(item.name for item in self.unwatched.assignments)

    @cached_property
    def starred(self) -> tuple[str, ...]:
        """The modules that everything is imported from."""
        return tuple([item.module for item in self.unwatched.imports if item.name == "*"])

    @property
    def syntax(self) -> Syntax:
        """The file's tree, parsed again: for the few rules that must look inside bodies of a few files."""
        self.project.reads.add((self.path, SYNTAX))
        if self._syntax is None:
            self._syntax = self._read()
            self.project.parsed.append(self)
        return self._syntax

    def hold(self, syntax: Syntax) -> None:
        """Has the tree already, and keeps it until the file itself goes."""
        self._syntax = syntax

    def release(self) -> None:
        """Forgets the tree."""
        self._syntax = None

    def resolve(self, name: str) -> Target:
        """What a dotted name written in this file refers to."""
        known = self._resolved.get(name)
        if known is None:
            project = self.project
            outer, notes = project.reads, set[Note]()
            project.reads = notes
            target = project.resolution.resolve_name(name, self)
            project.reads = outer
            known = self._resolved[name] = target, tuple(notes)
        self.project.reads.update(known[1])
        return known[0]

    def resolve_all(self, annotation: str) -> Iterator[Target]:
        """What every name in an annotation refers to, type aliases (`SessionDep = Annotated[...]`) expanded."""
        yield from self.project.resolution.resolve_annotation(annotation, self)


_NO_BINDING = frozenset({"attribute", "dynamic", "annotation"})


class Found(NamedTuple):
    """A class or function together with its file."""

    file: File
    item: Any
