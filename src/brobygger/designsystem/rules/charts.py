"""Geometry of the charts: plain numbers in, plain numbers out, drawn by templates for the screen and for print.

All lengths and positions are in view box units with the origin at the top left. A small chart is drawn 320 units
wide, so that on the narrowest phone one unit is about one pixel and the text is still easy to read. Values are in
whatever unit the indicator counts (activities, kroner, per cent); `status` is the code of a verdict.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum


class BarKind(StrEnum):
    """How a bar is drawn: with a height, as a hairline, as a dashed place for what is not known, or muted."""

    VALUE = "value"
    ZERO = "zero"
    MISSING = "missing"
    BASELINE = "baseline"


@dataclass(frozen=True)
class YearValue:
    """What is known of one year. `value` None means not reported; `pending` is what still awaits an answer."""

    year: int | str
    value: float | None
    status: str = "no_target"
    pending: float = 0


@dataclass(frozen=True)
class Rect:
    """A rectangle, in view box units."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Bar:
    """One year as drawn. `rect` is the value's part, `pending_rect` the part stacked above it, None when there is none.

    The number stands centred on `centre` with its baseline at `label_y`.
    """

    year: str
    kind: BarKind
    value: float | None
    pending: float
    status: str
    rect: Rect
    pending_rect: Rect | None
    centre: float
    label_y: float


@dataclass(frozen=True)
class TargetLine:
    """The target as a line across the years; its name and number stand to the right of `x2`, about `label_y`."""

    value: float
    y: float
    x1: float
    x2: float
    label_y: float


@dataclass(frozen=True)
class YearBars:
    """A chart of years against a target. `axis_y` is where the bars stand, `divider_x` parts off the baseline."""

    width: float
    height: float
    bars: tuple[Bar, ...]
    target: TargetLine | None
    axis_y: float
    axis_x2: float
    divider_x: float | None
    is_dense: bool


TOP, BOTTOM, LEFT = 26.0, 38.0, 4.0
DIGIT_WIDTH, MOST_DIGITS = 7.5, 10
MISSING_HEIGHT, HAIRLINE = 30.0, 2.0
SMALLEST_BAR, WIDEST_BAR = 3.0, 44.0
LABEL_LIFT = 6.0
NUMBER_HEIGHT, LINE_CLEARANCE = 11.0, 4.0
DENSE_BELOW = 50.0


def year_bars(
    years: Iterable[YearValue],
    *,
    target: float | None = None,
    target_from: int | str | None = None,
    baseline: YearValue | None = None,
    width: float = 320,
    height: float = 176,
) -> YearBars:
    """One bar for each year, to a common scale from zero, with the target as a line.

    The line begins at the year `target_from`, where an earlier target was another; at the first when left out.
    The scale reaches the largest of values with their pending part and the target, so that nothing is cut off. A
    value above zero is always at least SMALLEST_BAR high: it must not look like nothing.
    Raises ValueError when a value is negative: a bar cannot show that.
    """
    rows = ([baseline] if baseline else []) + list(years)
    for row in rows:
        if (row.value or 0) < 0 or row.pending < 0:
            raise ValueError(f"A bar cannot be negative: {row}")
    axis_y = height - BOTTOM
    right = width - (LEFT if target is None else _room_for(target))
    slot = (right - LEFT) / max(len(rows), 1)
    top_value = max([(row.value or 0) + row.pending for row in rows] + [target or 0]) or 1
    scale = (axis_y - TOP) / top_value
    bars = tuple(
        _bar(
            row,
            is_baseline=bool(baseline) and index == 0,
            left=LEFT + index * slot,
            slot=slot,
            axis=axis_y,
            scale=scale,
        )
        for index, row in enumerate(rows)
    )
    before = next((at for at, row in enumerate(rows) if str(row.year) == str(target_from)), 0)
    line = _target_line(target, LEFT + before * slot, right, axis_y, scale)
    return YearBars(
        width=width,
        height=height,
        bars=tuple(_clear_of(line, bar) for bar in bars),
        target=line,
        axis_y=axis_y,
        axis_x2=right,
        divider_x=round(LEFT + slot, 2) if baseline else None,
        is_dense=slot < DENSE_BELOW,
    )


