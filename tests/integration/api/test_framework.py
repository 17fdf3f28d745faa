"""The framework through the API: its file out and in, what it lacks, and the versions of an indicator."""

from __future__ import annotations

import pytest
from tests.conftest import Cast
from tests.integration.api.conftest import Program, token_for

from brobygger.results.models import Target

pytestmark = pytest.mark.django_db
CODE = "research-applications-sent"
NEW_TARGET = """          - version: 2
            valid_from: 2025
            kind: yearly
            value: 12
            owner: Forskningssjefen
            method: Et møte i måneden
            mandate: Kan sette av tid
            reason: Færre utlysninger
"""


def with_target(text: str) -> str:
    at = text.index("      - code: research-applications-granted")
    return text[:at] + NEW_TARGET + text[at:]


def test_a_coordinator_adds_a_target_by_the_file(cast: Cast) -> None:
    program = Program(token_for(cast.coordinator))
    text = program.get("/framework").json()["text"]
    more = with_target(text)
    check = program.post("/framework/check", {"text": more}).json()
    assert len(check["adds"]) == 1
    assert Target.objects.filter(indicator__code=CODE).count() == 1
    taken = program.post("/framework", {"text": more, "seal": check["seal"]})
    assert taken.status_code == 200
    assert program.post("/framework", {"text": more, "seal": check["seal"]}).status_code == 409
    told = program.get(f"/indicators/{CODE}/versions").json()
    assert [each["value"] for each in told["targets"]] == ["20", "12"]
    assert told["targets"][1]["owner"]["nb"] == "Forskningssjefen"
    assert told["definitions"][0]["counting"]["milestone"] == "sent"
    back = program.post("/framework", {"text": text})
    assert back.status_code == 422
    assert back.json()["errors"][0]["code"] == "left_out"


def test_what_may_be_wrong_is_told(cast: Cast) -> None:
    items = Program(token_for(cast.observer)).get("/framework/remarks").json()["items"]
    assert {"flaw": "no_baseline", "goal_area": "dissemination", "code": "website-visits", "facts": {}} in items


@pytest.mark.parametrize("name", ["lead", "observer", "steering_member"])
def test_only_coordinators_take_a_file_in(cast: Cast, name: str) -> None:
    program = Program(token_for(getattr(cast, name)))
    text = program.get("/framework").json()["text"]
    for place in ("/framework", "/framework/check"):
        assert program.post(place, {"text": with_target(text)}).status_code == 403
    assert program.get("/indicators/finnes-ikke/versions").status_code == 404


@pytest.mark.parametrize(
    "text", ["", "- a", "a: [", "framework: 1", "\x00", "æ" * 300_000, "a\ud800", "framework: {id: x}"]
)
def test_what_is_no_framework_is_refused(cast: Cast, text: str) -> None:
    assert Program(token_for(cast.coordinator)).post("/framework", {"text": text}).status_code == 422
