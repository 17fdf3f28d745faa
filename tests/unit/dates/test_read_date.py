"""Dates as people write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from tests.fixtures.strategies import dates

from brobygger.dates.rules import DateRefused, read_date


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("", ""),
        ("  ", ""),
        ("2024", "2024"),
        ("2024-03-05", "2024-03-05"),
        ("05.03.2024", "2024-03-05"),
        ("5.3.24", "2024-03-05"),
        ("5/3/2024", "2024-03-05"),
        ("5. mars 2024", "2024-03-05"),
        ("mars 2024", "2024-03"),
        ("Mars  2024.", "2024-03"),
        ("03.2024", "2024-03"),
        ("okt. 2023", "2023-10"),
        ("våren 2024", "2024-21"),
        ("Haust 2025", "2025-23"),
        ("5 October 2023", "2023-10-05"),
        ("1.1.69", "2069-01-01"),
        ("1.1.70", "1970-01-01"),
        ("ukjent", "unknown"),
        ("?", "unknown"),
    ],
)
def test_it_is_read_as_a_norwegian_reader_would(text: str, written: str) -> None:
    assert read_date(text) == written


@pytest.mark.parametrize(
    "text", ["31.2.2024", "13.2024", "i fjor", "mars", "5. våren 2024", "2024-2025", "1.2.3", "99999", "٣.٣.٢٠٢٤x"]
)
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(DateRefused):
        read_date(text)


@given(dates())
def test_what_is_written_down_is_read_as_itself(written: str) -> None:
    assert read_date(written) == written
