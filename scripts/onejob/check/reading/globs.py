"""Path globs as regular expressions."""

import re
from functools import cache


@cache
def glob_pattern(glob: str) -> re.Pattern[str]:
    """A path glob as a regular expression: `**/` any folders, `*` within a name, `{feature}` one captured folder."""
    translated = ""
    for token in re.findall(r"\*\*/|\*\*|\*|\?|\{\w+\}|[^*?{]+|.", glob):
        translated += {"**/": r"(?:[^/]+/)*", "**": r".*", "*": r"[^/]*", "?": r"[^/]"}.get(token) or (
            f"(?P<{token[1:-1]}>[^/]+)" if re.fullmatch(r"\{\w+\}", token) else re.escape(token)
        )
    return re.compile(translated + r"\Z")
