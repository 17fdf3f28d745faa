"""Which activities the rows of an import say they belong to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from brobygger.intake.models import Import, ImportRow
from brobygger.intake.rules.rows import key_of
from brobygger.intake.rules.words import plain
from brobygger.portfolio.models import Activity, Relation
from brobygger.portfolio.rules.text import sort_key


def named_in_register(run: Import, names: Sequence[str]) -> dict[str, str | None]:
    """Slugs of activities by slug or exact title, as rows name them; None where several have the title. One query a half."""
    found: dict[str, str | None] = {}
    there = Activity.objects.filter(partnership_id=run.partnership_id)
    for slug, title in there.filter(title_key__in={sort_key(name) for name in names}).values_list("slug", "title"):
        word = plain(title)
        found[word] = None if word in found else slug
    by_slug = set(there.filter(slug__in=[name[:80] for name in names]).values_list("slug", flat=True))
    return {
        name: name if name in by_slug else found[plain(name)]
        for name in names
        if name in by_slug or plain(name) in found
    }


def rows_named(run: Import) -> tuple[dict[str, int], dict[str, int]]:
    """Numbers of the rows of a file, by key and by plain title; 0 where several have the title."""
    by_key: dict[str, int] = {}
    by_title: dict[str, int] = {}
    rows = ImportRow.objects.filter(run=run).order_by("number")
    for number, key, title in rows.values_list("number", "key", "title").iterator(2000):
        by_key.setdefault(key, number)
        word = plain(title)
        by_title[word] = 0 if word in by_title else number
    return by_key, by_title


def row_meant(name: str, by_key: Mapping[str, int], by_title: Mapping[str, int]) -> int | None:
    """The row of the file that a name means; 0 when several, None when none."""
    return by_key.get(key_of(name)) or by_title.get(plain(name))


def relations_of(ids: Sequence[int]) -> set[tuple[int, str, str]]:
    """(activity, kind, slug of the other) of every relation that goes out from these. One query."""
    return set(Relation.objects.filter(activity_id__in=ids).values_list("activity_id", "kind", "other__slug"))
