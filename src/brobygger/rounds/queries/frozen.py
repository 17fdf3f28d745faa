"""What a snapshot keeps of the year itself: who approved what, and what was disputed. A part as `settings.SNAPSHOT_PARTS` names them.

Without names of people and without what they wrote: neither could be taken out again.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import Prefetch

from brobygger.partnerships.models import Partnership
from brobygger.rounds.models import Approval, Submission
from brobygger.rounds.queries.rounds import round_of, slug_of


def rounds(partnership: Partnership, year: int, now: datetime) -> Iterator[tuple[str, Any]]:
    """`round/head`, `round/submissions/<area>` and `round/disputes/<number>`. Nothing where the year has no round. Six queries."""
    round_ = round_of(partnership, year, with_approvals=False)
    if round_ is None:
        return
    yield (
        "round/head",
        {
            "year": round_.year,
            "opened": round_.opened_at,
            "submission_due": round_.submission_due,
            "review_due": round_.review_due,
            "adoption_due": round_.adoption_due,
            "decision": round_.decision.slug if round_.decision else None,
        },
    )
    valid = Approval.objects.filter(void_at=None).select_related("organisation").order_by("pk")
    submissions = (
        Submission.objects.filter(round=round_)
        .select_related("focus_area")
        .prefetch_related(Prefetch("approvals", valid), "asked__indicator", "explanations")
        .order_by("pk")
    )
    for each in submissions:
        yield f"round/submissions/{slug_of(each)}", _submission(each)
    disputes = round_.disputes.select_related("activity", "indicator", "organisation", "decision").order_by("pk")
    for number, dispute in enumerate(disputes, 1):
        yield (
            f"round/disputes/{number}",
            {
                "activity": dispute.activity.slug if dispute.activity else None,
                "indicator": dispute.indicator.code if dispute.indicator else None,
                "raised_by": dispute.organisation.slug,
                "opened": dispute.opened_at,
                "outcome": dispute.outcome,
                "settled": dispute.settled_at,
                "decision": dispute.decision.slug if dispute.decision else None,
            },
        )


def _submission(each: Submission) -> dict[str, Any]:
    return {
        "stage": each.stage,
        "submitted": each.submitted_at,
        "minutes": each.minutes,
        "nothing_to_report": each.nothing_at is not None,
        "approvals": [{"party": one.organisation.slug, "given": one.given_at} for one in each.approvals.all()],
        "asked": sorted(one.indicator.code for one in each.asked.all()),
        "explained": sorted({one.subject for one in each.explanations.all()}),
    }
