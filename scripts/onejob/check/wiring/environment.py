"""The names that an expression sees."""

import ast

from onejob.check.wiring.bindings import (
    local_values,
)
from onejob.check.project.file import File
from onejob.check.reading.syntax import Function
from onejob.check.wiring.values import Value


DEEPEST = 9  # calls within calls that are followed


class Env:
    """The names of one function call: bound parameters, and locals read on demand."""

    def __init__(
        self,
        file: File,
        names: dict[str, Value],
        function: Function | None = None,
        outer: "Env | None" = None,
    ) -> None:
        self.file, self.names, self.function, self.outer = file, names, function, outer
        self.locals: dict[str, list[tuple[ast.expr, bool]]] = dict(local_values(function)) if function else {}
        self.reading: set[str] = set()
