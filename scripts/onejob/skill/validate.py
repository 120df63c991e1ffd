"""`onejob validate`: every check over every skill, and the count of what was examined."""

from collections.abc import Iterator
from pathlib import Path

from onejob.skill import (
    budgets,
    claims,
    codex,
    drift,
    fences,
    frontmatter,
    links,
    release,
    rule_references,
    running,
    snippets,
)
from onejob.skill.layout import SKILL_FILE, SKILLS, Pack, Skill
from onejob.skill.problem import Problem
from onejob.skill.report import Report


def examine(pack: Pack) -> Report:
    """Run all checks."""
    return Report(tuple(sorted(set(_problems(pack)))), _count(pack))


def _problems(pack: Pack) -> Iterator[Problem]:
    yield from _check_folders(pack.root)
    for skill in pack.skills:
        yield from skill.problems
        if skill.front:
            yield from frontmatter.check(skill.front, skill.folder.resolve().name, is_source=skill.is_source)
        yield from codex.check(skill.folder, skill.name)
    for skill in pack.authored:
        yield from _check_text(pack, skill)
    yield from _check_links(pack)
    yield from rule_references.check(pack)
    yield from claims.check(pack)
    yield from release.check(pack)
    yield from drift.check_tables(pack)
    if drift.ships_payload(pack):
        yield from drift.check_payload(pack)


def _check_folders(root: Path) -> Iterator[Problem]:
    """Folders that clients would pass over without a word."""
    for folder in sorted((root / SKILLS).glob("*/")):
        if folder.is_dir() and not folder.name.startswith(".") and not (folder / SKILL_FILE).exists():
            remedy = f"write {SKILL_FILE}, in exactly these letters, or move the folder away"
            yield Problem(folder, 0, "text", f"the folder holds no {SKILL_FILE}", remedy)


def _check_links(pack: Pack) -> Iterator[Problem]:
    """Links of the payload are those of its source; only where those are sound, what is not shipped shows."""
    found = [problem for skill in pack.authored for problem in links.check(skill)]
    packed = [problem for skill in pack.skills if pack.is_payload(skill) for problem in links.check(skill)]
    yield from found or packed


def _check_text(pack: Pack, skill: Skill) -> Iterator[Problem]:
    """What cannot differ in the payload, because drift holds that to the very bytes of its source."""
    yield from budgets.check(skill)
    for page in skill.documents:
        yield from fences.check(page)
        if _has_examples(pack):
            yield from snippets.check(page, pack.snippet_roots)
        if pack.source is not None:
            yield from running.check(page, pack.snippet_roots)


def _has_examples(pack: Pack) -> bool:
    """A skill that was installed alone has no examples beside it; in a repository their absence is a problem."""
    return pack.source is not None or any(root.is_dir() for root in pack.snippet_roots)


def _count(pack: Pack) -> dict[str, int]:
    pages = [page for skill in pack.authored for page in skill.documents]
    return {
        "skills": len(pack.skills),
        "pages": sum(len(skill.documents) for skill in pack.skills),
        "links": sum(len(list(links.targets(page))) for skill in pack.skills for page in skill.documents),
        "blocks": sum(len(page.fences) for page in pages),
        "snippets": sum(len(list(snippets.synced(page))) for page in pages) if _has_examples(pack) else 0,
        "executed blocks": sum(len(list(running.by_hand(page))) for page in pages) if pack.source else 0,
        "claims": sum(len(claims.made(page)) for page in pages),
        "rules": len(rule_references.taught(pack)),
        **drift.count(pack),
    }
