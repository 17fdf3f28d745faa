"""Figures by unit: the database gives what the readable rules give, and reorganising changes rows, never the whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.fixtures import frameworks
from tests.fixtures.partnerships import BY, NOW, party, small_partnership
from tests.fixtures.strategies import YEARS, portfolios, rules
from tests.integration.results.test_tally import entries_of

from brobygger.organisations.models import Directory, Unit
from brobygger.organisations.rules.heirs import Path
from brobygger.organisations.rules.names import Party
from brobygger.organisations.rules.reorganise import Merge, Move, NewUnit, Order, Part, Split
from brobygger.partnerships.models import Partnership
from brobygger.portfolio.actions import register_activities
from brobygger.portfolio.actions.reorganise import reorganise
from brobygger.portfolio.models import Activity, Participation
from brobygger.portfolio.rules.drafts import ActivityDraft, ParticipantDraft
from brobygger.portfolio.rules.kinds import Kind
from brobygger.portfolio.rules.lifecycle import MilestoneFact, MilestoneKind
from brobygger.results.models import Indicator
from brobygger.results.queries import by_unit as database
from brobygger.results.queries.by_unit import behind, can_be_divided, figure_by_unit, groups_of, standing_in
from brobygger.results.queries.frameworks import figures_of
from brobygger.results.rules.by_unit import Group, Row, Tree, by_unit
from brobygger.results.rules.by_unit import Part as OfRow
from brobygger.results.rules.counting import CountingRule, Measure, tally

TODAY = NOW.date()
RULE = CountingRule(frozenset({"application"}), "sent", "sent")
in_the_database = settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


@pytest.fixture
def empty(db: None) -> Partnership:
    return small_partnership("tom")


def unit(name: str) -> int:
    return Unit.objects.get(directory__slug="tom", slug=name).pk


def sent(partnership: Partnership, title: str, year: str, *names: str) -> Activity:
    draft = ActivityDraft(
        "", Kind.APPLICATION, title,
        milestones=(MilestoneFact(MilestoneKind.SENT, year),),
        participants=tuple(ParticipantDraft(party(partnership, name)) for name in names),
    )  # fmt: skip
    [activity] = register_activities(partnership=partnership, drafts=[draft], by=BY, now=NOW)
    return activity


def do(partnership: Partnership, order: Order, on: str) -> None:
    edition = Directory.objects.get(pk=partnership.directory_id).edition
    reorganise(partnership=partnership, order=order, on=on, reason="Derfor", seen=edition, today=TODAY, by=BY, now=NOW)


def figure(partnership: Partnership, tree: Tree, rule: CountingRule = RULE) -> dict[Path, Row]:
    standing = standing_in(partnership, tree, YEARS, TODAY)
    return by_unit(groups_of(partnership, dict.fromkeys(YEARS, rule)), standing.place, standing.lineage.settled)


def totals(partnership: Partnership, tree: Tree) -> dict[str, dict[int | None, Decimal]]:
    """By the names of the rows, from the top."""
    units = dict(Unit.objects.values_list("pk", "name"))
    return {
        "/".join(units[each.unit_id] if each.unit_id else "" for each in path): dict(row.total)
        for path, row in figure(partnership, tree).items()
    }


def by_the_readable_rule(partnership: Partnership, rule: CountingRule, years: Sequence[int]) -> list[Group]:
    named: dict[int, set[Party]] = {}
    for pk, organisation_id, unit_id in Participation.objects.values_list("activity_id", "organisation_id", "unit_id"):
        named.setdefault(pk, set()).add(Party(organisation_id, unit_id))
    groups = []
    for entry in entries_of(partnership):
        counted = tally(rule, [entry], years)
        by_year = {year: count.value or Decimal(0) for year, count in counted.by_year.items() if count.members}
        if by_year:
            whole = None if rule.is_additive else counted.period.value
            groups.append(Group(frozenset(named.get(entry.activity_id, ())), by_year, whole))
    return groups


def without_nothing(rows: Mapping[Path, Row]) -> dict[Path, Row]:
    """Rows without the noughts, which both may leave out."""

    def some(values: Mapping[int | None, Decimal]) -> dict[int | None, Decimal]:
        return {year: value for year, value in values.items() if value}

    found = {path: Row(some(r.total), some(r.alone), some(r.shared), some(r.own)) for path, r in rows.items()}
    return {path: row for path, row in found.items() if row != Row()}


NAMES = ("uni", "fak", "inst", "kommune", "omsorg", "hjemme", "stab")


def reorganised(partnership: Partnership, steps: Sequence[int]) -> None:
    kommune = party(partnership, "kommune").organisation_id
    orders = (
        (Move(unit("hjemme"), kommune, unit("stab")), "2023"),
        (Merge((unit("fak"), unit("inst")), NewUnit("Nytt fakultet")), "2024"),
        (Split(unit("stab"), (Part(NewUnit("Øst")), Part(NewUnit("Vest"))), {unit("hjemme"): 0}), "2024-03"),
        (Move(unit("omsorg"), party(partnership, "uni").organisation_id), "2025"),
    )
    for step in steps:
        do(partnership, *orders[step])


@in_the_database
@given(
    rules().filter(lambda rule: rule.measure is not Measure.LATEST),
    portfolios(),
    st.lists(st.sets(st.sampled_from(NAMES), max_size=3), min_size=6, max_size=6),
    st.sets(st.integers(0, 3)),
)
def test_the_database_says_what_the_readable_rules_say(
    empty: Partnership, rule: CountingRule, drafts: list[ActivityDraft], named: list[set[str]], steps: set[int]
) -> None:
    with transaction.atomic():
        drafts = [
            replace(draft, participants=tuple(ParticipantDraft(party(empty, name)) for name in sorted(names)))
            for draft, names in zip(drafts, named, strict=False)
        ]
        register_activities(partnership=empty, drafts=drafts, by=BY, now=NOW)
        # What is split has the other below it.
        reorganised(empty, sorted(steps | {0} if 2 in steps else steps))
        found = {tree: figure(empty, tree, rule) for tree in Tree}
        expected = by_the_readable_rule(empty, rule, YEARS)
        for tree in Tree:
            standing = standing_in(empty, tree, YEARS, TODAY)
            readable = by_unit(expected, standing.place, standing.lineage.settled)
            assert without_nothing(found[tree]) == without_nothing(readable)
        # Whichever tree: the whole is the whole.
        assert found[Tree.TODAY][()].total == found[Tree.REPORTED][()].total
        transaction.set_rollback(True)


def test_a_unit_that_moved_counts_where_it_was_then_or_where_it_is_now(empty: Partnership) -> None:
    sent(empty, "Før", "2022", "hjemme")
    sent(empty, "Etter", "2024", "hjemme")
    do(empty, Move(unit("hjemme"), party(empty, "kommune").organisation_id, unit("stab")), "2023-06-01")
    then, now = totals(empty, Tree.REPORTED), totals(empty, Tree.TODAY)
    assert then["/Omsorg/Hjemmetjenesten"] == {2022: 1, None: 1}
    assert then["/Staben/Hjemmetjenesten"] == {2024: 1, None: 1}
    assert now["/Staben/Hjemmetjenesten"] == {2022: 1, 2024: 1, None: 2}
    assert "/Omsorg" not in now


def test_two_that_became_one_have_their_things_once(empty: Partnership) -> None:
    sent(empty, "Begge", "2022", "omsorg", "stab")
    sent(empty, "Den ene", "2022", "stab")
    do(empty, Merge((unit("omsorg"), unit("stab")), NewUnit("Helse")), "2023")
    sent(empty, "Den nye", "2024", "helse")
    sent(empty, "Før og etter", "2024", "stab", "helse")
    then, now = totals(empty, Tree.REPORTED), totals(empty, Tree.TODAY)
    assert (then["/Omsorg"][2022], then["/Staben"][2022], then[""][2022]) == (1, 2, 2)
    assert (then["/Helse"][2024], then["/Staben"].get(2024, 0)) == (2, 0)
    assert now["/Helse"] == {2022: 2, 2024: 2, None: 4}
    assert not {"/Omsorg", "/Staben"} & set(now)


def test_what_a_split_unit_did_is_not_divided_and_not_counted_twice(empty: Partnership) -> None:
    sent(empty, "Før", "2022", "omsorg")
    do(empty, Split(unit("omsorg"), (Part(NewUnit("Nord"), Decimal("0.6")), Part(NewUnit("Sør"), Decimal("0.4"))),
                    {unit("hjemme"): 0}), "2023")  # fmt: skip
    sent(empty, "Etter", "2024", "nord")
    sent(empty, "Begge", "2024", "omsorg", "sor")
    now = totals(empty, Tree.TODAY)
    assert now["/Omsorg"] == {2022: 1, None: 1}
    assert now["/Nord"] == {2024: 1, None: 1}
    assert now["/Sør"] == {2024: 1, None: 1}
    assert now[""] == {2022: 1, 2024: 2, None: 3}


@pytest.mark.parametrize("tree", Tree)
def test_every_number_is_as_long_as_its_list(trd3: Partnership, fjordby: Partnership, tree: Tree) -> None:
    for partnership in (trd3, fjordby):
        figures = figures_of(partnership, today=TODAY)
        assert figures is not None
        for indicator in figures.indicators():
            if not can_be_divided(indicator, figures.years):
                assert figure_by_unit(partnership, indicator, figures.years, tree=tree, today=TODAY) is None
                continue
            found = figure_by_unit(partnership, indicator, figures.years, tree=tree, today=TODAY)
            assert found is not None
            stored = indicator.definitions.all()[0].counting
            is_list = stored["measure"] == "count" and stored["unique"] == "activity"
            rows = list(found.rows.items())[:6]
            for path, row in rows:
                for year in (figures.years[-1], None):
                    for part, numbers in ((OfRow.TOTAL, row.total), (OfRow.SHARED, row.shared), (OfRow.OWN, row.own)):
                        listed = behind(
                            partnership, indicator, figures.years,
                            tree=tree, today=TODAY, row=path, part=part, year=year, page="",
                        )  # fmt: skip
                        count = numbers.get(year, Decimal(0))
                        if is_list and not listed.has_next:
                            assert len(listed.activities) == count, (indicator.code, path, part)
                        assert bool(listed.activities) or not count


def test_the_whole_is_the_figure(trd3: Partnership, fjordby: Partnership) -> None:
    for partnership in (trd3, fjordby):
        figures = figures_of(partnership, today=TODAY)
        assert figures is not None
        for indicator in figures.indicators():
            found = figure_by_unit(partnership, indicator, figures.years, tree=Tree.TODAY, today=TODAY)
            if found is None:
                continue
            counted = figures.series[indicator.code]
            for year in figures.years:
                assert found.rows[()].total.get(year, 0) == (counted.by_year[year].counted or 0), indicator.code
            assert found.rows[()].total.get(None, 0) == (counted.period.counted or 0)


def test_few_questions_however_many_units(trd3: Partnership, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    figures = figures_of(trd3, today=TODAY)
    assert figures is not None
    indicator = figures.indicator("research-applications-sent")
    assert indicator is not None
    for tree in Tree:
        with django_assert_max_num_queries(6):
            assert figure_by_unit(trd3, indicator, figures.years, tree=tree, today=TODAY) is not None


def test_the_list_behind_is_read_only_as_far_as_its_page(empty: Partnership, monkeypatch: pytest.MonkeyPatch) -> None:
    ids = [sent(empty, f"Nummer {number}", "2024", "inst").pk for number in range(7)]
    frameworks.give_framework(
        empty,
        frameworks.indicator(
            "soknader", frameworks.definition(1, 2022, kinds=["application"], milestone="sent", year_from="sent")
        ),
    )
    of = Indicator.objects.get(code="soknader")
    monkeypatch.setattr(database, "PAGE_SIZE", 3)
    was, read = database._each, []
    monkeypatch.setattr(database, "_each", lambda *a: (read.append(row) or row for row in was(*a)))
    row = next(path for path in figure_by_unit(empty, of, YEARS, tree=Tree.TODAY, today=TODAY).rows if len(path) > 1)
    pages, reads = [], []
    for page in ("1", "2", "3"):
        read.clear()
        found = behind(empty, of, YEARS, tree=Tree.TODAY, today=TODAY, row=row, part=OfRow.TOTAL, year=None, page=page)
        pages.append(([each.pk for each in found.activities], found.has_next))
        reads.append(len(read))
    assert pages == [(ids[:3], True), (ids[3:6], True), (ids[6:], False)]
    # One more than the page shows, to know that there is more; and the one after, to know where that ends.
    assert reads == [5, 7, 7]
