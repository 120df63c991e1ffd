"""Pictures as inline SVG: dots with whiskers on a shared scale, and stacked bars. Numbers only; every text is escaped."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log
from typing import Literal

from markupsafe import Markup

from onejob.evals.report.numbers import MINUS, TIMES

WIDTH, HEIGHT = 240, 26
_EDGE = 20
Dot = Literal["sure", "unsure", "plain"]
_DOTS: dict[Dot, str] = {
    "sure": "Filled dot: a difference is shown.",
    "unsure": "Hollow dot: no difference is claimed.",
    "plain": "",
}
_STEPS = (0.05, 0.1, 0.25, 0.5, 1.0)


@dataclass(frozen=True, slots=True)
class Scale:
    """From `low` to `high`, across the picture; `zero` is where "no difference" lies; `ticks` are labelled."""

    low: float
    high: float
    zero: float
    ticks: tuple[tuple[float, str], ...]

    def x(self, value: float) -> float:
        """Horizontal place of a value, held inside the picture."""
        inside = min(max(value, self.low), self.high)
        return round(_EDGE + (WIDTH - 2 * _EDGE) * (inside - self.low) / (self.high - self.low), 1)


def points_scale(values: Sequence[float]) -> Scale:
    """Symmetric around no difference, wide enough for all the values; in percentage points."""
    far = max((abs(value) for value in values), default=0.0)
    limit = next((step for step in _STEPS if step >= far), 1.0)
    ends = (-limit, -limit / 2, 0.0, limit / 2, limit)
    return Scale(
        -limit,
        limit,
        0.0,
        tuple((end, f"{100 * end:+.3g}".replace("-", MINUS) if end else "0") for end in ends),
    )


def ratio_scale(values: Sequence[float]) -> Scale:
    """Logarithmic around "as much", wide enough for all the ratios."""
    far = max((abs(log(value)) for value in values if value > 0), default=0.0)
    limit = next((step for step in (2, 4, 8, 16, 64) if log(step) >= far), 64)
    return Scale(
        -log(limit),
        log(limit),
        0.0,
        ((-log(limit), f"{TIMES}1/{limit}"), (0.0, f"{TIMES}1"), (log(limit), f"{TIMES}{limit}")),
    )


def axis(scale: Scale, words: str) -> Markup:
    """The scale's labels, for the head of a column of pictures."""
    labels = Markup("").join(
        Markup('<text x="{}" y="17" text-anchor="middle">{}</text>').format(scale.x(value), label)
        for value, label in scale.ticks
    )
    return _svg(words, "", labels, "axis")


def whisker(
    scale: Scale, value: float | None, interval: Sequence[float] | None, title: str, dot: Dot
) -> Markup:
    """A dot, its interval, the line of no difference. A hollow dot claims nothing, a plain one is a mere value."""
    marks = [_grid(scale)]
    if value is not None:
        if interval:
            marks.append(_line(scale, interval[0], interval[1]))
        marks.append(Markup('<circle class="dot {}" cx="{}" cy="13" r="5"/>').format(dot, scale.x(value)))
    return _svg(title, _DOTS[dot], Markup("").join(marks), "whisker")


def stacked(parts: Sequence[tuple[str, int]], title: str) -> Markup:
    """A bar of counts, one class a part; the numbers stand beside it in the table."""
    total = sum(count for _, count in parts)
    marks, left = [Markup("")], 0.0
    for name, count in parts:
        width = 120 * count / total if total else 0
        if count:
            marks.append(
                Markup('<rect class="{}" x="{}" y="4" width="{}" height="10"/>').format(
                    name, round(left, 1), round(max(width - 1, 1), 1)
                )
            )
        left += width
    return _svg(title, "", Markup("").join(marks), "bar", 120, 18)


def _grid(scale: Scale) -> Markup:
    lines = [
        Markup('<line class="{}" x1="{}" x2="{}" y1="0" y2="26"/>').format(
            "zero" if value == scale.zero else "grid", scale.x(value), scale.x(value)
        )
        for value, _ in scale.ticks
    ]
    return Markup("").join(lines)


def _line(scale: Scale, low: float, high: float) -> Markup:
    ends = Markup("").join(
        Markup('<line class="end" x1="{x}" x2="{x}" y1="9" y2="17"/>').format(x=scale.x(end))
        if scale.low <= end <= scale.high
        else Markup('<path class="beyond" d="M{x} 13 l{dx} -4 v8 z"/>').format(
            x=scale.x(end), dx=6 if end < scale.low else -6
        )
        for end in (low, high)
    )
    return Markup('<line class="span" x1="{}" x2="{}" y1="13" y2="13"/>{}').format(
        scale.x(low), scale.x(high), ends
    )


def _svg(
    title: str, description: str, inside: Markup, kind: str, width: int = WIDTH, height: int = HEIGHT
) -> Markup:
    about = Markup("<desc>{}</desc>").format(description) if description else Markup("")
    return Markup(
        '<svg class="{}" role="img" viewBox="0 0 {w} {h}" width="{w}" height="{h}"><title>{}</title>{}{}</svg>'
    ).format(kind, title, about, inside, w=width, h=height)
