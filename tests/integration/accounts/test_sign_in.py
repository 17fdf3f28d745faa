"""Signing in and out, with a password and as somebody invented."""

from __future__ import annotations

import pytest
from django.contrib.auth import SESSION_KEY
from django.test import Client

from brobygger.accounts.actions import create_user
from brobygger.audit.rules import system

PASSWORD = "et langt og hemmelig passord"


@pytest.fixture
def kari(db, now):  # type: ignore[no-untyped-def]
    """A real user with a password."""
    return create_user(
        username="kari@example.no", display_name="Kari Prøve", by=system("tests"), now=now, password=PASSWORD
    )


@pytest.fixture
def persona(db, now):  # type: ignore[no-untyped-def]
    """An invented user without one."""
    return create_user(
        username="demo@example.no", display_name="Demo Demosen", persona="Koordinator", by=system("tests"), now=now
    )


@pytest.fixture
def production(settings):  # type: ignore[no-untyped-def]
    """Sign-in as it is for real people."""
    settings.DEMO = False
    return settings


@pytest.fixture
def demo(settings):  # type: ignore[no-untyped-def]
    """Sign-in with one click."""
    settings.DEMO = True
    return settings


def signed_in(client: Client) -> str | None:
    return client.session.get(SESSION_KEY)


@pytest.mark.usefixtures("production")
class TestPassword:
    """User name and password."""

    def test_the_right_password(self, client, kari) -> None:  # type: ignore[no-untyped-def]
        """In any case of the user name; the session changes its key, the user lands where they wanted to go."""
        response = client.post(
            "/logg-inn/", {"username": "KARI@example.no", "password": PASSWORD, "next": "/trd3/?a=1"}
        )
        assert (response.status_code, response.url) == (302, "/trd3/?a=1")
        assert signed_in(client) == str(kari.pk)

    @pytest.mark.parametrize(
        ("username", "password"),
        [
            ("kari@example.no", "feil"),
            ("finnes.ikke@example.no", PASSWORD),
            ("stengt@example.no", PASSWORD),
            ("demo@example.no", ""),
            ("kari@example.no", PASSWORD + " "),
            ("kari@example.no\x00", PASSWORD),
        ],
    )
    def test_whatever_is_wrong(self, client, kari, persona, now, username, password) -> None:  # type: ignore[no-untyped-def]
        """Nobody is signed in, and the answer tells nothing about which names exist."""
        closed = create_user(
            username="stengt@example.no", display_name="Stengt", by=system("t"), now=now, password=PASSWORD
        )
        closed.is_active = False
        closed.save()
        response = client.post("/logg-inn/", {"username": username, "password": password})
        assert response.status_code == 422
        assert signed_in(client) is None
        page = response.content.decode()
        assert "Du er ikke logget inn" in page
        if password and "\x00" not in username:
            assert "Brukernavnet eller passordet stemmer ikke" in page
        if password.strip():
            assert password not in page

    def test_there_are_no_personas(self, client, persona) -> None:  # type: ignore[no-untyped-def]
        """The one-click page and its address do not exist outside the demo."""
        assert "Demo Demosen" not in client.get("/logg-inn/").content.decode()
        response = client.post("/logg-inn/som/", {"username": persona.username})
        assert response.status_code == 404
        assert signed_in(client) is None

    def test_the_form_is_usable(self, client, db) -> None:  # type: ignore[no-untyped-def]
        """Labels, a token, and never in a cache."""
        response = client.get("/logg-inn/?next=/trd3/")
        page = response.content.decode()
        assert response.status_code == 200
        assert "no-store" in response["Cache-Control"]
        assert 'autocomplete="current-password"' in page
        assert 'name="next" value="/trd3/"' in page
        assert "csrfmiddlewaretoken" in page

    def test_a_form_without_token_is_refused(self, kari) -> None:  # type: ignore[no-untyped-def]
        """With a page that says what to do."""
        client = Client(enforce_csrf_checks=True)
        response = client.post("/logg-inn/", {"username": kari.username, "password": PASSWORD})
        assert response.status_code == 403
        assert "Skjemaet er for gammelt" in response.content.decode()
        assert signed_in(client) is None


