"""What is alike is found when it is written, and what is kept of it never differs from the register."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from brobygger.audit.rules import system
from brobygger.duplicates.actions.compare import AT_ONCE, compare_waiting
from brobygger.duplicates.models import Clue, ClueHolder, Fingerprint, Pair
from brobygger.duplicates.queries.records import records_of
from brobygger.duplicates.queries.twins import Comparer, Twin, twins_of, twins_of_drafts
from brobygger.duplicates.queries.waiting import waiting_count
from brobygger.duplicates.rules.clues import checksum, clues_of, kept_of
from brobygger.duplicates.rules.records import Record
from brobygger.partnerships.models import Partnership
from brobygger.portfolio.actions.change import Order, change_activities
from brobygger.portfolio.actions.register import register_activities
from brobygger.portfolio.actions.standing import bring_back, remove_activities
from brobygger.portfolio.models import Activity
from brobygger.portfolio.queries.drafts import draft_of
from brobygger.portfolio.rules.drafts import ActivityDraft, RelationDraft
from brobygger.portfolio.rules.kinds import IdScheme, Kind, RelationKind

BY = system("test")
Write = Callable[..., Activity]


@pytest.fixture
def write(trd3: Partnership, now: datetime) -> Write:
    """Register one activity."""

    def _write(title: str, **told: object) -> Activity:
        draft = ActivityDraft("", told.pop("kind", Kind.RESEARCH_PROJECT), title, **told)  # type: ignore[arg-type]
        [activity] = register_activities(partnership=trd3, drafts=[draft], by=BY, now=now)
        return activity

    return _write


def test_a_twin_is_found_when_it_is_registered(write: Write, trd3: Partnership) -> None:
    one = write("Stille soner i svømmehallen for barn med autisme")
    other = write("Stille soner i svømmehaller for autistiske barn")
    pair = Pair.objects.get(one=one, other=other)
    assert pair.is_open
    assert pair.score > 0.5
    assert pair.answer == "same"
    assert any(code.startswith("words_") and words for code, _bits, words in pair.reasons)


def test_bokmål_nynorsk_and_english_meet(write: Write, trd3: Partnership) -> None:
    one = write("Skolehager som læringsarena på mellomtrinnet", description="Dyrking av grønnsaker i naturfag")
    found = twins_of(trd3, [Record(id="", title="School gardens as arenas for learning")])[0]
    assert one.pk in [twin.activity_id for twin in found]


def test_a_misspelt_title_is_found(write: Write, trd3: Partnership) -> None:
    one = write("Kompostering av havtare i Ilsvika")
    found = twins_of(trd3, [Record(id="", title="Komposterng av havtarre i Ilsvika")])[0]
    assert [twin.slug for twin in found][:1] == [one.slug]


def test_nothing_telling_in_common_is_nothing_alike(write: Write, trd3: Partnership) -> None:
    write("Prosjekt om helse")
    assert twins_of(trd3, [Record(id="", title="Et prosjekt")]) == [[]]
    assert twins_of(trd3, [Record(id="", title="")]) == [[]]


def test_an_identifier_is_enough(write: Write, trd3: Partnership) -> None:
    one = write("Alfa", external_ids=((IdScheme.NFR, "308811"),))
    draft = ActivityDraft("", Kind.RESEARCH_PROJECT, "Omega", external_ids=((IdScheme.NFR, "308811"),))
    [[twin]] = twins_of_drafts(trd3, [draft], at_most=1)
    assert isinstance(twin, Twin)
    assert (twin.activity_id, twin.answer) == (one.pk, "same")


def test_other_partnerships_are_never_searched(write: Write, fjordby: Partnership) -> None:
    write("Kompostering av havtare i Ilsvika")
    assert twins_of(fjordby, [Record(id="", title="Kompostering av havtare i Ilsvika")]) == [[]]


def test_those_told_to_belong_together_are_not_asked_about(write: Write) -> None:
    one = write("Hvalpatruljen i Trondheimsfjorden")
    write("Hvalpatruljen i Trondheimsfjorden, tokt", relations=(RelationDraft(RelationKind.PART_OF, one.slug),))
    assert not Pair.objects.filter(one=one).exists()


def test_a_change_brings_a_pair_and_takes_it_away(write: Write, trd3: Partnership, now: datetime) -> None:
    one = write("Kompostering av havtare i Ilsvika")
    other = write("Noe helt annet om fugl")
    assert not Pair.objects.filter(one=one, other=other).exists()
    for title, there in (("Kompostering av havtare ved Ilsvika", True), ("Noe helt annet om fugl", False)):
        activity, draft = draft_of(trd3, other.slug) or pytest.fail("gone")
        order = Order(activity.pk, activity.version, replace(draft, title=title))
        change_activities(partnership=trd3, orders=[order], by=BY, now=now)
        assert Pair.objects.filter(one=one, other=other).exists() is there


def test_what_leaves_the_register_is_asked_about_no_more(write: Write, trd3: Partnership, now: datetime) -> None:
    one, other = write("Kompostering av havtare i Ilsvika"), write("Kompostering av havtare, Ilsvika")
    assert Pair.objects.filter(one=one, other=other).exists()
    remove_activities(partnership=trd3, versions=[(other.pk, 1)], by=BY, now=now)
    assert not Pair.objects.filter(one=one, other=other).exists()
    assert not ClueHolder.objects.filter(activity=other).exists()
    bring_back(partnership=trd3, activity_ids=[other.pk], by=BY, now=now)
    assert Pair.objects.filter(one=one, other=other, is_open=True).exists()


def test_many_written_at_once_wait_and_are_compared_later(trd3: Partnership, now: datetime) -> None:
    before = waiting_count(trd3)
    drafts = [ActivityDraft("", Kind.PILOT, f"Havtare og kompost nummer {n}") for n in range(AT_ONCE + 1)]
    made = register_activities(partnership=trd3, drafts=drafts, by=BY, now=now)
    assert waiting_count(trd3) == before + len(made)
    assert not Fingerprint.objects.filter(pk__in=[each.pk for each in made]).exists()
    assert compare_waiting(partnership=trd3, now=now) == before + len(made)
    assert waiting_count(trd3) == 0
    assert_true_to_the_register(trd3)


def test_what_is_kept_is_what_would_be_written_anew(write: Write, trd3: Partnership, now: datetime) -> None:
    compare_waiting(partnership=trd3, now=now)
    one = write("Kompostering av havtare i Ilsvika")
    write("Tang og tare som råstoff")
    activity, draft = draft_of(trd3, one.slug) or pytest.fail("gone")
    change_activities(
        partnership=trd3,
        orders=[Order(activity.pk, 1, replace(draft, description="Noe om måker", acronym="TARE"))],
        by=BY,
        now=now,
    )
    assert_true_to_the_register(trd3)


def assert_true_to_the_register(partnership: Partnership) -> None:
    """Fingerprints, clues and counts are those of the entries in the register, and of no others."""
    ids = list(Activity.objects.filter(partnership=partnership).values_list("pk", flat=True))
    comparer = Comparer(partnership)
    prepared = {pk: comparer.prepare(record) for pk, record in records_of(ids).items()}
    kept = dict(Fingerprint.objects.filter(partnership=partnership).values_list("pk", "checksum"))
    assert kept == {pk: checksum(kept_of(record)) for pk, record in prepared.items()}
    held: dict[int, set[str]] = {}
    for pk, text in ClueHolder.objects.filter(clue__partnership=partnership).values_list("activity_id", "clue__text"):
        held.setdefault(pk, set()).add(text)
    assert held == {pk: set(clues_of(record)) for pk, record in prepared.items()}
    counts = {text: count for text, count in Clue.objects.filter(partnership=partnership).values_list("text", "count")}
    assert {text: count for text, count in counts.items() if count} == {
        text: sum(text in each for each in held.values()) for each in held.values() for text in each
    }


def test_suggesting_takes_a_fixed_number_of_queries(trd3: Partnership, now: datetime) -> None:
    compare_waiting(partnership=trd3, now=now)
    twins_of(trd3, [Record(id="", title="Medisinfri søvnbehandling")])
    with CaptureQueriesContext(connection) as captured:
        found = twins_of(trd3, [Record(id="", title="Medisinfri søvnbehandlign for eldre")])[0]
    assert found
    assert len(captured) <= 8
