"""`brobygger activities`."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from brobygger.partnerships.models import Partnership

HEADER = "id,kind,title,focus_areas,partners,municipal_units,university_units,funders,amount_nok,start,end,state,source"


def run(**options: object) -> str:
    """What the command writes about TRD 3.0."""
    out = io.StringIO()
    call_command("activities", partnership="trd3", stdout=out, **options)
    return out.getvalue()


def test_csv_holds_every_activity_once(trd3: Partnership) -> None:
    text = run(form="csv")
    assert text.splitlines()[0] == HEADER
    rows = list(csv.DictReader(io.StringIO(text)))
    assert sorted(row["id"] for row in rows) == sorted(trd3.activities.values_list("slug", flat=True))
    climagen = next(row for row in rows if row["id"] == "climagen")
    assert climagen["kind"] == "research_project"
    assert "byutvikling-og-kultur" in climagen["focus_areas"].split("; ")
    assert "Institutt for biologi" in climagen["university_units"].split("; ")


def test_json_and_table_hold_the_same(trd3: Partnership) -> None:
    assert len(json.loads(run(form="json"))) == trd3.activities.count()
    assert len(run(form="table").splitlines()) == trd3.activities.count() + 1


def test_filters_narrow(trd3: Partnership) -> None:
    found = json.loads(run(form="json", kind=["phd", "course"], focus_area=["helse-og-velferd"]))
    assert found
    assert all(row["kind"] in {"phd", "course"} and "helse-og-velferd" in row["focus_areas"] for row in found)
    assert "climagen" in {row["id"] for row in json.loads(run(form="json", text="climagen"))}
    assert json.loads(run(form="json", year=[1901])) == []


def test_to_a_file(trd3: Partnership, tmp_path: Path) -> None:
    out = tmp_path / "aktiviteter.csv"
    assert run(form="csv", out=out) == ""
    assert out.read_text(encoding="utf-8").startswith(HEADER)


def test_mistakes_are_told(trd3: Partnership, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="no partnership with the id 'trd4'"):
        call_command("activities", partnership="trd4")
    with pytest.raises(CommandError, match="no focus area 'helse'"):
        run(focus_area=["helse"])
    with pytest.raises(CommandError, match="Cannot write to"):
        run(out=tmp_path / "finnes" / "ikke.csv")


def test_a_reader_that_stops_is_no_mistake(trd3: Partnership) -> None:
    class Closed(io.StringIO):
        def write(self, text: str) -> int:
            raise BrokenPipeError

    with pytest.raises(SystemExit) as stopped:
        call_command("activities", partnership="trd3", stdout=Closed())
    assert stopped.value.code == 0
