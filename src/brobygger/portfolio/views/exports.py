"""All that is registered, as files: what a list as files leaves out."""

from __future__ import annotations

from dataclasses import replace

from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from brobygger.portfolio.presenters.addresses import Addresses, with_question
from brobygger.portfolio.presenters.exports import file_name
from brobygger.portfolio.presenters.filter_panel import chips
from brobygger.portfolio.presenters.whole import archive, json_document, tables_of, workbook
from brobygger.portfolio.queries.bulk import entries
from brobygger.portfolio.queries.choices import choices_of
from brobygger.portfolio.queries.editing import focus_areas_of
from brobygger.portfolio.queries.listing import find_all
from brobygger.portfolio.rules.filters import Filter

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def whole(request: HttpRequest) -> HttpResponse:
    """What there is to take out, and in which forms."""
    wanted = replace(_filter(request), page=1)
    addresses = Addresses(request.scope.partnership.slug)
    question = wanted.query_string()
    base = addresses.whole.removesuffix("/")
    context = {
        "chips": chips(wanted, choices_of(request.scope.partnership, (get_language() or "nb")[:2]), addresses),
        "xlsx": with_question(f"{base}.xlsx", question),
        "zip": with_question(f"{base}.zip", question),
        "json": with_question(f"{base}.json", question),
        "back": addresses.filtered(wanted),
    }
    return render(request, "portfolio/whole.html", context)


@require_safe
def whole_xlsx(request: HttpRequest) -> FileResponse:
    """Everything about what matches the filter, as a workbook with a sheet for each table."""
    file = workbook(tables_of(request.scope.partnership, _ids(request)))
    return FileResponse(file, as_attachment=True, filename=_name(request, "xlsx"), content_type=_XLSX)


@require_safe
def whole_zip(request: HttpRequest) -> FileResponse:
    """The same as CSV files."""
    file = archive(tables_of(request.scope.partnership, _ids(request)))
    return FileResponse(file, as_attachment=True, filename=_name(request, "zip"), content_type="application/zip")


@require_safe
def whole_json(request: HttpRequest) -> StreamingHttpResponse:
    """Everything about what matches the filter, as another Brobygger reads it."""
    partnership = request.scope.partnership
    lines = json_document(
        partnership, focus_areas_of(partnership), entries(partnership, _ids(request)), now=timezone.now()
    )
    response = StreamingHttpResponse(lines, content_type="application/json")
    response.headers["Content-Disposition"] = f'attachment; filename="{_name(request, "json")}"'
    return response


def _ids(request: HttpRequest) -> list[int]:
    return list(find_all(request.scope.partnership, _filter(request)))


def _name(request: HttpRequest, ending: str) -> str:
    return file_name(f"{request.scope.partnership.slug}-alt", timezone.localdate(), ending)


def _filter(request: HttpRequest) -> Filter:
    return Filter.read(dict(request.GET.lists()))
