"""What an open round has to do with one activity."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from brobygger.partnerships.models import Partnership
from brobygger.portfolio.models import Activity
from brobygger.rounds.models import Dispute, ReportingRound, Submission
from brobygger.rounds.queries.content import belonging_now
from brobygger.rounds.rules.kinds import RoundState


@dataclass(frozen=True)
class Concerning:
    """The newest open round, the submissions in it that an activity belongs to, and the disputes of it."""

    round: ReportingRound
    submissions: Sequence[Submission]
    disputes: Sequence[Dispute]


def concerning(partnership: Partnership, activity: Activity) -> Concerning | None:
    """None where no round is open, or this one has nothing to do with it. One query; some more where one is open."""
    round_ = (
        ReportingRound.objects.filter(partnership=partnership, state=RoundState.OPEN.value).order_by("-year").first()
    )
    if round_ is None:
        return None
    submissions = list(round_.submissions.select_related("focus_area").order_by("pk"))
    areas = set(activity.focus_areas.values_list("pk", flat=True))
    near = [each for each in submissions if (each.focus_area_id in areas if areas else each.focus_area_id is None)]
    for each in near:
        each.round = round_
    belongs = belonging_now(near, [activity.pk], partnership_id=partnership.pk)
    found = [each for each in near if belongs[each.pk]]
    disputes = list(
        round_.disputes.filter(activity=activity).select_related("activity", "indicator", "organisation", "decision")
    )
    return Concerning(round_, found, disputes) if found or disputes else None
