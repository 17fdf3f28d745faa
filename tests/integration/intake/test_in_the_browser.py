"""Importing as people do it in the browser."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from tests.conftest import Cast
from tests.integration.intake.importing import check, table, upload
from tests.unit.tables.files import messy_workbook

from brobygger.accounts.models import User
from brobygger.intake.actions.storage import at_work
from brobygger.intake.actions.work import next_import
from brobygger.intake.models import Import
from brobygger.partnerships.models import Partnership
from brobygger.portfolio.models import Activity

Browser = Callable[[User | None], Client]
HEADER = ("ID", "Tittel", "Type", "Oppstart", "Slutt", "Partnere")
AT = "/trd3/import/"


@pytest.fixture(autouse=True)
def _own_state(settings: Any, tmp_path: Path) -> None:
    settings.STATE_FOLDER = tmp_path


def send(client: Client, file: io.BytesIO, name: str = "r.xlsx", source: str = "Regneark") -> Any:
    return client.post(f"{AT}ny/", {"file": SimpleUploadedFile(name, file.getvalue()), "source": source})


def rows(count: int) -> list[list[str]]:
    return [[str(n), f"Måling av bølger {n}", "Forskningsprosjekt", "2024", "", "NTNU"] for n in range(1, count + 1)]


def mapped(client: Client, at: str, **changes: str) -> Any:
    """The page of columns sent as it came, with changes."""
    form = client.get(f"{at}kolonner/").context["form"]
    data = {field.html_name: field.value() for field in form if field.value() not in (None, False)}
    return client.post(f"{at}kolonner/", data | changes)


def test_from_file_to_register_and_back(cast: Cast, client_of: Browser, trd3: Partnership) -> None:
    client = client_of(cast.lead)
    answer = send(client, messy_workbook())
    run = Import.objects.get()
    at = f"{AT}{run.pk}/"
    assert (answer.status_code, answer["Location"]) == (302, f"{at}kolonner/")
    page = client.get(f"{at}kolonner/").content.decode()
    assert "Arket «Gamle tall» er skjult" in page
    assert "Søvn på sykehjem" in page
    assert mapped(client, at, funder="Forskningsrådet", propose="on")["Location"] == at
    assert "Venter på tur" in client.get(at).content.decode()
    assert next_import()
    page = client.get(at).content.decode()
    assert "«i fjor» er ikke en dato" in page
    assert "kolonne F (Slutt)" in page
    answer = client.post(f"{at}importer/")
    assert next_import()
    page = client.get(at).content.decode()
    assert "Importert" in page
    assert Activity.objects.filter(partnership=trd3, title="Søvn på sykehjem").exists()
    report = client.get(f"{at}rapport/?format=csv")
    assert "Søvn på sykehjem" in b"".join(report).decode()
    assert b"".join(client.get(f"{at}rapport/"))[:2] == b"PK"
    assert "Angre hele importen" in page
    colleague = client_of(cast.colleague)
    assert "Angre hele importen" not in colleague.get(at).content.decode()
    assert colleague.post(f"{at}angre/").status_code == 403
    answer = client.post(f"{at}angre/")
    assert answer["Location"] == at
    assert not Activity.objects.filter(partnership=trd3, title="Søvn på sykehjem").exists()
    assert "Angret" in client.get(AT).content.decode()


def test_words_nobody_knows_are_explained_once(
    cast: Cast, client_of: Browser, trd3: Partnership, now: datetime
) -> None:
    client = client_of(cast.lead)
    odd = [[str(n), f"Bølge {n}", "FoU-prosjekt", "2024", "", ""] for n in (1, 2)]
    send(client, table(HEADER, *odd))
    run = Import.objects.get()
    at = f"{AT}{run.pk}/"
    mapped(client, at)
    assert next_import()
    page = client.get(at).content.decode()
    assert "Type: «FoU-prosjekt» (2)" in page
    assert "Type: «FoU-prosjekt» betyr" in client.get(f"{at}kolonner/").content.decode()
    mapped(client, at, **{"w-kind-0": "research_project"})
    assert next_import()
    assert {row.outcome for row in run.rows.all()} == {"new"}
    # The source remembers.
    again = check(upload(trd3, cast.colleague, table(HEADER, *odd), now), now)
    assert {row.outcome for row in again.rows.all()} == {"new"}


def test_choices_are_saved_a_row_at_a_time_and_for_all(
    cast: Cast, client_of: Browser, trd3: Partnership, now: datetime
) -> None:
    client = client_of(cast.lead)
    run = check(upload(trd3, cast.lead, table(HEADER, *rows(3)), now), now)
    at = f"{AT}{run.pk}/"
    client.post(f"{at}valg/", {"r-2": "skip", "r-3": "update", "r-99": "skip", "r-æ": "skip", "tilbake": "?utfall=new"})
    assert list(run.rows.order_by("number").values_list("choice", flat=True)) == ["skip", "make", "make"]
    client.post(f"{at}valg/", {"alle": "new", "valg": "skip"})
    assert set(run.rows.values_list("choice", flat=True)) == {"skip"}
    assert "Importer 3 rader" not in client.get(at).content.decode()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "Filen er tom"),
        (b"%PDF-1.7", "Filen er en PDF"),
        (b'{"a": 1}', "ikke en eksport fra Brobygger"),
        (b'{"a": ', "ikke gyldig JSON"),
        (b"PK\x03\x04x", "Filen er skadet"),
    ],
)
def test_files_we_cannot_read_get_a_clear_answer(cast: Cast, client_of: Browser, content: bytes, said: str) -> None:
    answer = send(client_of(cast.lead), io.BytesIO(content))
    assert answer.status_code == 422 or not content
    page = answer.content.decode()
    assert said in page or (not content and "tom" in page)
    assert 'value="Regneark"' in page
    assert not Import.objects.exists()


def test_columns_must_make_sense(cast: Cast, client_of: Browser) -> None:
    client = client_of(cast.lead)
    send(client, table(("A1", "B1"), ["x", "y"], ["z", "w"]))
    at = f"{AT}{Import.objects.get().pk}/"
    assert "Velg hvilken kolonne som er tittelen" in mapped(client, at).content.decode()
    answer = mapped(client, at, c0="title", c1="title", kind="pilot")
    assert answer.status_code == 422
    assert "Bare én kolonne kan bety dette" in answer.content.decode()
    assert mapped(client, at, c0="tull").status_code == 422


def test_another_sheet_and_other_headers_can_be_chosen(cast: Cast, client_of: Browser) -> None:
    client = client_of(cast.lead)
    send(client, messy_workbook())
    run = Import.objects.get()
    client.post(f"{AT}{run.pk}/ark/", {"sheet": "Gamle tall", "header": ""})
    run.refresh_from_db()
    assert (run.sheet, run.columns) == ("Gamle tall", ["Tittel", "Beløp"])
    client.post(f"{AT}{run.pk}/ark/", {"sheet": "Finnes ikke", "header": "-1"})
    run.refresh_from_db()
    assert run.sheet == "Gamle tall"


def test_only_writers_import_and_strangers_find_nothing(
    cast: Cast, client_of: Browser, trd3: Partnership, now: datetime
) -> None:
    run = check(upload(trd3, cast.lead, table(HEADER, *rows(1)), now), now)
    reads = [
        "",
        "ny/",
        "airtable/",
        *(f"{run.pk}/{rest}" for rest in ("", "framdrift/", "kolonner/", "rapport/?format=csv")),
    ]
    posts = [f"{run.pk}/{rest}/" for rest in ("ark", "valg", "importer", "igjen", "angre", "kast")]
    for person, status in (
        (cast.colleague, 200), (cast.coordinator, 200), (cast.observer, 403), (cast.steering_member, 403),
        (cast.stranger, 404), (cast.other_lead, 404),
    ):  # fmt: skip
        client = client_of(person)
        assert [client.get(AT + address).status_code for address in reads] == [status] * len(reads)
        if status != 200:
            assert [client.post(AT + address).status_code for address in posts] == [status] * len(posts)
    assert Import.objects.get().state == "checked"
    # Through one's own partnership one does not reach another's.
    assert client_of(cast.other_lead).get(f"/fjordby/import/{run.pk}/").status_code == 404
    assert client_of(cast.other_lead).post(f"/fjordby/import/{run.pk}/kast/").status_code == 404


def test_a_worker_that_died_leaves_an_import_that_can_be_started_again(
    cast: Cast, client_of: Browser, trd3: Partnership, now: datetime
) -> None:
    client = client_of(cast.lead)
    run = check(upload(trd3, cast.lead, table(HEADER, *rows(2)), now), now)
    at = f"{AT}{run.pk}/"
    client.post(f"{at}importer/")
    Import.objects.update(is_taken=True)
    with at_work(run.pk):
        assert "avbrutt" not in client.get(at).content.decode()
        client.post(f"{at}igjen/")
        assert not next_import()
    page = client.get(at).content.decode()
    assert "Arbeidet ble avbrutt" in page
    assert "Start igjen" in page
    assert not next_import()
    client.post(f"{at}igjen/")
    assert next_import()
    assert Import.objects.get().state == "done"
    assert client.get(f"{at}framdrift/")["HX-Refresh"] == "true"


def test_pages_ask_the_same_few_questions_however_many_rows(
    cast: Cast,
    client_of: Browser,
    trd3: Partnership,
    now: datetime,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    run = check(upload(trd3, cast.lead, table(HEADER, *rows(250)), now), now)
    client = client_of(cast.lead)
    with django_assert_max_num_queries(12):
        page = client.get(f"{AT}{run.pk}/").content.decode()
    assert page.count('<td class="num">') == 100
    with django_assert_max_num_queries(20):
        client.get(f"{AT}{run.pk}/kolonner/")
    with django_assert_max_num_queries(12):
        client.get(AT)
