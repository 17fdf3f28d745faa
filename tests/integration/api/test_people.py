"""People, what is held about them, and handing over, through the API."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.conftest import Cast
from tests.integration.api.conftest import Program

from brobygger.accounts.models import User
from brobygger.api.rules.tokens import ApiScope
from brobygger.discussion.models import Follow
from brobygger.partnerships.models import Partnership
from brobygger.people.actions.contacts import add_contact
from brobygger.people.actions.people import Details, make_person, person_for
from brobygger.people.models import Contact, Person
from brobygger.people.rules.kinds import ContactRole
from brobygger.portfolio.models import Activity

Programs = Callable[..., Program]


@pytest.fixture
def person(cast: Cast, trd3: Partnership, now: datetime) -> Person:
    """Somebody outside, contact of one activity."""
    details = Details("Ingrid Eksempel", "ingrid@example.no", "900 00 000", note="Ring helst")
    made = make_person(partnership=trd3, details=details, by=cast.lead.as_actor, now=now)
    activity = Activity.objects.get(partnership=trd3, slug="climagen")
    add_contact(activity=activity, person=made, role=ContactRole.CONTACT, by=cast.lead.as_actor, now=now)
    return made


@pytest.fixture
def giver(cast: Cast, trd3: Partnership, now: datetime) -> Person:
    """The lead, responsible for three activities, following two."""
    before = now - timedelta(days=400)
    made = person_for(partnership=trd3, user=cast.lead, by=cast.lead.as_actor, now=before)
    activities = list(Activity.objects.filter(partnership=trd3).order_by("pk")[:3])
    for activity in activities:
        add_contact(activity=activity, person=made, role=ContactRole.RESPONSIBLE, by=cast.lead.as_actor, now=before)
    for activity in activities[:2]:
        Follow.objects.create(user=cast.lead, activity=activity, wanted=True, since=before)
    return made


@pytest.fixture
def lead(program_of: Programs, cast: Cast) -> Program:
    return program_of(cast.lead)


@pytest.fixture
def coordinator(program_of: Programs, cast: Cast) -> Program:
    return program_of(cast.coordinator)


def test_who_sees_what(program_of: Programs, cast: Cast, person: Person) -> None:
    one = f"/people/{person.pk}"
    for user, status, mail in (
        (cast.lead, 200, "ingrid@example.no"),
        (cast.colleague, 200, "ingrid@example.no"),
        (cast.coordinator, 200, "ingrid@example.no"),
        (cast.observer, 200, ""),
        (cast.other_lead, 404, ""),
    ):
        program = program_of(user)
        assert program.get("/people").status_code == program.get(one).status_code == status
        if status == 200:
            told = program.get(one).json()
            assert told["email"] == mail
            assert bool(told["note"]) == bool(mail)
            assert [each["email"] for each in program.get("/people?q=ingrid").json()["items"]] == [mail]
            assert told["roles"][0]["activity"] == "climagen"
        if user != cast.coordinator:
            for place in (f"{one}/held", "/people/due"):
                assert program.get(place).status_code == (403 if status == 200 else 404)
            for act, body in (("keep", {"until": "2027-01-01", "because": "x"}), ("erase", {"sure": True})):
                assert program.post(f"{one}/{act}", body).status_code == (403 if status == 200 else 404)
    other = program_of(cast.other_lead)
    assert other.get(f"/api/v1/partnerships/fjordby{one}").status_code == 404
    assert program_of(None).get("/people").status_code == 401
    # A token that was made for reading shows no more of others than the list.
    assert program_of(cast.coordinator, ApiScope.READ).get(f"{one}/held").status_code == 403


def test_people_a_page_at_a_time(lead: Program, trd3: Partnership, cast: Cast, now: datetime) -> None:
    names = ["Ådne Prøve", "Anne Prøve", "anne Prøve", "Berit Prøve", "Berit Prøve"]
    for name in names:
        make_person(partnership=trd3, details=Details(name), by=cast.lead.as_actor, now=now)
    whole = [each["id"] for each in lead.get("/people?limit=200").json()["items"]]
    read, place = [], "/people?limit=2"
    while place:
        with CaptureQueriesContext(connection) as queries:
            told = lead.get(place).json()
        assert len(queries) <= 8
        read += [each["id"] for each in told["items"]]
        place = told["next"]
    assert read == whole
    assert len(read) == len(set(read)) >= 5


def test_correcting_somebody(lead: Program, program_of: Programs, cast: Cast, person: Person) -> None:
    one = f"/people/{person.pk}"
    tag = lead.get(one)["ETag"]
    body = {"name": "Ingrid Eksempelsen", "email": "ie@example.no", "party": "NTNU"}
    assert lead.send("PUT", one, body).status_code == 428
    changed = lead.send("PUT", one, body, if_match=tag)
    assert (changed.json()["name"], changed.json()["organisation"], changed.json()["phone"]) == (
        "Ingrid Eksempelsen", "ntnu", "",
    )  # fmt: skip
    assert changed["ETag"] != tag
    assert lead.send("PUT", one, body, if_match=tag).status_code == 412
    assert program_of(cast.observer).send("PUT", one, body, if_match=tag).status_code == 403
    for wrong in (
        {},
        {"name": "12"},
        {"name": "I", "email": "tull"},
        {"name": "I", "phone": "abc"},
        {"name": "I", "party": "Ukjent"},
        {"name": "I", "party": "ISS"},
        {"name": "I", "purpose": "tull"},
        {"name": "I", "note": "x" * 501},
    ):
        assert lead.send("PUT", one, wrong, if_match=changed["ETag"]).status_code == 422


def test_oneself_is_corrected_elsewhere(lead: Program, giver: Person) -> None:
    one = f"/people/{giver.pk}"
    assert lead.send("PUT", one, {"name": "Meg"}, if_match=lead.get(one)["ETag"]).status_code == 409


def test_what_is_held_and_for_how_long(coordinator: Program, person: Person) -> None:
    one = f"/people/{person.pk}"
    response = coordinator.get(f"{one}/held")
    assert response["Cache-Control"] == "no-store"
    held = {each["field"]: each for each in response.json()["items"]}
    assert held["people.Person.email"]["value"] == "ingrid@example.no"
    assert response.json()["obstacles"] == []
    today = timezone.localdate()
    until = (today + timedelta(days=900)).isoformat()
    kept = coordinator.post(f"{one}/keep", {"until": until, "because": "Søknad til behandling"}).json()
    assert (kept["keep_until"], kept["kept_because"]) == (until, "Søknad til behandling")
    for body in (
        {},
        {"until": "2020-01-01", "because": "x"},
        {"until": "2099-01-01", "because": "x"},
        {"until": until, "because": " "},
    ):
        assert coordinator.post(f"{one}/keep", body).status_code == 422
    Contact.objects.filter(person=person).update(end=today)
    Person.objects.filter(pk=person.pk).update(keep_until=today)
    assert {"id": person.pk, "name": "Ingrid Eksempel", "keep_until": today.isoformat()} in coordinator.get(
        "/people/due"
    ).json()["items"]


def test_erasing_somebody(coordinator: Program, person: Person, giver: Person, cast: Cast) -> None:
    one = f"/people/{person.pk}"
    assert coordinator.post(f"{one}/erase", {}).status_code == 422
    assert coordinator.post(f"{one}/erase", {"sure": False}).status_code == 422
    assert coordinator.post(f"{one}/erase", {"sure": True}).status_code == 204
    told = coordinator.get(one).json()
    assert (told["name"], told["email"], told["is_erased"]) == ("Slettet person", "", True)
    assert coordinator.post(f"{one}/erase", {"sure": True}).status_code == 404
    assert coordinator.get(f"{one}/held").status_code == 404
    stands = coordinator.post(f"/people/{giver.pk}/erase", {"sure": True})
    assert stands.status_code == 409
    assert stands.json()["errors"][0]["code"] == "responsible"
    assert User.objects.get(pk=cast.lead.pk).is_active


def test_oneself(lead: Program, cast: Cast, coordinator: Program, program_of: Programs) -> None:
    told = lead.get("/me").json()
    assert (told["name"], told["phone"], told["person"]) == (cast.lead.display_name, "", None)
    changed = lead.send("PATCH", "/me", {"phone": "900 00 000", "name": "Prøve Prosjektlederen"}).json()
    assert (changed["name"], changed["phone"]) == ("Prøve Prosjektlederen", "900 00 000")
    assert changed["person"]
    assert lead.get("/token").json()["owner"] == "Prøve Prosjektlederen"
    assert lead.send("PATCH", "/me", {"name": cast.colleague.display_name}).status_code == 409
    for body in ({"name": ""}, {"email": "tull"}, {"phone": "abc"}, {"username": "x"}):
        assert lead.send("PATCH", "/me", body).status_code == 422
    assert any(each["value"] == "900 00 000" for each in lead.get("/me/held").json()["items"])
    assert coordinator.post("/me/erase", {"sure": True}).json()["errors"][0]["code"] == "only_coordinator"
    observer = program_of(cast.observer)
    assert observer.get("/me/held").status_code == 200
    assert observer.post("/me/erase", {"sure": True}).status_code == 403
    assert lead.post("/me/erase", {}).status_code == 422
    assert lead.post("/me/erase", {"sure": True}, idempotency_key="1").status_code == 422
    assert lead.post("/me/erase", {"sure": True}).status_code == 204
    assert lead.get("/me").status_code == 401
    assert not User.objects.get(pk=cast.lead.pk).is_active


def test_handing_over_and_back(lead: Program, coordinator: Program, giver: Person, cast: Cast) -> None:
    place = f"/people/{giver.pk}/hand-over"
    theirs = lead.get(place).json()
    assert len(theirs["roles"]) == 3
    assert [len(part["things"]) for part in theirs["parts"] if part["part"] == "follows"] == [2]
    assert cast.colleague.pk in {each["id"] for each in theirs["takers"]}
    roles = [each["id"] for each in theirs["roles"]]
    follows = [each["id"] for each in theirs["parts"][0]["things"]]
    for body in (
        {},
        {"to": cast.colleague.pk},
        {"to": cast.lead.pk, "roles": roles},
        {"to": cast.other_lead.pk, "roles": roles},
        {"to": cast.colleague.pk, "roles": roles, "parts": {"tull": [1]}},
        {"to": cast.colleague.pk, "roles": ["a"]},
    ):
        assert lead.post(place, body).status_code == 422
    assert lead.post(place, {"to": cast.colleague.pk, "roles": [2**40]}).status_code == 409
    body = {"to": cast.colleague.pk, "roles": roles[:2], "parts": {"follows": follows}}
    given = lead.post(place, body, idempotency_key="1")
    assert given.status_code == 201
    assert lead.post(place, body, idempotency_key="1").json() == given.json()
    assert Contact.objects.filter(person__user=cast.colleague, end=None).count() == 2
    assert Follow.objects.filter(user=cast.colleague, wanted=True).count() == 2
    back = f"/hand-overs/{given.json()['id']}/give-back"
    assert lead.post(back).status_code == 403
    assert coordinator.post(back).json() == {"roles": 2}
    assert coordinator.post(back).json() == {"roles": 0}
    assert Contact.objects.filter(person=giver, end=None).count() == 3
    assert coordinator.get(f"/people/{giver.pk}").json()["hand_overs"][0]["undone_at"]
    assert coordinator.post("/hand-overs/999999/give-back").status_code == 404


def test_who_hands_over(program_of: Programs, cast: Cast, giver: Person) -> None:
    place = f"/people/{giver.pk}/hand-over"
    for user, status in ((cast.colleague, 403), (cast.observer, 403), (cast.other_lead, 404)):
        assert program_of(user).get(place).status_code == status
        assert program_of(user).post(place, {"to": 1}).status_code == status
    assert program_of(cast.coordinator).get(place).status_code == 200
    assert program_of(cast.coordinator, ApiScope.WRITE).get(place).status_code == 403
    assert program_of(cast.lead, ApiScope.WRITE).get(place).status_code == 200


def test_contacts_of_an_activity(lead: Program, program_of: Programs, cast: Cast, person: Person) -> None:
    place = "/activities/climagen/contacts"
    assert [each["name"] for each in lead.get(place).json()["items"]] == ["Ingrid Eksempel"]
    new = lead.post(place, {"name": "Torleif Prøve", "role": "mentor", "email": "t@example.no"})
    assert (new.status_code, new.json()["role"]) == (201, "mentor")
    assert lead.post(place, {"name": "torleif prøve", "role": "mentor"}).status_code == 200
    assert lead.post(place, {"person": person.pk, "role": "responsible"}).status_code == 201
    member = lead.post(place, {"name": cast.colleague.display_name}).json()
    assert Person.objects.get(pk=member["person"]).user_id == cast.colleague.pk
    make_person(
        partnership=person.partnership, details=Details("Ingrid Eksempel"), by=cast.lead.as_actor, now=timezone.now()
    )
    assert lead.post(place, {"name": "Ingrid Eksempel"}).json()["errors"][0]["code"] == "shared"
    for body in (
        {},
        {"person": 999999},
        {"name": "12"},
        {"name": "Ny", "keep_until": "2001-01-01"},
        {"name": "N", "role": "x"},
    ):
        assert lead.post(place, body).status_code == 422
    ended = lead.post(f"/contacts/{member['id']}/end")
    assert ended.json()["end"]
    assert lead.send("DELETE", f"/contacts/{new.json()['id']}").status_code == 204
    assert lead.send("DELETE", "/contacts/999999").status_code == 404
    observer, other = program_of(cast.observer), program_of(cast.other_lead)
    assert observer.get(place).status_code == 200
    assert observer.post(place, {"name": "X"}).status_code == 403
    assert observer.post(f"/contacts/{member['id']}/end").status_code == 403
    assert other.get(place).status_code == 404
    assert other.post(f"/api/v1/partnerships/fjordby/contacts/{member['id']}/end").status_code == 404
