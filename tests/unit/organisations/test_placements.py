"""The tree of units through time."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brobygger.organisations.rules.tree import PlacedUnit, Tree, TreeRefused, leads_to

MOVED = [
    PlacedUnit(1, None),
    PlacedUnit(2, None),
    PlacedUnit(3, 1, "", "2022"),
    PlacedUnit(3, 2, "2023", ""),
    PlacedUnit(4, 3),
    PlacedUnit(5, 1, "", "2018"),
]


@st.composite
def trees(draw: st.DrawFn) -> list[PlacedUnit]:
    """Units that hang under one with a lower number, or under nothing."""
    number = draw(st.integers(0, 30))
    return [PlacedUnit(n, draw(st.one_of(st.none(), st.integers(0, n - 1))) if n else None) for n in range(number)]


@given(trees())
def test_everybody_stands_below_all_their_ancestors(placements: list[PlacedUnit]) -> None:
    tree = Tree.latest(placements)
    below = tree.children()
    assert sorted(unit for children in below.values() for unit in children) == [p.unit_id for p in placements]
    for placed in placements:
        chain = tree.with_ancestors(placed.unit_id)
        assert chain[0] == placed.unit_id
        assert chain == sorted(chain, reverse=True)
        assert all(child in below[parent] for child, parent in zip(chain, [*chain[1:], None], strict=True))


def test_a_unit_stands_where_it_stood_on_the_day() -> None:
    assert Tree.on(date(2022, 12, 31), MOVED).with_ancestors(4) == [4, 3, 1]
    assert Tree.on(date(2023, 1, 1), MOVED).with_ancestors(4) == [4, 3, 2]
    assert Tree.latest(MOVED).with_ancestors(4) == [4, 3, 2]


def test_a_closed_unit_is_gone_from_the_day_but_not_from_the_register() -> None:
    assert 5 not in Tree.on(date(2019, 1, 1), MOVED).parents
    assert Tree.latest(MOVED).with_ancestors(5) == [5, 1]


@given(st.integers(1, 12))
def test_a_cycle_of_any_length_is_refused(length: int) -> None:
    placements = [PlacedUnit(n, (n + 1) % length) for n in range(length)]
    with pytest.raises(TreeRefused) as refused:
        Tree.latest([PlacedUnit(99, 0), *placements])
    assert refused.value.cycle[0] == refused.value.cycle[-1]
    assert set(refused.value.cycle) == set(range(length))


def test_an_empty_tree() -> None:
    assert Tree.latest([]).children() == {}


def test_leads_to() -> None:
    steps = [("a", "b"), ("b", "c"), ("x", "c"), ("c", "d")]
    assert leads_to("a", "d", steps)
    assert leads_to("a", "a", [])
    assert not leads_to("d", "a", steps)
    assert not leads_to("a", "x", steps)
    assert leads_to("b", "a", [*steps, ("d", "a")])
