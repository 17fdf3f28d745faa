"""Counting things, not claims: what holds for every rule and every portfolio. The examples are in tests/spec."""

from __future__ import annotations

import itertools
import random
from dataclasses import replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st
from tests.fixtures.strategies import YEARS, portfolios, rules

from brobygger.contributions.rules.credit import BAND, Credit, Layer
from brobygger.duplicates.rules.merging import Entry as Merged
from brobygger.duplicates.rules.merging import put_together
from brobygger.portfolio.rules.content import content_of, draft_from
from brobygger.portfolio.rules.drafts import ActivityDraft
from brobygger.results.rules.counting import (
    CountingRule,
    Entry,
    Happening,
    Measure,
    TimeRule,
    Unique,
    date_order,
    distinct_total,
    is_one_thing,
    tally,
    together,
)

# Every year the random portfolios know of.
ALL_YEARS = tuple(range(2020, 2030))


def entries_of(drafts: list[ActivityDraft]) -> list[Entry]:
    """The drafts as counting sees them."""
    return [
        Entry(
            number,
            draft.kind.value,
            frozenset(purpose.value for purpose in draft.purposes),
            tuple(
                Happening(fact.kind.value, fact.date, fact.when.year, fact.quantity)
                for fact in draft.milestones
                if not fact.planned
            ),
        )
        for number, draft in enumerate(drafts)
    ]


@given(rules(), portfolios(), st.randoms(use_true_random=False))
def test_the_order_of_the_register_never_matters(
    rule: CountingRule, drafts: list[ActivityDraft], chance: random.Random
) -> None:
    entries = entries_of(drafts)
    shuffled = list(entries)
    chance.shuffle(shuffled)
    assert tally(rule, entries, YEARS) == tally(rule, shuffled, reversed(YEARS))


@given(rules(), portfolios())
def test_every_number_is_made_of_activities(rule: CountingRule, drafts: list[ActivityDraft]) -> None:
    result = tally(rule, entries_of(drafts), YEARS)
    assert result.period.members == frozenset().union(*(count.members for count in result.by_year.values()))
    for count in [*result.by_year.values(), result.period]:
        if rule.measure is Measure.COUNT and rule.unique is Unique.ACTIVITY:
            assert count.value == len(count.members)
        if not count.members:
            assert count.value in {Decimal(0), None}


@given(rules(), portfolios())
def test_years_add_up_where_the_rule_says_so(rule: CountingRule, drafts: list[ActivityDraft]) -> None:
    result = tally(rule, entries_of(drafts), YEARS)
    if rule.is_additive:
        assert result.period.value == sum(count.value or 0 for count in result.by_year.values())
    elif rule.measure is Measure.COUNT:
        assert result.period.value <= sum(count.value or 0 for count in result.by_year.values())


@given(rules(), portfolios())
def test_what_counts_is_not_waiting_and_the_first_time_is_one_year(
    rule: CountingRule, drafts: list[ActivityDraft]
) -> None:
    result = tally(rule, entries_of(drafts), YEARS)
    waiting = frozenset().union(*result.pending.values())
    assert not waiting & result.period.members
    assert not waiting & result.undated
    if not rule.pending:
        assert not waiting
    if rule.time is TimeRule.FIRST:
        members = [member for count in result.by_year.values() for member in count.members]
        assert len(members) == len(set(members))


@given(rules(), portfolios(), portfolios())
def test_more_activities_never_count_less(
    rule: CountingRule, some: list[ActivityDraft], more: list[ActivityDraft]
) -> None:
    if rule.measure is not Measure.LATEST:
        few, many = tally(rule, entries_of(some), YEARS), tally(rule, entries_of([*some, *more]), YEARS)
        assert all(many.by_year[year].value >= few.by_year[year].value for year in YEARS)
        assert few.period.members <= many.period.members


@given(rules(), portfolios())
def test_a_purpose_in_the_rule_can_only_take_away(rule: CountingRule, drafts: list[ActivityDraft]) -> None:
    anything = CountingRule(
        rule.kinds, rule.milestone, rule.year_from, frozenset(), rule.unique, rule.time, rule.measure, rule.pending
    )
    entries = entries_of(drafts)
    assert tally(rule, entries, YEARS).period.members <= tally(anything, entries, YEARS).period.members


@given(rules(), portfolios())
def test_together_under_one_rule_is_its_period(rule: CountingRule, drafts: list[ActivityDraft]) -> None:
    entries = entries_of(drafts)
    assert together(dict.fromkeys(YEARS, rule), entries) == tally(rule, entries, YEARS).period


