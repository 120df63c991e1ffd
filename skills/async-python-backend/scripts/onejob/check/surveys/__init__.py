"""What each file contributes to questions about the whole project; `project/survey.py` says how the answers are kept.

A module here holds surveys: functions from a file to its part. Those of a later round may look at the surveys of an
earlier one.
"""

from collections.abc import Callable
from importlib import import_module

from onejob.check.project.file import File
from onejob.check.project.survey import Part

# Module -> the surveys it holds, in rounds.
ROUNDS = (
    {
        "calls": ("constructions", "methods", "raised", "task_groups"),
        "database": (
            "applications",
            "asynchrony",
            "disposals",
            "injections",
            "providers",
            "relations",
            "type_maps",
        ),
        "errors": ("errors", "handler_files"),
        "imports": ("importers", "links", "places"),
        "protocols": ("protocols",),
    },
    {"implementations": ("implementations",)},
)


def surveys(number: int) -> dict[str, Callable[[File], Part]]:
    """The surveys of one round, imported."""
    return {
        name: getattr(import_module(f"onejob.check.surveys.{module}"), name)
        for module, names in ROUNDS[number].items()
        for name in names
    }
