"""The reporting year through the API: the same rules as on screen, told to programs."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.fixtures.partnerships import NOW
from tests.fixtures.rounds import Story, draft_in, story
from tests.integration.api.conftest import Program, token_for

from brobygger.portfolio.actions import register_activities
from brobygger.portfolio.rules.kinds import Kind
from brobygger.rounds.models import Dispute


@pytest.fixture
def told(db: None) -> Story:
    return story(opened=False)


@pytest.fixture
def as_(told: Story) -> Callable[[str], Program]:
    programs = {name: Program(token_for(user)) for name, user in told.people.items()}
    return lambda name: programs[name]


ROUNDS = "/api/v1/partnerships/runden/rounds"
OPEN = {
    "year": 2025,
    "submission_due": "2026-12-10",
    "review_due": "2026-12-20",
    "adoption_due": "2027-01-20",
    "areas": ["helse"],
}


def version(program: Program, area: str = "") -> int:
    place = f"{ROUNDS}/2025" + (f"/submissions/{area}" if area else "")
    return program.get(place).json()["version"]


def test_a_whole_year(told: Story, as_: Callable[[str], Program]) -> None:
    lead, of_uni, of_town = as_("lead"), as_("of_uni"), as_("of_town")
    assert of_uni.post(ROUNDS, {**OPEN, "areas": ["tull"]}).status_code == 422
    assert of_uni.post(ROUNDS, {**OPEN, "review_due": "2026-12-01"}).status_code == 422
    assert lead.post(ROUNDS, OPEN).status_code == 403
    assert of_uni.post(ROUNDS, OPEN).status_code == 201
    assert of_uni.post(ROUNDS, OPEN).status_code == 409
    assert lead.get(ROUNDS).json() == {"items": [{"year": 2025, "state": "open"}]}
    place = f"{ROUNDS}/2025/submissions/helse"
    early = lead.post(f"{place}/submit", {"version": 1})
    assert (early.status_code, early.json()["errors"][0]["code"]) == (409, "incomplete")
    told.change("to", title="Et nytt navn")
    said = {"activities": [{"id": slug, "version": 1} for slug in ("en", "to", "tre")]}
    assert as_("colleague").post(f"{place}/confirmations", said).status_code == 403
    assert lead.post(f"{place}/confirmations", said).json() == {"confirmed": 2, "changed": ["to"]}
    again = {"activities": [{"id": "to", "version": 2}]}
    assert lead.post(f"{place}/confirmations", again).json() == {"confirmed": 1, "changed": []}
    submitted = lead.post(f"{place}/submit", {"version": version(lead, "helse"), "minutes": 3}).json()
    assert (submitted["stage"], submitted["minutes"], submitted["unconfirmed"]) == ("submitted", 3, 0)
    assert of_uni.post(f"{place}/approve", {"version": 1}).status_code == 409
    assert of_uni.post(f"{place}/return", {"version": version(lead, "helse"), "reason": ""}).status_code == 422
    for program in (of_uni, of_town):
        assert program.post(f"{place}/approve", {"version": version(lead, "helse")}).status_code == 200
    common = f"{ROUNDS}/2025/submissions/felles"
    assert of_uni.post(f"{common}/nothing-to-report").status_code == 200
    assert of_uni.post(f"{common}/submit", {"version": version(lead, "felles")}).status_code == 200
    for program in (of_uni, of_town):
        assert program.post(f"{common}/approve", {"version": version(lead, "felles")}).status_code == 200
    decision = {"title": "Vedtatt", "date": "2027-01-15"}
    adopt = {"version": version(lead), "new_decision": decision}
    assert lead.post(f"{ROUNDS}/2025/adopt", adopt).status_code == 403
    assert of_uni.post(f"{ROUNDS}/2025/adopt", {"version": version(lead)}).status_code == 409
    adopted = of_uni.post(f"{ROUNDS}/2025/adopt", adopt).json()
    assert (adopted["state"], adopted["decision"]) == ("adopted", "vedtatt")
    undone = of_uni.post(f"{ROUNDS}/2025/undo-adoption", {"version": adopted["version"], "reason": "Feil"}).json()
    assert {each["stage"] for each in undone["submissions"]} == {"approved"}
    undo = {"version": version(lead, "helse"), "reason": "Vi så feil"}
    assert of_town.post(f"{place}/undo-approval", undo).json()["stage"] == "submitted"


def test_an_odd_number_is_explained(told: Story, as_: Callable[[str], Program]) -> None:
    as_("of_uni").post(ROUNDS, OPEN)
    drafts = [draft_in(told.partnership, f"moete-{n}", "helse", "2025", Kind.EVENT) for n in range(12)]
    register_activities(partnership=told.partnership, drafts=drafts, by=told.people["lead"].as_actor, now=NOW)
    lead, place = as_("lead"), f"{ROUNDS}/2025/submissions/helse"
    [odd] = lead.get(place).json()["odd"]
    assert odd == {"subject": "kind:event", "before": "0", "value": "12", "text": ""}
    said = {"subject": odd["subject"], "text": "Vi begynte med møter"}
    assert as_("colleague").post(f"{place}/explanations", said).status_code == 403
    assert lead.post(f"{place}/explanations", {**said, "subject": "kind:tull"}).status_code == 422
    assert lead.post(f"{place}/explanations", {**said, "text": "  "}).status_code == 422
    assert lead.post(f"{place}/explanations", said).json()["odd"][0]["text"] == said["text"]


def test_disputes(told: Story, as_: Callable[[str], Program]) -> None:
    of_uni, of_town, lead = as_("of_uni"), as_("of_town"), as_("lead")
    of_uni.post(ROUNDS, OPEN)
    place = f"{ROUNDS}/2025/disputes"
    assert of_town.post(place, {"reason": "x"}).status_code == 422
    assert of_town.post(place, {"activity": "tull", "reason": "x"}).status_code == 404
    assert as_("observer").post(place, {"activity": "en", "reason": "x"}).status_code == 403
    made = of_town.post(place, {"activity": "en", "reason": "Ikke vår"})
    assert (made.status_code, made.json()["party"], made.json()["outcome"]) == (201, "kommune", "")
    assert of_uni.post(place, {"activity": "en", "reason": "x"}).status_code == 409
    number = made.json()["id"]
    settle = {"outcome": "counts", "reason": "Den teller"}
    assert lead.post(f"{place}/{number}/settle", settle).status_code == 403
    assert of_uni.post(f"{place}/{number}/settle", settle).status_code == 403
    assert of_uni.post(f"{place}/{number}/settle", {**settle, "decision": "tull"}).status_code == 422
    assert of_town.post(f"{place}/{number}/settle", settle).json()["outcome"] == "counts"
    assert [each["settlement"] for each in lead.get(place).json()["items"]] == ["Den teller"]


def test_other_partnerships_find_nothing(told: Story, as_: Callable[[str], Program]) -> None:
    as_("of_uni").post(ROUNDS, OPEN)
    other = story("andre")
    stranger = Program(token_for(other.people["of_uni"]))
    for place in (ROUNDS, f"{ROUNDS}/2025", f"{ROUNDS}/2025/disputes"):
        assert stranger.get(place).status_code == 404
    theirs = "/api/v1/partnerships/andre/rounds/2025"
    as_("of_town").post(f"{ROUNDS}/2025/disputes", {"activity": "en", "reason": "x"})
    number = Dispute.objects.get().pk
    settle = {"outcome": "left_out", "reason": "x"}
    assert stranger.post(f"{theirs}/disputes/{number}/settle", settle).status_code == 404


def test_days_are_moved_and_a_year_is_called_off(told: Story, as_: Callable[[str], Program]) -> None:
    lead, of_uni = as_("lead"), as_("of_uni")
    of_uni.post(ROUNDS, OPEN)
    place = f"{ROUNDS}/2025"
    days = {name: OPEN[name] for name in ("submission_due", "review_due")} | {"adoption_due": "2027-02-01"}
    assert lead.post(f"{place}/move", {"version": version(lead), **days}).status_code == 403
    assert of_uni.post(f"{place}/move", {"version": 99, **days}).status_code == 409
    backwards = {**days, "adoption_due": "2026-01-01"}
    assert of_uni.post(f"{place}/move", {"version": version(lead), **backwards}).status_code == 422
    moved = of_uni.post(f"{place}/move", {"version": version(lead), **days, "reason": "Møtet er flyttet"}).json()
    assert (moved["adoption_due"], moved["state"]) == ("2027-02-01", "open")
    assert lead.post(f"{place}/cancel", {"version": version(lead), "reason": "Nei"}).status_code == 403
    assert of_uni.post(f"{place}/cancel", {"version": version(lead), "reason": " "}).status_code == 422
    assert of_uni.post(f"{place}/cancel", {"version": version(lead), "reason": "Utsatt"}).json()["state"] == "cancelled"
    assert of_uni.post(f"{place}/cancel", {"version": version(lead), "reason": "Igjen"}).status_code == 409
    assert of_uni.post(f"{ROUNDS}/2019/cancel", {"version": 1, "reason": "Finnes ikke"}).status_code == 404
