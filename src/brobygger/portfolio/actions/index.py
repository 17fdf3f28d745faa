"""Writing the index of activities: terms, facets, cells, words and the full-text row. Always inside a transaction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import connection

from brobygger.portfolio.models import Activity, Cell, Facet, Term
from brobygger.portfolio.models import search as search_table
from brobygger.portfolio.models.search import SearchRow, partnership_word, term_word
from brobygger.portfolio.rules.facets import Dimension, Facets, cells_of

TermKey = tuple[Dimension, str]


@dataclass(frozen=True)
class Indexed:
    """One activity as the index sees it."""

    activity_id: int
    facets: Facets
    title: Sequence[str]
    names: Sequence[str]
    body: Sequence[str]


def add(partnership_id: int, activities: Sequence[Indexed]) -> None:
    """Index activities that are not in the index yet."""
    term_counts = Counter(term for activity in activities for term in activity.facets)
    ids = _term_ids(partnership_id, term_counts)
    _count(partnership_id, ids, term_counts, Counter(_cells(activities)), sign=1)
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO portfolio_facet (term_id, activity_id) VALUES (%s, %s)",
            [(ids[term], activity.activity_id) for activity in activities for term in activity.facets],
        )
        cursor.executemany(
            "INSERT INTO portfolio_word (stem, reversed_stem) VALUES (%s, %s) ON CONFLICT DO NOTHING",
            [(stem, stem[::-1]) for stem in sorted({s for a in activities for s in (*a.title, *a.names, *a.body)})],
        )
    scope = partnership_word(partnership_id)
    search_table.write(
        SearchRow(a.activity_id, a.title, a.names, a.body, [scope, *(term_word(ids[term]) for term in a.facets)])
        for a in activities
    )


def clear(partnership_id: int) -> None:
    """Take a whole partnership out of the index, whatever state its counts are in. Terms keep their ids."""
    ids = list(Activity.every.filter(partnership_id=partnership_id).values_list("pk", flat=True))
    Cell.objects.filter(partnership_id=partnership_id).delete()
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM portfolio_facet WHERE term_id IN (SELECT id FROM portfolio_term WHERE partnership_id = %s)",
            [partnership_id],
        )
    Term.objects.filter(partnership_id=partnership_id).update(count=0)
    search_table.remove(ids)


def sweep(partnership_id: int) -> None:
    """Take out the terms no activity has any more."""
    Term.objects.filter(partnership_id=partnership_id, count=0).delete()


def remove(partnership_id: int, activity_ids: Sequence[int]) -> None:
    """Take activities out of the index, counts and all."""
    facets: dict[int, set[TermKey]] = {}
    ids: dict[TermKey, int] = {}
    for activity_id, term_id, dimension, key in Facet.objects.filter(activity_id__in=activity_ids).values_list(
        "activity_id", "term_id", "term__dimension", "term__key"
    ):
        facets.setdefault(activity_id, set()).add((Dimension(dimension), key))
        ids[Dimension(dimension), key] = term_id
    was = [Indexed(pk, frozenset(terms), (), (), ()) for pk, terms in facets.items()]
    _count(partnership_id, ids, Counter(t for a in was for t in a.facets), Counter(_cells(was)), sign=-1)
    Facet.objects.filter(activity_id__in=activity_ids).delete()
    search_table.remove(activity_ids)


def _cells(activities: Iterable[Indexed]) -> Iterable[tuple[TermKey, TermKey, int]]:
    for activity in activities:
        yield from cells_of(activity.facets)


def _term_ids(partnership_id: int, terms: Iterable[TermKey]) -> dict[TermKey, int]:
    """Ids of terms, making those that are new."""
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO portfolio_term (partnership_id, dimension, key, count) VALUES (%s, %s, %s, 0) "
            "ON CONFLICT DO NOTHING",
            [(partnership_id, str(dimension), key) for dimension, key in sorted(terms)],
        )
    return {
        (Dimension(dimension), key): pk
        for pk, dimension, key in Term.objects.filter(partnership_id=partnership_id).values_list(
            "pk", "dimension", "key"
        )
    }


def _count(
    partnership_id: int,
    ids: dict[TermKey, int],
    terms: Counter[TermKey],
    cells: Counter[tuple[TermKey, TermKey, int]],
    *,
    sign: int,
) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(
            "UPDATE portfolio_term SET count = count + %s WHERE id = %s",
            [(sign * count, ids[term]) for term, count in sorted(terms.items())],
        )
        cursor.executemany(
            "INSERT INTO portfolio_cell (partnership_id, row_id, column_id, year, count) VALUES (%s, %s, %s, %s, %s) "
            "ON CONFLICT (row_id, column_id, year) DO UPDATE SET count = portfolio_cell.count + excluded.count",
            [
                (partnership_id, ids[row], ids[column], year, sign * count)
                for (row, column, year), count in sorted(cells.items())
            ],
        )
