"""What a reorganisation would touch, and what was done with a unit before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db.models import Q
from django.utils.module_loading import import_string

from brobygger.audit.models import Event
from brobygger.organisations.models import Directory, Reorganisation
from brobygger.organisations.queries import register_of, reorganisations_of
from brobygger.organisations.rules.names import Party
from brobygger.organisations.rules.planning import plan
from brobygger.organisations.rules.reorganise import Order, Plan, Register, subjects_of
from brobygger.partnerships.models import Membership, Partnership
from brobygger.portfolio.models import Funding, Participation

COUNTED_AT_MOST = 2_000


@dataclass(frozen=True)
class Preview:
    """A plan, the edition it was made on, and how many activities it touches: as units are named, and as they are counted.

    `is_all` is False when there are more than were looked at.
    """

    register: Register
    planned: Plan
    edition: str
    naming: int
    counted: int
    is_all: bool


@dataclass(frozen=True)
class Told:
    """One reorganisation, who carried it out and when; `by` is empty when it was somebody outside the partnership."""

    done: Reorganisation
    at: datetime | None
    by: str


def directory_edition(partnership: Partnership) -> str:
    """Which edition of its directory a partnership sees. One query."""
    return Directory.objects.values_list("edition", flat=True).get(pk=partnership.directory_id)


def preview(partnership: Partnership, order: Order, *, on: str, today: date) -> Preview:
    """What an order would do. Nothing is written. Some twelve queries. Raises `organisations.rules.reorganise.Refused`."""
    edition = directory_edition(partnership)
    register = register_of(partnership.directory_id)
    planned = plan(register, order, on=on, today=today)
    subjects = set(subjects_of(order))
    below = {pk for pk in register.units if subjects & {pk, *register.above(pk)}}
    if below:
        of_party, of_funder = Q(unit_id__in=below), Q(funder_unit_id__in=below)
    else:
        owner = planned.renamed[0].organisation_id if planned.renamed else 0
        of_party, of_funder = Q(organisation_id=owner), Q(funder_id=owner)
    here = Q(activity__partnership=partnership, activity__standing="registered")
    ids: set[int] = set()
    for model, naming in ((Participation, of_party), (Funding, of_funder)):
        found = model.objects.filter(here, naming).order_by().values_list("activity_id", flat=True).distinct()
        ids.update(found[: COUNTED_AT_MOST + 1])
    some = sorted(ids)[:COUNTED_AT_MOST]
    counted = import_string(settings.INDICATORS_COUNTING)(partnership, some, today.year) if some else {}
    return Preview(
        register,
        planned,
        edition,
        naming=len(some),
        counted=sum(1 for codes in counted.values() if codes),
        is_all=len(ids) <= COUNTED_AT_MOST,
    )


def told_of_reorganisations(partnership: Partnership, party: Party) -> Sequence[Told]:
    """What was done with a party, the latest first. Three queries.

    Partnerships that share a directory do not see who is in the other.
    """
    done = reorganisations_of(partnership.directory_id, party)
    events = {
        event.subject_id: event
        for event in Event.objects.filter(
            subject_type="reorganisation", verb="reorganised", subject_id__in=[each.pk for each in done]
        )
    }
    ours = set(
        Membership.objects.filter(
            partnership=partnership, user_id__in={event.by_user_id for event in events.values() if event.by_user_id}
        ).values_list("user_id", flat=True)
    )
    found = []
    for each in done:
        event = events.get(each.pk)
        by = event.by_label if event and event.by_user_id in ours else ""
        found.append(Told(each, event.at if event else None, by))
    return found
