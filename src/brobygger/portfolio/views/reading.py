"""The register on screen: list, activity, density map, gaps, exports."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from brobygger.partnerships.models import Partnership
from brobygger.portfolio.presenters.activity_list import results
from brobygger.portfolio.presenters.activity_page import activity_page
from brobygger.portfolio.presenters.addresses import Addresses
from brobygger.portfolio.presenters.density import density_page, read_view
from brobygger.portfolio.presenters.exports import COLUMNS, csv_lines, file_name, json_lines, xlsx_file
from brobygger.portfolio.presenters.filter_panel import filter_panel
from brobygger.portfolio.presenters.gaps import gaps_page
from brobygger.portfolio.presenters.list_frame import list_frame
from brobygger.portfolio.presenters.panels import panels_of
from brobygger.portfolio.queries.axes import axes_of, disciplines_by_name
from brobygger.portfolio.queries.choices import choices_of, parties_named
from brobygger.portfolio.queries.detail import activity_detail
from brobygger.portfolio.queries.editing import entry_named
from brobygger.portfolio.queries.listing import find, find_all
from brobygger.portfolio.queries.lists import saved_views_of
from brobygger.portfolio.queries.rows import ActivityRow, RowReader, reading_of
from brobygger.portfolio.queries.terms import density as density_of
from brobygger.portfolio.queries.terms import terms_of
from brobygger.portfolio.rules.columns import file_columns
from brobygger.portfolio.rules.facets import Dimension
from brobygger.portfolio.rules.filters import Filter
from brobygger.portfolio.rules.pages import ListPage

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def activities(request: HttpRequest) -> HttpResponse:
    """The list. Asked for by htmx, only the part that changes with the filter."""
    partnership = _partnership(request)
    wanted = _filter(request)
    choices = choices_of(partnership, _language())
    page = find(partnership, wanted)
    found = results(
        page,
        RowReader(partnership).rows(page.ids, **reading_of(wanted.columns)),
        wanted,
        choices,
        parties_named(partnership, wanted.text),
        Addresses(partnership.slug),
    )
    saved = saved_views_of(request.scope)
    context: dict[str, Any] = {
        "results": found,
        "frame": list_frame(wanted, ListPage.TABLE, saved, choices, Addresses(partnership.slug)),
    }
    if _wants_part(request):
        response = render(request, "portfolio/_results.html", context)
        # The address without the empty fields of the form.
        response.headers["HX-Push-Url"] = found.url
    else:
        context["filter"] = filter_panel(wanted, choices)
        response = render(request, "portfolio/activities.html", context)
    patch_vary_headers(response, ["HX-Request", "HX-History-Restore-Request"])
    return response


@require_safe
def activity(request: HttpRequest, slug: str) -> HttpResponse:
    """One activity with everything that is known about it."""
    partnership = _partnership(request)
    detail = activity_detail(partnership, slug, _language())
    if detail is None:
        entry = entry_named(partnership, slug)
        if entry is None:
            raise Http404
        if entry.merged_into is not None:
            return redirect("portfolio:activity", partnership=partnership.slug, slug=entry.merged_into.slug)
        # Thrown away: its history tells so, and lets one take it back.
        return redirect("portfolio:history", partnership=partnership.slug, slug=slug)
    context = {
        "page": activity_page(detail, Addresses(partnership.slug)),
        "panels": panels_of(request.scope, detail.activity),
    }
    return render(request, "portfolio/activity.html", context)


@require_safe
def density(request: HttpRequest) -> HttpResponse:
    """Where there is much and where there is little: a map of rows and columns."""
    partnership = _partnership(request)
    view = read_view(_parameters(request))
    page = density_page(
        view,
        density_of(partnership, view.rows, view.columns, year=view.year),
        years=terms_of(partnership, [Dimension.YEAR])[Dimension.YEAR],
        axes=axes_of(partnership, today=timezone.localdate()),
        disciplines=disciplines_by_name(_language()),
        areas=dict(partnership.focus_areas.order_by("pk").values_list("slug", "name")),
        addresses=Addresses(partnership.slug),
    )
    template = "portfolio/_density.html" if _wants_part(request) else "portfolio/density.html"
    response = render(request, template, {"page": page})
    patch_vary_headers(response, ["HX-Request", "HX-History-Restore-Request"])
    return response


@require_safe
def gaps(request: HttpRequest) -> HttpResponse:
    """Where there is nothing."""
    partnership = _partnership(request)
    page = gaps_page(
        between=density_of(partnership, Dimension.DEPARTMENT, Dimension.SERVICE_AREA),
        kinds=density_of(partnership, Dimension.FOCUS_AREA, Dimension.KIND),
        disciplines_used=terms_of(partnership, [Dimension.DISCIPLINE])[Dimension.DISCIPLINE],
        axes=axes_of(partnership, today=timezone.localdate()),
        disciplines=disciplines_by_name(_language()),
        areas=dict(partnership.focus_areas.order_by("pk").values_list("slug", "name")),
        addresses=Addresses(partnership.slug),
    )
    return render(request, "portfolio/gaps.html", {"page": page})


@require_safe
def export_csv(request: HttpRequest) -> StreamingHttpResponse:
    """All that match the filter, as a text file a spreadsheet opens with the right letters."""
    partnership = _partnership(request)
    rows, columns = _rows(request)
    name = file_name(partnership.slug, timezone.localdate(), "csv")
    response = StreamingHttpResponse(
        csv_lines(rows, columns, for_spreadsheet=True), content_type="text/csv; charset=utf-8"
    )
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_safe
def export_json(request: HttpRequest) -> StreamingHttpResponse:
    """The same for other programs: an array of objects, named as the command line names them."""
    partnership = _partnership(request)
    rows, columns = _rows(request)
    name = file_name(partnership.slug, timezone.localdate(), "json")
    response = StreamingHttpResponse(json_lines(rows, columns), content_type="application/json")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_safe
def export_xlsx(request: HttpRequest) -> FileResponse:
    """The same as a workbook."""
    partnership = _partnership(request)
    rows, columns = _rows(request)
    name = file_name(partnership.slug, timezone.localdate(), "xlsx")
    return FileResponse(xlsx_file(rows, columns), as_attachment=True, filename=name, content_type=XLSX)


def _rows(request: HttpRequest) -> tuple[Iterator[ActivityRow], tuple[str, ...]]:
    """The rows of a file of the list, and its columns."""
    partnership, wanted = _partnership(request), _filter(request)
    columns = file_columns(wanted.columns, COLUMNS)
    with_seldom = not set(COLUMNS).issuperset(columns)
    return RowReader(partnership).stream(find_all(partnership, wanted), with_seldom=with_seldom), columns


def _partnership(request: HttpRequest) -> Partnership:
    partnership: Partnership = request.scope.partnership
    return partnership


def _parameters(request: HttpRequest) -> Mapping[str, list[str]]:
    return dict(request.GET.lists())


def _filter(request: HttpRequest) -> Filter:
    return Filter.read(_parameters(request))


def _language() -> str:
    return (get_language() or "nb")[:2]


def _wants_part(request: HttpRequest) -> bool:
    """Whether htmx asks for a part of the page; when it goes back in the history it needs the whole."""
    return request.headers.get("HX-Request") == "true" and "HX-History-Restore-Request" not in request.headers
