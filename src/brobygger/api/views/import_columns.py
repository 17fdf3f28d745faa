"""How the file of an import is read: its sheet, its headers, and what its columns mean."""

from __future__ import annotations

from django.http import HttpResponse
from ninja import Router

from brobygger.api.forms.imports import mapping_from_json
from brobygger.api.presenters.imports import mapping_as_json, table_as_json
from brobygger.api.rules.faults import Fault, FieldFault, Refusal
from brobygger.api.schemas.imports import ImportOut, MappingIn, MappingOut, TableIn, TableOut
from brobygger.api.schemas.values import Number, Slug
from brobygger.api.views.door import Request, answer, reading, writing
from brobygger.api.views.imports import ONE, areas_by_id, run_of, told
from brobygger.intake.actions.begin import NotNow, choose_sheet, set_mapping
from brobygger.intake.actions.storage import file_of
from brobygger.intake.models import Import
from brobygger.intake.queries.vocabulary import mapping_choices
from brobygger.intake.rules.kinds import SourceKind
from brobygger.intake.rules.mapping import mapping_from
from brobygger.intake.sources.table import look_at
from brobygger.portfolio.permissions import may_write

router = Router(tags=["Imports"])
TABLE, MAPPING = f"{ONE}/table", f"{ONE}/mapping"


@router.get(TABLE, **reading({200: TableOut}, may=may_write))
def read_table(request: Request, partnership: Slug, number: Number) -> HttpResponse:
    """The sheets of the file, and where its headers were found. 404 when there is no such file, or no more."""
    return _table(run_of(request, number))


@router.put(TABLE, **writing({200: TableOut}, may=may_write, conflicts=True))
def choose_table(request: Request, partnership: Slug, number: Number, table: TableIn) -> HttpResponse:
    """Read another sheet, or another row as the headers. What the columns mean is guessed anew."""
    run = run_of(request, number)
    _there(run)
    look = look_at(file_of(run.pk), run.file_name) if run.kind == SourceKind.TABLE else None
    if look and table.sheet and table.sheet not in {name for name, _is_hidden in look.sheets}:
        raise Refusal(Fault.INVALID, errors=[FieldFault("sheet", "unknown", "There is no such sheet.")])
    at = table.header_row
    header_rows = None if at is None else [at] if at else []
    return _table(choose_sheet(run=run, sheet=table.sheet, header_rows=header_rows))


@router.get(MAPPING, **reading({200: MappingOut}, may=may_write))
def read_mapping(request: Request, partnership: Slug, number: Number) -> HttpResponse:
    """What the columns mean: as guessed, as remembered for the source, or as somebody said."""
    run = run_of(request, number)
    areas = areas_by_id(request.scope.partnership)
    return answer(mapping_as_json(mapping_from(run.mapping), run.columns, areas))


@router.put(MAPPING, **writing({200: ImportOut}, may=may_write, conflicts=True))
def write_mapping(request: Request, partnership: Slug, number: Number, mapping: MappingIn) -> HttpResponse:
    """Say what the columns mean. It is remembered for the source, and the dry run begins."""
    run = run_of(request, number)
    if run.change_set_id is None:
        _there(run)
    areas = {slug: int(pk) for pk, slug in areas_by_id(request.scope.partnership).items()}
    disciplines = mapping_choices(run.partnership, "nb").disciplines
    set_mapping(run=run, mapping=mapping_from_json(mapping, run.columns, areas, disciplines))
    return told(run_of(request, number))


def _table(run: Import) -> HttpResponse:
    if run.kind != SourceKind.TABLE or not file_of(run.pk).exists():
        raise Refusal(Fault.NOT_FOUND, "There is no file with sheets.")
    return answer(table_as_json(look_at(file_of(run.pk), run.file_name, sheet=run.sheet, header_rows=run.header_rows)))


def _there(run: Import) -> None:
    """An import whose file is deleted cannot be read again."""
    if not file_of(run.pk).exists():
        raise NotNow(run.state)
