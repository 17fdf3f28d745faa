"""Saved views, calendar feeds, and the register seen in other ways than as a list, through the API."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.conftest import Cast
from tests.integration.api.conftest import Program

from brobygger.api.rules.tokens import ApiScope
from brobygger.audit.models import Event
from brobygger.portfolio.models import CalendarFeed, SavedView

Programs = Callable[..., Program]
VIEWS, FEEDS = "/saved-views", "/calendar-feeds"
PHDS = {"name": "Stipendiater", "page": "tavle", "filter": "?type=phd&aar=2024&side=3", "is_shared": True}
FJORDBY = "/api/v1/partnerships/fjordby"


def test_a_view_is_kept_shared_renamed_and_deleted(program_of: Programs, cast: Cast, client_of: Any) -> None:
    lead, colleague, coordinator = (program_of(user) for user in (cast.lead, cast.colleague, cast.coordinator))
    made = lead.post(VIEWS, PHDS)
    assert made.status_code == 201, made.content
    told = made.json()
    assert (told["filter"], told["is_mine"], told["is_shared"]) == ("type=phd&aar=2024", True, True)
    assert client_of(cast.lead).get(told["address"].removeprefix("http://testserver")).status_code == 200
    place = made["Location"]
    assert lead.get(place).json() == told
    assert colleague.get(place).json() == {**told, "is_mine": False}
    assert colleague.send("PUT", place, {"name": "Mine", "is_shared": True}).status_code == 403
    assert colleague.send("DELETE", place).status_code == 403
    own = lead.send("PUT", place, {"name": " Mine  egne ", "is_shared": False}).json()
    assert (own["name"], own["is_shared"]) == ("Mine egne", False)
    assert colleague.get(place).status_code == 404
    assert colleague.get(VIEWS).json()["items"] == []
    assert coordinator.send("DELETE", place).status_code == 404
    lead.send("PUT", place, {"name": "Delt", "is_shared": True})
    assert coordinator.send("DELETE", place).status_code == 204
    assert lead.get(place).status_code == 404
    assert Event.objects.filter(subject_type="saved_view", verb="removed").count() == 1


def test_the_same_views_on_screen_and_through_the_api(lead: Program, cast: Cast, client_of: Any) -> None:
    client_of(cast.lead).post("/trd3/aktiviteter/visninger/", {"som": "kart", "name": "Sted", "type": "event"})
    [told] = lead.get(VIEWS).json()["items"]
    assert (told["name"], told["page"], told["filter"]) == ("Sted", "kart", "type=event")
    found = {each["id"] for each in lead.get(f"/activities?limit=200&{told['filter']}").json()["items"]}
    assert found
    lead.post(VIEWS, PHDS)
    assert "Stipendiater" in client_of(cast.lead).get("/trd3/aktiviteter/visninger/").content.decode()


def test_what_others_see_takes_a_token_that_writes(program_of: Programs, cast: Cast) -> None:
    observer = program_of(cast.observer)
    assert observer.post(VIEWS, {**PHDS, "is_shared": False}).status_code == 201
    assert observer.post(VIEWS, PHDS).status_code == 403
    [own] = observer.get(VIEWS).json()["items"]
    assert observer.send("PUT", f"{VIEWS}/{own['id']}", {"name": "x", "is_shared": True}).status_code == 403
    assert observer.send("DELETE", f"{VIEWS}/{own['id']}").status_code == 204
    shared = program_of(cast.lead).post(VIEWS, PHDS).json()
    reader = program_of(cast.lead, ApiScope.READ)
    assert reader.send("DELETE", f"{VIEWS}/{shared['id']}").status_code == 403
    assert reader.send("PUT", f"{VIEWS}/{shared['id']}", {"name": "x", "is_shared": False}).status_code == 403


@pytest.mark.parametrize(
    ("change", "status", "field"),
    [
        ({"name": "  "}, 422, "name"),
        ({"name": "x" * 101}, 422, "name"),
        ({"page": "tull"}, 422, "page"),
        ({"filter": "typ=phd"}, 422, "filter"),
        ({"filter": "&".join(f"q{n}=1" for n in range(400))}, 422, "filter"),
        ({"filter": "q=" + "æ" * 600 + "&type=" + "&type=".join("ø" * 70 + str(n) for n in range(30))}, 422, "filter"),
        ({"filter": "q=\x00"}, 422, "filter"),
        ({"farge": "rød"}, 422, "farge"),
    ],
)
def test_bad_views_are_refused(change: dict[str, Any], status: int, field: str, lead: Program) -> None:
    refused = lead.post(VIEWS, {**PHDS, **change})
    assert refused.status_code == status
    assert refused.json()["errors"][0]["field"] == field
    assert not SavedView.objects.exists()


def test_names_are_ones_own_and_there_is_an_end_to_them(lead: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    first = lead.post(VIEWS, PHDS, idempotency_key="1")
    assert lead.post(VIEWS, PHDS, idempotency_key="1").json() == first.json()
    taken = lead.post(VIEWS, PHDS)
    assert taken.status_code == 409
    assert "Stipendiater" in taken.json()["detail"]
    other = lead.post(VIEWS, {**PHDS, "name": "Andre"}).json()
    assert lead.send("PUT", f"{VIEWS}/{other['id']}", {"name": PHDS["name"], "is_shared": True}).status_code == 409
    monkeypatch.setattr("brobygger.portfolio.actions.lists.VIEWS_AT_MOST", 2)
    assert lead.post(VIEWS, {**PHDS, "name": "Tredje"}).status_code == 409


def test_a_feed_is_made_read_and_closed(program_of: Programs, cast: Cast) -> None:
    lead = program_of(cast.lead)
    made = lead.post(FEEDS, {"filter": "type=event&sorter=tittel"}, accept_language="en")
    assert made.status_code == 201
    told = made.json()
    assert (told["filter"], told["language"], told["last_used"]) == ("type=event", "en", None)
    assert re.fullmatch(r"http://testserver/kalender/[\w-]+\.ics", told["address"])
    calendar = Client().get(told["address"].removeprefix("http://testserver"))
    assert calendar["Content-Type"].startswith("text/calendar")
    listed = lead.get(FEEDS)
    assert [each["id"] for each in listed.json()["items"]] == [told["id"]]
    assert told["address"].rpartition("/")[2].removesuffix(".ics") not in listed.content.decode()
    for other in (cast.colleague, cast.coordinator, cast.observer):
        assert program_of(other).get(FEEDS).json()["items"] == []
        assert program_of(other).send("DELETE", f"{FEEDS}/{told['id']}").status_code == 404
    assert program_of(cast.lead, ApiScope.READ).send("DELETE", f"{FEEDS}/{told['id']}").status_code == 204
    assert Client().get(told["address"].removeprefix("http://testserver")).status_code == 404


def test_a_feed_outlives_its_token_and_holds_a_secret(
    program_of: Programs, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert program_of(cast.lead, ApiScope.READ).post(FEEDS, {}).status_code == 403
    assert program_of(cast.observer).post(FEEDS, {}).status_code == 403
    lead = program_of(cast.lead)
    assert lead.post(FEEDS, {}, idempotency_key="x").status_code == 422
    assert lead.post(FEEDS, {"filter": "tull=1"}).status_code == 422
    monkeypatch.setattr("brobygger.portfolio.actions.lists.FEEDS_AT_MOST", 0)
    assert lead.post(FEEDS, {}).status_code == 409
    assert not CalendarFeed.objects.exists()


def test_what_is_ours_is_not_there_for_others(program_of: Programs, cast: Cast) -> None:
    lead, other = program_of(cast.lead), program_of(cast.other_lead)
    view, feed = lead.post(VIEWS, PHDS).json()["id"], lead.post(FEEDS, {}).json()["id"]
    for place in (f"{VIEWS}/{view}", f"{FEEDS}/{feed}"):
        assert other.send("DELETE", f"{FJORDBY}{place}").status_code == 404
        assert other.send("DELETE", place).status_code == 404
    for place in (VIEWS, FEEDS, "/board", "/calendar", "/places", "/density", "/sample?fro=x"):
        assert other.get(place).status_code == 404
        assert Program("").get(place).status_code == 401
        assert program_of(cast.observer).get(place).status_code == 200


def test_the_board_and_the_map_show_what_the_list_finds(lead: Program) -> None:
    listed = lead.get("/activities?limit=200&type=event").json()["items"]
    board = lead.get("/board?type=event").json()["columns"]
    assert sum(column["total"] for column in board) == len(listed) > 0
    assert {each["id"] for column in board for each in column["items"]} <= {each["id"] for each in listed}
    places = lead.get("/places").json()["items"]
    assert [each["activities"] for each in places] == sorted((each["activities"] for each in places), reverse=True)
    first = next(each for each in places if each["latitude"])
    there = lead.get(f"/activities?limit=200&sted={first['name']}").json()["items"]
    assert len(there) == first["activities"]


def test_a_month(lead: Program) -> None:
    new = {"kind": "event", "title": "Fagdag", "milestones": [{"kind": "held", "date": "2031-05-07", "planned": True}]}
    slug = lead.post("/activities", new).json()["id"]
    told = lead.get("/calendar?maaned=2031-05&type=event").json()
    assert (told["month"], told["is_whole"]) == ("2031-05", True)
    [entry] = told["items"]
    assert (entry["activity"], entry["date"], entry["is_planned"]) == (slug, "2031-05-07", True)
    assert lead.get("/calendar?maaned=2031-05&type=phd").json()["items"] == []
    for bad in ("maaned=2031-13", "maaned=0001-01", "maaned=mai", "måned=2031-05"):
        assert lead.get(f"/calendar?{bad}").status_code == 422, bad


def test_the_density_map(lead: Program) -> None:
    told = lead.get("/density?vis=omrade").json()
    assert sum(told["columns"].values()) > 10
    pair = told["pairs"][0]
    listed = lead.get(f"/activities?limit=200&omrade={pair['row']}&type={pair['column']}").json()["items"]
    assert len(listed) == pair["activities"]
    assert lead.get("/density?vis=tull").status_code == 422
    assert lead.get("/density?ar=2024").status_code == 422


def test_the_sample_is_the_one_on_screen(lead: Program, cast: Cast, client_of: Any) -> None:
    question = "fro=lykke&antall=5&aar=2024"
    told = lead.get(f"/sample?{question}").json()
    assert told == lead.get(f"/sample?{question}").json()
    assert len(told["items"]) == 5 < told["among"]
    page = client_of(cast.lead).get(f"/trd3/aktiviteter/utvalg/?{question}").content.decode()
    assert told["checksum"] in page
    assert all(each["id"] in page for each in told["items"])
    assert lead.get("/sample?fro=annet&antall=5&aar=2024").json()["checksum"] != told["checksum"]
    for bad in ("", "?fro=%20", "?fro=x&antall=0", "?fro=x&antall=201", "?fro=x&frø=y"):
        assert lead.get(f"/sample{bad}").status_code == 422, bad


@pytest.mark.parametrize(
    ("place", "at_most"),
    [(VIEWS, 5), (FEEDS, 5), ("/calendar", 8), ("/places", 6), ("/density", 6), ("/sample?fro=x", 16), ("/board", 40)],
)
def test_they_ask_the_database_a_fixed_number_of_times(place: str, at_most: int, lead: Program) -> None:
    for number in range(3):
        lead.post(VIEWS, {**PHDS, "name": str(number)})
        lead.post(FEEDS, {})
    lead.get(place)
    with CaptureQueriesContext(connection) as asked:
        assert lead.get(place).status_code == 200
    assert len(asked) <= at_most, [each["sql"] for each in asked]
