"""One import: its columns, its rows, and what is done with it."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from brobygger.accounts.decorators import sent_once
from brobygger.accounts.models import User
from brobygger.intake.actions.begin import NotNow, choose_sheet, set_mapping, throw_away
from brobygger.intake.actions.choose import choose, choose_for_all, order, start_again
from brobygger.intake.actions.storage import file_of, is_at_work, progress_of
from brobygger.intake.actions.undo import undo_import
from brobygger.intake.decorators import of_import
from brobygger.intake.forms import MappingForm, SheetForm
from brobygger.intake.models import Import
from brobygger.intake.presenters.imports import trouble_line
from brobygger.intake.presenters.page import ProgressView, import_page, progress_view
from brobygger.intake.presenters.report import report_csv, report_xlsx
from brobygger.intake.queries.imports import (
    all_rows,
    choices_made,
    results_of,
    rows_page,
    titles_by_slug,
)
from brobygger.intake.queries.vocabulary import mapping_choices
from brobygger.intake.rules.kinds import Choice, Outcome, Result, SourceKind, State
from brobygger.intake.rules.mapping import mapping_from
from brobygger.intake.sources.table import Look, look_at
from brobygger.portfolio.actions.change_sets import StandsInTheWay, UndoneAlready
from brobygger.portfolio.permissions import may_undo
from brobygger.portfolio.presenters.addresses import Addresses
from brobygger.tables.presenters import refusal_in_words, remark_in_words
from brobygger.tables.rules.refusals import TableRefused

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WORKING = {State.FETCHING, State.CHECKING, State.RUNNING}
CHOICE_FIELD = "r-"


@of_import
@require_safe
def show(request: HttpRequest, run: Import) -> HttpResponse:
    """How far it has come, and what can be done."""
    if run.state == State.UPLOADED:
        return redirect("intake:columns", partnership=request.scope.partnership.slug, number=run.pk)
    if run.state in WORKING:
        return render(request, "intake/working.html", {"run": run, "progress": _progress(run)})
    outcome = request.GET.get("utfall", "")
    result = request.GET.get("ble", "")
    wanted = Outcome(outcome) if outcome in set(Outcome) else None
    told = result if result in set(Result) else ""
    page = import_page(
        run,
        choices_made(run),
        results_of(run),
        rows_page(run, wanted, _page(request), told),
        outcome=wanted,
        result=told,
        has_file=file_of(run.pk).exists(),
        may_undo=bool(run.change_set and may_undo(request.scope, run.change_set)),
    )
    return render(request, "intake/import.html", {"run": run, "page": page})


@of_import
@require_safe
def progress(request: HttpRequest, run: Import) -> HttpResponse:
    """How far it has come, asked for again and again; when it is done, the page comes anew."""
    response = render(request, "intake/_progress.html", {"run": run, "progress": _progress(run)})
    if run.state not in WORKING:
        response.headers["HX-Refresh"] = "true"
    return response


@of_import
@require_http_methods(["GET", "HEAD", "POST"])
def columns(request: HttpRequest, run: Import) -> HttpResponse:
    """What the columns mean."""
    if (
        run.state not in {State.UPLOADED, State.CHECKED, State.FAILED}
        or run.change_set_id
        or not file_of(run.pk).exists()
    ):
        return _back(request, run)
    try:
        look = _look(run)
    except TableRefused as refused:
        messages.error(request, refusal_in_words(refused))
        return _back(request, run)
    choices = mapping_choices(run.partnership, get_language() or "nb")
    form = MappingForm(
        request.POST or None,
        columns=run.columns,
        told=mapping_from(run.mapping),
        unknown=run.unknown,
        sides=choices.sides,
        areas=choices.areas,
        disciplines=choices.disciplines,
    )
    if request.method == "POST" and form.is_valid():
        set_mapping(run=run, mapping=form.mapping)
        return _back(request, run)
    context = {
        "run": run,
        "form": form,
        "columns": _with_samples(form, look),
        "look": look,
        "remarks": [remark_in_words(remark) for remark in look.remarks] if look else [],
        "sheet_form": _sheet_form(run, look) if look else None,
    }
    return render(request, "intake/columns.html", context, status=422 if form.errors else 200)


@of_import
@require_POST
def sheet(request: HttpRequest, run: Import) -> HttpResponse:
    """Read another sheet, or other headers."""
    try:
        look = _look(run)
        form = SheetForm(request.POST, sheets=look.sheets if look else [])
        if form.is_valid():
            row = form.cleaned_data["header"]
            rows = None if row is None else [row] if row else []
            choose_sheet(run=run, sheet=form.cleaned_data["sheet"], header_rows=rows)
        else:
            messages.error(request, _("Velg et ark, og en rad fra 0 til 100."))
    except TableRefused as refused:
        messages.error(request, refusal_in_words(refused))
    except (NotNow, OSError):
        return _too_late(request, run)
    return redirect("intake:columns", partnership=request.scope.partnership.slug, number=run.pk)


@of_import
@require_POST
def choices(request: HttpRequest, run: Import) -> HttpResponse:
    """Choose for the rows of a page, or for all of one outcome."""
    try:
        if request.POST.get("alle") in set(Outcome) and request.POST.get("valg") in set(Choice):
            count = choose_for_all(run=run, outcome=Outcome(request.POST["alle"]), choice=Choice(request.POST["valg"]))
        else:
            count = choose(run=run, choices=_chosen(request))
    except NotNow:
        return _too_late(request, run)
    messages.success(request, _("%(count)s valg er lagret.") % {"count": count})
    answer = _back(request, run)
    query = request.POST.get("tilbake", "")
    if query.startswith("?"):
        answer["Location"] += query.replace("\r", "").replace("\n", "")
    return answer


@of_import
@require_POST
def bring(request: HttpRequest, run: Import) -> HttpResponse:
    """Carry it out as chosen."""
    try:
        order(run=run)
    except NotNow:
        return _too_late(request, run)
    return _back(request, run)


@of_import
@require_POST
def again(request: HttpRequest, run: Import) -> HttpResponse:
    """Begin anew what was interrupted."""
    try:
        start_again(run=run)
    except NotNow:
        return _too_late(request, run)
    return _back(request, run)


@of_import
@require_POST
@sent_once
def undo(request: HttpRequest, run: Import) -> HttpResponse:
    """Undo all of it, or say what stands in the way: one's own import; coordinators any."""
    if run.change_set and not may_undo(request.scope, run.change_set):
        raise PermissionDenied
    try:
        count = undo_import(run=run, by=cast(User, request.user).as_actor, now=timezone.now())
    except StandsInTheWay as touched:
        addresses = Addresses(run.partnership.slug)
        there = [(addresses.activity(slug), title) for slug, title in titles_by_slug(run.partnership, touched.slugs)]
        context = {"run": run, "touched": there, "more": max(0, len(touched.slugs) - len(there))}
        return render(request, "intake/in_the_way.html", context, status=409)
    except (NotNow, UndoneAlready):
        return _too_late(request, run)
    messages.success(request, _("Importen er angret. Det gjaldt %(count)s aktiviteter.") % {"count": count})
    return _back(request, run)


