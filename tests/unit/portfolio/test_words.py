"""Amounts, periods, sources and counts in words."""

from __future__ import annotations

from decimal import Decimal

import pytest

from brobygger.portfolio.presenters.words import (
    amount_in_words,
    found_in_words,
    period_in_words,
    quantity_in_words,
    source_in_words,
    when_in_words,
)


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        ("", "", ""),
        ("2022", "2025", "2022–2025"),
        ("2022", "2022", "2022"),
        ("2023-23", "", "fra høsten 2023"),
        ("", "2024", "til 2024"),
        ("2023-23", "2024-21", "høsten 2023 – våren 2024"),
    ],
)
def test_a_period(start: str, end: str, words: str) -> None:
    assert period_in_words(start, end) == words


def test_when_in_a_table_leaves_out_from() -> None:
    assert when_in_words("2023-23", "") == "høsten 2023"
    assert when_in_words("", "2024") == "til 2024"


def test_an_amount_is_norwegian_and_missing_is_said() -> None:
    assert amount_in_words(Decimal("13200000.00")) == "13\xa0200\xa0000 kr"
    assert amount_in_words(Decimal(0)) == "0 kr"
    assert amount_in_words(None) == "beløp ikke oppgitt"


def test_a_quantity_has_its_unit() -> None:
    assert quantity_in_words(Decimal("9.2000"), "%") == "9,2\xa0%"
    assert quantity_in_words(Decimal(12), "") == "12"


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("764-771, 1098-1201", "linje 764–771, 1098–1201"),
        ("658", "linje 658"),
        ("Vedtak 12-34 i byrådet", "Vedtak 12-34 i byrådet"),
        ("", ""),
    ],
)
def test_a_source(source: str, words: str) -> None:
    assert source_in_words(source) == words


def test_how_many_were_found() -> None:
    assert found_in_words(1, is_exact=True, at_most=5000) == "1 aktivitet"
    assert found_in_words(1240, is_exact=True, at_most=5000) == "1\xa0240 aktiviteter"
    assert found_in_words(5000, is_exact=False, at_most=5000) == "mer enn 5\xa0000 aktiviteter"
    assert found_in_words(312, is_exact=False, at_most=5000) == "minst 312 aktiviteter"
