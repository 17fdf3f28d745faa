"""Telling those who hold something that it is theirs now. Read as every other notice, on the page and in mail."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from brobygger.audit import actions as audit
from brobygger.audit.rules import Actor
from brobygger.discussion.rules.kinds import PERSON
from brobygger.partnerships.models import Membership
from brobygger.rounds.models import ReportingRound, Submission
from brobygger.rounds.queries.rounds import Leads, slug_of


def tell_leads(submission: Submission, verb: str, *, leads: Leads, words: str = "", by: Actor, now: datetime) -> None:
    """Tell those who lead an area; the coordinators where nobody does."""
    _tell(submission.round, leads.of(submission) or leads.coordinators, verb, submission, words, by, now)


def tell_coordinators(
    round_: ReportingRound,
    verb: str,
    *,
    leads: Leads,
    submission: Submission | None = None,
    words: str = "",
    only: Iterable[int] = (),
    by: Actor,
    now: datetime,
) -> None:
    """Tell the coordinators; those of some parties when `only` names them."""
    wanted = set(only)
    some = [each for each in leads.coordinators if not wanted or each.organisation_id in wanted]
    _tell(round_, some, verb, submission, words, by, now)


def tell_both(submission: Submission, verb: str, *, leads: Leads, words: str = "", by: Actor, now: datetime) -> None:
    """Tell those who lead an area and the coordinators, each once."""
    every = {each.pk: each for each in [*leads.of(submission), *leads.coordinators]}
    _tell(submission.round, every.values(), verb, submission, words, by, now)


def tell_members(round_: ReportingRound, verb: str, *, leads: Leads, words: str = "", by: Actor, now: datetime) -> None:
    """Tell everybody who has something to do with the round."""
    every = {each.pk: each for led in leads.by_area.values() for each in led}
    _tell(round_, [*every.values(), *leads.coordinators], verb, None, words, by, now)


def _tell(
    round_: ReportingRound,
    members: Iterable[Membership],
    verb: str,
    submission: Submission | None,
    words: str,
    by: Actor,
    now: datetime,
) -> None:
    area = submission.focus_area.name if submission is not None and submission.focus_area else ""
    data = {
        "about": f"{round_.year}: {area}" if area else str(round_.year),
        "round": round_.year,
        "area": slug_of(submission) if submission is not None else "",
        "words": words,
    }
    audit.record(
        verb=verb,
        subject_type=PERSON,
        subjects=[(each.user_id, data) for each in members if each.user_id != by.user_id],
        by=by,
        now=now,
        partnership_id=round_.partnership_id,
    )
