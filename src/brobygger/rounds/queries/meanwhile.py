"""What has happened around a year while it is open, that is no change of an activity: units reorganised, indicators redefined."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from brobygger.audit.models import Event
from brobygger.organisations.models import Reorganisation
from brobygger.rounds.models import ReportingRound, Submission, SubmissionEvent
from brobygger.rounds.rules.kinds import RoundState, Stage

SHOWN_AT_MOST = 20


@dataclass(frozen=True)
class Reorganised:
    """A reorganisation that stands, and when it was done."""

    done: Reorganisation
    at: datetime


def reorganised_meanwhile(round_: ReportingRound) -> Sequence[Reorganised]:
    """The reorganisations since a round was opened, newest first; none when it is open no longer. Three queries.

    They take no approval away: who takes part in an activity is what it was. But what is adopted has the names and the tree
    of the day, so whoever adopts must know.
    """
    if round_.state != RoundState.OPEN:
        return []
    events = (
        Event.objects.filter(subject_type="reorganisation", verb="reorganised", at__gte=round_.opened_at)
        .filter(subject_id__in=Reorganisation.objects.filter(directory_id=round_.partnership.directory_id).values("pk"))
        .order_by("-pk")
    )
    at = dict(events.values_list("subject_id", "at")[:SHOWN_AT_MOST])
    standing = Reorganisation.objects.filter(pk__in=at, is_undone=False).order_by("-pk")
    return [
        Reorganised(each, at[each.pk]) for each in standing.select_related("organisation").prefetch_related("units")
    ]


def redefined_meanwhile(round_: ReportingRound) -> Sequence[SubmissionEvent]:
    """What indicators mean or aim at anew since a round was opened, newest first; none when it is open no longer. One query."""
    if round_.state != RoundState.OPEN:
        return []
    return list(round_.events.filter(step="redefine").select_related("organisation").order_by("-pk")[:SHOWN_AT_MOST])


def approved_before(round_: ReportingRound, at: datetime) -> list[Submission]:
    """The submissions both stand behind by approvals that are older than something. No query after `round_of`."""
    return [
        each
        for each in sorted(round_.submissions.all(), key=lambda one: (one.focus_area_id is None, one.pk))
        if each.stage == Stage.APPROVED and all(one.given_at < at for one in each.approvals.all())
    ]
