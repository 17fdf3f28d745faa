"""Errata of a snapshot: what waits for one, and making one."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from brobygger.accounts.decorators import sent_once
from brobygger.accounts.models import User
from brobygger.partnerships.models import Partnership
from brobygger.results.presenters.words import in_language
from brobygger.snapshots.actions.errata import ErratumRefused, make_erratum
from brobygger.snapshots.decorators import those_who_correct
from brobygger.snapshots.forms import ErratumForm
from brobygger.snapshots.permissions import may_correct
from brobygger.snapshots.presenters.errata import (
    change_rows,
    erratum_views,
    newest,
    preview_links,
    proposal_views,
    refusal_sentence,
)
from brobygger.snapshots.queries.errata import activities_named, preview, proposals
from brobygger.snapshots.queries.reading import errata_of, items_of
from brobygger.snapshots.rules.errata import ErratumKind
from brobygger.snapshots.views.reading import snapshot_or_404


@require_safe
def errata(request: HttpRequest, number: int) -> HttpResponse:
    """What has been corrected in what was adopted, and what has happened since that no erratum tells of."""
    partnership: Partnership = request.scope.partnership
    snapshot = snapshot_or_404(partnership, number)
    names = {each["code"]: in_language(each["name"]) for each in items_of(snapshot, "indicators")}
    shown, others = newest(errata_of(snapshot))
    context = {
        "snapshot": snapshot,
        "errata": erratum_views(partnership, shown, names),
        "others": others,
        "proposals": proposal_views(partnership, number, proposals(partnership, snapshot)),
        "may_correct": may_correct(request.scope),
    }
    return render(request, "snapshots/errata.html", context)


@those_who_correct
@require_http_methods(["GET", "HEAD", "POST"])
@sent_once
def correct(request: HttpRequest, number: int) -> HttpResponse:
    """Make an erratum about some activities: which, how which totals change, why, and who decides."""
    partnership: Partnership = request.scope.partnership
    snapshot = snapshot_or_404(partnership, number)
    asked = [text.strip()[:500].replace("\x00", "") for text in request.GET.getlist("aktivitet") if text.strip()]
    named = activities_named(partnership, asked)
    unknown = [text for text in asked if text not in named]
    ids = sorted(set(named.values()))
    code = 422
    form = ErratumForm(request.POST or None, initial={"kind": _kind(request.GET.get("slag"))})
    if request.method == "POST" and form.is_valid():
        try:
            made = make_erratum(
                partnership=partnership,
                snapshot=snapshot,
                kind=ErratumKind(form.cleaned_data["kind"]),
                activity_ids=ids,
                reason=form.cleaned_data["reason"],
                decider=form.cleaned_data["decider"],
                by=cast(User, request.user).as_actor,
                now=timezone.now(),
                seal=request.POST.get("segl", ""),
            )
        except ErratumRefused as refused:
            form.add_error(None, refusal_sentence(refused.why))
            code = 409 if refused.why == "changed" else 422
        else:
            messages.success(request, _("Rettelse %(number)s er ført. Det som ble vedtatt, står som det var.") % {"number": made.number})  # fmt: skip
            return redirect("snapshots:errata", partnership=partnership.slug, number=number)
    found = preview(partnership, snapshot, ids) if ids else None
    names = {each["code"]: in_language(each["name"]) for each in items_of(snapshot, "indicators")} if found else {}
    then, now = preview_links(partnership, found) if found else ([], [])
    context = {
        "snapshot": snapshot,
        "form": form,
        "asked": asked,
        "unknown": unknown,
        "found": found,
        "then": then,
        "now": now,
        "changes": change_rows(found.changes, names) if found else [],
    }
    return render(request, "snapshots/correct.html", context, status=code if form.errors else 200)


def _kind(asked: str | None) -> str:
    return asked if asked in set(ErratumKind) else ErratumKind.CORRECTED.value
