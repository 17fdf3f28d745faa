"""Activities through the API: read, registered, changed, nothing overwritten."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.conftest import Cast
from tests.integration.api.conftest import Program

from brobygger.audit.models import Event
from brobygger.partnerships.models import Partnership
from brobygger.portfolio.models import Activity, Registration, UnfinishedForm
from brobygger.portfolio.queries.drafts import draft_of
from brobygger.portfolio.rules.content import content_of

ONE = "/activities/climagen"
NEW = {
    "kind": "event",
    "title": "  Fagdag om   søvn ",
    "focus_areas": ["helse-og-velferd"],
    "milestones": [{"kind": "held", "date": "2026-03-05", "quantity": "40"}],
    "participants": [{"party": "NTNU"}, {"party": "ntnu-mh", "role": "host"}],
    "fundings": [{"funder": "trondheim-kommune", "amount_nok": 1250.5}],
    "external_ids": [{"scheme": "doi", "value": "10.1000/182"}],
    "relations": [{"kind": "event_of", "to": "climagen"}],
    "value": {"ntnu": "Nye spørsmål"},
    "places": ["Øya", "Øya", ""],
}


def faults(response: Any) -> dict[str, str]:
    """What is wrong, by field."""
    assert response["Content-Type"] == "application/problem+json"
    return {each["field"]: each["code"] for each in response.json().get("errors", [])}


def test_what_is_registered_is_read_again(lead: Program, cast: Cast, trd3: Partnership) -> None:
    made = lead.post("/activities", NEW)
    assert made.status_code == 201, made.content
    told = made.json()
    assert told["id"] == "fagdag-om-sovn"
    assert made["Location"].endswith("/api/v1/partnerships/trd3/activities/fagdag-om-sovn")
    read = lead.get(made["Location"].removeprefix("http://testserver"))
    assert read.json() == told
    assert read["ETag"] == made["ETag"]
    content = told["content"]
    assert content["title"] == "Fagdag om søvn"
    assert content["focus_areas"] == ["helse-og-velferd"]
    assert content["participants"] == [{"party": "ntnu", "role": "partner"}, {"party": "ntnu-mh", "role": "host"}]
    assert content["fundings"] == [{"funder": "trondheim-kommune", "kind": "cash", "amount_nok": "1250.5"}]
    assert content["milestones"] == [{"kind": "held", "date": "2026-03-05", "quantity": "40"}]
    assert content["places"] == ["Øya"]
    assert told["state"] == "finished"
    assert told["amount_nok"] == 1250.5
    activity = Activity.objects.get(partnership=trd3, slug=told["id"])
    registration = Registration.objects.get(activity=activity)
    assert (registration.via, registration.user_id) == ("api", cast.lead.pk)
    event = Event.objects.get(subject_type="activity", subject_id=activity.pk, verb="registered")
    assert (event.by_label, event.by_user_id) == (cast.lead.display_name, cast.lead.pk)
    assert event.data == {"title": "Fagdag om søvn", "via": "api", "token": "Prøveprogram"}


def test_every_activity_is_the_same_after_it_is_written_back(lead: Program, trd3: Partnership) -> None:
    for slug in Activity.objects.filter(partnership=trd3).order_by("pk").values_list("slug", flat=True):
        read = lead.get(f"/activities/{slug}")
        before = draft_of(trd3, slug)
        sent = lead.send("PUT", f"/activities/{slug}", read.json()["content"], if_match=read["ETag"])
        after = draft_of(trd3, slug)
        assert sent.status_code == 200, (slug, sent.content)
        assert before is not None
        assert after is not None
        assert content_of(after[1]) == content_of(before[1])
        assert sent.json()["version"] == 1


def test_a_lost_race_overwrites_nothing(program_of: Callable[..., Program], cast: Cast) -> None:
    mine, theirs = program_of(cast.lead), program_of(cast.colleague)
    seen = mine.get(ONE)
    changed = theirs.send("PATCH", ONE, {"acronym": "CG"}, if_match=seen["ETag"])
    assert changed.status_code == 200
    assert changed.json()["version"] == 2
    for method, body in (("PUT", seen.json()["content"]), ("PATCH", {"acronym": "X"}), ("DELETE", None)):
        late = mine.send(method, ONE, body, if_match=seen["ETag"])
        assert late.status_code == 412, method
        assert late.json()["type"] == "/api/#changed-meanwhile"
        assert mine.send(method, ONE, body).status_code == 428
        assert mine.send(method, ONE, body, if_match="*").status_code == 428
        assert mine.send(method, ONE, body, if_match='"x", W/"1.1"').status_code == 412
    assert mine.get(ONE).json()["content"]["acronym"] == "CG"


def test_a_patch_changes_what_it_names(lead: Program) -> None:
    before = lead.get(ONE)
    patch = {"description": None, "places": ["Gløshaugen"], "value": {"ntnu": "Mye"}}
    after = lead.send("PATCH", ONE, patch, if_match=before["ETag"]).json()["content"]
    assert after["description"] == ""
    assert after["places"] == ["Gløshaugen"]
    assert after["value"] == {**before.json()["content"]["value"], "ntnu": "Mye"}
    same = ("title", "participants", "milestones", "kind", "focus_areas")
    assert [after[name] for name in same] == [before.json()["content"][name] for name in same]
    now = lead.get(ONE)["ETag"]
    assert faults(lead.send("PATCH", ONE, {"title": None}, if_match=now)) == {"title": "missing"}
    assert lead.send("PATCH", ONE, {}, if_match=now).json()["version"] == 2


def test_what_was_read_is_not_sent_again(lead: Program) -> None:
    tag = lead.get(ONE)["ETag"]
    for header in (tag, f"W/{tag}", f'"x", {tag}', "*"):
        again = lead.get(ONE, if_none_match=header)
        assert again.status_code == 304
        assert again.content == b""
        assert again["ETag"] == tag
    assert lead.get(ONE, if_none_match='"999999.1"').status_code == 200


def test_removed_and_brought_back(lead: Program) -> None:
    tag = lead.get(ONE)["ETag"]
    assert lead.send("DELETE", ONE, if_match=tag).status_code == 204
    gone = lead.get(ONE)
    assert gone.json()["standing"] == "removed"
    assert gone["ETag"] != tag
    assert [each["id"] for each in lead.get("/wastebasket").json()["items"]] == ["climagen"]
    assert lead.send("DELETE", ONE, if_match=gone["ETag"]).status_code == 409
    assert lead.send("PATCH", ONE, {"acronym": "X"}, if_match=gone["ETag"]).status_code == 409
    assert lead.post(f"{ONE}/confirmations").status_code == 409
    assert lead.post(f"{ONE}/registrations", {"title": "Samme"}).status_code == 409
    back = lead.post(f"{ONE}/bring-back")
    assert back.json()["standing"] == "registered"
    assert back["ETag"] == tag


def test_versions(lead: Program) -> None:
    first = lead.get(ONE)
    second = lead.send("PATCH", ONE, {"title": "Nytt", "focus_areas": [], "participants": []}, if_match=first["ETag"])
    versions = lead.get(f"{ONE}/versions").json()["items"]
    assert [each["number"] for each in versions] == [2, 1]
    changed = {each["field"]: each for each in versions[0]["changes"]}
    assert changed["title"]["after"] == "Nytt"
    assert changed["focus_areas"]["before"] == first.json()["content"]["focus_areas"]
    assert changed["participants"]["before"] == first.json()["content"]["participants"]
    assert lead.get(f"{ONE}/versions/1").json()["content"] == first.json()["content"]
    assert lead.get(f"{ONE}/versions/9").status_code == 404
    assert lead.post(f"{ONE}/versions/1/restore").status_code == 428
    assert lead.post(f"{ONE}/versions/1/restore", if_match=first["ETag"]).status_code == 412
    third = lead.post(f"{ONE}/versions/1/restore", if_match=second["ETag"])
    assert third.json()["version"] == 3
    assert third.json()["content"] == first.json()["content"]
    assert lead.post(f"{ONE}/versions/77/restore", if_match=third["ETag"]).status_code == 404


def test_joined_and_confirmed(lead: Program, cast: Cast) -> None:
    assert lead.post(f"{ONE}/registrations", {"title": "Klimagen"}).json() == {"is_new": True}
    assert lead.post(f"{ONE}/registrations", {"title": "Klimagen"}).json() == {"is_new": False}
    assert Registration.objects.get(user_id=cast.lead.pk).via == "api"
    assert lead.post(f"{ONE}/confirmations").json()["is_new"] is True
    assert lead.post(f"{ONE}/confirmations").json()["is_new"] is False


def test_a_program_leaves_what_its_owner_is_filling_in(lead: Program, cast: Cast, trd3: Partnership, now: Any) -> None:
    activity = Activity.objects.get(partnership=trd3, slug="climagen")
    UnfinishedForm.objects.create(user=cast.lead, partnership=trd3, activity=activity, last_saved=now)
    assert lead.send("PATCH", ONE, {"acronym": "CG"}, if_match=lead.get(ONE)["ETag"]).status_code == 200
    assert UnfinishedForm.objects.filter(activity=activity).exists()


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ({"kind": "tull"}, {"kind": "enum"}),
        ({"title": ""}, {"title": "string_too_short"}),
        ({"title": " \u00a0 "}, {"title": "value_error"}),
        ({"title": "a\x00b"}, {"title": "value_error"}),
        ({"title": 7}, {"title": "string_type"}),
        ({"titel": "x"}, {"titel": "extra_forbidden"}),
        ({"focus_areas": ["finnes-ikke"]}, {"focus_areas.0": "unknown"}),
        ({"participants": [{"party": "Ingen som heter dette"}]}, {"participants.0.party": "unknown"}),
        ({"disciplines": ["tull"]}, {"disciplines.0": "unknown"}),
        ({"value": {"tull": "x"}}, {"value": "unknown"}),
        ({"milestones": [{"kind": "held", "date": "2024-13"}]}, {"milestones.0.date": "value_error"}),
        ({"milestones": [{"kind": "held", "date": "0000"}]}, {"milestones.0.date": "value_error"}),
        ({"fundings": [{"funder": "ntnu", "amount_nok": -1}]}, {"fundings.0.amount_nok": "greater_than_equal"}),
        ({"fundings": [{"funder": "ntnu", "amount_nok": 10**30}]}, {"fundings.0.amount_nok": "less_than_equal"}),
        ({"quantities": [{"label": "x", "value": "NaN"}]}, {"quantities.0.value": "finite_number"}),
        ({"relations": [{"kind": "led_to", "to": "finnes-ikke"}]}, {"relations": "leads_nowhere"}),
        ({"external_ids": [{"scheme": "doi", "value": "1"}] * 2}, {"external_ids": "said_twice"}),
        ({"places": ["x"] * 201}, {"places": "too_long"}),
        (
            {"milestones": [{"kind": "started", "date": "2024"}, {"kind": "finished", "date": "2023"}]},
            {"milestones": "end_before_start"},
        ),
    ],
)
def test_what_is_wrong_is_told_where(lead: Program, change: dict[str, Any], wrong: dict[str, str]) -> None:
    before = Activity.every.count()
    response = lead.post("/activities", {**NEW, **change})
    assert response.status_code == 422
    assert faults(response) == wrong
    assert Activity.every.count() == before


def test_a_name_that_several_go_by_must_be_said_whose(lead: Program, trd3: Partnership) -> None:
    from brobygger.organisations.models import Name

    name = Name.objects.filter(directory=trd3.directory, unit=None).exclude(organisation__slug="ntnu").first()
    assert name is not None
    Name.objects.create(
        directory=trd3.directory,
        organisation_id=Name.objects.filter(organisation__slug="ntnu", directory=trd3.directory)[0].organisation_id,
        text=name.text,
        folded=name.folded,
        kind="spelling",
    )
    response = lead.post("/activities", {**NEW, "participants": [{"party": name.text}]})
    assert faults(response) == {"participants.0.party": "name_shared"}


def test_reading_asks_the_database_the_same_however_much_there_is(lead: Program) -> None:
    lead.get(ONE)
    for place, at_most in ((ONE, 14), ("/activities?limit=200", 10), ("/activities?limit=200&shape=whole", 16)):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert lead.get(place).status_code == 200
        assert len(asked) <= at_most, [each["sql"] for each in asked]
