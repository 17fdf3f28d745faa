"""Changing, throwing away and undoing: nothing is overwritten, and the index always says what the register says."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st
from tests.fixtures.partnerships import BY, NOW, party, small_partnership
from tests.integration.portfolio.test_index import in_the_database, recomputed, search_rows, stored

from brobygger.audit.models import Event
from brobygger.audit.rules import Actor
from brobygger.partnerships.models import Partnership
from brobygger.portfolio.actions import change_sets
from brobygger.portfolio.actions.change import ChangedMeanwhile, Order, change_activities, restore_version
from brobygger.portfolio.actions.confirm import confirm_unchanged
from brobygger.portfolio.actions.register import (
    Registrar,
    RegistrationRefused,
    join,
    register_activities,
)
from brobygger.portfolio.actions.reindex import reindex
from brobygger.portfolio.actions.standing import bring_back, remove_activities, stand_alone, stand_for
from brobygger.portfolio.models import Activity, Registration, Revision
from brobygger.portfolio.queries.drafts import draft_of, drafts_of, with_parts
from brobygger.portfolio.queries.history import content_at, versions_of
from brobygger.portfolio.rules.content import content_of
from brobygger.portfolio.rules.drafts import ActivityDraft, ParticipantDraft, RelationDraft
from brobygger.portfolio.rules.kinds import Kind, Purpose, RelationKind, Standing
from brobygger.portfolio.rules.lifecycle import MilestoneFact, MilestoneKind

KARI = Actor("Kari Prøvesen", 1)
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def empty(db: None) -> Partnership:
    """A partnership with nothing in its register."""
    return small_partnership("tom")


def registered(partnership: Partnership, *titles: str) -> list[Activity]:
    """Activities in the register."""
    drafts = [ActivityDraft("", Kind.NETWORK, title) for title in titles]
    return register_activities(partnership=partnership, drafts=drafts, by=BY, now=NOW)


def draft(activity: Activity) -> ActivityDraft:
    """What stands in the register, merged or thrown away or not."""
    return drafts_of(with_parts(Activity.every.filter(pk=activity.pk)))[0]


def change(partnership: Partnership, activity: Activity, version: int = 1, **fields: object) -> None:
    """Change some fields of an activity as it stands."""
    order = Order(activity.pk, version, replace(draft(activity), **fields))
    change_activities(partnership=partnership, orders=[order], by=KARI, now=LATER)


def assert_indexed(partnership: Partnership) -> None:
    """The index is what it would be if it were built anew."""
    assert stored(partnership) == recomputed(partnership)
    words = search_rows()
    reindex(partnership=partnership)
    assert search_rows() == words


def test_a_change_is_a_new_version_and_what_was_before_is_kept(empty: Partnership) -> None:
    [activity] = registered(empty, "Nettverk for søvn")
    before = content_of(draft(activity))
    change(empty, activity, title="Nettverk for søvn og hvile", participants=(ParticipantDraft(party(empty, "inst")),))
    activity.refresh_from_db()
    assert (activity.version, activity.title, activity.changed_by) == (2, "Nettverk for søvn og hvile", KARI.label)
    assert (activity.registered_by, activity.slug) == (BY.label, "nettverk-for-sovn")
    newest, oldest = versions_of(activity)
    assert [each.field for each in newest.changes] == ["title", "participants"]
    assert (newest.by, newest.at, oldest.by, oldest.at) == (KARI.label, LATER, BY.label, NOW)
    assert content_at(activity, 1) == before
    assert Event.objects.get(verb="changed", subject_id=activity.pk).data == {
        "version": 2,
        "fields": ["title", "participants"],
    }
    assert_indexed(empty)


def test_saving_without_a_change_is_no_version(empty: Partnership) -> None:
    [activity] = registered(empty, "Nettverk")
    change(empty, activity)
    activity.refresh_from_db()
    assert activity.version == 1
    assert not Revision.objects.exists()


def test_the_second_of_two_is_told_and_nothing_is_overwritten(empty: Partnership) -> None:
    [activity] = registered(empty, "Nettverk")
    change(empty, activity, title="Den førstes")
    with pytest.raises(ChangedMeanwhile) as late:
        change(empty, activity, title="Den andres")
    assert late.value.slugs == ["nettverk"]
    activity.refresh_from_db()
    assert activity.title == "Den førstes"


def test_an_earlier_version_comes_back_as_a_new_one(empty: Partnership) -> None:
    [activity] = registered(empty, "Nettverk")
    first = content_of(draft(activity))
    change(empty, activity, title="Feil", milestones=(MilestoneFact(MilestoneKind.STARTED, "2024"),))
    restore_version(partnership=empty, activity=activity, number=1, base_version=2, by=KARI, now=LATER)
    activity.refresh_from_db()
    assert activity.version == 3
    assert content_of(draft(activity)) == first
    assert [version.number for version in versions_of(activity)] == [3, 2, 1]
    assert_indexed(empty)


def test_a_faulty_change_changes_nothing(empty: Partnership) -> None:
    one, other = registered(empty, "En", "To")
    change(empty, one, relations=(RelationDraft(RelationKind.PART_OF, "to"),))
    for fields in (
        {"title": " "},
        {"relations": (RelationDraft(RelationKind.PART_OF, "finnes-ikke"),)},
        {"relations": (RelationDraft(RelationKind.PART_OF, "en"),)},
    ):
        with pytest.raises(RegistrationRefused), transaction.atomic():
            change(empty, other, **fields)
    other.refresh_from_db()
    assert other.version == 1
    assert_indexed(empty)


def test_what_is_thrown_away_is_nowhere_and_comes_back_as_it_was(empty: Partnership) -> None:
    one, other = registered(empty, "En", "To")
    before = content_of(draft(one)), stored(empty), search_rows()
    with pytest.raises(ChangedMeanwhile), transaction.atomic():
        remove_activities(partnership=empty, versions=[(one.pk, 2)], by=KARI, now=LATER)
    remove_activities(partnership=empty, versions=[(one.pk, 1)], by=KARI, now=LATER, reason="dobbelt")
    assert [a.pk for a in Activity.objects.filter(partnership=empty)] == [other.pk]
    assert draft_of(empty, "en") is None
    assert_indexed(empty)
    assert bring_back(partnership=empty, activity_ids=[one.pk, other.pk], by=KARI, now=LATER) == [one.pk]
    assert (content_of(draft(one)), stored(empty), search_rows()) == before


def test_an_entry_that_stands_for_others_is_the_only_one_counted(empty: Partnership) -> None:
    one, two, both = registered(empty, "Søvn", "Sove", "Søvn og sove")
    before = [content_of(draft(each)) for each in (one, two)]
    stand_for(partnership=empty, entry=both, versions=[(one.pk, 1), (two.pk, 1)], by=KARI, now=LATER)
    assert list(Activity.objects.filter(partnership=empty)) == [both]
    assert set(both.members.values_list("pk", flat=True)) == set()
    assert set(Activity.every.filter(merged_into=both).values_list("pk", "standing")) == {
        (one.pk, Standing.MERGED),
        (two.pk, Standing.MERGED),
    }
    assert_indexed(empty)
    stand_alone(partnership=empty, activity_ids=[one.pk, two.pk], by=KARI, now=LATER)
    assert [content_of(draft(each)) for each in (one, two)] == before
    assert_indexed(empty)


def test_an_operation_is_undone_as_a_whole(empty: Partnership) -> None:
    old, other = registered(empty, "Gammel", "Annen")
    before = content_of(draft(old)), stored(empty), search_rows()
    with transaction.atomic():
        done = change_sets.open_change_set(partnership=empty, cause="import", title="Årets ark", by=KARI, now=LATER)
        register_activities(
            partnership=empty, drafts=[ActivityDraft("", Kind.PHD, "Fersk")], by=KARI, now=LATER, change_set=done
        )
        order = Order(old.pk, 1, replace(draft(old), title="Endret", purposes=(Purpose.RESEARCH,)))
        change_activities(partnership=empty, orders=[order], by=KARI, now=LATER, change_set=done)
    new = Activity.objects.get(partnership=empty, slug="fersk")
    change(empty, new, title="Rettet")
    with pytest.raises(change_sets.StandsInTheWay) as blocked:
        change_sets.undo(change_set=done, by=KARI, now=LATER)
    assert blocked.value.slugs == ["fersk"]
    assert Activity.objects.get(pk=old.pk).title == "Endret"
    Activity.objects.filter(pk=new.pk).update(version=1)
    assert change_sets.undo(change_set=done, by=KARI, now=LATER) == 2
    assert (content_of(draft(old)), stored(empty), search_rows()) == before
    with pytest.raises(change_sets.UndoneAlready):
        change_sets.undo(change_set=done, by=KARI, now=LATER)
    assert other in Activity.objects.filter(partnership=empty)


@in_the_database
@given(
    st.lists(st.tuples(st.sampled_from(["change", "remove", "back", "merge", "part"]), st.integers(0, 3)), max_size=8)
)
def test_whatever_is_done_the_index_says_what_the_register_says(
    empty: Partnership, steps: list[tuple[str, int]]
) -> None:
    with transaction.atomic():
        activities = registered(empty, "En", "To", "Tre", "Fire")
        entry = registered(empty, "Den som står for dem")[0]
        for number, (step, which) in enumerate(steps):
            activity = Activity.every.get(pk=activities[which].pk)
            try:
                if step == "change":
                    change(empty, activity, activity.version, title=f"Nytt navn {number}", places=(f"Sted {number}",))
                elif step == "remove":
                    remove_activities(partnership=empty, versions=[(activity.pk, activity.version)], by=KARI, now=LATER)
                elif step == "back":
                    bring_back(partnership=empty, activity_ids=[activity.pk], by=KARI, now=LATER)
                elif step == "merge":
                    stand_for(
                        partnership=empty, entry=entry, versions=[(activity.pk, activity.version)], by=KARI, now=LATER
                    )
                else:
                    stand_alone(partnership=empty, activity_ids=[activity.pk], by=KARI, now=LATER)
            except ChangedMeanwhile:
                assert activity.standing != Standing.REGISTERED
        assert_indexed(empty)
        transaction.set_rollback(True)


def test_slugs_are_made_of_titles_and_never_twice(empty: Partnership) -> None:
    made = registered(empty, "Søvn på sykehjem", "Søvn på sykehjem", "søvn  på – sykehjem!", "Ny", "???")
    assert [activity.slug for activity in made] == [
        "sovn-pa-sykehjem",
        "sovn-pa-sykehjem-2",
        "sovn-pa-sykehjem-3",
        "ny-2",
        "aktivitet",
    ]
    remove_activities(partnership=empty, versions=[(made[1].pk, 1)], by=BY, now=NOW)
    assert registered(empty, "Søvn på sykehjem")[0].slug == "sovn-pa-sykehjem-4"


def test_whoever_registers_the_same_joins_it(empty: Partnership) -> None:
    uni, kommune = (Registrar(party(empty, name).organisation_id) for name in ("uni", "kommune"))
    [activity] = register_activities(
        partnership=empty, drafts=[ActivityDraft("", Kind.PHD, "Søvn")], by=BY, now=NOW, registrar=uni
    )
    assert join(partnership=empty, activity=activity, title="Nattesøvn", registrar=kommune, by=KARI, now=LATER)
    assert not join(partnership=empty, activity=activity, title="Nattesøvn", registrar=kommune, by=KARI, now=LATER)
    assert list(Registration.objects.filter(activity=activity).order_by("pk").values_list("title", flat=True)) == [
        "Søvn",
        "Nattesøvn",
    ]


def test_nothing_has_changed_is_said_once_for_each_organisation_and_year(empty: Partnership) -> None:
    [activity] = registered(empty, "Nettverk")
    uni = party(empty, "uni").organisation_id

    def said(year: int, organisation: int | None) -> int:
        return confirm_unchanged(
            partnership=empty, activity_ids=[activity.pk], year=year, organisation_id=organisation, by=KARI, now=NOW
        )

    assert [said(2025, uni), said(2025, uni), said(2025, None), said(2026, uni)] == [1, 0, 1, 1]
