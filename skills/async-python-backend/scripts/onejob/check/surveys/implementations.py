"""The classes that satisfy a Protocol."""

from onejob.check.project.file import File, Found
from onejob.check.project.survey import Part
from onejob.check.vocabulary.protocols import is_abstract, protocols_of

_LAYERS = frozenset({
    "service", "repository", "unit-of-work", "gateway", "controller", "factory", "app", "script", "dependencies", "",
})  # fmt: skip


def implementations(file: File) -> Part:
    """By Protocol ("path Name"): the names of the file's classes that satisfy it."""
    if file.layer not in _LAYERS:
        return {}
    project, found = file.project, dict[str, list[str]]()
    protocols = protocols_of(project)
    for item in file.facts.classes if protocols else ():
        candidate = Found(file, item)
        if not item.methods or project.is_protocol(candidate) or is_abstract(candidate):
            continue
        pair = protocols.of(candidate)
        if pair is not None:
            key = f"{pair.protocol.file.path} {pair.protocol.item.name}"
            found.setdefault(key, []).append(item.name)
    return {key: tuple(names) for key, names in found.items()}
