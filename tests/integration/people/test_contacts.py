"""Who is in touch about an activity, as people say it in the browser."""

from __future__ import annotations

import html
from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.conftest import Cast

from brobygger.accounts.models import User
from brobygger.audit.models import Event
from brobygger.partnerships.models import Partnership
from brobygger.people.actions.contacts import responsible_for
from brobygger.people.models import Contact, Person
from brobygger.people.rules.retention import kept_until
from brobygger.portfolio.actions.listeners import Written
from brobygger.portfolio.models import Activity, Revision

Browser = Callable[[User | None], Client]
CONTACTS = "/trd3/personer/kontakter/climagen/"
ACTIVITY = "/trd3/aktiviteter/climagen/"


def shown(client: Client, address: str) -> str:
    return html.unescape(client.get(address).content.decode())


@pytest.fixture
def lead(cast: Cast, client_of: Browser) -> Client:
    return client_of(cast.lead)


def add(client: Client, name: str = "Ingrid Innleid", **more: str) -> Contact:
    response = client.post(CONTACTS, {"name": name, "role": "contact", **more})
    assert response.status_code == 302, response.content.decode()
    return Contact.objects.latest("pk")


def test_somebody_new_is_added_and_shown_with_how_to_reach_them(lead: Client) -> None:
    contact = add(lead, email="ingrid@example.no", phone="+47 900 00 000")
    page = shown(lead, ACTIVITY)
    assert "Ingrid Innleid" in page
    assert 'href="mailto:ingrid@example.no"' in page
    assert 'href="tel:+47 900 00 000"' in page
    assert contact.person.keep_until == kept_until(contact.start)
    assert contact.person.purpose == "activity_contact"


def test_the_log_and_the_versions_hold_no_name(lead: Client) -> None:
    add(lead, email="ingrid@example.no")
    for event in Event.objects.filter(subject_type__in=["person", "contact"]):
        assert "Ingrid" not in str(event.data)
        assert "example.no" not in str(event.data)
    assert not Revision.objects.filter(activity__slug="climagen").exists()


def test_the_same_name_is_the_same_person(lead: Client) -> None:
    first, second = add(lead), add(lead, name=" ingrid  INNLEID ", role="mentor")
    assert first.person_id == second.person_id
    assert lead.post(CONTACTS, {"name": "Ingrid Innleid", "role": "mentor"}).status_code == 302
    assert Contact.objects.filter(person=first.person).count() == 2


def test_two_of_one_name_are_asked_about(lead: Client) -> None:
    first = add(lead, email="en@example.no")
    second = add(lead, person="ny", email="to@example.no", role="mentor")
    assert first.person_id != second.person_id
    response = lead.post(CONTACTS, {"name": "Ingrid Innleid", "role": "co_supervisor"})
    assert response.status_code == 422
    assert "Flere heter dette" in response.content.decode()
    assert "to@example.no" in response.content.decode()
    third = add(lead, person=str(second.person_id), role="co_supervisor")
    assert third.person_id == second.person_id


def test_a_member_is_known_by_name(lead: Client, cast: Cast) -> None:
    contact = add(lead, name="Test Testesen")
    assert contact.person.user == cast.colleague
    assert 'href="mailto:colleague@example.no"' in shown(lead, ACTIVITY)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""), ("name", "---"), ("name", "x" * 201), ("email", "ikke en adresse"), ("phone", "ring meg"),
        ("role", "keiser"), ("keep_until", "2001-01-01"), ("keep_until", "2999-01-01"), ("keep_until", "i morgen"),
        ("name", "a\x00b"),
    ],
)  # fmt: skip
def test_bad_input_is_told_of_and_nothing_is_lost(lead: Client, field: str, value: str) -> None:
    data = {"name": "Ingrid Innleid", "role": "contact", "email": "ingrid@example.no", field: value}
    response = lead.post(CONTACTS, data)
    assert response.status_code == 422
    body = html.unescape(response.content.decode())
    assert "ds-validation-message" in body
    assert field == "email" or "ingrid@example.no" in body
    assert not Person.objects.exists()


def test_htmx_gets_the_contacts_and_nothing_around_them(lead: Client) -> None:
    response = lead.post(CONTACTS, {"name": "Ingrid Innleid", "role": "contact"}, headers={"HX-Request": "true"})
    body = response.content.decode()
    assert body.lstrip().startswith("<section")
    assert "Ingrid Innleid er lagt til." in body
    assert "<html" not in body


def test_ending_keeps_the_history_and_removing_does_not(lead: Client) -> None:
    contact = add(lead)
    lead.post(f"/trd3/personer/kontakter/{contact.pk}/avslutt/")
    contact.refresh_from_db()
    assert contact.end is not None
    assert "Tidligere" in shown(lead, f"/trd3/personer/{contact.person_id}/")
    again = add(lead)
    lead.post(f"/trd3/personer/kontakter/{again.pk}/ta-vekk/")
    assert not Contact.objects.filter(pk=again.pk).exists()


def test_names_are_suggested(lead: Client) -> None:
    add(lead)
    add(lead, name="Åse Ærlig", role="mentor")
    assert "Ingrid Innleid" in shown(lead, "/trd3/personer/navn/?name=inn")
    assert "Åse Ærlig" in shown(lead, "/trd3/personer/navn/?name=åse")
    assert "Test Testesen" in shown(lead, "/trd3/personer/navn/?name=testes")
    assert shown(lead, "/trd3/personer/navn/?name=").strip() == ""


