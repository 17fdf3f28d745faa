"""Meetings of the steering group through the API: planned, shown, held, decided and followed up."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.conftest import NOW, Cast
from tests.integration.api.conftest import ROOT, Program, token_for

from brobygger.accounts.actions import create_user
from brobygger.accounts.models import User
from brobygger.api.rules.tokens import ApiScope
from brobygger.audit.models import Event
from brobygger.audit.rules import system
from brobygger.meetings.actions.planning import CaseDraft, MeetingDraft, add_case, plan_meeting
from brobygger.meetings.models import CaseItem, Meeting
from brobygger.partnerships.actions import admit
from brobygger.partnerships.models import Decision, Partnership
from brobygger.partnerships.rules.kinds import Role
from brobygger.results.models import Indicator
from brobygger.rounds.actions.opening import Days, open_round

BY = system("tests")
TODAY = NOW.date()
MEETINGS = "/meetings"
PLACE = f"{MEETINGS}/2026-11-22"
PLAN = {"title": " Styringsgruppemøte ", "date": "2026-11-22", "place": "Rådhuset", "year": 2025}
CASE = {"title": "Flere møteplasser", "proposal": "Det blir to.", "year": 2025, "indicator": "master-theses"}
OUTCOME = {"outcome": "adopted", "words": "Det blir to."}


@pytest.fixture
def coordinator(program_of: Callable[..., Program], cast: Cast) -> Program:
    return program_of(cast.coordinator)


@pytest.fixture
def meeting(coordinator: Program) -> dict[str, Any]:
    """One that is planned, with a case."""
    assert coordinator.post(MEETINGS, PLAN).status_code == 201
    answered = coordinator.post(f"{PLACE}/cases", CASE)
    assert answered.status_code == 201
    return answered.json()


def tag(program: Program) -> str:
    return program.get(PLACE)["ETag"]


def now(program: Program, method: str, place: str, body: Any = None, **headers: str) -> Any:
    """Do it as one who has just read the meeting."""
    return program.send(method, f"{PLACE}{place}", body, if_match=tag(program), **headers)


def code_of(response: Any) -> tuple[int, str]:
    [fault] = response.json()["errors"]
    return response.status_code, fault["code"]


def calls(program: Program, seen: str) -> list[Any]:
    """Everything that can be done with a meeting."""
    return [
        program.post(MEETINGS, PLAN),
        program.send("PUT", PLACE, PLAN, if_match=seen),
        program.send("DELETE", PLACE, if_match=seen),
        program.post(f"{PLACE}/hold", if_match=seen),
        program.post(f"{PLACE}/reopen", if_match=seen),
        program.post(f"{PLACE}/cases", CASE),
        program.send("PUT", f"{PLACE}/cases/1", CASE, if_match=seen),
        program.send("DELETE", f"{PLACE}/cases/1", if_match=seen),
        program.post(f"{PLACE}/cases/1/outcomes", OUTCOME, if_match=seen),
        program.post(f"{PLACE}/cases/1/follow-ups", {"state": "done"}),
    ]


def test_who_may(
    program_of: Callable[..., Program], cast: Cast, coordinator: Program, meeting: dict[str, Any], fjordby: Partnership
) -> None:
    seen = tag(coordinator)
    for user, read, write in (
        (cast.lead, 200, 403),
        (cast.colleague, 200, 403),
        (cast.steering_member, 200, 403),
        (cast.observer, 200, 403),
        (cast.other_lead, 404, 404),
        (None, 401, 401),
    ):
        program = program_of(user)
        for place in (MEETINGS, PLACE, f"{PLACE}/sheet", f"{PLACE}/paper"):
            assert program.get(place).status_code == read, (user, place)
        assert {each.status_code for each in calls(program, seen)} == {write}
    only_writes = program_of(cast.coordinator, ApiScope.READ, ApiScope.WRITE)
    assert {each.status_code for each in calls(only_writes, seen)} == {403}
    theirs = create_user(username="k@example.no", display_name="Kai Annensteds", by=BY, now=NOW)
    admit(user=theirs, partnership=fjordby, role=Role.COORDINATOR, organisation=None, by=BY, now=NOW)
    stranger, there = Program(token_for(theirs)), f"/api/v1/partnerships/fjordby{PLACE}"
    assert {each.status_code for each in calls(stranger, seen)} == {404}
    assert stranger.get(there).status_code == 404
    assert stranger.send("PUT", there, {**PLAN, "year": None}, if_match=seen).status_code == 404
    assert stranger.post(f"{there}/cases/1/follow-ups", {"state": "done"}).status_code == 404
    assert tag(coordinator) == seen


def test_from_planning_to_what_became_of_it(coordinator: Program, trd3: Partnership) -> None:
    made = coordinator.post(MEETINGS, PLAN, idempotency_key="a")
    assert (made.status_code, made["Location"]) == (201, f"http://testserver{ROOT}{PLACE}")
    assert made.json() == {
        "id": "2026-11-22", "title": "Styringsgruppemøte", "date": "2026-11-22", "place": "Rådhuset",
        "year": 2025, "state": "planned", "held_at": None, "cases": [],
    }  # fmt: skip
    assert coordinator.post(MEETINGS, PLAN, idempotency_key="a")["ETag"] == made["ETag"]
    assert Meeting.objects.count() == 1
    changed = coordinator.send("PUT", PLACE, {**PLAN, "place": "Gløshaugen"}, if_match=made["ETag"])
    assert (changed.json()["id"], changed.json()["place"]) == ("2026-11-22", "Gløshaugen")
    for title in ("Flere møteplasser", "Tas av", "Rapporteringen"):
        coordinator.post(f"{PLACE}/cases", {"title": title}, idempotency_key=title.encode().hex())
    assert now(coordinator, "PUT", "/cases/1", CASE).json()["cases"][0]["indicator"] == "master-theses"
    left = now(coordinator, "DELETE", "/cases/2").json()["cases"]
    assert [(each["number"], each["title"]) for each in left] == [(1, "Flere møteplasser"), (3, "Rapporteringen")]
    assert code_of(now(coordinator, "POST", "/cases/1/outcomes", OUTCOME)) == (409, "planned")
    held = now(coordinator, "POST", "/hold").json()
    assert (held["state"], held["held_at"] is None) == ("held", False)
    assert code_of(now(coordinator, "PUT", "", PLAN)) == (409, "held")
    assert code_of(coordinator.post(f"{PLACE}/cases", CASE)) == (409, "held")
    assert code_of(coordinator.post(f"{PLACE}/cases/1/follow-ups", {"state": "done"})) == (409, "undecided")
    again = now(coordinator, "POST", "/reopen").json()
    assert (again["state"], again["held_at"]) == ("planned", None)
    now(coordinator, "POST", "/hold")
    decided = now(coordinator, "POST", "/cases/1/outcomes", OUTCOME, idempotency_key="b")
    assert decided.status_code == 201
    outcome = decided.json()["cases"][0]["outcome"]
    decision = Decision.objects.get(partnership=trd3, slug=outcome["decision"])
    assert (decision.title, decision.text) == ("Flere møteplasser", "Det blir to.")
    assert decision.source == "Styringsgruppemøte 22. november 2026, sak 1"
    assert code_of(now(coordinator, "POST", "/reopen")) == (409, "decided")
    right = now(coordinator, "POST", "/cases/1/outcomes", {"outcome": "changed", "words": "Det blir tre."}).json()
    case = right["cases"][0]
    assert (case["outcome"]["words"], [each["words"] for each in case["replaced"]]) == (
        "Det blir tre.", ["Det blir to."],
    )  # fmt: skip
    known = {"outcome": "noted", "words": "Som vedtatt.", "decision": decision.slug}
    assert (
        now(coordinator, "POST", "/cases/3/outcomes", known).json()["cases"][1]["outcome"]["decision"] == decision.slug
    )
    put_off = now(coordinator, "POST", "/cases/3/outcomes", {"outcome": "postponed", "words": "Til mars."}).json()
    assert put_off["cases"][1]["outcome"]["decision"] is None
    before = tag(coordinator)
    said = coordinator.post(f"{PLACE}/cases/1/follow-ups", {"state": "underway", "words": "Den ene er åpnet."})
    assert (said.status_code, said.json()["cases"][0]["follow_up"]["state"]) == (201, "underway")
    assert said["ETag"] == tag(coordinator) != before
    assert Event.objects.filter(subject_type="meeting", verb="decided").first().data["token"] == "Prøveprogram"  # type: ignore[union-attr]
    following = coordinator.post(MEETINGS, {"title": "Neste", "date": "2027-02-22"}).json()
    [first, _] = coordinator.get(f"{MEETINGS}/{following['id']}/sheet").json()["earlier"]
    assert (first["title"], first["decision"], first["follow_up"], first["words"]) == (
        "Flere møteplasser", "Det blir tre.", "underway", "Den ene er åpnet.",
    )  # fmt: skip


def test_two_who_prepare_do_not_overwrite_each_other(coordinator: Program, meeting: dict[str, Any]) -> None:
    seen = tag(coordinator)
    assert coordinator.get(PLACE, if_none_match=seen).status_code == 304
    for send in (
        lambda **headers: coordinator.send("PUT", PLACE, PLAN, **headers),
        lambda **headers: coordinator.send("PUT", f"{PLACE}/cases/1", CASE, **headers),
        lambda **headers: coordinator.send("DELETE", f"{PLACE}/cases/1", **headers),
        lambda **headers: coordinator.send("DELETE", PLACE, **headers),
        lambda **headers: coordinator.post(f"{PLACE}/hold", **headers),
        lambda **headers: coordinator.post(f"{PLACE}/cases/1/outcomes", OUTCOME, **headers),
    ):
        assert send().status_code == 428
        assert send(if_match="*").status_code == 428
        for wrong in ('"m0.1-0"', '"x"', f'{seen[:-1]}9"'.replace(".", ".9", 1)):
            assert send(if_match=wrong).status_code == 412
    assert coordinator.send("PUT", PLACE, {**PLAN, "place": ""}, if_match=seen).status_code == 200
    late = coordinator.send("PUT", PLACE, PLAN, if_match=seen)
    assert (late.status_code, late["Content-Type"]) == (412, "application/problem+json")
    assert coordinator.get(PLACE).json()["place"] == ""
    assert coordinator.get(PLACE, if_none_match=seen).status_code == 200


@pytest.mark.parametrize(
    ("method", "place", "body"),
    [
        ("POST", MEETINGS, {**PLAN, "title": " "}),
        ("POST", MEETINGS, {**PLAN, "title": "x" * 201}),
        ("POST", MEETINGS, {**PLAN, "date": "2026"}),
        ("POST", MEETINGS, {**PLAN, "date": "1989-12-31"}),
        ("POST", MEETINGS, {**PLAN, "year": 1999}),
        ("POST", MEETINGS, {**PLAN, "other": 1}),
        ("PUT", PLACE, {**PLAN, "year": 2199}),
        ("POST", f"{PLACE}/cases", {**CASE, "indicator": "finnes-ikke"}),
        ("POST", f"{PLACE}/cases", {**CASE, "year": 1999}),
        ("POST", f"{PLACE}/cases", {**CASE, "text": "x" * 4001}),
        ("PUT", f"{PLACE}/cases/1", {**CASE, "title": "a\u0000"}),
        ("POST", f"{PLACE}/cases/1/outcomes", {**OUTCOME, "outcome": "lost"}),
        ("POST", f"{PLACE}/cases/1/outcomes", {**OUTCOME, "words": " "}),
        ("POST", f"{PLACE}/cases/1/outcomes", {**OUTCOME, "decision": "finnes-ikke"}),
        ("POST", f"{PLACE}/cases/1/follow-ups", {"state": "forgotten"}),
    ],
)
def test_bad_input(coordinator: Program, meeting: dict[str, Any], method: str, place: str, body: Any) -> None:
    answered = coordinator.send(method, place, body, if_match=tag(coordinator))
    assert answered.status_code == 422
    assert answered.json()["errors"]
    assert (Meeting.objects.count(), CaseItem.objects.count()) == (1, 1)


def test_what_is_not_there(coordinator: Program, meeting: dict[str, Any]) -> None:
    for place in ("/2026-11-23", "/2026-11-23/sheet", "/2026-11-23/paper"):
        assert coordinator.get(f"{MEETINGS}{place}").status_code == 404
    for number in (2, 2**62):
        assert now(coordinator, "PUT", f"/cases/{number}", CASE).status_code == 404
        assert now(coordinator, "DELETE", f"/cases/{number}").status_code == 404
        assert now(coordinator, "POST", f"/cases/{number}/outcomes", OUTCOME).status_code == 404


def test_the_sheet_is_as_on_screen_and_stays_when_it_was_held(
    coordinator: Program, program_of: Callable[..., Program], cast: Cast, meeting: dict[str, Any], trd3: Partnership
) -> None:
    days = Days(TODAY - timedelta(days=1), TODAY, TODAY + timedelta(days=9))
    areas = list(trd3.focus_areas.all())
    open_round(partnership=trd3, year=2025, days=days, areas=areas, asked={}, by=BY, now=NOW)
    reader = program_of(cast.observer)
    live = reader.get(f"{PLACE}/sheet").json()
    assert (live["is_kept"], live["year"]["year"], live["year"]["snapshot"]) == (False, 2025, None)
    assert len(live["year"]["areas"]) == len(areas) + 1
    assert live["doubts"]
    assert len(live["doubts"]) <= live["doubts_total"]
    assert live["indicators"] == reader.get("/indicators").json()["items"]
    assert now(coordinator, "POST", "/hold").status_code == 200
    Indicator.objects.filter(goal_area__framework__partnership=trd3).update(name={"nb": "Noe annet"})
    Partnership.objects.filter(pk=trd3.pk).update(data_version=trd3.data_version + 1)
    assert reader.get("/indicators").json()["items"] != live["indicators"]
    kept = reader.get(f"{PLACE}/sheet").json()
    assert kept == {**live, "is_kept": True}
    english = reader.get(f"{PLACE}/sheet", accept_language="en").json()
    assert english["doubts"] != kept["doubts"]
    told = str(kept) + str(reader.get(PLACE).json())
    assert all(user.display_name not in told for user in User.objects.all())


def test_the_paper(coordinator: Program, meeting: dict[str, Any]) -> None:
    answered = coordinator.get(f"{PLACE}/paper", accept_language="en")
    assert answered.content.startswith(b"%PDF-")
    assert (answered["Content-Type"], answered["Content-Language"]) == ("application/pdf", "en")
    assert 'filename="mote-trd3-2026-11-22-en.pdf"' in answered["Content-Disposition"]


def test_a_partnership_without_figures(coordinator: Program, meeting: dict[str, Any], trd3: Partnership) -> None:
    trd3.periods.update(framework_slug="")
    assert coordinator.get(f"{PLACE}/sheet").json()["indicators"] == []
    assert code_of(coordinator.post(f"{PLACE}/cases", CASE)) == (422, "unknown")
    assert now(coordinator, "POST", "/hold").status_code == 200
    assert coordinator.get(f"{PLACE}/sheet").json()["indicators"] == []


def test_there_is_a_next_page_until_there_is_none(coordinator: Program, trd3: Partnership) -> None:
    for at in (0, 30, 30, 60, 60):
        plan_meeting(partnership=trd3, draft=MeetingDraft("Møte", TODAY - timedelta(days=at)), by=BY, now=NOW)
    place, found = f"{MEETINGS}?limit=2", []
    while place:
        answered = coordinator.get(place).json()
        found += [each["id"] for each in answered["items"]]
        place = answered["next"] or ""
    assert found == ["2026-11-22", "2026-10-23-2", "2026-10-23", "2026-09-23-2", "2026-09-23"]
    assert coordinator.get(f"{MEETINGS}?cursor=tull").status_code == 422


def test_reading_takes_as_many_queries_however_much_there_is(coordinator: Program, trd3: Partnership) -> None:
    def queries() -> dict[str, int]:
        found = {}
        for place in (MEETINGS, PLACE, f"{PLACE}/sheet"):
            coordinator.get(place)
            with CaptureQueriesContext(connection) as seen:
                assert coordinator.get(place).status_code == 200
            found[place] = len(seen)
        return found

    def fill() -> None:
        made = plan_meeting(partnership=trd3, draft=MeetingDraft("Møte", TODAY), by=BY, now=NOW)
        for number in range(4):
            add_case(meeting=made, draft=CaseDraft(f"Sak {number}"), by=BY, now=NOW)

    fill()
    few = queries()
    for _ in range(5):
        fill()
    first = Meeting.objects.get(slug="2026-11-22")
    for number in range(9):
        add_case(meeting=first, draft=CaseDraft(f"Flere {number}"), by=BY, now=NOW)
    assert queries() == few
    assert few[MEETINGS] <= 7
    assert few[PLACE] <= 9
    now(coordinator, "POST", "/hold")
    assert queries()[f"{PLACE}/sheet"] <= 9


def test_a_planned_meeting_is_removed_and_a_held_one_stays(coordinator: Program, meeting: dict[str, Any]) -> None:
    following = coordinator.post(MEETINGS, {**PLAN, "date": "2199-12-31"})
    later = f"{MEETINGS}/{following.json()['id']}"
    assert code_of(coordinator.post(f"{later}/hold", if_match=following["ETag"])) == (409, "to_come")
    removed = coordinator.send("DELETE", later, if_match=coordinator.get(later)["ETag"])
    assert (removed.status_code, removed.content) == (204, b"")
    assert coordinator.get(later).status_code == 404
    assert now(coordinator, "POST", "/hold").status_code == 200
    assert code_of(now(coordinator, "DELETE", "")) == (409, "held")
    now(coordinator, "POST", "/cases/1/outcomes", {**OUTCOME, "outcome": "postponed"})
    assert code_of(coordinator.post(f"{PLACE}/cases/1/follow-ups", {"state": "done"})) == (409, "postponed")
