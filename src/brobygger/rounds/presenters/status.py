"""The year at a glance: each area, where it is, who holds it, and what is missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from brobygger.dates.presenters import date_in_words
from brobygger.partnerships.models import Membership
from brobygger.portfolio.presenters.changes import when_in_words
from brobygger.rounds.models import ReportingRound, Submission, SubmissionEvent
from brobygger.rounds.presenters.words import (
    area_name,
    days_in_words,
    due_label,
    event_sentence,
    round_label,
    stage_color,
    stage_label,
)
from brobygger.rounds.queries.rounds import Leads, slug_of
from brobygger.rounds.queries.standing import Standing
from brobygger.rounds.rules.days import due_of
from brobygger.rounds.rules.kinds import Due, RoundState, Stage, Step


@dataclass(frozen=True)
class RoundRow:
    """One round in the list."""

    year: str
    url: str
    state: str
    color: str
    about: str


@dataclass(frozen=True)
class Returned:
    """«Kari Eksempel sendte tilbake for Trondheim kommune», and why."""

    text: str
    reason: str


@dataclass(frozen=True)
class DayRow:
    """One of the days of a round."""

    label: str
    day: str
    left: str
    is_late: bool


@dataclass(frozen=True)
class AreaRow:
    """One area in the year."""

    pk: int
    version: int
    name: str
    stage: str
    color: str
    held_by: str
    missing: Sequence[str]
    left: str
    is_late: bool
    approvals: Sequence[tuple[str, str]]
    minutes: str
    url: str
    review_url: str
    may_be_approved: bool


@dataclass(frozen=True)
class EventRow:
    """One thing that was done."""

    text: str
    area: str
    reason: str
    when: str
    details: Sequence[tuple[str, str]] = ()


def round_rows(rounds: Sequence[ReportingRound], partnership: str) -> list[RoundRow]:
    """The list of rounds."""
    rows = []
    for each in rounds:
        done = sum(s.stage in {Stage.APPROVED, Stage.ADOPTED} for s in each.submissions.all())
        of = len(each.submissions.all())
        about = each.decision.title if each.decision else _("%(done)s av %(of)s godkjent") % {"done": done, "of": of}
        color = {RoundState.OPEN: "info", RoundState.ADOPTED: "success", RoundState.CANCELLED: "neutral"}
        rows.append(
            RoundRow(
                str(each.year),
                reverse("rounds:status", kwargs={"partnership": partnership, "year": each.year}),
                round_label(each.state),
                color[RoundState(each.state)],
                about,
            )
        )
    return rows


def day_rows(round_: ReportingRound, today: date) -> list[DayRow]:
    """The three days."""
    days = ((Due.SUBMIT, round_.submission_due), (Due.REVIEW, round_.review_due), (Due.ADOPT, round_.adoption_due))
    is_open = round_.state == RoundState.OPEN
    return [
        DayRow(
            due_label(due),
            date_in_words(day.isoformat()),
            days_in_words(today, day) if is_open else "",
            is_open and day < today,
        )
        for due, day in days
    ]


def area_rows(
    round_: ReportingRound,
    standings: Mapping[int, Standing],
    leads: Leads,
    parties: Mapping[int, str],
    partnership: str,
    today: date,
    party: int = 0,
) -> list[AreaRow]:
    """Each area, in the order they were registered; what belongs to none last. `parties` are names by organisation."""
    submissions = sorted(round_.submissions.all(), key=lambda s: (s.focus_area_id is None, s.pk))
    return [
        area_row(round_, each, standings[each.pk], leads, parties, partnership, today, party) for each in submissions
    ]


def area_row(
    round_: ReportingRound,
    submission: Submission,
    standing: Standing,
    leads: Leads,
    parties: Mapping[int, str],
    partnership: str,
    today: date,
    party: int = 0,
) -> AreaRow:
    """One area."""
    where = {"partnership": partnership, "year": round_.year, "area": slug_of(submission)}
    stage = Stage(submission.stage)
    due = due_of(stage)
    day = {Due.SUBMIT: round_.submission_due, Due.REVIEW: round_.review_due, Due.ADOPT: round_.adoption_due}
    given = {each.organisation_id: each.given_by for each in submission.approvals.all()}
    return AreaRow(
        pk=submission.pk,
        version=submission.version,
        name=area_name(submission),
        stage=stage_label(stage),
        color=stage_color(stage),
        held_by=held_by(submission, leads, parties),
        missing=missing_in_words(standing) if stage not in {Stage.ADOPTED, Stage.CANCELLED} else [],
        left=days_in_words(today, day[due]) if due else "",
        is_late=bool(due and day[due] < today),
        approvals=[(name, given.get(pk, "")) for pk, name in parties.items()],
        minutes=_minutes(submission.minutes),
        url=reverse("rounds:worklist", kwargs=where),
        review_url=reverse("rounds:review", kwargs=where),
        may_be_approved=stage is Stage.SUBMITTED and bool(party) and party not in given and not standing.unconfirmed,
    )


def held_by(submission: Submission, leads: Leads, parties: Mapping[int, str]) -> str:
    """Whose turn it is, by name."""
    stage = Stage(submission.stage)
    if stage in {Stage.WORKING, Stage.RETURNED}:
        return (
            _names(leads.of(submission)) or _("koordinatorene (området har ingen prosjektleder)")
            if (submission.focus_area_id)
            else _names(leads.coordinators)
        )
    if stage is Stage.SUBMITTED:
        given = {each.organisation_id for each in submission.approvals.all()}
        return "; ".join(
            _names([c for c in leads.coordinators if c.organisation_id == pk])
            or _("%(party)s (har ingen koordinator)") % {"party": name}
            for pk, name in parties.items()
            if pk not in given
        )
    return _("styringsgruppen") if stage is Stage.APPROVED else ""


def _names(members: Sequence[Membership]) -> str:
    return ", ".join(each.user.display_name for each in members)


class Missing(Protocol):
    """How much of each waits in an area."""

    @property
    def unconfirmed(self) -> int: ...

    @property
    def unexplained(self) -> int: ...

    @property
    def unanswered(self) -> int: ...

    @property
    def is_silent(self) -> bool: ...


def missing_in_words(standing: Missing) -> list[str]:
    """What waits, each in a few words; empty when nothing does."""
    n = standing.unconfirmed
    found = []
    if n:
        found.append(ngettext("%(n)s aktivitet å bekrefte", "%(n)s aktiviteter å bekrefte", n) % {"n": n})
    n = standing.unexplained
    if n:
        found.append(ngettext("%(n)s tall å forklare", "%(n)s tall å forklare", n) % {"n": n})
    n = standing.unanswered
    if n:
        found.append(ngettext("%(n)s tall å legge inn", "%(n)s tall å legge inn", n) % {"n": n})
    if standing.is_silent:
        found.append(_("si om det er noe å rapportere"))
    return found


def _minutes(minutes: int | None) -> str:
    return "" if minutes is None else ngettext("%(n)s minutt", "%(n)s minutter", minutes) % {"n": minutes}


def event_rows(events: Sequence[SubmissionEvent], partnership: str) -> list[EventRow]:
    """The history, newest first."""
    rows = []
    for each in events:
        activities = [
            (
                str(one["title"]),
                reverse("portfolio:activity", kwargs={"partnership": partnership, "slug": one["slug"]}),
            )
            for one in each.data.get("activities", [])
        ]
        rows.append(
            EventRow(
                event_sentence(each),
                area_name(each.submission) if each.submission is not None else "",
                each.reason,
                when_in_words(each.at),
                activities,
            )
        )
    return rows


def last_return(submission: Submission, events: Sequence[SubmissionEvent]) -> Returned | None:
    """Who sent a submission back last, and why; None when it is not sent back now. `events` are newest first."""
    if submission.stage != Stage.RETURNED:
        return None
    found = next((each for each in events if each.step == Step.RETURN), None)
    return Returned(event_sentence(found), found.reason) if found else None
