"""How mail leaves, and where links in it lead."""

from __future__ import annotations

from pathlib import Path

import pytest

from brobygger.config.rules import Mail, SettingsRefused, mail_settings, read_environment

HOME = Path("home")
PRODUCTION = {"BROBYGGER_SECRET_KEY": "x" * 50, "BROBYGGER_ALLOWED_HOSTS": ".bro.example.no,other.example.no"}


@pytest.mark.parametrize(
    ("url", "mail"),
    [
        ("", Mail("dummy")),
        ("console:", Mail("console")),
        ("file:///var/my%20mail", Mail("filebased", folder="/var/my mail")),
        (
            "smtp://kari%40example.no:p%2Fw@mail.example.no",
            Mail("smtp", host="mail.example.no", port=587, user="kari@example.no", password="p/w", starttls=True),
        ),
        ("smtp://mail.example.no:2525", Mail("smtp", host="mail.example.no", port=2525, starttls=True)),
        ("smtps://mail.example.no", Mail("smtp", host="mail.example.no", port=465, tls=True)),
        ("smtp+plain://127.0.0.1", Mail("smtp", host="127.0.0.1", port=25)),
    ],
)
def test_mail_leaves_as_it_is_told_to(url: str, mail: Mail) -> None:
    assert mail_settings(url) == mail


@pytest.mark.parametrize(
    "url", ["mail.example.no", "http://mail.example.no", "smtp://", "smtp://mail.example.no:x", "file:", "tull:"]
)
def test_what_is_no_way_to_send_mail_is_refused(url: str) -> None:
    with pytest.raises(SettingsRefused, match="BROBYGGER_EMAIL_URL"):
        mail_settings(url)


def test_mail_does_not_cross_the_network_in_the_clear() -> None:
    with pytest.raises(SettingsRefused, match="this machine"):
        mail_settings("smtp+plain://mail.example.no")


def test_a_demo_keeps_its_mail_in_a_folder() -> None:
    environment = read_environment({"BROBYGGER_DEMO": "1", "BROBYGGER_STATE": "/tmp/a b"}, home=HOME)
    assert mail_settings(environment.email_url) == Mail("filebased", folder="/tmp/a b/mail")
    assert environment.site_url == "http://127.0.0.1:8000"


def test_a_server_sends_nothing_until_it_is_told_how() -> None:
    environment = read_environment(PRODUCTION, home=HOME)
    assert environment.email_url == ""
    assert environment.site_url == "https://bro.example.no"
    assert environment.email_from == "Brobygger <brobygger@bro.example.no>"


def test_where_people_reach_the_product_can_be_told() -> None:
    told = {"BROBYGGER_URL": "https://bro.example.no/", "BROBYGGER_EMAIL_FROM": "svar@example.no"}
    environment = read_environment({**PRODUCTION, **told}, home=HOME)
    assert environment.site_url == "https://bro.example.no"
    assert environment.email_from == "svar@example.no"


@pytest.mark.parametrize("url", ["bro.example.no", "ftp://bro.example.no", "https://"])
def test_an_address_people_cannot_open_is_refused(url: str) -> None:
    with pytest.raises(SettingsRefused, match="BROBYGGER_URL"):
        read_environment({**PRODUCTION, "BROBYGGER_URL": url}, home=HOME)
