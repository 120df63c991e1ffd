"""What differs between a text as it is and as it should be, in a few lines."""

import difflib

SHOWN_LINES = 12


def diff(have: str, wanted: str) -> str:
    """A unified diff without its header, cut after SHOWN_LINES."""
    lines = difflib.unified_diff(have.splitlines(), wanted.splitlines(), lineterm="", n=1)
    shown = list(lines)[2:]
    rest = len(shown) - SHOWN_LINES
    return "\n".join(shown[:SHOWN_LINES] + ([f"… {rest} more lines"] if rest > 0 else []))
