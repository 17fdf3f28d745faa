"""An activity's life: milestones in, state and dates out."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.fixtures.strategies import milestones

from brobygger.portfolio.rules.lifecycle import (
    STATE_AFTER,
    MilestoneFact,
    MilestoneKind,
    State,
    life_of,
    years_of,
)

lives = st.lists(milestones(), max_size=6)


def told(text: str) -> list[MilestoneFact]:
    """`sent 2024, granted unknown, finished 2025?`: a question mark is planned."""
    return [
        MilestoneFact(MilestoneKind(kind), day.rstrip("?"), planned=day.endswith("?"))
        for kind, day in (part.split() for part in text.split(",") if part.strip())
    ]


@given(lives.flatmap(lambda facts: st.tuples(st.just(facts), st.permutations(facts))))
def test_the_order_of_writing_never_matters(both: tuple[list[MilestoneFact], list[MilestoneFact]]) -> None:
    facts, shuffled = both
    assert life_of(facts) == life_of(shuffled)
    assert years_of(facts, life_of(facts), horizon_year=2025) == years_of(
        shuffled, life_of(shuffled), horizon_year=2025
    )


@given(lives, milestones())
def test_what_is_planned_decides_no_state(facts: list[MilestoneFact], plan: MilestoneFact) -> None:
    planned = MilestoneFact(plan.kind, plan.date, planned=True)
    happened = [fact for fact in facts if not fact.planned]
    expected = life_of(happened).state if happened else State.PLANNED
    assert life_of([*facts, planned]).state is expected


@given(lives)
def test_a_life_ends_only_when_something_ended_it(facts: list[MilestoneFact]) -> None:
    life = life_of(facts)
    assert (life.start == "") is (life.start_date is None)
    assert (life.end == "") is (life.end_date is None)
    assert life.end in {"", *(fact.date for fact in facts)}
    assert life.start in {"", *(fact.date for fact in facts)}


@given(st.sampled_from(MilestoneKind), st.integers(2000, 2020), st.sampled_from(MilestoneKind), st.integers(2021, 2040))
def test_a_known_later_date_wins(first: MilestoneKind, early: int, last: MilestoneKind, late: int) -> None:
    facts = [MilestoneFact(last, str(late)), MilestoneFact(first, str(early))]
    assert life_of(facts).state is STATE_AFTER[last]


@given(lives, st.integers(1900, 2100))
def test_years_are_few_and_in_order(facts: list[MilestoneFact], horizon: int) -> None:
    years = years_of(facts, life_of(facts), horizon_year=horizon)
    assert years == sorted(set(years))
    assert {fact.when.year for fact in facts} - {None} <= set(years)


@pytest.mark.parametrize(
    ("life", "state", "start", "end"),
    [
        ("", State.UNSTATED, "", ""),
        ("held 2026?", State.PLANNED, "2026", "2026"),
        ("idea unknown", State.IDEA, "", ""),
        ("in_preparation 2024", State.IN_PREPARATION, "", ""),
        ("sent 2024", State.SENT, "2024", ""),
        ("sent 2024, granted unknown", State.GRANTED, "2024", ""),
        ("sent 2024, refused 2025, sent 2026", State.SENT, "2024", ""),
        ("sent 2024, refused 2024", State.REFUSED, "2024", ""),
        ("granted unknown, started 2023, finished 2025-23?", State.ACTIVE, "2023", "2025-23"),
        ("started 2023, tested 2024", State.ACTIVE, "2023", ""),
        ("held 2022, held 2024-06", State.FINISHED, "2022", "2024-06"),
        ("adopted 2023", State.FINISHED, "2023", ""),
        ("started 2022, stopped 2023, finished 2024", State.FINISHED, "2022", "2024"),
        ("started 2022, stopped 2023", State.STOPPED, "2022", "2023"),
        ("finished 2023, continued unknown", State.CONTINUED, "", "2023"),
        # Three facts of which each comes after another when they are compared in pairs.
        ("started unknown, sent 2025, finished 2024", State.ACTIVE, "2025", "2024"),
        ("started 2024, started 2024-01-01", State.ACTIVE, "2024-01-01", ""),
        ("finished 2024, finished 2024-12-31", State.FINISHED, "", "2024-12-31"),
    ],
)
def test_lives(life: str, state: State, start: str, end: str) -> None:
    result = life_of(told(life))
    assert (result.state, result.start, result.end) == (state, start, end)


@pytest.mark.parametrize(
    ("life", "years"),
    [
        ("", []),
        ("started 2022", [2022, 2023, 2024, 2025]),
        ("started 2022, finished 2023", [2022, 2023]),
        ("started 2027", [2027]),
        ("held unknown", []),
        ("sent 2023, granted 2025", [2023, 2025]),
        ("started 2024, finished 2022", [2022, 2024]),
        ("started 1500, finished 2200?", [*range(1500, 1601), 2200]),
    ],
)
def test_years(life: str, years: list[int]) -> None:
    assert years_of(told(life), life_of(told(life)), horizon_year=2025) == years


def test_dates_are_the_widest_they_can_mean() -> None:
    life = life_of(told("started 2022-24, finished 2023-21"))
    assert (life.start_date, life.end_date) == (date(2022, 12, 1), date(2023, 5, 31))


def test_what_happened_tells_the_end_before_what_was_planned() -> None:
    life = life_of(
        [
            MilestoneFact(MilestoneKind.STARTED, "2022"),
            MilestoneFact(MilestoneKind.FINISHED, "2026", planned=True),
            MilestoneFact(MilestoneKind.STOPPED, "2023"),
            MilestoneFact(MilestoneKind.STARTED, "2021", planned=True),
        ]
    )
    assert (life.start, life.end) == ("2022", "2023")


def test_what_is_carried_on_in_operation_goes_on() -> None:
    facts = [MilestoneFact(MilestoneKind.STARTED, "2023"), MilestoneFact(MilestoneKind.CONTINUED, "unknown")]
    assert years_of(facts, life_of(facts), horizon_year=2025) == [2023, 2024, 2025]
