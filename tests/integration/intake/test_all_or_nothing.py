"""Two thousand rows, in a few questions each; and a process that is killed in the middle leaves nothing."""

from __future__ import annotations

import io
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test.utils import CaptureQueriesContext
from tests.conftest import Cast
from tests.integration.intake.importing import bring, check, outcomes, upload

from brobygger.partnerships.models import Partnership
from brobygger.portfolio.models import Activity

ROOT = Path(__file__).resolve().parents[3]
KILLS = 4


def csv(count: int, word: str = "Bølger") -> io.BytesIO:
    rows = "".join(
        f"{n};{word} ved kaia {n};Pilot;{2018 + n % 8};NTNU;Forskningsrådet;{n * 1000}\n" for n in range(count)
    )
    return io.BytesIO(f"ID;Tittel;Type;Oppstart;Partnere;Finansiert av;Beløp\n{rows}".encode())


@pytest.mark.slow
def test_two_thousand_rows_cost_no_question_each(
    cast: Cast, trd3: Partnership, now: datetime, settings: Any, tmp_path: Path
) -> None:
    from django.db import connection

    settings.STATE_FOLDER = tmp_path
    run = upload(trd3, cast.lead, csv(2000), now)
    with CaptureQueriesContext(connection) as asked:
        run = check(run, now)
    assert outcomes(run) == ["new"] * 2000
    assert len(asked) < 120
    with CaptureQueriesContext(connection) as asked:
        run = bring(run, now)
    assert Activity.objects.filter(partnership=trd3, title__startswith="Bølger ved kaia").count() == 2000
    # Many of these are one statement for a thousand rows.
    assert len(asked) < 400
    with CaptureQueriesContext(connection) as asked:
        run = check(upload(trd3, cast.lead, csv(2000, "Vind"), now), now)
    assert outcomes(run) == ["update"] * 2000
    assert len(asked) < 150
    bring(run, now)
    assert Activity.objects.filter(partnership=trd3, title__startswith="Vind ved kaia", version=2).count() == 2000


@pytest.mark.slow
def test_a_killed_import_leaves_nothing_and_can_be_done_again(tmp_path: Path) -> None:
    """In processes of their own, on a database of their own, killed at moments nobody chose."""
    if "sqlite" not in django_settings.DATABASES["default"]["ENGINE"]:
        pytest.skip("makes a database of its own, which is easy on SQLite only")
    environment = {name: value for name, value in os.environ.items() if not name.startswith("BROBYGGER_")}
    environment |= {"BROBYGGER_DEMO": "1", "BROBYGGER_STATE": str(tmp_path), "BROBYGGER_HOME": str(ROOT)}
    command = str(Path(sys.executable).with_name("brobygger"))

    def start(*arguments: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [command, *arguments], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )

    def count() -> tuple[int, int, int]:
        with sqlite3.connect(tmp_path / "brobygger.sqlite3") as database:
            return tuple(
                database.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
                for table in ("portfolio_activity", "portfolio_changeset", "intake_sourcekey")
            )

    assert start("migrate", "--noinput").wait() == 0
    assert start("load", str(ROOT / "demo" / "fjordby")).wait() == 0
    file = tmp_path / "r.csv"
    file.write_bytes(csv(600).getvalue())
    before = count()
    chance = random.Random(7)
    arguments = (
        "import-file",
        str(file),
        "--partnership",
        "fjordby",
        "--source",
        "Fil",
        "--mapping",
        '{"columns": {"Partnere": "ignore", "Finansiert av": "ignore", "Beløp": "ignore"}}',
    )
    for _ in range(KILLS):
        process = start(*arguments)
        time.sleep(1.5 + 2 * chance.random())
        process.send_signal(signal.SIGKILL)
        process.wait()
        found = count()
        assert found == before or found == (before[0] + 600, before[1] + 1, 600)
        if found != before:
            break
    assert start(*arguments).wait() == 0
    assert count()[0] == before[0] + 600
    assert count()[2] == 600
    shutil.rmtree(tmp_path / "imports")
