"""One change to many activities through the API: looked at, done, undone; and what others do meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.conftest import Cast
from tests.integration.api.conftest import Program

from brobygger.api.rules.tokens import ApiScope
from brobygger.partnerships.models import Partnership
from brobygger.portfolio.models import Activity, ChangeSet, Confirmation

Programs = Callable[..., Program]
LOOK, DO = "/bulk-changes/preview", "/bulk-changes"
PLAN = {"doing": "plan_add", "plan": "Byvekstplanen"}


@pytest.fixture
def some(trd3: Partnership) -> list[str]:
    """Three activities."""
    return list(Activity.objects.filter(partnership=trd3).order_by("pk").values_list("slug", flat=True)[:3])


def plans(program: Program, slug: str) -> list[str]:
    return program.get(f"/activities/{slug}").json()["content"]["plans"]


def test_looked_at_done_and_undone(lead: Program, some: list[str]) -> None:
    before = [plans(lead, slug) for slug in some]
    seen = lead.post(LOOK, {"change": PLAN, "ids": [*some, "finnes-ikke"]}).json()
    assert (seen["activities"], seen["same"], seen["not_found"]) == (3, 0, ["finnes-ikke"])
    assert {each["id"] for each in seen["first"]} == set(some)
    assert [plans(lead, slug) for slug in some] == before
    order = {"change": PLAN, "seal": seen["seal"]}
    done = lead.post(DO, order, idempotency_key="a")
    assert done.status_code == 200
    assert lead.post(DO, order, idempotency_key="a").json() == done.json()
    assert all("Byvekstplanen" in plans(lead, slug) for slug in some)
    told = lead.get(f"/change-sets/{done.json()['change_set']}").json()
    assert (told["title"], told["activities"]) == ("Legge til plan: Byvekstplanen", 3)
    again = lead.post(LOOK, {"change": PLAN, "ids": some}).json()
    assert (again["activities"], again["same"], again["seal"]) == (0, 3, None)
    assert lead.post(f"/change-sets/{told['id']}/undo").json() == {"activities": 3}
    assert [plans(lead, slug) for slug in some] == before


@pytest.mark.parametrize(
    "change",
    [
        {"doing": "area_add", "focus_area": "helse-og-velferd"},
        {"doing": "area_remove", "focus_area": "helse-og-velferd"},
        {"doing": "purpose_add", "purpose": "research"},
        {"doing": "purpose_remove", "purpose": "research"},
        {"doing": "milestone_add", "kind": "held", "date": "2031-05", "planned": True},
        {"doing": "participant_add", "party": "Trondheim kommune", "role": "funder"},
        {"doing": "kind_change", "kind": "event"},
        {"doing": "remove"},
    ],
)
def test_every_change_of_the_screen(change: dict[str, Any], lead: Program) -> None:
    everything = {"change": change, "filter": ""}
    seen = lead.post(LOOK, everything).json()
    assert seen["activities"] + seen["same"] + seen["refused_total"] > 5
    assert seen["is_whole"]
    done = lead.post(DO, {"change": change, "seal": seen["seal"]}).json()
    assert done["activities"] == seen["activities"] > 0
    assert ChangeSet.objects.get(pk=done["change_set"]).cause == "bulk"
    assert lead.post(LOOK, everything).json()["activities"] == 0


def test_nothing_has_changed_is_said_of_a_set(lead: Program, some: list[str]) -> None:
    change = {"doing": "confirm"}
    seen = lead.post(LOOK, {"change": change, "ids": some}).json()
    order = {"change": change, "seal": seen["seal"]}
    done = lead.post(DO, order).json()
    assert done["activities"] == 3
    assert Confirmation.objects.count() == 3
    assert lead.post(DO, order).json()["activities"] == 0
    assert lead.post(f"/change-sets/{done['change_set']}/undo").status_code == 200
    assert Confirmation.objects.count() == 0


def test_what_others_did_meanwhile_stops_all_of_it(program_of: Programs, cast: Cast, some: list[str]) -> None:
    lead, colleague = program_of(cast.lead), program_of(cast.colleague)
    seen = lead.post(LOOK, {"change": PLAN, "ids": some}).json()
    place = f"/activities/{some[1]}"
    colleague.send("PATCH", place, {"acronym": "X"}, if_match=colleague.get(place)["ETag"])
    order = {"change": PLAN, "seal": seen["seal"]}
    late = lead.post(DO, order, idempotency_key="b")
    assert late.status_code == 412
    assert [each["field"] for each in late.json()["errors"]] == [some[1]]
    assert not ChangeSet.objects.exists()
    assert all("Byvekstplanen" not in plans(lead, slug) for slug in some)
    # A seal is for one person.
    assert colleague.post(DO, order).status_code == 422
    assert lead.post(DO, {"change": PLAN, "seal": seen["seal"] + "x"}).json()["errors"][0]["field"] == "seal"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"change": PLAN}, "ids"),
        ({"change": PLAN, "ids": ["climagen"], "filter": ""}, "ids"),
        ({"change": PLAN, "ids": []}, "ids"),
        ({"change": PLAN, "filter": "typ=phd"}, "filter"),
        ({"change": {"doing": "plan_add", "plan": " "}, "filter": ""}, "change.plan_add.plan"),
        ({"change": {"doing": "tull"}, "filter": ""}, "change"),
        ({"change": {"doing": "area_add", "focus_area": "tull"}, "filter": ""}, "change.focus_area"),
        (
            {"change": {"doing": "participant_add", "party": "Ingen", "role": "partner"}, "filter": ""},
            "change.party",
        ),
        (
            {"change": {"doing": "milestone_add", "kind": "held", "date": "i fjor"}, "filter": ""},
            "change.milestone_add.date",
        ),
        ({"change": {"doing": "confirm", "plan": "x"}, "filter": ""}, "change.confirm.plan"),
    ],
)
def test_what_cannot_be_meant_is_told(body: dict[str, Any], field: str, lead: Program) -> None:
    refused = lead.post(LOOK, body)
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["field"] == field


def test_only_those_who_write(program_of: Programs, cast: Cast, some: list[str]) -> None:
    body = {"change": PLAN, "ids": some}
    for user in (cast.observer, cast.steering_member):
        assert program_of(user).post(LOOK, body).status_code == 403
        assert program_of(user).post(DO, {"change": PLAN, "seal": "x"}).status_code == 403
    assert program_of(cast.lead, ApiScope.READ).post(LOOK, body).status_code == 403
    assert program_of(cast.other_lead).post(LOOK, body).status_code == 404
    assert Program("").post(LOOK, body).status_code == 401
    theirs = "/api/v1/partnerships/fjordby"
    told = program_of(cast.other_lead).post(f"{theirs}{LOOK}", body).json()
    assert (told["activities"], told["not_found"]) == (0, some)
    seal = program_of(cast.lead).post(LOOK, body).json()["seal"]
    assert program_of(cast.other_lead).post(f"{theirs}{DO}", {"change": PLAN, "seal": seal}).status_code == 422


def test_looking_asks_the_database_a_fixed_number_of_times(lead: Program) -> None:
    lead.post(LOOK, {"change": PLAN, "filter": ""})
    with CaptureQueriesContext(connection) as asked:
        assert lead.post(LOOK, {"change": PLAN, "filter": ""}).status_code == 200
    assert len(asked) <= 26, [each["sql"] for each in asked]
