"""Generated text made safe to show: nothing invisible, nothing endless. Escaping is the template's."""

import re

LINE_LIMIT = 1000  # characters
TEXT_LIMIT = 6000

# Controls, bidirectional overrides, zero-width marks, lone surrogates: what a reader cannot see can mislead.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff]"
)


def visible(text: str) -> str:
    """Every unseen character spelled out, as `\\u202e`; line ends are unified first."""
    return _UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", text.replace("\r\n", "\n"))


def clipped_lines(text: str, limit: int = LINE_LIMIT) -> str:
    """No line longer than `limit`; what is left out is counted."""
    return "\n".join(_clipped(line, limit) for line in text.split("\n"))


def excerpt(text: str, limit: int = TEXT_LIMIT, *, tail: bool = False) -> str:
    """Visible text of bounded length: its beginning, or its end where the end matters."""
    shown = clipped_lines(visible(text))
    if len(shown) <= limit:
        return shown
    left_out = f"… {len(shown) - limit:,} characters left out …"
    return f"{left_out}\n{shown[-limit:]}" if tail else f"{shown[:limit]}\n{left_out}"


def _clipped(line: str, limit: int) -> str:
    return line if len(line) <= limit else f"{line[:limit]} … ({len(line) - limit:,} more characters)"
