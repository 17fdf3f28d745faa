"""Everything taken out: the workbook, the archive and the document; and samples."""

from __future__ import annotations

import csv
import gc
import io
import json
import tracemalloc
import zipfile
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.conftest import Cast

from brobygger.accounts.models import User
from brobygger.audit.rules import system
from brobygger.organisations.models import Organisation, Unit
from brobygger.partnerships.models import Partnership
from brobygger.portfolio.actions.register import register_activities
from brobygger.portfolio.models import Activity, ExternalId, Funding, Milestone, Participation, Quantity, Relation
from brobygger.portfolio.presenters.whole import json_document, tables_of
from brobygger.portfolio.queries.bulk import entries
from brobygger.portfolio.queries.drafts import draft_of
from brobygger.portfolio.queries.editing import focus_areas_of
from brobygger.portfolio.queries.sampling import candidates
from brobygger.portfolio.rules.content import draft_from
from brobygger.portfolio.rules.drafts import ActivityDraft
from brobygger.portfolio.rules.export import numbered
from brobygger.portfolio.rules.facets import Dimension
from brobygger.portfolio.rules.filters import Filter
from brobygger.portfolio.rules.kinds import Kind
from brobygger.tables.reading.workbook import open_workbook

Browser = Callable[[User | None], Client]
LIST = "/trd3/aktiviteter/"
SHEETS = {
    "Aktiviteter": Activity,
    "Deltakere": Participation,
    "Milepæler": Milestone,
    "Finansiering": Funding,
    "Koblinger": Relation,
    "Eksterne id-er": ExternalId,
    "Tall": Quantity,
}


def body(response: Any) -> bytes:
    return b"".join(response.streaming_content)


def test_the_document_holds_everything_and_gives_every_draft_back(
    cast: Cast, client_of: Browser, trd3: Partnership
) -> None:
    told = json.loads(body(client_of(cast.observer).get(f"{LIST}alt.json")))
    assert (told["format"], told["version"], told["partnership"]["slug"]) == ("brobygger-export", 1, "trd3")
    assert list(told)[-1] == "activities"
    organisations = dict(Organisation.objects.filter(directory=trd3.directory).values_list("slug", "pk"))
    units = dict(Unit.objects.filter(directory=trd3.directory).values_list("slug", "pk"))
    areas = dict(trd3.focus_areas.values_list("slug", "pk"))
    assert {each["slug"] for each in told["organisations"]} == set(organisations)
    assert {each["slug"] for each in told["units"]} == set(units)
    assert {each["slug"] for each in told["focus_areas"]} == set(areas)
    assert len(told["activities"]) == Activity.objects.filter(partnership=trd3).count()
    for each in told["activities"]:
        draft = draft_from(numbered(each["content"], organisations, units, areas), slug=each["slug"])
        found = draft_of(trd3, each["slug"])
        assert found is not None
        assert draft == found[1], each["slug"]


def test_the_workbook_and_the_archive_hold_every_row_once(cast: Cast, client_of: Browser, trd3: Partnership) -> None:
    client = client_of(cast.observer)
    workbook = open_workbook(io.BytesIO(body(client.get(f"{LIST}alt.xlsx"))), "alt.xlsx")
    packed = zipfile.ZipFile(io.BytesIO(body(client.get(f"{LIST}alt.zip"))))
    assert [sheet.name for sheet in workbook.sheets] == [*SHEETS, "Organisasjoner", "Enheter"]
    assert len(packed.namelist()) == 9
    for sheet, name in zip(workbook.sheets, packed.namelist(), strict=True):
        rows = list(csv.DictReader(io.StringIO(packed.read(name).decode("utf-8-sig"))))
        ids = [row["id"] for row in rows]
        assert len(set(ids)) == len(ids)
        assert sum(1 for _ in sheet.rows()) == len(rows) + 1
        if sheet.name in SHEETS:
            way = {"partnership": trd3} if sheet.name == "Aktiviteter" else {"activity__partnership": trd3}
            assert len(rows) == SHEETS[sheet.name]._base_manager.filter(**way).count()
    slugs = set(Activity.objects.filter(partnership=trd3).values_list("slug", flat=True))
    relations = csv.DictReader(io.StringIO(packed.read("koblinger.csv").decode("utf-8-sig")))
    assert all(row["activity"] in slugs and row["other"] in slugs for row in relations)


