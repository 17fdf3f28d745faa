"""The page where coordinators decide which systems are told of changes."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

import pytest
from django.test import Client
from tests.conftest import Cast

from brobygger.accounts.models import User
from brobygger.audit.models import Event
from brobygger.partnerships.models import Partnership
from brobygger.webhooks.actions.manage import WEBHOOKS_AT_MOST
from brobygger.webhooks.models import Webhook

Browser = Callable[[User | None], Client]
PAGE = "/trd3/webhooks/"
ADDRESS = "https://mottak.example.no/brobygger"


@pytest.fixture
def coordinator(cast: Cast, client_of: Browser) -> Client:
    return client_of(cast.coordinator)


def added(client: Client, address: str = ADDRESS) -> Webhook:
    assert client.post(PAGE, {"address": address}).status_code == 200
    return Webhook.objects.latest("pk")


def test_the_secret_is_shown_once(coordinator: Client) -> None:
    assert "Ingen systemer får beskjed" in coordinator.get(PAGE).content.decode()
    page = coordinator.post(PAGE, {"address": ADDRESS}).content.decode()
    webhook = Webhook.objects.get()
    assert re.search(r"<code>(bro_[\w-]{40,})</code>", page)
    assert webhook.secret in page
    again = coordinator.get(PAGE).content.decode()
    assert ADDRESS in again
    assert webhook.secret not in again
    assert webhook.secret not in str(list(Event.objects.filter(subject_type="webhook").values()))


def test_a_new_secret_takes_the_place_of_the_old(coordinator: Client) -> None:
    webhook = added(coordinator)
    page = coordinator.post(f"{PAGE}{webhook.pk}/nokkel/").content.decode()
    old = webhook.secret
    webhook.refresh_from_db()
    assert webhook.secret != old
    assert webhook.secret in page


def test_off_on_and_away(coordinator: Client) -> None:
    webhook = added(coordinator)
    coordinator.post(f"{PAGE}{webhook.pk}/bryter/", {"paa": "0"})
    webhook.refresh_from_db()
    assert not webhook.is_on
    assert "Slå på" in coordinator.get(PAGE).content.decode()
    coordinator.post(f"{PAGE}{webhook.pk}/bryter/", {"paa": "1"})
    webhook.refresh_from_db()
    assert webhook.is_on
    coordinator.post(f"{PAGE}{webhook.pk}/ta-bort/")
    assert not Webhook.objects.exists()
    assert list(Event.objects.filter(subject_type="webhook").order_by("pk").values_list("verb", flat=True)) == [
        "registered",
        "turned_off",
        "turned_on",
        "removed",
    ]


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("", "Skriv adressen"),
        ("tull", "ikke en nettadresse"),
        ("http://mottak.example.no/", "må begynne med https://"),
        ("https://kari:hemmelig@mottak.example.no/", "Ta bort brukernavn og passord"),
        ("https://169.254.169.254/", "ikke kan nås fra internett"),
    ],
)
def test_an_address_that_cannot_be_used_is_told_of(coordinator: Client, address: str, words: str) -> None:
    response = coordinator.post(PAGE, {"address": address})
    assert response.status_code == 422
    page = html.unescape(response.content.decode())
    assert words in page
    assert "Feil:" in page
    assert not Webhook.objects.exists()


def test_on_a_server_no_receiver_is_on_this_machine(coordinator: Client, settings: pytest.FixtureRequest) -> None:
    assert coordinator.post(PAGE, {"address": "http://localhost:9000/"}).status_code == 200
    settings.DEMO = settings.DEBUG = False  # type: ignore[attr-defined]
    for address in ("http://localhost:9000/", "https://localhost/", "https://127.0.0.1/"):
        assert coordinator.post(PAGE, {"address": address}).status_code == 422
    assert Webhook.objects.count() == 1


def test_there_are_not_endlessly_many(coordinator: Client) -> None:
    for number in range(WEBHOOKS_AT_MOST):
        added(coordinator, f"{ADDRESS}/{number}")
    assert coordinator.post(PAGE, {"address": ADDRESS}).status_code == 422
    assert Webhook.objects.count() == WEBHOOKS_AT_MOST


def test_only_coordinators_decide(coordinator: Client, cast: Cast, client_of: Browser) -> None:
    webhook = added(coordinator)
    for name, expected in (
        ("lead", 403),
        ("steering_member", 403),
        ("observer", 403),
        ("stranger", 404),
        ("other_lead", 404),
    ):
        client = client_of(getattr(cast, name))
        assert client.get(PAGE).status_code == expected, name
        for end in ("", f"{webhook.pk}/nokkel/", f"{webhook.pk}/bryter/", f"{webhook.pk}/ta-bort/"):
            assert client.post(PAGE + end, {"address": ADDRESS}).status_code == expected, (name, end)
    assert Webhook.objects.get().is_on


def test_a_webhook_of_another_partnership_is_not_found_in_mine(coordinator: Client, fjordby: Partnership) -> None:
    webhook = added(coordinator)
    Webhook.objects.update(partnership=fjordby)
    for end in ("nokkel/", "bryter/", "ta-bort/"):
        assert coordinator.post(f"{PAGE}{webhook.pk}/{end}").status_code == 404
    assert ADDRESS not in coordinator.get(PAGE).content.decode()
