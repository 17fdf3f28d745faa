"""How totals change when something adopted turns out to be wrong, against counting all of it again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from brobygger.results.rules.counting import CountingRule, Entry, Happening, Measure, TimeRule, Unique, tally, together
from brobygger.snapshots.rules.errata import Change, FrozenTotal, changes, changes_from, changes_text, corrected

YEARS = [2024, 2025]
RULES = [
    CountingRule(frozenset({"phd"}), "started", "started"),
    CountingRule(frozenset({"phd"}), "granted", "sent"),
    CountingRule(frozenset({"phd", "pilot"}), "held", "held", unique=Unique.EVENT, time=TimeRule.EACH),
    CountingRule(frozenset({"pilot"}), "held", "held", unique=Unique.PERSON, time=TimeRule.YEARLY, measure=Measure.SUM),
    CountingRule(frozenset({"phd"}), "started", "started", time=TimeRule.YEARLY),
    CountingRule(frozenset({"phd", "pilot"}), "held", "held", time=TimeRule.EACH, measure=Measure.LATEST),
]


def totals(entries: Sequence[Entry], *, is_counted: bool = True) -> list[FrozenTotal]:
    found = []
    for at, rule in enumerate(RULES):
        counted = tally(rule, entries, YEARS)
        for year in [*YEARS, None]:
            value = counted.period.value if year is None else counted.by_year[year].value
            found.append(FrozenTotal(f"i{at}", year, value, value if is_counted else Decimal(7), is_counted, rule))
    return found


def counts(entries: Sequence[Entry]) -> dict[tuple[str, int | None], Decimal | None]:
    return {(each.code, each.year): each.counted for each in totals(entries)}


def phd(number: int, *years: int) -> Entry:
    return Entry(number, "phd", frozenset(), tuple(Happening("started", str(year), year) for year in years))


def test_a_merge_of_two_takes_one_away() -> None:
    all_of_them = [phd(1, 2024), phd(2, 2024), phd(3, 2025)]
    found = changes(totals(all_of_them), all_of_them[:2], [phd(9, 2024)])
    assert found[0] == Change("i0", 2024, Decimal(2), Decimal(1), Decimal(2), Decimal(1), (1, 2), (9,))
    assert [(each.code, each.year) for each in found] == [("i0", 2024), ("i0", None), ("i4", 2024), ("i4", None)]


def test_a_reported_value_stays_what_was_reported() -> None:
    found = changes(totals([phd(1, 2024)], is_counted=False), [phd(1, 2024)], [])
    assert (found[0].before, found[0].after) == (Decimal(1), Decimal(0))
    assert (found[0].value_before, found[0].value_after) == (Decimal(7), Decimal(7))


def test_a_change_that_counts_the_same_is_none() -> None:
    assert changes(totals([phd(1, 2024)]), [phd(1, 2024)], [phd(1, 2024)]) == []


def test_a_period_of_different_definitions_has_each_thing_once() -> None:
    [first, _, *_rest] = totals([phd(1, 2024), phd(2, 2025)])
    other = replace(RULES[0], kinds=frozenset({"phd", "pilot"}))
    mixed = [
        first,
        FrozenTotal("i0", 2025, Decimal(1), Decimal(1), True, other),
        FrozenTotal("i0", None, Decimal(2), Decimal(2), True, other),
    ]
    found = changes(mixed, [phd(1, 2024)], [])
    assert [(each.year, each.after) for each in found] == [(2024, Decimal(0)), (None, Decimal(1))]


_HAPPENING = st.builds(
    lambda kind, year, quantity: Happening(kind, str(year) if year else "unknown", year, quantity),
    st.sampled_from(["started", "granted", "sent", "held"]),
    st.sampled_from([2023, 2024, 2025, None]),
    st.none() | st.integers(1, 40).map(Decimal),
)
_CONTENT = st.tuples(st.sampled_from(["phd", "pilot"]), st.lists(_HAPPENING, max_size=3))


def entries(contents: Sequence[tuple[str, Sequence[Happening]]], first: int) -> list[Entry]:
    return [Entry(first + at, kind, frozenset(), tuple(happened)) for at, (kind, happened) in enumerate(contents)]


@given(st.lists(_CONTENT, max_size=4), st.lists(_CONTENT, max_size=3), st.lists(_CONTENT, max_size=3))
def test_totals_are_what_counting_all_of_it_again_gives(
    rest: list[tuple[str, list[Happening]]],
    then: list[tuple[str, list[Happening]]],
    now: list[tuple[str, list[Happening]]],
) -> None:
    others, was, is_now = entries(rest, 1), entries(then, 100), entries(now, 102)
    found = changes(totals([*others, *was]), was, is_now, others=others)
    values = corrected(counts([*others, *was]), [found])
    assert values == counts([*others, *is_now])
    assert changes_from(changes_text(found)) == found


@given(st.lists(_CONTENT, max_size=3), st.lists(_CONTENT, max_size=3), st.lists(_CONTENT, max_size=3))
def test_two_errata_one_after_the_other_are_one(
    then: list[tuple[str, list[Happening]]],
    between: list[tuple[str, list[Happening]]],
    now: list[tuple[str, list[Happening]]],
) -> None:
    was, half, is_now = entries(then, 1), entries(between, 2), entries(now, 3)
    frozen = totals(was)
    first = changes(frozen, was, half)
    second = changes(frozen, half, is_now, earlier=first)
    assert corrected(counts(was), [first, second]) == corrected(counts(was), [changes(frozen, was, is_now)])


@given(st.data(), st.sampled_from([(0, 1), (0, 4), (2, 2), (5, 5), (2, 3)]))
def test_the_period_after_is_what_counting_it_again_gives(data: st.DataObject, pair: tuple[int, int]) -> None:
    rest, then, now = (data.draw(st.lists(_CONTENT, max_size=3)) for _ in range(3))
    others, was, is_now = entries(rest, 1), entries(then, 100), entries(now, 102)
    rules = {2024: RULES[pair[0]], 2025: replace(RULES[pair[1]], milestone="started", year_from="started")}

    def period(of: Sequence[Entry]) -> Decimal | None:
        return together(rules, of).value

    frozen = [FrozenTotal("x", year, None, None, True, rule) for year, rule in rules.items()]
    whole = period([*others, *was])
    frozen.append(FrozenTotal("x", None, whole, whole, True, rules[2025]))
    found = {each.year: each.after for each in changes(frozen, was, is_now, others=others)}
    assert found.get(None, whole) == period([*others, *is_now])
