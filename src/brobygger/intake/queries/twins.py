"""Which entries of the register may be the same as something new."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from brobygger.duplicates.queries.twins import twins_of_drafts
from brobygger.duplicates.rules.scoring import Answer
from brobygger.partnerships.models import Partnership
from brobygger.portfolio.rules.drafts import ActivityDraft

AT_MOST = 3
# A twin as it is kept with a row: id, slug, title, kind, score, [[code, bits, words], …].
Kept = list[Any]


def twins_of(partnership: Partnership, drafts: Sequence[ActivityDraft]) -> list[list[Kept]]:
    """For each draft up to three entries that are probably the same; those that are only related are none."""
    if not drafts:
        return []
    return [
        [
            [
                twin.activity_id,
                twin.slug,
                twin.title,
                twin.kind,
                round(twin.score, 3),
                [[reason.code, round(reason.bits, 2), list(reason.words)] for reason in twin.reasons],
            ]
            for twin in twins
            if twin.answer == Answer.SAME
        ]
        for twins in twins_of_drafts(partnership, drafts, at_most=AT_MOST)
    ]