@of_import
@require_POST
def throw(request: HttpRequest, run: Import) -> HttpResponse:
    """Give it up before anything is written."""
    try:
        throw_away(run=run, by=cast(User, request.user).as_actor, now=timezone.now())
    except NotNow:
        return _too_late(request, run)
    messages.success(request, _("Importen er kastet, og filen er slettet."))
    return redirect("intake:list", partnership=request.scope.partnership.slug)


@of_import
@require_safe
def report(request: HttpRequest, run: Import) -> HttpResponse | FileResponse | StreamingHttpResponse:
    """A line for each row, to download."""
    name = f"{run.partnership.slug}-import-{run.pk}"
    if request.GET.get("format") == "csv":
        response = StreamingHttpResponse(report_csv(run, all_rows(run)), content_type="text/csv; charset=utf-8")
        response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
        return response
    return FileResponse(report_xlsx(run, all_rows(run)), as_attachment=True, filename=f"{name}.xlsx", content_type=XLSX)


def _progress(run: Import) -> ProgressView:
    return progress_view(run, progress_of(run.pk), at_work=is_at_work(run.pk))


def _look(run: Import) -> Look | None:
    if run.kind != SourceKind.TABLE:
        return None
    return look_at(file_of(run.pk), run.file_name, sheet=run.sheet, header_rows=run.header_rows)


def _sheet_form(run: Import, look: Look) -> SheetForm:
    header = run.header_rows
    row = None if header is None else header[0] if header else 0
    return SheetForm(sheets=look.sheets, initial={"sheet": look.sheet, "header": row})


def _with_samples(form: MappingForm, look: Look | None) -> list[tuple[object, list[str]]]:
    """The field of each column, with what stands in its first cells."""
    rows = [values for _number, values in look.sample] if look else []
    return [
        (field, list(dict.fromkeys(row[at][:80] for row in rows if at < len(row) and row[at]))[:3])
        for at, field in enumerate(form.column_fields)
    ]


def _chosen(request: HttpRequest) -> dict[int, tuple[Choice, int]]:
    chosen: dict[int, tuple[Choice, int]] = {}
    for name, value in request.POST.items():
        number = name.removeprefix(CHOICE_FIELD)
        choice, _colon, twin = str(value).partition(":")
        if name.startswith(CHOICE_FIELD) and number.isascii() and number.isdecimal() and choice in set(Choice):
            is_number = twin.isascii() and twin.isdecimal() and len(twin) < 19
            chosen[int(number[:9])] = (Choice(choice), int(twin) if is_number else 0)
    return chosen


def _back(request: HttpRequest, run: Import) -> HttpResponse:
    return redirect("intake:show", partnership=request.scope.partnership.slug, number=run.pk)


def _too_late(request: HttpRequest, run: Import) -> HttpResponse:
    messages.error(
        request, trouble_line(run.trouble) or _("Importen er kommet lenger enn siden viste. Se hvor den er nå.")
    )
    return _back(request, run)


def _page(request: HttpRequest) -> int:
    told = request.GET.get("side", "")
    return int(told) if told.isascii() and told.isdecimal() and len(told) < 9 else 1
