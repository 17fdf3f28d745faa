"""The reporting year: rounds, what is handed in, approvals and adoption."""

from __future__ import annotations

from functools import partial
from typing import Annotated

from django.http import HttpResponse
from django.utils import timezone
from ninja import Path, Router
from pydantic import Field

from brobygger.api.presenters.rounds import round_as_json, submission_as_json
from brobygger.api.rules.faults import Fault, FieldFault, Refusal
from brobygger.api.rules.tokens import ApiScope
from brobygger.api.schemas.rounds import (
    AdoptIn,
    ConfirmIn,
    ConfirmOut,
    ExplainIn,
    MoveIn,
    ReasonIn,
    RoundIn,
    RoundList,
    RoundOut,
    SeenIn,
    SubmissionOut,
    SubmitIn,
    ValueIn,
)
from brobygger.api.schemas.values import Slug
from brobygger.api.views.door import Request, actor_of, answer, reading, writing
from brobygger.partnerships.models import Decision
from brobygger.partnerships.queries import partner_organisations
from brobygger.portfolio.permissions import may_coordinate, may_write
from brobygger.portfolio.queries.bulk import registered_ids
from brobygger.results.rules.drafts import ReportedDraft
from brobygger.rounds.actions.adopt import NewDecision, adopt_round, undo_adoption
from brobygger.rounds.actions.opening import Days, cancel_round, move_days, open_round
from brobygger.rounds.actions.reviewing import approve, send_back, submit, undo_approval
from brobygger.rounds.actions.working import confirm, explain, give_value, say_nothing
from brobygger.rounds.models import ReportingRound, Submission
from brobygger.rounds.permissions import may_do
from brobygger.rounds.queries.rounds import (
    areas_to_open,
    decisions_of,
    leads_of,
    party_of,
    reported_only,
    round_of,
    rounds_of,
    submission_in,
)
from brobygger.rounds.queries.standing import Odd, of_submission, series_jumps, standings
from brobygger.rounds.rules.rights import Doing

router = Router(tags=["Rounds"])
Year = Annotated[int, Field(ge=1900, le=2200), Path()]
ROUND = "/rounds/{int:year}"
AREA = f"{ROUND}/submissions/{{slug:area}}"
_coordinates = partial(writing, may=may_coordinate, need=ApiScope.COORDINATE, takes_key=True, conflicts=True)
_writes = partial(writing, may=may_write, takes_key=True, conflicts=True)


@router.get("/rounds", **reading({200: RoundList}))
def list_rounds(request: Request, partnership: Slug) -> HttpResponse:
    """The rounds there are and have been."""
    rounds = rounds_of(request.scope.partnership)
    return answer({"items": [{"year": each.year, "state": each.state} for each in rounds]})


@router.post("/rounds", **_coordinates({201: RoundOut}))
def open_(request: Request, partnership: Slug, wanted: RoundIn) -> HttpResponse:
    """Open the round of a year."""
    scope = request.scope
    areas = {each.slug: each for each in areas_to_open(scope.partnership)}
    unknown = sorted({*wanted.areas, *wanted.asked.values()} - set(areas))
    codes = {each.code: each.pk for each in reported_only(scope.partnership, wanted.year)}
    faults = [FieldFault("areas", "unknown", f"There is no focus area «{slug}».") for slug in unknown]
    faults += [
        FieldFault(f"asked.{code}", "unknown", "Not an indicator that can only be reported.")
        for code in wanted.asked
        if code not in codes
    ]
    if faults:
        raise Refusal(Fault.INVALID, errors=faults)
    open_round(
        partnership=scope.partnership,
        year=wanted.year,
        days=Days(wanted.submission_due, wanted.review_due, wanted.adoption_due),
        areas=[areas[slug] for slug in dict.fromkeys(wanted.areas)],
        asked={codes[code]: areas[slug].pk for code, slug in wanted.asked.items()},
        by=actor_of(request),
        now=timezone.now(),
    )
    return _round_answer(request, wanted.year, status=201)


@router.get(ROUND, **reading({200: RoundOut}))
def read_round(request: Request, partnership: Slug, year: Year) -> HttpResponse:
    """A year: where each area is, what is missing, and who stands behind it."""
    return _round_answer(request, year)


@router.post(f"{ROUND}/move", **_coordinates({200: RoundOut}))
def move(request: Request, partnership: Slug, year: Year, said: MoveIn) -> HttpResponse:
    """Set other days for a year that is open."""
    move_days(
        round_=the_round(request, year),
        days=Days(said.submission_due, said.review_due, said.adoption_due),
        seen=said.version,
        reason=said.reason,
        by=actor_of(request),
        now=timezone.now(),
    )
    return _round_answer(request, year)


