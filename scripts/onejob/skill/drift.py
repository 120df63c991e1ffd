"""Generated text that is no longer what its sources say: the payload and the tables."""

from collections.abc import Iterator

from onejob.skill import markdown, payload, source, tables
from onejob.skill.difference import diff
from onejob.skill.layout import Pack
from onejob.skill.problem import Problem, ProblemError

REMEDY = "run: onejob pack"


def check_tables(pack: Pack) -> Iterator[Problem]:
    """Tables of a repository that are out of date; a skill folder alone has nothing generated in it."""
    for path in tables.places(pack.root) if pack.source else ():
        try:
            yield from tables.check(markdown.parse(path, source.read(path).text), pack.root)
        except ProblemError as error:
            yield error.problem


def check_payload(pack: Pack) -> Iterator[Problem]:
    """Files of the payload that are missing, left over or changed."""
    if pack.source is None:
        return
    try:
        place, wanted = payload.folder(pack.root, pack.source), payload.content(pack.root)
    except ProblemError as error:
        yield error.problem
        return
    have = payload.existing(place)
    if not have:
        yield Problem(place, 0, payload.CHECK, "the payload has not been built", REMEDY)
        return
    for path in sorted(wanted.keys() | have.keys()):
        if path not in have:
            yield Problem(place / path, 0, payload.CHECK, "missing in the payload", REMEDY)
        elif path not in wanted:
            yield Problem(place / path, 0, payload.CHECK, "does not belong into the payload", REMEDY)
        elif have[path] != wanted[path]:
            before, after = (data.decode("utf-8", "replace") for data in (have[path], wanted[path]))
            detail = diff(before, after)
            yield Problem(place / path, 0, payload.CHECK, "differs from its source", REMEDY, detail)


def ships_payload(pack: Pack) -> bool:
    """Whether this is a repository with the checker in it; one of plain skills has no payload to compare."""
    return pack.source is not None and (pack.root / payload.CHECKER).is_dir()


def count(pack: Pack) -> dict[str, int]:
    """How many tables and files of the payload were looked at."""
    texts = [path.read_bytes() for path in tables.places(pack.root) if pack.source and path.is_file()]
    files = sum(len(payload.existing(skill.folder)) for skill in pack.skills if pack.is_payload(skill))
    return {"tables": sum(text.count(b"\n<!-- generated:") for text in texts), "payload files": files}