@pytest.mark.usefixtures("demo")
class TestPersonas:
    """One click."""

    def test_the_page_lists_invented_people_only(self, client, kari, persona) -> None:  # type: ignore[no-untyped-def]
        """With their roles in words."""
        page = client.get("/logg-inn/").content.decode()
        assert "Demo Demosen" in page
        assert "Koordinator" in page
        assert "Kari Prøve" not in page

    def test_without_anybody(self, client, db) -> None:  # type: ignore[no-untyped-def]
        """An empty demo says how to fill it."""
        assert "brobygger demo" in client.get("/logg-inn/").content.decode()

    def test_one_click(self, client, persona) -> None:  # type: ignore[no-untyped-def]
        """And there one is."""
        response = client.post("/logg-inn/som/", {"username": persona.username, "next": "/trd3/aktiviteter/"})
        assert (response.status_code, response.url) == (302, "/trd3/aktiviteter/")
        assert signed_in(client) == str(persona.pk)

    def test_one_can_change_persona_without_signing_out(self, client, kari, persona) -> None:  # type: ignore[no-untyped-def]
        """The session becomes the new person's alone."""
        client.force_login(kari)
        client.post("/logg-inn/som/", {"username": persona.username})
        assert signed_in(client) == str(persona.pk)

    @pytest.mark.parametrize("username", ["kari@example.no", "finnes-ikke", "", "\x00"])
    def test_real_people_cannot_be_clicked(self, client, kari, username) -> None:  # type: ignore[no-untyped-def]
        """Not even in a demo."""
        response = client.post("/logg-inn/som/", {"username": username}, follow=True)
        assert "Denne personen finnes ikke lenger" in response.content.decode()
        assert signed_in(client) is None

    def test_a_link_cannot_sign_anybody_in(self, client, persona) -> None:  # type: ignore[no-untyped-def]
        """Only a form with a token can."""
        assert client.get(f"/logg-inn/som/?username={persona.username}").status_code == 405
        strict = Client(enforce_csrf_checks=True)
        assert strict.post("/logg-inn/som/", {"username": persona.username}).status_code == 403
        assert signed_in(strict) is None


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://ond.example.no/",
        "//ond.example.no/",
        "/\\ond.example.no",
        "javascript:alert(1)",
        "http:///ond.example.no",
        "",
        "/logg-inn/",
        "/logg-inn/?next=/logg-inn/",
    ],
)
def test_nobody_is_sent_elsewhere(client, persona, elsewhere) -> None:  # type: ignore[no-untyped-def]
    """What comes after signing in is one of our pages, and not signing in again."""
    response = client.post("/logg-inn/som/", {"username": persona.username, "next": elsewhere})
    assert (response.status_code, response.url) == (302, "/")
    response = client.get("/logg-inn/", {"next": elsewhere})
    assert (response.status_code, response.url) == (302, "/")


def test_whoever_is_signed_in_is_sent_on(client_of, cast) -> None:  # type: ignore[no-untyped-def]
    """The sign-in page is for others."""
    response = client_of(cast.lead).get("/logg-inn/?next=/trd3/maltall/")
    assert (response.status_code, response.url) == (302, "/trd3/maltall/")


def test_sign_out(client_of, cast) -> None:  # type: ignore[no-untyped-def]
    """By a form only; the next page asks who one is."""
    client = client_of(cast.lead)
    assert client.get("/logg-ut/").status_code == 405
    response = client.post("/logg-ut/", follow=True)
    assert signed_in(client) is None
    assert "Du er logget ut" in response.content.decode()
    assert client.get("/trd3/").url == "/logg-inn/?next=/trd3/"


def test_signing_out_twice_is_no_error(client, db) -> None:  # type: ignore[no-untyped-def]
    """It may be an old tab."""
    assert client.post("/logg-ut/").status_code == 302
