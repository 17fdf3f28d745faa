"""Reorganising units: what was is kept, what is found follows at once, and all of it can be undone."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st
from tests.fixtures.partnerships import BY, NOW, party, small_partnership
from tests.integration.portfolio.test_index import in_the_database, recomputed, search_rows, stored

from brobygger.audit.models import Event
from brobygger.organisations.actions import BuiltUpon, DirectoryChanged, add_alias
from brobygger.organisations.models import Directory, Name, Organisation, Placement, Reorganisation, Succession, Unit
from brobygger.organisations.queries import party_names, party_of, read_directory
from brobygger.organisations.rules.drafts import NameDraft
from brobygger.organisations.rules.history import FormerName, name_on
from brobygger.organisations.rules.kinds import NameKind
from brobygger.organisations.rules.names import Party
from brobygger.organisations.rules.reorganise import (
    Close,
    Merge,
    Move,
    NewUnit,
    Order,
    Part,
    Refused,
    Rename,
    Split,
)
from brobygger.partnerships.models import Partnership
from brobygger.portfolio.actions import register_activities, reindex
from brobygger.portfolio.actions import reorganise as actions
from brobygger.portfolio.actions.naming import index_next
from brobygger.portfolio.models import Activity, Participation, WaitingIndex
from brobygger.portfolio.queries.listing import find
from brobygger.portfolio.rules.drafts import ActivityDraft, ParticipantDraft
from brobygger.portfolio.rules.facets import Dimension
from brobygger.portfolio.rules.filters import Filter
from brobygger.portfolio.rules.kinds import Kind

ON, TODAY = "2024-08-01", NOW.date()


@pytest.fixture
def small(db: None) -> Partnership:
    partnership = small_partnership("liten")
    drafts = [
        ActivityDraft("", Kind.PILOT, f"Om {name}", participants=(ParticipantDraft(party(partnership, name)),))
        for name in ("fak", "inst", "omsorg", "hjemme", "stab", "uni")
    ]
    register_activities(partnership=partnership, drafts=drafts, by=BY, now=NOW)
    return partnership


def unit(name: str) -> int:
    return Unit.objects.get(directory__slug="liten", slug=name).pk


def do(partnership: Partnership, order: Order, on: str = ON, today: date = TODAY) -> actions.Done:
    edition = Directory.objects.get(pk=partnership.directory_id).edition
    return actions.reorganise(
        partnership=partnership, order=order, on=on, reason="Byrådet vedtok det.", seen=edition, today=today, by=BY, now=NOW
    )  # fmt: skip


def undo(partnership: Partnership, done: actions.Done) -> None:
    actions.undo_reorganisation(partnership=partnership, number=done.reorganisation.pk, by=BY, now=NOW)


def titles(partnership: Partnership, slug: str) -> list[str]:
    found = find(partnership, Filter(terms={Dimension.PARTY: (slug,)}))
    return sorted(Activity.objects.filter(pk__in=found.ids).values_list("title", flat=True))


def assert_true(partnership: Partnership) -> None:
    """The index is what it would be if it were built anew."""
    assert stored(partnership) == recomputed(partnership)
    words = search_rows()
    reindex(partnership=partnership)
    assert search_rows() == words


def rows(partnership: Partnership) -> dict[str, list[Any]]:
    """Everything the directory says, but for what was done with it and units that are nobody by now."""
    here = {"directory_id": partnership.directory_id}
    return {
        "units": list(Unit.objects.filter(**here, same_as_unit=None).order_by("pk").values()),
        "organisations": list(Organisation.objects.filter(**here).order_by("pk").values()),
        "names": list(Name.objects.filter(**here).order_by("pk").values()),
        "placements": list(Placement.objects.filter(unit__directory_id=partnership.directory_id).order_by("pk").values()),
        "successions": list(Succession.objects.order_by("pk").values()),
        "participations": list(Participation.objects.order_by("pk").values()),
    }  # fmt: skip


def test_a_new_name_leaves_the_old_one_with_its_time(small: Partnership) -> None:
    done = do(small, Rename(party(small, "inst"), "Institutt for hvile"))
    assert done.is_indexed
    names = party_names(small.directory_id)
    assert names.find("Institutt for hvile") == names.find("Institutt for søvnforskning") == party(small, "inst")
    former = Name.objects.get(kind="former", unit=unit("inst"))
    assert (former.text, former.valid_to) == ("Institutt for søvnforskning", "2024-07-31")
    said = [FormerName(former.text, former.valid_to)]
    assert name_on(date(2024, 7, 31), "Institutt for hvile", said) == "Institutt for søvnforskning"
    assert name_on(date(2024, 8, 1), "Institutt for hvile", said) == "Institutt for hvile"
    assert len(find(small, Filter(text="hvile")).ids) == 1
    assert_true(small)
    event = Event.objects.get(verb="reorganised")
    assert event.data == {
        "kind": "rename", "date": ON, "reason": "Byrådet vedtok det.",
        "was": "Institutt for søvnforskning", "name": "Institutt for hvile",
    }  # fmt: skip


def test_an_organisation_gets_a_new_name(small: Partnership) -> None:
    done = do(small, Rename(party(small, "kommune"), "Storkommunen"))
    assert len(find(small, Filter(text="storkommunen")).ids) == 3
    assert done.reorganisation.organisation_id == party(small, "kommune").organisation_id
    assert_true(small)
    undo(small, done)
    assert len(find(small, Filter(text="storkommunen")).ids) == 0
    assert_true(small)


def test_what_hung_under_those_merged_is_found_under_the_new_one(small: Partnership) -> None:
    before = list(Participation.objects.order_by("pk").values())
    do(small, Merge((unit("omsorg"), unit("stab")), NewUnit("Helse og stab")))
    assert list(Participation.objects.order_by("pk").values()) == before
    new = Unit.objects.get(slug="helse-og-stab")
    assert (new.kind, new.valid_from) == ("service_area", ON)
    assert titles(small, "helse-og-stab") == ["Om hjemme"]
    assert titles(small, "omsorg") == ["Om omsorg"]
    old = Unit.objects.get(slug="omsorg")
    assert old.valid_to == "2024-07-31"
    then, now = (read_directory(small.directory_id, on=date(2024, month, 1)).tree.parents for month in (7, 8))
    assert (then[unit("hjemme")], now[unit("hjemme")]) == (old.pk, new.pk)
    assert old.pk in then
    assert old.pk not in now
    assert {s.predecessor_id for s in Succession.objects.filter(successor=new)} == {old.pk, unit("stab")}
    assert_true(small)


def test_a_split_says_which_share_went_where(small: Partnership) -> None:
    parts = (Part(NewUnit("Hjemme"), Decimal("0.6")), Part(unit("stab"), Decimal("0.4")))
    with pytest.raises(Refused):  # «hjemme» is the address of another
        do(small, Split(unit("omsorg"), parts, {unit("hjemme"): 1}))
    parts = (Part(NewUnit("Hjelp"), Decimal("0.6")), Part(unit("stab"), Decimal("0.4")))
    done = do(small, Split(unit("omsorg"), parts, {unit("hjemme"): 1}))
    assert done.reorganisation.told == {"units": ["Omsorg"], "into": ["Hjelp", "Staben"], "shares": ["0.6", "0.4"]}
    assert [s.share for s in Succession.objects.order_by("pk")][-2:] == [Decimal("0.6"), Decimal("0.4")]
    assert titles(small, "stab") == ["Om hjemme", "Om stab"]
    assert_true(small)


def test_a_unit_moves_within_and_to_another_organisation(small: Partnership) -> None:
    organisation = party(small, "kommune").organisation_id
    do(small, Move(unit("hjemme"), organisation, unit("stab")), on="2023")
    assert titles(small, "stab") == ["Om hjemme", "Om stab"]
    assert titles(small, "omsorg") == ["Om omsorg"]
    assert_true(small)
    do(small, Move(unit("fak"), organisation, unit("stab")))
    new = Unit.objects.get(name="Institutt for søvnforskning", organisation=organisation)
    assert [each.name for each in read_directory(small.directory_id).path(Party(organisation, new.pk))] == [
        "Institutt for søvnforskning", "Det helsevitenskapelige fakultet", "Staben",
    ]  # fmt: skip
    assert titles(small, "uni") == ["Om fak", "Om inst", "Om uni"]
    assert_true(small)


def test_another_partnership_that_shares_the_directory_follows(small: Partnership) -> None:
    other = Partnership.objects.create(slug="annen", name="Den andre", directory=small.directory)
    draft = ActivityDraft("", Kind.PILOT, "Hos de andre", participants=(ParticipantDraft(party(small, "hjemme")),))
    register_activities(partnership=other, drafts=[draft], by=BY, now=NOW)
    do(small, Move(unit("hjemme"), party(small, "kommune").organisation_id, unit("stab")))
    assert titles(other, "stab") == ["Hos de andre"]
    assert stored(other) == recomputed(other)


def test_more_than_anybody_waits_for_is_done_in_the_background(
    small: Partnership, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("brobygger.portfolio.queries.aliases.INDEXED_AT_ONCE", 2)
    assert not do(small, Rename(party(small, "kommune"), "Storkommunen")).is_indexed
    assert WaitingIndex.objects.count() == 1
    assert len(find(small, Filter(text="storkommunen")).ids) == 0
    monkeypatch.setattr("brobygger.portfolio.actions.naming.BATCH", 2)
    rounds = 0
    while index_next():
        rounds += 1
    assert rounds == 3
    assert not WaitingIndex.objects.exists()
    assert len(find(small, Filter(text="storkommunen")).ids) == 3
    assert_true(small)


def test_what_was_decided_on_must_still_be_so(small: Partnership) -> None:
    edition = Directory.objects.get(pk=small.directory_id).edition
    do(small, Close(unit("stab")))
    before = rows(small)
    with pytest.raises(DirectoryChanged):
        actions.reorganise(
            partnership=small, order=Close(unit("inst")), on=ON, reason="", seen=edition, today=TODAY, by=BY, now=NOW
        )
    assert rows(small) == before


ORDERS = {
    "rename": lambda small: Rename(party(small, "inst"), "Hvile"),
    "rename an organisation": lambda small: Rename(party(small, "uni"), "Høyskolen"),
    "merge": lambda small: Merge((unit("omsorg"), unit("stab")), NewUnit("Alt")),
    "merge into": lambda small: Merge((unit("fak"),), unit("inst")),
    "split": lambda small: Split(unit("omsorg"), (Part(NewUnit("Nord")), Part(NewUnit("Sør"))), {unit("hjemme"): 1}),
    "move": lambda small: Move(unit("hjemme"), party(small, "kommune").organisation_id),
    "move away": lambda small: Move(unit("fak"), party(small, "kommune").organisation_id, unit("stab")),
    "close": lambda small: Close(unit("stab")),
}


@pytest.mark.parametrize("order", ORDERS)
def test_all_is_as_before_when_it_is_undone(small: Partnership, order: str) -> None:
    before, index = rows(small), stored(small)
    done = do(small, ORDERS[order](small))
    assert rows(small) != before
    undo(small, done)
    assert rows(small) == before
    assert stored(small) == index
    assert_true(small)
    # Whatever names what was made by number still finds somebody.
    for made in Unit.objects.filter(pk__in=done.reorganisation.written["made"]):
        assert party_of(read_directory(small.directory_id), made.slug) == Party(
            made.same_as_organisation_id or 0, made.same_as_unit_id
        )
    assert Reorganisation.objects.get(pk=done.reorganisation.pk).is_undone
    assert Event.objects.filter(verb="reorganisation_undone", subject_id=done.reorganisation.pk).exists()
    with pytest.raises(BuiltUpon):
        undo(small, done)
    do(small, ORDERS[order](small))


def test_nothing_is_undone_that_others_have_built_on(small: Partnership) -> None:
    done = do(small, Merge((unit("omsorg"), unit("stab")), NewUnit("Alt")))
    new = party(small, "alt")
    draft = ActivityDraft("", Kind.PILOT, "Bygd videre", participants=(ParticipantDraft(new),))
    [activity] = register_activities(partnership=small, drafts=[draft], by=BY, now=NOW)
    with pytest.raises(BuiltUpon):
        undo(small, done)
    activity.delete()
    reindex(partnership=small)
    named = add_alias(directory=small.directory, party=new, draft=NameDraft("Altet", NameKind.SPELLING), by=BY, now=NOW)
    with pytest.raises(BuiltUpon):
        undo(small, done)
    named.delete()
    later = do(small, Rename(new, "Alt og mer"))
    with pytest.raises(BuiltUpon):
        undo(small, done)
    undo(small, later)
    undo(small, done)
    assert_true(small)


@in_the_database
@given(steps=st.lists(st.tuples(st.sampled_from(sorted(ORDERS)), st.booleans()), max_size=6))
def test_whatever_is_done_the_index_says_what_the_register_says(
    small: Partnership, steps: list[tuple[str, bool]]
) -> None:
    with transaction.atomic():
        for name, is_regretted in steps:
            before = rows(small)
            try:
                done = do(small, ORDERS[name](small))
            except (Refused, LookupError):
                assert rows(small) == before
                continue
            if is_regretted:
                undo(small, done)
                assert rows(small) == before
        assert_true(small)
        transaction.set_rollback(True)
