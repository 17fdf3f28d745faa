"""What a comment says, and whom it addresses."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brobygger.discussion.rules.text import mentioned, tidy

PEOPLE = [(1, "Kari Mo"), (2, "Kari Mo Berg"), (3, "Åse Ødegård"), (4, "Ola-Nordmann Dahl"), (5, "Kari Mo")]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Hei @Kari Mo!", {1, 5}),
        ("Hei @kari mo, ser du på den?", {1, 5}),
        ("Hei @Kari Mo Berg og @Åse Ødegård.", {2, 3}),
        ("@ÅSE  ØDEGÅRD: se her", {3}),
        ("@Kari\nMo Berg", {2}),
        ("@Kari Moen er en annen", set()),
        ("@Kari Mo-Hansen er en annen", set()),
        ("(@Ola-Nordmann Dahl)", {4}),
        ("post@Kari Mo", set()),
        ("@@Kari Mo", {1, 5}),
        ("Kari Mo uten krøll", set()),
        ("@", set()),
        ("", set()),
    ],
)
def test_those_named_after_an_at_are_mentioned(text: str, found: set[int]) -> None:
    assert mentioned(text, PEOPLE) == found


def test_a_nameless_person_is_not_mentioned_by_every_at() -> None:
    assert mentioned("a @ b", [(1, ""), (2, "  ")]) == set()


@given(st.text())
def test_any_text_can_be_searched(text: str) -> None:
    assert mentioned(text, PEOPLE) <= {1, 2, 3, 4, 5}


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("  Hei \r\n\r\n\r\n\r\nder  ", "Hei \n\nder"),
        ("en\x00to\x1btre\tfire", "entotre\tfire"),
        ("\n\n", ""),
    ],
)
def test_text_is_kept_tidy(written: str, kept: str) -> None:
    assert tidy(written) == kept


@given(st.text())
def test_tidy_text_stays_as_it_is(text: str) -> None:
    assert tidy(tidy(text)) == tidy(text)
    assert "\x00" not in tidy(text)
