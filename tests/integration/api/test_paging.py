"""Lists that are read on from where one was."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.integration.api.conftest import Program

from brobygger.partnerships.models import Partnership
from brobygger.portfolio.models import Activity
from brobygger.portfolio.queries import keyset
from brobygger.portfolio.queries.listing import find_all
from brobygger.portfolio.rules.filters import Filter

FILTERS = (
    "",
    "type=phd",
    "type=phd&type=event",
    "type=event&omrade=helse-og-velferd",
    "enhet=ntnu&aar=2024&aar=2023&type=event&type=master_thesis",
    "enhet=ntnu-mh",
    "status=finished&aktiv=2023-05-01",
    "aktiv=2024-01-01",
    "q=søvn",
    "q=helse&type=event",
    "q=kommune&aktiv=2024-01-01",
    "q=zzyzx",
    "q=%26",
    "type=finnes-ikke",
)


def walk(program: Program, question: str, limit: int) -> list[dict[str, Any]]:
    """Everything, page by page, by the links one is given."""
    found: list[dict[str, Any]] = []
    place: str | None = f"/activities?{question}&limit={limit}"
    while place:
        response = program.get(place.removeprefix("http://testserver"))
        assert response.status_code == 200, response.content
        page = response.json()
        assert len(page["items"]) <= limit
        found += page["items"]
        place = page["next"]
        assert (f'<{place}>; rel="next"' == response.headers["Link"]) if place else "Link" not in response.headers
        assert len(found) < 5000
    return found


def expected(partnership: Partnership, question: str) -> set[str]:
    """What the list on screen finds."""
    from django.http import QueryDict

    ids = list(find_all(partnership, Filter.read(dict(QueryDict(question).lists()))))
    return set(Activity.objects.filter(pk__in=ids).values_list("slug", flat=True))


@pytest.mark.parametrize("gathers", [True, False])
@pytest.mark.parametrize("question", FILTERS)
def test_finds_what_the_list_finds_in_either_order(
    question: str, gathers: bool, lead: Program, trd3: Partnership, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not gathers:
        monkeypatch.setattr(keyset, "GATHER_AT_MOST", 0)
        monkeypatch.setattr(keyset, "GATHER_TO_SORT_AT_MOST", 0)
    monkeypatch.setattr(keyset, "LOOKED_AT_AT_MOST", 20)
    # Some were changed, several of them at the same moment.
    now = timezone.now()
    for number, pk in enumerate(
        Activity.objects.filter(partnership=trd3).order_by("title").values_list("pk", flat=True)
    ):
        Activity.objects.filter(pk=pk).update(changed_at=now - timedelta(minutes=number // 7))
    there = expected(trd3, question)
    by_id = [each["id"] for each in walk(lead, question, 17)]
    assert len(by_id) == len(set(by_id))
    assert set(by_id) == there
    pks = dict(Activity.every.filter(partnership=trd3).values_list("slug", "pk"))
    assert by_id == sorted(by_id, key=pks.__getitem__)
    if "q=" in question:
        refused = lead.get(f"/activities?{question}&order=changed")
        assert refused.status_code == 422
        return
    by_change = walk(lead, f"{question}&order=changed", 17)
    assert {each["id"] for each in by_change} == there
    assert len(by_change) == len(there)
    assert by_change == sorted(by_change, key=lambda each: (each["changed_at"], pks[each["id"]]))


def test_what_is_new_since_last_time(lead: Program, trd3: Partnership) -> None:
    since = timezone.now()
    assert walk(lead, f"order=changed&changed_since={since:%Y-%m-%dT%H:%M:%SZ}", 50) == []
    tag = lead.get("/activities/climagen")["ETag"]
    lead.send("PATCH", "/activities/climagen", {"acronym": "CG"}, if_match=tag)
    for order in ("id", "changed"):
        [changed] = walk(lead, f"order={order}&changed_since={since:%Y-%m-%dT%H:%M:%SZ}", 50)
        assert (changed["id"], changed["version"]) == ("climagen", 2)
    # Without a time zone it is our own.
    assert lead.get("/activities?changed_since=2020-01-01T00:00:00&order=changed&limit=1").status_code == 200


def test_whole_activities_are_as_when_they_are_read_alone(lead: Program) -> None:
    found = {each["id"]: each for each in walk(lead, "q=climagen&shape=whole", 50)}
    assert found["climagen"] == lead.get("/activities/climagen").json()


@pytest.mark.parametrize(
    "question",
    ["limit=0", "limit=201", "limit=x", "cursor=tull", "aktiv=2024-13-01", "q=%00", "typ=phd", "order=title"],
)
def test_questions_that_make_no_sense_are_told(question: str, lead: Program) -> None:
    response = lead.get(f"/activities?{question}")
    assert response.status_code == 422
    assert response.json()["errors"][0]["field"] == question.partition("=")[0]


def test_a_cursor_goes_with_its_filter(lead: Program) -> None:
    following = lead.get("/activities?type=event&limit=1").json()["next"].removeprefix("http://testserver")
    assert lead.get(following).status_code == 200
    assert lead.get(following.replace("limit=1", "limit=5")).status_code == 200
    for other in (following.replace("type=event", "type=phd"), following[:-1] + ("a" if following[-1] != "a" else "b")):
        assert lead.get(other).json()["errors"][0]["field"] == "cursor"
    assert lead.get(following.replace("/activities", "/change-sets").replace("type=event&", "")).status_code == 422


def test_what_is_registered_meanwhile_is_neither_passed_over_nor_told_twice(lead: Program) -> None:
    first = lead.get("/activities?limit=20").json()
    made = lead.post("/activities", {"kind": "event", "title": "Ny imens"}).json()["id"]
    rest, place = [], first["next"]
    while place:
        page = lead.get(place.removeprefix("http://testserver")).json()
        rest += [each["id"] for each in page["items"]]
        place = page["next"]
    assert rest[-1] == made
    assert not {each["id"] for each in first["items"]} & set(rest)


def test_a_page_costs_the_same_wherever_it_is(lead: Program) -> None:
    lead.get("/activities")
    place = lead.get("/activities?limit=40&order=changed").json()["next"]
    with CaptureQueriesContext(connection) as asked:
        assert lead.get(place.removeprefix("http://testserver")).status_code == 200
    assert len(asked) <= 11, [each["sql"] for each in asked]


@pytest.mark.parametrize("place", ["/organisations", "/organisations?q=insti", "/change-sets"])
def test_other_lists_are_paged_too(place: str, lead: Program, trd3: Partnership, cast: Any, now: Any) -> None:
    from brobygger.portfolio.actions.change_sets import open_change_set

    for number in range(5):
        open_change_set(partnership=trd3, cause="bulk", title=f"Nr. {number}", by=cast.lead.as_actor, now=now)
    mark = "&" if "?" in place else "?"
    whole = [each["id"] for each in lead.get(f"{place}{mark}limit=200").json()["items"]]
    assert len(whole) > 3
    found: list[Any] = []
    following: str | None = f"{place}{mark}limit=3"
    while following and len(found) < 200:
        page = lead.get(following.removeprefix("http://testserver")).json()
        found += [each["id"] for each in page["items"]]
        following = page["next"]
    assert found[:200] == whole[: len(found[:200])]
