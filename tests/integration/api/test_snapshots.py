"""What was adopted, through the API."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.utils import timezone
from tests.conftest import Cast
from tests.integration.api.conftest import Program

from brobygger.audit.rules import system
from brobygger.partnerships.models import Partnership
from brobygger.portfolio.actions.register import register_activities
from brobygger.portfolio.actions.standing import remove_activities
from brobygger.portfolio.models import Activity
from brobygger.portfolio.rules.drafts import ActivityDraft
from brobygger.portfolio.rules.kinds import Kind
from brobygger.portfolio.rules.lifecycle import MilestoneFact, MilestoneKind
from brobygger.snapshots.actions.errata import make_erratum
from brobygger.snapshots.actions.freeze import freeze
from brobygger.snapshots.models import Erratum, Snapshot
from brobygger.snapshots.rules.errata import ErratumKind

BY = system("tests")


@pytest.fixture
def snapshot(trd3: Partnership, now: datetime) -> Snapshot:
    drafts = [
        ActivityDraft("", Kind.MASTER_THESIS, f"Oppgave {n:03}", milestones=(MilestoneFact(MilestoneKind.FINISHED, "2025"),))
        for n in range(70)
    ]  # fmt: skip
    registered = register_activities(partnership=trd3, drafts=drafts, by=BY, now=now)
    made = freeze(partnership=trd3, year=2025, words="Tall for 2025", decision="Sak 12/26", by=BY, now=now)
    remove_activities(partnership=trd3, versions=[(registered[0].pk, 1)], by=BY, now=now)
    make_erratum(
        partnership=trd3, snapshot=made, kind=ErratumKind.REMOVED, activity_ids=[registered[0].pk],
        reason="Ikke en oppgave", decider="Koordinatorene", by=BY, now=now,
    )  # fmt: skip
    return made


def test_what_was_adopted(snapshot: Snapshot, program_of: Callable[..., Program], cast: Cast) -> None:
    lead = program_of(cast.observer)
    [listed] = lead.get("/snapshots").json()["items"]
    assert (listed["number"], listed["sha256"], listed["previous_sha256"]) == (1, snapshot.sha256, None)
    assert lead.get("/snapshots/1").json()["errata"] == 1
    figures = {(each["code"], each["year"]): each for each in lead.get("/snapshots/1/figures").json()["items"]}
    assert int(figures["master-theses", 2025]["counted"]) >= 70
    [erratum] = lead.get("/snapshots/1/errata").json()["items"]
    assert erratum["kind"] == "removed"
    assert erratum["now"] == []
    change = next(each for each in erratum["changes"] if (each["code"], each["year"]) == ("master-theses", 2025))
    assert int(change["after"]) == int(change["before"]) - 1


def test_members_are_paged(snapshot: Snapshot, program_of: Callable[..., Program], cast: Cast) -> None:
    lead = program_of(cast.lead)
    place, titles = "/snapshots/1/figures/master-theses/activities?aar=2025", []
    while place:
        answer = lead.get(place).json()
        titles += [each["title"] for each in answer["items"]]
        place = answer["next"] or ""
    assert len(titles) == len(set(titles))
    assert "Oppgave 000" in titles
    assert "Oppgave 069" in titles


def test_the_file(snapshot: Snapshot, program_of: Callable[..., Program], cast: Cast) -> None:
    lead = program_of(cast.lead)
    answer = lead.get("/snapshots/1/file")
    assert hashlib.sha256(b"".join(answer)).hexdigest() == snapshot.sha256
    assert lead.get("/snapshots/1/file", if_none_match=answer["ETag"]).status_code == 304


@pytest.mark.parametrize(
    "place",
    ["/2", f"/{2**40}", "/2/errata", "/2/file", "/1/figures/finnes-ikke/activities", "/1/figures/master-theses/activities?aar=x",
     "/1/figures/website-visits/activities", "/1/figures/master-theses/activities?aar=venter-"],
)  # fmt: skip
def test_what_is_not_there(snapshot: Snapshot, program_of: Callable[..., Program], cast: Cast, place: str) -> None:
    assert program_of(cast.lead).get(f"/snapshots{place}").status_code == 404


def test_others_have_their_own(snapshot: Snapshot, program_of: Callable[..., Program], cast: Cast) -> None:
    other = program_of(cast.other_lead)
    for end in ("", "/1", "/1/file"):
        assert other.get(f"/snapshots{end}").status_code == 404
        assert other.get(f"/api/v1/partnerships/fjordby/snapshots{end}").status_code == (404 if end else 200)


def test_an_erratum_is_seen_before_it_is_written(
    snapshot: Snapshot, trd3: Partnership, program_of: Callable[..., Program], cast: Cast, now: datetime
) -> None:
    coordinator = program_of(cast.coordinator)
    gone = Activity.objects.filter(partnership=trd3, title="Oppgave 007").get()
    remove_activities(partnership=trd3, versions=[(gone.pk, 1)], by=BY, now=now)
    about = {"activities": [gone.slug]}
    seen = coordinator.post("/snapshots/1/errata/preview", about).json()
    assert [each["id"] for each in seen["then"]] == [gone.slug]
    assert (seen["now"], seen["is_new"]) == ([], True)
    assert Erratum.objects.count() == 1
    said = {**about, "kind": "removed", "reason": "Ikke en oppgave", "decider": "Styringsgruppen, sak 14/26"}
    assert program_of(cast.lead).post("/snapshots/1/errata", said).status_code == 403
    assert coordinator.post("/snapshots/1/errata", {**said, "reason": " "}).status_code == 422
    assert coordinator.post("/snapshots/1/errata", {**said, "activities": ["finnes-ikke"]}).status_code == 422
    assert coordinator.post("/snapshots/7/errata", said).status_code == 404
    late = coordinator.post("/snapshots/1/errata", {**said, "seal": "0" * 64})
    assert (late.status_code, late.json()["errors"][0]["code"]) == (409, "changed")
    said["seal"] = seen["seal"]
    answer = coordinator.post("/snapshots/1/errata", said, idempotency_key="en gang")
    assert (answer.status_code, answer.json()["number"]) == (201, 2)
    assert answer.json()["changes"] == seen["changes"]
    assert coordinator.post("/snapshots/1/errata", said, idempotency_key="en gang").json() == answer.json()
    assert coordinator.post("/snapshots/1/errata", said).status_code == 422
    assert not coordinator.post("/snapshots/1/errata/preview", about).json()["is_new"]


def test_figures_of_a_past_day(program_of: Callable[..., Program], cast: Cast, now: datetime) -> None:
    observer = program_of(cast.observer)
    yesterday = (timezone.localdate() - timedelta(days=1)).isoformat()
    told = observer.get(f"/past-figures?dato={yesterday}").json()
    assert told["date"] == yesterday
    assert {each["code"] for each in told["items"]} <= {
        each["code"] for each in observer.get("/indicators").json()["items"]
    }
    assert observer.get(f"/past-figures?dato={timezone.localdate()}").status_code == 422
    for question in ("", "?dato=1999-12-31", "?dato=i-gaar", "?dato=2025-02-30"):
        assert observer.get(f"/past-figures{question}").status_code == 422, question
    assert program_of(cast.other_lead).get(f"/past-figures?dato={yesterday}").status_code == 404
