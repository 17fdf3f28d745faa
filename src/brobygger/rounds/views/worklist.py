"""The lead's worklist: what is to be said before an area is handed in. Everybody may look."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import wraps

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from brobygger.designsystem.rules.sent import ID_DIGITS, number_in
from brobygger.results.presenters.words import in_language
from brobygger.rounds.actions.reviewing import submit
from brobygger.rounds.actions.working import Said, confirm, confirm_all, explain, give_value, say_nothing
from brobygger.rounds.forms import ReasonForm, SubmitForm, ValueForm
from brobygger.rounds.models import Submission
from brobygger.rounds.permissions import can_do
from brobygger.rounds.presenters.status import event_rows, last_return, missing_in_words
from brobygger.rounds.presenters.words import area_name, refusal_in_words, stage_color, stage_label
from brobygger.rounds.presenters.worklist import asked_rows, mark_of, odd_rows, waiting_rows
from brobygger.rounds.queries.review import waiting_page
from brobygger.rounds.queries.rounds import events_of, leads_of, slug_of
from brobygger.rounds.queries.standing import (
    further_questions,
    indicators_named,
    of_submission,
    reported_now,
    series_jumps,
)
from brobygger.rounds.rules.rights import Doing
from brobygger.rounds.rules.workflow import StepRefused
from brobygger.rounds.views.found import actor, permitted, seen, the_submission


@require_safe
def worklist(request: HttpRequest, year: int, area: str) -> HttpResponse:
    """What waits in one area. 15 queries at most, however much is in the register."""
    return _page(request, the_submission(request, year, area, with_approvals=False))


def _page(
    request: HttpRequest,
    submission: Submission,
    *,
    hand_in: SubmitForm | None = None,
    problem: str = "",
    tried: tuple[str, ReasonForm | ValueForm] | None = None,
    code: int = 200,
) -> HttpResponse:
    partnership = request.scope.partnership
    round_ = submission.round
    leads = leads_of(partnership)
    jumps = series_jumps(round_, timezone.localdate()) if submission.focus_area_id is None else []
    standing = of_submission(submission, jumps)
    place = number_in(request.GET.get("etter"), 0, digits=ID_DIGITS)
    activities, go_on = (
        waiting_page(submission, at_most=standing.unconfirmed, after=place) if standing.unconfirmed else ([], None)
    )
    further = further_questions(
        partnership,
        submission.focus_area,
        round_.year,
        request.scope.membership.organisation_id or 0,
        number_in(request.GET.get("side"), 1),
    )
    tried_at, tried_form = tried or ("", None)
    odd = odd_rows(standing.odd, indicators_named(partnership, standing.odd, in_language))
    asked = asked_rows(standing.asked, reported_now(standing.asked, round_.year), round_.year)
    is_working = can_do(request.scope, Doing.WORK, leads, submission)
    events = events_of(round_, submission, at_most=10)
    context = {
        "submission": submission,
        "round": round_,
        "area": slug_of(submission),
        "name": area_name(submission),
        "stage": stage_label(submission.stage),
        "color": stage_color(submission.stage),
        "standing": standing,
        "missing": missing_in_words(standing),
        "waiting": waiting_rows(activities, partnership.slug),
        "go_on": go_on,
        "as_of": timezone.now().isoformat(),
        "odd": [
            (row, tried_form if tried_at == row.mark else ReasonForm(mark=row.mark, initial={"reason": row.was}))
            for row in odd
        ],
        "asked": [
            (row, tried_form if tried_at == f"tall-{row.code}" else ValueForm(mark=f"tall-{row.code}")) for row in asked
        ],
        "further": further,
        "is_working": is_working,
        "may_confirm": can_do(request.scope, Doing.CONFIRM, leads, submission),
        "hand_in": hand_in or SubmitForm(),
        "events": event_rows(events, partnership.slug),
        "returned": last_return(submission, events),
        "problem": problem,
        "tried": tried_form,
    }
    return render(request, "rounds/worklist.html", context, status=code)


def _telling_why(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Where a step is refused, the page as it is now, with what was in the way."""

    @wraps(view)
    def answered(request: HttpRequest, year: int, area: str, **more: str) -> HttpResponse:
        try:
            return view(request, year=year, area=area, **more)
        except StepRefused as refused:
            submission = the_submission(request, year, area)
            return _page(request, submission, problem=refusal_in_words(refused.why), code=409)

    return answered


