"""Counting in the database gives what the readable rule gives, for every rule and every portfolio."""

from __future__ import annotations

import pytest
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from tests.fixtures.partnerships import BY, NOW, small_partnership
from tests.fixtures.strategies import YEARS, portfolios, rules

from brobygger.partnerships.models import Partnership
from brobygger.portfolio.actions import register_activities
from brobygger.portfolio.models import Activity
from brobygger.portfolio.queries.drafts import facts_of, with_parts
from brobygger.portfolio.rules.drafts import ActivityDraft
from brobygger.portfolio.rules.kinds import Kind
from brobygger.portfolio.rules.lifecycle import MilestoneFact, MilestoneKind
from brobygger.results.queries import tally as stored
from brobygger.results.queries.frameworks import figures_of, rule_of
from brobygger.results.rules.counting import CountingRule, Entry, Happening, Measure, TimeRule, Unique, tally

in_the_database = settings(
    max_examples=2 * settings().max_examples,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def entries_of(partnership: Partnership) -> list[Entry]:
    """The register as counting sees it."""
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
    everything = 100_000
    for year in years:
        assert stored.members(partnership, rule, [year], limit=everything) == sorted(expected.by_year[year].members)
        if rule.pending:
            assert stored.pending_members(partnership, rule, year, limit=everything) == sorted(expected.pending[year])
    assert stored.members(partnership, rule, years, limit=everything) == sorted(expected.period.members)
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
)
@given(rules(), portfolios())
def test_both_ways_to_count_agree(empty: Partnership, rule: CountingRule, drafts: list[ActivityDraft]) -> None:
    with transaction.atomic():
        register_activities(partnership=empty, drafts=drafts, by=BY, now=NOW)
        assert_agrees(empty, rule, YEARS, entries_of(empty))
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
    everything = stored.members(fjordby, rule, [2024, 2025], limit=1_000)
    pages = [stored.members(fjordby, rule, [2024, 2025], offset=at, limit=7) for at in range(0, len(everything), 7)]
    assert [pk for page in pages for pk in page] == everything
    assert len(everything) > 7


def test_nobody_elses_activities_count(trd3: Partnership, fjordby: Partnership, empty: Partnership) -> None:
    rule = CountingRule(frozenset({"application"}), "sent", "sent")
    mine = set(stored.members(fjordby, rule, range(2015, 2030), limit=100_000))
    theirs = set(stored.members(trd3, rule, range(2015, 2030), limit=100_000))
    assert mine
    assert not mine & theirs
    assert stored.sums(empty, rule, [2024]).by_year == {2024: 0}
