"""What coordinators do with what is sent: nothing is lost, and two at once are told."""

from __future__ import annotations

import html
from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from tests.conftest import Cast

from brobygger.accounts.models import User
from brobygger.audit.models import Event
from brobygger.audit.rules import system
from brobygger.partnerships.models import Partnership
from brobygger.portfolio.models import Activity, Registration, UnfinishedForm
from brobygger.suggestions.actions.links import open_public_form
from brobygger.suggestions.models import FormLink, Suggestion

Browser = Callable[[User | None], Client]
INBOX = "/trd3/forslag/"


@pytest.fixture
def suggestion(trd3: Partnership, now: datetime) -> Suggestion:
    link = open_public_form(partnership=trd3, by=system("tests"), now=now)
    return Suggestion.objects.create(
        partnership=trd3, link=link, title="Sykkelvei til Gløshaugen", kind="pilot", about="En ny trasé.",
        participants="Studenter", when="våren 2026", address="https://example.no/", sender_name="Ingrid",
        sender_email="ingrid@example.no", sent=now, stamp="1",
    )  # fmt: skip


@pytest.fixture
def coordinator(cast: Cast, client_of: Browser) -> Client:
    return client_of(cast.coordinator)


def test_it_is_read_and_registered(coordinator: Client, suggestion: Suggestion, cast: Cast, client_of: Browser) -> None:
    assert "Sykkelvei" in coordinator.get(INBOX).content.decode()
    page = html.unescape(coordinator.get(f"{INBOX}{suggestion.pk}/").content.decode())
    for text in ("En ny trasé.", "Studenter", "våren 2026", "https://example.no/", "ingrid@example.no"):
        assert text in page
    response = coordinator.post(f"{INBOX}{suggestion.pk}/ta/")
    form = UnfinishedForm.objects.get()
    assert response["Location"] == f"/trd3/aktiviteter/ny/?kladd={form.pk}"
    filled = html.unescape(coordinator.get(response["Location"]).content.decode())
    assert 'value="Sykkelvei til Gløshaugen"' in filled
    assert 'value="våren 2026"' in filled
    data = {"title": "Sykkelvei", "kind": "pilot", "when": "våren 2026", "kladd": form.pk}
    assert coordinator.post("/trd3/aktiviteter/ny/", data).status_code == 302
    activity = Activity.objects.get(title="Sykkelvei")
    suggestion.refresh_from_db()
    assert suggestion.activity == activity
    assert Registration.objects.get(activity=activity).via == "public_form"
    assert not UnfinishedForm.objects.exists()
    origin = html.unescape(client_of(cast.lead).get(f"/trd3/aktiviteter/{activity.slug}/").content.decode())
    assert "Fra et tips" in origin
    assert "En ny trasé." in origin
    assert "ingrid@example.no" not in origin
    assert "Fra et tips" not in client_of(cast.observer).get(f"/trd3/aktiviteter/{activity.slug}/").content.decode()
    verbs = list(Event.objects.filter(subject_type="suggestion").order_by("pk").values_list("verb", flat=True))
    assert verbs == ["taken", "registered"]


def test_another_form_of_the_same_person_is_not_mistaken_for_it(coordinator: Client, suggestion: Suggestion) -> None:
    coordinator.post(f"{INBOX}{suggestion.pk}/ta/")
    coordinator.post("/trd3/aktiviteter/ny/", {"title": "Noe helt annet", "kind": "pilot"})
    suggestion.refresh_from_db()
    assert suggestion.activity is None


def test_a_draft_that_is_thrown_away_loses_nothing(coordinator: Client, suggestion: Suggestion) -> None:
    coordinator.post(f"{INBOX}{suggestion.pk}/ta/")
    coordinator.post(f"/trd3/aktiviteter/kladder/{UnfinishedForm.objects.get().pk}/kast/")
    assert "La det vente igjen" in coordinator.get(f"{INBOX}{suggestion.pk}/").content.decode()
    coordinator.post(f"{INBOX}{suggestion.pk}/legg-tilbake/")
    suggestion.refresh_from_db()
    assert (suggestion.answer, suggestion.decided_by, suggestion.about) == ("waiting", "", "En ny trasé.")


