"""What was adopted: snapshots with their figures, who was behind a number, errata, and the file itself."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from ninja import Query, Router

from brobygger.api.presenters.snapshots import (
    erratum_as_json,
    figure_as_json,
    member_as_json,
    preview_as_json,
    snapshot_as_json,
)
from brobygger.api.rules.faults import Fault, FieldFault, Refusal
from brobygger.api.rules.tokens import ApiScope
from brobygger.api.schemas.snapshots import (
    ErratumIn,
    ErratumList,
    ErratumOut,
    FrozenFigureList,
    FrozenMemberList,
    MembersQuestion,
    PreviewIn,
    PreviewOut,
    SnapshotList,
    SnapshotOut,
)
from brobygger.api.schemas.values import Number, Slug
from brobygger.api.views.door import Request, actor_of, answer, not_modified, reading, writing
from brobygger.api.views.paging import page, place_in
from brobygger.snapshots.actions.errata import make_erratum
from brobygger.snapshots.models import Snapshot
from brobygger.snapshots.permissions import may_correct
from brobygger.snapshots.queries.errata import activities_named, preview
from brobygger.snapshots.queries.members import MEMBERS, UNDATED, WAITING, frozen_figure, frozen_members
from brobygger.snapshots.queries.reading import errata_of, file_of, items_of, snapshot_numbered, snapshots_of

router = Router(tags=["Adopted"])
_corrects = partial(writing, may=may_correct, need=ApiScope.COORDINATE, takes_key=True, conflicts=True)


@router.get("/snapshots", **reading({200: SnapshotList}))
def list_snapshots(request: Request, partnership: Slug) -> HttpResponse:
    """All that has been adopted, the newest first."""
    return answer({"items": [snapshot_as_json(each) for each in snapshots_of(request.scope.partnership)]})


@router.get("/snapshots/{int:number}", **reading({200: SnapshotOut}))
def read_snapshot(request: Request, partnership: Slug, number: Number) -> HttpResponse:
    """One snapshot."""
    found = _found(request, number)
    return answer(snapshot_as_json(found, len(errata_of(found))))


@router.get("/snapshots/{int:number}/figures", **reading({200: FrozenFigureList}))
def list_frozen_figures(request: Request, partnership: Slug, number: Number) -> HttpResponse:
    """Every figure as it was adopted."""
    return answer({"items": [figure_as_json(each) for each in items_of(_found(request, number), "figures")]})


@router.get("/snapshots/{int:number}/figures/{slug:code}/activities", **reading({200: FrozenMemberList}))
def list_frozen_members(
    request: Request, partnership: Slug, number: Number, code: Slug, question: Query[MembersQuestion]
) -> HttpResponse:
    """The activities a frozen number consisted of, called what they were called then. 404 for what was not counted."""
    found = _found(request, number)
    part, year = _asked(question.aar)
    figure = frozen_figure(found, code, year)
    if figure is None or figure["counted"] is None:
        raise Refusal(Fault.NOT_FOUND)
    at = place_in(request, question.cursor) or 1
    listed = frozen_members(request.scope.partnership, found, code, year, part=part, page=at)
    items = [member_as_json(value) for value in listed.page.values]
    return page(request, items, at + 1 if listed.page.has_next else None)


@router.get("/snapshots/{int:number}/errata", **reading({200: ErratumList}))
def list_errata(request: Request, partnership: Slug, number: Number) -> HttpResponse:
    """What was found wrong in it afterwards, and how totals change."""
    return answer({"items": [erratum_as_json(each) for each in errata_of(_found(request, number))]})


@router.post("/snapshots/{int:number}/errata/preview", **_corrects({200: PreviewOut}))
def preview_erratum(request: Request, partnership: Slug, number: Number, said: PreviewIn) -> HttpResponse:
    """How totals would change by an erratum about some activities. Nothing is written."""
    found = _found(request, number)
    return answer(preview_as_json(preview(request.scope.partnership, found, _about(request, said.activities))))


@router.post("/snapshots/{int:number}/errata", **_corrects({201: ErratumOut}))
def write_erratum(request: Request, partnership: Slug, number: Number, said: ErratumIn) -> HttpResponse:
    """Write down that a snapshot was wrong about some activities. What was adopted stands as it was."""
    made = make_erratum(
        partnership=request.scope.partnership,
        snapshot=_found(request, number),
        kind=said.kind,
        activity_ids=_about(request, said.activities),
        reason=said.reason,
        decider=said.decider,
        by=actor_of(request),
        now=timezone.now(),
        seal=said.seal,
    )
    return answer(erratum_as_json(made), status=201)


@router.get("/snapshots/{int:number}/file", **reading({200: str}))
def read_snapshot_file(request: Request, partnership: Slug, number: Number) -> HttpResponseBase:
    """The file the checksum is of: canonical JSON, a line for each item (docs/reference/snapshot-file.md)."""
    found = _found(request, number)
    tag = f'"{found.sha256}"'
    known = not_modified(request, tag)
    if known is not None:
        return known
    response = StreamingHttpResponse(file_of(found), content_type="application/jsonl")
    name = f"{request.scope.partnership.slug}-vedtatt-{found.number}.jsonl"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["ETag"] = tag
    return response


def _found(request: Request, number: int) -> Snapshot:
    found = snapshot_numbered(request.scope.partnership, number) if number < 2**31 else None
    if found is None:
        raise Refusal(Fault.NOT_FOUND)
    return found


def _about(request: Request, named: Sequence[str]) -> list[int]:
    """The ids of activities, also of those that are no longer in the register. Raises Refusal for what is none."""
    ids = activities_named(request.scope.partnership, list(named))
    unknown = [text for text in named if text not in ids]
    if unknown:
        faults = [FieldFault("activities", "unknown", f"There is no activity «{text}».") for text in unknown]
        raise Refusal(Fault.INVALID, errors=faults)
    return sorted(set(ids.values()))


def _asked(text: str) -> tuple[str, int | None]:
    """Which list somebody asks for. Raises Refusal for what is none."""
    if text == "uten":
        return UNDATED, None
    part, year = (WAITING, text.removeprefix("venter-")) if text.startswith("venter-") else (MEMBERS, text)
    if not year and part == MEMBERS:
        return MEMBERS, None
    if not (year.isascii() and year.isdigit() and len(year) == 4):
        raise Refusal(Fault.NOT_FOUND)
    return part, int(year)
