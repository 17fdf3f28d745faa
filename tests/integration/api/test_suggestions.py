"""What those outside have told of, through the API."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.conftest import Cast
from tests.integration.api.conftest import Program

from brobygger.audit.rules import system
from brobygger.partnerships.models import Partnership
from brobygger.suggestions.actions.links import open_public_form
from brobygger.suggestions.models import Suggestion

Programs = Callable[..., Program]


@pytest.fixture
def some(trd3: Partnership, now: datetime) -> list[Suggestion]:
    """Five, as they come from outside."""
    link = open_public_form(partnership=trd3, by=system("tests"), now=now)
    return [
        Suggestion.objects.create(
            partnership=trd3, link=link, title=f"Sykkelvei {number}", kind="pilot", about="En ny trasé.",
            sender_name="Ingrid", sender_email="ingrid@example.no", sent=now, stamp=str(number),
        )
        for number in range(5)
    ]  # fmt: skip


@pytest.fixture
def coordinator(program_of: Programs, cast: Cast) -> Program:
    return program_of(cast.coordinator)


def test_only_coordinators(program_of: Programs, cast: Cast, some: list[Suggestion]) -> None:
    one = f"/suggestions/{some[0].pk}"
    for user, status in ((cast.lead, 403), (cast.colleague, 403), (cast.observer, 403), (cast.other_lead, 404)):
        program = program_of(user)
        assert program.get("/suggestions").status_code == program.get(one).status_code == status
        for act, body in (("take", None), ("decline", {"reason": "x"}), ("known", {"activity": "climagen"})):
            assert program.post(f"{one}/{act}", body).status_code == status
        assert program.post(f"{one}/put-back").status_code == status
    other = program_of(cast.other_lead)
    assert other.get(f"/api/v1/partnerships/fjordby{one}").status_code in {403, 404}
    assert Suggestion.objects.filter(answer="waiting").count() == 5


def test_the_inbox_a_page_at_a_time(coordinator: Program, some: list[Suggestion]) -> None:
    read, place = [], "/suggestions?limit=2"
    while place:
        with CaptureQueriesContext(connection) as queries:
            told = coordinator.get(place).json()
        assert len(queries) <= 6
        read += [each["id"] for each in told["items"]]
        place = told["next"]
    assert read == [each.pk for each in some]
    for each in some[:3]:
        coordinator.post(f"/suggestions/{each.pk}/decline", {"reason": "Utenfor avtalen"})
    decided = coordinator.get("/suggestions?decided=true").json()["items"]
    assert [each["id"] for each in decided] == [each.pk for each in some[:3][::-1]]
    assert decided[0]["reason"] == "Utenfor avtalen"
    assert len(coordinator.get("/suggestions").json()["items"]) == 2


def test_what_is_done_with_one(coordinator: Program, some: list[Suggestion], cast: Cast, program_of: Programs) -> None:
    one = f"/suggestions/{some[0].pk}"
    told = coordinator.get(one).json()
    assert (told["title"], told["answer"], told["sender_email"], told["came_by"]) == (
        "Sykkelvei 0", "waiting", "ingrid@example.no", "public",
    )  # fmt: skip
    taken = coordinator.post(f"{one}/take", idempotency_key="1").json()
    assert taken["answer"] == "taken"
    assert "/trd3/aktiviteter/ny/?kladd=" in taken["draft_address"]
    assert coordinator.post(f"{one}/take", idempotency_key="1").json() == taken
    assert coordinator.post(f"{one}/take").status_code == 409
    assert cast.coordinator.display_name in coordinator.post(f"{one}/decline", {"reason": "x"}).json()["detail"]
    assert coordinator.post(f"{one}/put-back").json()["answer"] == "waiting"
    for body in ({}, {"activity": "finnes-ikke"}, {"activity": ""}):
        assert coordinator.post(f"{one}/known", body).status_code == 422
    assert coordinator.post(f"{one}/known", {"activity": "climagen"}).json()["activity"] == "climagen"
    assert coordinator.post(f"{one}/put-back").json()["answer"] == "known"
    for body in ({}, {"reason": " "}, {"reason": "x" * 501}):
        assert coordinator.post(f"/suggestions/{some[1].pk}/decline", body).status_code == 422
    assert coordinator.get("/suggestions/999999").status_code == 404


def test_forms_are_opened_and_closed(coordinator: Program, program_of: Programs, cast: Cast) -> None:
    assert coordinator.get("/suggestion-forms").json() == {"items": []}
    public = coordinator.post("/suggestion-forms", {}).json()
    assert (public["kind"], public["is_on"]) == ("public", True)
    assert public["address"].endswith("/trd3/tips/")
    secret = coordinator.post("/suggestion-forms", {"organisation": "NTNU"})
    assert secret.status_code == 201
    assert secret["Cache-Control"] == "no-store"
    told = secret.json()
    assert "/trd3/tips/" in told["address"]
    assert Program("").client.get(told["address"]).status_code == 200
    assert [each["address"] for each in coordinator.get("/suggestion-forms").json()["items"]] == [
        public["address"],
        None,
    ]
    renewed = coordinator.post(f"/suggestion-forms/{told['id']}/renew").json()
    assert Program("").client.get(told["address"]).status_code == 404
    assert Program("").client.get(renewed["address"]).status_code == 200
    assert coordinator.post(f"/suggestion-forms/{public['id']}/renew").status_code == 409
    assert coordinator.send("PATCH", f"/suggestion-forms/{told['id']}", {"is_on": False}).json()["is_on"] is False
    assert Program("").client.get(renewed["address"]).status_code == 404
    for body in ({"organisation": "Ukjent"}, {"organisation": "ISS"}, {"organisation": "ntnu-mh"}, {"other": 1}):
        assert coordinator.post("/suggestion-forms", body).status_code == 422
    assert coordinator.post("/suggestion-forms", {}, idempotency_key="1").status_code == 422
    for user, status in ((cast.lead, 403), (cast.observer, 403), (cast.other_lead, 404)):
        program = program_of(user)
        assert program.get("/suggestion-forms").status_code == status
        assert program.post("/suggestion-forms", {}).status_code == status
        assert program.send("PATCH", f"/suggestion-forms/{told['id']}", {"is_on": True}).status_code == status
        assert program.post(f"/suggestion-forms/{told['id']}/renew").status_code == status
