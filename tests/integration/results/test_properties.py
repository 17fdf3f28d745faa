"""What holds for every number, in the database: merging and parting, and lists that are as long as their number."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.conftest import NOW
from tests.fixtures.partnerships import BY, small_partnership
from tests.fixtures.strategies import YEARS, portfolios, rules

from brobygger.contributions.rules.credit import Credit
from brobygger.duplicates.rules.merging import Entry, put_together
from brobygger.partnerships.models import Partnership
from brobygger.portfolio.actions import register_activities
from brobygger.portfolio.actions.standing import remove_activities, stand_alone, stand_for
from brobygger.portfolio.models import Cell, Facet, Milestone, Term
from brobygger.portfolio.rules.content import content_of, draft_from
from brobygger.portfolio.rules.drafts import ActivityDraft
from brobygger.results.queries import tally
from brobygger.results.queries.counted import PAGE_SIZE, UNDATED, counted_activities
from brobygger.results.queries.frameworks import figures_of, rule_in
from brobygger.results.rules.counting import CountingRule, Measure, Unique


@pytest.fixture
def empty(db: None) -> Partnership:
    """A partnership with nothing in its register."""
    return small_partnership("tom")


def index_of(partnership: Partnership) -> tuple[object, ...]:
    """The index by what it says, not by its rows: which activity has which term, and how many have it."""
    terms = Term.objects.filter(partnership=partnership, count__gt=0)
    return (
        sorted(Facet.objects.filter(term__in=terms).values_list("activity_id", "term_id")),
        sorted(terms.values_list("pk", "count")),
        sorted(
            map(
                str,
                Cell.objects.filter(partnership=partnership, count__gt=0).values_list(
                    "row_id", "column_id", "year", "count"
                ),
            )
        ),
    )


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(rules(), portfolios(at_most=4).filter(lambda drafts: len(drafts) > 1), st.data())
def test_merging_never_raises_a_distinct_total_and_parting_restores_every_number(
    empty: Partnership, rule: CountingRule, drafts: list[ActivityDraft], data: st.DataObject
) -> None:
    alike = replace(drafts[1], kind=drafts[0].kind, purposes=drafts[0].purposes)
    distinct = replace(rule, measure=Measure.COUNT, unique=Unique.ACTIVITY, credit=Credit.BROAD)
    every_year = range(2020, 2030)
    with transaction.atomic():
        one, other, *_ = register_activities(partnership=empty, drafts=[drafts[0], alike, *drafts[2:]], by=BY, now=NOW)
        before = (
            tally.bands(empty, rule, YEARS),
            tally.members(empty, dict.fromkeys(YEARS, rule), limit=999),
            index_of(empty),
        )
        there = tally.sums(empty, distinct, every_year)
        kept = [Entry(one.slug, content_of(drafts[0])), Entry(other.slug, content_of(alike))]
        [entry] = register_activities(
            partnership=empty, drafts=[draft_from(put_together(kept, {}), slug="")], by=BY, now=NOW
        )
        stand_for(partnership=empty, entry=entry, versions=[(one.pk, 1), (other.pk, 1)], by=BY, now=NOW)
        merged = tally.sums(empty, distinct, every_year)
        assert merged.period is not None
        assert there.period is not None
        assert merged.period + merged.undated <= there.period + there.undated
        # Parted as the duplicates are: the entry is thrown, those it stood for are there again.
        remove_activities(partnership=empty, versions=[(entry.pk, 1)], by=BY, now=NOW)
        stand_alone(partnership=empty, activity_ids=[one.pk, other.pk], by=BY, now=NOW)
        after = (
            tally.bands(empty, rule, YEARS),
            tally.members(empty, dict.fromkeys(YEARS, rule), limit=999),
            index_of(empty),
        )
        assert after == before
        transaction.set_rollback(True)


def test_every_counted_number_is_as_long_as_the_list_it_opens(
    trd3: Partnership, fjordby: Partnership, subtests: pytest.Subtests
) -> None:
    tried = 0
    for partnership in (trd3, fjordby):
        figures = figures_of(partnership, today=NOW.date())
        assert figures is not None
        for indicator in figures.indicators():
            series = figures.series[indicator.code]
            rule = rule_in(indicator, max(figures.years))
            if rule is None:
                continue
            with subtests.test(partnership=partnership.slug, indicator=indicator.code):
                by_year = {}
                for year in figures.years:
                    by_year[year] = listed(partnership, indicator, figures.years, str(year))
                    of_year = rule_in(indicator, year) or rule
                    assert series.by_year[year].counted == worth(of_year, by_year[year], [year])
                    tried += bool(by_year[year])
                whole = listed(partnership, indicator, figures.years, "")
                of_years = {rule_in(indicator, year) for year in figures.years}
                if len(of_years) == 1 or (rule.measure is Measure.COUNT and rule.unique is Unique.ACTIVITY):
                    assert series.period.counted == worth(rule, whole, figures.years)
                assert whole == sorted({pk for pks in by_year.values() for pk in pks})
                assert series.undated == len(listed(partnership, indicator, figures.years, UNDATED))
    assert tried > 40


def listed(partnership: Partnership, indicator: object, years: list[int], wanted: str) -> list[int]:
    """All that the list behind a number shows, page by page."""
    found: list[int] = []
    for page in range(1, 100):
        counted = counted_activities(partnership, indicator, years, wanted=wanted, page=str(page))  # type: ignore[arg-type]
        assert counted is not None
        assert len(counted.activities) <= PAGE_SIZE
        found += [activity.pk for activity in counted.activities]
        if not counted.has_next:
            break
    assert len(found) == len(set(found))
    return found


def worth(rule: CountingRule, activity_ids: list[int], years: list[int]) -> Decimal | None:
    """What the activities of a list come to, added up by hand."""
    if rule.measure is Measure.COUNT and rule.unique is Unique.ACTIVITY:
        return Decimal(len(activity_ids))
    told = list(
        Milestone.objects.filter(
            activity_id__in=activity_ids, kind=rule.milestone, is_planned=False, year__in=years
        ).values_list("date", "activity_id", "pk", "quantity")
    )
    if rule.measure is Measure.COUNT:
        return Decimal(len(told))
    if rule.measure is Measure.LATEST:
        known = sorted(each for each in told if each[3] is not None)
        return known[-1][3] if known else None
    alone = 1 if rule.unique is Unique.PERSON else 0
    return sum((Decimal(alone if each[3] is None else each[3]) for each in told), Decimal(0))
