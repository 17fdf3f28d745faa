"""Whatever is asked, in the words of the API's own description: no mistake of ours, and no answer that is not described."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date, datetime
from itertools import count
from pathlib import Path
from typing import Any

import hypothesis
import pytest
import schemathesis
from django.core.management.color import no_style
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection, transaction
from hypothesis import HealthCheck
from schemathesis import GenerationMode
from schemathesis.checks import load_all_checks
from schemathesis.specs.openapi import checks
from tests.conftest import NOW, Cast
from tests.integration.api.conftest import token_for
from tests.integration.intake.importing import upload

from brobygger.api.presenters.meetings import tag_of_meeting
from brobygger.api.rules.tags import mark_tag, tag_of
from brobygger.audit.rules import system
from brobygger.config.wsgi import application
from brobygger.duplicates.models import Pair
from brobygger.intake.models import Import, ImportRow
from brobygger.intake.rules.kinds import Outcome
from brobygger.intake.rules.kinds import State as ImportState
from brobygger.meetings.actions.deciding import record_outcome
from brobygger.meetings.actions.planning import CaseDraft, MeetingDraft, add_case, hold_meeting, plan_meeting
from brobygger.meetings.queries.meetings import meeting_called
from brobygger.meetings.rules.kinds import Outcome as MeetingOutcome
from brobygger.organisations.models import Directory
from brobygger.partnerships.models import Membership, Partnership
from brobygger.people.models import Contact, HandOver, Person
from brobygger.portfolio.actions.lists import make_feed, save_view
from brobygger.portfolio.models import Activity
from brobygger.portfolio.rules.pages import ListPage
from brobygger.suggestions.models import FormLink, Suggestion

load_all_checks()

EXAMPLES = 4
PROMISES = [
    schemathesis.checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
    checks.response_headers_conformance,
]
# Where something is found, so that more is tried than that nothing is there; None is what was made up.
PLACES: dict[str, tuple[Any, ...]] = {
    "partnership": ("trd3",) * 9 + ("fjordby", None),
    "slug": ("climagen", "climagen", "ntnu-mh", None),
    "number": (1, 1, 2, 2**62, 2**70, None),
    "code": ("master-theses", "national-model", None),
}


@pytest.fixture(autouse=True)
def _one_connection() -> Iterator[None]:
    """The server ends each answer, which would close the test's own connection to the database with it."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def described_as(*, thoroughly: bool) -> Any:
    """The description as it is answered. Thoroughly: also every value at the edge of what is allowed, and past it."""
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
    schema.config.generation.update(modes=[GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
    schema.config.phases.coverage.enabled = thoroughly
    schema.config.phases.coverage.unexpected_methods = set()
    return schema


at_random = described_as(thoroughly=False)
# The content of an activity is the same wherever it is sent.
at_the_edges = described_as(thoroughly=True).exclude(path_regex=r"/activities/\{slug\}$", method=["PUT", "PATCH"])
a_few = hypothesis.settings(
    max_examples=EXAMPLES, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)
next_one = hypothesis.settings(a_few, max_examples=1)
tried = count()
# Of the activity, the meetings and the directory that are there: each call finds its own among them.
TAG: list[str] = []
# A meeting that is planned, and one that is held.
MEETINGS = ("2026-11-22", "2026-11-21")
# Numbers of what is there, by what their addresses hold.
THERE: dict[str, int] = {}


def keeps_its_promises(case: schemathesis.Case, sign: dict[str, str]) -> None:
    """Send it to something that is there, and half of the time as one who has read what they change."""
    turn = next(tried)
    if isinstance(case.path_parameters, dict):
        for name, places in PLACES.items():
            place = places[turn % len(places)]
            if name in case.path_parameters and place is not None:
                case.path_parameters[name] = place
        for part, number in THERE.items():
            if part in case.operation.path and turn % 3:
                case.path_parameters["number"] = number
        if "/meetings/" in case.operation.path and turn % 3:
            case.path_parameters["slug"] = MEETINGS[turn % 3 - 1]
    if "If-Match" in (case.headers or {}) and turn % 2:
        case.headers["If-Match"] = TAG[0]
    with transaction.atomic():
        response = case.call(headers=sign)
        transaction.set_rollback(True)
    case.validate_response(response, checks=PROMISES)


def _numbered_one(trd3: Partnership, activity: Activity, cast: Cast) -> None:
    """Something of that number wherever an address has one."""
    link = FormLink.objects.create(
        partnership=trd3, kind="public", token_hash="", is_on=True, made_at=NOW, made_by="tests"
    )
    Suggestion.objects.create(pk=1, partnership=trd3, link=link, title="Sykkelvei", sent=NOW, stamp="1")
    people = [
        Person.objects.create(
            pk=pk, partnership=trd3, name=name, user=user, keep_until=NOW.date(), made_at=NOW, made_by="tests"
        )
        for pk, name, user in ((1, cast.lead.display_name, cast.lead), (2, "Ingrid", None))
    ]
    HandOver.objects.create(pk=1, partnership=trd3, giver=people[0], taker=people[1], made_at=NOW, made_by="tests")
    Contact.objects.create(
        pk=1, activity=activity, person=people[0], role="contact", start=NOW.date(), made_at=NOW, made_by="tests"
    )
    another = Activity.objects.filter(partnership=trd3).exclude(pk=activity.pk).first()
    one, other = sorted((activity, another), key=lambda each: each.pk)
    Pair.objects.create(
        pk=1, partnership=trd3, one=one, other=other, score=0.5, answer="review", priority=0.5, found=NOW
    )
    # PostgreSQL gives numbers out of its own counters, which do not see what was numbered by hand.
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [Suggestion, Person, HandOver, Contact, Pair]):
            cursor.execute(statement)


def _meetings(trd3: Partnership) -> list[str]:
    """Both with a case, one of them decided; their tags."""
    by, tags = system("tests"), []
    for slug in MEETINGS:
        made = plan_meeting(
            partnership=trd3, draft=MeetingDraft("Møte", date.fromisoformat(slug)), by=by, now=NOW
        )  # fmt: skip
        case = add_case(meeting=made, draft=CaseDraft("Sak"), by=by, now=NOW)
        if slug == MEETINGS[1]:
            hold_meeting(meeting=made, seen=2, by=by, now=NOW)
            record_outcome(
                case=case, seen=3, outcome=MeetingOutcome.NOTED, words="Greit", decision=None, source="", by=by, now=NOW
            )
        found = meeting_called(trd3, slug)
        assert found is not None
        tags.append(tag_of_meeting(found))
    return tags


@pytest.fixture
def signs(cast: Cast, settings: Any, trd3: Partnership, tmp_path: Path, now: datetime) -> dict[str, dict[str, str]]:
    """What shows who one is. There is an import after its dry run, and a view and a feed of the lead."""
    settings.API_CHANGES_A_MINUTE = 1_000_000
    settings.STATE_FOLDER = tmp_path
    file = io.BytesIO("Tittel;Type;Start\nBølger;Pilot;2024\nVind;Pilot;i fjor\n".encode())
    run = upload(trd3, cast.lead, file, now, name="r.csv")
    # As after the dry run, which would take more time than all the rest.
    Import.objects.filter(pk=run.pk).update(state=ImportState.CHECKED, total=2)
    problem = [["not_a_date", 3, "i fjor", ""]]
    for number, outcome, problems in ((2, Outcome.NEW, []), (3, Outcome.ERROR, problem)):
        ImportRow.objects.create(
            run=run, number=number, key=number, title="Bølger", outcome=outcome, choice="skip", problems=problems
        )
    mine = {"membership": Membership.objects.get(user=cast.lead), "by": cast.lead.as_actor, "now": now}
    view = save_view(**mine, name="Mine", page=ListPage.TABLE, query="type=phd", is_shared=False)
    feed, _ = make_feed(**mine, query="", language="nb")
    THERE.update({"/imports/": run.pk, "/saved-views/": view.pk, "/calendar-feeds/": feed.pk})
    activity = Activity.objects.get(partnership=trd3, slug="climagen")
    _numbered_one(trd3, activity, cast)
    edition = mark_tag("d", trd3.directory_id, Directory.objects.get(pk=trd3.directory_id).edition)
    TAG[:] = [", ".join((tag_of(activity.pk, activity.version), *_meetings(trd3), edition))]
    people = {"lead": cast.lead, "coordinator": cast.coordinator}
    return {"nobody": {}} | {name: {"Authorization": f"Bearer {token_for(user)}"} for name, user in people.items()}


@pytest.mark.slow
@pytest.mark.parametrize("who", ["lead", "coordinator", "nobody"])
@at_random.parametrize()
@a_few
def test_at_random(case: schemathesis.Case, who: str, signs: dict[str, dict[str, str]]) -> None:
    keeps_its_promises(case, signs[who])


@pytest.mark.slow
@at_the_edges.parametrize()
@next_one
def test_at_the_edges(case: schemathesis.Case, signs: dict[str, dict[str, str]]) -> None:
    # Nearly seven hundred for the content of an activity alone: every other of those will do.
    if case.operation.path.endswith("/activities") and next(tried) % 2:
        return
    keeps_its_promises(case, signs["coordinator"])
