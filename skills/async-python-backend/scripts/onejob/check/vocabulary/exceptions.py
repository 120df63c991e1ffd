"""Which classes are errors of the project, and which of them belong to the AppError hierarchy."""

from collections.abc import Iterator

from onejob.check.project.project import Project
from onejob.check.project.file import File, Found

ROOT = "AppError"
_BUILT_IN = ("Exception", "BaseException", "RuntimeError", "ValueError", "LookupError", "KeyError", "TypeError", "OSError", "PermissionError")  # fmt: skip


def is_exception(found: Found) -> bool:
    """Whether a class is an exception."""
    if found.file.project.descends_from(found, *_BUILT_IN):
        return True
    return any(
        _looks_like_exception(base) for base, parent in found.file.project.ancestry(found) if parent is None
    )


def _looks_like_exception(dotted: str) -> bool:
    return dotted.rpartition(".")[2].endswith(("Error", "Exception"))


def is_root(found: Found) -> bool:
    """Whether a class is the root of the hierarchy: called AppError, or the one in errors.py that the others derive from."""
    if found.item.name == ROOT:
        return True
    if found.file.layer != "errors" or not is_exception(found):
        return False
    parents = [
        parent for _, parent in found.file.project.ancestry(found) if parent and parent.file.layer != "test"
    ]
    return not parents and any(True for _ in _children(found))


def _children(found: Found) -> Iterator[Found]:
    """The direct subclasses of a class in its own file: that is where a hierarchy begins."""
    for item in found.file.facts.classes:
        if any(base.rpartition(".")[2] == found.item.name for base in item.bases):
            yield Found(found.file, item)


def app_errors(project: Project) -> Iterator[Found]:
    """Every class of the hierarchy, roots included."""
    for file, part in project.survey("errors").items():
        for position in part.values():
            yield Found(file, file.facts.classes[position])


def is_app_error(found: Found) -> bool:
    """Whether a class is the root or derives from it."""
    if is_root(found):
        return True
    return any(
        dotted.rpartition(".")[2] == ROOT or (parent is not None and is_root(parent))
        for dotted, parent in found.file.project.ancestry(found)
    )


def handler_files(project: Project) -> list[File]:
    """The files that say which error is which answer: error_handlers.py, and whoever registers exception handlers."""
    return [file for file, _ in project.survey("handler_files").items()]


def registers_handlers(file: File) -> bool:
    """Whether a file registers exception handlers."""
    if any(call.callee.endswith("exception_handler") for call in file.facts.calls):
        return True
    return any("exception_handlers" in dict(call.keywords) for call in file.facts.calls)
