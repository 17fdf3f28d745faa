"""Erasing somebody: nothing of them is left in any text of the database, and everything counts as before."""

from __future__ import annotations

import html
import json
from collections.abc import Callable
from datetime import date, datetime, timedelta
from io import StringIO

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import models
from django.test import Client
from django.utils import timezone
from tests.conftest import Cast

from brobygger.accounts.models import User
from brobygger.audit.models import Event
from brobygger.discussion.models import Comment, Follow, Mention
from brobygger.partnerships.actions import admit
from brobygger.partnerships.models import Membership, Partnership
from brobygger.partnerships.rules.kinds import Role
from brobygger.people.actions.contacts import add_contact
from brobygger.people.actions.erase import StandsInTheWay, erase_person
from brobygger.people.actions.people import Details, make_person, person_for
from brobygger.people.models import Contact, Person
from brobygger.people.rules.kinds import ERASED_NAME, ContactRole
from brobygger.portfolio.models import Activity, Registration, Revision, UnfinishedForm

Browser = Callable[[User | None], Client]
NAME = "Prøve Prosjektleder"


def found_in_database(*wanted: str) -> list[str]:
    """Every text of every table in which one of the texts stands, whatever it is there for."""
    found = []
    for model in apps.get_models(include_auto_created=True):
        if model._meta.proxy or not model._meta.managed:
            continue
        for field in model._meta.concrete_fields:
            if isinstance(field, models.CharField | models.TextField | models.JSONField):
                for value in model._base_manager.values_list(field.name, flat=True).distinct():
                    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
                    found += [
                        f"{model.__name__}.{field.name}: {text[:80]}" for each in wanted if each.lower() in text.lower()
                    ]
    return found


@pytest.fixture
def busy(cast: Cast, client_of: Browser, trd3: Partnership) -> Client:
    """The lead, who has done all there is to do; the browser they did it in."""
    lead, colleague = client_of(cast.lead), client_of(cast.colleague)
    lead.post("/trd3/aktiviteter/ny/", {"title": "Ny sykkelvei", "kind": "pilot"})
    slug = Activity.objects.get(title="Ny sykkelvei").slug
    lead.post("/trd3/aktiviteter/kladder/", {"title": "Halvferdig"})
    lead.post(f"/trd3/aktiviteter/{slug}/uendret/")
    thread = f"/trd3/aktiviteter/{slug}/samtale/"
    lead.post(thread, {"text": "Hva tror dere?"})
    own = Comment.objects.latest("pk")
    lead.post(f"/trd3/kommentarer/{own.pk}/", {"text": "Hva tror dere nå?"})
    colleague.post(thread, {"text": f"Spør @{NAME.upper()} om det, og {NAME}s gruppe."})
    colleague.post(f"/trd3/kommentarer/{Comment.objects.latest('pk').pk}/", {"text": f"Spør @{NAME}!"})
    lead.post(f"/trd3/aktiviteter/{slug}/folg/", {"folg": "1"})
    lead.post("/trd3/varsler/innstillinger/", {"digest": "daily", "language": "nb", "in_app": "on"})
    activity = Activity.objects.get(slug=slug, partnership=trd3)
    lead.post(f"/trd3/aktiviteter/{slug}/fjern/", {"versjon": activity.version})
    lead.post(f"/trd3/aktiviteter/{slug}/hent/")
    lead.post("/trd3/meg/", {"name": NAME, "email": "prove@example.no", "phone": "900 00 000"})
    activity.refresh_from_db()
    Revision.objects.create(activity=activity, number=77, content={}, made_at=activity.registered_at, made_by=NAME)
    return lead


def given_away(cast: Cast, trd3: Partnership, now: datetime) -> None:
    """Somebody else answers too, so that nothing stands in the way."""
    other = person_for(partnership=trd3, user=cast.colleague, by=cast.colleague.as_actor, now=now)
    for contact in Contact.objects.filter(role="responsible"):
        add_contact(
            activity=contact.activity, person=other, role=ContactRole.RESPONSIBLE, by=cast.colleague.as_actor, now=now
        )


def figures(client: Client) -> str:
    page = client.get("/trd3/maltall/").content.decode()
    return page[page.index("<main") : page.index("</main")]


