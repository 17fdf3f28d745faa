"""Which combinations of settings are allowed: the table behind `config.rules.read_environment`."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from brobygger.config.rules import SettingsRefused, database_settings, read_environment

HOME = Path("home")
SECRET = "x" * 50
PRODUCTION = {"BROBYGGER_SECRET_KEY": SECRET, "BROBYGGER_ALLOWED_HOSTS": "bro.example.no"}


def test_demo_runs_on_this_machine_only() -> None:
    """Whatever is left out, a demo answers to no name that others can reach."""
    environment = read_environment({"BROBYGGER_DEMO": "1"}, home=HOME)
    assert environment.demo
    assert not environment.production
    assert environment.allowed_hosts == ("127.0.0.1", "localhost", "[::1]")
    assert environment.secret_key


@pytest.mark.parametrize(
    ("variables", "what"),
    [
        ({"BROBYGGER_DEMO": "1", **PRODUCTION}, "bro.example.no"),
        ({"BROBYGGER_DEMO": "1", "BROBYGGER_ALLOWED_HOSTS": "bro.example.no"}, "bro.example.no"),
        ({"BROBYGGER_DEMO": "1", "BROBYGGER_ALLOWED_HOSTS": "localhost, bro.example.no"}, "bro.example.no"),
        ({"BROBYGGER_DEMO": "1", "BROBYGGER_ALLOWED_HOSTS": "*"}, r"\*"),
        ({"BROBYGGER_DEMO": "1", "BROBYGGER_ALLOWED_HOSTS": "0.0.0.0"}, "0.0.0.0"),
        ({"BROBYGGER_DEMO": "1", "BROBYGGER_ALLOWED_HOSTS": ".localhost.example.no"}, "localhost.example.no"),
        ({"BROBYGGER_DEMO": "1", "BROBYGGER_SECRET_KEY": SECRET}, "BROBYGGER_SECRET_KEY"),
        ({"BROBYGGER_DEMO": "1", "BROBYGGER_SECRET_KEY": "short"}, "BROBYGGER_SECRET_KEY"),
        ({"BROBYGGER_DEMO": "1", "BROBYGGER_DEBUG": "1", "BROBYGGER_SECRET_KEY": SECRET}, "BROBYGGER_SECRET_KEY"),
        ({"BROBYGGER_DEBUG": "1", **PRODUCTION}, "BROBYGGER_DEBUG"),
        ({"BROBYGGER_DEBUG": "1", "BROBYGGER_ALLOWED_HOSTS": "bro.example.no"}, "bro.example.no"),
    ],
)
def test_demo_and_debug_are_refused_together_with_anything_from_production(
    variables: dict[str, str], what: str
) -> None:
    """Signing in without a password must never meet real data, whichever half of production is configured."""
    with pytest.raises(SettingsRefused, match=what):
        read_environment(variables, home=HOME)


@pytest.mark.parametrize(
    ("variables", "what"),
    [
        ({"BROBYGGER_ALLOWED_HOSTS": "bro.example.no"}, "BROBYGGER_SECRET_KEY"),
        ({"BROBYGGER_ALLOWED_HOSTS": "bro.example.no", "BROBYGGER_DEMO": "true"}, "BROBYGGER_SECRET_KEY"),
        ({"BROBYGGER_SECRET_KEY": "x" * 31, "BROBYGGER_ALLOWED_HOSTS": "bro.example.no"}, "at least 32"),
        ({"BROBYGGER_SECRET_KEY": SECRET}, "BROBYGGER_ALLOWED_HOSTS"),
        ({"BROBYGGER_SECRET_KEY": SECRET, "BROBYGGER_ALLOWED_HOSTS": " , "}, "BROBYGGER_ALLOWED_HOSTS"),
    ],
)
def test_production_is_refused_without_its_secret_or_its_names(variables: dict[str, str], what: str) -> None:
    """Only the exact value 1 asks for the demo; everything else is production, and production must be complete."""
    with pytest.raises(SettingsRefused, match=what):
        read_environment(variables, home=HOME)


@pytest.mark.parametrize("variables", [{}, {"BROBYGGER_DEMO": ""}, {"BROBYGGER_DEMO": "0"}, {"BROBYGGER_DEMO": "true"}])
def test_without_a_word_about_serving_only_commands_run(variables: dict[str, str]) -> None:
    """What the README's commands need, and no more: no demo, no debug, no server, no name others can reach."""
    environment = read_environment(variables, home=HOME)
    assert environment.commands_only
    assert not environment.demo
    assert not environment.debug
    assert "127.0.0.1" in environment.allowed_hosts


def test_production_is_neither_demo_nor_debug() -> None:
    """A complete production environment says so."""
    environment = read_environment(
        {**PRODUCTION, "BROBYGGER_ALLOWED_HOSTS": " bro.example.no ,samarbeid.example.no,"}, home=HOME
    )
    assert environment.production
    assert not environment.demo
    assert not environment.debug
    assert environment.allowed_hosts == ("bro.example.no", "samarbeid.example.no")
    assert environment.secret_key == SECRET


