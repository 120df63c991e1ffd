"""Every rule of the checker is taught where its `reference` points: in one sentence, which a comment marks.

    A service never imports another service. <!-- rule: service-imports-service -->

The comment is for those who keep rules and text together; the payload is made without it. No program can tell whether
a sentence teaches. This one can tell that a marker stands in the section a finding leads to, and that the words in
front of it are words of the law: a sentence that was rewritten, moved or deleted shows.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from onejob.check.rule import Rule
from onejob.skill.layout import Skill
from onejob.skill.markdown import Document, Heading
from onejob.skill.problem import Problem

CHECK = "rules"
_MARK = re.compile(r"<!-- rule:([^>]*)-->")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_ITEM = re.compile(r"\s*(?:[-*|]|\d+\.)\s")
_WORD = re.compile(r"[a-z]{4,}")
_EMPTY = frozenset(
    {"always", "each", "every", "from", "into", "never", "only", "that", "them", "what", "with"}
)
WORDS_IN_COMMON = 2
_STEM = 5  # letters: `imports`, `imported` and `importing` are one word


@dataclass(frozen=True, slots=True)
class Lesson:
    """One marked sentence: the rule it names, the section it stands in (`layers.md#services`), its words."""

    page: Document
    line: int
    rule: str
    section: str
    sentence: str


def lessons(page: Document) -> Iterator[Lesson]:
    """The marked sentences of a page, top to bottom; what stands in a code block marks nothing."""
    code = {line for fence in page.fences for line in range(fence.line, fence.end + 1)}
    sentence = ""
    for number, line in enumerate(page.lines, start=1):
        if number in code or not line.strip():
            sentence = ""
            continue
        if _ITEM.match(line):
            sentence = ""
        *marked, rest = _MARK.split(line)
        for text, names in zip(marked[::2], marked[1::2], strict=True):
            sentence += text
            for name in names.split():
                yield Lesson(page, number, name, _section(page, number), _COMMENT.sub("", sentence))
            sentence = ""
        sentence += rest + " "


def check(skill: Skill, rules: list[Rule], rule_folder: str) -> Iterator[Problem]:
    """Marks that name no rule, stand elsewhere or stand behind other words, and rules without a mark."""
    by_name = {rule.name: rule for rule in rules}
    found = [lesson for page in skill.references for lesson in lessons(page)]
    for lesson in found:
        yield from _check_lesson(lesson, by_name.get(lesson.rule))
    taught = {lesson.rule for lesson in found}
    for rule in rules:
        if rule.name not in taught:
            path = skill.folder / rule_folder / f"{rule.name.replace('-', '_')}.py"
            message = f"no sentence in {rule.reference} is marked as teaching it"
            yield Problem(path, 0, CHECK, message, f"end the sentence that does: <!-- rule: {rule.name} -->")


def _check_lesson(lesson: Lesson, rule: Rule | None) -> Iterator[Problem]:
    place = (lesson.page.path, lesson.line, CHECK)
    if rule is None:
        yield Problem(*place, f"there is no rule {lesson.rule!r}", "correct the mark, see: onejob rules")
    elif lesson.section != rule.reference:
        message = f"{rule.name} is taught in {lesson.section}, but its findings lead to {rule.reference}"
        yield Problem(*place, message, "move the sentence, or change the rule's REFERENCE")
    elif len(words(lesson.sentence) & words(f"{rule.law} {rule.name}")) < WORDS_IN_COMMON:
        message = f"the sentence marked as teaching {rule.name} has too few of the words of its law"
        yield Problem(*place, message, f"mark the sentence that says: {rule.law}")


def words(text: str) -> set[str]:
    """The words that carry a meaning, cut to their stem."""
    return {word[:_STEM] for word in _WORD.findall(text.lower()) if word not in _EMPTY}


def _section(page: Document, line: int) -> str:
    above: list[Heading] = [heading for heading in page.headings if heading.line < line]
    return f"{page.path.name}#{above[-1].anchor}" if above else page.path.name
