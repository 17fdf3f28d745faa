"""The whole of a list as a file, and all that is registered of it: what Accept asks for."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from ninja import Query, Router

from brobygger.api.rules.faults import Fault, Refusal
from brobygger.api.schemas.activities import ActivityFilter, ExportedActivity, ExportQuestion
from brobygger.api.schemas.problems import ProblemOut
from brobygger.api.schemas.values import Slug
from brobygger.api.views.activities import asked_filter
from brobygger.api.views.door import Request, reading
from brobygger.portfolio.presenters.exports import COLUMNS, csv_lines, file_name, json_lines, xlsx_file
from brobygger.portfolio.presenters.whole import archive, json_document, tables_of, workbook
from brobygger.portfolio.queries.bulk import entries
from brobygger.portfolio.queries.editing import focus_areas_of
from brobygger.portfolio.queries.listing import find_all
from brobygger.portfolio.queries.rows import RowReader
from brobygger.portfolio.rules.columns import file_columns

router = Router(tags=["Exports"])
JSON, CSV, ZIP = "application/json", "text/csv", "application/zip"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_ENDINGS = {JSON: "json", CSV: "csv", ZIP: "zip", XLSX: "xlsx"}


@router.get("/exports/activities", **reading({200: list[ExportedActivity], 406: ProblemOut}))
def export_activities(request: Request, partnership: Slug, question: Query[ExportQuestion]) -> HttpResponseBase:
    """All that match a filter, as JSON or (Accept: text/csv, or the type of .xlsx) as a file a spreadsheet opens."""
    wanted = asked_filter(request, ExportQuestion)
    form = preferred(request, JSON, CSV, XLSX)
    partnership_ = request.scope.partnership
    columns = file_columns(wanted.columns, COLUMNS)
    with_seldom = not set(COLUMNS).issuperset(columns)
    rows = RowReader(partnership_).stream(find_all(partnership_, wanted), with_seldom=with_seldom)
    name = file_name(partnership_.slug, timezone.localdate(), _ENDINGS[form])
    if form == XLSX:
        return as_file(xlsx_file(rows, columns), name, XLSX)
    if form == CSV:
        return as_file(csv_lines(rows, columns, for_spreadsheet=True), name, f"{CSV}; charset=utf-8")
    return as_file(json_lines(rows, columns), name, JSON)


@router.get("/exports/everything", **reading({200: dict[str, Any], 406: ProblemOut}))
def export_everything(request: Request, partnership: Slug, question: Query[ActivityFilter]) -> HttpResponseBase:
    """All that is registered of what matches a filter, as JSON that another Brobygger imports.

    Accept: application/zip gives CSV files in an archive, the type of .xlsx a workbook with a sheet for each table.
    """
    wanted = asked_filter(request, ActivityFilter)
    form = preferred(request, JSON, XLSX, ZIP)
    partnership_ = request.scope.partnership
    ids = list(find_all(partnership_, wanted))
    name = file_name(f"{partnership_.slug}-alt", timezone.localdate(), _ENDINGS[form])
    if form == XLSX:
        return as_file(workbook(tables_of(partnership_, ids)), name, XLSX)
    if form == ZIP:
        return as_file(archive(tables_of(partnership_, ids)), name, ZIP)
    areas = focus_areas_of(partnership_)
    return as_file(json_document(partnership_, areas, entries(partnership_, ids), now=timezone.now()), name, JSON)


def preferred(request: HttpRequest, *forms: str) -> str:
    """The form that Accept likes best, the first when it likes all. Raises Refusal when it wants another."""
    form = request.get_preferred_type(list(forms))
    if form is None:
        raise Refusal(Fault.NOT_ACCEPTABLE, f"There are {', '.join(forms)}.")
    return form


def as_file(content: Any, name: str, kind: str) -> HttpResponseBase:
    """A file, or lines of one as they come, with a name to keep it under."""
    response: HttpResponseBase
    if hasattr(content, "read"):
        response = FileResponse(content, as_attachment=True, filename=name, content_type=kind)
    else:
        response = StreamingHttpResponse(content, content_type=kind)
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Vary"] = "Accept"
    return response