@given(st.lists(rules(), min_size=4, max_size=4), portfolios(), st.booleans())
def test_the_list_behind_a_number_has_as_many_as_the_number_says(
    some: list[CountingRule], drafts: list[ActivityDraft], alike: bool
) -> None:
    """Whatever definition holds in which year: the period's list is those of its years, each activity once."""
    if alike:
        some = [replace(rule, unique=Unique.ACTIVITY, measure=Measure.COUNT) for rule in some]
    held, entries = dict(zip(YEARS, some, strict=True)), entries_of(drafts)
    whole = together(held, entries)
    by_year = {year: tally(rule, entries, YEARS).by_year[year] for year, rule in held.items()}
    assert whole.members == frozenset().union(*(count.members for count in by_year.values()))
    if not is_one_thing(some):
        assert whole.value is None
    elif some[0].measure is Measure.COUNT and some[0].unique is Unique.ACTIVITY:
        assert whole.value == len(whole.members)
    elif some[0].measure is not Measure.LATEST:
        assert whole.value is not None
        assert max(count.value or 0 for count in by_year.values()) <= whole.value
        assert whole.value <= sum(count.value or 0 for count in by_year.values())


def test_twelve_and_nine_are_seventeen_when_four_are_shared() -> None:
    university, municipality = frozenset(range(12)), frozenset(range(8, 17))
    total = distinct_total({"university": university, "municipality": municipality})
    assert total.parts == {"university": 12, "municipality": 9}
    assert total.total == 17
    assert total.shared == {8, 9, 10, 11}


@given(st.dictionaries(st.text(max_size=3), st.frozensets(st.integers(0, 20)), max_size=5))
def test_the_whole_is_each_thing_once(parts: dict[str, frozenset[int]]) -> None:
    total = distinct_total(parts)
    everything = [member for members in parts.values() for member in members]
    assert total.total == len(set(everything))
    assert total.shared == {member for member in everything if everything.count(member) > 1}
    assert max(total.parts.values(), default=0) <= total.total <= sum(total.parts.values())


def test_what_adds_up() -> None:
    def rule(**fields: object) -> CountingRule:
        return CountingRule(frozenset({"event"}), "held", "held", **fields)  # type: ignore[arg-type]

    assert rule().is_additive
    assert rule(measure=Measure.SUM, time=TimeRule.EACH).is_additive
    assert rule(time=TimeRule.EACH, unique=Unique.EVENT).is_additive
    assert not rule(time=TimeRule.YEARLY).is_additive
    assert not rule(time=TimeRule.EACH).is_additive
    assert not rule(measure=Measure.LATEST).is_additive


def test_a_season_stands_among_the_months_it_ends_in() -> None:
    dates = ["2024-11", "2024-21", "unknown", "2024-03-21", "2024"]
    assert sorted(dates, key=date_order) == ["2024", "2024-03-21", "2024-21", "2024-11", "unknown"]
    assert max(dates, key=lambda date: date_order(date, unknown="")) == "2024-11"


@given(rules(), portfolios(), st.lists(st.sampled_from(Layer), min_size=6, max_size=6))
def test_each_credit_counts_no_less_than_the_stricter_one(
    rule: CountingRule, drafts: list[ActivityDraft], layers: list[Layer]
) -> None:
    """Strict ≤ decisive ≤ contributed ≤ broad, in numbers and in the lists behind; the layers are all there is."""
    entries = [replace(entry, layer=layer) for entry, layer in zip(entries_of(drafts), layers, strict=False)]
    found = {credit: tally(replace(rule, credit=credit), entries, YEARS) for credit in Credit}
    for pick in (lambda told: told.period, *(lambda told, year=year: told.by_year[year] for year in YEARS)):
        band = [pick(found[credit]) for credit in BAND]
        for stricter, wider in itertools.pairwise(band):
            assert stricter.members <= wider.members
            if rule.measure is not Measure.LATEST:
                assert stricter.value <= wider.value
        apart = [pick(found[credit]) for credit in (Credit.CONTRIBUTED, Credit.REGISTERED, Credit.UNKNOWN)]
        broad = pick(found[Credit.BROAD])
        assert sum(len(count.members) for count in apart) == len(broad.members)
        if rule.measure is not Measure.LATEST:
            assert sum(count.value for count in apart) == broad.value


@given(rules(), portfolios(at_most=4), portfolios(at_most=3).filter(lambda drafts: len(drafts) > 1))
def test_merging_never_raises_how_many_there_are(
    rule: CountingRule, others: list[ActivityDraft], alike: list[ActivityDraft]
) -> None:
    """Entries of the same thing, put together as the duplicates are, count as one or as none."""
    rule = replace(rule, measure=Measure.COUNT, unique=Unique.ACTIVITY, credit=Credit.BROAD)
    same = [replace(each, kind=alike[0].kind, purposes=alike[0].purposes) for each in alike]
    kept = [Merged(f"a-{number}", content_of(each)) for number, each in enumerate(same)]
    entry = draft_from(put_together(kept, {}), slug="samlet")

    def counted(drafts: list[ActivityDraft]) -> int:
        told = tally(rule, entries_of(drafts), ALL_YEARS)
        return len(told.period.members | told.undated)

    before, after = counted([*others, *same]), counted([*others, entry])
    once = min(counted(same), 1)
    assert counted([entry]) == once
    assert after == counted(others) + once <= before
