"""What a coordinator looks at before they stand behind a submission."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from brobygger.portfolio.models import Activity
from brobygger.rounds.models import Confirmed, Dispute, ReportingRound, Submission
from brobygger.rounds.queries.content import place_of, waiting_ids
from brobygger.rounds.rules.kinds import Step

SHOWN_AT_MOST = 50


@dataclass(frozen=True)
class Difference:
    """What is not as it was the last time it was handed in: said anew, and no longer so. `since` None: the first time."""

    since: datetime | None
    confirmed: Sequence[Confirmed]
    lapsed: Sequence[Confirmed]
    more: bool


def difference_of(submission: Submission) -> Difference:
    """What has changed since it was handed in the time before. Three queries, however large the area is."""
    times = list(submission.events.filter(step=Step.SUBMIT.value).order_by("-pk").values_list("at", flat=True)[:2])
    if not times:
        return Difference(None, [], [], more=False)
    # Handed in once: what has happened after that; until something has, it is the first time.
    confirmed, lapsed = _since(submission, "at", times[-1]), _since(submission, "lapsed_at", times[-1])
    is_first = len(times) < 2 and not confirmed and not lapsed
    return Difference(
        None if is_first else times[-1],
        confirmed[:SHOWN_AT_MOST],
        lapsed[:SHOWN_AT_MOST],
        more=max(len(confirmed), len(lapsed)) > SHOWN_AT_MOST,
    )


def _since(submission: Submission, when: str, since: datetime) -> list[Confirmed]:
    rows = Confirmed.objects.filter(submission=submission, **{f"{when}__gt": since}).select_related("activity")
    if when == "at":
        rows = rows.filter(lapsed_at=None)
    return list(rows.order_by("pk")[: SHOWN_AT_MOST + 1])


def waiting_page(
    submission: Submission, *, at_most: int, after: int = 0, size: int = 50
) -> tuple[list[Activity], int | None]:
    """The activities that wait for somebody to confirm them, and the number to go on from. Three queries.

    `at_most` is how many can wait in all: whoever has found the last one looks no further through those that are confirmed.
    """
    ids = waiting_ids(submission, place_of(submission), after=after, limit=min(size + 1, at_most))
    found = Activity.objects.in_bulk(ids[:size])
    return [found[pk] for pk in ids[:size] if pk in found], ids[size - 1] if len(ids) > size else None


def disputes_in(round_: ReportingRound) -> list[Dispute]:
    """The disputes of a round, those that are open first. One query."""
    rows = round_.disputes.select_related("activity", "indicator", "organisation", "decision").order_by(
        "outcome", "-pk"
    )
    return list(rows[:200])


def dispute_of(round_: ReportingRound, number: int) -> Dispute | None:
    """One of them."""
    found = round_.disputes.select_related("activity", "indicator").filter(pk=number).first()
    if found is not None:
        found.round = round_
    return found