def _bar(row: YearValue, *, is_baseline: bool, left: float, slot: float, axis: float, scale: float) -> Bar:
    breadth = min(slot * 0.68, WIDEST_BAR)
    x = left + (slot - breadth) / 2
    if row.value is None and not row.pending:
        kind, tall = BarKind.MISSING, MISSING_HEIGHT
    elif not row.value:
        kind, tall = BarKind.ZERO, HAIRLINE
    else:
        kind, tall = BarKind.VALUE, max(row.value * scale, SMALLEST_BAR)
    if is_baseline and kind is BarKind.VALUE:
        kind = BarKind.BASELINE
    waiting = max(row.pending * scale, SMALLEST_BAR) if row.pending else 0.0
    top = axis - tall - waiting
    return Bar(
        year=str(row.year),
        kind=kind,
        value=row.value,
        pending=row.pending,
        status=row.status,
        rect=_rect(x, axis - tall, breadth, tall),
        pending_rect=_rect(x, top, breadth, waiting) if waiting else None,
        centre=round(x + breadth / 2, 2),
        label_y=round(top - LABEL_LIFT, 2),
    )


def _clear_of(line: TargetLine | None, bar: Bar) -> Bar:
    """The bar with its number lifted over the target line where the line would strike it through."""
    if line is None or bar.centre < line.x1 or not bar.label_y - NUMBER_HEIGHT < line.y < bar.label_y + LINE_CLEARANCE:
        return bar
    return replace(bar, label_y=round(line.y - LINE_CLEARANCE, 2))


def _target_line(target: float | None, left: float, right: float, axis: float, scale: float) -> TargetLine | None:
    if target is None:
        return None
    y = axis - target * scale
    label_y = round(min(y, axis - 12), 2)
    return TargetLine(value=target, y=round(y, 2), x1=round(left, 2), x2=round(right, 2), label_y=label_y)


def _room_for(target: float) -> float:
    """The width the target's number needs to the right of the bars; very long numbers are written shortened."""
    digits = min(len(f"{target:,.0f}"), MOST_DIGITS)
    return 14 + DIGIT_WIDTH * max(digits, 3)


@dataclass(frozen=True)
class Segment:
    """One verdict's part of a bar."""

    status: str
    count: int
    rect: Rect


@dataclass(frozen=True)
class StackedBar:
    """How many indicators got which verdict, as one horizontal bar."""

    width: float
    height: float
    segments: tuple[Segment, ...]
    total: int


SMALLEST_SEGMENT = 10.0


def stacked_bar(
    counts: Iterable[tuple[str, int]], *, width: float = 320, height: float = 20, gap: float = 2
) -> StackedBar:
    """One bar in the order given. Verdicts nobody got are left out; the smallest part is still SMALLEST_SEGMENT wide."""
    parts = [(status, count) for status, count in counts if count > 0]
    total = sum(count for _, count in parts)
    room = width - gap * max(len(parts) - 1, 0)
    wide = [max(room * count / total, SMALLEST_SEGMENT) for _, count in parts]
    surplus = sum(wide) - room
    spare = sum(breadth - SMALLEST_SEGMENT for breadth in wide)
    if surplus > 0 and spare > 0:
        wide = [breadth - surplus * (breadth - SMALLEST_SEGMENT) / spare for breadth in wide]
    segments, x = [], 0.0
    for (status, count), breadth in zip(parts, wide, strict=True):
        segments.append(Segment(status, count, _rect(x, 0, breadth, height)))
        x += breadth + gap
    return StackedBar(width=width, height=height, segments=tuple(segments), total=total)


