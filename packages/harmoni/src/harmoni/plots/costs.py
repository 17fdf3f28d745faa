"""The cost curve: what designs cost in all, the flat region round the cheapest, and where one stands today."""

from collections.abc import Sequence
from dataclasses import dataclass

from harmoni.plots import axes, ink
from harmoni.plots.picture import WIDE, Canvas, Picture
from harmoni.texts import Texts, texts

_HEIGHT, _LEFT = 250, 64


@dataclass(frozen=True)
class CostPoint:
    """A design: where it stands along the axis (places, or NOK spent on places), and NOK a year with interval."""

    at: float
    mean: float
    low: float
    high: float
    label: str = ""
    is_best: bool = False
    is_today: bool = False
    is_as_good: bool = False
    """Cannot be told from the cheapest."""


def cost_curve(
    points: Sequence[CostPoint],
    title: str,
    along: str,
    language: str = "nb",
    width: int = WIDE,
) -> Picture:
    """Draw it, in millions of NOK a year; `along` says what the axis counts. ValueError without points."""
    if not points:
        raise ValueError("A cost curve needs at least one design.")
    say, canvas = texts(language), Canvas(width)
    ordered = sorted(points, key=lambda point: point.at)
    low, high = axes.around([value / 1e6 for p in ordered for value in (p.low, p.high, p.mean)], 5)
    first, last = axes.around([point.at for point in ordered], 6)
    top = 30.0
    across = axes.Scale(first, last, _LEFT + 6, width - 10)
    up = axes.Scale(low, high, top + _HEIGHT, top)
    canvas.text(0, 12, say("cost.axis"), color=ink.QUIET)
    good = [point.at for point in ordered if point.is_as_good or point.is_best]
    if good:
        canvas.box(across(min(good)) - 8, top, across(max(good)) - across(min(good)) + 16, _HEIGHT, ink.FLAT)
    _grid(canvas, say, across, up)
    canvas.area(
        [(across(p.at), up(p.low / 1e6)) for p in ordered]
        + [(across(p.at), up(p.high / 1e6)) for p in reversed(ordered)],
        ink.BAND,
    )
    canvas.path([(across(p.at), up(p.mean / 1e6)) for p in ordered], ink.CARE, 2)
    for point in ordered:
        color = ink.GOOD if point.is_best else ink.TEXT if point.is_today else ink.CARE
        radius = 6 if point.is_best or point.is_today else 3.5
        canvas.dot(across(point.at), up(point.mean / 1e6), radius, color, ink.WHITE)
    _labels(canvas, ordered, say, across, up)
    y = top + _HEIGHT + 40
    canvas.text(width - 10, y - 4, along, color=ink.QUIET, anchor="end")
    for line in ink.wrapped(say("cost.legend"), width):
        y += 16
        canvas.text(0, y + 4, line, color=ink.QUIET)
    canvas.height = y + 12
    return canvas.picture(title, _in_words(ordered, say))


def _grid(canvas: Canvas, say: Texts, across: axes.Scale, up: axes.Scale) -> None:
    step = axes.step_for(up.low, up.high, 5)
    for value in axes.ticks(up.low, up.high, 5):
        canvas.line(_LEFT, up(value), canvas.width, up(value), ink.LINE)
        canvas.text(_LEFT - 8, up(value) + 4, say.number(value, axes.digits(step)), 11, ink.QUIET, "end")
    wanted = 8 if canvas.width >= 560 else 4
    step = axes.step_for(across.low, across.high, wanted)
    for value in axes.ticks(across.low, across.high, wanted):
        canvas.line(across(value), up.start, across(value), up.start + 5, ink.QUIET)
        canvas.text(across(value), up.start + 18, say.number(value, axes.digits(step)), 11, ink.QUIET, "middle")


def _labels(canvas: Canvas, points: Sequence[CostPoint], say: Texts, across: axes.Scale, up: axes.Scale) -> None:
    """Names of today and of the cheapest, above and below the line, within the picture."""
    for point in points:
        if not (point.is_best or point.is_today):
            continue
        words = [say("cost.today")] if point.is_today else []
        words += [say("cost.best")] if point.is_best else []
        text = f"{' = '.join(words)}: {point.label}" if point.label else " = ".join(words)
        half = ink.width(text, 12, True) / 2
        x = min(max(across(point.at), _LEFT + half), canvas.width - half)
        below = point.is_best and up(point.low / 1e6) + 22 < up.start
        y = up(point.low / 1e6) + 18 if below else max(up(point.high / 1e6) - 10, up.end + 12)
        canvas.text(x, y, text, color=ink.GOOD if point.is_best else ink.TEXT, anchor="middle", is_bold=True)


def _in_words(points: Sequence[CostPoint], say: Texts) -> str:
    told = []
    for point in points:
        name = point.label or say.number(point.at)
        numbers = f"{say.number(point.mean / 1e6)} ({say.interval(point.low / 1e6, point.high / 1e6)})"
        marks = [say(f"cost.{word}") for word in ("today", "best") if getattr(point, f"is_{word}")]
        told.append(f"{name}: {numbers}{f' ({chr(44).join(marks)})' if marks else ''}")
    return f"{say('cost.axis')}: {'; '.join(told)}."
