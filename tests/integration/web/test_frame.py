"""The home page, what stands around every page, and the pages that say what went wrong."""

from __future__ import annotations

import html

import pytest
from django.test import Client, RequestFactory

from brobygger.partnerships.actions import admit
from brobygger.partnerships.rules.kinds import Role
from brobygger.web import views
from brobygger.web.navigation import navigation


def text_of(response) -> str:  # type: ignore[no-untyped-def]
    return html.unescape(response.content.decode())


def test_one_partnership_is_home(client_of, cast) -> None:  # type: ignore[no-untyped-def]
    """Whoever has only one goes straight there."""
    response = client_of(cast.lead).get("/")
    assert (response.status_code, response.url) == (302, "/trd3/")


def test_several_partnerships(client_of, cast, fjordby, now) -> None:  # type: ignore[no-untyped-def]
    """A card each, with role and organisation."""
    admit(user=cast.lead, partnership=fjordby, role=Role.OBSERVER, organisation=None, by=cast.lead.as_actor, now=now)
    page = text_of(client_of(cast.lead).get("/"))
    assert "Prosjektleder, Norges teknisk-naturvitenskapelige universitet" in page
    assert "Observatør" in page
    assert 'href="/fjordby/"' in page


def test_no_partnership(client_of, cast) -> None:  # type: ignore[no-untyped-def]
    """Says whom to ask."""
    response = client_of(cast.stranger).get("/")
    assert response.status_code == 200
    assert "Du er ikke med i noe samarbeid ennå" in text_of(response)


def test_home_asks_who_one_is(client) -> None:  # type: ignore[no-untyped-def]
    """Without touching the database."""
    assert client.get("/").url == "/logg-inn/?next=/"


@pytest.mark.parametrize(
    ("address", "current"),
    [
        ("/trd3/", "Oversikt"),
        ("/trd3/maltall/", "Måltall"),
        ("/trd3/tvil/", "Måltall"),
        ("/trd3/vedtatt/", "Måltall"),
        ("/trd3/aret/", "Året"),
        ("/trd3/aktiviteter/", "Aktiviteter"),
        ("/trd3/duplikater/", "Duplikater"),
        ("/trd3/organisasjoner/", "Organisasjoner"),
        ("/trd3/organisasjoner/ntnu/", "Organisasjoner"),
        ("/trd3/organisasjoner/ntnu-mh/omorganisere/", "Organisasjoner"),
        ("/trd3/samarbeidet/", "Samarbeidet"),
    ],
)
def test_the_menu_shows_where_one_is(client_of, cast, address, current) -> None:  # type: ignore[no-untyped-def]
    """Exactly one entry is the current one."""
    response = client_of(cast.coordinator).get(address)
    assert [item.label for item in response.context["navigation"] if item.is_current] == [current]
    assert len(response.context["navigation"]) == 8
    for item in response.context["navigation"]:
        assert item.url.startswith("/trd3/")


def test_the_menu_leads_somewhere(client_of, cast) -> None:  # type: ignore[no-untyped-def]
    """Every entry is a page."""
    client = client_of(cast.lead)
    for item in client.get("/trd3/samarbeidet/").context["navigation"]:
        assert client.get(item.url).status_code == 200, item.url


def test_memberships_are_read_only_when_shown(cast, rf: RequestFactory, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    """Most pages do not show them."""
    request = rf.get("/")
    request.user = cast.lead
    with django_assert_num_queries(0):
        context = navigation(request)
    with django_assert_num_queries(1):
        assert [each.partnership.slug for each in context["memberships"]] == ["trd3"]


def test_colours_are_one_of_three(rf: RequestFactory) -> None:
    """A cookie can hold anything."""
    request = rf.get("/")
    assert navigation(request)["scheme"] == "auto"
    request.COOKIES["brobygger_scheme"] = "dark"
    assert navigation(request)["scheme"] == "dark"
    request.COOKIES["brobygger_scheme"] = '"><script>'
    assert navigation(request)["scheme"] == "auto"


def test_language_is_chosen_and_kept(client, db) -> None:  # type: ignore[no-untyped-def]
    """In a cookie, signed in or not; and only ways back to ourselves are taken."""
    response = client.post("/sprak/", {"language": "nn", "next": "/logg-inn/"})
    assert (response.status_code, response.url) == (302, "/logg-inn/")
    assert client.cookies["django_language"].value == "nn"
    assert 'lang="nn"' in client.get("/logg-inn/").content.decode()
    assert client.post("/sprak/", {"language": "nn", "next": "//ond.example.no"}).url == "/"
    client.post("/sprak/", {"language": "xx"})
    assert client.cookies["django_language"].value == "nn"


def test_robots_and_favicon(client) -> None:  # type: ignore[no-untyped-def]
    """Search engines are sent away; the old address of the icon leads to the new one. No sign-in, no database."""
    assert client.get("/robots.txt").content == b"User-agent: *\nDisallow: /\n"
    assert client.get("/favicon.ico").url.endswith("mark.svg")


def test_not_found_for_everybody(client, client_of, cast, settings) -> None:  # type: ignore[no-untyped-def]
    """Signed in or not, with the right status; and for strangers the same page as for what does not exist."""
    settings.DEBUG = False
    assert client.get("/finnes/ikke/i/det/hele/tatt/").status_code == 404
    stranger = client_of(cast.stranger)
    there, not_there = stranger.get("/trd3/"), stranger.get("/finnes-ikke/")
    assert there.status_code == not_there.status_code == 404
    assert "Vi finner ikke siden" in text_of(there)
    assert "Universitetskommunen" not in text_of(there)


@pytest.mark.parametrize(
    ("view", "status", "words"),
    [
        (views.bad_request, 400, "Vi forsto ikke forespørselen"),
        (views.permission_denied, 403, "Du har ikke tilgang"),
        (views.not_found, 404, "Vi finner ikke siden"),
        (views.server_error, 500, "Noe gikk galt hos oss"),
    ],
)
def test_error_pages_need_no_database(rf: RequestFactory, view, status, words) -> None:  # type: ignore[no-untyped-def]
    """They work before sessions, users and scopes are known. The missing `db` fixture makes any query fail."""
    response = view(rf.get("/trd3/"))
    assert response.status_code == status
    page = text_of(response)
    assert words in page
    assert 'href="/"' in page


def test_a_host_that_is_not_ours(settings, client) -> None:  # type: ignore[no-untyped-def]
    """A bad request with our page, not a crash."""
    settings.DEBUG = False
    settings.ALLOWED_HOSTS = ["testserver"]
    response = client.get("/robots.txt/x", headers={"host": "ond.example.no"})
    assert response.status_code == 400
    assert "Vi forsto ikke forespørselen" in text_of(response)


def test_an_error_of_ours(settings, cast, client_of, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    """Whatever a view does, the reader gets a page."""
    settings.DEBUG = False

    def broken(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("brobygger.web.views.memberships_of", broken)
    client: Client = client_of(cast.lead)
    client.raise_request_exception = False
    response = client.get("/")
    assert response.status_code == 500
    assert "Noe gikk galt hos oss" in text_of(response)