def test_only_what_matches_is_taken_out_and_nothing_is_a_formula(
    cast: Cast, client_of: Browser, trd3: Partnership, now: datetime
) -> None:
    draft = ActivityDraft("", Kind.PHD, "=HYPERLINK(1)", description="+47", plans=("@sum", "-1"))
    register_activities(partnership=trd3, drafts=[draft], by=system("test"), now=now)
    client = client_of(cast.lead)
    packed = zipfile.ZipFile(io.BytesIO(body(client.get(f"{LIST}alt.zip?q=hyperlink"))))
    lines = packed.read("aktiviteter.csv").decode("utf-8-sig").splitlines()
    assert len(lines) == 2
    assert "'=HYPERLINK" in lines[1]
    document = json.loads(body(client.get(f"{LIST}alt.json?q=hyperlink")))
    assert [each["content"]["title"] for each in document["activities"]] == ["=HYPERLINK(1)"]
    page = client.get(f"{LIST}alt/?type=phd").content.decode()
    assert f"{LIST}alt.json?type=phd" in page


def test_memory_and_queries_stay_bounded(trd3: Partnership, now: datetime) -> None:
    drafts = [ActivityDraft("", Kind.PHD, f"Stipendiat {n}", description="x" * 2000) for n in range(2500)]
    ids = [a.pk for a in register_activities(partnership=trd3, drafts=drafts, by=system("test"), now=now)]
    del drafts

    def written(some: list[int]) -> tuple[int, int]:
        """How long the document is, and how much memory it took at most."""
        gc.collect()
        tracemalloc.start()
        pieces = json_document(trd3, focus_areas_of(trd3), entries(trd3, some), now=now)
        length = 0
        for number, piece in enumerate(pieces):
            length += len(piece)
            if number % 100 == 0:
                # What only waits to be collected is not what it takes.
                gc.collect()
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return length, peak

    _, of_some = written(ids[:1000])
    with CaptureQueriesContext(connection) as queries:
        length, of_all = written(ids)
    assert length > 5_000_000
    assert of_all < 1.6 * of_some
    assert len(queries) < 60
    with CaptureQueriesContext(connection) as queries:
        for table in tables_of(trd3, ids):
            assert sum(1 for _ in table.rows()) >= 0
    assert len(queries) < 60


def test_a_sample_is_drawn_again_and_cited(cast: Cast, client_of: Browser) -> None:
    client = client_of(cast.observer)
    address = f"{LIST}utvalg/?antall=12&fro=bro&type=master_thesis"
    page = client.get(address).content.decode()
    assert page.count('<th scope="row">') == 12
    assert "Kontrollsum" in page
    assert "fro=bro" in page
    assert client.get(address).content.decode().count("Kontrollsum") == page.count("Kontrollsum")
    rows = list(
        csv.DictReader(io.StringIO(body(client.get(address.replace("utvalg/", "utvalg.csv"))).decode("utf-8-sig")))
    )
    assert {row["kind"] for row in rows} == {"master_thesis"}
    assert all(f'{LIST}{row["id"]}/"' in page for row in rows)


def test_the_same_is_drawn_from_however_it_is_read(trd3: Partnership, monkeypatch: pytest.MonkeyPatch) -> None:
    """All of it is read by term, a part of it by activity: what somebody drew with a word is what others draw."""
    everything = Filter(terms={Dimension.KIND: tuple(kind.value for kind in Kind)})
    by_activity = sorted(candidates(trd3, everything))
    with CaptureQueriesContext(connection) as queries:
        assert sorted(candidates(trd3, Filter())) == by_activity
    assert len(queries) <= 6
    monkeypatch.setattr("brobygger.portfolio.queries.sampling.MANY", 0)
    assert sorted(candidates(trd3, everything)) == by_activity
    theses = Filter(terms={Dimension.KIND: (Kind.MASTER_THESIS.value,)})
    some = dict(candidates(trd3, theses))
    assert 0 < len(some) < len(by_activity)
    assert some.items() <= dict(by_activity).items()
    assert any(len(departments) > 1 for departments in dict(by_activity).values())


@pytest.mark.parametrize(
    "question", ["", "?antall=0&fro=a", "?antall=99999999&fro=a", "?antall=x&fro=%00", "?fro=a&q=zzyzx"]
)
def test_odd_samples_are_answered(cast: Cast, client_of: Browser, question: str) -> None:
    assert client_of(cast.lead).get(f"{LIST}utvalg/{question}").status_code == 200
    assert client_of(cast.lead).get(f"{LIST}utvalg.csv{question}").status_code == 200


def test_strangers_take_nothing_out(cast: Cast, client_of: Browser) -> None:
    for address in ("alt/", "alt.xlsx", "alt.zip", "alt.json", "utvalg/?fro=a", "utvalg.csv"):
        for person in (cast.stranger, cast.other_lead):
            assert client_of(person).get(LIST + address).status_code == 404
