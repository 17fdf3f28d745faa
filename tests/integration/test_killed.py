"""A server that is killed in the middle of something leaves all of it or nothing: 360 kills on each database."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(__file__).resolve().parents[2]
TIMES = 60


@pytest.fixture
def own_database(tmp_path: Path) -> Iterator[str]:
    """The address of an empty database of the kind the tests run on."""
    default = settings.DATABASES["default"]
    if "sqlite" in default["ENGINE"]:
        yield f"sqlite:///{tmp_path / 'killing.sqlite3'}"
        return
    import psycopg

    server = f"{default['USER']}@{default['HOST']}:{default['PORT']}"
    name = f"killing_{os.getpid()}"
    with psycopg.connect(f"postgresql://{server}/postgres", autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
        yield f"postgresql://{server}/{name}"
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize("operation", ["merging", "importing", "freezing", "correcting", "defining", "reorganising"])
def test_all_or_nothing(operation: str, own_database: str, tmp_path: Path) -> None:
    environment = _environment(own_database, tmp_path)
    command = [sys.executable, "-W", "ignore", "-m", "tests.killing", operation, "--times", str(TIMES)]
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False, timeout=900)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-4000:]
    assert "killed, nothing done" in done.stdout


@pytest.mark.slow
@pytest.mark.django_db
def test_several_who_freeze_at_once_are_one_after_the_other(own_database: str, tmp_path: Path) -> None:
    command = [sys.executable, "-W", "ignore", "-m", "tests.killing.together"]
    environment = _environment(own_database, tmp_path)
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-4000:]


@pytest.mark.slow
@pytest.mark.django_db
def test_two_who_do_the_same_at_once_are_one_and_one_who_is_told(own_database: str, tmp_path: Path) -> None:
    """A version of an indicator, a reorganisation, and a form that is sent three times with one click too many."""
    command = [sys.executable, "-W", "ignore", "-m", "tests.killing.rivals"]
    environment = _environment(own_database, tmp_path)
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False, timeout=600)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-4000:]


def _environment(own_database: str, tmp_path: Path) -> dict[str, str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("BROBYGGER_")}
    return environment | {
        "BROBYGGER_DEMO": "1",
        "BROBYGGER_DEBUG": "1",
        "BROBYGGER_STATE": str(tmp_path),
        "BROBYGGER_HOME": str(ROOT),
        "BROBYGGER_DATABASE_URL": own_database,
        "DJANGO_SETTINGS_MODULE": "brobygger.config.settings",
    }