@require_POST
@_telling_why
def confirm_some(request: HttpRequest, year: int, area: str) -> HttpResponse:
    """Confirm those that were ticked, as they were shown; or all that wait, as they were when the page was made."""
    submission = the_submission(request, year, area)
    permitted(request, Doing.CONFIRM, submission)
    own = request.scope.membership.organisation_id
    moment = _moment(request.POST.get("alle_fra", ""))
    now = timezone.now()
    if moment is not None:
        said = confirm_all(
            submission=submission, as_of=min(moment, now), organisation_id=own, by=actor(request), now=now
        )
    else:
        said = confirm(
            submission=submission,
            versions=_versions(request.POST.getlist("stemmer")),
            organisation_id=own,
            by=actor(request),
            now=now,
        )
    _tell(request, said)
    return _back(request, year, area)


@require_POST
@_telling_why
def explain_one(request: HttpRequest, year: int, area: str) -> HttpResponse:
    """Say why a number is far from the year before."""
    submission = the_submission(request, year, area)
    permitted(request, Doing.WORK, submission)
    jumps = series_jumps(submission.round, timezone.localdate()) if submission.focus_area_id is None else []
    odd = list(of_submission(submission, jumps).odd)
    place = next((at for at, each in enumerate(odd) if each.subject == request.POST.get("om")), None)
    if place is None:
        raise Http404
    form = ReasonForm(request.POST, mark=mark_of(place))
    if not form.is_valid():
        return _page(request, submission, tried=(mark_of(place), form), code=422)
    explain(
        submission=submission,
        subject=odd[place].subject,
        before=odd[place].before,
        value=odd[place].value,
        text=form.cleaned_data["reason"],
        by=actor(request),
        now=timezone.now(),
    )
    messages.success(request, _("Forklaringen er lagret."))
    return _back(request, year, area)


@require_POST
@_telling_why
def value(request: HttpRequest, year: int, area: str, code: str) -> HttpResponse:
    """Give a number that was asked for, or let what is reported stand."""
    submission = the_submission(request, year, area)
    permitted(request, Doing.WORK, submission)
    asked = next((each for each in of_submission(submission).asked if each.indicator.code == code), None)
    if asked is None:
        raise Http404
    keep = request.POST.get("la_sta") == "1"
    form = ValueForm(request.POST, mark=f"tall-{code}")
    if not keep and not form.is_valid():
        return _page(request, submission, tried=(f"tall-{code}", form), code=422)
    now = timezone.now()
    draft = None if keep else form.draft(code, year, timezone.localdate(now).isoformat())
    give_value(submission=submission, asked=asked, draft=draft, by=actor(request), now=now)
    messages.success(request, _("Tallet er lagret."))
    return _back(request, year, area)


@require_POST
@_telling_why
def nothing(request: HttpRequest, year: int, area: str) -> HttpResponse:
    """Say that there is nothing to report."""
    submission = the_submission(request, year, area)
    permitted(request, Doing.WORK, submission)
    say_nothing(submission=submission, by=actor(request), now=timezone.now())
    messages.success(request, _("Det er notert at det ikke er noe å rapportere."))
    return _back(request, year, area)


@require_POST
@_telling_why
def hand_in(request: HttpRequest, year: int, area: str) -> HttpResponse:
    """Hand in."""
    submission = the_submission(request, year, area)
    permitted(request, Doing.SUBMIT, submission)
    form = SubmitForm(request.POST)
    if not form.is_valid():
        return _page(request, submission, hand_in=form, code=422)
    submit(
        submission=submission,
        seen=seen(request),
        minutes=form.cleaned_data["minutes"],
        party=request.scope.membership.organisation_id or 0,
        by=actor(request),
        now=timezone.now(),
    )
    messages.success(request, _("Levert. Koordinatorene har fått varsel."))
    return redirect("rounds:status", partnership=request.scope.partnership.slug, year=year)


def _back(request: HttpRequest, year: int, area: str) -> HttpResponse:
    return redirect("rounds:worklist", partnership=request.scope.partnership.slug, year=year, area=area)


def _tell(request: HttpRequest, said: Said) -> None:
    if said.count:
        text = ngettext("%(n)s aktivitet er bekreftet.", "%(n)s aktiviteter er bekreftet.", said.count)
        messages.success(request, text % {"n": said.count})
    if said.changed:
        n = len(said.changed)
        text = ngettext(
            "%(n)s aktivitet ble endret mens du så på, og er ikke bekreftet. Se over den.",
            "%(n)s aktiviteter ble endret mens du så på, og er ikke bekreftet. Se over dem.",
            n,
        )
        messages.warning(request, text % {"n": n})
    if not said.count and not said.changed:
        messages.info(request, _("Ingenting ble bekreftet. Kryss av for det som stemmer."))


def _versions(texts: list[str]) -> list[tuple[int, int]]:
    """`12:3` is activity 12 in version 3; what is written otherwise is passed over."""
    found = []
    for text in texts[:500]:
        pk, _colon, version = text.partition(":")
        if all(part.isascii() and part.isdigit() and len(part) < 16 for part in (pk, version)):
            found.append((int(pk), int(version)))
    return found


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else None
