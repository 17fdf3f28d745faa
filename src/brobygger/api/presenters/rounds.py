"""Rounds and disputes as JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from brobygger.organisations.models import Organisation
from brobygger.results.presenters.rows import plain
from brobygger.rounds.models import Dispute, ReportingRound, Submission
from brobygger.rounds.queries.rounds import slug_of
from brobygger.rounds.queries.standing import Standing


def round_as_json(
    round_: ReportingRound, standings: Mapping[int, Standing], parties: Sequence[Organisation]
) -> dict[str, Any]:
    """A round with its submissions."""
    return {
        "year": round_.year,
        "state": round_.state,
        "version": round_.version,
        "submission_due": round_.submission_due,
        "review_due": round_.review_due,
        "adoption_due": round_.adoption_due,
        "decision": round_.decision.slug if round_.decision else None,
        "snapshot": round_.frozen_as,
        "submissions": [submission_as_json(each, standings[each.pk], parties) for each in round_.submissions.all()],
    }


def submission_as_json(submission: Submission, standing: Standing, parties: Sequence[Organisation]) -> dict[str, Any]:
    """What an area hands in, with what is missing and who stands behind it."""
    given = {each.organisation_id: each for each in submission.approvals.all()}
    return {
        "area": slug_of(submission),
        "stage": submission.stage,
        "version": submission.version,
        "activities": standing.total,
        "unconfirmed": standing.unconfirmed,
        "unexplained": standing.unexplained,
        "odd": [
            {"subject": each.subject, "before": plain(each.before), "value": plain(each.value), "text": each.text}
            for each in standing.odd
        ],
        "unanswered": standing.unanswered,
        "minutes": submission.minutes,
        "submitted_at": submission.submitted_at,
        "approvals": [
            {
                "party": each.slug,
                "given_at": given[each.pk].given_at if each.pk in given else None,
                "given_by": given[each.pk].given_by if each.pk in given else "",
            }
            for each in parties
        ],
    }


def dispute_as_json(dispute: Dispute) -> dict[str, Any]:
    """A dispute."""
    return {
        "id": dispute.pk,
        "activity": dispute.activity.slug if dispute.activity else None,
        "indicator": dispute.indicator.code if dispute.indicator else None,
        "party": dispute.organisation.slug,
        "reason": dispute.reason,
        "opened_at": dispute.opened_at,
        "opened_by": dispute.opened_by,
        "outcome": dispute.outcome,
        "settlement": dispute.settlement,
        "settled_at": dispute.settled_at,
        "decision": dispute.decision.slug if dispute.decision else None,
    }
