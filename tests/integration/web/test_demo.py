"""`brobygger demo`: fills, brings up to date, refuses."""

from __future__ import annotations

import shutil
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command

from brobygger.accounts.models import User
from brobygger.audit.rules import system
from brobygger.partnerships.models import Membership, Partnership
from brobygger.portfolio.models import Activity
from brobygger.web.actions import CHECKSUMS, RemovalRefused, remove_partnership
from brobygger.web.rules import PERSONAS

ROOT = Path(__file__).resolve().parents[3]
# What stays when partnerships go: people, the log, the lists that are the same for everyone.
STAYS = {"accounts.User", "audit.Event", "organisations.Discipline", "portfolio.Word"}


@pytest.fixture
def home(tmp_path, settings):  # type: ignore[no-untyped-def]
    """A copy of the demo's files, and a state folder of its own."""
    for folder in ("demo", "frameworks"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    settings.HOME = tmp_path
    settings.STATE_FOLDER = tmp_path / "var"
    settings.DEMO = True
    return tmp_path


@pytest.fixture
def empty(db, now) -> None:  # type: ignore[no-untyped-def]
    """No partnership at all."""
    for partnership in Partnership.objects.all():
        remove_partnership(partnership=partnership, by=system("tests"), now=now)


def demo() -> list[str]:
    told = StringIO()
    call_command("demo", stdout=told)
    return told.getvalue().splitlines()


def test_from_nothing(home, empty) -> None:  # type: ignore[no-untyped-def]
    """Both partnerships, and everybody with a role."""
    assert demo() == ["trd3: loaded", "fjordby: loaded", f"people: {len(PERSONAS)} can sign in with one click"]
    assert Membership.objects.filter(user__in=User.objects.exclude(persona="")).count() == len(PERSONAS)
    lead = Membership.objects.get(user__username=PERSONAS[0].username)
    assert lead.organisation is not None
    assert lead.organisation.slug == "ntnu"
    assert [area.slug for area in lead.focus_areas.all()] == ["helse-og-velferd"]
    observer = Membership.objects.get(role="observer", user__username__in=[p.username for p in PERSONAS])
    assert observer.organisation is None
    assert not User.objects.exclude(persona="").filter(password__startswith="pbkdf2").exists()


def test_twice_changes_nothing(home, empty, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    """And costs little."""
    demo()
    before = set(Activity.objects.values_list("pk", flat=True))
    with django_assert_max_num_queries(10):
        assert demo()[:2] == ["trd3: up to date", "fjordby: up to date"]
    assert set(Activity.objects.values_list("pk", flat=True)) == before
    assert User.objects.exclude(persona="").count() == len(PERSONAS)


def test_changed_files_are_loaded_anew(home, empty) -> None:  # type: ignore[no-untyped-def]
    """Only the partnership they belong to; the personas keep their roles."""
    demo()
    file = home / "demo" / "trd3" / "partnership.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("name: Universitetskommunen TRD 3.0", "name: Endret"))
    assert demo()[:2] == ["trd3: files have changed, loaded anew", "fjordby: up to date"]
    assert Partnership.objects.get(slug="trd3").name == "Endret"
    assert Membership.objects.filter(partnership__slug="trd3").exists()


def test_forgotten_or_broken_checksums(home, empty) -> None:  # type: ignore[no-untyped-def]
    """Count as changed."""
    demo()
    for content in ("not json", "[]", "{}"):
        (home / "var" / CHECKSUMS).write_text(content)
        assert demo()[0] == "trd3: files have changed, loaded anew"


def test_bad_files_leave_everything_as_it_was(home, empty) -> None:  # type: ignore[no-untyped-def]
    """Problems are listed, the exit code is 1, and the old data still stands."""
    demo()
    before = set(Activity.objects.values_list("pk", flat=True))
    file = home / "demo" / "trd3" / "partnership.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("side: university", "side: elsewhere"))
    problems = StringIO()
    with pytest.raises(SystemExit) as end:
        call_command("demo", stdout=StringIO(), stderr=problems)
    assert end.value.code == 1
    assert "partnership.yaml, linje" in problems.getvalue()
    assert "elsewhere" in problems.getvalue()
    assert set(Activity.objects.values_list("pk", flat=True)) == before


def test_a_missing_data_set_is_left_out(home, empty) -> None:  # type: ignore[no-untyped-def]
    """With its people."""
    shutil.rmtree(home / "demo" / "fjordby")
    told = demo()
    assert told[1] == "fjordby: no data set, left out"
    assert told[2] == f"people: {len(PERSONAS) - 1} can sign in with one click"


def test_nothing_is_left_of_a_removed_partnership(home, empty) -> None:  # type: ignore[no-untyped-def]
    """Every table is empty but those that belong to no partnership. A new table that is forgotten fails here."""
    from django.db import connection

    left = {
        model._meta.label
        for model in apps.get_models()
        if model.__module__.startswith("brobygger.") and model._default_manager.exists()
    }
    assert left <= STAYS
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM portfolio_search")
        assert cursor.fetchone() == (0,)


def test_one_removed_leaves_the_other(home, trd3, fjordby, now) -> None:  # type: ignore[no-untyped-def]
    """Rows of the other partnership stay."""
    before = Activity.objects.filter(partnership=trd3).count()
    remove_partnership(partnership=fjordby, by=system("tests"), now=now)
    assert Activity.objects.count() == before
    assert Partnership.objects.get() == trd3


def test_a_shared_directory_stays(home, trd3, fjordby, now) -> None:  # type: ignore[no-untyped-def]
    """As long as somebody uses it."""
    directory = trd3.directory
    Partnership.objects.create(slug="enda-ett", name="Enda ett", directory=directory)
    remove_partnership(partnership=trd3, by=system("tests"), now=now)
    assert directory.units.exists()


def test_production_refuses(home, trd3, now, settings) -> None:  # type: ignore[no-untyped-def]
    """Neither the command nor the action removes anything there."""
    settings.DEMO = settings.DEBUG = False
    with pytest.raises(CommandError, match="does not run in production"):
        demo()
    with pytest.raises(RemovalRefused):
        remove_partnership(partnership=trd3, by=system("tests"), now=now)
    assert Partnership.objects.filter(pk=trd3.pk).exists()
