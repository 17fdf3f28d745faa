"""Importing through the API: from a file or Airtable to the register, and back."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.conftest import Cast
from tests.integration.api.conftest import ROOT, Program
from tests.integration.intake.airtable_server import BASE, TOKEN, stand_in
from tests.integration.intake.importing import table
from tests.unit.tables.files import messy_workbook

from brobygger.api.models import IdempotencyRecord
from brobygger.api.rules.tokens import ApiScope
from brobygger.audit.models import Event
from brobygger.duplicates.actions.compare import compare_waiting
from brobygger.intake.actions.storage import at_work, folder_of
from brobygger.intake.actions.work import next_import
from brobygger.intake.models import Import, ImportSource
from brobygger.partnerships.models import Partnership
from brobygger.portfolio.models import Activity

Programs = Callable[..., Program]
ALL = "/imports"
HEADER = ("ID", "Tittel", "Type", "Oppstart", "Slutt", "Partnere")
PLAIN = {"columns": {"ID": "key", "Tittel": "title", "Type": "kind", "Oppstart": "start", "Partnere": "party:partner"}}


@pytest.fixture(autouse=True)
def _own_state(settings: Any, tmp_path: Path) -> None:
    settings.STATE_FOLDER = tmp_path


def some(count: int = 3, *, kind: str = "Forskningsprosjekt", **titles: str) -> io.BytesIO:
    """A workbook of so many rows; the first has number 2."""
    rows = [[str(n), titles.get(f"t{n}", f"Måling av bølger {n}"), kind, "2024", "", "NTNU"] for n in range(count)]
    return table(HEADER, *rows)


def sent(program: Program, file: io.BytesIO | None = None, **more: str) -> str:
    """A file that is sent; where the import is."""
    made = program.upload(file or some(), **more)
    assert made.status_code == 201, made.content
    return f"{ALL}/{made.json()['id']}"


def checked(program: Program, at: str, **changes: Any) -> dict[str, Any]:
    """The import after the dry run, with the columns as guessed but for changes."""
    mapping = program.get(f"{at}/mapping").json() | changes
    answer = program.send("PUT", f"{at}/mapping", mapping)
    assert answer.status_code == 200, answer.content
    assert answer.json()["state"] == "checking"
    assert not answer.json()["progress"]["is_interrupted"]
    assert next_import()
    told: dict[str, Any] = program.get(at).json()
    return told


def rows_of(program: Program, at: str, question: str = "") -> list[dict[str, Any]]:
    """Rows, all pages."""
    found, place = [], f"{at}/rows?limit=2&{question}"
    while place:
        page = program.get(place).json()
        found += page["items"]
        place = (page["next"] or "").removeprefix("http://testserver")
    return found


def test_from_file_to_register_and_back(lead: Program, trd3: Partnership) -> None:
    made = lead.upload(messy_workbook())
    assert made["Location"].endswith(f"{ROOT}{ALL}/{made.json()['id']}")
    at = f"{ALL}/{made.json()['id']}"
    assert lead.get(made["Location"]).json() == made.json()
    assert (made.json()["state"], made.json()["kind"], made.json()["source"]) == ("uploaded", "table", "Regneark")
    seen = lead.get(f"{at}/table").json()
    assert seen["header_rows"] == [5]
    assert {"name": "Gamle tall", "is_hidden": True} in seen["sheets"]
    assert seen["columns"][0]["samples"][0] == "Søvn på sykehjem"
    told = checked(
        lead, at, funder="Forskningsrådet", propose=True, meanings={"kind": {"Forskning": "research_project"}}
    )
    assert told["state"] == "checked"
    assert {(each["outcome"], each["choice"], each["rows"]) for each in told["chosen"]} == {
        ("new", "make", 3),
        ("error", "skip", 2),
    }
    faulty = rows_of(lead, at, "outcome=error")
    assert any("«i fjor»" in each["detail"] for row in faulty for each in row["problems"])
    assert [row["outcome"] for row in rows_of(lead, at)] == ["new"] * 3 + ["error"] * 2
    assert lead.post(f"{at}/start").json()["state"] == "running"
    assert next_import()
    done = lead.get(at).json()
    assert (done["state"], done["results"]) == ("done", {"made": 3, "skipped": 2})
    slugs = [row["activity"] for row in rows_of(lead, at, "result=made")]
    assert all(lead.get(f"/activities/{slug}").status_code == 200 for slug in slugs)
    assert lead.get(f"/change-sets/{done['change_set']}").json()["activities"] == 3
    assert lead.post(f"{at}/undo").json() == {"activities": 3}
    assert lead.get(at).json()["state"] == "undone"
    assert not Activity.objects.filter(partnership=trd3, slug__in=slugs).exists()
    assert lead.post(f"{at}/undo").status_code == 409
    assert lead.get(f"{at}/table").status_code == 404
    verbs = Event.objects.filter(subject_type="import", verb="uploaded").values_list("by_label", flat=True)
    assert list(verbs) == ["Prøve Prosjektleder"]


def test_the_report_is_the_one_on_screen(lead: Program, cast: Cast, client_of: Any) -> None:
    at = sent(lead)
    checked(lead, at)
    ours = b"".join(lead.get(f"{at}/report", accept="text/csv")).decode("utf-8-sig")
    theirs = b"".join(client_of(cast.lead).get(f"/trd3/import/{at.rpartition('/')[2]}/rapport/?format=csv"))
    assert ours == theirs.decode("utf-8-sig")
    assert len(list(csv.reader(io.StringIO(ours), delimiter=";"))) == 4
    told = lead.get(f"{at}/report")
    assert told["Content-Disposition"].endswith('.json"')
    assert [row["number"] for row in rows_of(lead, at)] == [2, 3, 4]
    assert json.loads(b"".join(lead.get(f"{at}/report"))) == rows_of(lead, at)
    xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    assert b"".join(lead.get(f"{at}/report", accept=xlsx))[:2] == b"PK"
    assert lead.get(f"{at}/report", accept="image/png").status_code == 406
    empty = sent(lead)
    assert json.loads(b"".join(lead.get(f"{empty}/report"))) == []


def test_choices_for_rows_and_for_all(lead: Program, trd3: Partnership, now: datetime) -> None:
    compare_waiting(partnership=trd3, now=now)
    twin = Activity.objects.filter(partnership=trd3, kind="research_project").first()
    assert twin is not None
    at = sent(lead, some(4, t0=twin.title))
    told = checked(lead, at, columns=PLAIN["columns"])
    assert told["total"] == 4
    first = rows_of(lead, at)[0]
    assert (first["outcome"], first["choice"], first["allowed"]) == ("twin", "", ["join", "update", "make", "skip"])
    assert first["twins"][0]["id"] == twin.slug
    # Said as on the pages, in the reader's language and without the weights.
    assert "Så godt som samme tittel".lower() in first["twins"][0]["why"].lower()
    assert "(+" not in first["twins"][0]["why"]
    body = {"rows": [{"row": 2, "choice": "join", "twin": twin.slug}, {"row": 3, "choice": "skip"}]}
    assert lead.post(f"{at}/choices", body).json() == {"rows": 2}
    assert lead.post(f"{at}/choices", body).json() == {"rows": 0}
    chosen = {row["number"]: (row["choice"], row["activity"]) for row in rows_of(lead, at)}
    assert chosen == {2: ("join", twin.slug), 3: ("skip", None), 4: ("make", None), 5: ("make", None)}
    # What a row does not allow, and rows that are not there, change nothing.
    for each in ({"row": 4, "choice": "update"}, {"row": 99, "choice": "skip"}):
        assert lead.post(f"{at}/choices", {"rows": [each]}).json() == {"rows": 0}
    wrong = lead.post(f"{at}/choices", {"rows": [{"row": 4, "choice": "join", "twin": twin.slug}]})
    assert (wrong.status_code, wrong.json()["errors"][0]["field"]) == (422, "rows.0.twin")
    assert lead.post(f"{at}/choices/all", {"outcome": "new", "choice": "skip"}).json() == {"rows": 3}
    assert lead.post(f"{at}/choices/all", {"outcome": "new", "choice": "join"}).status_code == 422
    for bad in ({}, {"rows": []}, {"rows": [{"row": 2, "choice": "tull"}]}, {"rows": [{"row": -1, "choice": "skip"}]}):
        assert lead.post(f"{at}/choices", bad).status_code == 422
    lead.post(f"{at}/start")
    assert next_import()
    assert lead.get(at).json()["results"] == {"joined": 1, "skipped": 3}
    assert lead.post(f"{at}/choices", body).status_code == 409


def test_a_second_time_updates_and_the_source_is_remembered(lead: Program) -> None:
    at = sent(lead, some(2, kind="FoU-ting"), source="Vårt ark")
    told = checked(lead, at)
    assert told["unknown"] == {"kind": {"FoU-ting": 2}}
    area = {"focus_area": "helse-og-velferd", "meanings": {"kind": {"FoU-ting": "research_project"}}}
    checked(lead, at, **area)
    lead.post(f"{at}/start")
    assert next_import()
    [source] = lead.get("/import-sources").json()["items"]
    assert (source["name"], source["base"]) == ("Vårt ark", None)
    assert source["mapping"]["focus_area"] == "helse-og-velferd"
    assert source["mapping"]["meanings"] == {"kind": {"fou ting": "research_project"}}
    again = sent(lead, some(2, kind="FoU-ting", t1="Bølger under is"), source="Vårt ark")
    assert lead.get(f"{again}/mapping").json() == {
        **source["mapping"],
        "columns": {name: source["mapping"]["columns"].get(name) for name in HEADER},
    }
    checked(lead, again)
    found = {row["outcome"]: row for row in rows_of(lead, again)}
    assert set(found) == {"same", "update"}
    assert found["update"]["changes"] == ["title"]
    assert [each["id"] for each in lead.get(f"{ALL}?limit=1").json()["items"]] == [int(again.rpartition("/")[2])]
    page = lead.get(f"{ALL}?limit=1").json()
    rest = lead.get(page["next"]).json()
    assert ([each["id"] for each in rest["items"]], rest["next"]) == ([int(at.rpartition("/")[2])], None)


def test_what_stands_in_the_way_of_undoing_is_told(lead: Program) -> None:
    at = sent(lead)
    checked(lead, at)
    lead.post(f"{at}/start")
    assert next_import()
    slug = rows_of(lead, at)[1]["activity"]
    place = f"/activities/{slug}"
    lead.send("PATCH", place, {"acronym": "X"}, if_match=lead.get(place)["ETag"])
    blocked = lead.post(f"{at}/undo")
    assert blocked.status_code == 409
    assert blocked.json()["type"].endswith("stands-in-the-way")
    assert [each["field"] for each in blocked.json()["errors"]] == [slug]
    assert lead.get(at).json()["state"] == "done"


def test_an_import_is_undone_by_who_did_it_and_by_coordinators(cast: Cast, program_of: Programs) -> None:
    """As on screen, and as every other operation on many: one rule (`portfolio.permissions.may_undo`)."""
    lead, others = program_of(cast.lead), [program_of(user) for user in (cast.colleague, cast.coordinator)]
    at = sent(lead)
    checked(lead, at)
    lead.post(f"{at}/start")
    assert next_import()
    answers = [each.post(f"{at}/undo") for each in others]
    assert [answer.status_code for answer in answers] == [403, 200]
    assert answers[0].json()["detail"] == "Only who did it may, and coordinators."
    assert lead.get(at).json()["state"] == "undone"


def test_another_sheet_and_other_headers(lead: Program) -> None:
    at = sent(lead, messy_workbook())
    other = lead.send("PUT", f"{at}/table", {"sheet": "Gamle tall"}).json()
    assert (other["sheet"], [each["name"] for each in other["columns"]]) == ("Gamle tall", ["Tittel", "Beløp"])
    assert lead.get(f"{at}/table").json() == other
    assert lead.send("PUT", f"{at}/table", {"sheet": "Gamle tall", "header_row": 0}).json()["header_rows"] == []
    for bad in ({"sheet": "Finnes ikke"}, {"header_row": 101}, {"header_row": -1}, {"ark": "x"}):
        assert lead.send("PUT", f"{at}/table", bad).status_code == 422, bad
    lead.send("DELETE", at)
    assert lead.send("PUT", f"{at}/table", {"sheet": ""}).status_code == 409


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"columns": {"Tittel": "tull"}}, "columns.Tittel"),
        ({"columns": {"Finnes ikke": "title"}}, "columns.Finnes ikke"),
        ({"columns": {"Type": "kind"}}, "columns.title"),
        ({"columns": {"Tittel": "title", "Type": "title"}, "kind": "pilot"}, "columns.title"),
        ({"columns": {"Tittel": "title"}}, "columns.kind"),
        ({"kind": "tull"}, "kind"),
        ({"focus_area": "tull"}, "focus_area"),
        ({"meanings": {"kind": {"FoU": "tull"}}}, "meanings.kind.FoU"),
        ({"meanings": {"focus_areas": {"Helse": "tull"}}}, "meanings.focus_areas.Helse"),
        ({"meanings": {"tull": {}}}, "meanings.tull.[key]"),
        ({"party": "x" * 301}, "party"),
        ({"farge": "rød"}, "farge"),
    ],
)
def test_columns_must_make_sense(change: dict[str, Any], field: str, lead: Program) -> None:
    at = sent(lead)
    refused = lead.send("PUT", f"{at}/mapping", {**PLAIN, **change})
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["field"] == field
    assert lead.get(at).json()["state"] == "uploaded"
    assert ImportSource.objects.get().mapping == {}


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"%PDF-1.7", "pdf"),
        (b'{"a": 1}', "other"),
        (b'{"a": ', "not_json"),
        (b"PK\x03\x04x", "corrupt"),
    ],
)
def test_files_we_cannot_read_get_a_clear_answer(content: bytes, code: str, lead: Program) -> None:
    refused = lead.upload(io.BytesIO(content), idempotency_key="x")
    assert refused.status_code == 422
    [told] = refused.json()["errors"]
    assert told["field"] == "file"
    assert code in {told["code"], "other"}
    assert "ile" in told["detail"]
    assert not Import.objects.exists()
    assert not any(folder_of(1).parent.glob("*"))


def test_what_is_sent_wrongly(lead: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    assert lead.upload(some(), source=" ").json()["errors"][0]["field"] == "source"
    assert lead.upload(some(), source="x" * 121).status_code == 422
    assert lead.post(ALL, {"file": "x", "source": "y"}).status_code == 422
    headers = {"Authorization": f"Bearer {lead.secret}"}
    broken = lead.client.generic("POST", f"{ROOT}{ALL}", b"x", "multipart/form-data; boundary=", headers=headers)
    assert broken.status_code == 400
    monkeypatch.setattr("brobygger.intake.actions.storage.BYTES_AT_MOST", 10)
    assert lead.upload(some()).status_code == 413
    assert not Import.objects.exists()


def test_a_file_is_taken_once_by_its_key(lead: Program) -> None:
    file = some()
    first = lead.upload(file, idempotency_key="fil")
    assert lead.upload(file, idempotency_key="fil").json() == first.json()
    assert lead.upload(some(4), idempotency_key="fil").status_code == 422
    assert lead.upload(file, idempotency_key="fil", source="Noe annet").status_code == 422
    assert Import.objects.count() == 1
    at = f"{ALL}/{first.json()['id']}"
    assert checked(lead, at)["total"] == 3


def test_a_large_file_is_taken_by_its_key_too(lead: Program, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    assert lead.upload(some(50), idempotency_key="stor").status_code == 201


def test_an_import_is_given_up_and_started_again(lead: Program) -> None:
    at = sent(lead)
    assert lead.post(f"{at}/start").status_code == 409
    assert lead.post(f"{at}/start-again").status_code == 409
    checked(lead, at)
    lead.post(f"{at}/start")
    Import.objects.update(is_taken=True)
    told = lead.get(at).json()["progress"]
    assert told["is_interrupted"]
    with at_work(int(at.rpartition("/")[2])):
        assert lead.get(at).json()["progress"]["is_at_work"]
        assert lead.post(f"{at}/start-again").status_code == 409
    assert lead.post(f"{at}/start-again").status_code == 200
    assert next_import()
    done = lead.send("DELETE", at)
    assert done.status_code == 409
    assert "done" in done.json()["detail"]
    other = sent(lead)
    assert lead.send("DELETE", other).status_code == 204
    assert lead.get(other).json()["state"] == "thrown"
    assert not folder_of(int(other.rpartition("/")[2])).exists()


@pytest.fixture
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("brobygger.intake.actions.fetch._start", lambda work: work())
    monkeypatch.setattr("brobygger.intake.sources.airtable.PAUSE", 0)


@pytest.mark.usefixtures("_at_once")
@pytest.mark.parametrize("key", [{}, {"idempotency_key": "a"}])
def test_airtable_and_its_token_is_kept_nowhere(
    key: dict[str, str],
    lead: Program,
    settings: Any,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    django_capture_on_commit_callbacks: Any,
) -> None:
    asked = {"source": "Airtable", "base": BASE, "table": "Prosjekter", "token": TOKEN}
    with stand_in(count=3) as here:
        settings.AIRTABLE_URL = here.url
        with django_capture_on_commit_callbacks(execute=True):
            made = lead.post(f"{ALL}/airtable", asked, **key)
        if key:
            with django_capture_on_commit_callbacks(execute=True) as again:
                assert lead.post(f"{ALL}/airtable", asked, **key).json() == made.json()
            assert again == []
    assert made.status_code == 201
    assert made.json()["state"] == "fetching"
    at = f"{ALL}/{made.json()['id']}"
    told = lead.get(at).json()
    assert (told["state"], told["kind"], told["trouble"]) == ("uploaded", "airtable", None)
    assert checked(lead, at)["total"] == 3
    assert lead.get(f"{at}/table").status_code == 404
    assert lead.send("PUT", f"{at}/table", {}).status_code == 409
    [source] = lead.get("/import-sources").json()["items"]
    assert (source["base"], source["table"]) == (BASE, "Prosjekter")
    kept = [Import, ImportSource, Event, IdempotencyRecord]
    everything = str([list(model.objects.values_list()) for model in kept])
    files = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    assert TOKEN not in everything
    assert not any(TOKEN.encode() in each for each in files)
    assert TOKEN not in caplog.text
    assert TOKEN not in made.content.decode()


@pytest.mark.usefixtures("_at_once")
def test_what_airtable_refuses_is_told(lead: Program, settings: Any, django_capture_on_commit_callbacks: Any) -> None:
    asked = {"source": "Airtable", "base": BASE, "table": "Prosjekter", "token": "feil"}
    with stand_in() as here:
        settings.AIRTABLE_URL = here.url
        with django_capture_on_commit_callbacks(execute=True):
            made = lead.post(f"{ALL}/airtable", asked)
    told = lead.get(f"{ALL}/{made.json()['id']}", accept_language="en").json()
    assert told["state"] == "failed"
    assert "Airtable" in told["trouble"]
    for bad in ({"base": "tull"}, {"base": "../app12345"}, {"table": " "}, {"token": ""}, {"token": "x" * 301}):
        refused = lead.post(f"{ALL}/airtable", {**asked, **bad})
        assert refused.status_code == 422
        assert refused.json()["errors"][0]["field"] == next(iter(bad))
        assert "feil" not in refused.content.decode()


def test_only_writers_import_and_strangers_find_nothing(program_of: Programs, cast: Cast) -> None:
    lead = program_of(cast.lead)
    at = sent(lead)
    checked(lead, at)
    reads = [ALL, "/import-sources", *(f"{at}{end}" for end in ("", "/table", "/mapping", "/rows", "/report"))]
    writes = [
        ("PUT", "/table", {}), ("PUT", "/mapping", PLAIN), ("POST", "/choices", {"rows": [{"row": 2, "choice": "skip"}]}),
        ("POST", "/choices/all", {"outcome": "new", "choice": "skip"}), ("POST", "/start", None),
        ("POST", "/start-again", None), ("POST", "/undo", None), ("DELETE", "", None),
    ]  # fmt: skip
    for program, status in (
        (program_of(cast.colleague), 200), (program_of(cast.coordinator), 200), (program_of(cast.observer), 403),
        (program_of(cast.steering_member), 403), (program_of(cast.other_lead), 404), (Program(""), 401),
    ):  # fmt: skip
        assert [program.get(place).status_code for place in reads] == [status] * len(reads)
        if status != 200:
            assert program.upload(some()).status_code == status
            assert [program.send(how, f"{at}{end}", body).status_code for how, end, body in writes] == [status] * 8
    reader = program_of(cast.lead, ApiScope.READ)
    assert reader.get(at).status_code == 200
    assert reader.upload(some()).status_code == 403
    assert [reader.send(how, f"{at}{end}", body).status_code for how, end, body in writes] == [403] * 8
    # Through one's own partnership one does not reach another's.
    other = program_of(cast.other_lead)
    theirs = f"/api/v1/partnerships/fjordby{at}"
    assert [other.send(how, f"{theirs}{end}", body).status_code for how, end, body in writes] == [404] * 8
    assert Import.objects.get().state == "checked"


@pytest.mark.parametrize(
    ("end", "at_most"), [("", 7), ("/mapping", 6), ("/table", 6), ("/rows?limit=200", 6), ("/report", 6)]
)
def test_they_ask_the_database_a_fixed_number_of_times(end: str, at_most: int, lead: Program) -> None:
    at = sent(lead, some(60))
    checked(lead, at)
    b"".join(lead.get(f"{at}{end}"))
    with CaptureQueriesContext(connection) as asked:
        b"".join(lead.get(f"{at}{end}"))
    assert len(asked) <= at_most, [each["sql"] for each in asked]
