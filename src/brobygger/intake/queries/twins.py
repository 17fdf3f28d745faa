"""Which entries of the register may be the same as something new."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import cache
from importlib import import_module
from typing import Any

from brobygger.organisations.rules.names import fold
from brobygger.partnerships.models import Partnership
from brobygger.portfolio.models import Activity
from brobygger.portfolio.rules.drafts import ActivityDraft
from brobygger.portfolio.rules.text import sort_key

AT_MOST = 3
# A twin as it is kept with a row: id, slug, title, kind, score, [[code, bits, words], …].
Kept = list[Any]


@cache
def _finder() -> Callable[..., Any] | None:
    """The duplicate finder's question for drafts, where it is there."""
    try:
        found: Callable[..., Any] = import_module("brobygger.duplicates.queries.twins").twins_of_drafts
    except ImportError:
        return None
    return found


def twins_of(partnership: Partnership, drafts: Sequence[ActivityDraft]) -> list[list[Kept]]:
    """For each draft up to three entries that are probably the same. Without the finder, those with the same title."""
    if not drafts:
        return []
    find = _finder()
    if find is None:
        return _same_title(partnership, drafts)
    return [
        [
            [
                t.activity_id,
                t.slug,
                t.title,
                t.kind,
                round(t.score, 3),
                [[r.code, round(r.bits, 2), list(r.words)] for r in t.reasons],
            ]
            for t in twins
            if t.answer in {"same", "review"}
        ]
        for twins in find(partnership, drafts, at_most=AT_MOST)
    ]


def _same_title(partnership: Partnership, drafts: Sequence[ActivityDraft]) -> list[list[Kept]]:
    keys = {sort_key(draft.title) for draft in drafts}
    there: dict[str, list[Kept]] = defaultdict(list)
    for pk, slug, title, kind in (
        Activity.objects.filter(partnership=partnership, title_key__in=keys)
        .order_by("pk")
        .values_list("pk", "slug", "title", "kind")
    ):
        there[fold(title)].append([pk, slug, title, kind, 1.0, [["title_same", 4.0, []]]])
    return [
        [twin for twin in there.get(fold(draft.title), []) if twin[3] == draft.kind.value][:AT_MOST] for draft in drafts
    ]