def test_everything_held_is_shown_and_taken_along(busy: Client, cast: Cast, trd3: Partnership) -> None:
    page = html.unescape(busy.get("/trd3/meg/").content.decode())
    for text in (
        "Registrerte aktivitet",
        "Kladd",
        "Kommentar",
        "Følger aktivitet",
        "Innstillinger for varsler",
        "900 00 000",
    ):
        assert text in page, text
    held = json.loads(busy.get("/trd3/meg/alt.json").content)["held"]
    said = {row["field"] for row in held}
    assert {"accounts.User.email", "portfolio.Activity.registered_by", "discussion.Comment.text"} <= said
    assert "accounts.User.password" not in said
    assert "Hva tror dere nå?" in json.dumps(held, ensure_ascii=False)
    assert "Test Testesen" not in json.dumps(held, ensure_ascii=False)
    response = busy.get("/trd3/meg/alt.xlsx")
    assert response["Content-Disposition"].endswith('.xlsx"')
    assert b"".join(response.streaming_content)[:2] == b"PK"  # type: ignore[attr-defined]


def test_one_is_erased_everywhere_and_numbers_stay(
    busy: Client, cast: Cast, client_of: Browser, trd3: Partnership, now: datetime
) -> None:
    given_away(cast, trd3, now)
    colleague = client_of(cast.colleague)
    before, listed = figures(colleague), Activity.objects.count()
    registrations = Registration.objects.count()
    assert busy.post("/trd3/meg/slett-alt/", {"sure": "on"}).status_code == 302
    assert found_in_database(NAME, "prove@example.no", "900 00 000", "Halvferdig") == []
    assert figures(colleague) == before
    assert (Activity.objects.count(), Registration.objects.count()) == (listed, registrations)
    user = User.objects.get(pk=cast.lead.pk)
    assert (user.is_active, user.display_name, user.has_usable_password()) == (False, ERASED_NAME, False)
    assert not Membership.objects.filter(user=user).exists()
    assert not UnfinishedForm.objects.filter(user=user).exists()
    assert not Follow.objects.filter(user=user).exists()
    assert not Mention.objects.filter(user=user).exists()
    assert not Event.objects.filter(by_user_id=user.pk).exists()
    texts = list(Comment.objects.order_by("pk").values_list("text", flat=True))
    assert texts == ["Hva tror dere nå?", f"Spør @{ERASED_NAME}!"]
    assert Contact.objects.filter(person__is_erased=True, end=None).count() == 0
    event = Event.objects.get(verb="erased")
    assert (event.by_label, event.by_user_id, event.data) == (ERASED_NAME, None, {})
    page = html.unescape(colleague.get("/trd3/aktiviteter/ny-sykkelvei/").content.decode())
    assert ERASED_NAME in page
    assert Activity.objects.get(slug="ny-sykkelvei").registered_by == ERASED_NAME


def test_sessions_end(busy: Client, cast: Cast, client_of: Browser, trd3: Partnership, now: datetime) -> None:
    given_away(cast, trd3, now)
    elsewhere, other = client_of(cast.lead), client_of(cast.colleague)
    sessions = Session.objects.count()
    busy.post("/trd3/meg/slett-alt/", {"sure": "on"})
    assert elsewhere.get("/trd3/").status_code == 302
    assert other.get("/trd3/").status_code == 200
    assert Session.objects.count() < sessions


def test_what_stands_in_the_way_is_said_first(busy: Client, cast: Cast) -> None:
    page = html.unescape(busy.get("/trd3/meg/slett-alt/").content.decode())
    assert "Noen aktiviteter ville stått uten ansvarlig." in page
    assert "Ny sykkelvei" in page
    person = Person.objects.get(user=cast.lead)
    assert f"/trd3/personer/{person.pk}/overlever/" in page
    assert busy.post("/trd3/meg/slett-alt/", {"sure": "on"}).status_code == 200
    assert User.objects.get(pk=cast.lead.pk).is_active
    with pytest.raises(StandsInTheWay):
        erase_person(person=person, by=cast.coordinator.as_actor, now=timezone.now())


