"""Counting in the database gives what the readable rule gives, for every rule and every portfolio."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from tests.fixtures.partnerships import BY, NOW, small_partnership
from tests.fixtures.strategies import YEARS, answers, portfolios, rules

from brobygger.contributions.actions.claims import Statement, claim
from brobygger.contributions.models import CreditStanding
from brobygger.contributions.rules.credit import Answer, Did, Layer, Otherwise
from brobygger.partnerships.models import Partnership
from brobygger.portfolio.actions import register_activities
from brobygger.portfolio.actions.standing import stand_for
from brobygger.portfolio.models import Activity
from brobygger.portfolio.queries.drafts import facts_of, with_parts
from brobygger.portfolio.rules.drafts import ActivityDraft
from brobygger.portfolio.rules.kinds import Kind
from brobygger.portfolio.rules.lifecycle import MilestoneFact, MilestoneKind
from brobygger.results.actions.left_out import count_again, leave_out
from brobygger.results.queries import tally as stored
from brobygger.results.queries.frameworks import figures_of, rule_of
from brobygger.results.rules.counting import CountingRule, Entry, Happening, Measure, TimeRule, Unique, tally, together

in_the_database = settings(
    max_examples=2 * settings().max_examples,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def entries_of(partnership: Partnership) -> list[Entry]:
    """The register as counting sees it."""
    layers = dict(CreditStanding.objects.filter(partnership=partnership).values_list("activity_id", "layer"))
    return [
        Entry(
            activity.pk,
            activity.kind,
            frozenset(activity.purposes),
            tuple(
                Happening(fact.kind.value, fact.date, fact.when.year, fact.quantity)
                for fact in facts_of(activity)
                if not fact.planned
            ),
            Layer(layers.get(activity.pk, Layer.UNKNOWN)),
        )
        for activity in with_parts(Activity.objects.filter(partnership=partnership).order_by("pk"))
    ]


def assert_agrees(partnership: Partnership, rule: CountingRule, years: tuple[int, ...], entries: list[Entry]) -> None:
    """Both ways to count give the same numbers, and the same activities behind each."""
    expected = tally(rule, entries, years)
    found = stored.sums(partnership, rule, years)
    assert found.by_year == {year: count.value for year, count in expected.by_year.items()}
    assert found.period == expected.period.value
    assert found.undated == len(expected.undated)
    assert found.pending == {year: len(members) for year, members in expected.pending.items()}
    for credit, band in stored.bands(partnership, rule, years).items():
        read = tally(replace(rule, credit=credit), entries, years)
        assert band.by_year == {year: count.value for year, count in read.by_year.items()}
        assert (band.period, band.undated) == (read.period.value, len(read.undated))
    everything = 100_000
    for year in years:
        assert stored.members(partnership, {year: rule}, limit=everything) == sorted(expected.by_year[year].members)
        if rule.pending:
            assert stored.pending_members(partnership, rule, year, limit=everything) == sorted(expected.pending[year])
    assert stored.members(partnership, dict.fromkeys(years, rule), limit=everything) == sorted(expected.period.members)
    assert stored.undated_members(partnership, rule, limit=everything) == sorted(expected.undated)


@pytest.fixture
def empty(db: None) -> Partnership:
    """A partnership with nothing in its register."""
    return small_partnership("tom")


@in_the_database
@example(
    CountingRule(
        frozenset({"application"}), "sent", "sent", unique=Unique.PERSON, time=TimeRule.EACH, measure=Measure.LATEST
    ),
    [ActivityDraft("a", Kind.APPLICATION, "A", milestones=(MilestoneFact(MilestoneKind.SENT, "2022"),))],
    [(Answer(Did.INITIATED, Otherwise.NOTHING), Answer(Did.ENABLED, Otherwise.NOTHING))],
)
@given(rules(), portfolios(), st.lists(st.one_of(st.none(), st.tuples(answers(), st.one_of(st.none(), answers())))))
def test_both_ways_to_count_agree(
    empty: Partnership, rule: CountingRule, drafts: list[ActivityDraft], said: list[tuple[Answer, Answer | None] | None]
) -> None:
    with transaction.atomic():
        registered = register_activities(partnership=empty, drafts=drafts, by=BY, now=NOW)
        for activity, answered in zip(registered, said, strict=False):
            for partner, answer in zip(empty.partners.order_by("pk"), answered or (), strict=False):
                if answer is not None:
                    claim(
                        partnership=empty,
                        activity_ids=[activity.pk],
                        party=partner.organisation,
                        statement=Statement(answer),
                        by=BY,
                        now=NOW,
                    )
        assert_agrees(empty, rule, YEARS, entries_of(empty))
        transaction.set_rollback(True)


@in_the_database
@given(
    st.lists(rules(), min_size=2, max_size=3),
    st.sampled_from([None, *((m, u) for m in Measure for u in Unique)]),
    portfolios(),
    st.sets(st.tuples(st.integers(0, 5), st.sampled_from(YEARS)), max_size=2),
)
def test_both_agree_on_years_of_different_rules(
    empty: Partnership,
    some: list[CountingRule],
    alike: tuple[Measure, Unique] | None,
    drafts: list[ActivityDraft],
    disputed: set[tuple[int, int]],
) -> None:
    """What the years hold together, and who is behind it: for the official number and every credit."""
    if alike is not None:
        some = [replace(rule, measure=alike[0], unique=alike[1]) for rule in some]
    held = {year: some[min(place, len(some) - 1)] for place, year in enumerate(YEARS)}
    with transaction.atomic():
        registered = register_activities(partnership=empty, drafts=drafts, by=BY, now=NOW)
        out = frozenset((registered[n].pk, year) for n, year in disputed if n < len(registered))
        for activity in registered:
            for year in (year for pk, year in out if pk == activity.pk):
                leave_out(partnership=empty, year=year, activity=activity)
        entries = entries_of(empty)
        expected, found = together(held, entries, out), stored.together(empty, held)
        assert found.official == expected.value
        for credit, value in found.band.items():
            under = {year: replace(rule, credit=credit) for year, rule in held.items()}
            assert value == together(under, entries, out).value
        assert stored.members(empty, held, limit=100) == sorted(expected.members)
        transaction.set_rollback(True)


def test_both_agree_on_every_indicator(trd3: Partnership, fjordby: Partnership, subtests: pytest.Subtests) -> None:
    for partnership in (trd3, fjordby):
        figures = figures_of(partnership, today=NOW.date())
        entries = entries_of(partnership)
        for indicator in figures.indicators():
            rule = rule_of(indicator)
            if rule is not None:
                with subtests.test(partnership=partnership.slug, indicator=indicator.code):
                    assert_agrees(partnership, rule, tuple(figures.years), entries)


def test_members_come_in_pages(fjordby: Partnership) -> None:
    rule = CountingRule(frozenset({"master_thesis"}), "finished", "finished")
    everything = stored.members(fjordby, dict.fromkeys([2024, 2025], rule), limit=1_000)
    pages = [
        stored.members(fjordby, dict.fromkeys([2024, 2025], rule), offset=at, limit=7)
        for at in range(0, len(everything), 7)
    ]
    assert [pk for page in pages for pk in page] == everything
    assert len(everything) > 7


def test_nobody_elses_activities_count(trd3: Partnership, fjordby: Partnership, empty: Partnership) -> None:
    rule = CountingRule(frozenset({"application"}), "sent", "sent")
    mine = set(stored.members(fjordby, dict.fromkeys(range(2015, 2030), rule), limit=100_000))
    theirs = set(stored.members(trd3, dict.fromkeys(range(2015, 2030), rule), limit=100_000))
    assert mine
    assert not mine & theirs
    assert stored.sums(empty, rule, [2024]).by_year == {2024: 0}


@in_the_database
@given(rules(), portfolios(), st.sets(st.tuples(st.integers(0, 11), st.sampled_from(YEARS)), max_size=6))
def test_what_is_disputed_counts_in_neither_way(
    empty: Partnership, rule: CountingRule, drafts: list[ActivityDraft], disputed: set[tuple[int, int]]
) -> None:
    """A thing that stays out of its year does not come up in another instead, and both ways say how many stay out."""
    with transaction.atomic():
        made = register_activities(partnership=empty, drafts=drafts, by=BY, now=NOW)
        left_out = {(made[place].pk, year) for place, year in disputed if place < len(made)}
        for place, year in disputed:
            if place < len(made):
                leave_out(partnership=empty, year=year, activity=made[place])
        expected = tally(rule, entries_of(empty), YEARS, frozenset(left_out))
        found = stored.sums(empty, rule, YEARS)
        assert found.by_year == {year: count.value for year, count in expected.by_year.items()}
        assert found.period == expected.period.value
        assert found.pending == {year: len(members) for year, members in expected.pending.items()}
        assert found.undated == len(expected.undated)
        for year in YEARS:
            assert set(stored.members(empty, dict.fromkeys([year], rule), limit=999)) == expected.by_year[year].members
            assert set(stored.left_out_members(empty, rule, [year], limit=999)) == expected.left_out[year]
            if left_out:
                assert found.left_out[year] == len(expected.left_out[year])
        transaction.set_rollback(True)


def test_a_dispute_follows_what_a_thing_is_merged_into(empty: Partnership) -> None:
    granted = (MilestoneFact(MilestoneKind.GRANTED, "2024"),)
    one, entry, above = register_activities(
        partnership=empty,
        drafts=[ActivityDraft(slug, Kind.APPLICATION, slug, milestones=granted) for slug in ("en", "to", "tre")],
        by=BY,
        now=NOW,
    )
    rule = CountingRule(frozenset({"application"}), "granted", "granted")
    leave_out(partnership=empty, year=2024, activity=one)
    assert stored.members(empty, dict.fromkeys([2024], rule)) == [entry.pk, above.pk]
    stand_for(partnership=empty, entry=entry, versions=[(one.pk, 1)], by=BY, now=NOW)
    assert stored.members(empty, dict.fromkeys([2024], rule)) == [above.pk]
    stand_for(partnership=empty, entry=above, versions=[(entry.pk, 1)], by=BY, now=NOW)
    assert stored.members(empty, dict.fromkeys([2024], rule)) == []
    assert stored.left_out_members(empty, rule, [2024]) == [above.pk]
    count_again(partnership=empty, year=2024, activity=one)
    assert stored.members(empty, dict.fromkeys([2024], rule)) == [above.pk]


def test_an_indicator_that_is_disputed_has_no_value_in_that_year(trd3: Partnership) -> None:
    before = figures_of(trd3, today=NOW.date())
    code = next(code for code, each in before.series.items() if each.by_year[2025].value)
    leave_out(partnership=trd3, year=2025, indicator=before.indicator(code))
    trd3.refresh_from_db()
    after = figures_of(trd3, today=NOW.date()).series[code]
    assert after.by_year[2025].value is None
    assert after.by_year[2025].is_disputed
    assert not after.by_year[2024].is_disputed
    assert after.by_year[2025].counted == before.series[code].by_year[2025].counted
    assert after.by_year[2024].value == before.series[code].by_year[2024].value
