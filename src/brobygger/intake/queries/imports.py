"""Imports of a partnership, and their rows."""

from __future__ import annotations

from collections.abc import Iterator

from django.core.paginator import Page, Paginator
from django.db.models import Count, QuerySet

from brobygger.intake.models import Import, ImportRow, ImportSource
from brobygger.intake.rules.kinds import Outcome
from brobygger.partnerships.models import Partnership
from brobygger.portfolio.models import Activity

ROWS_A_PAGE = 100
IMPORTS_A_PAGE = 30


def imports_of(partnership: Partnership, page: int) -> Page[Import]:
    """Imports, latest first. Two queries."""
    there = Import.objects.filter(partnership=partnership).select_related("source").order_by("-pk")
    return Paginator(there, IMPORTS_A_PAGE).get_page(page)


def import_of(partnership: Partnership, number: int) -> Import | None:
    """One import of this partnership. One query."""
    there = Import.objects.filter(partnership=partnership, pk=min(number, 2**62))
    return there.select_related("source", "partnership", "change_set").first()


def sources_of(partnership: Partnership) -> list[ImportSource]:
    """What has been imported from, by name. One query."""
    return list(ImportSource.objects.filter(partnership=partnership).order_by("name"))


def outcomes_of(run: Import) -> dict[str, int]:
    """How many rows of each outcome. One query."""
    return dict(run.rows.order_by().values_list("outcome").annotate(Count("pk")))


def choices_made(run: Import) -> dict[tuple[str, str], int]:
    """How many rows of each (outcome, choice). One query."""
    rows = run.rows.order_by().values_list("outcome", "choice").annotate(count=Count("pk"))
    return {(outcome, choice): count for outcome, choice, count in rows}


def results_of(run: Import) -> dict[str, int]:
    """How many rows came to each result. One query."""
    return dict(run.rows.order_by().values_list("result").annotate(Count("pk")))


def rows_page(run: Import, outcome: Outcome | None, page: int, result: str = "") -> Page[ImportRow]:
    """Rows of an import, a hundred a page. Three queries."""
    rows: QuerySet[ImportRow] = (
        run.rows.order_by("number").select_related("activity").defer("raw", "said", "said_before")
    )
    if outcome:
        rows = rows.filter(outcome=outcome.value)
    if result:
        rows = rows.filter(result=result)
    return Paginator(rows, ROWS_A_PAGE).get_page(page)


def all_rows(run: Import) -> Iterator[ImportRow]:
    """Every row, for the report; a thousand at a time, whatever the size."""
    last = -1
    rows = run.rows.order_by("number").select_related("activity").defer("said", "said_before", "raw")
    while some := list(rows.filter(number__gt=last)[:1000]):
        yield from some
        last = some[-1].number


def titles_by_slug(partnership: Partnership, slugs: list[str]) -> list[tuple[str, str]]:
    """(slug, title) of the first of these activities. One query."""
    there = Activity.every.filter(partnership=partnership, slug__in=slugs[:20])
    return list(there.order_by("title_key", "pk").values_list("slug", "title"))