def test_state_and_database_lie_under_home_until_told_otherwise() -> None:
    """The folder for what is made, and the database in it."""
    environment = read_environment({"BROBYGGER_DEBUG": "1"}, home=HOME)
    assert environment.state_folder == HOME / "var"
    assert environment.database_url == f"sqlite:///{HOME / 'var' / 'brobygger.sqlite3'}"
    moved = read_environment({"BROBYGGER_DEBUG": "1", "BROBYGGER_STATE": "elsewhere"}, home=HOME)
    assert moved.state_folder == Path("elsewhere")
    assert moved.database_url.endswith("elsewhere/brobygger.sqlite3")


def test_loopback_names_are_allowed_in_a_demo() -> None:
    """Saying what holds anyway is not refused."""
    variables = {"BROBYGGER_DEMO": "1", "BROBYGGER_ALLOWED_HOSTS": "localhost,127.0.0.1,[::1]"}
    assert read_environment(variables, home=HOME).demo


def test_sqlite_database() -> None:
    """A file, opened so that writers wait for each other."""
    settings = database_settings("sqlite:////absolute/path%20with%20space.sqlite3")
    assert settings["ENGINE"] == "django.db.backends.sqlite3"
    assert settings["NAME"] == "/absolute/path with space.sqlite3"
    assert settings["OPTIONS"]["transaction_mode"] == "IMMEDIATE"  # type: ignore[index]
    assert database_settings("sqlite://")["NAME"] == ":memory:"


def test_postgresql_database() -> None:
    """Every part of the address is used, and escaped characters are read."""
    settings = database_settings("postgresql://bruker:p%40ss@db.example.no:5433/bro")
    assert settings["ENGINE"] == "django.db.backends.postgresql"
    wanted = {"NAME": "bro", "USER": "bruker", "PASSWORD": "p@ss", "HOST": "db.example.no", "PORT": "5433"}
    assert {key: settings[key] for key in wanted} == wanted
    assert database_settings("postgres:///bro")["HOST"] == ""


@pytest.mark.parametrize("url", ["", "mysql://x/y", "brobygger.sqlite3"])
def test_other_databases_are_refused(url: str) -> None:
    """With a sentence that says what to write instead."""
    with pytest.raises(SettingsRefused, match="sqlite:// or postgresql://"):
        database_settings(url)


@pytest.mark.parametrize(
    ("variables", "words"),
    [
        ({"BROBYGGER_DEMO": "1", **PRODUCTION}, "BROBYGGER_DEMO=1"),
        ({}, "Set BROBYGGER_SECRET_KEY"),
    ],
)
def test_django_does_not_start(variables: dict[str, str], words: str) -> None:
    """The rule is not only a rule: a process with these settings ends before it serves anything."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("BROBYGGER_", "DJANGO_", "COV_"))}
    run = subprocess.run(
        [sys.executable, "-c", "import brobygger.config.wsgi"],
        env=kept | {"DJANGO_SETTINGS_MODULE": "brobygger.config.settings"} | variables,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert run.returncode != 0
    assert "ImproperlyConfigured" in run.stderr
    assert words in run.stderr


def test_demo_never_runs_on_a_database_elsewhere() -> None:
    """The demo removes and reloads data: only on this machine."""
    with pytest.raises(SettingsRefused, match="on this machine"):
        read_environment(
            {"BROBYGGER_DEMO": "1", "BROBYGGER_DATABASE_URL": "postgresql://u:p@db.example.no/brobygger"}, home=HOME
        )
    here = {"BROBYGGER_DEMO": "1", "BROBYGGER_DATABASE_URL": "postgresql://u:p@127.0.0.1:5432/brobygger"}
    assert read_environment(here, home=HOME).demo


def test_options_of_a_database_address_are_kept_and_a_bad_port_is_told() -> None:
    """`?sslmode=verify-full` must not be lost silently."""
    assert database_settings("postgresql://u:p@h:5432/b?sslmode=verify-full")["OPTIONS"] == {"sslmode": "verify-full"}
    with pytest.raises(SettingsRefused, match="port"):
        database_settings("postgresql://u:p@h:tusen/b")


def test_a_state_folder_with_odd_letters_holds_its_own_database() -> None:
    """A # in a path is no end of it."""
    environment = read_environment({"BROBYGGER_DEBUG": "1", "BROBYGGER_STATE": "/tmp/a#b æ"}, home=HOME)
    assert database_settings(environment.database_url)["NAME"] == "/tmp/a#b æ/brobygger.sqlite3"


@pytest.mark.parametrize("url", ["http://api.airtable.com", "ftp://x", "https://", "nonsense", "http://10.example.no"])
def test_a_token_is_never_sent_unencrypted_to_another_machine(url: str) -> None:
    with pytest.raises(SettingsRefused, match="BROBYGGER_AIRTABLE_URL"):
        read_environment({"BROBYGGER_DEMO": "1", "BROBYGGER_AIRTABLE_URL": url}, home=Path("/srv"))


def test_a_stand_in_for_airtable_is_for_trying_things_out() -> None:
    url = "http://127.0.0.1:9000/"
    demo = read_environment({"BROBYGGER_DEMO": "1", "BROBYGGER_AIRTABLE_URL": url}, home=Path("/srv"))
    assert demo.airtable_url == "http://127.0.0.1:9000"
    with pytest.raises(SettingsRefused, match="https"):
        read_environment(
            {
                "BROBYGGER_SECRET_KEY": "x" * 32,
                "BROBYGGER_ALLOWED_HOSTS": "bro.example.no",
                "BROBYGGER_AIRTABLE_URL": url,
            },
            home=Path("/srv"),
        )
