"""What a name refers to: imports and re-exports followed to the definition, every step noted down."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from onejob.check.project.file import File
from onejob.check.project.targets import Target
from onejob.check.reading.facts import Import

if TYPE_CHECKING:
    from onejob.check.project.project import Project

_NAME = re.compile(r"[A-Za-z_]\w*(?:\s*\.\s*[A-Za-z_]\w*)*")
_STRING_ANNOTATION = re.compile(r"['\"]")
_Seen = set[tuple[str, str]]


class Resolution:
    """Resolves the names of one project.

    Parameters:
        by_name: the files by dotted module name; may still grow.
    """

    def __init__(self, project: "Project", by_name: dict[str, File]) -> None:
        self.project = project
        self._by_name = by_name
        self._heads: set[str] = set()

    def module(self, name: str) -> File | None:
        """The file with this dotted name."""
        file = self._by_name.get(name)
        if file is not None:
            self.project.reads.add((file.path, ""))
        elif name.partition(".")[0] in self.heads:
            self.project.reads.add(("", name))
        return file

    @property
    def heads(self) -> set[str]:
        """The top-level names of the project."""
        if not self._heads:
            self._heads = {name.partition(".")[0] for name in self._by_name}
        return self._heads

    def resolve_import(self, item: Import) -> Target:
        """What one import binds, re-exports followed to the definition."""
        if not item.name or item.name == "*":
            return self._dotted(item.module, set())
        if item.module.partition(".")[0] not in self.heads:
            return Target(None, item.dotted)
        if item.kind == "attribute":
            return self._dotted(item.dotted, set())
        return self._inside(item.module, item.name, set())

    def resolve_name(self, name: str, file: File) -> Target:
        """What a dotted name written in `file` refers to; an unknown name resolves to itself, module None."""
        head, _, rest = name.partition(".")
        self.project.reads.add((file.path, head))
        origin = file.origins.get(head)
        if origin is not None:
            return self._dotted(f"{origin}.{rest}" if rest else origin, set())
        if head in file.defined or head in file.assigned:
            return Target(file, f"{file.name}.{name}", name)
        for module in file.starred:
            target = self._inside(module, head, set())
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

    def _dotted(self, dotted: str, seen: _Seen) -> Target:
        """A dotted name: the longest prefix that is a module of ours, then the names inside it."""
        if dotted.partition(".")[0] not in self.heads:
            return Target(None, dotted)
        prefix = dotted
        while prefix:
            file = self._by_name.get(prefix)
            if file is not None:
                return self._beyond(file, prefix, dotted[len(prefix) + 1 :], seen)
            prefix = prefix.rpartition(".")[0]
        self.project.reads.add(("", dotted))
        return Target(None, dotted)

    def _beyond(self, file: File, prefix: str, rest: str, seen: _Seen) -> Target:
        """What stands behind a module's name: nothing, or a name inside it and perhaps attributes of that."""
        if not rest:
            self.project.reads.add((file.path, ""))
            return Target(file, prefix)
        head, _, tail = rest.partition(".")
        target = self._inside(prefix, head, seen)
        if not tail:
            return target
        return target._replace(dotted=f"{target.dotted}.{tail}", symbol=f"{target.symbol}.{tail}".lstrip("."))

    def _inside(self, module: str, name: str, seen: _Seen) -> Target:
        """`name` as found in `module`: a submodule, a definition, or a re-export followed to its end."""
        dotted = f"{module}.{name}"
        if (module, name) in seen:
            return Target(self._by_name.get(module), dotted, name)
        seen.add((module, name))
        file = self._by_name.get(module)
        if file is None:
            submodule = self.module(dotted)
            return Target(submodule, dotted) if submodule else Target(None, dotted)
        self.project.reads.add((file.path, name))
        if name in file.defined:
            return Target(file, dotted, name)
        origin = file.origins.get(name)
        if origin is not None and origin != dotted:
            return self._dotted(origin, seen)
        submodule = self._by_name.get(dotted)
        if submodule is not None:
            self.project.reads.add((submodule.path, ""))
            return Target(submodule, dotted)
        is_assigned = name in file.assigned
        for star in file.starred if not is_assigned else ():
            target = self._inside(star, name, seen)
            if target.symbol:
                return target
        return Target(file, dotted, name if is_assigned else "")
