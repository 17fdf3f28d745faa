"""Canonical JSON: known answers, and the same content in any shape gives the same bytes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brobygger.snapshots.rules import document
from brobygger.snapshots.rules.canonical import NotCanonical, canonical, canonical_bytes, plain


class Word(StrEnum):
    ONE = "en"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"b": 1, "a": [True, None, "x"]}, '{"a":[true,null,"x"],"b":1}'),
        ({"æ": "å", "Z": "z", "a": ""}, '{"Z":"z","a":"","æ":"å"}'),
        ("A\u030angstro\u0308m", '"Ångström"'),
        # A line break before a combining mark: the mark must not join the n of the escape.
        ("\n\u0303", '"\\n\u0303"'),
        ('"\\/\t\x01\u2028', '"\\"\\\\/\\t\\u0001\u2028"'),
        ("😀", '"😀"'),
        ([Decimal("1.50"), Decimal("-0.00"), Decimal("1E+3"), Decimal("100"), Decimal("0.10")], '["1.5","0","1000","100","0.1"]'),
        ([2**70, -3, 0], "[1180591620717411303424,-3,0]"),
        (date(2025, 1, 2), '"2025-01-02"'),
        (datetime(2025, 1, 2, 3, 4, 5, tzinfo=timezone(timedelta(hours=2))), '"2025-01-02T01:04:05Z"'),
        (datetime(2025, 1, 2, 3, 4, 5, 60, tzinfo=UTC), '"2025-01-02T03:04:05.000060Z"'),
        ({Word.ONE: (Word.ONE,)}, '{"en":["en"]}'),
        ({}, "{}"),
    ],
)  # fmt: skip
def test_known_answers(value: object, text: str) -> None:
    assert canonical(value) == text


def test_the_checksum_of_a_whole_value_is_known() -> None:
    value = {"tittel": "Sykkelvei på Møllenberg", "verdi": Decimal("12.0"), "år": [2024, 2025], "ved": None}
    assert hashlib.sha256(canonical(value).encode()).hexdigest() == (
        "ba0049adadda88fb294dd34c11bd3c964956dafb4d947bee9b67b2f5a5b63eb4"
    )


@pytest.mark.parametrize(
    ("value", "path"),
    [
        ({"a": [0, 1.5]}, "/a/1"),
        ({"a": float("nan")}, "/a"),
        ({"a": Decimal("NaN")}, "/a"),
        ({"a": {1, 2}}, "/a"),
        ({1: 2}, ""),
        ({"a": b"x"}, "/a"),
        ({"a": "\ud800"}, "/a"),
        ({"å": 1, "a\u030a": 2}, ""),
        ({"a": datetime(2025, 1, 2)}, "/a"),  # noqa: DTZ001
        ({"a": object()}, "/a"),
        # What the encoder would write without a word.
        (1.5, ""),
        ([0, [1e16]], "/1/0"),
        ({"a": 1e-7}, "/a"),
        ([-2e300], "/0"),
        ([float("inf")], "/0"),
        ({"a": [{"b": 1, True: 2}]}, "/a/0"),
        ([{None: 1}], "/0"),
        ([{1.5: 1}], "/0"),
        ({"a": "x", 2: "y"}, ""),
        ({b"a": 1}, ""),
    ],
)
def test_what_is_not_the_same_everywhere_is_refused(value: object, path: str) -> None:
    with pytest.raises(NotCanonical) as refused:
        canonical(value)
    assert refused.value.path == path


_TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | _TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text("abcæøå", max_size=3), inner, max_size=4),
    max_leaves=12,
)


@given(_VALUES)
def test_reading_it_and_writing_it_again_changes_nothing(value: object) -> None:
    text = canonical(value)
    assert canonical(json.loads(text)) == text
    text.encode("utf-8")


@given(st.dictionaries(st.text("abcæøå", max_size=3), _VALUES, max_size=5), st.randoms())
def test_the_order_of_keys_does_not_matter(value: dict[str, object], dice: object) -> None:
    keys = list(value)
    dice.shuffle(keys)  # type: ignore[attr-defined]
    assert canonical({key: value[key] for key in keys}) == canonical(value)


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4), st.integers(0, 6))
def test_a_number_is_the_same_however_many_zeros_the_database_pads_it_with(number: Decimal, zeros: int) -> None:
    padded = Decimal(f"{number:f}{'0' * zeros}")
    assert canonical(padded) == canonical(number)
    assert Decimal(json.loads(canonical(number))) == number


# Texts that look like what the encoder is watched for.
_LIKE_NUMBERS = st.text('0123456789.e+-:,[{}"\\\n\u0301\u00e5aå', max_size=10) | _TEXTS
_ALL = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | _LIKE_NUMBERS
    | st.decimals(allow_nan=False, allow_infinity=False, places=4)
    | st.dates()
    | st.datetimes(timezones=st.just(UTC))
    | st.just(Word.ONE)
    | st.floats()
    | st.just("\ud800"),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.tuples(inner, inner)
        | st.dictionaries(_LIKE_NUMBERS | st.integers(0, 9) | st.none(), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(_ALL)
def test_it_is_what_the_plain_value_is_written_as(value: object) -> None:
    """The short way and the long way give the same bytes, or refuse in the same place."""
    assert _bytes_or_refusal(canonical_bytes, value) == _bytes_or_refusal(_reference, value)
    try:
        line = document.line({"value": value, "path": "a/1"})
    except NotCanonical:
        return
    assert document.item_line("a/1", value) == line


def _reference(value: object) -> bytes:
    return json.dumps(plain(value), ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _bytes_or_refusal(write: Callable[[object], bytes], value: object) -> object:
    try:
        return write(value)
    except NotCanonical as refused:
        return refused.path, refused.why
