"""What is said about columns and engines in other places than where they are."""

import re

from onejob.check.project.file import File
from onejob.check.project.survey import Part
from onejob.check.reading.facts import Call
from onejob.check.vocabulary.annotations import is_injection
from onejob.check.vocabulary.handlers import handler_scopes

_MOMENT = re.compile(r"\bdatetime\b")
_NAIVE_TYPE = re.compile(r"\b(?:DateTime|DATETIME|TIMESTAMP)\b(?!\((?:[^()]*\btimezone\s*=\s*True|\s*True))")
_PROVIDER = re.compile(r"\b(?:Depends|Security)\(\s*(?:dependency\s*=\s*)?([A-Za-z_][\w.]*)")


def relations(file: File) -> Part:
    """Under "": the texts that may name the other end of a relationship."""
    if file.layer == "test":
        return {}
    classes = file.facts.classes
    texts = [
        f"{field.annotation} {field.value}"
        for item in classes
        for field in item.fields
        if "elationship(" in field.value
    ] + [
        method.returns
        for item in classes
        for method in item.methods
        if any("declared_attr" in mark for mark in method.decorators)
    ]
    return {"": tuple(texts)} if texts else {}


def type_maps(file: File) -> Part:
    """Under "": whether the first `type_annotation_map` of the file maps `datetime` to a type with a time zone."""
    if file.layer == "test":
        return {}
    for item in file.facts.classes:
        for field in item.fields:
            if field.name == "type_annotation_map" and _MOMENT.search(field.value):
                return {"": not _NAIVE_TYPE.search(field.value)}
    for call in file.facts.calls:
        if any(name == "type_annotation_map" and _MOMENT.search(value) for name, value in call.keywords):
            return {"": True}
    return {}


def injections(file: File) -> Part:
    """By generator dependency ("path name"): whether all of the file's injections of it have function scope."""
    if file.layer == "test":
        return {}
    found: dict[str, bool] = {}
    for call in file.facts.calls:
        if not is_injection(call.callee, file):
            continue
        target = file.resolve(_provider(call))
        function = target.module.functions.get(target.symbol) if target.module else None
        if target.module and function and function.is_generator:
            key = f"{target.module.path} {function.name}"
            scope = dict(call.keywords).get("scope", "").strip("'\"")
            found[key] = found.get(key, True) and scope == "function"
    return dict(found)


def _provider(call: Call) -> str:
    return call.arguments[0] if call.arguments else dict(call.keywords).get("dependency", "")


def providers(file: File) -> Part:
    """By function ("path name") that FastAPI calls for a request: that it does."""
    if file.layer == "test":
        return {}
    found: Part = {}
    texts = [item.value for item in file.facts.assignments]
    for function in file.functions.values():
        if file.layer == "dependencies" and not function.decorators and "lifespan" not in function.name:
            found[f"{file.path} {function.name}"] = ""
        for parameter in function.parameters:
            texts += [parameter.annotation, parameter.default]
    for text in texts:
        for match in _PROVIDER.finditer(text) if "(" in text else ():
            target = file.resolve(match[1])
            if target.module:
                found[f"{target.module.path} {target.symbol}"] = ""
    return found


def asynchrony(file: File) -> Part:
    """What speaks for an async application: its engine ("engine"), its handlers ("handlers"), any async function ("")."""
    if file.layer == "test":
        return {}
    part: Part = {}
    if any(item.module == "sqlalchemy.ext.asyncio" for item in file.facts.imports):
        part["engine"] = ""
    if any(item.is_async for item in file.functions.values()):
        part[""] = ""
    if file.layer in {"route", "app"}:
        kinds = [file.functions[name].is_async for name in handler_scopes(file)]
        if kinds:
            part["handlers"] = (sum(kinds), len(kinds))
    return part


def disposals(file: File) -> Part:
    """Under "": that a file near an engine disposes of something, by a call or through an exit stack."""
    if file.layer == "test" or "dispose" not in file.facts.marks:
        return {}
    modules = [file, *(edge.target.module for edge in file.edges if edge.target.module)]
    return {"": ""} if any(_knows_sqlalchemy(module) for module in modules) else {}


def _knows_sqlalchemy(file: File) -> bool:
    return any(item.module.partition(".")[0] in {"sqlalchemy", "sqlmodel"} for item in file.facts.imports)


def applications(file: File) -> Part:
    """Under "": that the application object is made here."""
    makes = file.layer == "app" and any(
        call.callee.rpartition(".")[2] == "FastAPI" for call in file.facts.calls
    )
    return {"": ""} if makes else {}