def test_the_only_coordinator_stays(cast: Cast, client_of: Browser) -> None:
    client = client_of(cast.coordinator)
    assert "uten koordinator" in client.get("/trd3/meg/slett-alt/").content.decode()
    client.post("/trd3/meg/slett-alt/", {"sure": "on"})
    assert User.objects.get(pk=cast.coordinator.pk).is_active


def test_one_must_say_that_one_is_sure(cast: Cast, client_of: Browser) -> None:
    assert client_of(cast.observer).post("/trd3/meg/slett-alt/", {}).status_code == 422
    assert User.objects.get(pk=cast.observer.pk).is_active
    assert client_of(cast.observer).post("/trd3/meg/slett-alt/", {"sure": "on"}).status_code == 302
    assert not User.objects.get(pk=cast.observer.pk).is_active


def test_who_is_in_another_partnership_too_is_erased_in_this_one_only(
    busy: Client, cast: Cast, client_of: Browser, trd3: Partnership, fjordby: Partnership, now: datetime
) -> None:
    admit(
        user=cast.lead, partnership=fjordby, role=Role.PROJECT_LEAD, organisation=None,
        by=cast.other_lead.as_actor, now=now,
    )  # fmt: skip
    busy.post("/fjordby/aktiviteter/ny/", {"title": "Noe annet", "kind": "pilot"})
    given_away(cast, trd3, now)
    Contact.objects.filter(activity__partnership=fjordby).update(end=date(2026, 1, 1))
    person = Person.objects.get(user=cast.lead, partnership=trd3)
    answer = client_of(cast.coordinator).post(f"/trd3/personer/{person.pk}/slett-alt/", {"sure": "on"})
    assert answer.status_code == 302
    user = User.objects.get(pk=cast.lead.pk)
    assert (user.is_active, user.display_name) == (True, NAME)
    assert busy.get("/trd3/").status_code == 404
    assert busy.get("/fjordby/").status_code == 200
    assert Activity.objects.get(title="Noe annet").registered_by == NAME
    assert Activity.objects.get(title="Ny sykkelvei").registered_by == ERASED_NAME
    assert not Event.objects.filter(partnership_id=trd3.pk, by_label=NAME).exists()
    assert Event.objects.filter(partnership_id=fjordby.pk, by_label=NAME).exists()


def test_of_two_with_one_name_only_one_is_erased(
    busy: Client, cast: Cast, client_of: Browser, trd3: Partnership, now: datetime
) -> None:
    User.objects.filter(pk=cast.colleague.pk).update(display_name=NAME)
    client_of(User.objects.get(pk=cast.colleague.pk)).post(
        "/trd3/aktiviteter/ny/", {"title": "Den andres", "kind": "pilot"}
    )
    given_away(cast, trd3, now)
    busy.post("/trd3/meg/slett-alt/", {"sure": "on"})
    assert Activity.objects.get(title="Ny sykkelvei").registered_by == ERASED_NAME
    assert Activity.objects.get(title="Den andres").registered_by == NAME
    assert User.objects.get(pk=cast.colleague.pk).display_name == NAME


def test_the_erased_one_is_gone_from_the_list_and_cannot_be_added_again(
    cast: Cast, client_of: Browser, trd3: Partnership, now: datetime
) -> None:
    by = cast.coordinator.as_actor
    person = make_person(partnership=trd3, details=Details("Ingrid Innleid", "ingrid@example.no"), by=by, now=now)
    activity = Activity.objects.get(slug="climagen", partnership=trd3)
    add_contact(activity=activity, person=person, role=ContactRole.MENTOR, by=by, now=now)
    client = client_of(cast.coordinator)
    assert client.post(f"/trd3/personer/{person.pk}/slett-alt/", {"sure": "on"}).status_code == 302
    assert found_in_database("Ingrid Innleid", "ingrid@example.no") == []
    assert "Slettet person" not in client.get("/trd3/personer/").content.decode()
    page = html.unescape(client.get(f"/trd3/personer/{person.pk}/").content.decode())
    assert "Alt om denne personen er slettet" in page
    assert "mentor" in page.lower()
    for view in ("slett-alt/", "overlever/", "rett/"):
        assert client.get(f"/trd3/personer/{person.pk}/{view}").status_code in {403, 404}
    assert (
        client.post(f"/trd3/personer/{person.pk}/behold/", {"until": "2027-01-01", "because": "x"}).status_code == 404
    )


