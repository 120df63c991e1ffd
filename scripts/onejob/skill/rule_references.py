"""Every rule of the checker points at the place where the skill teaches it; that place must exist."""

from collections.abc import Iterator

from onejob.check.rule import Rule, load_rules
from onejob.skill.layout import REFERENCES, Pack, Skill
from onejob.skill.problem import Problem

CHECK = "rules"
RULES = "scripts/onejob/check/rules"


def taught(pack: Pack) -> list[Rule]:
    """The rules this pack has to teach: all of them where the checker is part of it, else none."""
    return list(load_rules().values()) if pack.source and (pack.root / RULES).is_dir() else []


def check(pack: Pack) -> Iterator[Problem]:
    """Rules whose `reference` (`layers.md#services`) leads to no section."""
    if pack.source:
        for rule in taught(pack):
            yield from _check_rule(pack.source, rule)


def _check_rule(skill: Skill, rule: Rule) -> Iterator[Problem]:
    path = skill.folder / RULES / f"{rule.name.replace('-', '_')}.py"
    page_name, _, anchor = rule.reference.partition("#")
    page = next((page for page in skill.references if page.path.name == page_name), None)
    if page is None:
        known = ", ".join(page.path.name for page in skill.references) or "none"
        message = f"REFERENCE is {rule.reference!r}, but {REFERENCES}/{page_name} does not exist"
        yield Problem(path, 0, CHECK, message, f"name one of: {known}")
    elif anchor not in page.anchors:
        known = ", ".join(heading.anchor for heading in page.headings) or "none"
        message = f"REFERENCE is {rule.reference!r}, but {page_name} has no heading #{anchor}"
        yield Problem(path, 0, CHECK, message, f"its anchors: {known}")
