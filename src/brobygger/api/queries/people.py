"""People in an order one can read on in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Q

from brobygger.partnerships.models import Partnership
from brobygger.people.models import Person
from brobygger.people.queries.people import people_found


def people_after(
    partnership: Partnership, *, text: str, after: Any, limit: int
) -> tuple[Sequence[Person], list[Any] | None]:
    """People by name with their present contacts, and where to read on. Three queries."""
    found = people_found(partnership, text)
    if after:
        name, pk = str(after[0]), int(after[1])
        found = found.filter(Q(name__gt=name) | Q(name=name, pk__gt=pk))
    rows = list(found[: limit + 1])
    if len(rows) <= limit:
        return rows, None
    last = rows[limit - 1]
    return rows[:limit], [last.name, last.pk]
