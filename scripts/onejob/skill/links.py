"""Links of a skill: they resolve, they stay inside the folder, and every page is one step from SKILL.md."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

from onejob.skill.layout import REFERENCES, SKILL_FILE, SKILLS, Skill
from onejob.skill.markdown import CodeSpan, Document, Link
from onejob.skill.problem import Problem

CHECK = "links"
SCHEMES = frozenset({"http", "https", "mailto"})
# `references/layers.md#services` in a code span is a link in all but form: clients tell the model to read it.
_PATH_SPAN = re.compile(r"^(?:references|scripts|assets)/[\w./-]+\.\w+(?:#[\w-]+)?$")
# What a repository holds beside the skill; none of it is in the folder that clients copy.
_NOT_SHIPPED = ("examples", "evals", "tests", "docs", SKILLS)


def targets(page: Document) -> Iterator[Link]:
    """Every link of a page, and every code span that names a file of the skill."""
    yield from page.links
    yield from (Link(span.line, span.text) for span in page.code_spans if _is_path(span))


def check(skill: Skill) -> Iterator[Problem]:
    """Dead links, links that leave the folder, pages that nothing leads to."""
    pages = {page.path.resolve(): page for page in skill.documents}
    for page in skill.documents:
        for link in targets(page):
            try:
                yield from _check_link(skill, page, link, pages)
            except (ValueError, OSError) as error:
                message = f"the link {link.target[:80]!r} cannot be followed: {error}"
                yield Problem(page.path, link.line, CHECK, message, "correct the link")
    yield from _check_reach(skill)
    if not skill.is_source:
        yield from _check_scripts(skill)


def _is_path(span: CodeSpan) -> bool:
    return bool(_PATH_SPAN.match(span.text))


def _check_link(skill: Skill, page: Document, link: Link, pages: dict[Path, Document]) -> Iterator[Problem]:
    parts = urlsplit(link.target)
    if parts.scheme in SCHEMES:
        return
    if parts.scheme or parts.netloc or parts.path.startswith("/"):
        message = f"the link {link.target!r} is neither relative nor http(s)"
        yield Problem(page.path, link.line, CHECK, message, "write it relative to this file")
        return
    target = _resolve(skill, page, unquote(parts.path))
    if not target.is_relative_to(skill.folder.resolve()) or _stays_behind(skill, target):
        message = f"the link {link.target!r} leaves the skill: only its own folder is installed"
        yield Problem(page.path, link.line, CHECK, message, "say it here, or link to a web address")
    elif not target.exists():
        message = f"the link {link.target!r} leads to nothing"
        yield Problem(page.path, link.line, CHECK, message, "correct the path or write the page")
    elif parts.fragment:
        yield from _check_anchor(page, link, pages.get(target), unquote(parts.fragment))


def _resolve(skill: Skill, page: Document, path: str) -> Path:
    """Paths in code spans are relative to the skill folder wherever they stand; links to their own file."""
    if not path:
        return page.path.resolve()
    if path.startswith(f"{REFERENCES}/") and page.path.parent.name == REFERENCES:
        return (skill.folder / path).resolve()
    base = skill.folder if path.startswith(("scripts/", "assets/")) else page.path.parent
    return (base / path).resolve()


def _stays_behind(skill: Skill, target: Path) -> bool:
    relative = target.relative_to(skill.folder.resolve())
    return skill.is_source and relative.parts[:1] != () and relative.parts[0] in _NOT_SHIPPED


def _check_anchor(page: Document, link: Link, target: Document | None, anchor: str) -> Iterator[Problem]:
    if target is not None and anchor not in target.anchors:
        known = ", ".join(sorted(target.anchors)) or "none"
        message = f"the link {link.target!r}: {target.path.name} has no heading #{anchor}"
        yield Problem(page.path, link.line, CHECK, message, f"its anchors: {known}")


def _to_pages(page: Document) -> list[Link]:
    return [link for link in targets(page) if link.target.startswith(f"{REFERENCES}/")]


def _check_reach(skill: Skill) -> Iterator[Problem]:
    main = skill.main
    if main is None:
        return
    linked = {_resolve(skill, main, link.target.partition("#")[0]) for link in _to_pages(main)}
    for page in skill.references:
        if page.path.parent != skill.folder / REFERENCES:
            message = (
                f"the page lies deeper than {REFERENCES}/: agents follow links one level from {SKILL_FILE}"
            )
            yield Problem(page.path, 0, CHECK, message, f"move it up into {REFERENCES}/")
        elif page.path.resolve() not in linked:
            message = f"no link in {SKILL_FILE} leads to this page"
            yield Problem(page.path, 0, CHECK, message, f"say in {SKILL_FILE} when to read it, with a link")


def _check_scripts(skill: Skill) -> Iterator[Problem]:
    """Scripts that no page tells the agent to run. A repository has further ones, for its maintainers."""
    for path in sorted((skill.folder / "scripts").glob("*.py")):
        if not any(path.name in page.text for page in skill.documents):
            message = f"no page mentions scripts/{path.name}"
            yield Problem(path, 0, CHECK, message, f"say in {SKILL_FILE} when to run it, or delete it")
