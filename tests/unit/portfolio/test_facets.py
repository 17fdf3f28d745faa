"""What an activity can be filtered and counted by."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from brobygger.portfolio.rules.facets import CELL_PAIRS, UNPLACED, Described, Dimension, PartyPath, cells_of, facets_of

keys = st.sampled_from(["a", "b", "c"])
paths = st.builds(
    PartyPath,
    keys=st.lists(keys, min_size=1, max_size=3).map(tuple),
    department=st.lists(keys, max_size=2).map(tuple),
    service_area=st.sampled_from(["", "omsorg", UNPLACED]),
    disciplines=st.lists(st.sampled_from(["fysikk", "historie"]), max_size=2).map(tuple),
)
described = st.builds(
    Described,
    kind=st.sampled_from(["phd", "event"]),
    state=st.sampled_from(["active", "finished"]),
    focus_areas=st.lists(keys, max_size=3),
    purposes=st.lists(keys, max_size=2),
    disciplines=st.lists(st.sampled_from(["kjemi", "musikk"]), max_size=2),
    years=st.lists(st.integers(2020, 2026), max_size=4),
    parties=st.lists(paths, max_size=4),
    funders=st.lists(keys, max_size=2),
)


def terms(facets: frozenset[tuple[Dimension, str]], dimension: Dimension) -> set[str]:
    """The keys of one dimension."""
    return {key for d, key in facets if d is dimension}


@given(described)
def test_every_term_follows_from_what_is_described(activity: Described) -> None:
    facets = facets_of(activity)
    assert terms(facets, Dimension.KIND) == {activity.kind}
    assert terms(facets, Dimension.STATE) == {activity.state}
    assert terms(facets, Dimension.FOCUS_AREA) == set(activity.focus_areas)
    assert terms(facets, Dimension.PURPOSE) == set(activity.purposes)
    assert terms(facets, Dimension.YEAR) == {str(year) for year in activity.years}
    assert terms(facets, Dimension.FUNDER) == set(activity.funders)
    assert terms(facets, Dimension.PARTY) == {key for party in activity.parties for key in party.keys}
    assert terms(facets, Dimension.DEPARTMENT) == {key for party in activity.parties for key in party.department}
    assert terms(facets, Dimension.SERVICE_AREA) == {p.service_area for p in activity.parties if p.service_area}
    own = set(activity.disciplines)
    assert terms(facets, Dimension.DISCIPLINE) == (own or {d for p in activity.parties for d in p.disciplines})


@given(described)
def test_an_activity_is_in_a_cell_at_most_once(activity: Described) -> None:
    facets = facets_of(activity)
    cells = list(cells_of(facets))
    assert len(cells) == len(set(cells))
    years = 1 + len(terms(facets, Dimension.YEAR))
    assert len(cells) == sum(
        len(terms(facets, rows)) * len(terms(facets, columns)) * years for rows, columns in CELL_PAIRS
    )
    for row, column, year in cells:
        assert row in facets
        assert column in facets
        assert year == 0 or (Dimension.YEAR, str(year)) in facets
