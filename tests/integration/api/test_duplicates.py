"""Likely twins, the queue, decisions, merges and the numbers, through the API."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.conftest import Cast
from tests.integration.api.conftest import Program

from brobygger.partnerships.models import Partnership
from brobygger.portfolio.models import Activity

Programs = Callable[..., Program]
TITLES = ("Havtare som gjødsel i byens parseller", "Parsellhager gjødslet med havtare")


@pytest.fixture
def lead(program_of: Programs, cast: Cast) -> Program:
    return program_of(cast.lead)


@pytest.fixture
def colleague(program_of: Programs, cast: Cast) -> Program:
    return program_of(cast.colleague)


@pytest.fixture
def two(lead: Program, colleague: Program) -> tuple[str, str]:
    """One thing, registered by either side under a name of its own."""
    slugs = []
    for program, title, party in zip((lead, colleague), TITLES, ("ntnu", "trondheim-kommune"), strict=True):
        content = {
            "kind": "phd",
            "title": title,
            "participants": [{"party": party}],
            "milestones": [{"kind": "started", "date": "2024"}],
        }
        made = program.post("/activities", content)
        assert made.status_code == 201
        slugs.append(made.json()["id"])
    return slugs[0], slugs[1]


@pytest.fixture
def pair(lead: Program, two: tuple[str, str]) -> dict[str, Any]:
    made = lead.post("/duplicates", {"one": two[0], "other": two[1]})
    assert made.status_code == 201
    return made.json()


def test_who_may(program_of: Programs, cast: Cast, pair: dict[str, Any], two: tuple[str, str]) -> None:
    place = f"/duplicates/{pair['id']}"
    reads = ("/duplicates", place, "/duplicates/counts")
    for user, read, write in (
        (cast.coordinator, 200, 200),
        (cast.observer, 200, 403),
        (cast.steering_member, 200, 403),
        (cast.other_lead, 404, 404),
    ):
        program = program_of(user)
        assert [program.get(each).status_code for each in reads] == [read] * 3
        for each in ("/duplicates/alike?title=havtare", f"{place}/merge"):
            assert program.get(each).status_code == write
        if write != 200:
            assert program.post(f"{place}/decision", {"decision": "different"}).status_code == write
            assert program.post(f"{place}/merge", {}, if_match='"p1.1-1-open"').status_code == write
            assert program.post("/duplicates", {"one": two[0], "other": two[1]}).status_code == write
            assert program.post(f"/activities/{two[0]}/twins", {}).status_code in {write, 422}
            assert program.send("DELETE", f"/activities/{two[0]}/merge", if_match='"1.1"').status_code == write
    other = program_of(cast.other_lead)
    assert other.get(f"/api/v1/partnerships/fjordby{place}").status_code == 404
    assert program_of(None).get(place).status_code == 401


def test_likely_twins_while_typing(lead: Program, two: tuple[str, str]) -> None:
    found = lead.get(f"/duplicates/alike?title={TITLES[0]}&kind=phd&date=2024-05").json()["items"]
    assert found[0]["id"] == two[0]
    assert len(found) <= 3
    assert found[0]["answer"] == "same"
    assert any(reason["bits"] > 0 and reason["text"] for reason in found[0]["reasons"])
    assert lead.get("/duplicates/alike?title=hav").json() == {"items": []}
    for question in ("", "?title=", "?title=abcd&kind=tull", "?title=abcd&date=ifjor", "?title=a%00bcd"):
        assert lead.get(f"/duplicates/alike{question}").status_code == 422
    assert lead.post(f"/activities/{two[0]}/registrations", {"title": "Tare"}).json() == {"is_new": False}


def test_what_one_says_of_a_twin(lead: Program, two: tuple[str, str]) -> None:
    place = f"/activities/{two[1]}/twins"
    for body in (
        {"other": two[0], "answer": "related"},
        {"other": two[0], "answer": "different", "relation": "part_of"},
        {"other": two[1], "answer": "different"},
        {"other": "finnes-ikke", "answer": "different"},
        {"other": two[0], "answer": "same"},
        {},
    ):
        assert lead.post(place, body).status_code == 422
    said = lead.post(place, {"other": two[0], "answer": "related", "relation": "part_of"})
    assert said.status_code == 200
    assert (said.json()["decision"], said.json()["relation"], said.json()["is_open"]) == ("related", "part_of", False)
    relations = lead.get(f"/activities/{two[1]}").json()["content"]["relations"]
    assert [(each["kind"], each["to"]) for each in relations] == [("part_of", two[0])]
    assert lead.post(place, {"other": two[0], "answer": "different"}).status_code == 409


def test_the_queue_is_read_a_page_at_a_time(lead: Program, trd3: Partnership) -> None:
    slugs = list(Activity.objects.filter(partnership=trd3).order_by("pk").values_list("slug", flat=True)[:6])
    for slug in slugs[1:]:
        assert lead.post("/duplicates", {"one": slugs[0], "other": slug}).status_code == 201
    whole = [each["id"] for each in lead.get("/duplicates?limit=200").json()["items"]]
    assert len(whole) >= 5
    read, address = [], "/duplicates?limit=2"
    while address:
        with CaptureQueriesContext(connection) as queries:
            told = lead.get(address).json()
        assert len(queries) <= 8
        read += [each["id"] for each in told["items"]]
        address = told["next"]
    assert read == whole
    for number in whole[:3]:
        assert lead.post(f"/duplicates/{number}/decision", {"decision": "different", "note": "Nei"}).status_code == 200
    decided, address = [], "/duplicates?decided=true&limit=1"
    while address:
        told = lead.get(address).json()
        decided += [each["id"] for each in told["items"]]
        address = told["next"]
    assert decided[:3] == whole[:3][::-1]
    assert lead.get("/duplicates?cursor=tull").status_code == 422
    assert lead.get("/duplicates?limit=0").status_code == 422


def test_a_pair_and_deciding_it(lead: Program, pair: dict[str, Any], two: tuple[str, str]) -> None:
    place = f"/duplicates/{pair['id']}"
    read = lead.get(place)
    assert read.json() == pair
    assert lead.get(place, if_none_match=read["ETag"]).status_code == 304
    assert [pair["one"]["id"], pair["other"]["id"]] == list(two)
    titles = next(each for each in pair["differences"] if each["field"] == "title")
    assert (titles["one"], titles["other"]) == TITLES
    assert {"field": "kind", "one": "phd", "other": "phd"} in pair["same"]
    parties = next(each for each in pair["differences"] if each["field"] == "participants")
    assert parties["one"][0]["party"] == "ntnu"
    for body in (
        {"decision": "same"},
        {"decision": "related"},
        {"decision": "related", "relation": "part_of", "of": "climagen"},
        {"decision": "different", "note": "x" * 2001},
    ):
        assert lead.post(f"{place}/decision", body).status_code == 422
    body = {"decision": "related", "relation": "part_of", "of": two[1], "note": "Delprosjekt"}
    assert lead.post(f"{place}/decision", body).json()["note"] == "Delprosjekt"
    assert lead.get(f"/activities/{two[1]}").json()["content"]["relations"][0]["to"] == two[0]
    assert lead.post(f"{place}/decision", {"decision": "different"}).status_code == 409
    assert lead.get(f"{place}/merge").status_code == 409
    assert lead.get(place, if_none_match=read["ETag"]).status_code == 200
    assert lead.get("/duplicates/999999").status_code == 404


def test_both_say_yes_and_it_is_parted_again(
    lead: Program, colleague: Program, pair: dict[str, Any], two: tuple[str, str]
) -> None:
    place = f"/duplicates/{pair['id']}/merge"
    proposal = lead.get(place)
    told = proposal.json()
    title = next(each for each in told["choices"] if each["field"] == "title")
    assert set(title["values"]) == set(two)
    assert sorted(told["missing"]) == ["ntnu", "trondheim-kommune"]
    assert told["may_say_yes"]
    yes = {"choices": {"title": two[1], "participants": "*"}, "note": "Samme prosjekt"}
    assert lead.post(place, yes).status_code == 428
    assert lead.post(place, yes, if_match='"p1.9-9-open"').status_code == 412
    for choices in ({"title": "*"}, {"title": "climagen"}, {"kind": two[0]}, {"tull": two[0]}):
        assert lead.post(place, {"choices": choices}, if_match=proposal["ETag"]).status_code == 422
    first = lead.post(place, yes, if_match=proposal["ETag"], idempotency_key="1")
    assert first.json() == {"activity": None, "missing": ["trondheim-kommune"]}
    assert lead.post(place, yes, if_match=proposal["ETag"], idempotency_key="1").json() == first.json()
    seen = colleague.get(place)
    assert seen.json()["consents"][0]["organisation"] == "ntnu"
    assert next(each for each in seen.json()["choices"] if each["field"] == "title")["chosen"] == two[1]
    before = colleague.get("/duplicates/counts").json()
    both = colleague.post(place, yes, if_match=seen["ETag"]).json()
    assert both["missing"] == []
    entry = both["activity"]
    counts = colleague.get("/duplicates/counts").json()
    assert (counts["raw"], counts["once"]) == (before["raw"], before["once"] - 1)
    assert lead.get(f"/activities/{two[0]}").json()["merged_into"] == entry
    merge = lead.get(f"/activities/{entry}/merge").json()
    assert [each["id"] for each in merge["members"]] == list(two)
    assert "title" in merge["members"][1]["fields"]
    assert merge["note"] == "Samme prosjekt"
    assert lead.post(place, yes, if_match=seen["ETag"]).status_code == 409
    assert lead.get(f"/activities/{two[0]}/merge").status_code == 404

    address = f"/activities/{entry}/merge"
    assert lead.send("DELETE", address).status_code == 428
    assert lead.send("DELETE", address, if_match='"1.9"').status_code == 412
    tag = lead.get(f"/activities/{entry}")["ETag"]
    assert lead.send("DELETE", address, if_match=tag).json() == {"activities": list(two)}
    assert lead.send("DELETE", address, if_match=tag).status_code == 404
    assert lead.get(f"/activities/{two[0]}").json()["standing"] == "registered"


def test_a_changed_entry_is_looked_at_again(
    lead: Program, colleague: Program, pair: dict[str, Any], two: tuple[str, str]
) -> None:
    """A yes said of another version holds no more, and none is taken of one."""
    place = f"/duplicates/{pair['id']}/merge"
    tag = lead.get(place)["ETag"]
    lead.post(place, {}, if_match=tag)
    changed = lead.get(f"/activities/{two[0]}")
    lead.send("PATCH", f"/activities/{two[0]}", {"acronym": "TARE"}, if_match=changed["ETag"])
    assert colleague.post(place, {}, if_match=tag).status_code == 412
    assert colleague.get(place).json()["consents"] == []


def test_a_yes_of_neither_side(program_of: Programs, cast: Cast, lead: Program, two: tuple[str, str]) -> None:
    """Only the side that owns one of them."""
    slugs = []
    for title in ("Bygdevekst i dalen", "Vekst i bygda"):
        content = {"kind": "pilot", "title": title, "participants": [{"party": "ntnu"}]}
        slugs.append(lead.post("/activities", content).json()["id"])
    made = lead.post("/duplicates", {"one": slugs[0], "other": slugs[1]}).json()
    place = f"/duplicates/{made['id']}/merge"
    colleague = program_of(cast.colleague)
    seen = colleague.get(place)
    assert not seen.json()["may_say_yes"]
    assert colleague.post(place, {}, if_match=seen["ETag"]).status_code == 403
    assert lead.post(place, {}, if_match=seen["ETag"]).json()["missing"] == []


def test_the_numbers(lead: Program) -> None:
    told = lead.get("/duplicates/counts").json()
    assert told["raw"] >= told["once"] > 0
    assert sorted(told["partners"]) == ["ntnu", "trondheim-kommune"]
    assert told["estimate"] is None or told["estimate"]["missing_from"] <= told["estimate"]["missing_to"]


@pytest.mark.parametrize(
    "body", [{}, {"one": "climagen"}, {"one": "climagen", "other": "climagen"}, {"one": "x", "other": "y"}]
)
def test_bad_proposals(lead: Program, body: dict[str, str]) -> None:
    assert lead.post("/duplicates", body).status_code == 422
