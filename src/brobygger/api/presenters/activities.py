"""Activities as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from brobygger.api.queries.slugs import Slugs
from brobygger.portfolio.models import Activity
from brobygger.portfolio.presenters.exports import row_as_json
from brobygger.portfolio.queries.history import Version
from brobygger.portfolio.queries.rows import ActivityRow
from brobygger.portfolio.rules.content import Content


def content_as_json(content: Content, slugs: Slugs) -> dict[str, Any]:
    """The content of an activity with slugs where the register has ids."""
    return {field_name(name): field_as_json(name, value, slugs) for name, value in content.items()}


def activity_as_json(activity: Activity, content: Content, slugs: Slugs) -> dict[str, Any]:
    """An activity whole."""
    return {
        "id": activity.slug,
        "version": activity.version,
        "standing": activity.standing,
        "merged_into": activity.merged_into.slug if activity.merged_into else None,
        "state": activity.state,
        "start": activity.start or None,
        "end": activity.end or None,
        "amount_nok": _number(activity.amount_nok),
        "registered_at": activity.registered_at,
        "registered_by": activity.registered_by,
        "changed_at": activity.changed_at,
        "changed_by": activity.changed_by,
        "content": content_as_json(content, slugs),
    }


def listed_as_json(row: ActivityRow, version: int, changed_at: datetime) -> dict[str, Any]:
    """An activity in a list."""
    return {**row_as_json(row), "version": version, "changed_at": changed_at}


def version_as_json(version: Version, slugs: Slugs) -> dict[str, Any]:
    """One version and what it changed."""
    return {
        "number": version.number,
        "at": version.at,
        "by": version.by,
        "is_present": version.is_present,
        "changes": [
            {
                "field": field_name(change.field),
                "before": field_as_json(change.field, change.before, slugs),
                "after": field_as_json(change.field, change.after, slugs),
            }
            for change in version.changes
        ],
    }


def field_name(name: str) -> str:
    """What a field of a content is called outside."""
    return "focus_areas" if name == "focus_area_ids" else name


def field_as_json(name: str, value: Any, slugs: Slugs) -> Any:
    """One field of a content."""
    if value is None:
        return None
    if name == "focus_area_ids":
        return [slugs.areas[pk] for pk in value if pk in slugs.areas]
    if name in {"participants", "fundings"}:
        key = "party" if name == "participants" else "funder"
        return [{**_row(row), key: slugs.party(row[key])} for row in value]
    if name == "external_ids":
        return [{"scheme": scheme, "value": text} for scheme, text in value]
    return value


def _row(row: Mapping[str, Any]) -> dict[str, Any]:
    return dict(row)


def _number(value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == int(value) else float(value)
