"""Rows out of Airtable, from a stand-in that speaks as it does."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from tests.conftest import Cast
from tests.integration.intake.airtable_server import BASE, TOKEN, StandIn, stand_in
from tests.integration.intake.importing import bring, check, outcomes

from brobygger.accounts.models import User
from brobygger.intake.actions.storage import folder_of
from brobygger.intake.models import Import
from brobygger.intake.sources.airtable import Airtable, AirtableRefused, table_of
from brobygger.partnerships.models import Partnership
from brobygger.portfolio.models import Activity, ExternalId

Browser = Callable[[User | None], Client]
AT = "/trd3/import/"


@pytest.fixture(autouse=True)
def _own_state(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.STATE_FOLDER = tmp_path
    monkeypatch.setattr("brobygger.intake.actions.fetch._start", lambda work: work())
    monkeypatch.setattr("brobygger.intake.actions.fetch.transaction.on_commit", lambda do: do())
    monkeypatch.setattr("brobygger.intake.sources.airtable.PAUSE", 0)


def asked(here: StandIn, waits: list[float] | None = None, token: str = TOKEN) -> Airtable:
    return Airtable(here.url, BASE, token, sleep=(waits if waits is not None else []).append)


def fetch(client: Client, settings: Any, here: StandIn, **changes: str) -> Import:
    settings.AIRTABLE_URL = here.url
    data = {"source": "Airtable", "base": BASE, "table": "Prosjekter", "token": TOKEN} | changes
    answer = client.post(f"{AT}airtable/", data)
    assert answer.status_code == 302, answer.content.decode()
    return Import.objects.select_related("source", "partnership").latest("pk")


def test_pages_links_and_attachments_are_read() -> None:
    waits: list[float] = []
    told: list[int] = []
    with stand_in(count=250, busy=2) as here:
        columns, rows = table_of(asked(here, waits), "Prosjekter", told.append)
    assert columns == ["Airtable-ID", "Prosjektnavn", "Type", "Oppstart", "Partnere", "Del av", "Vedlegg", "Ferdig"]
    assert (len(rows), told) == (250, [100, 200])
    assert rows[1] == [
        "recPrj00000000002", "Bølgekraft 2", "Forskningsprosjekt", "2024-03-05", "NTNU, Trondheim kommune",
        "Bølgekraft 1", "a.pdf: https://files.example.no/a.pdf", True,
    ]  # fmt: skip
    assert waits[:2] == [1.0, 1.0]
    assert sum(1 for path in here.asked if "offset" in path) == 2


def test_without_leave_to_see_the_schema_the_records_come_all_the_same() -> None:
    with stand_in(count=2, schema=False) as here:
        columns, rows = table_of(asked(here), "Prosjekter", print)
    assert set(columns) == {
        "Airtable-ID",
        "Prosjektnavn",
        "Type",
        "Oppstart",
        "Partnere",
        "Vedlegg",
        "Ferdig",
        "Del av",
    }
    assert rows[0][columns.index("Partnere")] == "recOrg00000000001, recOrg00000000002"


@pytest.mark.parametrize(
    ("held", "token", "table", "why"),
    [
        ({}, "wrong", "Prosjekter", "token"),
        ({"status": 403}, TOKEN, "Prosjekter", "forbidden"),
        ({}, TOKEN, "Finnes ikke", "missing"),
        ({"schema": False}, TOKEN, "Finnes/../ikke", "missing"),
        ({"status": 422}, TOKEN, "Prosjekter", "refused"),
        ({"status": 500}, TOKEN, "Prosjekter", "strange"),
        ({"busy": 99}, TOKEN, "Prosjekter", "busy"),
        ({"redirect": "http://127.0.0.1:9/"}, TOKEN, "Prosjekter", "strange"),
    ],
)
def test_what_goes_wrong_is_told_apart(held: dict[str, Any], token: str, table: str, why: str) -> None:
    waits: list[float] = []
    with stand_in(**held) as here, pytest.raises(AirtableRefused) as refused:
        table_of(asked(here, waits, token), table, print)
    assert refused.value.why == why
    assert len(waits) <= 4
    assert TOKEN not in repr(refused.value)
    assert not held.get("redirect") or len(here.asked) == 1


def test_nobody_at_home_is_told() -> None:
    with stand_in() as here:
        pass
    with pytest.raises(AirtableRefused) as refused:
        table_of(asked(here), "Prosjekter", print)
    assert refused.value.why == "no_answer"


def test_a_table_comes_in_and_a_second_time_updates(
    cast: Cast, client_of: Browser, trd3: Partnership, now: datetime, settings: Any
) -> None:
    client = client_of(cast.lead)
    with stand_in(count=3) as here:
        run = fetch(client, settings, here)
        assert run.state == "uploaded", run.trouble
        assert run.mapping["columns"] == {
            "Airtable-ID": "id:airtable", "Prosjektnavn": "title", "Type": "kind", "Oppstart": "start",
            "Partnere": "party:partner", "Del av": "relation:part_of", "Ferdig": "milestone:finished",
        }  # fmt: skip
        assert client.get(f"{AT}{run.pk}/kolonner/").status_code == 200
        run = check(run, now)
        assert outcomes(run) == ["new"] * 3
        bring(run, now)
        second = Activity.objects.get(partnership=trd3, title="Bølgekraft 2")
        assert [r.other.title for r in second.relations.all()] == ["Bølgekraft 1"]
        assert ExternalId.objects.get(activity=second).value == "recPrj00000000002"
        here.count = 4
        run = check(fetch(client, settings, here), now)
        assert outcomes(run) == ["same"] * 3 + ["new"]
        # Another source of the same records finds them by their ids.
        run = check(fetch(client, settings, here, source="Noe annet"), now)
        assert outcomes(run) == ["same"] * 3 + ["new"]


def test_the_token_is_kept_nowhere(
    cast: Cast, client_of: Browser, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    client = client_of(cast.lead)
    with stand_in(count=1) as here:
        run = fetch(client, settings, here)
    assert TOKEN not in str([list(row) for row in Import.objects.values_list()])
    assert TOKEN not in str(run.source.mapping) + str(run.source.place)
    for file in folder_of(run.pk).iterdir():
        assert TOKEN.encode() not in file.read_bytes()
        assert file.stat().st_mode & 0o077 == 0 or file.name in {"lock", "progress.json"}
    assert TOKEN not in caplog.text
    answer = client.post(f"{AT}airtable/", {"source": "A", "base": "x", "table": "", "token": TOKEN})
    assert answer.status_code == 422
    assert TOKEN not in answer.content.decode()


def test_a_refusal_is_shown_with_what_to_do(cast: Cast, client_of: Browser, settings: Any) -> None:
    client = client_of(cast.lead)
    with stand_in() as here:
        run = fetch(client, settings, here, token="wrong")
    assert run.state == "failed"
    assert "Airtable godtar ikke tilgangsnøkkelen" in client.get(f"{AT}{run.pk}/").content.decode()