@router.post(f"{ROUND}/cancel", **_coordinates({200: RoundOut}))
def cancel(request: Request, partnership: Slug, year: Year, said: ReasonIn) -> HttpResponse:
    """Call a year off: nothing that was said in it holds, all of it can be read."""
    round_ = the_round(request, year)
    cancel_round(round_=round_, seen=said.version, reason=said.reason, by=actor_of(request), now=timezone.now())
    return _round_answer(request, year)


@router.get(AREA, **reading({200: SubmissionOut}))
def read_submission(request: Request, partnership: Slug, year: Year, area: Slug) -> HttpResponse:
    """What one area hands in."""
    return _answer(request, year, area)


@router.post(f"{AREA}/confirmations", **_writes({200: ConfirmOut}))
def confirm_activities(request: Request, partnership: Slug, year: Year, area: Slug, said: ConfirmIn) -> HttpResponse:
    """Confirm activities as they were read. Those that have changed since are left, and told of."""
    submission = _permitted(request, year, area, Doing.CONFIRM)
    versions = {each.id: each.version for each in said.activities}
    ids = registered_ids(request.scope.partnership, list(versions))
    unknown = [slug for slug in versions if slug not in ids]
    if unknown:
        faults = [FieldFault("activities", "unknown", f"There is no activity «{slug}».") for slug in unknown]
        raise Refusal(Fault.INVALID, errors=faults)
    done = confirm(
        submission=submission,
        versions=[(ids[slug], version) for slug, version in versions.items()],
        organisation_id=request.scope.membership.organisation_id,
        by=actor_of(request),
        now=timezone.now(),
    )
    return answer({"confirmed": done.count, "changed": list(done.changed)})


@router.post(f"{AREA}/explanations", **_writes({200: SubmissionOut}))
def explain_one(request: Request, partnership: Slug, year: Year, area: Slug, said: ExplainIn) -> HttpResponse:
    """Say why a number is far from the year before."""
    submission = _permitted(request, year, area, Doing.WORK)
    odd = {each.subject: each for each in of_submission(submission, _jumps(submission)).odd}
    if said.subject not in odd:
        raise Refusal(Fault.INVALID, errors=[FieldFault("subject", "unknown", "That number is not odd.")])
    explain(
        submission=submission,
        subject=said.subject,
        before=odd[said.subject].before,
        value=odd[said.subject].value,
        text=said.text,
        by=actor_of(request),
        now=timezone.now(),
    )
    return _answer(request, year, area)


@router.post(f"{AREA}/values", **_writes({200: SubmissionOut}))
def give(request: Request, partnership: Slug, year: Year, area: Slug, given: ValueIn) -> HttpResponse:
    """Give a number that was asked for."""
    submission = _permitted(request, year, area, Doing.WORK)
    asked = next((each for each in of_submission(submission).asked if each.indicator.code == given.indicator), None)
    if asked is None:
        raise Refusal(Fault.INVALID, errors=[FieldFault("indicator", "unknown", "This area is not asked for it.")])
    if given.value is None and not given.quality:
        raise Refusal(Fault.INVALID, errors=[FieldFault("quality", "missing", "Say why there is no number.")])
    now = timezone.now()
    draft = ReportedDraft(
        indicator=given.indicator,
        year=year,
        value=given.value,
        state="final",
        as_of=timezone.localdate(now).isoformat(),
        quality=given.quality,
        source=given.source,
    )
    give_value(submission=submission, asked=asked, draft=draft, by=actor_of(request), now=now)
    return _answer(request, year, area)


@router.post(f"{AREA}/nothing-to-report", **_writes({200: SubmissionOut}))
def nothing(request: Request, partnership: Slug, year: Year, area: Slug) -> HttpResponse:
    """Say that there is nothing to report."""
    submission = _permitted(request, year, area, Doing.WORK)
    say_nothing(submission=submission, by=actor_of(request), now=timezone.now())
    return _answer(request, year, area)


@router.post(f"{AREA}/submit", **_writes({200: SubmissionOut}))
def hand_in(request: Request, partnership: Slug, year: Year, area: Slug, said: SubmitIn) -> HttpResponse:
    """Hand in."""
    submission = _permitted(request, year, area, Doing.SUBMIT)
    party = request.scope.membership.organisation_id or 0
    submit(
        submission=submission,
        seen=said.version,
        minutes=said.minutes,
        party=party,
        by=actor_of(request),
        now=timezone.now(),
    )
    return _answer(request, year, area)


