"""Every rule of the checker points at the place where the skill teaches it; that place must exist, and teach it."""

from collections.abc import Iterator

from onejob.check.rule import Rule, load_rules
from onejob.skill import lessons
from onejob.skill.layout import REFERENCES, Pack, Skill
from onejob.skill.problem import CannotContinueError, Problem

CHECK = "rules"
RULES = "scripts/onejob/check/rules"


def rules() -> list[Rule]:
    """All rules of the checker, by name. Raises CannotContinueError when a rule file is broken."""
    try:
        return list(load_rules().values())
    except Exception as error:  # loading a rule runs its file: anything can happen
        message = f"the checker's rules cannot be loaded ({type(error).__name__}: {error})"
        raise CannotContinueError(f"{message}; mend the rule, see: onejob rules") from error


def taught(pack: Pack) -> list[Rule]:
    """The rules this pack has to teach: all of them where the checker is part of it, else none."""
    return rules() if pack.source and (pack.root / RULES).is_dir() else []


def check(pack: Pack) -> Iterator[Problem]:
    """Rules whose `reference` (`layers.md#services`) leads to no section, or to one that does not teach them."""
    if pack.source and (to_teach := taught(pack)):
        for rule in to_teach:
            yield from check_rule(pack.source, rule.name, rule.reference)
        yield from lessons.check(pack.source, to_teach, RULES)


def check_rule(skill: Skill, rule: str, reference: str) -> Iterator[Problem]:
    """The problem of one rule's reference, if it has one."""
    path = skill.folder / RULES / f"{rule.replace('-', '_')}.py"
    page_name, _, anchor = reference.partition("#")
    page = next((page for page in skill.references if page.path.name == page_name), None)
    if page is None:
        known = ", ".join(page.path.name for page in skill.references) or "none"
        message = f"REFERENCE is {reference!r}, but {REFERENCES}/{page_name} does not exist"
        yield Problem(path, 0, CHECK, message, f"name one of: {known}")
    elif anchor not in page.anchors:
        known = ", ".join(heading.anchor for heading in page.headings) or "none"
        message = f"REFERENCE is {reference!r}, but {page_name} has no heading #{anchor}"
        yield Problem(path, 0, CHECK, message, f"its anchors: {known}")
