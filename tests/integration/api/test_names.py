"""Names of organisations and proposed ones, through the API."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from tests.conftest import Cast
from tests.integration.api.conftest import Program

from brobygger.api.rules.tokens import ApiScope
from brobygger.audit.models import Event
from brobygger.organisations.models import Name
from brobygger.organisations.queries import party_names
from brobygger.partnerships.models import Partnership
from brobygger.portfolio.queries import proposals

NAMES = "/organisations/ntnu-mh/names"
PROPOSED = "/proposed-organisations"
Programs = Callable[..., Program]


@pytest.fixture
def coordinator(program_of: Programs, cast: Cast) -> Program:
    return program_of(cast.coordinator)


def test_who_may(program_of: Programs, cast: Cast, coordinator: Program) -> None:
    made = coordinator.post(NAMES, {"text": "Helsefakultetet på Øya"}).json()
    for user, read, write in (
        (cast.lead, 200, 403),
        (cast.colleague, 200, 403),
        (cast.observer, 200, 403),
        (cast.other_lead, 404, 404),
    ):
        program = program_of(user)
        assert program.get(NAMES).status_code == read
        assert program.get(f"{NAMES}/{made['id']}").status_code == read
        assert program.post(NAMES, {"text": "Nytt"}).status_code == write
        for method in ("PUT", "DELETE"):
            sent = program.send(method, f"{NAMES}/{made['id']}", {"text": "N"}, if_match=made["etag"])
            assert sent.status_code == write
        assert program.get(PROPOSED).status_code == write
        assert program.post(f"{PROPOSED}/ntnu-mh/accept", {"name": "A", "kind": "other"}).status_code == write
        assert program.post(f"{PROPOSED}/ntnu-mh/same-as", {"organisation": "ntnu"}).status_code == write
    assert program_of(cast.coordinator, ApiScope.WRITE).post(NAMES, {"text": "Nytt"}).status_code == 403
    assert program_of(None).get(NAMES).status_code == 401
    other = program_of(cast.other_lead)
    assert other.get("/api/v1/partnerships/fjordby/organisations/ntnu-mh/names").status_code == 404


def test_a_name_comes_is_corrected_and_goes(coordinator: Program, trd3: Partnership) -> None:
    before = len(coordinator.get(NAMES).json()["items"])
    made = coordinator.post(NAMES, {"text": " Fakultetet  på Øya ", "valid_from": "2011"}, idempotency_key="a")
    assert made.status_code == 201
    assert (
        coordinator.post(NAMES, {"text": " Fakultetet  på Øya ", "valid_from": "2011"}, idempotency_key="a").json()
        == made.json()
    )
    told = made.json()
    assert (told["text"], told["kind"], told["valid_from"]) == ("Fakultetet på Øya", "spelling", "2011")
    assert made["ETag"] == told["etag"]
    assert coordinator.get("/organisations?q=fakultetet på øya").json()["items"][0]["id"] == "ntnu-mh"
    place = f"{NAMES}/{told['id']}"
    assert coordinator.get(place, if_none_match=told["etag"]).status_code == 304
    assert coordinator.send("PUT", place, {"text": "Øyafakultetet"}).status_code == 428
    changed = coordinator.send("PUT", place, {"text": "Øyafakultetet"}, if_match=told["etag"])
    assert changed.json()["text"] == "Øyafakultetet"
    assert coordinator.send("PUT", place, {"text": "Noe"}, if_match=told["etag"]).status_code == 412
    assert coordinator.send("DELETE", place, if_match=told["etag"]).status_code == 412
    assert coordinator.send("DELETE", place).status_code == 428
    assert party_names(trd3.directory_id).say(party_names(trd3.directory_id).find("Øyafakultetet"))
    assert coordinator.send("DELETE", place, if_match=changed["ETag"]).status_code == 204
    assert coordinator.get(place).status_code == 404
    assert len(coordinator.get(NAMES).json()["items"]) == before
    event = Event.objects.get(verb="alias_removed")
    assert event.data["text"] == "Øyafakultetet"
    assert event.data["token"] == "Prøveprogram"


def test_names_of_others(coordinator: Program) -> None:
    refused = coordinator.post(NAMES, {"text": "NTNU", "is_shared": True})
    assert refused.status_code == 409
    assert [each["code"] for each in refused.json()["errors"]] == ["taken"]
    shared = coordinator.post(NAMES, {"text": "Trondheim kommune"})
    assert shared.status_code == 409
    assert "(trondheim-kommune)" in shared.json()["errors"][0]["detail"]
    assert coordinator.post(NAMES, {"text": "Trondheim kommune", "is_shared": True}).status_code == 201
    assert coordinator.post(NAMES, {"text": "trondheim kommune"}).status_code == 409


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"text": ""},
        {"text": "–"},
        {"text": "x" * 301},
        {"text": "a\u0000"},
        {"text": "A", "kind": "official"},
        {"text": "A", "language": "de"},
        {"text": "A", "valid_from": "2020", "valid_to": "2019"},
        {"text": "A", "valid_from": "i fjor"},
        {"text": "A", "other": 1},
    ],
)
def test_bad_input(coordinator: Program, body: dict[str, object]) -> None:
    before = Name.objects.count()
    assert coordinator.post(NAMES, body).status_code == 422
    assert Name.objects.count() == before


def test_proposals_are_looked_through(
    program_of: Programs, cast: Cast, coordinator: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    lead = program_of(cast.lead)
    for name in ("Øya helsehuss", "Sirkuset", "Torget"):
        assert lead.post("/organisations", {"name": name}).status_code == 201
    lead.post("/organisations", {"name": "Manesjen", "organisation": "sirkuset"})
    monkeypatch.setattr(proposals, "PAGE", 3)
    first = coordinator.get(PROPOSED).json()
    assert [each["name"] for each in first["items"]] == ["Øya helsehuss", "Sirkuset", "Torget"]
    following = coordinator.get(first["next"]).json()
    assert [(each["name"], each["organisation"], each["is_unit"]) for each in following["items"]] == [
        ("Manesjen", "sirkuset", True)
    ]
    assert following["next"] is None
    accept = f"{PROPOSED}/sirkuset/accept"
    assert coordinator.post(accept, {"name": "Sirkus", "kind": "faculty"}).status_code == 422
    assert coordinator.post(accept, {"name": "Sirkus", "kind": "tull"}).status_code == 422
    assert coordinator.post(accept, {"name": "–", "kind": "company"}).status_code == 422
    assert coordinator.post(accept, {"name": "NTNU", "kind": "company"}).status_code == 409
    accepted = coordinator.post(accept, {"name": "Sirkus", "kind": "company"})
    assert (accepted.json()["name"], accepted.json()["is_proposed"]) == ("Sirkus", False)
    assert coordinator.post(accept, {"name": "Sirkus", "kind": "company"}).status_code == 409
    same = f"{PROPOSED}/torget/same-as"
    assert coordinator.post(same, {"organisation": "Ukjent"}).status_code == 422
    assert coordinator.post(same, {"organisation": "ISS"}).json()["errors"][0]["code"] == "shared"
    assert coordinator.post(same, {"organisation": "torget"}).json()["errors"][0]["code"] == "itself"
    told = coordinator.post(same, {"organisation": "Trondheim kommune"}).json()
    assert told == {"organisation": "trondheim-kommune", "changed_activities": 0, "is_gone": True}
    assert coordinator.post(same, {"organisation": "ntnu"}).status_code == 409
    assert coordinator.post(f"{PROPOSED}/finnes-ikke/same-as", {"organisation": "ntnu"}).status_code == 404


def test_the_page_is_as_on_screen(coordinator: Program, trd3: Partnership, now: datetime) -> None:
    assert coordinator.get(PROPOSED).json() == {"items": [], "next": None}