def test_declined_with_a_reason(coordinator: Client, suggestion: Suggestion) -> None:
    address = f"{INBOX}{suggestion.pk}/avsla/"
    assert coordinator.post(address, {"reason": ""}).status_code == 422
    assert coordinator.post(address, {"reason": "x" * 501}).status_code == 422
    assert coordinator.post(address, {"reason": "Ikke et samarbeid"}).status_code == 302
    assert "Sykkelvei" not in coordinator.get(INBOX).content.decode()
    assert "Sykkelvei" in coordinator.get(f"{INBOX}?vis=avgjort").content.decode()
    assert "Ikke et samarbeid" in coordinator.get(f"{INBOX}{suggestion.pk}/").content.decode()


def test_it_was_registered_already(coordinator: Client, suggestion: Suggestion, trd3: Partnership) -> None:
    activity = Activity.objects.get(partnership=trd3, slug="climagen")
    address = f"{INBOX}{suggestion.pk}/kjent/"
    assert coordinator.post(address, {"activity": "Finnes ikke"}).status_code == 422
    assert coordinator.post(address, {"activity": activity.title}).status_code == 302
    suggestion.refresh_from_db()
    assert (suggestion.answer, suggestion.activity) == ("known", activity)


def test_two_at_once_are_told(coordinator: Client, suggestion: Suggestion) -> None:
    coordinator.post(f"{INBOX}{suggestion.pk}/ta/")
    for what, data in (("ta", {}), ("avsla", {"reason": "Nei"}), ("kjent", {"activity": "climagen"})):
        response = coordinator.post(f"{INBOX}{suggestion.pk}/{what}/", data, follow=True)
        page = html.unescape(response.content.decode())
        assert "Kari Koordinator-Eksempel har allerede avgjort dette tipset. Ingenting er gjort." in page
    suggestion.refresh_from_db()
    assert suggestion.answer == "taken"
    assert UnfinishedForm.objects.count() == 1


def test_only_coordinators_of_this_partnership(suggestion: Suggestion, cast: Cast, client_of: Browser) -> None:
    for name, status in (
        ("lead", 403), ("colleague", 403), ("steering_member", 403), ("observer", 403),
        ("stranger", 404), ("other_lead", 404),
    ):  # fmt: skip
        client = client_of(getattr(cast, name))
        for address in (INBOX, f"{INBOX}{suggestion.pk}/", f"{INBOX}skjema/"):
            assert client.get(address).status_code == status, (name, address)
        assert client.post(f"{INBOX}{suggestion.pk}/ta/").status_code == status
        assert client.post(f"{INBOX}skjema/apne/").status_code == status
    assert client_of(cast.other_lead).get(f"/fjordby/forslag/{suggestion.pk}/").status_code in {403, 404}


def test_the_inbox_is_paged_without_asking_for_each(
    coordinator: Client, suggestion: Suggestion, now: datetime, django_assert_max_num_queries: Callable[..., object]
) -> None:
    Suggestion.objects.bulk_create(
        Suggestion(
            partnership=suggestion.partnership, link=suggestion.link, title=f"Nr {n:03}", sent=now, stamp=f"s{n}"
        )
        for n in range(120)
    )
    with django_assert_max_num_queries(9):  # type: ignore[attr-defined]
        page = coordinator.get(INBOX).content.decode()
    assert "Nr 023" in page
    assert "Nr 030" not in page
    assert "Nr 119" in coordinator.get(f"{INBOX}?side=5").content.decode()


def test_forms_are_opened_and_closed(coordinator: Client, trd3: Partnership) -> None:
    page = f"{INBOX}skjema/"
    assert "Ingen skjemaer er åpne" in coordinator.get(page).content.decode()
    coordinator.post(f"{page}apne/")
    assert Client().get("/trd3/tips/").status_code == 200
    link = FormLink.objects.get()
    coordinator.post(f"{page}{link.pk}/paa-av/", {"paa": "0"})
    assert Client().get("/trd3/tips/").status_code == 404
    assert coordinator.post(f"{page}{link.pk}/ny-lenke/").status_code == 404
    assert coordinator.post(page, {"organisation": ""}).status_code == 422
    assert coordinator.post(page, {"organisation": "99999999"}).status_code == 422
    ntnu = trd3.partners.get(side="university").organisation
    shown = coordinator.post(page, {"organisation": ntnu.pk}).content.decode()
    assert "/trd3/tips/hos/" in shown
    assert "/tips/hos/" not in coordinator.get(page).content.decode()
    assert Event.objects.filter(subject_type="form_link").count() == 3
