"""`onejob pack`: bring everything generated up to date, then build what gets installed."""

from collections.abc import Iterator
from pathlib import Path

from onejob.skill import archive, drift, payload, snippets, source, tables
from onejob.skill.layout import Pack, load
from onejob.skill.markdown import Document
from onejob.skill.problem import CannotContinueError, DefectError, Problem, ProblemError

DIST = "dist"


def sync(pack: Pack) -> list[Path]:
    """Rewrite snippets and tables where they differ; returns the pages that changed."""
    changed = []
    for page, text in (*_synced_snippets(pack), *_synced_tables(pack)):
        if text != page.text:
            source.write(page.path, text)
            changed.append(page.path)
    return sorted(set(changed))


def check(pack: Pack) -> list[Problem]:
    """Everything generated that is out of date."""
    found = list(drift.check(pack))
    for skill in pack.authored:
        for page in skill.documents:
            found += snippets.check(page, pack.snippet_roots)
    return sorted(found)


def build(pack: Pack) -> list[Path]:
    """Write the payload of the source skill, and a `.skill` file of every skill. Returns what was written.

    Raises ProblemError before anything is written when a file is missing or broken.
    """
    if pack.source is None:
        raise CannotContinueError(
            f"{pack.root}: there is no SKILL.md to pack; run this in the pack's repository"
        )
    place, files = payload.folder(pack.root, pack.source), payload.content(pack.root)
    payload.write(pack.root, place, files)
    written = [place]
    for skill in load(pack.root, pack.snippet_roots).skills:
        if not skill.is_source:
            target = pack.root / DIST / f"{skill.folder.name}.skill"
            archive.write(target, skill.folder.name, payload.existing(skill.folder))
            written.append(target)
    return written


def _synced_snippets(pack: Pack) -> Iterator[tuple[Document, str]]:
    for skill in pack.authored:
        for page in skill.documents:
            yield page, snippets.sync(page, pack.snippet_roots)


def _synced_tables(pack: Pack) -> Iterator[tuple[Document, str]]:
    """Read again, because the snippets of the same page may just have been written."""
    if pack.source is not None:
        for page in tables.pages(pack.root):
            try:
                yield page, tables.sync(page)
            except DefectError as defect:
                raise ProblemError(defect.at(page.path, tables.CHECK)) from defect
