"""What other systems for results got wrong, each error by name, with a register and its database.

The errors are those that users of Akvo RSR reported; see tests/unit/results/test_known_errors.py too.
"""

from __future__ import annotations

import csv
import io
from datetime import date, datetime

import pytest
from django.core.management import call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.fixtures.partnerships import BY, NOW, small_partnership
from tests.fixtures.standards import parsed

from brobygger.exchange.presenters.iati import programme_of
from brobygger.exchange.rules.iati import iati_document
from brobygger.organisations.models import Unit
from brobygger.organisations.rules.names import Party
from brobygger.partnerships.models import Partnership
from brobygger.portfolio.actions import register_activities
from brobygger.portfolio.actions.standing import stand_for
from brobygger.portfolio.models import Activity
from brobygger.portfolio.queries.listing import find_all
from brobygger.portfolio.rules.drafts import ActivityDraft, ParticipantDraft, RelationDraft
from brobygger.portfolio.rules.filters import Filter
from brobygger.portfolio.rules.kinds import Kind, RelationKind
from brobygger.portfolio.rules.lifecycle import MilestoneFact, MilestoneKind
from brobygger.reports.queries import report_facts
from brobygger.results.models import Indicator
from brobygger.results.presenters.goal_areas import area_views
from brobygger.results.queries import tally
from brobygger.results.queries.frameworks import figures_of
from brobygger.results.rules.counting import CountingRule, distinct_total

GRANTED = (MilestoneFact(MilestoneKind.GRANTED, "2024"),)
RULE = CountingRule(frozenset({"application"}), "granted", "granted")


@pytest.fixture
def empty(db: None) -> Partnership:
    """A partnership with nothing in its register."""
    return small_partnership("tom")


def register(partnership: Partnership, *drafts: ActivityDraft) -> list[Activity]:
    return register_activities(partnership=partnership, drafts=drafts, by=BY, now=NOW)


def granted(slug: str, **more: object) -> ActivityDraft:
    return ActivityDraft(slug, Kind.APPLICATION, slug or "Søknad", milestones=GRANTED, **more)  # type: ignore[arg-type]


def unit(partnership: Partnership, slug: str) -> Party:
    found = Unit.objects.get(directory=partnership.directory, slug=slug)
    return Party(found.organisation_id, found.pk)


class TestOrphansAreNotDropped:
    """Indicators that were added by hand, without a parent to roll up to, fell silently out of the totals."""

    def test_every_indicator_there_is_stands_everywhere(self, trd3: Partnership, today: date, now: datetime) -> None:
        everything = set(
            Indicator.objects.filter(goal_area__framework__partnership=trd3).values_list("code", flat=True)
        )
        figures = figures_of(trd3, today=today)
        facts = report_facts(trd3, today=today)
        assert figures is not None
        assert facts is not None
        out = io.StringIO()
        call_command("figures", partnership="trd3", format="csv", stdout=out)
        root = parsed(iati_document(programme_of(facts), now=now))
        assert set(figures.series) == everything
        assert {row["code"] for row in csv.DictReader(io.StringIO(out.getvalue()))} == everything
        assert {each.get("code") for each in root.iterfind(".//indicator/reference")} == everything
        assert {row.code for area in area_views(trd3, figures, []) for row in area.rows} == everything

    def test_an_activity_that_belongs_nowhere_counts(self, empty: Partnership) -> None:
        """Without area, participant, purpose or parent."""
        [orphan] = register(empty, granted("foreldreloes"))
        assert tally.members(empty, {2024: RULE}) == [orphan.pk]


class TestParentAndChildAreNotBothCounted:
    """A parent's number was its own and its children's: what stood in both was counted twice."""

    def test_a_faculty_and_its_department_in_one_activity(self, empty: Partnership) -> None:
        faculty, department = (ParticipantDraft(unit(empty, slug)) for slug in ("fak", "inst"))
        [both] = register(empty, granted("begge", participants=(faculty, department)))
        for slug in ("fak", "inst"):
            assert list(find_all(empty, Filter.read({"enhet": [slug]}))) == [both.pk]
        assert tally.sums(empty, RULE, [2024]).by_year == {2024: 1}

    def test_a_faculty_has_each_activity_of_its_departments_once(self, empty: Partnership) -> None:
        faculty, department = (ParticipantDraft(unit(empty, slug)) for slug in ("fak", "inst"))
        register(
            empty,
            granted("fakultetet", participants=(faculty,)),
            granted("instituttet", participants=(department,)),
            granted("begge", participants=(department, faculty)),
        )
        assert len(list(find_all(empty, Filter.read({"enhet": ["fak"]})))) == 3
        assert len(list(find_all(empty, Filter.read({"enhet": ["inst"]})))) == 2

    def test_an_entry_and_those_it_stands_for(self, empty: Partnership) -> None:
        one, other, entry = register(empty, granted("en"), granted("to"), granted("samlet"))
        stand_for(partnership=empty, entry=entry, versions=[(one.pk, 1), (other.pk, 1)], by=BY, now=NOW)
        assert tally.members(empty, {2024: RULE}) == [entry.pk]

    def test_a_part_is_an_activity_of_its_own_and_gives_its_whole_nothing(self, empty: Partnership) -> None:
        """Being part of something adds nothing to it: each is counted for what happened to itself."""
        whole, part = register(
            empty,
            ActivityDraft("program", Kind.APPLICATION, "Program"),
            granted("delprosjekt", relations=(RelationDraft(RelationKind.PART_OF, "program"),)),
        )
        assert tally.members(empty, {2024: RULE}) == [part.pk]
        assert whole.pk != part.pk


class TestSharedItemsAreNotLost:
    """What two shared was added by both, or by none. It is shown in both, and in the whole once."""

    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
    @given(st.lists(st.sets(st.sampled_from(["inst", "hjemme", "stab"])), min_size=1, max_size=6))
    def test_parts_and_shared_make_the_whole(self, empty: Partnership, sharing: list[set[str]]) -> None:
        before = set(tally.members(empty, {2024: RULE}, limit=10_000))
        drafts = [
            granted("", participants=tuple(ParticipantDraft(unit(empty, slug)) for slug in sorted(slugs)))
            for slugs in sharing
        ]
        made = {each.pk for each in register(empty, *drafts)}
        counted = set(tally.members(empty, {2024: RULE}, limit=10_000)) - before
        parts = {
            slug: frozenset(find_all(empty, Filter.read({"enhet": [slug]}))) & made
            for slug in ("inst", "hjemme", "stab")
        }
        total = distinct_total(parts)
        nowhere = sum(not slugs for slugs in sharing)
        assert total.total + nowhere == len(counted) == len(made)
        assert len(total.shared) == sum(len(slugs) > 1 for slugs in sharing)
        more = sum(len(slugs) - 1 for slugs in sharing if slugs)
        assert sum(total.parts.values()) - more == total.total
