"""`onejob pack`: bring everything generated up to date, then build what gets installed."""

from collections.abc import Iterator
from pathlib import Path

from onejob.skill import archive, drift, frontmatter, markdown, payload, snippets, source, tables
from onejob.skill.layout import Pack, Skill, load
from onejob.skill.problem import CannotContinueError, DefectError, Problem, ProblemError
from onejob.skill.report import Report

DIST = "dist"


def sync(pack: Pack) -> list[Path]:
    """Rewrite snippets and tables where they differ; what has no source stays. Returns the changed pages."""
    changed = set()
    for skill in pack.authored:
        for page in skill.documents:
            changed |= _replace(page.path, page.text, snippets.sync(page, pack.snippet_roots))
    for path in tables.places(pack.root) if pack.source else ():
        try:
            page = markdown.parse(path, source.read(path).text)
            changed |= _replace(path, page.text, tables.sync(page, pack.root))
        except (ProblemError, DefectError):
            continue
    return sorted(changed)


def check(pack: Pack) -> Report:
    """Everything generated that is out of date. Raises CannotContinueError where nothing is packed."""
    _source(pack)
    found = [*drift.check_tables(pack), *drift.check_payload(pack)]
    for skill in pack.authored:
        for page in skill.documents:
            found += snippets.check(page, pack.snippet_roots)
    return Report(tuple(sorted(set(found))), drift.count(pack))


def refuse_broken(pack: Pack) -> None:
    """Raise ProblemError, before anything is written, for the first thing that must not be packed."""
    source_skill = _source(pack)
    for skill in pack.authored:
        for problem in _blocking(pack, skill):
            raise ProblemError(problem)
    payload.folder(pack.root, source_skill)
    payload.content(pack.root)
    for problem in drift.check_tables(pack):
        if not problem.detail:
            raise ProblemError(problem)


def build(pack: Pack) -> list[Path]:
    """Write the payload of the source skill, and a `.skill` file of every skill. Returns what was written."""
    place = payload.folder(pack.root, _source(pack))
    payload.write(pack.root, place, payload.content(pack.root))
    written = [place]
    for skill in load(pack.root, pack.snippet_roots).skills:
        if not skill.is_source:
            target = pack.root / DIST / f"{skill.folder.name}.skill"
            archive.write(target, skill.folder.name, payload.existing(skill.folder))
            written.append(target)
    return written


def _source(pack: Pack) -> Skill:
    if pack.source is None:
        raise CannotContinueError(f"{pack.root}: there is no SKILL.md to pack; name the pack's repository")
    return pack.source


def _blocking(pack: Pack, skill: Skill) -> Iterator[Problem]:
    """A skill that clients would drop, or that holds what is not its own, is not worth a file."""
    yield from skill.problems
    if skill.front:
        yield from frontmatter.check(skill.front, skill.folder.name, is_source=skill.is_source)
    for page in skill.documents:
        yield from snippets.without_source(page, pack.snippet_roots)
    if not skill.is_source:
        yield from (payload.linked(path) for path in skill.folder.rglob("*") if path.is_symlink())


def _replace(path: Path, have: str, wanted: str) -> set[Path]:
    if have == wanted:
        return set()
    source.write(path, wanted)
    return {path}
