"""The queue and one pair: who sees them, what can be decided, and what never happens."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from brobygger.audit.models import Event
from brobygger.audit.rules import system
from brobygger.duplicates.actions.compare import compare_waiting, propose_pair
from brobygger.duplicates.models import Pair
from brobygger.duplicates.presenters.reasons import in_short
from brobygger.partnerships.models import Partnership
from brobygger.portfolio.actions.change import Order, change_activities
from brobygger.portfolio.actions.register import register_activities
from brobygger.portfolio.models import Activity, Relation
from brobygger.portfolio.queries.drafts import draft_of
from brobygger.portfolio.rules.drafts import ActivityDraft
from brobygger.portfolio.rules.kinds import Kind

QUEUE = "/trd3/duplikater/"


@pytest.fixture
def pair(trd3: Partnership, now: datetime) -> Pair:
    """Two entries of much the same."""
    drafts = [
        ActivityDraft("", Kind.RESEARCH_PROJECT, title)
        for title in ("Kompostering av havtare i Ilsvika", "Havtare til kompost i Ilsvika")
    ]
    for draft in drafts:
        register_activities(partnership=trd3, drafts=[draft], by=system("test"), now=now)
    return Pair.objects.select_related("one", "other").get(one__title=drafts[0].title)


@pytest.fixture
def lead(cast: object, client_of: Callable[..., Client]) -> Client:
    return client_of(cast.lead)  # type: ignore[attr-defined, no-any-return]


def test_the_queue_shows_the_pair_and_why(pair: Pair, lead: Client) -> None:
    page = lead.get(QUEUE).content.decode()
    assert pair.one.title in page
    assert pair.other.title in page
    assert in_short(pair.reasons) in page
    assert "havtare" in in_short(pair.reasons)
    assert f"{QUEUE}{pair.pk}/" in page


@pytest.mark.parametrize(
    ("score", "answer", "reason", "told"),
    [
        (0.9, "same", "title_same", "Trolig den samme"),
        (0.9, "same", "name_same", "Kan være den samme"),
        (0.6, "same", "title_same", "Kan være den samme"),
        (0.3, "related", "title_same", "Trolig i slekt"),
        (0.3, "review", "words_some", "Ligner"),
    ],
)
def test_how_likely_is_said_no_stronger_than_it_is(
    pair: Pair, lead: Client, score: float, answer: str, reason: str, told: str
) -> None:
    Pair.objects.filter(pk=pair.pk).update(score=score, answer=answer, reasons=[[reason, 4.0, []]])
    assert told in lead.get(f"{QUEUE}{pair.pk}/").content.decode()


def test_an_empty_queue_says_what_comes_here(trd3: Partnership, lead: Client) -> None:
    page = lead.get(QUEUE).content.decode()
    assert "Ingenting ser ut til å være registrert to ganger" in page
    assert "ikke sammenlignet ennå" in page
    assert "Når dere har svart" in lead.get(f"{QUEUE}?vis=avgjort").content.decode()


def test_everyone_reads_and_only_writers_decide(pair: Pair, cast: object, client_of: Callable[..., Client]) -> None:
    address = f"{QUEUE}{pair.pk}/"
    for name in ("lead", "colleague", "coordinator", "steering_member", "observer"):
        client = client_of(getattr(cast, name))
        assert client.get(address).status_code == 200, name
        assert ("Gå videre" in client.get(address).content.decode()) is (name in {"lead", "colleague", "coordinator"})
    client_of(cast.observer).post(address, {"svar": "ulik"})  # type: ignore[attr-defined]
    for name in ("stranger", "other_lead"):
        assert client_of(getattr(cast, name)).get(address).status_code == 404
        assert client_of(getattr(cast, name)).post(address, {"svar": "ulik"}).status_code == 404
    assert Pair.objects.get(pk=pair.pk).is_open


def test_another_partnerships_pair_is_not_there(pair: Pair, cast: object, client_of: Callable[..., Client]) -> None:
    assert client_of(cast.other_lead).get(f"/fjordby/duplikater/{pair.pk}/").status_code == 404  # type: ignore[attr-defined]


def test_different_is_not_asked_again(pair: Pair, lead: Client, trd3: Partnership, now: datetime) -> None:
    response = lead.post(f"{QUEUE}{pair.pk}/", {"svar": "ulik", "merknad": "To vik, to prosjekter"})
    assert response["Location"] == QUEUE
    compare_waiting(partnership=trd3, now=now)
    present = Pair.objects.get(pk=pair.pk)
    assert (present.is_open, present.decision, present.note) == (False, "different", "To vik, to prosjekter")
    page = lead.get(f"{QUEUE}?vis=avgjort").content.decode()
    assert "Ikke den samme" in page
    event = Event.objects.get(subject_type="pair", subject_id=pair.pk)
    assert (event.verb, event.data["decision"]) == ("decided", "different")


def test_related_says_how_both_ways(pair: Pair, lead: Client, trd3: Partnership, now: datetime) -> None:
    address = f"{QUEUE}{pair.pk}/"
    for wrong in ({"svar": "slekt"}, {"svar": "slekt", "hvordan": "tull"}, {}, {"svar": "tull"}):
        assert lead.post(address, wrong).status_code == 422
    assert lead.post(address, {"svar": "slekt", "hvordan": "-part_of"}).status_code == 302
    relation = Relation.objects.get(activity=pair.other, other=pair.one)
    assert relation.kind == "part_of"
    propose_pair(partnership=trd3, one=pair.one, other=pair.other, now=now)
    assert lead.post(address, {"svar": "slekt", "hvordan": "part_of"}, follow=True).status_code == 200
    assert Relation.objects.filter(activity__in=[pair.one, pair.other]).count() == 1, "a circle is refused"
    assert Pair.objects.get(pk=pair.pk).is_open


def test_two_who_decide_at_once(pair: Pair, lead: Client) -> None:
    address = f"{QUEUE}{pair.pk}/"
    assert lead.post(address, {"svar": "ulik"}).status_code == 302
    page = lead.post(address, {"svar": "slekt", "hvordan": "part_of"}, follow=True).content.decode()
    assert "Ingenting er gjort nå" in page
    assert not Relation.objects.filter(activity__in=[pair.one, pair.other]).exists()


def test_a_changed_entry_is_asked_about_again(pair: Pair, lead: Client, trd3: Partnership, now: datetime) -> None:
    Pair.objects.filter(pk=pair.pk).update(score=0.3)
    lead.post(f"{QUEUE}{pair.pk}/", {"svar": "ulik"})
    activity, draft = draft_of(trd3, pair.other.slug) or pytest.fail("gone")
    same = replace(draft, title=pair.one.title)
    change_activities(partnership=trd3, orders=[Order(activity.pk, 1, same)], by=system("test"), now=now)
    present = Pair.objects.get(pk=pair.pk)
    assert present.is_open
    assert present.decision == "different", "what was decided is still told"


def test_somebody_points_at_a_twin_the_finder_has_not_seen(lead: Client, trd3: Partnership) -> None:
    one, other = Activity.objects.filter(partnership=trd3).order_by("pk")[:2]
    response = lead.post(f"{QUEUE}par/", {"aktivitet": one.slug, "annen": other.title})
    assert response["Location"] == f"{QUEUE}{Pair.objects.get().pk}/"
    for text in ("finnes ikke", one.title, ""):
        response = lead.post(f"{QUEUE}par/", {"aktivitet": one.slug, "annen": text}, follow=True)
        assert "Fant ingen annen aktivitet" in response.content.decode()
    assert lead.post(f"{QUEUE}par/", {"aktivitet": "finnes-ikke", "annen": other.title}).status_code == 404


@pytest.mark.parametrize("question", ["?side=999999999", "?side=-1", "?side=x", "?vis=tull", "?side=0"])
def test_odd_addresses_are_a_page(pair: Pair, lead: Client, question: str) -> None:
    assert lead.get(QUEUE + question).status_code == 200


def test_few_queries_however_long_the_queue(trd3: Partnership, lead: Client, now: datetime) -> None:
    compare_waiting(partnership=trd3, now=now)
    lead.get(QUEUE)
    with CaptureQueriesContext(connection) as captured:
        page = lead.get(QUEUE)
    assert page.status_code == 200
    assert len(captured) <= 20
    number = Pair.objects.filter(is_open=True).values_list("pk", flat=True)[0]
    with CaptureQueriesContext(connection) as captured:
        lead.get(f"{QUEUE}{number}/")
    assert len(captured) <= 32
