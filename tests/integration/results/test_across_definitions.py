"""A definition that changed midway: one number for the period, and everywhere the list behind it is as long."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from tests.fixtures.frameworks import definition, give_framework, indicator
from tests.fixtures.partnerships import BY, NOW, party, small_partnership

from brobygger.exchange.presenters import iati
from brobygger.organisations.rules.names import Party
from brobygger.partnerships.models import Partnership
from brobygger.portfolio.actions import register_activities
from brobygger.portfolio.rules.drafts import ActivityDraft, ParticipantDraft
from brobygger.portfolio.rules.kinds import Kind
from brobygger.portfolio.rules.lifecycle import MilestoneFact
from brobygger.portfolio.rules.lifecycle import MilestoneKind as Milestone
from brobygger.results.models import Indicator, ReportedValue
from brobygger.results.queries.by_unit import behind, can_be_divided, figure_by_unit
from brobygger.results.queries.counted import counted_activities
from brobygger.results.queries.frameworks import Figures, figures_of
from brobygger.results.queries.on_date import figures_on
from brobygger.results.rules.by_unit import Part, Tree
from brobygger.snapshots.actions.freeze import freeze
from brobygger.snapshots.queries.reading import items_of

TODAY = NOW.date()
YEARS = [2022, 2023, 2024, 2025]
# One that was held in one year and finished in another, and two that were one of the two.
LIVES = {
    "begge": ((Milestone.HELD, "2022"), (Milestone.FINISHED, "2024")),
    "holdt": ((Milestone.HELD, "2023"),),
    "ferdig": ((Milestone.FINISHED, "2025"),),
}


@pytest.fixture
def small(db: None) -> Partnership:
    made = small_partnership("liten")
    inst = ParticipantDraft(party(made, "inst"))
    drafts = [
        ActivityDraft(
            slug,
            Kind.PILOT,
            slug.title(),
            participants=(inst,),
            milestones=tuple(MilestoneFact(*each) for each in life),
        )
        for slug, life in LIVES.items()
    ]
    register_activities(partnership=made, drafts=drafts, by=BY, now=NOW)
    return made


def given(partnership: Partnership, **later: object) -> tuple[Figures, Indicator]:
    """What is held counts until 2023, and from 2024 what is changed."""
    give_framework(partnership, indicator("piloter", definition(1, 2022), definition(2, 2024, **later)))
    partnership.refresh_from_db()
    figures = figures_of(partnership, today=TODAY)
    assert figures is not None
    found = figures.indicator("piloter")
    assert found is not None
    return figures, found


def listed(partnership: Partnership, of: Indicator, wanted: str) -> list[str]:
    counted = counted_activities(partnership, of, YEARS, wanted=wanted, page="")
    assert counted is not None
    return [each.slug for each in counted.activities]


def test_each_thing_is_counted_once(small: Partnership) -> None:
    figures, of = given(small, milestone="finished", year_from="finished")
    series = figures.series["piloter"]
    assert [series.by_year[year].value for year in YEARS] == [1, 1, 1, 1]
    assert (series.period.value, series.period.counted) == (3, 3)
    assert {sums.period for sums in figures.bands["piloter"].values() if sums.period} == {Decimal(3)}
    assert listed(small, of, "") == list(LIVES)
    assert [listed(small, of, str(year)) for year in YEARS] == [["begge"], ["holdt"], ["begge"], ["ferdig"]]
    # By unit, in both trees: the row, the one below it, and the list.
    inst = party(small, "inst")
    for tree in Tree:
        found = figure_by_unit(small, of, YEARS, tree=tree, today=TODAY)
        assert found is not None
        [path] = [path for path in found.rows if path and path[-1] == inst]
        assert (Party(inst.organisation_id),) == path[:1]
        for row in ((), path):
            assert found.rows[row].total == {2022: 1, 2023: 1, 2024: 1, 2025: 1, None: 3}
            page = behind(small, of, YEARS, tree=tree, today=TODAY, row=row, part=Part.TOTAL, year=None, page="")
            assert [each.slug for each in page.activities] == list(LIVES)
    # As of a past day, and in what is adopted.
    then = figures_on(small, TODAY)
    assert then is not None
    assert then.series["piloter"].period.value == 3
    snapshot = freeze(partnership=small, year=2025, words="Året", decision="Sak 1", by=BY, now=NOW)
    [period] = [each for each in items_of(snapshot, "figures") if each["year"] is None]
    assert period["value"] == "3"
    assert [each[1] for each in items_of(snapshot, "members/piloter.period")] == list(LIVES)


def test_a_past_day_counts_once_what_has_changed_since(small: Partnership) -> None:
    given(small, milestone="finished", year_from="finished")
    more = ActivityDraft("mer", Kind.PILOT, "Mer", milestones=tuple(MilestoneFact(*each) for each in LIVES["begge"]))
    register_activities(partnership=small, drafts=[more], by=BY, now=NOW + timedelta(days=2))
    small.refresh_from_db()
    now, then = figures_of(small, today=TODAY), figures_on(small, TODAY)
    assert now is not None
    assert then is not None
    assert (now.series["piloter"].period.value, then.series["piloter"].period.value) == (4, 3)


def test_what_counts_different_things_has_no_number_together(small: Partnership) -> None:
    figures, of = given(small, unique="event", time="each")
    series = figures.series["piloter"]
    assert [series.by_year[year].value for year in YEARS] == [1, 1, 0, 0]
    assert (series.period.value, series.period.counted) == (None, None)
    assert not can_be_divided(of, YEARS)
    assert listed(small, of, "") == ["begge", "holdt"]


def test_what_can_be_counted_from_a_year_on_is_counted_from_then(small: Partnership) -> None:
    give_framework(
        small, indicator("piloter", definition(1, 2022, counting=None), definition(2, 2024, milestone="finished", year_from="finished"))
    )  # fmt: skip
    of = Indicator.objects.get(code="piloter")
    ReportedValue.objects.create(indicator=of, year=2022, value=7, state="final", recorded_at=NOW, recorded_by="tests")
    figures = figures_of(small, today=TODAY)
    assert figures is not None
    series = figures.series["piloter"]
    assert [series.by_year[year].value for year in YEARS] == [7, None, 1, 1]
    assert [series.by_year[year].counted for year in YEARS] == [None, None, 1, 1]
    assert series.period.value is None
    of = figures.indicator("piloter") or of
    assert [listed(small, of, str(year)) for year in YEARS] == [[], [], ["begge"], ["ferdig"]]
    assert not can_be_divided(of, YEARS)


def test_a_file_of_iati_does_not_offer_it_for_adding_up(small: Partnership) -> None:
    figures, of = given(small, milestone="finished", year_from="finished")
    assert not iati._indicator(figures, of, ()).is_additive
