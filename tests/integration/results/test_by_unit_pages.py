"""The pages of a figure by unit: two trees, and every number opens its list."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.conftest import NOW, Cast
from tests.fixtures.partnerships import BY

from brobygger.accounts.models import User
from brobygger.organisations.models import Directory, Unit
from brobygger.organisations.rules.reorganise import Close, NewUnit, Part, Split
from brobygger.partnerships.models import Partnership
from brobygger.portfolio.actions.reorganise import reorganise

Browser = Callable[[User | None], Client]
SENT = "/trd3/maltall/research-applications-sent/enheter/"


def text_of(response) -> str:  # type: ignore[no-untyped-def]
    return html.unescape(response.content.decode())


def numbers(page: str) -> list[tuple[str, int]]:
    """Every list a page opens, with the number that opens it."""
    found = re.findall(r'<a class="ds-link" href="([^"]*/enheter/aktiviteter/[^"]*)">([\d\s\xa0]+)</a>', page)
    return [(address, int(re.sub(r"\D", "", number))) for address, number in found]


@pytest.mark.parametrize("tree", ["", "?tre=rapportert", "?tre=i-dag"])
def test_every_number_opens_its_list(trd3: Partnership, cast: Cast, client_of: Browser, tree: str) -> None:
    client = client_of(cast.observer)
    page = text_of(client.get(f"{SENT}{tree}"))
    assert "Hele samarbeidet" in page
    opened = numbers(page)
    assert opened
    for address, number in opened[:: max(1, len(opened) // 12)]:
        listed = text_of(client.get(address))
        assert len(re.findall(r'<th scope="row"', listed)) == min(number, 50), address
        assert SENT in listed


def test_the_way_there_is_on_the_indicator(cast: Cast, client_of: Browser) -> None:
    client = client_of(cast.lead)
    assert SENT in text_of(client.get("/trd3/maltall/research-applications-sent/"))


def test_what_became_of_a_unit_is_told(trd3: Partnership, cast: Cast, client_of: Browser) -> None:
    client = client_of(cast.lead)
    first = re.search(
        r'<tr data-depth="2"><th scope="row"><a class="ds-link" href="/trd3/organisasjoner/([^/]+)/">',
        text_of(client.get(SENT)),
    )
    assert first
    unit = Unit.objects.get(directory=trd3.directory, slug=first[1])
    below = {pk: 0 for pk in Unit.objects.filter(placements__parent=unit).values_list("pk", flat=True)}
    edition = Directory.objects.get(pk=trd3.directory_id).edition
    reorganise(
        partnership=trd3, order=Split(unit.pk, (Part(NewUnit("Nye øst")), Part(NewUnit("Nye vest"))), below),
        on="2026", reason="Prøve", seen=edition, today=NOW.date(), by=BY, now=NOW,
    )  # fmt: skip
    today = text_of(client.get(f"{SENT}?tre=i-dag"))
    if unit.name in today:
        assert "delt videre i «Nye øst» og «Nye vest»" in today
    assert unit.name in text_of(client.get(SENT))


def test_one_that_is_gone_is_told_so(trd3: Partnership, cast: Cast, client_of: Browser) -> None:
    page = text_of(client_of(cast.lead).get(SENT))
    slugs = re.findall(
        r'<tr data-depth="\d"><th scope="row"><a class="ds-link" href="/trd3/organisasjoner/([^/]+)/">', page
    )
    unit = next(
        unit
        for slug in slugs
        if (unit := Unit.objects.filter(directory=trd3.directory, slug=slug, children=None, valid_to="").first())
    )
    edition = Directory.objects.get(pk=trd3.directory_id).edition
    reorganise(
        partnership=trd3, order=Close(unit.pk), on="2026-02", reason="Prøve", seen=edition, today=NOW.date(), by=BY, now=NOW
    )  # fmt: skip
    assert "finnes ikke lenger" in text_of(client_of(cast.lead).get(f"{SENT}?tre=i-dag"))


def test_what_cannot_be_divided_says_so(fjordby: Partnership, cast: Cast, client_of: Browser) -> None:
    client = client_of(cast.other_lead)
    page = text_of(client.get("/fjordby/maltall/kultur-for-endring/enheter/"))
    assert "Tallet kan ikke vises per enhet" in page
    assert client.get("/fjordby/maltall/kultur-for-endring/enheter/aktiviteter/").status_code == 404


@pytest.mark.parametrize(
    "asked", ["?rad=finnes-ikke", "?del=tull", "?aar=1900", "?aar=x", "?rad=ntnu..ntnu", "?rad=.", "?rad=%00"]
)
def test_what_means_nothing_is_not_found(cast: Cast, client_of: Browser, asked: str) -> None:
    assert client_of(cast.lead).get(f"{SENT}aktiviteter/{asked}").status_code == 404


def test_others_find_nothing(cast: Cast, client_of: Browser) -> None:
    for user in (cast.stranger, cast.other_lead):
        assert client_of(user).get(SENT).status_code == 404
        assert client_of(user).get(f"{SENT}aktiviteter/").status_code == 404


def test_few_questions(trd3: Partnership, cast: Cast, client_of: Browser) -> None:
    client = client_of(cast.lead)
    client.get(SENT)
    for address in (SENT, f"{SENT}?tre=i-dag", f"{SENT}aktiviteter/"):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        assert len(queries) <= 26, address
