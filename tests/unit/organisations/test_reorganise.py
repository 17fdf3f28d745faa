"""What reorganisations come to: who is made, ended, placed and succeeds whom, and which are refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brobygger.organisations.rules.kinds import SuccessionKind
from brobygger.organisations.rules.names import Party, fold
from brobygger.organisations.rules.planning import plan, shares_add_up, until_before
from brobygger.organisations.rules.reorganise import (
    Close,
    Made,
    Merge,
    Move,
    NewUnit,
    Order,
    Part,
    Plan,
    Problem,
    Refused,
    Register,
    Rename,
    Split,
    Standing,
    Succeeds,
)
from brobygger.organisations.rules.tree import PlacedUnit, Tree

TODAY = date(2026, 11, 22)
ON = "2024-08-01"
UNI, MUNICIPALITY = 1, 2


def unit(pk: int, name: str, parent: int | None = None, organisation: int = UNI, **more: object) -> Standing:
    return Standing(pk, organisation, parent, name, "unit", **more)  # type: ignore[arg-type]


def register(*units: Standing) -> Register:
    names = {fold(each.name): frozenset({Party(each.organisation_id, each.unit_id)}) for each in units}
    names |= {"universitetet": frozenset({Party(UNI)}), "kommunen": frozenset({Party(MUNICIPALITY)})}
    return Register({each.unit_id: each for each in units}, {UNI: "Universitetet", MUNICIPALITY: "Kommunen"}, names)


HOUSE = register(
    unit(10, "Fakultetet"),
    unit(11, "Biologi", 10),
    unit(12, "Kjemi", 10),
    unit(13, "Laben", 11),
    unit(14, "Stallen", 13),
    unit(20, "Omsorg", organisation=MUNICIPALITY),
)


def refused(order: Order, on: str = ON, of: Register = HOUSE) -> tuple[Problem, tuple[str, ...]]:
    with pytest.raises(Refused) as raised:
        plan(of, order, on=on, today=TODAY)
    return raised.value.problem, raised.value.names


@pytest.mark.parametrize(
    ("on", "until"),
    [("2019", "2018"), ("2023-07", "2023-06"), ("2024-01", "2023-12"), ("2024-08-01", "2024-07-31"),
     ("2024-22", "2024-22"), ("unknown", "unknown")],
)  # fmt: skip
def test_what_was_before_lasts_until_the_date(on: str, until: str) -> None:
    assert until_before(on) == until


def test_a_new_name() -> None:
    assert plan(HOUSE, Rename(Party(UNI, 11), "Livet"), on=ON, today=TODAY) == Plan(
        ON, "2024-07-31", renamed=(Party(UNI, 11), "Livet")
    )
    assert plan(HOUSE, Rename(Party(UNI), "Høyskolen"), on=ON, today=TODAY).touched == frozenset()


def test_two_become_a_new_one() -> None:
    assert plan(HOUSE, Merge((11, 12), NewUnit("Liv og stoff")), on=ON, today=TODAY) == Plan(
        ON,
        "2024-07-31",
        made=(Made(-1, UNI, "Liv og stoff", 11),),
        ended=(11, 12),
        placed=((-1, 10), (13, -1)),
        successions=(Succeeds(11, -1, SuccessionKind.MERGED), Succeeds(12, -1, SuccessionKind.MERGED)),
    )


def test_one_goes_into_another_that_hung_below_it() -> None:
    """Whoever was in between comes under it."""
    planned = plan(HOUSE, Merge((11,), 14), on=ON, today=TODAY)
    assert (planned.ended, planned.placed) == ((11,), ((14, 10), (13, 14)))


def test_one_becomes_two_with_shares() -> None:
    parts = (Part(NewUnit("Dyr"), Decimal("0.7")), Part(12, Decimal("0.3")))
    planned = plan(HOUSE, Split(11, parts, {13: 1}), on=ON, today=TODAY)
    assert planned.placed == ((-1, 10), (13, 12))
    assert planned.successions == (
        Succeeds(11, -1, SuccessionKind.SPLIT, Decimal("0.7")),
        Succeeds(11, 12, SuccessionKind.SPLIT, Decimal("0.3")),
    )


def test_one_moves_with_all_below_it() -> None:
    assert plan(HOUSE, Move(13, UNI, 12), on=ON, today=TODAY).placed == ((13, 12),)
    planned = plan(HOUSE, Move(11, MUNICIPALITY, 20), on=ON, today=TODAY)
    assert planned.made == (
        Made(-1, MUNICIPALITY, "Biologi", 11), Made(-2, MUNICIPALITY, "Laben", 13), Made(-3, MUNICIPALITY, "Stallen", 14),
    )  # fmt: skip
    assert planned.placed == ((-1, 20), (-2, -1), (-3, -2))
    assert planned.ended == (11, 13, 14)
    assert {each.kind for each in planned.successions} == {SuccessionKind.MOVED}


def test_one_closes_when_nothing_hangs_under_it() -> None:
    assert plan(HOUSE, Close(14), on=ON, today=TODAY) == Plan(ON, "2024-07-31", ended=(14,))
    assert refused(Close(13)) == (Problem.HAS_UNITS, ("Stallen",))


@pytest.mark.parametrize(
    ("order", "problem"),
    [
        (Rename(Party(UNI, 11), "Biologi"), Problem.SAME_NAME),
        (Rename(Party(UNI, 11), "KJEMI"), Problem.NAME_TAKEN),
        (Rename(Party(UNI), "Kommunen"), Problem.NAME_TAKEN),
        (Rename(Party(UNI, 11), " - "), Problem.NAME_MISSING),
        (Merge((11,), NewUnit("Nytt")), Problem.NOBODY),
        (Merge((11, 11), NewUnit("Nytt")), Problem.NOBODY),
        (Merge((11, 12), 12), Problem.ITSELF),
        (Merge((11, 20), NewUnit("Nytt")), Problem.OTHER_ORGANISATION),
        (Merge((11, 12), 20), Problem.OTHER_ORGANISATION),
        (Merge((11, 12), NewUnit("Laben")), Problem.NAME_TAKEN),
        (Merge((11, 99), 12), Problem.NOBODY),
        (Split(14, (Part(12),)), Problem.FEW_PARTS),
        (Split(14, (Part(12), Part(12))), Problem.SAME_PART),
        (Split(14, (Part(12), Part(14))), Problem.SAME_PART),
        (Split(14, (Part(NewUnit("Ku")), Part(NewUnit("KU")))), Problem.SAME_PART),
        (Split(14, (Part(12, Decimal("0.5")), Part(11, Decimal("0.4")))), Problem.SHARES),
        (Split(14, (Part(12, Decimal(1)), Part(11))), Problem.SHARES),
        (Split(13, (Part(12), Part(NewUnit("Ku")))), Problem.PARENTLESS),
        (Split(13, (Part(12), Part(NewUnit("Ku"))), {14: 2}), Problem.PARENTLESS),
        (Move(11, UNI, 10), Problem.SAME_PLACE),
        (Move(11, UNI, 14), Problem.BELOW_ITSELF),
        (Move(11, UNI, 11), Problem.BELOW_ITSELF),
        (Move(11, MUNICIPALITY, 12), Problem.OTHER_ORGANISATION),
        (Move(11, 3), Problem.NOBODY),
    ],
)  # fmt: skip
def test_what_is_refused(order: Order, problem: Problem) -> None:
    assert refused(order)[0] is problem


def test_when_it_may_be() -> None:
    close = Close(14)
    assert refused(close, "")[0] is Problem.DATE_MISSING
    assert refused(close, "unknown")[0] is Problem.DATE_MISSING
    assert refused(close, "2027")[0] is Problem.DATE_AHEAD
    assert plan(HOUSE, close, on="2026", today=TODAY).until == "2025"
    young = register(unit(10, "Ny", valid_from="2025-02"), unit(11, "Flyttet", placed_from="2025"))
    assert refused(Close(10), of=young) == (Problem.DATE_TOO_EARLY, ("Ny",))
    assert refused(Move(11, UNI, 10), of=young)[0] is Problem.DATE_TOO_EARLY
    assert refused(Merge((11,), 10), "2025-01", young) == (Problem.DATE_TOO_EARLY, ("Ny",))
    gone = register(unit(10, "Borte", valid_to="2020"), unit(11, "Foreslått", is_proposed=True), unit(12, "Her"))
    assert refused(Close(10), of=gone) == (Problem.GONE, ("Borte",))
    assert refused(Move(12, UNI, 10), of=gone) == (Problem.GONE, ("Borte",))
    assert refused(Merge((12,), 11), of=gone) == (Problem.PROPOSED, ("Foreslått",))


def test_shares_are_of_one_whole() -> None:
    third = Decimal("0.3333")
    assert shares_add_up([None, None])
    assert shares_add_up([third, third, Decimal("0.3334")])
    assert not shares_add_up([third, third, third])
    assert not shares_add_up([Decimal("1.5"), Decimal("-0.5")])


@st.composite
def houses(draw: st.DrawFn) -> Register:
    """Any tree of up to nine units."""
    size = draw(st.integers(2, 9))
    return register(
        *(
            unit(pk, f"Enhet {pk}", draw(st.sampled_from([None, *range(1, pk)])) if pk > 1 else None)
            for pk in range(1, size + 1)
        )
    )


@given(st.data())
def test_a_tree_stays_a_tree(data: st.DataObject) -> None:
    """Whatever is done: no loops, nothing open hangs under what ended, and who ends is succeeded or closed."""
    house = data.draw(houses())
    some = st.sampled_from(sorted(house.units))
    orders: st.SearchStrategy[Order] = st.one_of(
        st.builds(Merge, st.lists(some, min_size=1, max_size=3).map(tuple), some | st.just(NewUnit("Ny"))),
        st.builds(
            Split,
            some,
            st.lists(st.builds(Part, some | st.just(NewUnit("Ny"))), min_size=2, max_size=3).map(tuple),
            st.dictionaries(some, st.integers(0, 1)) | st.just({pk: 0 for pk in house.units}),
        ),
        st.builds(Move, some, st.just(UNI), st.none() | some),
        st.builds(Close, some),
    )
    try:
        planned = plan(house, data.draw(orders), on=ON, today=TODAY)
    except Refused:
        return
    parents = {pk: each.parent_id for pk, each in house.units.items()} | dict(planned.placed)
    Tree.latest([PlacedUnit(pk, parent) for pk, parent in parents.items()])
    assert {each.number for each in planned.made} <= set(parents)
    ended = set(planned.ended)
    assert not [pk for pk, parent in parents.items() if parent in ended and pk not in ended]
    assert len(planned.placed) == len(dict(planned.placed))
    assert not ended & {each.successor for each in planned.successions}


def test_who_is_gone_is_not_carried_along() -> None:
    house = Register(HOUSE.units | {14: replace(HOUSE.units[14], valid_to="2020")}, HOUSE.organisations, HOUSE.names)
    assert plan(house, Close(13), on=ON, today=TODAY).ended == (13,)
