"""Suggestions in an order one can read on in."""

from __future__ import annotations

from collections.abc import Sequence

from brobygger.partnerships.models import Partnership
from brobygger.suggestions.models import Suggestion
from brobygger.suggestions.queries import suggestions_in


def suggestions_after(
    partnership: Partnership, *, decided: bool, after: int | None, limit: int
) -> tuple[Sequence[Suggestion], int | None]:
    """What waits, the oldest first, or what was decided, the latest first; and where to read on. One query."""
    found = suggestions_in(partnership, waiting=not decided)
    if after:
        found = found.filter(pk__lt=after) if decided else found.filter(pk__gt=after)
    rows = list(found[: limit + 1])
    return rows[:limit], rows[limit - 1].pk if len(rows) > limit else None
