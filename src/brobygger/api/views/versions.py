"""The versions of an activity: read, and made the present one again."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from ninja import Query, Router

from brobygger.api.presenters.activities import content_as_json, version_as_json
from brobygger.api.queries.slugs import slugs_for
from brobygger.api.rules.faults import Fault, Refusal
from brobygger.api.schemas.activities import ActivityOut, VersionContent, VersionList
from brobygger.api.schemas.questions import LimitQuestion
from brobygger.api.schemas.values import Number, Slug
from brobygger.api.views.activities import ONE, changed_activity, entry_of
from brobygger.api.views.door import Request, actor_of, answer, reading, version_read, writing
from brobygger.portfolio.actions.change import restore_version
from brobygger.portfolio.permissions import may_write
from brobygger.portfolio.queries.history import Version, content_at, versions_of
from brobygger.portfolio.rules.content import Content

router = Router(tags=["Versions"])


@router.get(f"{ONE}/versions", **reading({200: VersionList}))
def list_versions(request: Request, partnership: Slug, slug: Slug, question: Query[LimitQuestion]) -> HttpResponse:
    """The latest versions, newest first, each with what it changed. Older ones are read by their number."""
    versions = versions_of(entry_of(request, slug), at_most=question.limit)
    slugs = slugs_for(request.scope.partnership, map(_named, versions))
    return answer({"items": [version_as_json(version, slugs) for version in versions]})


@router.get(f"{ONE}/versions/{{int:number}}", **reading({200: VersionContent}))
def read_version(request: Request, partnership: Slug, slug: Slug, number: Number) -> HttpResponse:
    """The content of one version."""
    content = content_at(entry_of(request, slug), number)
    if content is None:
        raise Refusal(Fault.NOT_FOUND, "There is no such version.")
    slugs = slugs_for(request.scope.partnership, [content])
    return answer({"id": slug, "number": number, "content": content_as_json(content, slugs)})


@router.post(
    f"{ONE}/versions/{{int:number}}/restore",
    **writing({200: ActivityOut}, may=may_write, takes_version=True, takes_key=True),
)
def restore(request: Request, partnership: Slug, slug: Slug, number: Number) -> HttpResponse:
    """Make the activity what it was in an earlier version, as a new version."""
    activity = entry_of(request, slug)
    restore_version(
        partnership=request.scope.partnership,
        activity=activity,
        number=number,
        base_version=version_read(request, activity),
        by=actor_of(request),
        now=timezone.now(),
    )
    return changed_activity(request, activity)


def _named(version: Version) -> Content:
    """The rows of a version's changes that name parties."""
    rows: dict[str, list[Any]] = {"participants": [], "fundings": []}
    for change in version.changes:
        if change.field in rows:
            rows[change.field] += [*(change.before or []), *(change.after or [])]
    return rows
