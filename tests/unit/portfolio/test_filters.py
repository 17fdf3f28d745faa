"""What a reader asks the list for, out of an address and back into one."""

from __future__ import annotations

from datetime import date
from urllib.parse import parse_qs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brobygger.portfolio.rules.facets import Dimension
from brobygger.portfolio.rules.filters import LAST_PAGE, PARAMETERS, TEXT_LENGTH, VALUES_AT_MOST, Filter, Sort

names = st.sampled_from(["q", "sorter", "side", "aktiv", "ukjent", *PARAMETERS.values()])
values = st.one_of(
    st.text(alphabet=st.characters(exclude_categories=["Cs"])),
    st.sampled_from(
        [*(sort.value for sort in Sort), "2024-06-01", "2024-02-30", "7", "-1", "999999999999", "٣", "\x00", "1e9"]
    ),
)
addresses = st.dictionaries(names, st.lists(values, max_size=3))


@given(addresses)
def test_whatever_is_in_the_address_it_can_be_read(address: dict[str, list[str]]) -> None:
    found = Filter.read(address)
    assert len(found.text) <= TEXT_LENGTH
    assert 1 <= found.page <= LAST_PAGE
    assert "\x00" not in found.text
    assert all(0 < len(value) <= 80 and "\x00" not in value for keys in found.terms.values() for value in keys)
    assert found.sort is not Sort.RELEVANCE or found.text


@given(addresses)
def test_a_filter_survives_its_address(address: dict[str, list[str]]) -> None:
    found = Filter.read(address)
    again = Filter.read(parse_qs(found.query_string(), keep_blank_values=True))
    assert again == found
    assert again.query_string() == found.query_string()


@given(addresses, st.sampled_from(Dimension), st.text(min_size=1, max_size=5))
def test_taking_out_a_value_leaves_the_rest(address: dict[str, list[str]], dimension: Dimension, value: str) -> None:
    found = Filter.read(address)
    less = found.without(dimension, value)
    assert value not in less.terms.get(dimension, ())
    assert all(less.terms)
    assert {d: v for d, v in less.terms.items() if d is not dimension} == {
        d: v for d, v in found.terms.items() if d is not dimension
    }


def test_nothing_asked_for() -> None:
    assert Filter.read({}).is_empty
    assert Filter.read({}).query_string() == ""
    assert not Filter.read({"aktiv": ["2024-01-01"]}).is_empty
    assert Filter.read({"aktiv": ["i går"]}).is_empty


def test_changes_go_into_the_address() -> None:
    found = Filter.read({"q": ["søvn & barn"], "type": ["phd", "phd", " ", "event"], "side": ["3"]})
    assert found.query_string() == "q=s%C3%B8vn+%26+barn&type=phd&type=event&side=3"
    assert found.query_string(page=1, sort=Sort.NEWEST) == "q=s%C3%B8vn+%26+barn&type=phd&type=event&sorter=sist"
    assert Filter(active_on=date(2024, 6, 1)).query_string() == "aktiv=2024-06-01"


def test_the_last_value_taken_out_takes_the_dimension_out() -> None:
    found = Filter.read({"type": ["phd"], "aar": ["2024", "2025"]})
    assert found.without(Dimension.KIND, "phd").terms == {Dimension.YEAR: ("2024", "2025")}
    assert found.without(Dimension.YEAR, "2024").terms[Dimension.YEAR] == ("2025",)


@pytest.mark.parametrize(
    ("text", "page"), [("0", 1), ("-5", 1), ("1.5", 1), ("²", 1), ("", 1), ("12", 12), ("201", 200), ("9" * 30, 1)]
)
def test_pages(text: str, page: int) -> None:
    assert Filter.read({"side": [text]}).page == page


@pytest.mark.parametrize(
    ("text", "wanted", "sort"),
    [
        ("", "", Sort.NEWEST), ("", "relevans", Sort.NEWEST), ("", "tittel", Sort.TITLE), ("x", "", Sort.RELEVANCE),
        ("x", "sist", Sort.NEWEST), ("x", "'; DROP TABLE", Sort.RELEVANCE), ("", "-start", Sort.START_DESCENDING),
    ],
)  # fmt: skip
def test_orders(text: str, wanted: str, sort: Sort) -> None:
    assert Filter.read({"q": [text], "sorter": [wanted]}).sort is sort


def test_an_address_cannot_ask_for_everything() -> None:
    found = Filter.read({"enhet": [f"e{n}" for n in range(5000)]})
    assert len(found.terms[Dimension.PARTY]) == VALUES_AT_MOST
