"""What the parties do not agree on: saying so, and settling it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from brobygger.accounts.decorators import sent_once
from brobygger.portfolio.models import Activity
from brobygger.portfolio.queries.editing import entry_named
from brobygger.results.models import Indicator
from brobygger.results.presenters.words import in_language
from brobygger.results.queries.frameworks import figures_of
from brobygger.rounds.actions.disputes import DisputedAlready, NotYoursToSettle, dispute, settle
from brobygger.rounds.forms import ReasonForm, SettleForm
from brobygger.rounds.models import ReportingRound
from brobygger.rounds.permissions import may_do
from brobygger.rounds.presenters.words import refusal_in_words
from brobygger.rounds.presenters.worklist import dispute_rows
from brobygger.rounds.queries.review import dispute_of, disputes_in
from brobygger.rounds.queries.rounds import decisions_of, leads_of, party_of
from brobygger.rounds.rules.kinds import Ending, RoundState
from brobygger.rounds.rules.rights import Doing
from brobygger.rounds.rules.workflow import StepRefused
from brobygger.rounds.views.found import actor, party, permitted, the_round


@require_http_methods(["GET", "HEAD", "POST"])
@sent_once
def disputes(request: HttpRequest, year: int) -> HttpResponse:
    """The disputes of a year; and where one is raised, of the activity or indicator the address names."""
    round_ = the_round(request, year)
    about = _about(request)
    if request.method != "POST":
        return _page(request, round_, about=about)
    permitted(request, Doing.DISPUTE)
    own = party(request)
    if about is None:
        raise Http404
    form = ReasonForm(request.POST, mark="uenig")
    if not form.is_valid():
        return _page(request, round_, about=about, form=form, code=422)
    try:
        dispute(
            round_=round_,
            about=about,
            party=own,
            reason=form.cleaned_data["reason"],
            by=actor(request),
            now=timezone.now(),
        )
    except DisputedAlready:
        problem = _("Dette er omstridt allerede. Se uenigheten i listen.")
        return _page(request, round_, about=about, form=form, problem=problem, code=409)
    except StepRefused as refused:
        return _page(request, round_, about=about, form=form, problem=refusal_in_words(refused.why), code=409)
    messages.success(request, _("Uenigheten er meldt. Det teller ikke med før den er avgjort."))
    return redirect("rounds:disputes", partnership=request.scope.partnership.slug, year=year)


@require_POST
@sent_once
def settle_one(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """End a dispute."""
    round_ = the_round(request, year)
    permitted(request, Doing.SETTLE)
    own = party(request)
    found = dispute_of(round_, number)
    if found is None:
        raise Http404
    form = SettleForm(request.POST, decisions=decisions_of(request.scope.partnership), mark=f"avgjor-{number}")
    if not form.is_valid():
        return _page(request, round_, settling=(number, form), code=422)
    try:
        settle(
            dispute=found,
            outcome=Ending(form.cleaned_data["ending"]),
            words=form.cleaned_data["words"],
            decision=form.chosen,
            party=own,
            by=actor(request),
            now=timezone.now(),
        )
    except NotYoursToSettle:
        form.add_error(
            "ending", _("Den andre parten meldte dette. Det kan bare telle når de sier det, eller ved et vedtak.")
        )
        return _page(request, round_, settling=(number, form), code=422)
    except StepRefused as refused:
        problem = refusal_in_words(refused.why)
        return _page(request, the_round(request, year), settling=(number, form), problem=problem, code=409)
    messages.success(request, _("Uenigheten er avgjort."))
    return redirect("rounds:disputes", partnership=request.scope.partnership.slug, year=year)


def _about(request: HttpRequest) -> Activity | Indicator | None:
    """What the address names; it must be of this partnership."""
    slug, code = (request.GET.get(name, "")[:80].replace("\x00", "") for name in ("aktivitet", "indikator"))
    partnership = request.scope.partnership
    if slug:
        found = entry_named(partnership, slug)
        if found is None:
            raise Http404
        return found
    if code:
        figures = figures_of(partnership, today=timezone.localdate())
        indicator = figures.indicator(code) if figures else None
        if indicator is None:
            raise Http404
        return indicator
    return None


def _indicators(request: HttpRequest) -> list[tuple[str, str]]:
    """The numbers one can disagree on."""
    figures = figures_of(request.scope.partnership, today=timezone.localdate())
    return [(each.code, in_language(each.name)) for each in figures.indicators()] if figures else []


def _page(
    request: HttpRequest,
    round_: ReportingRound,
    *,
    about: Activity | Indicator | None = None,
    form: ReasonForm | None = None,
    settling: tuple[int, SettleForm] | None = None,
    problem: str = "",
    code: int = 200,
) -> HttpResponse:
    partnership = request.scope.partnership
    leads = leads_of(partnership)
    is_open = round_.state == RoundState.OPEN
    own = bool(party_of(request.scope))
    may_settle = is_open and own and may_do(request.scope, Doing.SETTLE, leads)
    may = is_open and own and may_do(request.scope, Doing.DISPUTE, leads)
    decisions = decisions_of(partnership) if may_settle else []
    rows = []
    for row in dispute_rows(disputes_in(round_), partnership.slug):
        tried = settling[1] if settling and settling[0] == row.pk else None
        rows.append((row, tried or SettleForm(decisions=decisions, mark=f"avgjor-{row.pk}")))
    name = ""
    if about is not None:
        name = about.title if isinstance(about, Activity) else in_language(about.name)
    context = {
        "round": round_,
        "rows": rows,
        "about": name,
        "may_dispute": bool(name) and may,
        "may_settle": may_settle,
        "indicators": _indicators(request) if may and about is None else [],
        "form": form or ReasonForm(mark="uenig", label=_("Hva er dere uenige om?")),
        "problem": problem,
        "tried": form or (settling[1] if settling else None),
    }
    return render(request, "rounds/disputes.html", context, status=code)
