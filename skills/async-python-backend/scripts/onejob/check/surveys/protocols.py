"""The Protocols of a project."""

from onejob.check.project.file import File, Found
from onejob.check.project.survey import Part
from onejob.check.vocabulary.protocols import public_methods


def protocols(file: File) -> Part:
    """By name of a Protocol: (how many methods it has, the names of the public ones)."""
    if file.layer == "test":
        return {}
    project = file.project
    return {
        item.name: (len(item.methods), tuple(public_methods(item)))
        for item in file.facts.classes
        if project.is_protocol(Found(file, item))
    }
