"""The list of activities: filtered, sorted and searched at a price that hardly grows with the register.

Three ways, chosen by the counts the index keeps (docs/adr/0006):

- *walk*: go along the sort order and keep what has the terms, until a page is full; for filters that many match;
- *gather*: take the rarest term's activities and sort them; for filters that few match;
- *search*: ask the full-text table, which holds the terms as words too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet, Value
from django.db.models.functions import Concat

from brobygger.partnerships.models import Partnership
from brobygger.portfolio.models import Activity, Facet, Term
from brobygger.portfolio.models import search as search_table
from brobygger.portfolio.queries.matching import GATHER_AT_MOST, Wanted, asked_of_the_text, gathered, having, resolve
from brobygger.portfolio.rules.facets import Dimension
from brobygger.portfolio.rules.filters import LAST_PAGE, PAGE_SIZE, Filter, Sort
from brobygger.portfolio.rules.kinds import Standing

COUNT_AT_MOST = 2500
SEARCH_AT_MOST = 1000
EXPORT_AT_MOST = 5_000_000
# Databases take only so many values in one question.
IDS_A_QUERY = 900

_ORDER = {
    Sort.TITLE: ("title_key", "pk"),
    Sort.TITLE_DESCENDING: ("-title_key", "-pk"),
    Sort.START: ("start_key", "pk"),
    Sort.START_DESCENDING: ("-start_key", "-pk"),
    Sort.NEWEST: ("-pk",),
    Sort.RELEVANCE: ("-pk",),
}


@dataclass(frozen=True)
class Page:
    """Ids of one page, in order. `total` counts all that match; when not `is_exact` there are at least so many."""

    ids: Sequence[int]
    total: int
    is_exact: bool
    number: int
    has_next: bool

    @property
    def last(self) -> int:
        """The last page one can turn to."""
        return max(1, min(LAST_PAGE, -(-self.total // PAGE_SIZE)))


def find(partnership: Partnership, wanted: Filter) -> Page:
    """One page of the activities of a partnership that match a filter."""
    resolved = resolve(partnership, wanted)
    if resolved is None:
        return Page([], 0, True, 1, False)
    if wanted.text:
        found, is_exact = _search(resolved, wanted)
        return _page_of(found, wanted.page, is_exact=is_exact)
    if len(resolved.groups) > 1 and resolved.size() <= GATHER_AT_MOST:
        # So few that reading them all at once costs less than counting them first.
        return _page_of(list(_ordered(resolved, wanted.sort).values_list("pk", flat=True)), wanted.page, is_exact=True)
    total, is_exact = _count(resolved)
    page = min(wanted.page, max(1, -(-total // PAGE_SIZE))) if is_exact else wanted.page
    start = (page - 1) * PAGE_SIZE
    ids = list(_ordered(resolved, wanted.sort).values_list("pk", flat=True)[start : start + PAGE_SIZE + 1])
    at_least = max(total, start + len(ids)) if ids else total
    return Page(ids[:PAGE_SIZE], at_least, is_exact, page, len(ids) > PAGE_SIZE)


def _page_of(ids: Sequence[int], wanted: int, *, is_exact: bool) -> Page:
    """One page of a list that is already known; past the end is the last page."""
    number = min(wanted, max(1, -(-len(ids) // PAGE_SIZE)))
    start = (number - 1) * PAGE_SIZE
    return Page(ids[start : start + PAGE_SIZE], len(ids), is_exact, number, start + PAGE_SIZE < len(ids))


def find_all(partnership: Partnership, wanted: Filter) -> Iterator[int]:
    """Ids of all activities that match a filter, in order, for exports."""
    resolved = resolve(partnership, wanted)
    if resolved is None:
        return iter(())
    if wanted.text:
        ids, is_exact = _search(resolved, wanted)
        return iter(ids if is_exact else _search_all(resolved, wanted))
    return _ordered(resolved, wanted.sort).values_list("pk", flat=True).iterator(chunk_size=2000)


def facets_within(facets: QuerySet[Facet], partnership: Partnership, wanted: Filter) -> QuerySet[Facet]:
    """Those of a partnership's facets whose activity matches a filter; of a search text the matches a list pages through.

    What has a term is in the register, and terms belong to one partnership: no activity is read.
    """
    resolved = resolve(partnership, wanted)
    if resolved is None:
        return facets.none()
    if wanted.text:
        found, _ = _search(resolved, replace(wanted, sort=Sort.NEWEST))
        return facets.filter(activity_id__in=found)
    for group in resolved.groups:
        with_term = Facet.objects.filter(term_id__in=list(group), activity_id=OuterRef("activity_id"))
        facets = facets.filter(Exists(with_term))
    if resolved.condition:
        facets = facets.filter(Exists(Activity.every.filter(resolved.condition, pk=OuterRef("activity_id"))))
    return facets


def matcher(partnership: Partnership, wanted: Filter) -> Callable[[Sequence[int]], set[int]]:
    """What tells which of some hundred activities match a filter, reading them by id: one query for each time it is asked."""
    resolved = resolve(partnership, wanted)
    if resolved is None:
        return lambda ids: set()
    if wanted.text:
        found = set(_search(resolved, replace(wanted, sort=Sort.NEWEST))[0])
        return found.intersection
    # By id alone: asked whose they are, the database reads the index of all of them instead.
    asked = having(Activity.every.filter(resolved.condition).order_by(), resolved.groups)

    def matching(ids: Sequence[int]) -> set[int]:
        rows = asked.filter(pk__in=ids).values_list("pk", "partnership_id", "standing")
        return {pk for pk, whose, standing in rows if whose == partnership.pk and standing == Standing.REGISTERED}

    return matching


def _ordered(wanted: Wanted, sort: Sort) -> QuerySet[Activity]:
    if wanted.groups and wanted.size() <= GATHER_AT_MOST:
        return _by(gathered(wanted), sort, use_index=False)
    activities = Activity.objects.filter(wanted.condition, partnership=wanted.partnership)
    return _by(having(activities, wanted.groups), sort, use_index=True)


def _by(activities: QuerySet[Activity], sort: Sort, *, use_index: bool) -> QuerySet[Activity]:
    if use_index:
        return activities.order_by(*_ORDER[sort])
    column, *rest = _ORDER[sort]
    if column.lstrip("-") == "pk":
        return activities.order_by(column)
    # An expression keeps the database from walking the sort index where gathering is cheaper.
    expression = Concat(column.lstrip("-"), Value(""))
    return activities.order_by(expression.desc() if column.startswith("-") else expression.asc(), *rest)


def _count(wanted: Wanted) -> tuple[int, bool]:
    """How many match, and whether that is exact: counting stops where it would cost more than the page."""
    if not wanted.condition and len(wanted.groups) == 1 and wanted.single_valued[0]:
        return wanted.size(), True
    if not wanted.condition and not wanted.groups:
        return total_count(wanted.partnership), True
    if wanted.groups and not wanted.condition:
        return _count_in_index(wanted), wanted.size() <= COUNT_AT_MOST
    if wanted.groups:
        some = Facet.objects.filter(term_id__in=list(wanted.rarest)).values_list("activity_id", flat=True)
        first = Activity.every.filter(wanted.condition, pk__in=list(some[:COUNT_AT_MOST]))
        others = [group for group in wanted.groups if group is not wanted.rarest]
        return having(first.order_by(), others).count(), wanted.size() <= COUNT_AT_MOST
    matching = len(
        Activity.objects.filter(wanted.condition, partnership=wanted.partnership)
        .order_by()
        .values_list("pk", flat=True)[: COUNT_AT_MOST + 1]
    )
    return min(matching, COUNT_AT_MOST), matching <= COUNT_AT_MOST


def _count_in_index(wanted: Wanted) -> int:
    """How many of the first activities with the rarest term have all the others, without reading an activity."""
    table = connection.ops.quote_name(Facet._meta.db_table)
    others = [list(group) for group in wanted.groups if group is not wanted.rarest]
    with_others = "".join(
        f" AND EXISTS (SELECT 1 FROM {table} f WHERE f.term_id IN ({', '.join(['%s'] * len(group))}) "
        "AND f.activity_id = r.activity_id)"
        for group in others
    )
    marks = ", ".join(["%s"] * len(wanted.rarest))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT COUNT(*) FROM (SELECT DISTINCT activity_id FROM {table} WHERE term_id IN ({marks}) LIMIT %s) AS r "
            f"WHERE 1 = 1{with_others}",
            [*wanted.rarest, COUNT_AT_MOST, *(term for group in others for term in group)],
        )
        return int(cursor.fetchone()[0])


def total_count(partnership: Partnership) -> int:
    """How many activities a partnership has, from the index."""
    return sum(
        Term.objects.filter(partnership=partnership, dimension=Dimension.KIND.value).values_list("count", flat=True)
    )


def _search_all(wanted: Wanted, asked: Filter) -> list[int]:
    """Ids of everything that matches the text when that is more than a page list ranks; newest first unless sorted."""
    groups, scope = asked_of_the_text(wanted, asked)
    ids = search_table.newest(groups, scope, at_most=EXPORT_AT_MOST)
    by = _ORDER[asked.sort][0]
    if not wanted.condition and by == "-pk":
        return ids
    rows: list[tuple[str, int]] = []
    for at in range(0, len(ids), IDS_A_QUERY):
        some = Activity.every.filter(wanted.condition, pk__in=ids[at : at + IDS_A_QUERY])
        rows += some.values_list(by.lstrip("-"), "pk")
    return [pk for _, pk in sorted(rows, reverse=by.startswith("-"))]


def _search(wanted: Wanted, asked: Filter) -> tuple[list[int], bool]:
    """Ids that match the text, in the order asked for; not exact when there are more than can be ranked."""
    groups, scope = asked_of_the_text(wanted, asked)
    if not groups:
        return [], True
    ids = search_table.newest(groups, scope, at_most=SEARCH_AT_MOST + 1)
    is_exact = len(ids) <= SEARCH_AT_MOST
    ids = ids[:SEARCH_AT_MOST]
    if is_exact and asked.sort is Sort.RELEVANCE:
        ids = _best_first(ids, groups, scope)
    if wanted.condition or asked.sort not in {Sort.RELEVANCE, Sort.NEWEST}:
        found = Activity.every.filter(wanted.condition, pk__in=ids)
        if asked.sort is Sort.RELEVANCE:
            keep = set(found.values_list("pk", flat=True))
            ids = [pk for pk in ids if pk in keep]
        else:
            ids = list(_by(found, asked.sort, use_index=False).values_list("pk", flat=True))
    return ids, is_exact


def _best_first(
    ids: Sequence[int], groups: Sequence[Sequence[Sequence[str]]], scope: Sequence[Sequence[str]]
) -> list[int]:
    """Matches in tiers: the words themselves before compounds with them, the title before names before the rest.

    Within a tier the newest first. Statistics over the whole register (bm25) would cost more than the search.
    """
    words = [group[:1] for group in groups]
    tiers = [(words, ("title",)), (words, ("title", "names")), (words, search_table.COLUMNS), (groups, ("title",))]
    ranked = [
        pk
        for alternatives, columns in tiers
        for pk in search_table.newest(alternatives, scope, at_most=SEARCH_AT_MOST, columns=columns)
    ]
    return list(dict.fromkeys([*ranked, *ids]))