@dataclass(frozen=True)
class LayerPart:
    """One layer of one row: `strength` 4 is the strongest, 1 the weakest, 0 what nobody knows."""

    strength: int
    label: str
    value: float
    rect: Rect


@dataclass(frozen=True)
class LayerRow:
    """One year as a bar of layers. Its name ends at `name_x`, its number begins at `number_x`, both on `text_y`."""

    name: str
    total: float
    parts: tuple[LayerPart, ...]
    text_y: float
    name_x: float
    number_x: float


@dataclass(frozen=True)
class LayerBars:
    """Rows of layers, to one scale."""

    width: float
    height: float
    rows: tuple[LayerRow, ...]


ROW_HEIGHT, ROW_GAP, NAME_ROOM, TEXT_DROP = 20.0, 9.0, 52.0, 14.5
SMALLEST_LAYER = 2.0


def layer_bars(rows: Iterable[tuple[str, Sequence[tuple[int, str, float]]]], *, width: float = 320) -> LayerBars:
    """A bar for each row of (name, layers as (strength, label, value)), from the left in the order given.

    Lengths are to a common scale from zero; a layer with a value is always seen. Raises ValueError for a negative value.
    """
    given = [(name, [layer for layer in layers if layer[2]]) for name, layers in rows]
    if any(value < 0 for _, layers in given for _, _, value in layers):
        raise ValueError("A layer cannot be negative")
    totals = [sum(value for _, _, value in layers) for _, layers in given]
    most = max(totals, default=0)
    # What is lengthened to be seen must not push the number out.
    most_layers = max((len(layers) for _, layers in given), default=0)
    room = width - NAME_ROOM - _room_for(most) - most_layers * SMALLEST_LAYER
    drawn = []
    for at, ((name, layers), total) in enumerate(zip(given, totals, strict=True)):
        top = at * (ROW_HEIGHT + ROW_GAP)
        x, parts = NAME_ROOM, []
        for strength, label, value in layers:
            long = max(room * value / most, SMALLEST_LAYER)
            parts.append(LayerPart(strength, label, value, _rect(x, top, long, ROW_HEIGHT)))
            x += long
        drawn.append(LayerRow(name, total, tuple(parts), round(top + TEXT_DROP, 2), NAME_ROOM - 8, round(x + 7, 2)))
    return LayerBars(width, max(len(drawn) * (ROW_HEIGHT + ROW_GAP) - ROW_GAP, 0), tuple(drawn))


HEAT_LEVELS = 5


@dataclass(frozen=True)
class HeatScale:
    """From a count to one of six strengths: 0 for none, 1 to 5 by order of magnitude between least and most.

    Logarithmic, so that one very large cell does not make all the others look alike.
    """

    least: float
    most: float

    @classmethod
    def of(cls, values: Iterable[float | None]) -> HeatScale:
        """The scale that fits these cells; empty cells and zeros do not count."""
        some = [value for value in values if value]
        return cls(min(some, default=0), max(some, default=0))

    def level(self, value: float | None) -> int:
        """The strength of one cell, 0 to 5. Where all cells are alike they get a middling 2."""
        if not value or value < 0:
            return 0
        if self.most <= self.least:
            return 2
        share = math.log(value / self.least) / math.log(self.most / self.least)
        return 1 + round(max(0.0, min(share, 1.0)) * (HEAT_LEVELS - 1))


def heat_levels(rows: Sequence[Sequence[float | None]]) -> tuple[tuple[int, ...], ...]:
    """The strength of every cell of a table, on one common scale."""
    scale = HeatScale.of(value for row in rows for value in row)
    return tuple(tuple(scale.level(value) for value in row) for row in rows)


def _rect(x: float, y: float, width: float, height: float) -> Rect:
    return Rect(round(x, 2), round(y, 2), round(width, 2), round(height, 2))
