"""What the parties do not agree on in a year."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils import timezone
from ninja import Router

from brobygger.api.presenters.rounds import dispute_as_json
from brobygger.api.rules.faults import Fault, FieldFault, Refusal
from brobygger.api.rules.tokens import ApiScope
from brobygger.api.schemas.rounds import DisputeIn, DisputeList, DisputeOut, SettleIn
from brobygger.api.schemas.values import Number, Slug
from brobygger.api.views.activities import entry_of
from brobygger.api.views.door import Request, actor_of, answer, reading, writing
from brobygger.api.views.rounds import ROUND, Year, named_decision, own_party, the_round
from brobygger.portfolio.models import Activity
from brobygger.portfolio.permissions import may_coordinate, may_write
from brobygger.results.models import Indicator
from brobygger.results.queries.frameworks import figures_of
from brobygger.rounds.actions.disputes import dispute, settle
from brobygger.rounds.models import Dispute
from brobygger.rounds.queries.review import dispute_of, disputes_in
from brobygger.rounds.rules.kinds import Ending

router = Router(tags=["Disputes"])
DISPUTES = f"{ROUND}/disputes"


@router.get(DISPUTES, **reading({200: DisputeList}))
def list_disputes(request: Request, partnership: Slug, year: Year) -> HttpResponse:
    """The disputes of a year, those that are open first."""
    return answer({"items": [dispute_as_json(each) for each in disputes_in(the_round(request, year))]})


@router.post(DISPUTES, **writing({201: DisputeOut}, may=may_write, takes_key=True, conflicts=True))
def raise_dispute(request: Request, partnership: Slug, year: Year, said: DisputeIn) -> HttpResponse:
    """Say for one's own party that something is not right: it stays out of the totals until that is settled."""
    round_ = the_round(request, year)
    own = own_party(request)
    made = dispute(
        round_=round_,
        about=_about(request, said),
        party=own,
        reason=said.reason,
        by=actor_of(request),
        now=timezone.now(),
    )
    return answer(dispute_as_json(made), status=201)


@router.post(
    f"{DISPUTES}/{{int:number}}/settle",
    **writing({200: DisputeOut}, may=may_coordinate, need=ApiScope.COORDINATE, takes_key=True, conflicts=True),
)
def settle_dispute(request: Request, partnership: Slug, year: Year, number: Number, said: SettleIn) -> HttpResponse:
    """End a dispute. What the other party raised counts only when they say so, or by a decision of the steering group."""
    found = _dispute(request, year, number)
    settle(
        dispute=found,
        outcome=Ending(said.outcome),
        words=said.reason,
        decision=named_decision(request, said.decision),
        party=own_party(request),
        by=actor_of(request),
        now=timezone.now(),
    )
    return answer(dispute_as_json(_dispute(request, year, number)))


def _dispute(request: Request, year: int, number: int) -> Dispute:
    found = dispute_of(the_round(request, year), number)
    if found is None:
        raise Refusal(Fault.NOT_FOUND)
    return found


def _about(request: Request, said: DisputeIn) -> Activity | Indicator:
    if (said.activity is None) == (said.indicator is None):
        fault = FieldFault("activity", "one_of", "Name either an activity or an indicator.")
        raise Refusal(Fault.INVALID, errors=[fault])
    if said.activity is not None:
        return entry_of(request, said.activity)
    figures = figures_of(request.scope.partnership, today=timezone.localdate())
    indicator = figures.indicator(said.indicator or "") if figures else None
    if indicator is None:
        raise Refusal(Fault.INVALID, errors=[FieldFault("indicator", "unknown", "There is no such indicator.")])
    return indicator
