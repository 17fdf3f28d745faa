"""Cases of a meeting: added, changed, taken off, what was decided, and what became of it."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils import timezone
from ninja import Router

from brobygger.api.rules.faults import Fault, FieldFault, Refusal
from brobygger.api.schemas.meetings import CaseFollowUpIn, CaseIn, CaseOutcomeIn, MeetingOut
from brobygger.api.schemas.values import Number, Slug
from brobygger.api.views.door import Request, actor_of
from brobygger.api.views.meetings import ONE as MEETING
from brobygger.api.views.meetings import meeting_answer, preparing, the_meeting, version_seen, year_faults
from brobygger.api.views.rounds import named_decision
from brobygger.meetings.actions.deciding import follow_up, record_outcome
from brobygger.meetings.actions.planning import CaseDraft, add_case, change_case, remove_case
from brobygger.meetings.models import CaseItem
from brobygger.meetings.presenters.meeting import decision_source
from brobygger.meetings.queries.meetings import case_numbered
from brobygger.meetings.rules.kinds import Outcome
from brobygger.results.queries.frameworks import figures_of

router = Router(tags=["Cases"])
ALL = f"{MEETING}/cases"
ONE = f"{ALL}/{{int:number}}"


@router.post(ALL, **preparing({201: MeetingOut}, takes_key=True, conflicts=True))
def add(request: Request, partnership: Slug, slug: Slug, said: CaseIn) -> HttpResponse:
    """A case more, as the last one, while the meeting is not held."""
    meeting = the_meeting(request, slug)
    add_case(meeting=meeting, draft=_draft(request, said), by=actor_of(request), now=timezone.now())
    return meeting_answer(request, slug, status=201)


@router.put(ONE, **preparing({200: MeetingOut}, takes_version=True))
def change(request: Request, partnership: Slug, slug: Slug, number: Number, said: CaseIn) -> HttpResponse:
    """Other words for a case, while the meeting is not held. If-Match is the ETag of the meeting."""
    case = _case(request, slug, number)
    change_case(
        case=case,
        seen=version_seen(request, case.meeting),
        draft=_draft(request, said),
        by=actor_of(request),
        now=timezone.now(),
    )
    return meeting_answer(request, slug)


@router.delete(ONE, **preparing({200: MeetingOut}, takes_version=True))
def remove(request: Request, partnership: Slug, slug: Slug, number: Number) -> HttpResponse:
    """Take a case off, while the meeting is not held; the numbers of the others stay."""
    case = _case(request, slug, number)
    remove_case(case=case, seen=version_seen(request, case.meeting), by=actor_of(request), now=timezone.now())
    return meeting_answer(request, slug)


@router.post(f"{ONE}/outcomes", **preparing({201: MeetingOut}, takes_version=True, takes_key=True))
def decide(request: Request, partnership: Slug, slug: Slug, number: Number, said: CaseOutcomeIn) -> HttpResponse:
    """Write down what a held meeting did with a case, as a decision unless it was put off; again to put it right."""
    case = _case(request, slug, number)
    record_outcome(
        case=case,
        seen=version_seen(request, case.meeting),
        outcome=Outcome(said.outcome.value),
        words=said.words,
        decision=named_decision(request, said.decision),
        source=decision_source(case),
        by=actor_of(request),
        now=timezone.now(),
    )
    return meeting_answer(request, slug, status=201)


@router.post(f"{ONE}/follow-ups", **preparing({201: MeetingOut}, takes_key=True, conflicts=True))
def follow(request: Request, partnership: Slug, slug: Slug, number: Number, said: CaseFollowUpIn) -> HttpResponse:
    """Say what has become of what was decided. The newest holds."""
    case = _case(request, slug, number)
    follow_up(case=case, state=said.state, words=said.words, by=actor_of(request), now=timezone.now())
    return meeting_answer(request, slug, status=201)


def _case(request: Request, slug: str, number: int) -> CaseItem:
    meeting = the_meeting(request, slug)
    found = case_numbered(meeting, number)
    if found is None:
        raise Refusal(Fault.NOT_FOUND)
    found.meeting = meeting
    return found


def _draft(request: Request, said: CaseIn) -> CaseDraft:
    faults = year_faults(request, said.year)
    if said.indicator is not None:
        figures = figures_of(request.scope.partnership, today=timezone.localdate())
        if figures is None or figures.indicator(said.indicator) is None:
            faults.append(FieldFault("indicator", "unknown", f"There is no indicator «{said.indicator}»."))
    if faults:
        raise Refusal(Fault.INVALID, errors=faults)
    return CaseDraft(said.title, said.text, said.proposal, said.year, said.indicator or "")
