"""Letting somebody in from the command line: the only way into a real installation."""

from __future__ import annotations

import io
from unittest import mock

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from brobygger.partnerships.models import Partnership

pytestmark = pytest.mark.django_db
WHO = ("--username", "kari@example.no", "--name", "Kari Eksempel", "--role", "coordinator")
PASSWORD = "lang-og-god-nok-2026"


def admit(*arguments: str, password: str = PASSWORD) -> str:
    out = io.StringIO()
    with mock.patch("builtins.input", return_value=password):
        call_command("admit", "--partnership", "trd3", *WHO, "--password-stdin", *arguments, stdout=out)
    return out.getvalue()


def test_the_person_can_sign_in_and_read(trd3: Partnership, settings) -> None:
    assert "coordinator in trd3" in admit("--organisation", "trondheim-kommune")
    client = Client()
    assert client.get("/trd3/").status_code == 302
    assert client.login(username="KARI@example.no", password=PASSWORD)
    assert client.get("/trd3/").status_code == 200
    assert client.get("/fjordby/").status_code == 404


def test_twice_changes_nothing(trd3: Partnership) -> None:
    admit()
    admit(password="")
    assert trd3.memberships.filter(user__username="kari@example.no").count() == 1


def test_a_weak_password_and_a_wrong_partner_are_refused(trd3: Partnership) -> None:
    with pytest.raises(CommandError):
        admit(password="kort")
    with pytest.raises(CommandError, match="no partner"):
        admit("--organisation", "sintef")
    assert not trd3.memberships.filter(user__username="kari@example.no").exists()
