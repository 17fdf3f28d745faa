"""A figure by unit, as reported or on the units of today, and the activities behind each of its numbers."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpResponse
from django.utils import timezone
from ninja import Query, Router

from brobygger.api.presenters.by_unit import unit_figure_as_json
from brobygger.api.rules.faults import Fault, Refusal
from brobygger.api.schemas.indicators import BehindUnitQuestion, CountedList, UnitFigureList, UnitFigureQuestion
from brobygger.api.schemas.values import Slug
from brobygger.api.views.door import Request, reading
from brobygger.api.views.indicators import counted_page, the_figures
from brobygger.api.views.paging import page, place_in
from brobygger.organisations.queries import party_names
from brobygger.results.models import Indicator
from brobygger.results.presenters.by_unit import in_order, row_notes, row_read
from brobygger.results.queries.by_unit import behind, can_be_divided, figure_by_unit

router = Router(tags=["Indicators"])
ALL = "/indicators/{slug:code}/units"


@router.get(ALL, **reading({200: UnitFigureList}))
def list_units(request: Request, partnership: Slug, code: Slug, question: Query[UnitFigureQuestion]) -> HttpResponse:
    """What an indicator's number is by unit: every row with something in it. 404 for what cannot be divided."""
    here = request.scope.partnership
    indicator, years = _divided(request, code)
    found = figure_by_unit(here, indicator, years, tree=question.tre, today=timezone.localdate())
    if found is None:
        raise Refusal(Fault.NOT_FOUND)
    directory = party_names(here.directory_id).directory
    note = row_notes(found, directory, question.tre)
    rows = list(in_order(found, directory, request.scope.partner_ids))
    start = place_in(request, question.cursor) or 0
    end = start + question.limit
    items = [unit_figure_as_json(path, row, note, directory, years) for path, row, _ in rows[start:end]]
    return page(request, items, end if end < len(rows) else None)


@router.get(f"{ALL}/activities", **reading({200: CountedList}))
def list_behind_unit(
    request: Request, partnership: Slug, code: Slug, question: Query[BehindUnitQuestion]
) -> HttpResponse:
    """The activities behind a number of a row. 404 for a row or year there is not."""
    here = request.scope.partnership
    indicator, years = _divided(request, code)
    row = row_read(party_names(here.directory_id).directory, question.rad)
    if row is None or question.aar not in {"", *map(str, years)}:
        raise Refusal(Fault.NOT_FOUND)
    number = place_in(request, question.cursor) or 1
    counted = behind(
        here,
        indicator,
        years,
        tree=question.tre,
        today=timezone.localdate(),
        row=row,
        part=question.part,
        year=int(question.aar) if question.aar else None,
        page=str(number),
    )
    return counted_page(request, counted, number)


def _divided(request: Request, code: str) -> tuple[Indicator, Sequence[int]]:
    """The indicator of an address with its years, or 404 when there is none or it cannot be divided."""
    figures = the_figures(request)
    found = figures.indicator(code)
    if found is None or not can_be_divided(found, figures.years):
        raise Refusal(Fault.NOT_FOUND)
    return found, figures.years
