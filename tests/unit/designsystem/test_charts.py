"""The geometry of charts: everything inside the box, to one scale, and nothing that looks like nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brobygger.designsystem.rules.charts import (
    BarKind,
    HeatScale,
    YearValue,
    heat_levels,
    layer_bars,
    stacked_bar,
    year_bars,
)

AMOUNTS = st.one_of(st.none(), st.integers(0, 10**12).map(float), st.floats(0, 1e6))
YEARS = st.lists(
    st.builds(YearValue, st.integers(2018, 2030), AMOUNTS, st.just("met"), st.floats(0, 1e5)), min_size=1, max_size=12
)


@given(YEARS, st.one_of(st.none(), st.floats(0, 1e6)))
def test_bars_stay_inside_and_keep_their_order(years: list[YearValue], target: float | None) -> None:
    chart = year_bars(years, target=target)
    assert [bar.year for bar in chart.bars] == [str(year.year) for year in years]
    for bar in chart.bars:
        assert bar.rect.x >= 0
        assert bar.rect.x + bar.rect.width <= chart.width
        assert bar.rect.y + bar.rect.height == pytest.approx(chart.axis_y, abs=0.02)
        assert bar.rect.height > 0


@given(st.floats(1, 1e6), st.floats(1, 1e6))
def test_the_larger_value_has_the_taller_bar(one: float, other: float) -> None:
    first, second = year_bars([YearValue(2024, one), YearValue(2025, other)]).bars
    assert (first.rect.height > second.rect.height) == (one > other) or first.rect.height == second.rect.height


def test_nothing_reported_is_not_zero() -> None:
    missing, zero = year_bars([YearValue(2024, None), YearValue(2025, 0)], target=3).bars
    assert missing.kind is BarKind.MISSING
    assert zero.kind is BarKind.ZERO


def test_a_number_is_never_struck_through_by_the_target_line() -> None:
    chart = year_bars([YearValue(2022, 18, "missed"), YearValue(2023, 10, "missed")], target=20)
    assert chart.target
    for bar in chart.bars:
        assert not bar.label_y - 10 < chart.target.y < bar.label_y + 2


def test_waiting_cases_stand_on_top_of_the_value() -> None:
    (bar,) = year_bars([YearValue(2025, 1, "too_early", pending=13)], target=7).bars
    assert bar.pending_rect
    assert bar.pending_rect.y < bar.rect.y
    assert bar.pending_rect.height > bar.rect.height


def test_a_negative_value_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        year_bars([YearValue(2025, -1)])


@given(st.lists(st.tuples(st.sampled_from(["met", "missed", "too_early"]), st.integers(0, 500)), max_size=7))
def test_parts_of_a_stacked_bar_fill_it(counts: list[tuple[str, int]]) -> None:
    bar = stacked_bar(counts)
    assert bar.total == sum(count for _, count in counts)
    if bar.segments:
        last = bar.segments[-1].rect
        assert last.x + last.width == pytest.approx(bar.width, abs=1)


@given(st.lists(st.lists(st.one_of(st.none(), st.integers(0, 10_000)), min_size=1, max_size=5), max_size=5))
def test_heat_rises_with_the_count(rows: list[list[int | None]]) -> None:
    levels = heat_levels(rows)
    cells = [
        (v or 0, level) for row, found in zip(rows, levels, strict=True) for v, level in zip(row, found, strict=True)
    ]
    for value, level in cells:
        assert (level == 0) == (value == 0)
        assert all(level >= other for smaller, other in cells if smaller < value)


def test_alike_cells_get_a_middling_heat() -> None:
    assert HeatScale.of([4, 4, None]).level(4) == 2


ROWS = st.lists(
    st.tuples(
        st.from_regex(r"20[0-9]{2}", fullmatch=True),
        st.lists(st.tuples(st.integers(0, 4), st.sampled_from("abcde"), st.floats(0, 1e9)), max_size=5),
    ),
    max_size=8,
)


@given(ROWS)
def test_layers_stand_side_by_side_and_inside(rows: list[tuple[str, list[tuple[int, str, float]]]]) -> None:
    chart = layer_bars(rows)
    assert [row.name for row in chart.rows] == [name for name, _ in rows]
    for row, (_, layers) in zip(chart.rows, rows, strict=True):
        assert [part.value for part in row.parts] == [value for _, _, value in layers if value]
        end = row.name_x
        for part in row.parts:
            assert part.rect.width > 0
            assert part.rect.x >= end - 0.02
            end = part.rect.x + part.rect.width
        assert end < row.number_x < chart.width
        assert row.text_y <= chart.height


def test_a_negative_layer_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        layer_bars([("2024", [(1, "a", -1)])])


def test_a_new_target_is_drawn_from_its_year_on() -> None:
    years = [YearValue(2022, 18), YearValue(2023, 10), YearValue(2024, 16)]
    line = year_bars(years, target=12, target_from=2024).target
    whole = year_bars(years, target=12).target
    assert line is not None
    assert whole is not None
    assert whole.x1 < line.x1 < year_bars(years, target=12).bars[2].centre
    assert (line.x2, line.y) == (whole.x2, whole.y)
