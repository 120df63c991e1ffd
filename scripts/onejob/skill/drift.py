"""Generated text that is no longer what its sources say: the payload and the tables."""

from collections.abc import Iterator

from onejob.skill import payload, tables
from onejob.skill.difference import diff
from onejob.skill.layout import SKILLS, Pack
from onejob.skill.problem import Problem, ProblemError

REMEDY = "run: onejob pack"


def check(pack: Pack) -> Iterator[Problem]:
    """Problems of a repository; a skill folder alone has nothing generated in it."""
    if pack.source is None:
        return
    for page in tables.pages(pack.root):
        yield from tables.check(page)
    yield from check_payload(pack)


def check_payload(pack: Pack) -> Iterator[Problem]:
    """Files of the payload that are missing, left over or changed."""
    if pack.source is None or not is_packed(pack):
        return
    try:
        place, wanted = payload.folder(pack.root, pack.source), payload.content(pack.root)
    except ProblemError as error:
        yield error.problem
        return
    have = payload.existing(place)
    for path in sorted(wanted.keys() | have.keys()):
        if path not in have:
            yield Problem(place / path, 0, payload.CHECK, "missing in the payload", REMEDY)
        elif path not in wanted:
            yield Problem(place / path, 0, payload.CHECK, "does not belong into the payload", REMEDY)
        elif have[path] != wanted[path]:
            before, after = (data.decode("utf-8", "replace") for data in (have[path], wanted[path]))
            yield Problem(
                place / path, 0, payload.CHECK, "differs from its source", REMEDY, diff(before, after)
            )


def is_packed(pack: Pack) -> bool:
    """Whether this repository ships a payload: one with the checker in it does, a folder of plain skills does not."""
    return (pack.root / payload.CHECKER).is_dir()


def count_tables(pack: Pack) -> int:
    """How many generated tables were looked at."""
    if pack.source is None:
        return 0
    return sum(page.text.count("<!-- generated:") for page in tables.pages(pack.root))


def count_payload(pack: Pack) -> int:
    """How many files of the payload were compared."""
    if pack.source is None or not pack.source.name:
        return 0
    return len(payload.existing(pack.root / SKILLS / pack.source.name))
