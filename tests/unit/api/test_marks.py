"""Tags of what is no activity."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brobygger.api.presenters.duplicates import versions_in
from brobygger.api.rules.tags import mark_of_values, mark_seen, mark_tag

MARKS = st.text("abcdef0123456789-", min_size=1, max_size=20)


@given(MARKS, st.integers(1, 2**62))
def test_a_mark_is_read_as_it_was_written(mark: str, number: int) -> None:
    tag = mark_tag("n", number, mark)
    assert mark_seen(tag, "n", number) == mark
    assert mark_seen(f'"x", {tag}', "n", number) == mark
    assert mark_seen(tag, "p", number) == ""
    assert mark_seen(tag, "n", number + 1) == ""
    assert mark_seen(f"W/{tag}", "n", number) == ""


@pytest.mark.parametrize("header", ["", "*", '"', '"n1"', "n1.a", '"n1.a', "æ" * 5000])
def test_what_is_no_tag_says_nothing(header: str) -> None:
    assert mark_seen(header, "n", 1) == ""


@given(st.text(max_size=40))
def test_versions_of_anything(mark: str) -> None:
    assert all(number >= 0 for number in versions_in(mark))


def test_versions_of_a_pair() -> None:
    assert versions_in("3-12-open") == (3, 12)
    assert versions_in("3--open") == (3, 0)
    assert versions_in("9" * 20) == (0, 0)


def test_a_mark_changes_with_any_value() -> None:
    assert len({mark_of_values(each) for each in (["a", "b"], ["ab", ""], ["b", "a"], ["a", None], ["a"])}) == 5
