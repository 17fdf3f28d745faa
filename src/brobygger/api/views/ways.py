"""The register in other ways than as a list, with the same filter: what the screens of the same names show."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpResponse
from django.utils import timezone
from ninja import Query, Router

from brobygger.api.rules.faults import Fault, FieldFault, Refusal
from brobygger.api.schemas.activities import ActivityFilter
from brobygger.api.schemas.values import Slug
from brobygger.api.schemas.ways import (
    Board,
    DensityOut,
    DensityQuestion,
    MonthOut,
    MonthQuestion,
    PlaceList,
    SampleOut,
    SampleQuestion,
)
from brobygger.api.views.activities import asked_filter, refuse_unknown
from brobygger.api.views.door import Request, answer, reading
from brobygger.portfolio.presenters.density import MapView
from brobygger.portfolio.presenters.exports import row_as_json
from brobygger.portfolio.queries.board import columns_by_state, counts_by_place
from brobygger.portfolio.queries.bulk import ids_of_slugs
from brobygger.portfolio.queries.happenings import happenings_in
from brobygger.portfolio.queries.rows import RowReader
from brobygger.portfolio.queries.sampling import candidates
from brobygger.portfolio.queries.terms import density
from brobygger.portfolio.rules.filters import Sort
from brobygger.portfolio.rules.gazetteer import gazetteer
from brobygger.portfolio.rules.months import Month
from brobygger.portfolio.rules.sampling import draw

router = Router(tags=["Ways to see it"])
_CARD = ("id", "kind", "title", "focus_areas", "start", "end")


@router.get("/board", **reading({200: Board}))
def read_board(request: Request, partnership: Slug, question: Query[ActivityFilter]) -> HttpResponse:
    """What matches, by state: how many, and the first twenty of each. All of one state: the list with status=…"""
    columns = [
        {
            "state": column.state,
            "total": column.total,
            "is_exact": column.is_exact,
            "items": [{name: row_as_json(row)[name] for name in _CARD} for row in column.rows],
        }
        for column in columns_by_state(request.scope.partnership, asked_filter(request, ActivityFilter))
    ]
    return answer({"columns": columns})


@router.get("/calendar", **reading({200: MonthOut}))
def read_calendar(request: Request, partnership: Slug, question: Query[MonthQuestion]) -> HttpResponse:
    """The milestones that are dated to one month, at most three hundred."""
    month = Month.read(question.maaned, today=timezone.localdate())
    if question.maaned and month.text != question.maaned:
        raise Refusal(Fault.INVALID, errors=[FieldFault("maaned", "unknown", "Nothing can be dated to that year.")])
    found, is_whole = happenings_in(request.scope.partnership, asked_filter(request, MonthQuestion), month)
    items = [
        {
            "date": each.date,
            "kind": each.kind,
            "is_planned": each.is_planned,
            "note": each.note,
            "activity": each.slug,
            "title": each.title,
            "activity_kind": each.activity_kind,
        }
        for each in found
    ]
    return answer({"month": month.text, "is_whole": is_whole, "items": items})


@router.get("/places", **reading({200: PlaceList}))
def list_places(request: Request, partnership: Slug, question: Query[ActivityFilter]) -> HttpResponse:
    """Where what matches happens, the most first; with positions, good to some hundred metres, where we know them."""
    counts = counts_by_place(request.scope.partnership, asked_filter(request, ActivityFilter))
    known = gazetteer()
    items = []
    for name, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])):
        at = known.get(name)
        position = {"latitude": at.latitude if at else None, "longitude": at.longitude if at else None}
        items.append({"name": name, "activities": count, **position})
    return answer({"items": items})


@router.get("/density", **reading({200: DensityOut}))
def read_density(request: Request, partnership: Slug, question: Query[DensityQuestion]) -> HttpResponse:
    """How many activities each department, discipline or focus area has with each service area or of each kind.

    What is not among the pairs is zero: that is where there is nothing.
    """
    refuse_unknown(request, DensityQuestion)
    view = MapView(question.vis, question.aar)
    found = density(request.scope.partnership, view.rows, view.columns, year=view.year)
    pairs = [{"row": row, "column": column, "activities": n} for (row, column), n in sorted(found.cells.items())]
    return answer({"rows": found.rows, "columns": found.columns, "pairs": pairs})


@router.get("/sample", **reading({200: SampleOut}))
def draw_sample(request: Request, partnership: Slug, question: Query[SampleQuestion]) -> HttpResponse:
    """A random sample, spread over departments as evenly as possible, that anybody can draw again with the same word."""
    scope, word = request.scope, " ".join(question.fro.split())
    if not word:
        raise Refusal(Fault.INVALID, errors=[FieldFault("fro", "missing", "Write a word.")])
    wanted = replace(asked_filter(request, SampleQuestion).narrowing, sort=Sort.NEWEST)
    drawn = draw(candidates(scope.partnership, wanted), size=question.antall, seed=word)
    departments = {each.slug: each.department or None for each in drawn.drawn}
    rows = RowReader(scope.partnership).rows(ids_of_slugs(scope.partnership, list(departments)))
    return answer(
        {
            "word": word,
            "among": drawn.among,
            "departments": drawn.departments,
            "checksum": drawn.checksum,
            "items": [{**row_as_json(row), "department": departments[row.slug]} for row in rows],
        }
    )
