"""Words that stand for a decision nobody has taken."""

import re
from collections.abc import Iterator

from onejob.skill.markdown import Document
from onejob.skill.plan.form import CHECK
from onejob.skill.problem import Problem

_ANYWHERE = re.compile(r"\b(?:TBD|TODO|FIXME|XXX)\b|\?\?\?")
# In code `...` is an ellipsis and `<…>` an operator; in prose they are gaps.
_IN_PROSE = re.compile(
    r"\.\.\.|…|<[A-Za-z][\w -]*>|\betc\b|\b(?:as (?:needed|required|appropriate|necessary)|if necessary"
    r"|and so on|or similar|to be (?:decided|determined|defined)|somehow)\b",
    re.IGNORECASE,
)
_CODE_SPAN = re.compile(r"(`+)(.+?)\1")


def check(page: Document) -> Iterator[Problem]:
    """Every placeholder of a plan."""
    fenced = {line for fence in page.fences for line in range(fence.line, fence.end + 1)}
    for number, line in enumerate(page.lines, start=1):
        prose = "" if number in fenced else _CODE_SPAN.sub("", line)
        for match in (*_ANYWHERE.finditer(line), *_IN_PROSE.finditer(prose)):
            message = f"the placeholder {match[0]!r}"
            yield Problem(page.path, number, CHECK, message, "decide it now, or ask and write the answer")
