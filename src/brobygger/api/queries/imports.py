"""Imports and their rows, in an order one can read on in."""

from __future__ import annotations

from collections.abc import Iterable

from brobygger.intake.models import Import, ImportRow
from brobygger.intake.rules.kinds import Outcome, Result
from brobygger.partnerships.models import Partnership


def imports_before(partnership: Partnership, *, before: int | None, limit: int) -> list[Import]:
    """The latest imports of a partnership, below an id when one reads on. One query."""
    found = Import.objects.filter(partnership=partnership).select_related("source").order_by("-pk")
    return list((found.filter(pk__lt=before) if before else found)[:limit])


def rows_after(
    run: Import, *, outcome: Outcome | None, result: Result | None, after: int, limit: int
) -> list[ImportRow]:
    """Rows of an import in the order of the file, after a number. One query."""
    rows = run.rows.filter(number__gt=after).order_by("number").select_related("activity")
    if outcome:
        rows = rows.filter(outcome=outcome.value)
    if result:
        rows = rows.filter(result=result.value)
    return list(rows.defer("raw", "said", "said_before")[:limit])


def twins_of_rows(run: Import, numbers: Iterable[int]) -> dict[int, dict[str, int]]:
    """The probable duplicates of some rows: their ids by slug, by the row's number. One query."""
    rows = run.rows.filter(number__in=list(numbers)).values_list("number", "twins")
    return {number: {slug: pk for pk, slug, *_ in twins} for number, twins in rows}
