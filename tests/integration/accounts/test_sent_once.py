"""What is sent twice from one page is done once, and the second answer leads to what the first one did."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from tests.conftest import Cast

from brobygger.accounts.actions import SWEPT_AT_ONCE, Outcome, do_once
from brobygger.accounts.models import SentForm, User
from brobygger.partnerships.models import Partnership
from brobygger.portfolio.models import Activity

Browser = Callable[[User | None], Client]
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
SAID = "Skjemaet ble sendt mer enn én gang."


def token_of(page: str) -> str:
    """What stands in every form of a page against forgery."""
    found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
    assert found
    return found[1]


def post(client: Client, address: str, told: dict[str, Any], **headers: str) -> Any:
    """The form of a page, filled in and sent."""
    return client.post(address, told, headers=headers)


# Who, where, what is told, and what there is one more of.
FORMS = [
    ("coordinator", "/trd3/moter/ny/", {"title": "Møtet", "date": "2026-12-01", "place": "", "year": ""}, "meetings.Meeting"),
    ("coordinator", "/trd3/webhooks/", {"address": "http://127.0.0.1:9/b"}, "webhooks.Webhook"),
    ("lead", "/trd3/tilganger/", {"name": "Regneark", "scopes": "read", "expires": "2027-01-15"}, "api.AccessToken"),
    ("lead", "/trd3/aktiviteter/visninger/", {"som": "liste", "name": "Min visning"}, "portfolio.SavedView"),
    ("lead", "/trd3/aktiviteter/kalender/abonnement/", {}, "portfolio.CalendarFeed"),
    ("lead", "/trd3/import/ny/", {"source": "Ark"}, "intake.Import"),
]  # fmt: skip


@pytest.mark.parametrize(("who", "address", "told", "made"), FORMS, ids=[form[1] for form in FORMS])
def test_a_double_click_makes_one(
    who: str,
    address: str,
    told: dict[str, str],
    made: str,
    cast: Cast,
    client_of: Browser,
    settings: Any,
    tmp_path: Any,
) -> None:
    settings.STATE_FOLDER = tmp_path
    client, model = client_of(getattr(cast, who)), apps.get_model(made)
    told = told | {"csrfmiddlewaretoken": token_of(client.get(address).content.decode())}

    def send() -> Any:
        file = SimpleUploadedFile("a.csv", b"ID;Tittel\n1;Noe\n")
        return client.post(address, told | ({"file": file} if made == "intake.Import" else {}))

    before = model.objects.count()
    first = send()
    assert first.status_code in {200, 302}
    assert model.objects.count() == before + 1, first.content.decode()[-3000:]
    second = send()
    assert second.status_code == 302
    assert second["Location"] == (first["Location"] if first.status_code == 302 else address)
    assert model.objects.count() == before + 1
    assert SAID.removesuffix(".") in client.get(second["Location"]).content.decode()
    assert SentForm.objects.count() == 1


def test_every_showing_of_a_form_is_another(cast: Cast, client_of: Browser) -> None:
    """The guard lives on this: the token of a page is drawn anew each time."""
    client = client_of(cast.coordinator)
    tokens = {token_of(client.get("/trd3/moter/ny/").content.decode()) for _ in range(3)}
    assert len(tokens) == 3


def test_other_words_from_the_same_page_are_another_form(cast: Cast, client_of: Browser, trd3: Partnership) -> None:
    """Whoever goes back and writes something else loses nothing."""
    client = client_of(cast.lead)
    activity = Activity.objects.filter(partnership=trd3).order_by("pk")[0]
    address = f"/trd3/aktiviteter/{activity.slug}/samtale/"
    token = token_of(client.get(address).content.decode())
    for text in ("Først", "Så", "Først"):
        answer = client.post(address, {"text": text, "csrfmiddlewaretoken": token})
        assert answer.status_code == 302
    assert list(activity.comments.values_list("text", flat=True)) == ["Først", "Så"]
    assert answer["Location"].startswith(f"/trd3/aktiviteter/{activity.slug}/#kommentar-")


def test_a_part_of_a_page_that_is_asked_for_twice(cast: Cast, client_of: Browser, trd3: Partnership) -> None:
    client = client_of(cast.lead)
    activity = Activity.objects.filter(partnership=trd3).order_by("pk")[0]
    address = f"/trd3/aktiviteter/{activity.slug}/samtale/"
    told = {"text": "En gang", "csrfmiddlewaretoken": token_of(client.get(address).content.decode())}
    part = {"HX-Request": "true"}
    assert "En gang" in post(client, address, told, **part).content.decode()
    second = client.post(address, told, headers=part, follow=True)
    assert second.redirect_chain == [(address, 302)]
    assert "En gang" in second.content.decode()
    assert activity.comments.count() == 1
    assert "<html" not in second.content.decode()
    assert SAID not in client.get(address).content.decode()


def test_what_was_wrong_can_be_sent_again(cast: Cast, client_of: Browser) -> None:
    client = client_of(cast.coordinator)
    told = {"title": "", "csrfmiddlewaretoken": token_of(client.get("/trd3/moter/ny/").content.decode())}
    assert [client.post("/trd3/moter/ny/", told).status_code for _ in range(2)] == [422, 422]
    assert SentForm.objects.count() == 0


def test_another_person_s_form_is_another(cast: Cast, client_of: Browser, trd3: Partnership) -> None:
    activity = Activity.objects.filter(partnership=trd3).order_by("pk")[0]
    address = f"/trd3/aktiviteter/{activity.slug}/samtale/"
    for user in (cast.lead, cast.colleague):
        assert client_of(user).post(address, {"text": "Likt", "csrfmiddlewaretoken": "x"}).status_code == 302
    assert activity.comments.count() == 2


def test_who_may_not_is_told_so_the_second_time_too(cast: Cast, client_of: Browser) -> None:
    told = {"title": "Møtet", "date": "2026-12-01", "csrfmiddlewaretoken": "x"}
    assert client_of(cast.coordinator).post("/trd3/moter/ny/", told).status_code == 302
    assert client_of(cast.observer).post("/trd3/moter/ny/", told).status_code == 403
    assert client_of(cast.stranger).post("/trd3/moter/ny/", told).status_code == 404


def test_a_secret_is_not_kept_to_be_shown_again(cast: Cast, client_of: Browser) -> None:
    client = client_of(cast.lead)
    told = {"name": "A", "scopes": "read", "expires": "2027-01-15", "csrfmiddlewaretoken": "x"}
    first = client.post("/trd3/tilganger/", told).content.decode()
    again = client.post("/trd3/tilganger/", told, follow=True).content.decode()
    assert "Det hemmelige vises bare i det første svaret" in again
    kept = SentForm.objects.get()
    assert kept.address == "/trd3/tilganger/"
    assert not any(word in first for word in (kept.key, *again.split()) if len(word) > 40 and word.isalnum())


def said(answer: str) -> Outcome | None:
    return Outcome(f"/{answer}/") if answer != "nothing" else None


@pytest.mark.django_db
def test_a_fault_leaves_nothing_behind() -> None:
    def fail() -> str:
        raise LookupError

    with pytest.raises(LookupError), transaction.atomic():
        do_once(key="k", do=fail, outcome=said, now=NOW)
    assert do_once(key="k", do=lambda: "nothing", outcome=said, now=NOW) == "nothing"
    assert do_once(key="k", do=lambda: "done", outcome=said, now=NOW) == "done"
    assert do_once(key="k", do=fail, outcome=said, now=NOW) == Outcome("/done/")


@pytest.mark.django_db
def test_nothing_is_kept_for_more_than_a_day() -> None:
    for number in range(3):
        do_once(key=f"old-{number}", do=lambda: "done", outcome=said, now=NOW)
    SentForm.objects.bulk_create(SentForm(key=f"many-{n}", sent=NOW) for n in range(SWEPT_AT_ONCE))
    later = NOW + timedelta(days=1, seconds=1)
    # The same key after a day is something new, however much there is to sweep.
    assert do_once(key=f"many-{SWEPT_AT_ONCE - 1}", do=lambda: "again", outcome=said, now=later) == "again"
    assert SentForm.objects.filter(sent=NOW).count() <= 3
    do_once(key="new", do=lambda: "done", outcome=said, now=later)
    assert SentForm.objects.filter(sent=NOW).count() == 0


@pytest.mark.django_db
def test_what_it_costs(django_assert_num_queries: Any) -> None:
    do_once(key="warm", do=lambda: "done", outcome=said, now=NOW)
    with django_assert_num_queries(8):  # four of them begin and end transactions
        do_once(key="k", do=lambda: "done", outcome=said, now=NOW)
