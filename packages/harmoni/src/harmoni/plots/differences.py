"""Differences with intervals: a dot and a line for each, against zero."""

from collections.abc import Sequence
from dataclasses import dataclass

from harmoni.plots import axes, ink
from harmoni.plots.picture import WIDE, Canvas, Picture
from harmoni.texts import Texts, texts

_ROW, _HEAD, _FOOT = 31, 24, 26


@dataclass(frozen=True)
class Difference:
    """What a scenario changes: mean and interval, scenario less base."""

    label: str
    mean: float
    low: float
    high: float

    @property
    def is_told_from_zero(self) -> bool:
        return self.low > 0 or self.high < 0 or self.low == self.high == 0


@dataclass(frozen=True)
class Panel:
    """Differences of one figure, which share an axis. `is_less_better` None: neither way is better."""

    title: str
    rows: tuple[Difference, ...]
    is_less_better: bool | None = True


def differences(panels: Sequence[Panel], title: str, language: str = "nb", width: int = WIDE) -> Picture:
    """Draw them. Those that cannot be told from 0 are hollow and grey, and it is said."""
    say, canvas = texts(language), Canvas(width)
    y = 0.0
    for panel in panels:
        y = _panel(canvas, panel, say, y) + 16
    canvas.height = y
    for line in ink.wrapped(say("difference.legend"), width):
        canvas.text(0, canvas.height + 6, line, color=ink.QUIET)
        canvas.height += 16
    return canvas.picture(title, " ".join(_in_words(panel, say) for panel in panels))


def _panel(canvas: Canvas, panel: Panel, say: Texts, top: float) -> float:
    """One figure; where it ends."""
    is_wide = canvas.width >= 560
    names, numbers = (262.0, 186.0) if is_wide else (0.0, 0.0)
    left, right = names + 8, canvas.width - numbers - 8
    for number, line in enumerate(ink.wrapped(panel.title, canvas.width / ink.OTHER_LETTERS, 13, True)):
        top += 16 if number else 0
        canvas.text(0, top + 14, line, 13, is_bold=True)
    if panel.is_less_better is not None:
        word = say("difference.better")
        better = f"← {word}" if panel.is_less_better else f"{word} →"
        if not is_wide:
            top += 16
            canvas.text(0, top + 14, better, 11, ink.QUIET)
    ends = [value for row in panel.rows for value in (row.low, row.high, row.mean)]
    low, high = axes.around(ends, 4 if is_wide else 3, with_zero=True)
    across = axes.Scale(low, high, left + 10, right - 10)
    high_row = _ROW if is_wide else _ROW + 26
    y = top + _HEAD
    bottom = y + high_row * len(panel.rows) + 4
    step = axes.step_for(low, high, 4 if is_wide else 3)
    for value in axes.ticks(low, high, 4 if is_wide else 3):
        is_zero = abs(value) < step / 1000
        color, thick = (ink.QUIET, 1.2) if is_zero else (ink.PALE, 1.0)
        # Where names stand above the marks, the lines of the axis leave them alone.
        spans = (
            [(y, bottom)]
            if is_wide
            else [(y + high_row * n + 36, y + high_row * (n + 1)) for n in range(len(panel.rows))]
        )
        for start, end in spans:
            canvas.line(across(value), start, across(value), end, color, thick)
        canvas.text(across(value), bottom + 15, say.number(value, axes.digits(step)), 11, ink.QUIET, "middle")
    for row in panel.rows:
        middle = y + high_row / 2 if is_wide else y + high_row - 12
        _row(canvas, row, say, across, (y, middle, is_wide, right))
        y += high_row
    if panel.is_less_better is not None and is_wide:
        canvas.text(0, bottom + 15, better, 11, ink.QUIET)
    return bottom + _FOOT


def _row(canvas: Canvas, row: Difference, say: Texts, across: axes.Scale, at: tuple[float, float, bool, float]) -> None:
    y, middle, is_wide, right = at
    color = ink.CARE if row.is_told_from_zero else ink.QUIET
    numbers = _numbers(row, say)
    if is_wide:
        lines = ink.wrapped(row.label, 258)[:2]
        for number, line in enumerate(lines):
            canvas.text(0, middle + 4 + 15 * (number - (len(lines) - 1) / 2), line)
        canvas.text(right + 12, middle + (4 if row.is_told_from_zero else -3), numbers)
        if not row.is_told_from_zero:
            canvas.text(right + 12, middle + 11, say("difference.untold"), 11, ink.QUIET)
    else:
        canvas.text(0, y + 14, ink.wrapped(row.label, canvas.width)[0])
        note = numbers if row.is_told_from_zero else f"{numbers} · {say('difference.untold')}"
        canvas.text(0, y + 30, note, 11, ink.QUIET)
    low, high = max(row.low, across.low), min(row.high, across.high)
    canvas.line(across(low), middle, across(high), middle, color, 2.5)
    for end in (low, high):
        canvas.line(across(end), middle - 5, across(end), middle + 5, color, 2)
    canvas.dot(across(row.mean), middle, 5, color if row.is_told_from_zero else ink.WHITE, color)


def _numbers(row: Difference, say: Texts) -> str:
    digits = say.digits(row.low, row.high, row.mean)
    return f"{signed(row.mean, say, digits)} ({say.interval(row.low, row.high, digits)})"


def signed(value: float, say: Texts, digits: int | None = None) -> str:
    """With its sign, plus too."""
    text = say.number(value, digits)
    return f"+{text}" if value > 0 else text


def _in_words(panel: Panel, say: Texts) -> str:
    rows = []
    for row in panel.rows:
        told = f"{row.label}: {_numbers(row, say)}"
        rows.append(told if row.is_told_from_zero else f"{told}, {say('difference.untold')}")
    return f"{panel.title}: {'; '.join(rows)}."
