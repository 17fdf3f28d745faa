"""The estimate of what nobody has registered."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brobygger.duplicates.rules.recapture import FEWEST_SHARED, estimate


def test_a_textbook_case() -> None:
    """Two who find half each of what there is find a quarter both: 100 in all of which 75 are known."""
    found = estimate(50, 50, 25)
    assert found is not None
    assert found.total == pytest.approx(51 * 51 / 26 - 1)
    assert found.missing == pytest.approx(found.total - 75)
    assert found.missing_from < found.missing < found.missing_to


def test_too_few_in_common_says_nothing() -> None:
    assert estimate(50, 50, FEWEST_SHARED - 1) is None


def test_two_who_find_the_same_miss_nothing_that_is_known_of() -> None:
    found = estimate(40, 40, 40)
    assert found is not None
    assert found.missing == found.missing_from == found.missing_to == 0


def test_more_in_common_than_found_is_refused() -> None:
    with pytest.raises(ValueError, match="3, 4, 5"):
        estimate(3, 4, 5)


@given(st.integers(5, 500), st.integers(5, 500), st.data())
def test_never_below_what_is_known_and_the_order_does_not_matter(first: int, second: int, data: st.DataObject) -> None:
    both = data.draw(st.integers(FEWEST_SHARED, min(first, second)))
    found = estimate(first, second, both)
    assert found is not None
    assert found.missing_from >= 0
    assert found.missing_from <= found.missing <= found.missing_to
    assert found == estimate(second, first, both)
