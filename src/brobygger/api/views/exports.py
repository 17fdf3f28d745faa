"""The whole of a list as a file: what Accept asks for."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from ninja import Query, Router

from brobygger.api.rules.faults import Fault, Refusal
from brobygger.api.schemas.activities import ActivityFilter, ActivityRow
from brobygger.api.schemas.problems import ProblemOut
from brobygger.api.schemas.values import Slug
from brobygger.api.views.activities import asked_filter
from brobygger.api.views.door import Request, reading
from brobygger.portfolio.presenters.exports import csv_lines, file_name, json_lines
from brobygger.portfolio.queries.listing import find_all
from brobygger.portfolio.queries.rows import RowReader

router = Router(tags=["Exports"])
JSON, CSV = "application/json", "text/csv"


@router.get("/exports/activities", **reading({200: list[ActivityRow], 406: ProblemOut}))
def export_activities(request: Request, partnership: Slug, question: Query[ActivityFilter]) -> HttpResponseBase:
    """All that match a filter, as JSON or (Accept: text/csv) as CSV that a spreadsheet opens."""
    wanted = asked_filter(request, ActivityFilter)
    form = request.get_preferred_type([JSON, CSV])
    if form is None:
        raise Refusal(Fault.NOT_ACCEPTABLE, f"There are {JSON} and {CSV}.")
    scope = request.scope
    rows = RowReader(scope.partnership).stream(find_all(scope.partnership, wanted))
    response: HttpResponse | StreamingHttpResponse
    if form == CSV:
        response = StreamingHttpResponse(csv_lines(rows, for_spreadsheet=True), content_type="text/csv; charset=utf-8")
    else:
        response = StreamingHttpResponse(json_lines(rows), content_type=JSON)
    name = file_name(scope.partnership.slug, timezone.localdate(), "csv" if form == CSV else "json")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Vary"] = "Accept"
    return response
