"""Activities whole, in whatever standing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from brobygger.partnerships.models import Partnership
from brobygger.portfolio.models import Activity
from brobygger.portfolio.queries.drafts import drafts_of, with_parts
from brobygger.portfolio.queries.rows import ActivityRow, RowReader
from brobygger.portfolio.rules.content import content_of


def whole_entries(partnership: Partnership, ids: Sequence[int]) -> list[tuple[Activity, dict[str, Any]]]:
    """Activities by id with their contents, in the order of the ids. Nine queries, however many."""
    found = with_parts(Activity.every.filter(pk__in=ids).select_related("merged_into"))
    activities = [activity for activity in found if activity.partnership_id == partnership.pk]
    contents = {a.pk: (a, content_of(draft)) for a, draft in zip(activities, drafts_of(activities), strict=True)}
    return [contents[pk] for pk in ids if pk in contents]


def rows_with_versions(partnership: Partnership, ids: Sequence[int]) -> list[tuple[ActivityRow, int, Any]]:
    """Activities by id as rows, each with its version and when that was made. Six queries, however many."""
    rows = {row.slug: row for row in RowReader(partnership).rows(ids)}
    made = {
        pk: (slug, version, changed_at)
        for pk, slug, version, changed_at in Activity.every.filter(pk__in=ids).values_list(
            "pk", "slug", "version", "changed_at"
        )
    }
    return [
        (rows[slug], version, changed_at)
        for slug, version, changed_at in (made[pk] for pk in ids if pk in made)
        if slug in rows
    ]
