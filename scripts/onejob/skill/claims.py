"""Claims about libraries: what a page says is so is reproduced by a test.

    <!-- claim: shared-session-cold -->           (or several ids, separated by blanks)

stands behind the sentence; `tests/claims/` holds a test marked `@pytest.mark.claim("shared-session-cold")`. The comments
are for those who keep the skill true; the payload is made without them.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from onejob.skill import source
from onejob.skill.layout import Pack
from onejob.skill.markdown import Comment, Document
from onejob.skill.problem import Problem, ProblemError

CHECK = "claims"
TESTS = "tests/claims"
_PREFIX = "claim:"
_COMMENT_LINE = re.compile(r"^[ \t]*<!-- (?:claim|rule):[^>]*-->[ \t]*\n", re.MULTILINE)
_COMMENT = re.compile(r"[ \t]*<!-- (?:claim|rule):[^>]*-->")


def made(page: Document) -> list[Comment]:
    """The claims of a page: each comment is one id and its line."""
    marks = (comment for comment in page.comments if comment.text.startswith(_PREFIX))
    return [Comment(mark.line, name) for mark in marks for name in mark.text.removeprefix(_PREFIX).split()]


def without(text: str) -> str:
    """The text as an agent reads it."""
    return _COMMENT.sub("", _COMMENT_LINE.sub("", text))


def check(pack: Pack) -> Iterator[Problem]:
    """Claims without a test, and tests of claims that cannot be read."""
    if pack.source is None:
        return
    tested: set[str] = set()
    for path in sorted((pack.root / TESTS).rglob("*.py")):
        try:
            tested |= set(_tested(path))
        except ProblemError as error:
            yield error.problem
    for skill in pack.authored:
        for page in skill.documents:
            for claim in made(page):
                if claim.text not in tested:
                    message = f"the claim {claim.text!r} has no test"
                    remedy = (
                        f'write one in {TESTS}/ with @pytest.mark.claim("{claim.text}"), or drop the claim'
                    )
                    yield Problem(page.path, claim.line, CHECK, message, remedy)


def _tested(path: Path) -> Iterator[str]:
    """The ids in the marks of a test file, read without running it."""
    try:
        tree = ast.parse(source.read(path).text)
    except (SyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None) or 0
        problem = Problem(path, line, CHECK, f"does not parse: {error}", "mend the test")
        raise ProblemError(problem) from error
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "pytest.mark.claim":
            for word in node.args:
                if isinstance(word, ast.Constant) and isinstance(word.value, str):
                    yield word.value
