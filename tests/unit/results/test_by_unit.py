"""Figures by unit add up: parts and what they share are the whole, in every row and every year."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st
from tests.unit.organisations.test_heirs import houses

from brobygger.organisations.rules.heirs import Lineage, Path
from brobygger.organisations.rules.names import Party
from brobygger.results.rules.by_unit import Group, Part, Row, below, by_unit, is_in

UNI, MED, BIO, CITY = Party(1), Party(1, 11), Party(1, 12), Party(2)
YEARS = (2023, 2024)


def place(named: frozenset[Party], year: int) -> frozenset[Path]:
    return frozenset((Party(each.organisation_id), each) if each.unit_id else (each,) for each in named)


def test_who_shares_is_in_both_rows_and_once_in_the_whole() -> None:
    groups = [
        Group(frozenset({MED}), {2023: Decimal(2)}),
        Group(frozenset({MED, BIO}), {2023: Decimal(1), 2024: Decimal(3)}),
        Group(frozenset({MED, UNI, CITY}), {2024: Decimal(5)}),
        Group(frozenset(), {2024: Decimal(7)}),
    ]
    rows = by_unit(groups, place, frozenset)
    assert rows[()].total == {2023: 3, 2024: 15, None: 18}
    assert rows[()].own == {2024: 7, None: 7}
    assert rows[()].shared == {2024: 5, None: 5}
    assert rows[UNI,].total == {2023: 3, 2024: 8, None: 11}
    assert rows[UNI,].alone == {2023: 3, 2024: 3, None: 6}
    assert rows[UNI,].shared == {2023: 1, 2024: 3, None: 4}
    assert rows[UNI, MED].total == {2023: 3, 2024: 8, None: 11}
    assert rows[UNI, MED].alone == {2023: 2, 2024: 5, None: 7}
    assert rows[CITY,].own == {2024: 5, None: 5}


def test_one_thing_of_two_years_is_one_of_the_period() -> None:
    rows = by_unit([Group(frozenset({MED}), {2023: Decimal(1), 2024: Decimal(1)}, whole=Decimal(1))], place, frozenset)
    assert rows[UNI, MED].total == {2023: 1, 2024: 1, None: 1}


def test_a_part_of_a_row_is_what_it_says() -> None:
    paths = place(frozenset({MED, BIO, CITY}), 2023)
    assert is_in(paths, (UNI,), Part.SHARED)
    assert is_in(paths, (), Part.SHARED)
    assert not is_in(paths, (UNI,), Part.OWN)
    assert is_in(paths, (UNI, MED), Part.OWN)
    assert not is_in(paths, (Party(3),))


@given(houses(), st.data())
def test_parts_and_what_they_share_are_the_whole(house: Lineage, data: st.DataObject) -> None:
    everybody = [Party(unit.organisation_id, pk) for pk, unit in house.units.items()] + [UNI, CITY]
    numbers = st.dictionaries(st.sampled_from(YEARS), st.integers(0, 9).map(Decimal), min_size=1)
    named = st.frozensets(st.sampled_from(everybody), max_size=3)
    is_whole = data.draw(st.booleans())
    groups = [
        Group(parties, by_year, max(by_year.values()) if is_whole else None)
        for parties, by_year in data.draw(st.lists(st.tuples(named, numbers), max_size=6))
    ]
    trees = {year: {pk: data.draw(st.sampled_from([None, *range(1, pk)])) for pk in house.units} for year in YEARS}

    def reported(parties: frozenset[Party], year: int) -> frozenset[Path]:
        return house.settled(house.path_then(party, trees[year]) for party in parties)

    def today(parties: frozenset[Party], year: int) -> frozenset[Path]:
        return house.settled(house.path_today(party) for party in parties)

    for tree in (reported, today):
        rows = by_unit(groups, tree, house.settled)
        for year in YEARS:
            assert rows[()].total.get(year, 0) == sum(group.by_year.get(year, 0) for group in groups)
        whole = sum(sum(g.by_year.values()) if g.whole is None else g.whole for g in groups)
        assert rows[()].total.get(None, 0) == whole
        for path, children in below(rows).items():
            row = rows[path]
            for year in (*YEARS, None):
                alone = sum(rows[child].alone.get(year, 0) for child in children)
                assert row.total.get(year, 0) == alone + row.shared.get(year, 0) + row.own.get(year, 0)
        assert all(isinstance(row, Row) for row in rows.values())
