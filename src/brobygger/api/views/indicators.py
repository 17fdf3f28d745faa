"""Indicators with their figures, and the activities behind a number."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from ninja import Query, Router

from brobygger.api.presenters.indicators import indicators_as_json, past_figures_as_json
from brobygger.api.rules.faults import Fault, FieldFault, Refusal
from brobygger.api.schemas.indicators import CountedList, DayQuestion, IndicatorList, IndicatorOut, PastFigures
from brobygger.api.schemas.problems import ProblemOut
from brobygger.api.schemas.questions import CountedQuestion
from brobygger.api.schemas.values import Slug
from brobygger.api.views.door import Request, answer, reading
from brobygger.api.views.paging import page, place_in
from brobygger.results.queries.counted import Counted, counted_activities
from brobygger.results.queries.frameworks import Figures, figures_of
from brobygger.results.queries.on_date import TooMuchSince, figures_on
from brobygger.snapshots.views.reading import FIRST_DAY

router = Router(tags=["Indicators"])


@router.get("/indicators", **reading({200: IndicatorList}))
def list_indicators(request: Request, partnership: Slug) -> HttpResponse:
    """The indicators of the current framework, each with a figure for every year and one for the period."""
    figures = figures_of(request.scope.partnership, today=timezone.localdate())
    return answer({"items": _told(request, figures) if figures else []})


@router.get("/past-figures", **reading({200: PastFigures, 409: ProblemOut}))
def list_past_figures(request: Request, partnership: Slug, question: Query[DayQuestion]) -> HttpResponse:
    """Every figure as it stood at the end of a past day. 409 when too much has been written since to look through."""
    day = question.dato
    if not FIRST_DAY <= day < timezone.localdate():
        raise Refusal(Fault.INVALID, errors=[FieldFault("dato", "range", "Name a day that is over.")])
    try:
        found = figures_on(request.scope.partnership, day)
    except TooMuchSince as much:
        raise Refusal(Fault.CONFLICT, f"{much.count} activities have been written since that day.") from much
    if found is None:
        raise Refusal(Fault.NOT_FOUND)
    items = past_figures_as_json(found)
    return answer({"date": day.isoformat(), "touched": found.touched, "items": items})


@router.get("/indicators/{slug:code}", **reading({200: IndicatorOut}))
def read_indicator(request: Request, partnership: Slug, code: Slug) -> HttpResponse:
    """One indicator."""
    found = {each["code"]: each for each in _told(request, the_figures(request))}
    if code not in found:
        raise Refusal(Fault.NOT_FOUND)
    return answer(found[code])


@router.get("/indicators/{slug:code}/activities", **reading({200: CountedList}))
def list_counted(request: Request, partnership: Slug, code: Slug, question: Query[CountedQuestion]) -> HttpResponse:
    """The activities a counted number consists of. 404 for what is not counted."""
    figures = the_figures(request)
    indicator = figures.indicator(code)
    number = place_in(request, question.cursor) or 1
    counted = (
        counted_activities(request.scope.partnership, indicator, figures.years, wanted=question.aar, page=str(number))
        if indicator
        else None
    )
    if counted is None:
        raise Refusal(Fault.NOT_FOUND)
    return counted_page(request, counted, number)


def counted_page(request: Request, counted: Counted, number: int) -> HttpResponse:
    """One page of the activities behind a number; the last one can turn to on screen is the last here too."""
    items = [
        {"id": each.slug, "kind": each.kind, "title": each.title, "version": each.version}
        for each in counted.activities
    ]
    return page(request, items, number + 1 if counted.has_next and counted.page == number else None)


def the_figures(request: Request) -> Figures:
    """The figures of the current framework, or 404."""
    figures = figures_of(request.scope.partnership, today=timezone.localdate())
    if figures is None:
        raise Refusal(Fault.NOT_FOUND)
    return figures


def _told(request: Request, figures: Figures) -> list[dict[str, Any]]:
    version = request.scope.partnership.data_version
    return indicators_as_json(figures, data_version=version, year=timezone.localdate().year)
