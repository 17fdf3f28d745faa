"""Fans: what a daily number may become, as bands around the middle; several side by side."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from harmoni.plots import axes, ink
from harmoni.plots.picture import WIDE, Canvas, Picture
from harmoni.texts import Texts, texts

SHARES = (0.05, 0.25, 0.5, 0.75, 0.95)
_HEIGHT, _HEAD, _FOOT, _LEFT = 150, 46, 26, 44


@dataclass(frozen=True)
class Fan:
    """Day by day: 5, 25, 50, 75 and 95 in 100 lie below. `capacity` and `observed` are drawn where they are given."""

    title: str
    bands: NDArray[np.float64]
    """Five rows, a column for each day."""
    unit: str = ""
    """What is counted: stands above the axis."""
    capacity: NDArray[np.float64] | None = None
    observed: NDArray[np.float64] | None = None
    """What came; nan for days of which nothing is known."""


def fan_of(title: str, runs: NDArray[np.float64], unit: str = "", capacity: NDArray[np.float64] | None = None) -> Fan:
    """From replications: a row for each, a column for each day."""
    return Fan(title, np.quantile(runs, SHARES, axis=0), unit, capacity)


def fans(
    panels: Sequence[Fan], start: dt.date, title: str, language: str = "nb", width: int = WIDE, columns: int = 0
) -> Picture:
    """Draw them, each with an axis of its own; `columns` 0: as suits their number, one where there is little room."""
    say, canvas = texts(language), Canvas(width)
    columns = 1 if width < 560 or len(panels) == 1 else columns or (2 if len(panels) <= 4 else 3)
    across = (width - 28 * (columns - 1)) / columns
    tall = _HEIGHT + (60 if len(panels) == 1 and width >= 560 else 0)
    headings = [ink.wrapped(panel.title, across, 13, True)[:2] for panel in panels]
    head = _HEAD + 16 * (max((len(heading) for heading in headings), default=1) - 1)
    for number, panel in enumerate(panels):
        x = (number % columns) * (across + 28)
        y = (number // columns) * (tall + head + _FOOT + 12)
        for line, text in enumerate(headings[number]):
            canvas.text(x, y + head - 28 - 16 * (len(headings[number]) - 1 - line), text, 13, is_bold=True)
        _panel(canvas, panel, start, say, (x, y + head, across, tall))
    canvas.height = -(-len(panels) // columns) * (tall + head + _FOOT + 12)
    _legend(canvas, panels, say)
    return canvas.picture(title, " ".join(_in_words(panel, say) for panel in panels))


def _panel(canvas: Canvas, fan: Fan, start: dt.date, say: Texts, frame: tuple[float, float, float, float]) -> None:
    x, y, width, height = frame
    values = [*fan.bands.ravel().tolist()]
    for extra in (fan.capacity, fan.observed):
        if extra is not None:
            values += extra[np.isfinite(extra)].tolist()
    low, high = axes.around(values, 4, with_zero=min(values) < 0.3 * max(values))
    across = axes.Scale(0, max(fan.bands.shape[1] - 1, 1), x + _LEFT, x + width - 4)
    up = axes.Scale(low, high, y + height, y)
    step = axes.step_for(low, high, 4)
    for value in axes.ticks(low, high, 4):
        canvas.line(x + _LEFT, up(value), x + width, up(value), ink.LINE if value == low else ink.PALE)
        label = say.number(value, axes.digits(step))
        canvas.text(x + _LEFT - 6, up(value) + 4, label, 11, ink.QUIET, "end")
    if fan.unit:
        canvas.text(x, y - 12, fan.unit, 11, ink.QUIET)
    days = list(range(fan.bands.shape[1]))
    for lower, upper, color in ((0, 4, ink.BAND), (1, 3, ink.INNER_BAND)):
        edge = [(across(day), up(fan.bands[lower, day])) for day in days]
        canvas.area(edge + [(across(day), up(fan.bands[upper, day])) for day in reversed(days)], color)
    if fan.capacity is not None:
        canvas.path([(across(day), up(fan.capacity[day])) for day in days], ink.TEXT, 1.2, "5 3")
    canvas.path([(across(day), up(fan.bands[2, day])) for day in days], ink.CARE, 2)
    if fan.observed is not None:
        for day in days[: len(fan.observed)]:
            if np.isfinite(fan.observed[day]):
                canvas.dot(across(day), up(fan.observed[day]), 3, ink.WHITE, ink.TEXT)
    _days(canvas, days, start, say, across, y + height)


def _days(canvas: Canvas, days: list[int], start: dt.date, say: Texts, across: axes.Scale, y: float) -> None:
    """Dates under the axis: Mondays, as many as there is room for; months in a long series."""
    dates = [start + dt.timedelta(days=day) for day in days]
    is_long = len(days) > 120
    marked = [day for day in days if (dates[day].day == 1 if is_long else dates[day].weekday() == 0)]
    if len(days) <= 6:
        marked = days
    last_end = float("-inf")
    for day in marked:
        date = dates[day]
        text = say("fan.month", month=say(f"months.m{date.month}")) if is_long else say("fan.date", day=date.day, month=date.month)  # fmt: skip
        half = ink.width(text, 11) / 2
        canvas.line(across(day), y, across(day), y + 4, ink.QUIET)
        if across(day) - half > last_end + 8:
            # The first and the last stay within the picture.
            at = min(max(across(day), half), canvas.width - half)
            canvas.text(at, y + 17, text, 11, ink.QUIET, "middle")
            last_end = at + half


def _legend(canvas: Canvas, panels: Sequence[Fan], say: Texts) -> None:
    entries: list[tuple[str, str]] = [
        ("line", say("fan.middle")),
        ("inner", say("fan.half")),
        ("outer", say("fan.most")),
    ]
    if any(panel.capacity is not None for panel in panels):
        entries.append(("dash", say("fan.capacity")))
    if any(panel.observed is not None for panel in panels):
        entries.append(("dot", say("fan.observed")))
    x, y = 0.0, canvas.height + 12
    for sign, text in entries:
        if x and x + 28 + ink.width(text) > canvas.width:
            x, y = 0.0, y + 18
        if sign == "line":
            canvas.line(x, y - 4, x + 20, y - 4, ink.CARE, 2)
        elif sign == "dash":
            canvas.line(x, y - 4, x + 20, y - 4, ink.TEXT, 1.2, "5 3")
        elif sign == "dot":
            canvas.dot(x + 10, y - 4, 3, ink.WHITE, ink.TEXT)
        else:
            canvas.box(x, y - 10, 20, 11, ink.INNER_BAND if sign == "inner" else ink.BAND)
        canvas.text(x + 26, y, text, color=ink.QUIET)
        x += 26 + ink.width(text) + 18
    canvas.height = y + 8


def _in_words(fan: Fan, say: Texts) -> str:
    first, last = fan.bands[:, 0], fan.bands[:, -1]
    return say(
        "fan.told", title=fan.title, first=say.number(first[2]), last=say.number(last[2]), low=say.number(last[0]),
        high=say.number(last[4]),
    )  # fmt: skip
