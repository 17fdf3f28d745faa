"""The list of imports, and where one begins: a file, or Airtable."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from brobygger.accounts.decorators import sent_once
from brobygger.accounts.models import User
from brobygger.intake.actions.begin import begin_fetching, begin_import
from brobygger.intake.actions.fetch import fetch_when_kept
from brobygger.intake.actions.storage import BYTES_AT_MOST, FileTooLarge
from brobygger.intake.forms import AirtableForm, UploadForm
from brobygger.intake.models import Import
from brobygger.intake.presenters.imports import export_refusal, import_line
from brobygger.intake.queries.imports import imports_of, sources_of
from brobygger.intake.sources.brobygger import ExportRefused
from brobygger.portfolio.decorators import writers_only
from brobygger.tables.presenters import refusal_in_words
from brobygger.tables.rules.refusals import Refusal, TableRefused


@never_cache
@writers_only
@require_safe
def imports(request: HttpRequest) -> HttpResponse:
    """Every import of the partnership, latest first."""
    page = imports_of(request.scope.partnership, _page(request))
    for run in page:
        run.partnership = request.scope.partnership
    return render(request, "intake/list.html", {"rows": [import_line(run) for run in page], "page": page})


@never_cache
@writers_only
@require_http_methods(["GET", "HEAD", "POST"])
@sent_once
def upload(request: HttpRequest) -> HttpResponse:
    """Choose a file."""
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        run = _begun(request, form)
        if run:
            return redirect("intake:columns", partnership=request.scope.partnership.slug, number=run.pk)
    context = {
        "form": form,
        "sources": sources_of(request.scope.partnership),
    }
    return render(request, "intake/upload.html", context, status=422 if form.errors else 200)


def _begun(request: HttpRequest, form: UploadForm) -> Import | None:
    file = form.cleaned_data["file"]
    try:
        return begin_import(
            partnership=request.scope.partnership,
            source_name=form.cleaned_data["source"],
            file_name=file.name or "",
            chunks=file.chunks(),
            for_organisation_id=request.scope.membership.organisation_id,
            by=cast(User, request.user).as_actor,
            now=timezone.now(),
        )
    except TableRefused as refused:
        form.add_error("file", refusal_in_words(refused))
    except ExportRefused as refused:
        form.add_error("file", export_refusal(refused.why))
    except FileTooLarge:
        form.add_error("file", refusal_in_words(TableRefused(Refusal.TOO_LARGE, limit=BYTES_AT_MOST)))
    return None


@never_cache
@writers_only
@require_http_methods(["GET", "HEAD", "POST"])
@sent_once
def airtable(request: HttpRequest) -> HttpResponse:
    """Say which table of Airtable, with a token for this time."""
    form = AirtableForm(request.POST or None, initial={"base": "", "table": ""})
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        run = begin_fetching(
            partnership=request.scope.partnership,
            source_name=told["source"],
            base=told["base"],
            table=told["table"].strip(),
            for_organisation_id=request.scope.membership.organisation_id,
            by=cast(User, request.user).as_actor,
            now=timezone.now(),
        )
        fetch_when_kept(run=run, token=told["token"].strip())
        return redirect("intake:show", partnership=request.scope.partnership.slug, number=run.pk)
    sources = sources_of(request.scope.partnership)
    title = _("Hent fra Airtable")
    context = {"form": form, "sources": sources, "title": title}
    return render(request, "intake/airtable.html", context, status=422 if form.errors else 200)


def _page(request: HttpRequest) -> int:
    told = request.GET.get("side", "")
    return int(told) if told.isascii() and told.isdecimal() and len(told) < 9 else 1
