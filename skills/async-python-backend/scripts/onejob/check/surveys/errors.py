"""Which error classes there are, and who says what they are answered with."""

from onejob.check.project.file import File, Found
from onejob.check.project.survey import Part
from onejob.check.vocabulary.exceptions import is_app_error, registers_handlers


def errors(file: File) -> Part:
    """Under the name of every class of the AppError hierarchy: its position among the file's classes."""
    if file.layer == "test":
        return {}
    return {
        item.name: position
        for position, item in enumerate(file.facts.classes)
        if item.bases and is_app_error(Found(file, item))
    }


def handler_files(file: File) -> Part:
    """Under "": that the file says which error is which answer."""
    if file.layer == "test":
        return {}
    return {"": ""} if file.layer == "error-handlers" or registers_handlers(file) else {}
