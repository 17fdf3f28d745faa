"""What somebody sent."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from brobygger.designsystem.rules.sent import ID_DIGITS, number_in, text_in


@given(st.integers(0, 10**18 - 1))
def test_a_number_is_read(number: int) -> None:
    assert number_in(str(number), None, digits=ID_DIGITS) == number


@given(st.none() | st.text().filter(lambda text: not (text.isascii() and text.isdigit())))
def test_anything_else_is_not(text: str | None) -> None:
    assert number_in(text, 7) == 7


def test_what_no_database_keeps_is_no_number() -> None:
    assert number_in("9" * 19, None, digits=ID_DIGITS) is None
    assert number_in("12345", 1, digits=4) == 1
    assert number_in("٣", None) is None


@given(st.none() | st.text(), st.integers(0, 20))
def test_a_text_can_be_kept(text: str | None, at_most: int) -> None:
    found = text_in(text, at_most=at_most)
    assert len(found) <= at_most
    assert "\x00" not in found
