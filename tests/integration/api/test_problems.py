"""Whatever goes wrong is told as application/problem+json; and what is sent twice is done once."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.conf import LazySettings
from django.db import connection
from django.test import Client
from django.utils import timezone
from tests.conftest import Cast
from tests.integration.api.conftest import ROOT, Program, token_for

from brobygger.accounts.models import User
from brobygger.api.models import AccessToken, IdempotencyRecord
from brobygger.portfolio.models import Activity

ONE = "/activities/climagen"
NEW = {"kind": "event", "title": "Fagdag om søvn"}
PROBLEM = "application/problem+json"


def told(response: Any, status: int) -> dict[str, Any]:
    """The problem."""
    assert response.status_code == status, response.content
    assert response["Content-Type"] == PROBLEM
    problem: dict[str, Any] = response.json()
    assert problem["status"] == status
    assert problem["title"]
    assert problem["type"].startswith("/api/#")
    return problem


@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
@pytest.mark.parametrize(
    "place",
    ["/api/tull", "/api/v1/", "/api/v2/x", "/api/v1/partnerships/trd3/tull", f"{ROOT}{ONE}/", f"{ROOT}/activities/æ/x"],
)
def test_unknown_addresses(method: str, place: str, lead: Program) -> None:
    told(lead.send(method, place), 404)
    told(Program("").send(method, place), 404)


def test_what_does_not_come_as_far_as_the_views(lead: Program) -> None:
    told(lead.get(ONE, host="bad host"), 400)
    told(lead.send("GET", ONE, host="elsewhere.example.no"), 400)


def test_what_cannot_be_done_here(lead: Program) -> None:
    refused = lead.post(ONE, {})
    told(refused, 405)
    assert {each.strip() for each in refused["Allow"].split(",")} >= {"GET", "PUT", "PATCH", "DELETE"}
    told(lead.send("TRACE", "/activities"), 405)


def test_head_is_get_without_a_body(lead: Program) -> None:
    head = lead.send("HEAD", ONE)
    assert head.status_code == 200
    assert head["ETag"] == lead.get(ONE)["ETag"]
    assert head.content == b""


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"{", "application/json", 400),
        (b'{"kind": NaN}', "application/json", 400),
        (b"\xff\xfe", "application/json", 400),
        (b"[" * 100_000, "application/json", 400),
        (b"9" * 5000, "application/json", 400),
        (b"kind=event", "application/x-www-form-urlencoded", 415),
        (b"<a/>", "text/xml", 415),
        (b"{}", "", 415),
        (b"", "application/json", 422),
        (b"null", "application/json", 422),
        (b"[]", "application/json", 422),
        (b'{"kind": "event", "title": "\\ud800"}', "application/json", 422),
        (b'{"kind": "event", "title": "\\u0000"}', "application/json", 422),
    ],
)
def test_bodies_that_are_none(body: bytes, kind: str, status: int, lead: Program) -> None:
    headers = {"Authorization": f"Bearer {lead.secret}"}
    told(lead.client.generic("POST", f"{ROOT}/activities", body, content_type=kind, headers=headers), status)


def test_a_body_that_is_too_large(lead: Program, settings: LazySettings) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    told(lead.post("/activities", {**NEW, "description": "x" * 2000}), 413)


def test_our_own_mistakes_are_told_without_their_inside(lead: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise ZeroDivisionError("secret of the house")

    monkeypatch.setattr("brobygger.api.views.activities.entry_named", broken)
    with pytest.raises(ZeroDivisionError):
        lead.get(ONE)
    lead.client.raise_request_exception = False
    problem = lead.get(ONE)
    told(problem, 500)
    assert b"secret" not in problem.content


def test_the_same_key_does_it_once(lead: Program) -> None:
    before = Activity.every.count()
    first = lead.post("/activities", NEW, idempotency_key="a-1")
    again = lead.post("/activities", NEW, idempotency_key="a-1")
    assert first.status_code == again.status_code == 201
    assert again.content == first.content
    assert (again["ETag"], again["Location"]) == (first["ETag"], first["Location"])
    assert Activity.every.count() == before + 1
    other = lead.post("/activities", NEW, idempotency_key="a-2")
    assert other.json()["id"] != first.json()["id"]
    assert lead.post("/activities", NEW).status_code == 201
    assert Activity.every.count() == before + 3


def test_a_key_stands_for_one_request(lead: Program, program_of: Callable[..., Program], cast: Cast) -> None:
    lead.post("/activities", NEW, idempotency_key="a")
    assert told(lead.post("/activities", {**NEW, "title": "Annet"}, idempotency_key="a"), 422)["type"].endswith(
        "#idempotency-key-used"
    )
    told(lead.post(f"{ONE}/confirmations", idempotency_key="a"), 422)
    for key in ("", "x" * 201, "æ"):
        told(lead.post("/activities", NEW, idempotency_key=key), 422)
    # Keys of others are others.
    assert program_of(cast.colleague).post("/activities", NEW, idempotency_key="a").status_code == 201
    coordinator = program_of(cast.coordinator)
    told(coordinator.post("/webhooks", {"address": "https://example.no/x"}, idempotency_key="a"), 422)


def test_what_was_not_done_is_not_kept(lead: Program) -> None:
    told(lead.post("/activities", {**NEW, "focus_areas": ["tull"]}, idempotency_key="a"), 422)
    assert not IdempotencyRecord.objects.exists()
    assert lead.post("/activities", NEW, idempotency_key="a").status_code == 201


def test_a_key_is_kept_for_a_day(lead: Program) -> None:
    first = lead.post("/activities", NEW, idempotency_key="a").json()["id"]
    IdempotencyRecord.objects.update(at=timezone.now() - timedelta(hours=25))
    second = lead.post("/activities", NEW, idempotency_key="a").json()["id"]
    assert first != second
    assert IdempotencyRecord.objects.count() == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_sent_many_times_at_once_it_is_done_once(stories_again: None) -> None:
    secret = token_for(User.objects.get(username="lead@example.no"))
    before = Activity.every.count()
    together = threading.Barrier(6)
    answers: list[tuple[int, bytes]] = []

    def send() -> None:
        together.wait()
        headers = {"Authorization": f"Bearer {secret}", "Idempotency-Key": "k"}
        try:
            response = Client().post(
                f"{ROOT}/activities", json.dumps(NEW), content_type="application/json", headers=headers
            )
            answers.append((response.status_code, response.content))
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [status for status, _ in answers] == [201] * 6
    assert len({body for _, body in answers}) == 1
    assert Activity.every.count() == before + 1
    AccessToken.objects.all().delete()
