"""Events and milestones as an iCalendar document, and the feeds a member has."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vDatetime

from brobygger import __version__
from brobygger.portfolio.models import CalendarFeed
from brobygger.portfolio.presenters.changes import when_in_words
from brobygger.portfolio.presenters.labels import milestone_label
from brobygger.portfolio.queries.happenings import Happening
from brobygger.portfolio.rules.lifecycle import MilestoneKind

PRODUCT = "-//Brobygger//Kalender//NO"


def calendar_of(found: Sequence[Happening], *, name: str, partnership: str, address_of: Callable[[str], str]) -> bytes:
    """An iCalendar document (RFC 5545): one all-day event for each, planned ones tentative.

    An event keeps its name (UID) from one reading to the next: the activity, the kind of milestone, and which of them.
    """
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", name)
    calendar.add("name", name)
    seen: Counter[tuple[int, str]] = Counter()
    for each in reversed(found):
        seen[each.activity_id, each.kind] += 1
        number = seen[each.activity_id, each.kind]
        day = date.fromisoformat(each.date)
        is_event = each.kind == MilestoneKind.HELD
        event = Event()
        event.add("uid", f"{partnership}-{each.activity_id}-{each.kind}-{number}@brobygger")
        event.add("summary", each.title if is_event else f"{milestone_label(each.kind)}: {each.title}")
        event.add("dtstart", day)
        event.add("dtend", day + timedelta(days=1))
        event["dtstamp"] = vDatetime(each.changed_at)
        event.add("url", address_of(each.slug))
        event.add("status", "TENTATIVE" if each.is_planned else "CONFIRMED")
        event.add("transp", "TRANSPARENT")
        if each.note:
            event.add("description", each.note)
        calendar.add_component(event)
    document: bytes = calendar.to_ical()
    return document


def tag_of(feed: CalendarFeed, *, host: str) -> str:
    """What changes when the document does: the register, the filter, the language, the product, or where it is."""
    told = "\n".join([feed.query, feed.language, str(feed.partnership.data_version), host, __version__])
    return f'"{hashlib.sha256(f"{feed.partnership_id}:{told}".encode()).hexdigest()[:32]}"'


@dataclass(frozen=True)
class FeedRow:
    """One feed of a member."""

    pk: int
    what: str
    url: str
    made: str
    used: str


def feed_row(feed: CalendarFeed, *, what: Sequence[str], url: str) -> FeedRow:
    """A feed with what it is narrowed to, and the calendar that shows the same."""
    used = when_in_words(feed.last_used) if feed.last_used else _("aldri")
    return FeedRow(
        feed.pk,
        "; ".join(what) or _("Alle aktiviteter"),
        url,
        _("Laget %(when)s") % {"when": when_in_words(feed.made_at)},
        _("Sist lest: %(when)s") % {"when": used},
    )
