"""Activities by state and by place: counts out of the index, and the first of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db.models import Count

from brobygger.partnerships.models import Partnership
from brobygger.portfolio.models import Facet, Term
from brobygger.portfolio.queries.listing import IDS_A_QUERY, facets_within, find
from brobygger.portfolio.queries.rows import ActivityRow, RowReader
from brobygger.portfolio.queries.terms import terms_of
from brobygger.portfolio.rules.facets import Dimension
from brobygger.portfolio.rules.filters import Filter
from brobygger.portfolio.rules.lifecycle import State

CARDS = 20


@dataclass(frozen=True)
class StateColumn:
    """One state: how many there are (at least, when not `is_exact`), and the first of them."""

    state: State
    total: int
    is_exact: bool
    rows: Sequence[ActivityRow]


def columns_by_state(partnership: Partnership, wanted: Filter) -> list[StateColumn]:
    """What matches a filter, by state, in the order of a life; states without any are left out.

    At most four queries a state that occurs, and four for all of them.
    """
    asked = wanted.terms.get(Dimension.STATE)
    occurring = terms_of(partnership, [Dimension.STATE])[Dimension.STATE]
    states = [state for state in State if state.value in occurring and (not asked or state.value in asked)]
    pages = {
        state: find(partnership, replace(wanted, terms={**wanted.terms, Dimension.STATE: (state.value,)}, page=1))
        for state in states
    }
    ids = [pk for page in pages.values() for pk in page.ids[:CARDS]]
    rows = iter(RowReader(partnership).rows(ids, with_funders=False))
    columns = []
    for state, page in pages.items():
        shown = [next(rows) for _ in page.ids[:CARDS]]
        if shown:
            columns.append(StateColumn(state, page.total, page.is_exact, shown))
    return columns


def counts_by_place(partnership: Partnership, wanted: Filter) -> dict[str, int]:
    """How many of what matches a filter are at each place. From the index alone when the filter is empty."""
    if wanted.is_empty:
        return terms_of(partnership, [Dimension.PLACE])[Dimension.PLACE]
    terms = dict(
        Term.objects.filter(partnership=partnership, dimension=Dimension.PLACE.value, count__gt=0).values_list(
            "pk", "key"
        )
    )
    counts: dict[str, int] = {}
    pks = list(terms)
    for at in range(0, len(pks), IDS_A_QUERY):
        placed = Facet.objects.filter(term_id__in=pks[at : at + IDS_A_QUERY])
        counted = facets_within(placed, partnership, wanted).values("term_id").order_by("term_id")
        counts |= {terms[row["term_id"]]: row["n"] for row in counted.annotate(n=Count("activity_id"))}
    return counts
