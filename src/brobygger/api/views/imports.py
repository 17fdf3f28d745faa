"""Imports: begun with a file or from Airtable, seen, and given up before anything is written.

Files are sent as multipart/form-data, with the same limits and refusals as on screen.
"""

from __future__ import annotations

from typing import Annotated

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from ninja import File, Form, Query, Router
from ninja.files import UploadedFile
from pydantic import WithJsonSchema

from brobygger.api.presenters.imports import WORKING, import_as_json, listed_import, source_as_json
from brobygger.api.queries.imports import imports_before
from brobygger.api.rules.faults import Fault, Refusal
from brobygger.api.schemas.imports import AirtableIn, ImportList, ImportOut, SourceList, SourceName
from brobygger.api.schemas.questions import PageQuestion
from brobygger.api.schemas.values import Number, Slug
from brobygger.api.views.door import Request, actor_of, answer, reading, writing
from brobygger.api.views.paging import page, place_in
from brobygger.intake.actions.begin import begin_fetching, begin_import, throw_away
from brobygger.intake.actions.fetch import fetch_when_kept
from brobygger.intake.actions.storage import Progress, is_at_work, progress_of
from brobygger.intake.models import Import
from brobygger.intake.queries.imports import choices_made, import_of, results_of, sources_of
from brobygger.intake.rules.mapping import Mapping, MappingRefused, mapping_from
from brobygger.partnerships.models import Partnership
from brobygger.portfolio.permissions import may_write

router = Router(tags=["Imports"])
ALL = "/imports"
ONE = "/imports/{int:number}"
FileSent = Annotated[UploadedFile, WithJsonSchema({"type": "string", "format": "binary"})]


@router.get(ALL, **reading({200: ImportList}, may=may_write))
def list_imports(request: Request, partnership: Slug, question: Query[PageQuestion]) -> HttpResponse:
    """Every import, latest first."""
    before, limit = place_in(request, question.cursor), question.limit
    found = imports_before(request.scope.partnership, before=before, limit=limit + 1)
    following = found[limit - 1].pk if len(found) > limit else None
    return page(request, [listed_import(run) for run in found[:limit]], following)


@router.post(ALL, **writing({201: ImportOut}, may=may_write, takes_key=True))
def upload(request: Request, partnership: Slug, file: File[FileSent], source: Form[SourceName]) -> HttpResponse:
    """Begin with a file: a workbook (.xlsx), CSV, or the JSON export of another Brobygger.

    Nothing is written in the register before it is started. What the columns probably mean is guessed, or remembered
    from the last import of the same source.
    """
    run = begin_import(
        partnership=request.scope.partnership,
        source_name=source,
        file_name=file.name or "",
        chunks=file.chunks(),
        for_organisation_id=request.scope.membership.organisation_id,
        by=actor_of(request),
        now=timezone.now(),
    )
    return _begun(request, run)


@router.post("/imports/airtable", **writing({201: ImportOut}, may=may_write, takes_key=True))
def fetch(request: Request, partnership: Slug, airtable: AirtableIn) -> HttpResponse:
    """Begin with a table of Airtable. Its rows are fetched in the background; the token is kept nowhere."""
    run = begin_fetching(
        partnership=request.scope.partnership,
        source_name=airtable.source,
        base=airtable.base,
        table=airtable.table,
        for_organisation_id=request.scope.membership.organisation_id,
        by=actor_of(request),
        now=timezone.now(),
    )
    fetch_when_kept(run=run, token=airtable.token)
    return _begun(request, run)


@router.get("/import-sources", **reading({200: SourceList}, may=may_write))
def list_sources(request: Request, partnership: Slug) -> HttpResponse:
    """What has been imported from, by name, with what is remembered of its columns."""
    areas = areas_by_id(request.scope.partnership)
    sources = sources_of(request.scope.partnership)
    return answer({"items": [source_as_json(each, _remembered(each.mapping), areas) for each in sources]})


@router.get(ONE, url_name="import", **reading({200: ImportOut}, may=may_write))
def read_import(request: Request, partnership: Slug, number: Number) -> HttpResponse:
    """How far an import has come: ask again while there is progress."""
    return told(run_of(request, number))


@router.delete(ONE, **writing({204: None}, may=may_write, conflicts=True))
def throw(request: Request, partnership: Slug, number: Number) -> HttpResponse:
    """Give an import up before anything is written: the file and what it said are deleted."""
    throw_away(run=run_of(request, number), by=actor_of(request), now=timezone.now())
    return answer(None)


def run_of(request: Request, number: int) -> Import:
    """An import of the partnership. Raises Refusal."""
    run = import_of(request.scope.partnership, number)
    if run is None:
        raise Refusal(Fault.NOT_FOUND)
    return run


def told(run: Import, *, status: int = 200, location: str = "") -> HttpResponse:
    """An import as it is now, as an answer."""
    works = run.state in WORKING
    value = import_as_json(
        run,
        choices_made(run),
        results_of(run),
        progress=progress_of(run.pk) if works else Progress(),
        at_work=works and is_at_work(run.pk),
    )
    return answer(value, status=status, headers={"Location": location} if location else {})


def areas_by_id(partnership: Partnership) -> dict[str, str]:
    """The slugs of focus areas, by id as it stands in a mapping."""
    return {str(pk): slug for pk, slug in partnership.focus_areas.values_list("pk", "slug")}


def _begun(request: Request, run: Import) -> HttpResponse:
    place = reverse("api:import", kwargs={"partnership": request.scope.partnership.slug, "number": run.pk})
    return told(run, status=201, location=request.build_absolute_uri(place))


def _remembered(kept: dict[str, object]) -> Mapping:
    try:
        return mapping_from({name: value for name, value in kept.items() if name != "seen"})
    except MappingRefused:
        return Mapping()
