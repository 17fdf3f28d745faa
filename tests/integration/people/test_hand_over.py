"""A lead who leaves gives everything on, in one step, and gets it back the same way."""

from __future__ import annotations

import html
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from tests.conftest import Cast

from brobygger.accounts.models import User
from brobygger.audit.models import Event
from brobygger.discussion.models import Follow
from brobygger.partnerships.models import Partnership
from brobygger.people.actions import hand_over as handing
from brobygger.people.actions.contacts import add_contact
from brobygger.people.actions.people import person_for
from brobygger.people.models import Contact, HandOver, Person
from brobygger.people.rules.kinds import ContactRole
from brobygger.portfolio.models import Activity, Registration

Browser = Callable[[User | None], Client]


@pytest.fixture
def giver(cast: Cast, trd3: Partnership, now: datetime) -> Person:
    """The lead, responsible for five activities since long, following two."""
    before = now - timedelta(days=400)
    person = person_for(partnership=trd3, user=cast.lead, by=cast.lead.as_actor, now=before)
    activities = list(Activity.objects.filter(partnership=trd3).order_by("pk")[:5])
    for activity in activities:
        add_contact(activity=activity, person=person, role=ContactRole.RESPONSIBLE, by=cast.lead.as_actor, now=before)
    for activity in activities[:2]:
        Follow.objects.create(user=cast.lead, activity=activity, wanted=True, since=before)
    return person


def address(person: Person) -> str:
    return f"/trd3/personer/{person.pk}/overlever/"


def everything(person: Person, to: User) -> dict[str, object]:
    follows = Follow.objects.filter(user=person.user, wanted=True).values_list("activity_id", flat=True)
    contacts = Contact.objects.filter(person=person, end=None).values_list("pk", flat=True)
    return {"mottaker": str(to.pk), "contacts": list(contacts), "follows": list(follows)}


def test_all_is_listed_and_given_as_a_dated_change(giver: Person, cast: Cast, client_of: Browser) -> None:
    lead = client_of(cast.lead)
    lead.post("/trd3/aktiviteter/kladder/", {"title": "Min egen"})
    page = html.unescape(lead.get(address(giver)).content.decode())
    assert "Roller i aktiviteter (5)" in page
    assert "Aktiviteter som følges (2)" in page
    assert "1 kladd kan ikke gis videre" in page
    assert "Min egen" not in page
    registered = Registration.objects.count()
    assert lead.post(address(giver), everything(giver, cast.colleague)).status_code == 302
    taker = Person.objects.get(user=cast.colleague)
    old, new = Contact.objects.filter(person=giver), Contact.objects.filter(person=taker, end=None)
    assert {contact.activity_id for contact in old} == {contact.activity_id for contact in new}
    assert all(contact.end == each.start for contact, each in zip(old, new, strict=True))
    assert Follow.objects.filter(user=cast.colleague, wanted=True).count() == 2
    assert not Follow.objects.filter(user=cast.lead).exists()
    assert Registration.objects.count() == registered
    event = Event.objects.get(verb="handed_over")
    assert event.data == {"giver": giver.pk, "taker": taker.pk, "contacts": 5, "follows": 2}


def test_some_can_be_chosen(giver: Person, cast: Cast, client_of: Browser) -> None:
    some = {**everything(giver, cast.colleague), "follows": []}
    some["contacts"] = some["contacts"][:2]  # type: ignore[index]
    client_of(cast.lead).post(address(giver), some)
    assert Contact.objects.filter(person=giver, end=None).count() == 3
    assert Follow.objects.filter(user=cast.lead).count() == 2


def test_it_is_given_back(giver: Person, cast: Cast, client_of: Browser) -> None:
    client_of(cast.lead).post(address(giver), everything(giver, cast.colleague))
    handed = HandOver.objects.get()
    back = f"/trd3/personer/overleveringer/{handed.pk}/tilbake/"
    assert client_of(cast.colleague).post(back).status_code == 403
    coordinator = client_of(cast.coordinator)
    assert "Lever tilbake" in coordinator.get(f"/trd3/personer/{giver.pk}/").content.decode()
    assert coordinator.post(back).status_code == 302
    assert Contact.objects.filter(person=giver, end=None).count() == 5
    assert not Contact.objects.filter(person__user=cast.colleague, end=None).exists()
    assert Follow.objects.filter(user=cast.lead, wanted=True).count() == 2
    coordinator.post(back)
    assert Contact.objects.filter(person=giver).count() == 10
    assert Event.objects.filter(verb="handed_back").count() == 1


