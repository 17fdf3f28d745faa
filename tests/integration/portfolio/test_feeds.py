"""Calendar feeds: made by members, read by calendar programs, closed."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar
from tests.conftest import Cast

from brobygger.accounts.models import User
from brobygger.audit.rules import system
from brobygger.partnerships.models import Partnership
from brobygger.portfolio.actions.change import Order, change_activities
from brobygger.portfolio.actions.register import register_activities
from brobygger.portfolio.models import CalendarFeed
from brobygger.portfolio.queries.drafts import draft_of
from brobygger.portfolio.rules.drafts import ActivityDraft
from brobygger.portfolio.rules.kinds import Kind
from brobygger.portfolio.rules.lifecycle import MilestoneFact, MilestoneKind

Browser = Callable[[User | None], Client]
FEEDS = "/trd3/aktiviteter/kalender/abonnement/"
CONFERENCE = ActivityDraft(
    "konferanse",
    Kind.EVENT,
    "Konferanse; om søvn, og mer",
    milestones=(
        MilestoneFact(MilestoneKind.HELD, "2031-05-07", planned=True, note="Rom 4"),
        MilestoneFact(MilestoneKind.IN_PREPARATION, "2031-01-02"),
        MilestoneFact(MilestoneKind.IDEA, "2030"),
    ),
)


def made(client: Client, **wanted: str) -> str:
    """The path of a new feed."""
    page = client.post(FEEDS, wanted).content.decode()
    found = re.search(r"http://testserver(/kalender/[\w-]+\.ics)", page)
    assert found, page
    return found.group(1)


def events(client: Client, path: str) -> list:
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    return Calendar.from_ical(answer.content).walk("VEVENT")


def test_a_feed_gives_events_and_milestones_dated_to_the_day(
    cast: Cast, client_of: Browser, trd3: Partnership, now: datetime
) -> None:
    register_activities(partnership=trd3, drafts=[CONFERENCE], by=system("test"), now=now)
    path = made(client_of(cast.observer), aar="2031")
    found = {str(event["uid"]): event for event in events(Client(), path)}
    assert len(found) == 2
    held = next(event for uid, event in found.items() if "-held-1@" in uid)
    assert str(held["summary"]) == "Konferanse; om søvn, og mer"
    assert (held["dtstart"].dt, held["dtend"].dt) == (date(2031, 5, 7), date(2031, 5, 8))
    assert str(held["status"]) == "TENTATIVE"
    assert str(held["url"]) == "http://testserver/trd3/aktiviteter/konferanse/"
    assert held["dtstamp"].dt == now
    assert str(held["description"]) == "Rom 4"
    prepared = next(event for uid, event in found.items() if "-in_preparation-" in uid)
    assert str(prepared["status"]) == "CONFIRMED"
    assert str(prepared["summary"]).startswith("Under forberedelse: ") or ": Konferanse" in str(prepared["summary"])


def test_an_event_that_is_moved_keeps_its_name(
    cast: Cast, client_of: Browser, trd3: Partnership, now: datetime
) -> None:
    register_activities(partnership=trd3, drafts=[CONFERENCE], by=system("test"), now=now)
    path = made(client_of(cast.lead), aar="2031")
    before = {str(event["uid"]) for event in events(Client(), path)}
    found = draft_of(trd3, "konferanse")
    assert found is not None
    activity, draft = found
    moved = draft.__class__(
        **{
            **draft.__dict__,
            "milestones": (MilestoneFact(MilestoneKind.HELD, "2031-06-01", planned=True), *draft.milestones[1:]),
        }
    )
    change_activities(partnership=trd3, orders=[Order(activity.pk, 1, moved)], by=system("test"), now=now)
    assert {str(event["uid"]) for event in events(Client(), path)} == before


def test_an_unchanged_register_is_not_sent_again(
    cast: Cast, client_of: Browser, trd3: Partnership, now: datetime
) -> None:
    path = made(client_of(cast.lead))
    program = Client()
    first = program.get(path)
    again = program.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    with CaptureQueriesContext(connection) as queries:
        program.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert len(queries) <= 2
    register_activities(partnership=trd3, drafts=[CONFERENCE], by=system("test"), now=now)
    assert program.get(path, headers={"If-None-Match": first.headers["ETag"]}).status_code == 200
    assert CalendarFeed.objects.get().last_used is not None


def test_the_address_is_shown_once_and_only_its_checksum_is_kept(cast: Cast, client_of: Browser) -> None:
    client = client_of(cast.lead)
    path = made(client, type="event")
    token = path.removeprefix("/kalender/").removesuffix(".ics")
    assert len(token) >= 32
    feed = CalendarFeed.objects.get()
    assert token not in str(feed.__dict__)
    page = client.get(FEEDS).content.decode()
    assert token not in page
    assert "Type: Arrangement" in page


def test_a_closed_feed_or_a_former_member_reads_nothing(cast: Cast, client_of: Browser, trd3: Partnership) -> None:
    lead, colleague = client_of(cast.lead), client_of(cast.colleague)
    path, other = made(lead), made(colleague)
    number = CalendarFeed.objects.get(user=cast.lead).pk
    assert colleague.post(f"{FEEDS}{number}/steng/").status_code == 404
    assert lead.post(f"{FEEDS}{number}/steng/").status_code == 302
    assert Client().get(path).status_code == 404
    assert Client().get(other).status_code == 200
    cast.colleague.memberships.filter(partnership=trd3).delete()
    assert Client().get(other).status_code == 404
    assert Client().get("/kalender/tull.ics").status_code == 404
    assert Client().post(other).status_code == 405


def test_somebody_who_may_not_sign_in_any_more_reads_nothing(cast: Cast, client_of: Browser) -> None:
    path = made(client_of(cast.lead))
    User.objects.filter(pk=cast.lead.pk).update(is_active=False)
    assert Client().get(path).status_code == 404


def test_a_member_has_so_many_feeds_and_no_more(cast: Cast, client_of: Browser) -> None:
    client = client_of(cast.lead)
    for _ in range(20):
        made(client)
    answer = client.post(FEEDS)
    assert answer.status_code == 422
    assert "Steng ett først" in answer.content.decode()


@pytest.mark.parametrize("who", ["stranger", "other_lead"])
def test_strangers_make_none(cast: Cast, client_of: Browser, who: str) -> None:
    client = client_of(getattr(cast, who))
    assert (client.get(FEEDS).status_code, client.post(FEEDS).status_code) == (404, 404)
    assert client.post(f"{FEEDS}1/steng/").status_code == 404
