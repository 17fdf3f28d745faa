"""A figure by unit, through the API: the numbers of the page, and the list behind each."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.conftest import Cast
from tests.integration.api.conftest import Program

UNITS = "/indicators/research-applications-sent/units"


def all_of(program: Program, place: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    while place:
        answered = program.get(place).json()
        found += answered["items"]
        place = answered["next"] or ""
    return found


@pytest.mark.parametrize("tree", ["rapportert", "i-dag"])
def test_the_rows_are_those_of_the_page(lead: Program, cast: Cast, client_of: Callable[..., Client], tree: str) -> None:
    rows = all_of(lead, f"{UNITS}?tre={tree}&limit=3")
    assert rows == all_of(lead, f"{UNITS}?tre={tree}&limit=200")
    page = html.unescape(
        client_of(cast.lead).get(f"/trd3/maltall/research-applications-sent/enheter/?tre={tree}").content.decode()
    )
    shown = re.findall(r'<th scope="row"><a class="ds-link" href="/trd3/organisasjoner/([^/]+)/">', page)
    assert [each["row"][-1] for each in rows[1:]] == shown
    assert (rows[0]["row"], rows[0]["name"]) == ([], "Hele samarbeidet")
    [figure] = [
        each
        for each in lead.get("/indicators/research-applications-sent").json()["figures"]
        if each["year"] == "period"
    ]
    assert figure["basis"] != "counted" or rows[0]["total"]["period"] == figure["value"]
    for row in rows:
        length = len(row["row"])
        below = [each for each in rows if len(each["row"]) == length + 1 and each["row"][:length] == row["row"]]
        for year, total in row["total"].items():
            parts = [each["alone"][year] for each in below] + [row["shared"][year], row["own"][year]]
            assert sum(map(Decimal, parts)) == Decimal(total), (row, year)  # fmt: skip


def test_every_number_opens_its_list(lead: Program) -> None:
    rows = all_of(lead, UNITS)
    assert len(rows) > 5
    for row in (rows[0], *rows[1::4]):
        said = ".".join(row["row"])
        for year in ("", *(each for each in row["total"] if each != "period")):
            for part, name in (("", "total"), ("felles", "shared"), ("egne", "own")):
                listed = all_of(lead, f"{UNITS}/activities?rad={said}&aar={year}&del={part}")
                assert str(len({each["id"] for each in listed})) == row[name][year or "period"], (said, year, part)


@pytest.mark.parametrize(
    ("asked", "status"),
    [("?rad=finnes-ikke", 404), ("?rad=.", 404), ("?aar=1900", 404), ("?aar=x", 404), ("?del=tull", 422), ("?tre=tull", 422),
     ("?rad=%00", 422), ("?cursor=tull", 422)],
)  # fmt: skip
def test_what_means_nothing(lead: Program, asked: str, status: int) -> None:
    assert lead.get(f"{UNITS}/activities{asked}").status_code == status


def test_who_may(program_of: Callable[..., Program], cast: Cast) -> None:
    for user, status in ((cast.observer, 200), (cast.colleague, 200), (cast.other_lead, 404), (None, 401)):
        for place in (UNITS, f"{UNITS}/activities"):
            assert program_of(user).get(place).status_code == status
    fjordby = "/api/v1/partnerships/fjordby/indicators"
    assert program_of(cast.other_lead).get(f"{fjordby}/research-applications-sent/units").status_code == 404
    # The latest of some numbers does not add up.
    for end in ("", "/activities"):
        assert program_of(cast.other_lead).get(f"{fjordby}/kultur-for-endring/units{end}").status_code == 404


def test_few_questions(lead: Program) -> None:
    for place in (UNITS, f"{UNITS}?tre=i-dag", f"{UNITS}/activities"):
        lead.get(place)
        with CaptureQueriesContext(connection) as queries:
            assert lead.get(place).status_code == 200
        assert len(queries) <= 26, place
