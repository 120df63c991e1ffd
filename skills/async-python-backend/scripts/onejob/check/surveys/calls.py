"""Who builds which class, who has which method, who raises what, who starts tasks."""

from onejob.check.project.file import File
from onejob.check.project.survey import Part
from onejob.check.vocabulary.tasks import is_task_group

_ON_THE_WAY = frozenset({"controller", "service", "repository"})


def constructions(file: File) -> Part:
    """By class ("path Name"): (line, column, the name called, the definition around) of every call that builds it."""
    if file.layer == "test":
        return {}
    aliases = {
        item.local for item in file.unwatched.imports if item.local != item.name and item.name[:1].isupper()
    }
    built: dict[str, list[tuple[int, int, str, str]]] = {}
    for call in file.facts.calls:
        last = call.callee.rpartition(".")[2]
        if not (last[:1].isupper() or last in aliases):
            continue
        target = file.resolve(call.callee)
        if target.module is not None and target.symbol in target.module.classes:
            place = (call.lineno, call.col_offset, call.callee, call.within)
            built.setdefault(f"{target.module.path} {target.symbol}", []).append(place)
    return {key: tuple(places) for key, places in built.items()}


def methods(file: File) -> Part:
    """By the last name of every function on the way to the database: the layer it is in."""
    if file.layer not in _ON_THE_WAY:
        return {}
    return {name.rpartition(".")[2]: file.layer for name in file.functions}


def raised(file: File) -> Part:
    """By the last name of what is raised: that it is."""
    return {item.raised.rpartition(".")[2]: "" for item in file.facts.raises} if file.layer != "test" else {}


def task_groups(file: File) -> Part:
    """Under "": which of the file's calls open a task group."""
    if file.layer in {"test", "migration", "script"}:
        return {}
    found = tuple(number for number, call in enumerate(file.facts.calls) if is_task_group(call, file))
    return {"": found} if found else {}
