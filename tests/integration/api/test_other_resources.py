"""Comments, following, operations, organisations, structure, indicators, webhooks and exports through the API."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.conftest import Cast
from tests.integration.api.conftest import Program

from brobygger.api.rules.tokens import ApiScope
from brobygger.partnerships.models import Partnership
from brobygger.portfolio.actions.change import Order, change_activities
from brobygger.portfolio.actions.change_sets import open_change_set
from brobygger.portfolio.queries.drafts import draft_of

ONE = "/activities/climagen"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def test_a_discussion(program_of: Callable[..., Program], cast: Cast) -> None:
    lead, colleague, coordinator = (program_of(user) for user in (cast.lead, cast.colleague, cast.coordinator))
    made = lead.post(f"{ONE}/comments", {"text": f"Hva sier du, @{cast.colleague.display_name}?"})
    assert made.status_code == 201
    number = made.json()["id"]
    assert made.json()["mentions"] == [cast.colleague.display_name]
    answered = colleague.post(f"/comments/{number}/answers", {"text": "Ja."}).json()
    assert answered["answer_to"] == number
    assert [each["id"] for each in lead.get(f"{ONE}/comments").json()["items"]] == [number, answered["id"]]
    assert colleague.send("DELETE", f"/comments/{number}").status_code == 403
    assert colleague.send("PUT", f"/comments/{number}", {"text": "x"}).status_code == 403
    assert lead.send("PUT", f"/comments/{number}", {"text": "Hva sier dere?"}).json()["text"] == "Hva sier dere?"
    assert lead.post(f"/comments/{number}/hide").status_code == 403
    assert coordinator.post(f"/comments/{number}/hide").json()["text"] == ""
    assert lead.send("DELETE", f"/comments/{number}").status_code == 403
    assert coordinator.post(f"/comments/{number}/show").json()["text"] == "Hva sier dere?"
    assert lead.send("DELETE", f"/comments/{number}").status_code == 204
    assert lead.get(f"{ONE}/comments").json()["items"][0]["gone"] == "deleted"
    assert lead.post(f"{ONE}/comments", {"text": " \u0001 "}).status_code == 422
    for place in ("/comments/999999", f"/comments/{10**30}"):
        assert lead.send("DELETE", place).status_code in {404, 422}
    assert program_of(cast.observer).post(f"{ONE}/comments", {"text": "x"}).status_code == 403
    people = lead.get("/members").json()["items"]
    assert cast.lead.pk not in {each["id"] for each in people}
    assert program_of(cast.observer).get("/members").status_code == 403


def test_comments_of_other_partnerships_are_not_there(program_of: Callable[..., Program], cast: Cast) -> None:
    number = program_of(cast.lead).post(f"{ONE}/comments", {"text": "Vårt"}).json()["id"]
    other = program_of(cast.other_lead)
    assert other.get(f"/api/v1/partnerships/fjordby/comments/{number}").status_code == 405
    for method, end in (("DELETE", ""), ("POST", "/answers")):
        place = f"/api/v1/partnerships/fjordby/comments/{number}{end}"
        assert other.send(method, place, {"text": "x"} if end else None).status_code == 404


def test_following(lead: Program) -> None:
    assert lead.get(f"{ONE}/following").json() == {"is_following": False, "chosen": False}
    assert lead.send("PUT", f"{ONE}/following").json() == {"is_following": True, "chosen": True}
    assert lead.send("DELETE", f"{ONE}/following").json() == {"is_following": False, "chosen": True}


def test_an_operation_is_undone_by_who_did_it(
    program_of: Callable[..., Program], cast: Cast, trd3: Partnership, now: Any
) -> None:
    from dataclasses import replace

    by = cast.lead.as_actor
    found = draft_of(trd3, "climagen")
    assert found is not None
    change_set = open_change_set(partnership=trd3, cause="bulk", title="Alt på en gang", by=by, now=now)
    order = Order(found[0].pk, 1, replace(found[1], acronym="CG"))
    change_activities(partnership=trd3, orders=[order], by=by, now=now, change_set=change_set)
    lead, colleague = program_of(cast.lead), program_of(cast.colleague)
    [told] = lead.get("/change-sets").json()["items"]
    assert (told["title"], told["activities"], told["undone_at"]) == ("Alt på en gang", 1, None)
    place = f"/change-sets/{told['id']}"
    assert colleague.post(f"{place}/undo").status_code == 403
    tag = lead.get(ONE)["ETag"]
    lead.send("PATCH", ONE, {"acronym": "X"}, if_match=tag)
    blocked = lead.post(f"{place}/undo")
    assert blocked.status_code == 409
    assert blocked.json()["errors"][0]["field"] == "climagen"
    other = open_change_set(partnership=trd3, cause="bulk", title="Ingenting", by=by, now=now)
    assert program_of(cast.coordinator).post(f"/change-sets/{other.pk}/undo").json() == {"activities": 0}
    assert lead.post(f"/change-sets/{other.pk}/undo").status_code == 409
    assert lead.get(f"/change-sets/{other.pk}").json()["undone_by"] == cast.coordinator.display_name
    assert lead.get("/change-sets/999999").status_code == 404


def test_organisations_are_found_by_any_name_and_proposed(lead: Program, program_of: Any, cast: Cast) -> None:
    assert lead.get("/organisations/ntnu").json()["organisation"] is None
    unit = lead.get("/organisations/ntnu-mh").json()
    assert unit["organisation"] == "ntnu"
    assert "MH" in unit["names"] or len(unit["names"]) > 1
    for name in unit["names"]:
        found = {each["id"] for each in lead.get(f"/organisations?limit=200&q={name}").json()["items"]}
        assert "ntnu-mh" in found, name
    made = lead.post("/organisations", {"name": "Prøvelaget", "organisation": "ntnu"})
    assert made.status_code == 201
    assert made.json()["is_proposed"] is True
    assert made.json()["organisation"] == "ntnu"
    # It can be named at once.
    activity = {"kind": "event", "title": "Med de nye", "participants": [{"party": "Prøvelaget"}]}
    assert lead.post("/activities", activity).json()["content"]["participants"][0]["party"] == made.json()["id"]
    assert lead.post("/organisations", {"name": "Prøvelaget", "organisation": "ntnu"}).json() == made.json()
    assert lead.post("/organisations", {"name": "NTNU"}).status_code == 409
    assert lead.post("/organisations", {"name": "x", "organisation": "ntnu-mh"}).status_code == 422
    assert lead.post("/organisations", {"name": " "}).status_code == 422
    assert program_of(cast.observer).post("/organisations", {"name": "x"}).status_code == 403
    assert lead.get("/organisations/finnes-ikke").status_code == 404


def test_structure(lead: Program) -> None:
    about = lead.get("").json()
    assert about["id"] == "trd3"
    assert {each["side"] for each in about["partners"]} == {"university", "municipality"}
    areas = lead.get("/focus-areas").json()["items"]
    assert "helse-og-velferd" in {each["id"] for each in areas}
    bodies = lead.get("/bodies").json()["items"]
    assert any(each["seats"] for each in bodies)


def written(value: object) -> str:
    """A value as the command writes it."""
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def test_figures_are_those_of_the_command(lead: Program) -> None:
    printed = io.StringIO()
    call_command("figures", partnership="trd3", format="json", stdout=printed)
    rows = json.loads(printed.getvalue())
    items = lead.get("/indicators").json()["items"]
    told = [
        {**{name: each[name] for name in ("goal_area", "code", "name")}, **figure}
        for each in items
        for figure in each["figures"]
    ]
    as_text = [{name: written(value) for name, value in each.items()} for each in told]
    assert as_text == rows
    assert lead.get("/indicators/master-theses").json() == next(
        each for each in items if each["code"] == "master-theses"
    )
    assert lead.get("/indicators/tull").status_code == 404
    english = lead.get("/indicators/master-theses", accept_language="en").json()
    assert english["name"] != lead.get("/indicators/master-theses", accept_language="nb").json()["name"]


def test_the_activities_behind_a_number(lead: Program) -> None:
    assert lead.get("/indicators/master-theses/activities").status_code == 200
    found = lead.get("/indicators/master-theses/activities?aar=uten").json()
    assert {each["kind"] for each in found["items"]} == {"master_thesis"}
    assert lead.get("/indicators/master-theses/activities?aar=1750").status_code == 404
    if found["next"]:
        assert lead.get(found["next"].removeprefix("http://testserver")).status_code == 200


def test_webhooks(program_of: Callable[..., Program], cast: Cast) -> None:
    program = program_of(cast.coordinator)
    made = program.post("/webhooks", {"address": "https://example.no/mottak"})
    assert made.status_code == 201
    secret, number = made.json()["secret"], made.json()["id"]
    assert secret not in program.get("/webhooks").content.decode()
    assert program.send("PATCH", f"/webhooks/{number}", {"is_on": False}).json()["is_on"] is False
    assert program.get(f"/webhooks/{number}").json()["is_on"] is False
    renewed = program.post(f"/webhooks/{number}/secret")
    assert renewed.json()["secret"] not in {"", secret}
    assert program.post(f"/webhooks/{number}/secret", idempotency_key="x").status_code == 422
    assert program.get(f"/webhooks/{number}/deliveries").json() == {"items": []}
    assert program_of(cast.lead).post(f"/webhooks/{number}/secret").status_code == 403
    for address in ("ftp://x", "https://127.0.0.2:9", "tull", "https://a:b@example.no/"):
        refused = program.post("/webhooks", {"address": address})
        if address != "https://127.0.0.2:9":
            assert refused.status_code == 422, address
            assert refused.json()["errors"][0]["field"] == "address"
    assert program.send("DELETE", f"/webhooks/{number}").status_code == 204
    assert program.get(f"/webhooks/{number}").status_code == 404


def test_exports_are_those_of_the_screen(lead: Program, cast: Cast, client_of: Any) -> None:
    question = "?type=event&omrade=helse-og-velferd"
    screen = client_of(cast.lead)
    for accept, ending in (("application/json", "json"), ("text/csv", "csv"), ("*/*", "json")):
        ours = lead.get(f"/exports/activities{question}", accept=accept)
        theirs = screen.get(f"/trd3/aktiviteter/eksport.{ending}{question}")
        assert b"".join(ours) == b"".join(theirs)
        assert ours["Content-Disposition"] == theirs["Content-Disposition"]
    rows = csv.reader(io.StringIO(b"".join(lead.get("/exports/activities", accept="text/csv")).decode("utf-8-sig")))
    assert len(list(rows)) > 10
    assert lead.get("/exports/activities", accept="image/png").status_code == 406
    assert lead.get("/exports/activities?typ=x").status_code == 422
    assert b"".join(lead.get("/exports/activities", accept=XLSX))[:2] == b"PK"


def test_an_export_has_the_columns_one_asks_for(lead: Program, cast: Cast, client_of: Any) -> None:
    question = "?type=event&kolonner=naar,sted"
    ours = b"".join(lead.get(f"/exports/activities{question}"))
    assert ours == b"".join(client_of(cast.lead).get(f"/trd3/aktiviteter/eksport.json{question}"))
    assert set(json.loads(ours)[0]) == {"id", "title", "start", "end", "places"}
    assert lead.get("/board?kolonner=naar").status_code == 422


def test_everything_is_taken_out_as_on_screen(lead: Program, cast: Cast, client_of: Any) -> None:
    place, question = "/exports/everything", "?type=event&aar=2025"
    ours = json.loads(b"".join(lead.get(f"{place}{question}")))
    theirs = json.loads(b"".join(client_of(cast.lead).get(f"/trd3/aktiviteter/alt.json{question}")))
    assert ours.keys() == theirs.keys()
    assert ours["activities"] == theirs["activities"] != []
    for accept in (XLSX, "application/zip"):
        answer = lead.get(place, accept=accept)
        assert answer["Content-Type"] == accept
        assert b"".join(answer)[:2] == b"PK"
    assert lead.get(place, accept="text/csv").status_code == 406


def test_notices_are_read_and_how_one_is_told(program_of: Callable[..., Program], cast: Cast) -> None:
    lead, colleague = program_of(cast.lead, ApiScope.READ), program_of(cast.colleague)
    lead.send("PUT", f"{ONE}/following")
    number = colleague.post(f"{ONE}/comments", {"text": "Hva nå?"}).json()["id"]
    place = colleague.get(ONE)
    colleague.send("PATCH", ONE, {"acronym": "CG", "focus_areas": []}, if_match=place["ETag"])
    news = lead.get("/notices").json()
    assert not news["more"]
    assert {each["activity"] for each in news["items"]} == {"climagen"}
    comment = next(each for each in news["items"] if each["comment"])
    assert (comment["comment"], comment["text"], comment["by"]) == (number, "Hva nå?", cast.colleague.display_name)
    assert any(set(each["fields"]) == {"acronym", "focus_areas"} for each in news["items"])
    assert lead.post("/notices/read", {"until": news["until"]}).status_code == 204
    assert lead.get("/notices").json()["items"] == []
    assert lead.get("/notices?all=true").json()["items"] == news["items"]
    assert lead.post("/notices/read", {"until": 2**62}).status_code == 204
    assert lead.post("/notices/read", {"until": -1}).status_code == 422
    wishes = lead.get("/notice-settings").json()
    changed = {**wishes, "digest": "weekly", "topics": ["comments"], "focus_areas": ["helse-og-velferd"]}
    assert lead.send("PUT", "/notice-settings", changed).json() == changed
    assert lead.get("/notice-settings").json() == changed
    assert colleague.get("/notice-settings").json()["focus_areas"] == []
    for bad in ({"digest": "hourly"}, {"focus_areas": ["tull"]}, {"topics": ["tull"]}, {"language": "de"}):
        assert lead.send("PUT", "/notice-settings", {**wishes, **bad}).status_code == 422, bad
    assert program_of(cast.observer).get("/notice-settings").status_code == 200
    assert program_of(cast.other_lead).get("/notices").status_code == 404


@pytest.mark.parametrize(
    ("place", "at_most"),
    [
        (f"{ONE}/versions", 16),
        (f"{ONE}/comments", 8),
        (f"{ONE}/following", 8),
        ("/organisations?limit=200", 10),
        ("/bodies", 12),
        ("/indicators", 14),
        ("/change-sets", 6),
        ("/token", 5),
        ("/notices", 10),
        ("/notice-settings", 6),
    ],
)
def test_what_is_read_asks_the_database_a_fixed_number_of_times(place: str, at_most: int, lead: Program) -> None:
    lead.get(place)
    with CaptureQueriesContext(connection) as asked:
        assert lead.get(place).status_code == 200
    assert len(asked) <= at_most, [each["sql"] for each in asked]
