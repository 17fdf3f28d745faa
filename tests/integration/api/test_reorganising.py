"""Reorganising units through the API: looked at, done on what was seen, and undone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.conftest import Cast
from tests.fixtures.partnerships import BY, NOW, party, small_partnership
from tests.integration.api.conftest import Program, token_for

from brobygger.accounts.actions import create_user
from brobygger.api.rules.tokens import ApiScope
from brobygger.audit.models import Event
from brobygger.organisations.models import Reorganisation, Unit
from brobygger.partnerships.actions import admit
from brobygger.partnerships.models import Partnership
from brobygger.partnerships.rules.kinds import Role
from brobygger.portfolio.actions import register_activities
from brobygger.portfolio.rules.drafts import ActivityDraft, ParticipantDraft
from brobygger.portfolio.rules.kinds import Kind

PARTIES = "/api/v1/partnerships/liten/organisations"
PLACE = f"{PARTIES}/omsorg/reorganisations"
DATE = {"date": "2024-08-01"}
WHY = {**DATE, "reason": "Bystyret vedtok det i sak 12/24."}
CLOSE = {"how": "close"}
MERGE = {"how": "merge", "others": ["Staben"], "into": {"name": "Helse og stab"}}
SPLIT = {
    "how": "split",
    "parts": [
        {"name": "Nord", "share": "0.6", "below": ["Hjemmetjenesten"]},
        {"name": "Sør", "share": 0.4},
    ],
}


@pytest.fixture
def small(db: None) -> Partnership:
    partnership = small_partnership("liten")
    drafts = [
        ActivityDraft("", Kind.PILOT, f"Om {name}", participants=(ParticipantDraft(party(partnership, name)),))
        for name in ("omsorg", "hjemme", "stab")
    ]
    register_activities(partnership=partnership, drafts=drafts, by=BY, now=NOW)
    return partnership


@pytest.fixture
def as_(small: Partnership) -> Callable[..., Program]:
    def made(role: Role, *scopes: ApiScope, partnership: Partnership = small) -> Program:
        user = create_user(
            username=f"{role}-{partnership.pk}-{len(scopes)}@example.no", display_name=f"Ola {role}", by=BY, now=NOW
        )
        admit(user=user, partnership=partnership, role=role, organisation=None, by=BY, now=NOW)
        return Program(token_for(user, *scopes))

    return made  # fmt: skip


@pytest.fixture
def coordinator(as_: Callable[..., Program]) -> Program:
    return as_(Role.COORDINATOR)


def look(program: Program, change: dict[str, Any], place: str = PLACE, date: str = "2024-08-01") -> Any:
    return program.post(f"{place}/preview", {"change": change, "date": date})


def do(program: Program, change: dict[str, Any], place: str = PLACE, **headers: str) -> Any:
    seen = look(program, change, place)["ETag"]
    return program.post(place, {"change": change, **WHY}, if_match=seen, **headers)


def code_of(response: Any) -> tuple[int, str, str]:
    [fault] = response.json()["errors"]
    return response.status_code, fault["field"], fault["code"]


def test_who_may(as_: Callable[..., Program], coordinator: Program, cast: Cast, fjordby: Partnership) -> None:
    seen = look(coordinator, CLOSE, f"{PARTIES}/stab/reorganisations")["ETag"]
    for program, read, write in (
        (as_(Role.PROJECT_LEAD), 200, 403),
        (as_(Role.STEERING_MEMBER), 200, 403),
        (as_(Role.OBSERVER), 200, 403),
        (as_(Role.COORDINATOR, ApiScope.READ, ApiScope.WRITE), 200, 403),
        (as_(Role.COORDINATOR, partnership=fjordby), 404, 404),
        (Program(token_for(cast.other_lead)), 404, 404),
        (Program(""), 401, 401),
    ):
        assert program.get(PLACE).status_code == read
        assert look(program, CLOSE).status_code == write
        assert program.post(PLACE, {"change": CLOSE, **WHY}, if_match=seen).status_code == write
        assert program.post(f"{PLACE}/1/undo").status_code == write
    theirs = as_(Role.COORDINATOR, ApiScope.READ, ApiScope.WRITE, ApiScope.COORDINATE, partnership=fjordby)
    assert theirs.get("/api/v1/partnerships/fjordby/organisations/omsorg/reorganisations").status_code == 404
    assert not Reorganisation.objects.exists()


def test_two_become_one_and_two_again(coordinator: Program, small: Partnership) -> None:
    told = look(coordinator, MERGE).json()
    assert told["made"] == [{"id": None, "name": "Helse og stab"}]
    assert told["ended"] == [{"id": "omsorg", "name": "Omsorg"}, {"id": "stab", "name": "Staben"}]
    assert [(each["unit"]["name"], each["organisation"], each["under"]) for each in told["placed"]] == [
        ("Helse og stab", "Kommunen", None),
        ("Hjemmetjenesten", "Kommunen", {"id": None, "name": "Helse og stab"}),
    ]
    assert {(each["predecessor"]["id"], each["kind"]) for each in told["successions"]} == {
        ("omsorg", "merged"),
        ("stab", "merged"),
    }
    assert (told["activities"], told["is_all"], told["until"]) == (3, True, "2024-07-31")
    assert any("Helse og stab" in line for line in told["lines"])
    assert not Reorganisation.objects.exists()
    done = do(coordinator, MERGE, idempotency_key="a")
    assert done.status_code == 201
    value = done.json()
    assert (value["how"], value["units"], value["into"]) == ("merge", ["Omsorg", "Staben"], ["Helse og stab"])
    assert (value["made"], value["may_be_undone"], value["is_searched"]) == (["helse-og-stab"], True, True)
    assert (value["by"], value["reason"]) == ("Ola coordinator", WHY["reason"])
    assert Event.objects.get(verb="reorganised").data["token"] == "Prøveprogram"
    found = coordinator.get("/api/v1/partnerships/liten/activities?enhet=helse-og-stab").json()["items"]
    assert [each["title"] for each in found] == ["Om hjemme"]
    undo = f"{PARTIES}/helse-og-stab/reorganisations/{value['id']}/undo"
    undone = coordinator.post(undo, idempotency_key="b")
    assert (undone.status_code, undone.json()["is_undone"], undone.json()["may_be_undone"]) == (200, True, False)
    assert coordinator.post(undo, idempotency_key="b").json() == undone.json()
    again = coordinator.post(f"{PLACE}/{value['id']}/undo")
    assert (again.status_code, again.json()["type"]) == (409, "/api/#stands-in-the-way")
    [row] = coordinator.get(PLACE).json()["items"]
    assert row["is_undone"]
    assert Unit.objects.get(slug="omsorg").valid_to == ""


def test_it_is_done_on_what_was_seen_or_not_at_all(coordinator: Program) -> None:
    rename = {"how": "rename", "name": "Omsorg og helse"}
    body = {"change": rename, **WHY}
    assert coordinator.post(PLACE, body).status_code == 428
    assert coordinator.post(PLACE, body, if_match="*").status_code == 428
    assert coordinator.post(PLACE, body, if_match='"d1.x"').status_code == 412
    seen = look(coordinator, rename)["ETag"]
    assert do(coordinator, CLOSE, f"{PARTIES}/stab/reorganisations").status_code == 201
    late = coordinator.post(PLACE, body, if_match=seen)
    assert (late.status_code, late["Content-Type"]) == (412, "application/problem+json")
    assert Reorganisation.objects.count() == 1
    seen = look(coordinator, rename)["ETag"]
    first = coordinator.post(PLACE, body, if_match=seen, idempotency_key="k")
    assert first.json()["name"] == "Omsorg og helse"
    assert coordinator.post(PLACE, body, if_match=seen, idempotency_key="k").json() == first.json()
    assert Reorganisation.objects.count() == 2


def test_every_way(coordinator: Program) -> None:
    moved = do(coordinator, {"how": "move", "to": "Staben"}, f"{PARTIES}/hjemme/reorganisations").json()
    assert (moved["organisation"], moved["under"]) == ("Kommunen", "Staben")
    assert coordinator.post(f"{PARTIES}/hjemme/reorganisations/{moved['id']}/undo").status_code == 200
    split = do(coordinator, SPLIT).json()
    assert (split["into"], split["shares"], split["made"]) == (["Nord", "Sør"], ["0.6", "0.4"], ["nord", "sor"])
    assert "60 %" in split["text"]
    closed = do(coordinator, CLOSE, f"{PARTIES}/stab/reorganisations").json()
    assert (closed["how"], closed["units"], closed["made"]) == ("close", ["Staben"], [])
    named = do(coordinator, {"how": "rename", "name": "Storkommunen"}, f"{PARTIES}/kommune/reorganisations").json()
    assert (named["was"], named["name"]) == ("Kommunen", "Storkommunen")
    into = {"how": "merge", "others": ["nord"], "into": {"unit": "Sør"}}
    gone = do(coordinator, into, f"{PARTIES}/nord/reorganisations").json()
    assert (gone["units"], gone["into"], gone["made"]) == (["Nord"], ["Sør"], [])
    assert coordinator.get(f"{PARTIES}/hjemme").json()["parent"] == "sor"


def test_others_are_told_what_stands_and_not_by_whom(as_: Callable[..., Program], coordinator: Program) -> None:
    first = do(coordinator, {"how": "rename", "name": "A-omsorg"}).json()
    second = do(coordinator, {"how": "rename", "name": "B-omsorg"}).json()
    assert coordinator.post(f"{PLACE}/{second['id']}/undo").status_code == 200
    [told] = as_(Role.OBSERVER).get(PLACE).json()["items"]
    assert (told["id"], told["by"], told["may_be_undone"]) == (first["id"], "", False)
    assert len(coordinator.get(PLACE).json()["items"]) == 2


def test_only_the_latest_that_stands_is_undone(coordinator: Program) -> None:
    first = do(coordinator, {"how": "rename", "name": "A-omsorg"}).json()
    second = do(coordinator, {"how": "rename", "name": "B-omsorg"}).json()
    listed = coordinator.get(PLACE).json()["items"]
    assert [(each["id"], each["may_be_undone"]) for each in listed] == [(second["id"], True), (first["id"], False)]
    assert coordinator.post(f"{PLACE}/{first['id']}/undo").status_code == 409
    assert coordinator.post(f"{PARTIES}/stab/reorganisations/{second['id']}/undo").status_code == 404
    assert coordinator.post(f"{PLACE}/{2**62}/undo").status_code == 404


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [
        ({"how": "merge", "others": ["Ingen"], "into": {"name": "Ny"}}, "change.others.0", "unknown"),
        ({"how": "merge", "others": ["stab"], "into": {"unit": "Ingen"}}, "change.into.unit", "unknown"),
        ({"how": "merge", "others": ["kommune"], "into": {"name": "Ny"}}, "change", "not_a_unit"),
        ({"how": "merge", "others": ["fak"], "into": {"name": "Ny"}}, "change", "other_organisation"),
        ({"how": "merge", "others": [], "into": {"name": "Ny"}}, "change", "nobody"),
        ({"how": "merge", "others": ["stab"], "into": {"name": "Kommunen"}}, "change", "name_taken"),
        ({"how": "rename", "name": "–"}, "change", "name_missing"),
        ({"how": "rename", "name": "Omsorg"}, "change", "same_name"),
        ({"how": "split", "parts": [{"name": "A"}, {"name": "B"}]}, "change", "parentless"),
        ({"how": "split", "parts": [{"name": "A", "share": 0.5}, {"name": "B"}]}, "change", "shares"),
        (
            {"how": "split", "parts": [{"name": "A", "below": ["stab"]}, {"name": "B"}]},
            "change.parts.0.below.0",
            "not_below",
        ),
        (
            {"how": "split", "parts": [{"name": "A", "below": ["hjemme"]}, {"name": "B", "below": ["hjemme"]}]},
            "change.parts.1.below.0",
            "twice",
        ),
        ({"how": "move", "to": "hjemme"}, "change", "below_itself"),
        ({"how": "move", "to": "kommune"}, "change", "same_place"),
        (CLOSE, "change", "has_units"),
    ],
)
def test_what_cannot_be_done_is_told(coordinator: Program, change: dict[str, Any], field: str, code: str) -> None:
    assert code_of(look(coordinator, change)) == (422, field, code)
    seen = look(coordinator, {"how": "rename", "name": "Noe annet"})["ETag"]
    assert code_of(coordinator.post(PLACE, {"change": change, **WHY}, if_match=seen)) == (422, field, code)
    assert not Reorganisation.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"date": "unknown"},
        {"date": "2999"},
        {"date": "i fjor"},
        {"reason": " \n"},
        {"reason": "a\u0000"},
        {"reason": "x" * 2001},
        {"other": 1},
        {"change": {"how": "vanish"}},
        {"change": {"how": "close", "to": "stab"}},
        {"change": {"how": "rename", "name": " "}},
        {"change": {"how": "merge", "others": ["stab"], "into": {}}},
        {"change": {"how": "merge", "others": ["stab"], "into": {"unit": "stab", "name": "Ny"}}},
        {"change": {"how": "split", "parts": [{"name": "A"}]}},
        {"change": {"how": "split", "parts": [{"name": "A", "share": 0}, {"name": "B", "share": 1}]}},
        {"change": {"how": "split", "parts": [{"name": "A", "share": "NaN"}, {"name": "B", "share": "1"}]}},
        {"change": {"how": "split", "parts": [{"name": "A", "share": "0.33333"}, {"name": "B", "share": "0.66667"}]}},
    ],
)
def test_bad_input(coordinator: Program, wrong: dict[str, Any]) -> None:
    rename = {"how": "rename", "name": "Omsorg og helse"}
    seen = look(coordinator, rename)["ETag"]
    assert coordinator.post(PLACE, {"change": rename, **WHY, **wrong}, if_match=seen).status_code == 422
    assert not Reorganisation.objects.exists()


def test_why_is_told_in_english_and_what_in_the_language_asked_for(coordinator: Program) -> None:
    refused = look(coordinator, CLOSE).json()["errors"][0]["detail"]
    assert "Hjemmetjenesten" in refused
    assert "units" in refused
    body = {"change": MERGE, **DATE}
    english = coordinator.post(f"{PLACE}/preview", body, accept_language="en").json()["lines"]
    assert english != look(coordinator, MERGE).json()["lines"]


def test_reading_takes_as_many_queries_however_much_was_done(coordinator: Program) -> None:
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert coordinator.get(PLACE).status_code == 200
        return len(seen)

    do(coordinator, {"how": "rename", "name": "Omsorg nr. 1"})
    coordinator.get(PLACE)
    few = queries()
    for number in range(2, 6):
        do(coordinator, {"how": "rename", "name": f"Omsorg nr. {number}"})
    coordinator.get(PLACE)
    assert queries() == few < 40