def test_who_may_do_what(cast: Cast, client_of: Browser) -> None:
    contact = add(client_of(cast.lead), email="ingrid@example.no")
    person = f"/trd3/personer/{contact.person_id}/"
    for name, may_write, may_reach in (
        ("lead", True, True), ("colleague", True, True), ("coordinator", True, True),
        ("steering_member", False, True), ("observer", False, False),
    ):  # fmt: skip
        client = client_of(getattr(cast, name))
        for address in (ACTIVITY, "/trd3/personer/", person):
            page = shown(client, address)
            assert "Ingrid Innleid" in page, (name, address)
            assert ("ingrid@example.no" in page) == may_reach, (name, address)
        answer = client.post(CONTACTS, {"name": "Ny Nysen", "role": "mentor"})
        assert answer.status_code == (302 if may_write else 403), name
        assert client.get(person + "rett/").status_code == (200 if may_write else 403)
        assert client.get(person + "slett-alt/").status_code == (200 if name == "coordinator" else 403)
        assert client.get(person + "alt.json").status_code == (200 if name == "coordinator" else 403)
    for name in ("stranger", "other_lead"):
        client = client_of(getattr(cast, name))
        for address in ("/trd3/personer/", person, CONTACTS, person + "alt.json"):
            assert client.get(address).status_code == 404


def test_a_person_of_another_partnership_is_not_found(cast: Cast, client_of: Browser, fjordby: Partnership) -> None:
    contact = add(client_of(cast.lead))
    other = client_of(cast.other_lead)
    assert other.get(f"/fjordby/personer/{contact.person_id}/").status_code == 404
    assert other.post(f"/fjordby/personer/kontakter/{contact.pk}/avslutt/").status_code == 404
    assert "Ingrid" not in shown(other, "/fjordby/personer/")
    assert "Ingrid" not in shown(other, "/fjordby/personer/navn/?name=ingrid")


def test_whoever_registers_in_the_form_is_responsible(lead: Client, cast: Cast) -> None:
    lead.post("/trd3/aktiviteter/ny/", {"title": "Ny sykkelvei", "kind": "pilot"})
    activity = Activity.objects.get(title="Ny sykkelvei")
    contact = Contact.objects.get(activity=activity)
    assert (contact.role, contact.person.user) == ("responsible", cast.lead)
    assert contact.person.name == "Prøve Prosjektleder"
    assert not Event.objects.filter(subject_type="contact").exists()


def test_registering_costs_three_queries_at_most(cast: Cast, trd3: Partnership, now: object) -> None:
    pk = Activity.objects.filter(partnership=trd3).values_list("pk", flat=True)[0]
    written = Written(trd3, [pk], "registered", cast.lead.as_actor, now)  # type: ignore[arg-type]
    with CaptureQueriesContext(connection) as first:
        responsible_for(written)
    Contact.objects.all().delete()
    with CaptureQueriesContext(connection) as second:
        responsible_for(written)
    told = [query["sql"] for query in first.captured_queries if "SAVEPOINT" not in query["sql"]]
    assert len(told) <= 3, told
    assert len(second) <= 2
    many = Written(trd3, list(range(100)), "registered", cast.lead.as_actor, now)  # type: ignore[arg-type]
    for other in (many, Written(trd3, [pk], "changed", cast.lead.as_actor, now)):  # type: ignore[arg-type]
        with CaptureQueriesContext(connection) as none:
            responsible_for(other)
        assert len(none) == 0


def test_the_list_is_searched_and_paged_without_asking_for_each(
    lead: Client, trd3: Partnership, now: object, django_assert_max_num_queries: Callable[..., object]
) -> None:
    people = Person.objects.bulk_create(
        Person(partnership=trd3, name=f"Person {n:04}", keep_until=date(2028, 1, 1), made_at=now, made_by="x")
        for n in range(130)
    )
    activity = Activity.objects.filter(partnership=trd3).first()
    Contact.objects.bulk_create(
        Contact(activity=activity, person=person, role="mentor", start=date(2026, 1, 1), made_at=now, made_by="x")
        for person in people
    )
    with django_assert_max_num_queries(9):  # type: ignore[attr-defined]
        page = shown(lead, "/trd3/personer/")
    assert "Person 0049" in page
    assert "Person 0050" not in page
    assert "Person 0129" in shown(lead, "/trd3/personer/?side=3")
    found = shown(lead, "/trd3/personer/?q=0077 person")
    assert "Person 0077" in found
    assert "Person 0078" not in found
    assert "Ingen heter det" in shown(lead, "/trd3/personer/?q=finnes+ikke")


def test_contact_data_are_corrected(lead: Client, cast: Cast, client_of: Browser) -> None:
    person = add(lead).person
    address = f"/trd3/personer/{person.pk}/rett/"
    data = {
        "name": "Ingrid Innleid-Moe",
        "email": "im@example.no",
        "phone": "",
        "party": "NTNU",
        "purpose": "supervisor",
        "note": "",
    }
    assert lead.post(address, data).status_code == 302
    person.refresh_from_db()
    assert (person.name, person.organisation.name, person.purpose) == (
        "Ingrid Innleid-Moe", "Norges teknisk-naturvitenskapelige universitet", "supervisor",
    )  # fmt: skip
    event = Event.objects.filter(subject_type="person", verb="corrected").get()
    assert event.data == {"fields": ["name", "email", "organisation", "purpose"]}
    bad = lead.post(address, {**data, "party": "Finnes ikke AS"})
    assert bad.status_code == 422
    assert "Finnes ikke AS" in bad.content.decode()
