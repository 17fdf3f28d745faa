"""What the parties say the collaboration meant, through the API."""

from __future__ import annotations

import pytest
from tests.conftest import Cast
from tests.integration.api.conftest import Program, token_for

from brobygger.contributions.models import ContributionClaim

pytestmark = pytest.mark.django_db
SAID = {"activities": ["climagen"], "did": "initiated", "otherwise": "nothing", "evidence": "Søkt sammen"}


def test_a_party_answers_and_both_are_told(cast: Cast) -> None:
    lead = Program(token_for(cast.lead))
    before = lead.get("/activities/climagen/claims").json()
    assert before["layer"] == "unknown"
    assert len(before["missing"]) == 2
    assert lead.post("/claims", SAID).json() == {"activities": ["climagen"]}
    assert lead.post("/claims", SAID).json() == {"activities": []}, "said already"
    after = lead.get("/activities/climagen/claims").json()
    assert after["layer"] == "decisive"
    assert [each["did"] for each in after["holding"]] == ["initiated"]
    assert len(after["missing"]) == 1


def test_an_unknown_activity_or_word_writes_nothing(cast: Cast) -> None:
    lead = Program(token_for(cast.lead))
    unknown = lead.post("/claims", {**SAID, "activities": ["climagen", "finnes-ikke"]})
    assert unknown.status_code == 422
    assert "finnes-ikke" in unknown.json()["errors"][0]["detail"]
    assert lead.post("/claims", {**SAID, "did": "paid"}).status_code == 422
    assert lead.post("/claims", {**SAID, "link": "javascript:alert(1)"}).status_code == 422
    assert not ContributionClaim.objects.filter(partnership__slug="trd3").exists()


@pytest.mark.parametrize(("name", "status"), [("observer", 403), ("steering_member", 403)])
def test_those_who_speak_for_no_party_do_not_answer(cast: Cast, name: str, status: int) -> None:
    program = Program(token_for(getattr(cast, name)))
    assert program.post("/claims", SAID).status_code == status
    assert program.get("/activities/climagen/claims").status_code == 200
