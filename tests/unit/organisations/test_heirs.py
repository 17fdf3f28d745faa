"""What became of units, and where that puts what they did."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brobygger.organisations.rules.heirs import Lineage, Past, Path, Step
from brobygger.organisations.rules.names import Party

TOP = Party(1)


def lineage(*units: Past, steps: tuple[Step, ...] = ()) -> Lineage:
    return Lineage({unit.unit_id: unit for unit in units}, steps)


def path(*unit_ids: int) -> Path:
    return (TOP, *(Party(1, unit_id) for unit_id in unit_ids))


def gone(pk: int, parent: int | None = None) -> Past:
    return Past(pk, 1, parent, is_gone=True)


def there(pk: int, parent: int | None = None) -> Past:
    return Past(pk, 1, parent)


def test_one_that_became_another_is_the_other() -> None:
    """A renaming, a merger and a move, one after the other."""
    house = lineage(gone(1), gone(2), gone(3, 9), there(4, 9), there(9), steps=(Step(1, 3), Step(2, 3), Step(3, 4)))
    assert [house.today_of(pk) for pk in (1, 2, 3, 4)] == [4, 4, 4, 4]
    assert house.path_today(Party(1, 1)) == path(9, 4)
    assert house.later(1) == {3, 4}


def test_one_that_was_split_is_by_itself_below_what_its_heirs_have_in_common() -> None:
    house = lineage(
        gone(1), there(2, 9), there(3, 9), there(9), there(8), there(7, 1), gone(6),
        steps=(Step(1, 2, is_whole=False), Step(1, 3, is_whole=False), Step(6, 1)),
    )  # fmt: skip
    assert house.is_divided(1)
    assert not house.is_divided(6)
    assert house.path_today(Party(1, 1)) == house.path_today(Party(1, 6)) == path(9, 1)
    assert house.path_today(Party(1, 7)) == path(9, 1, 7)


def test_parts_that_came_together_again_are_one() -> None:
    house = lineage(
        gone(1), gone(2), gone(3), there(4),
        steps=(Step(1, 2, is_whole=False), Step(1, 3, is_whole=False), Step(2, 4), Step(3, 4)),
    )  # fmt: skip
    assert house.today_of(1) == 4
    assert not house.is_divided(1)


def test_one_that_a_part_was_taken_from_goes_on() -> None:
    house = lineage(there(1), there(2), steps=(Step(1, 2, is_whole=False),))
    assert house.today_of(1) == 1
    assert house.settled([path(1), path(2)]) == {path(1), path(2)}


def test_one_that_is_gone_with_nobody_after_it_stays() -> None:
    house = lineage(gone(1, 2), gone(2), there(3), steps=(Step(2, 3),))
    assert house.path_today(Party(1, 1)) == path(3, 1)


def test_heirs_in_two_organisations_have_nothing_in_common() -> None:
    house = lineage(gone(1), there(2), Past(3, 2), steps=(Step(1, 2, is_whole=False), Step(1, 3, is_whole=False)))
    assert house.path_today(Party(1, 1)) == path(1)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ([path(1), path(2)], [path(2)]),
        ([path(1, 5), path(2)], [path(2, 5), path(2)]),
        ([path(1), path(9, 4)], [path(9, 4)]),
        ([path(1, 2)], [path(2)]),
        ([path(2, 1, 5)], [path(2, 5)]),
        ([path(1), path(6)], [path(1), path(6)]),
        ([path(1, 2, 5), path(4)], [path(4, 5), path(4)]),
    ],
)
def test_nothing_stands_at_one_and_at_who_came_after(before: list[Path], after: list[Path]) -> None:
    """1 became 2, 2 became 4."""
    house = lineage(gone(1), gone(2), there(4, 9), there(5), there(6), there(9), steps=(Step(1, 2), Step(2, 4)))
    assert house.settled(before) == set(after)


@st.composite
def houses(draw: st.DrawFn) -> Lineage:
    """Any units, anybody after anybody, also in rings, as no screen would let them."""
    pks = range(1, draw(st.integers(2, 7)) + 1)
    units = [
        Past(pk, draw(st.integers(1, 2)), draw(st.sampled_from([None, *range(1, pk)])), draw(st.booleans()))
        for pk in pks
    ]
    steps = draw(st.lists(st.builds(Step, st.sampled_from(pks), st.sampled_from(pks), st.booleans()), max_size=8))
    return lineage(*units, steps=tuple(step for step in steps if step.predecessor != step.successor))


@given(houses(), st.data())
def test_whatever_happened_every_row_has_one_of_a_line_only(house: Lineage, data: st.DataObject) -> None:
    named = data.draw(st.sets(st.sampled_from(sorted(house.units)), min_size=1))
    parties = [Party(house.units[pk].organisation_id, pk) for pk in named]
    parents = {pk: data.draw(st.sampled_from([None, *range(1, pk)])) for pk in house.units}
    then = [house.path_then(party, parents) for party in parties]
    for paths in (then, [house.path_today(party) for party in parties], [*then, *map(house.path_today, parties)]):
        settled = house.settled(paths)
        assert settled
        rows = {party.unit_id for each in settled for party in each if party.unit_id}
        for pk in rows & set(house.heirs):
            # In a ring nobody is before anybody.
            assert all(pk in house.later(other) for other in house.later(pk) & rows)
        assert house.settled(settled) == settled
        for each in settled:
            assert each[0].unit_id is None
            assert len(set(each)) == len(each)
        # Nobody is left out: whoever was named stands there, or somebody after them does.
        for pk in named:
            assert rows & {pk, house.today_of(pk), *house.later(pk)}