def test_a_new_name_stands_everywhere(busy: Client, cast: Cast) -> None:
    busy.post("/trd3/meg/", {"name": "Nytt Navn", "email": "nytt@example.no", "phone": ""})
    assert found_in_database(NAME) == []
    assert Activity.objects.get(title="Ny sykkelvei").registered_by == "Nytt Navn"
    assert Comment.objects.latest("pk").text == "Spør @Nytt Navn!"
    assert Person.objects.get(user=cast.lead).name == "Nytt Navn"
    assert Event.objects.filter(verb="corrected").latest("pk").data == {"fields": ["phone"]}


@pytest.mark.parametrize("name", ["Test Testesen", "test testesen", "", "---", "x" * 300])
def test_a_name_that_cannot_be_had_is_told_of(busy: Client, cast: Cast, name: str) -> None:
    response = busy.post("/trd3/meg/", {"name": name, "email": "", "phone": ""})
    assert response.status_code == 422
    assert User.objects.get(pk=cast.lead.pk).display_name == NAME


@pytest.fixture
def old(cast: Cast, trd3: Partnership, now: datetime) -> Person:
    """Somebody whose day has passed."""
    person = make_person(
        partnership=trd3, details=Details("Gammel Kontakt", "gammel@example.no"), by=cast.lead.as_actor, now=now
    )
    Person.objects.filter(pk=person.pk).update(keep_until=date(2020, 1, 1))
    return person


def forgotten(*arguments: str) -> str:
    out = StringIO()
    call_command("forget", *arguments, stdout=out)
    return out.getvalue()


def test_who_is_needed_no_more_is_forgotten(old: Person) -> None:
    assert f"person {old.pk}" in forgotten("--dry-run")
    assert not Person.objects.get(pk=old.pk).is_erased
    said = forgotten()
    assert "Gammel" not in said
    assert found_in_database("Gammel Kontakt", "gammel@example.no") == []
    assert forgotten() == ""


def test_who_is_in_touch_about_something_that_goes_on_is_not(
    old: Person, cast: Cast, trd3: Partnership, now: datetime
) -> None:
    activity = Activity.objects.filter(partnership=trd3, state="active").first()
    assert activity is not None
    add_contact(activity=activity, person=old, role=ContactRole.CONTACT, by=cast.lead.as_actor, now=now)
    Person.objects.filter(pk=old.pk).update(keep_until=date(2020, 1, 1))
    assert forgotten() == ""
    Activity.objects.filter(pk=activity.pk).update(state="finished")
    assert f"person {old.pk}" in forgotten()


def test_members_are_not_forgotten(cast: Cast, trd3: Partnership, now: datetime) -> None:
    person = person_for(partnership=trd3, user=cast.lead, by=cast.lead.as_actor, now=now)
    Person.objects.filter(pk=person.pk).update(keep_until=date(2020, 1, 1))
    assert forgotten() == ""


def test_coordinators_see_who_is_due_and_keep_them(old: Person, cast: Cast, client_of: Browser) -> None:
    soon = timezone.localdate() + timedelta(days=20)
    Person.objects.filter(pk=old.pk).update(keep_until=soon)
    client = client_of(cast.coordinator)
    assert "Gammel Kontakt" in client.get("/trd3/personer/frister/").content.decode()
    assert client_of(cast.lead).get("/trd3/personer/frister/").status_code == 403
    address = f"/trd3/personer/{old.pk}/behold/"
    until = timezone.localdate() + timedelta(days=400)
    assert client.post(address, {"until": "1999-01-01", "because": "x"}).status_code == 422
    assert client.post(address, {"until": until.isoformat(), "because": ""}).status_code == 422
    assert client.post(address, {"until": until.isoformat(), "because": "Prosjektet er forlenget"}).status_code == 302
    assert "Gammel Kontakt" not in client.get("/trd3/personer/frister/").content.decode()
    assert "Prosjektet er forlenget" in client.get(f"/trd3/personer/{old.pk}/").content.decode()
    assert "forlenget" not in str(Event.objects.get(verb="kept_longer").data)