def test_who_has_the_role_already_gets_it_once(
    giver: Person, cast: Cast, client_of: Browser, trd3: Partnership, now: datetime
) -> None:
    taker = person_for(partnership=trd3, user=cast.colleague, by=cast.lead.as_actor, now=now)
    one = Contact.objects.filter(person=giver).first()
    assert one is not None
    add_contact(activity=one.activity, person=taker, role=ContactRole.RESPONSIBLE, by=cast.lead.as_actor, now=now)
    client_of(cast.lead).post(address(giver), everything(giver, cast.colleague))
    assert Contact.objects.filter(person=taker, end=None).count() == 5


def test_all_or_nothing(giver: Person, cast: Cast, client_of: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken:
        name = "follows"

        def title(self) -> str:
            return "x"

        def things(self, partnership: int, *, user: int) -> list[object]:
            return []

        def give(self, *args: object, **more: object) -> list[int]:
            raise RuntimeError("in the middle")

    monkeypatch.setattr(handing, "parts", lambda: [Broken()])
    client = client_of(cast.coordinator)
    client.raise_request_exception = False
    assert client.post(address(giver), everything(giver, cast.colleague)).status_code == 500
    assert Contact.objects.filter(person=giver, end=None).count() == 5
    assert not HandOver.objects.exists()


def test_what_is_no_longer_theirs_stops_it(giver: Person, cast: Cast, client_of: Browser) -> None:
    data = everything(giver, cast.colleague)
    Contact.objects.filter(pk=data["contacts"][0]).update(end=timezone.localdate())  # type: ignore[index]
    response = client_of(cast.lead).post(address(giver), data)
    assert response.status_code == 422
    assert "Ingenting er gitt videre" in response.content.decode()
    assert Contact.objects.filter(person=giver, end=None).count() == 4


@pytest.mark.parametrize(
    "wrong",
    [
        {"mottaker": ""},
        {"mottaker": "999999"},
        {"contacts": [], "follows": []},
        {"contacts": ["x", "9" * 30], "follows": []},
    ],
)
def test_bad_choices_are_told_of(giver: Person, cast: Cast, client_of: Browser, wrong: dict[str, object]) -> None:
    response = client_of(cast.lead).post(address(giver), {**everything(giver, cast.colleague), **wrong})
    assert response.status_code == 422
    assert Contact.objects.filter(person=giver, end=None).count() == 5


def test_to_a_stranger_nothing_is_given(giver: Person, cast: Cast, client_of: Browser) -> None:
    for stranger in (cast.stranger, cast.other_lead, cast.lead):
        assert client_of(cast.lead).post(address(giver), everything(giver, stranger)).status_code == 422


def test_who_may_hand_over(giver: Person, cast: Cast, client_of: Browser) -> None:
    for name, status in (
        ("lead", 200), ("coordinator", 200), ("colleague", 403), ("observer", 403), ("steering_member", 403),
        ("stranger", 404), ("other_lead", 404),
    ):  # fmt: skip
        assert client_of(getattr(cast, name)).get(address(giver)).status_code == status, name


def test_after_the_hand_over_one_can_be_erased(giver: Person, cast: Cast, client_of: Browser) -> None:
    lead = client_of(cast.lead)
    assert "Dette må ordnes først" in html.unescape(lead.get("/trd3/meg/slett-alt/").content.decode())
    lead.post(address(giver), everything(giver, cast.colleague))
    assert "Dette må ordnes først" not in html.unescape(lead.get("/trd3/meg/slett-alt/").content.decode())
    assert lead.post("/trd3/meg/slett-alt/", {"sure": "on"})["Location"] == "/logg-inn/"
    assert client_of(cast.coordinator).get(f"/trd3/personer/{giver.pk}/").status_code == 200
