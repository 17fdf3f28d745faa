"""The versions of an activity: what each of them changed, who made it and when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from brobygger.portfolio.models import Activity, Revision
from brobygger.portfolio.queries.drafts import drafts_of, with_parts
from brobygger.portfolio.rules.changes import Change, changes_between
from brobygger.portfolio.rules.content import content_of

LATEST = 50


@dataclass(frozen=True)
class Version:
    """One version. `changes` are against the version before; empty for the first, and where that one is not shown."""

    number: int
    at: datetime
    by: str
    changes: Sequence[Change]
    is_present: bool


def versions_of(activity: Activity, *, at_most: int = LATEST) -> list[Version]:
    """The versions of an activity, newest first. A fixed number of queries."""
    past = list(Revision.objects.filter(activity=activity).order_by("-number")[:at_most])
    contents = [content_at(activity, activity.version), *(revision.content for revision in past)]
    made = [
        (activity.version, activity.changed_at, activity.changed_by),
        *((revision.number, revision.made_at, revision.made_by) for revision in past),
    ]
    before: list[Any] = [*contents[1:], None]
    return [
        Version(number, at, by, changes_between(was, now) if was and now else [], number == activity.version)
        for (number, at, by), now, was in zip(made, contents, before, strict=True)
    ]


def content_at(activity: Activity, number: int) -> dict[str, Any] | None:
    """The content of one version of an activity; None when there is no such version."""
    revision = Revision.objects.filter(activity=activity, number=number).first()
    if revision:
        content: dict[str, Any] = revision.content
        return content
    found = drafts_of(with_parts(Activity.every.filter(pk=activity.pk, version=number)))
    return content_of(found[0]) if found else None