@router.post(f"{AREA}/approve", **_coordinates({200: SubmissionOut}))
def approve_one(request: Request, partnership: Slug, year: Year, area: Slug, said: SeenIn) -> HttpResponse:
    """Stand behind a submission for one's own party."""
    submission = _permitted(request, year, area, Doing.APPROVE)
    approve(
        submission=submission,
        seen=said.version,
        party=own_party(request),
        by=actor_of(request),
        now=timezone.now(),
    )
    return _answer(request, year, area)


@router.post(f"{AREA}/undo-approval", **_coordinates({200: SubmissionOut}))
def undo_one(request: Request, partnership: Slug, year: Year, area: Slug, said: ReasonIn) -> HttpResponse:
    """No longer stand behind a submission."""
    submission = _permitted(request, year, area, Doing.UNDO_APPROVAL)
    undo_approval(
        submission=submission,
        seen=said.version,
        party=own_party(request),
        reason=said.reason,
        by=actor_of(request),
        now=timezone.now(),
    )
    return _answer(request, year, area)


@router.post(f"{AREA}/return", **_coordinates({200: SubmissionOut}))
def return_one(request: Request, partnership: Slug, year: Year, area: Slug, said: ReasonIn) -> HttpResponse:
    """Send a submission back to its leads, with a reason that is kept."""
    submission = _permitted(request, year, area, Doing.RETURN)
    send_back(
        submission=submission,
        seen=said.version,
        party=own_party(request),
        reason=said.reason,
        by=actor_of(request),
        now=timezone.now(),
    )
    return _answer(request, year, area)


@router.post(f"{ROUND}/adopt", **_coordinates({200: RoundOut}))
def adopt(request: Request, partnership: Slug, year: Year, said: AdoptIn) -> HttpResponse:
    """Adopt a year by a decision of the steering group."""
    round_ = the_round(request, year)
    decision: Decision | NewDecision | None = named_decision(request, said.decision)
    if said.new_decision is not None:
        new = said.new_decision
        decision = NewDecision(new.title, new.date, source=new.source)
    adopt_round(
        round_=round_,
        seen=said.version,
        decision=decision,
        words=f"Rapportering for {year}",
        leave_out_disputed=said.leave_out_disputed,
        by=actor_of(request),
        now=timezone.now(),
    )
    return _round_answer(request, year)


@router.post(f"{ROUND}/undo-adoption", **_coordinates({200: RoundOut}))
def undo(request: Request, partnership: Slug, year: Year, said: ReasonIn) -> HttpResponse:
    """Take an adoption back."""
    round_ = the_round(request, year)
    undo_adoption(round_=round_, seen=said.version, reason=said.reason, by=actor_of(request), now=timezone.now())
    return _round_answer(request, year)


def the_round(request: Request, year: int) -> ReportingRound:
    """The round of a year, or 404."""
    found = round_of(request.scope.partnership, year)
    if found is None:
        raise Refusal(Fault.NOT_FOUND)
    return found


def own_party(request: Request) -> int:
    """The party the member speaks for, or 403."""
    own = party_of(request.scope)
    if not own:
        raise Refusal(Fault.NOT_ALLOWED, "Only a coordinator of one of the parties may.")
    return own


def named_decision(request: Request, slug: str | None) -> Decision | None:
    """The decision of that slug; None when none is named, 422 when there is none."""
    if slug is None:
        return None
    found = next((each for each in decisions_of(request.scope.partnership) if each.slug == slug), None)
    if found is None:
        raise Refusal(Fault.INVALID, errors=[FieldFault("decision", "unknown", f"There is no decision «{slug}».")])
    return found


def _submission(request: Request, year: int, area: str) -> Submission:
    found = submission_in(the_round(request, year), area)
    if found is None:
        raise Refusal(Fault.NOT_FOUND)
    return found


def _permitted(request: Request, year: int, area: str, doing: Doing) -> Submission:
    submission = _submission(request, year, area)
    if not may_do(request.scope, doing, leads_of(request.scope.partnership), submission):
        raise Refusal(Fault.NOT_ALLOWED, "Only who leads the area or coordinates may.")
    return submission


def _answer(request: Request, year: int, area: str) -> HttpResponse:
    submission = _submission(request, year, area)
    parties = partner_organisations(request.scope.partnership)
    return answer(submission_as_json(submission, of_submission(submission, _jumps(submission)), parties))


def _jumps(submission: Submission) -> list[Odd]:
    """Odd numbers of the partnership as a whole are asked of whoever holds what is common."""
    return series_jumps(submission.round, timezone.localdate()) if submission.focus_area_id is None else []


def _round_answer(request: Request, year: int, *, status: int = 200) -> HttpResponse:
    round_ = the_round(request, year)
    parties = partner_organisations(request.scope.partnership)
    known = standings(round_, series_jumps(round_, timezone.localdate()))
    return answer(round_as_json(round_, known, parties), status=status)
