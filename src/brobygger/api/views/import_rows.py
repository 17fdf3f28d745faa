"""The rows of an import: what the dry run found, what is chosen, carrying it out, its report, and undoing it."""

from __future__ import annotations

import json
from collections.abc import Iterator

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpResponse, HttpResponseBase
from django.utils import timezone
from ninja import Query, Router

from brobygger.api.presenters.imports import import_row_as_json
from brobygger.api.queries.imports import rows_after, twins_of_rows
from brobygger.api.rules.faults import Fault, FieldFault, Refusal
from brobygger.api.schemas.change_sets import Undone
from brobygger.api.schemas.imports import (
    ChoiceForAll,
    ChoicesIn,
    Chosen,
    ImportOut,
    RowChoice,
    RowList,
    RowOut,
    RowsQuestion,
)
from brobygger.api.schemas.problems import ProblemOut
from brobygger.api.schemas.values import Number, Slug
from brobygger.api.views.door import Request, actor_of, answer, reading, writing
from brobygger.api.views.exports import CSV, JSON, XLSX, as_file, preferred
from brobygger.api.views.imports import ONE, run_of, told
from brobygger.api.views.paging import page, place_in
from brobygger.intake.actions.choose import choose, choose_for_all, order, start_again
from brobygger.intake.actions.undo import undo_import
from brobygger.intake.models import Import
from brobygger.intake.presenters.report import report_csv, report_xlsx
from brobygger.intake.queries.imports import all_rows
from brobygger.intake.rules.kinds import CHOICES
from brobygger.portfolio.permissions import may_undo, may_write

router = Router(tags=["Imports"])


@router.get(f"{ONE}/rows", **reading({200: RowList}, may=may_write))
def list_rows(request: Request, partnership: Slug, number: Number, question: Query[RowsQuestion]) -> HttpResponse:
    """The rows, in the order of the file, a page at a time."""
    run, limit = run_of(request, number), question.limit
    after = place_in(request, question.cursor)
    found = rows_after(
        run,
        outcome=question.outcome,
        result=question.result,
        after=-1 if after is None else after,
        limit=limit + 1,
    )
    following = found[limit - 1].number if len(found) > limit else None
    return page(request, [import_row_as_json(run, row) for row in found[:limit]], following)


@router.post(f"{ONE}/choices", **writing({200: Chosen}, may=may_write, takes_key=True, conflicts=True))
def choose_rows(request: Request, partnership: Slug, number: Number, choices: ChoicesIn) -> HttpResponse:
    """Choose what to do with some rows. What a row does not allow leaves it as it was."""
    run = run_of(request, number)
    twins = twins_of_rows(run, [each.row for each in choices.rows if each.twin])
    chosen = {each.row: (each.choice, _twin(at, each, twins)) for at, each in enumerate(choices.rows)}
    return answer({"rows": choose(run=run, choices=chosen)})


@router.post(f"{ONE}/choices/all", **writing({200: Chosen}, may=may_write, takes_key=True, conflicts=True))
def choose_all(request: Request, partnership: Slug, number: Number, choice: ChoiceForAll) -> HttpResponse:
    """Choose the same for every row of one outcome."""
    run = run_of(request, number)
    if choice.choice not in CHOICES[choice.outcome]:
        told = FieldFault("choice", "not_allowed", f"It cannot be chosen for «{choice.outcome}».")
        raise Refusal(Fault.INVALID, errors=[told])
    return answer({"rows": choose_for_all(run=run, outcome=choice.outcome, choice=choice.choice)})


@router.post(f"{ONE}/start", **writing({200: ImportOut}, may=may_write, takes_key=True, conflicts=True))
def start(request: Request, partnership: Slug, number: Number) -> HttpResponse:
    """Carry it out as chosen, in the background. Rows that are not decided are passed over."""
    order(run=run_of(request, number))
    return told(run_of(request, number))


@router.post(f"{ONE}/start-again", **writing({200: ImportOut}, may=may_write, takes_key=True, conflicts=True))
def again(request: Request, partnership: Slug, number: Number) -> HttpResponse:
    """Begin anew what was interrupted, or failed while it was carried out."""
    start_again(run=run_of(request, number))
    return told(run_of(request, number))


@router.post(f"{ONE}/undo", **writing({200: Undone}, may=may_write, takes_key=True, conflicts=True))
def undo(request: Request, partnership: Slug, number: Number) -> HttpResponse:
    """Undo all of an import of one's own; coordinators any. 409 names what was changed since: nothing is undone then."""
    run = run_of(request, number)
    if run.change_set and not may_undo(request.scope, run.change_set):
        raise Refusal(Fault.NOT_ALLOWED, "Only who did it may, and coordinators.")
    count = undo_import(run=run, by=actor_of(request), now=timezone.now())
    return answer({"activities": count})


@router.get(f"{ONE}/report", **reading({200: list[RowOut], 406: ProblemOut}, may=may_write))
def read_report(request: Request, partnership: Slug, number: Number) -> HttpResponseBase:
    """A line for each row: as JSON, or the file one downloads on screen (Accept: text/csv or the type of .xlsx)."""
    run = run_of(request, number)
    form = preferred(request, JSON, CSV, XLSX)
    name = f"{run.partnership.slug}-import-{run.pk}"
    if form == XLSX:
        return as_file(report_xlsx(run, all_rows(run)), f"{name}.xlsx", XLSX)
    if form == CSV:
        return as_file(report_csv(run, all_rows(run)), f"{name}.csv", f"{CSV}; charset=utf-8")
    return as_file(_json_lines(run), f"{name}.json", JSON)


def _json_lines(run: Import) -> Iterator[str]:
    before = "["
    for row in all_rows(run):
        yield before + json.dumps(import_row_as_json(run, row), cls=DjangoJSONEncoder, ensure_ascii=False)
        before = ",\n"
    yield "]" if before != "[" else "[]"


def _twin(at: int, choice: RowChoice, twins: dict[int, dict[str, int]]) -> int:
    """The id of the probable duplicate that is meant; 0 is the first."""
    if choice.twin is None:
        return 0
    found = twins.get(choice.row, {}).get(choice.twin)
    if found is None:
        told = FieldFault(f"rows.{at}.twin", "unknown", f"Row {choice.row} is not probably the same as that.")
        raise Refusal(Fault.INVALID, errors=[told])
    return found
