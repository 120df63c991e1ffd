"""Curves over the steps of a case: one small picture per trait, one line per arm, the numbers beside it in a table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from onejob.evals.report import numbers
from onejob.evals.stats.evolution import Trait

WIDTH, HEIGHT = 280, 150
_LEFT, _RIGHT, _TOP, _BOTTOM = 44, 12, 12, 22
_NICE = (1, 2, 2.5, 5, 10)


@dataclass(frozen=True, slots=True)
class Frame:
    """Where values and steps lie in the picture."""

    low: float
    high: float
    steps: int

    def x(self, step: int) -> float:
        """Horizontal place of a step, counted from 1."""
        inside = WIDTH - _LEFT - _RIGHT
        return round(_LEFT + inside * (step - 0.5) / self.steps, 1)

    def y(self, value: float) -> float:
        """Vertical place of a value."""
        inside = HEIGHT - _TOP - _BOTTOM
        return round(_TOP + inside * (1 - (value - self.low) / (self.high - self.low)), 1)


def evolution_view(
    evolution: Mapping[str, Any], traits: Sequence[Trait], arms: Sequence[str]
) -> list[dict[str, Any]]:
    """Per case with steps: its steps and, per trait that was measured, picture and table rows."""
    return [
        {
            "case": case,
            "steps": found["steps"],
            "arms": [arm for arm in arms if arm in found["arms"]],
            "runs": {arm: [row["runs"] for row in rows] for arm, rows in found["arms"].items()},
            "traits": [shown for trait in traits if (shown := _trait(trait, found, arms)) is not None],
        }
        for case, found in evolution.items()
    ]


def _trait(trait: Trait, found: Mapping[str, Any], arms: Sequence[str]) -> dict[str, Any] | None:
    series = {arm: [row.get(trait.key) for row in found["arms"][arm]] for arm in arms if arm in found["arms"]}
    if not any(value is not None for values in series.values() for value in values):
        return None
    return {
        "key": trait.key,
        "title": trait.title,
        "better": trait.better,
        "picture": curves(series, trait, arms),
        "rows": {
            arm: [numbers.value(value, trait.unit) for value in values] for arm, values in series.items()
        },
    }


def curves(series: Mapping[str, Sequence[float | None]], trait: Trait, arms: Sequence[str]) -> Markup:
    """The picture. A step without a value is a gap; the line's style tells the arm, not its colour alone."""
    steps = max(map(len, series.values()), default=1)
    frame = _frame([value for values in series.values() for value in values if value is not None], steps)
    marks = [_axes(frame, trait.unit)]
    marks += [_curve(frame, series[arm], place) for place, arm in enumerate(arms) if arm in series]
    told = "; ".join(
        f"{arm}: {', '.join(numbers.value(value, trait.unit) for value in values)}"
        for arm, values in series.items()
    )
    return Markup(
        '<svg class="curves" role="img" viewBox="0 0 {w} {h}" width="{w}" height="{h}"><title>{}</title>'
        "<desc>{}</desc>{}</svg>"
    ).format(f"{trait.title}, by step", told, Markup("").join(marks), w=WIDTH, h=HEIGHT)


def key_of(arms: Sequence[str]) -> list[tuple[str, Markup]]:
    """Arm → how its line looks, for the legend."""
    frame = Frame(0, 1, 1)
    return [(arm, _swatch(frame, place)) for place, arm in enumerate(arms)]


def _swatch(frame: Frame, place: int) -> Markup:
    return Markup(
        '<svg class="curves key" viewBox="0 0 34 12" width="34" height="12" aria-hidden="true">'
        '<path class="line arm{p}" d="M2 6H32"/>{}</svg>'
    ).format(_marker(17.0, 6.0, place), p=place % 4)


def _frame(values: Sequence[float], steps: int) -> Frame:
    high = max([*values, 0.0])
    low = min([*values, 0.0])
    return Frame(-_nice(-low) if low < 0 else 0.0, _nice(high) if high > 0 else 1.0, steps)


def _nice(value: float) -> float:
    """The next round number at or above a positive value."""
    size = 10.0 ** (len(str(int(value))) - 1) if value >= 1 else 0.1 if value > 0.1 else 0.01
    return next(size * one for one in _NICE if size * one >= value)


def _axes(frame: Frame, unit: str) -> Markup:
    ticks = dict.fromkeys((frame.low, 0.0, frame.high))
    lines = [
        Markup(
            '<line class="grid" x1="{}" x2="{}" y1="{y}" y2="{y}"/><text x="{}" y="{}" text-anchor="end">{}</text>'
        ).format(
            _LEFT - 4,
            WIDTH - _RIGHT,
            _LEFT - 7,
            frame.y(value) + 4,
            numbers.value(value, unit).replace("-", numbers.MINUS),
            y=frame.y(value),
        )
        for value in ticks
    ]
    lines += [
        Markup('<text x="{}" y="{}" text-anchor="middle">{}</text>').format(frame.x(step), HEIGHT - 5, step)
        for step in range(1, frame.steps + 1)
    ]
    return Markup("").join(lines)


def _curve(frame: Frame, values: Sequence[float | None], place: int) -> Markup:
    path, pen_down, dots = [], False, []
    for step, value in enumerate(values, start=1):
        if value is None:
            pen_down = False
            continue
        path.append(f"{'L' if pen_down else 'M'}{frame.x(step)} {frame.y(value)}")
        pen_down = True
        dots.append(_marker(frame.x(step), frame.y(value), place))
    line = (
        Markup('<path class="line arm{}" d="{}"/>').format(place % 4, " ".join(path)) if path else Markup("")
    )
    return line + Markup("").join(dots)


def _marker(x: float, y: float, place: int) -> Markup:
    """A circle, a square, a triangle or a diamond: arms can be told apart without colour."""
    shapes = (
        '<circle class="mark arm0" cx="{x}" cy="{y}" r="3.5"/>',
        '<rect class="mark arm1" x="{l}" y="{t}" width="7" height="7"/>',
        '<path class="mark arm2" d="M{x} {t}l4 7h-8z"/>',
        '<path class="mark arm3" d="M{x} {t}l3.5 3.5l-3.5 3.5l-3.5 -3.5z"/>',
    )
    return Markup(shapes[place % 4]).format(x=x, y=y, l=x - 3.5, t=y - 3.5)  # noqa: S704  our own shapes
