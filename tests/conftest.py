"""The test house: settings, a closed network, one cast of invented people, and two partnerships they work in.

Both partnerships are loaded into the test database once, before the first test that needs it. Every test runs inside
a transaction that is rolled back, so it may do with them what it likes.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

# A plain `pytest` runs under the same settings as script/test.
os.environ.setdefault("BROBYGGER_DEMO", "1")
os.environ.setdefault("BROBYGGER_DEBUG", "1")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "brobygger.config.settings")

import django
import hypothesis
import pytest
from django.conf import settings as django_settings

django.setup()

# WhiteNoise warns of a missing folder, and warnings are errors.
Path(django_settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)

if TYPE_CHECKING:
    from django.test import Client

    from brobygger.accounts.models import User
    from brobygger.partnerships.models import Partnership

ROOT = Path(__file__).resolve().parent.parent
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
STORIES = ("trd3", "fjordby")

# The same examples every time, so that a red test is red for everybody. `HYPOTHESIS_PROFILE=search` looks for new ones.
hypothesis.settings.register_profile(
    "steady", derandomize=True, deadline=None, max_examples=100, database=None, print_blob=False
)
hypothesis.settings.register_profile("search", deadline=None, max_examples=2_000, print_blob=True)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))

_DATABASE_FIXTURES = {"db", "transactional_db", "live_server", "django_db_setup"}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever asks for the database counts as a database test, so that `-m "not django_db"` leaves it out."""
    for item in items:
        if _DATABASE_FIXTURES & set(getattr(item, "fixturenames", ())) and not item.get_closest_marker("django_db"):
            item.add_marker(pytest.mark.django_db)


@pytest.fixture(scope="session")
def today() -> date:
    """The day the tests are played on."""
    return NOW.date()


@pytest.fixture(scope="session")
def now() -> datetime:
    """The moment the tests are played at."""
    return NOW


@dataclass(frozen=True)
class Cast:
    """Invented people, each there for one reason."""

    lead: User  # university project lead in TRD 3.0, of the area "helse-og-velferd"
    colleague: User  # municipal project lead in TRD 3.0, of the same area
    coordinator: User
    steering_member: User
    observer: User
    stranger: User  # can sign in, belongs nowhere
    other_lead: User  # project lead in Fjordby, a stranger to TRD 3.0


# attribute: (display name, role, partnership, side)
_PEOPLE = {
    "lead": ("Prøve Prosjektleder", "project_lead", "trd3", "university"),
    "colleague": ("Test Testesen", "project_lead", "trd3", "municipality"),
    "coordinator": ("Kari Koordinator-Eksempel", "coordinator", "trd3", "municipality"),
    "steering_member": ("Stig Styresen", "steering_member", "trd3", "university"),
    "observer": ("Ola Observatør", "observer", "trd3", ""),
    "stranger": ("Frøydis Fremmed", "", "", ""),
    "other_lead": ("Åse Annensteds", "project_lead", "fjordby", "university"),
}
_LEADS_AREA = "helse-og-velferd"


def load_stories() -> None:
    """Load the partnerships and admit the cast."""
    from brobygger.accounts.actions import create_user
    from brobygger.audit.rules import system
    from brobygger.intake.actions import load_data_set
    from brobygger.partnerships.actions import admit
    from brobygger.partnerships.models import Partnership
    from brobygger.partnerships.rules.kinds import Role

    by = system("tests")
    for story in STORIES:
        load_data_set(folder=ROOT / "demo" / story, frameworks=ROOT / "frameworks", by=by, now=NOW)
    partnerships = {partnership.slug: partnership for partnership in Partnership.objects.all()}
    for name, (display_name, role, slug, side) in _PEOPLE.items():
        user = create_user(username=f"{name}@example.no", display_name=display_name, by=by, now=NOW)
        if slug in partnerships:
            partnership = partnerships[slug]
            partner = partnership.partners.select_related("organisation").filter(side=side).first()
            areas = partnership.focus_areas.filter(slug=_LEADS_AREA) if role == "project_lead" else ()
            admit(
                user=user,
                partnership=partnership,
                role=Role(role),
                organisation=partner.organisation if partner else None,
                by=by,
                now=NOW,
                focus_areas=areas,
            )


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> None:
    """The test database with both partnerships in it."""
    with django_db_blocker.unblock():
        load_stories()


@pytest.fixture
def stories_again(transactional_db: None) -> Iterator[None]:
    """Both partnerships for a test that commits, and whose database is therefore emptied around it.

    What it has frozen would refuse to be emptied, and is let go first.
    """
    from brobygger.audit.rules import system
    from brobygger.partnerships.models import Partnership
    from brobygger.snapshots.actions.removal import remove_snapshots

    if not Partnership.objects.exists():
        load_stories()
    yield
    for partnership in Partnership.objects.all():
        remove_snapshots(partnership=partnership, by=system("tests"), now=NOW)


@pytest.fixture
def trd3(db: None) -> Partnership:
    """Universitetskommunen TRD 3.0 as its final report tells it."""
    from brobygger.partnerships.models import Partnership

    return Partnership.objects.select_related("directory").get(slug="trd3")


@pytest.fixture
def fjordby(db: None) -> Partnership:
    """The invented partnership with everything that can go wrong in it."""
    from brobygger.partnerships.models import Partnership

    return Partnership.objects.select_related("directory").get(slug="fjordby")


@pytest.fixture
def cast(db: None) -> Cast:
    """Everybody, fresh from the database."""
    from brobygger.accounts.models import User

    users = User.objects.in_bulk([f"{field.name}@example.no" for field in fields(Cast)], field_name="username")
    return Cast(**{field.name: users[f"{field.name}@example.no"] for field in fields(Cast)})


@pytest.fixture
def client_of(db: None) -> Callable[[User | None], Client]:
    """A browser somebody is signed in with; None is nobody."""
    from django.test import Client

    def signed_in(user: User | None = None) -> Client:
        client = Client()
        if user is not None:
            client.force_login(user)
        return client

    return signed_in


@pytest.fixture(autouse=True)
def _bokmål() -> Iterator[None]:
    """Every test starts in bokmål, and leaves no language behind for the next."""
    from django.utils import translation

    with translation.override("nb"):
        yield


@pytest.fixture(autouse=True)
def _nothing_remembered(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What was rolled back may come again under the same number; nothing is remembered of it.

    What the cache holds is shared, not copied (brobygger/config/memory.py): whoever changes it fails here.
    """
    from django.core.cache import cache

    from brobygger.config.memory import Memory
    from brobygger.organisations import queries

    cache.clear()
    queries._remembered.clear()
    kept: dict[str, tuple[object, str]] = {}
    keep = Memory.set

    def watched(self: Memory, key: str, value: object, *rest: object, **more: object) -> None:
        kept[key] = (value, repr(value))
        keep(self, key, value, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(Memory, "set", watched)
    yield
    for key, (value, told) in kept.items():
        assert repr(value) == told, f"what is remembered as {key} was changed"


@pytest.fixture(autouse=True)
def _plain_static_files(settings: pytest.FixtureRequest) -> None:
    """No test needs collected static files."""
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
