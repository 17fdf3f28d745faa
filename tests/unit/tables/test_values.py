"""What a cell means: dates, numbers, yes and no, lists and texts as people write them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from tests.fixtures.strategies import dates

from brobygger.dates.presenters import date_in_words
from brobygger.dates.rules import PartialDate
from brobygger.tables.rules.cells import Formula, Value
from brobygger.tables.rules.dates import Span, read_date
from brobygger.tables.rules.numbers import read_number
from brobygger.tables.rules.problems import Problem, Wrong
from brobygger.tables.rules.texts import clean, read_bool, read_list, read_text

ANY_VALUE = st.one_of(
    st.text(max_size=90),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    dates().map(PartialDate),
)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2024-03-05", Span("2024-03-05")),
        ("05.03.2024", Span("2024-03-05")),
        ("5.3.24", Span("2024-03-05")),
        ("5/3/2024", Span("2024-03-05")),
        ("05. 03. 2024", Span("2024-03-05")),
        ("20240305", Span("2024-03-05")),
        ("2024-03-05 00:00:00", Span("2024-03-05")),
        ("2024-03-05T12:00:00Z", Span("2024-03-05")),
        ("05.03.2024 kl. 14.30", Span("2024-03-05")),
        ("tirsdag 5. mars 2024", Span("2024-03-05")),
        ("mars 2024", Span("2024-03")),
        ("mar.24", Span("2024-03")),
        ("våren 2024", Span("2024-21")),
        ("H24", Span("2024-23")),
        ("2024 høst", Span("2024-23")),
        ("2024", Span("2024")),
        ("45356", Span("2024-03-05")),
        (45356, Span("2024-03-05")),
        (45356.6, Span("2024-03-05")),
        (2024, Span("2024")),
        (20240305, Span("2024-03-05")),
        (PartialDate("2024-03"), Span("2024-03")),
        ("ukjent", Span("unknown")),
        ("n/a", Span("unknown")),
        ("", Span("")),
        ("  \u200b ", Span("")),
        ("2024-2025", Span("2024", "2025")),
        ("2024–25", Span("2024", "2025")),
        ("2024/25", Span("2024", "2025")),
        ("2022–23", Span("2022", "2023")),
        ("fra 2022 til 2024", Span("2022", "2024")),
        ("jan 2024 – des 2025", Span("2024-01", "2025-12")),
        ("mars–mai 2024", Span("2024-03", "2024-05")),
        ("5.–7. mars 2024", Span("2024-03-05", "2024-03-07")),
        ("5.-7.3.2024", Span("2024-03-05", "2024-03-07")),
        ("1.3 – 5.4.2024", Span("2024-03-01", "2024-04-05")),
        ("01.01.2024-31.12.2025", Span("2024-01-01", "2025-12-31")),
        ("2024-01-01 - 2024-12-31", Span("2024-01-01", "2024-12-31")),
        ("våren – høsten 2024", Span("2024-21", "2024-23")),
        ("2. tertial 2024", Span("2024-05", "2024-08")),
        ("Q1 2024", Span("2024-01", "2024-03")),
        ("2024Q4", Span("2024-10", "2024-12")),
        ("2024 –", Span("2024")),
        ("2024 – pågående", Span("2024")),
        ("fra og med mars 2024", Span("2024-03")),
    ],
)
def test_a_date_is_read_as_it_was_meant(written: Value, meant: Span) -> None:
    assert read_date(written) == meant


@pytest.mark.parametrize(
    ("written", "wrong"),
    [
        ("i fjor", Wrong.NOT_A_DATE),
        ("31.02.2024", Wrong.NOT_A_DATE),
        ("3. halvår 2024", Wrong.NOT_A_DATE),
        ("13.2024", Wrong.NOT_A_DATE),
        ("32.13", Wrong.NOT_A_DATE),
        ("mars " * 40, Wrong.NOT_A_DATE),
        ("en gang – 2024", Wrong.NOT_A_DATE),
        (5, Wrong.NOT_A_DATE),
        (0.5, Wrong.NOT_A_DATE),
        (99999999, Wrong.NOT_A_DATE),
        (True, Wrong.NOT_A_DATE),
        ("5. mars", Wrong.NO_YEAR),
        ("5.3.", Wrong.NO_YEAR),
        ("våren", Wrong.NO_YEAR),
        ("3/15/2024", Wrong.MONTH_FIRST),
        ("2025–2024", Wrong.ENDS_BEFORE_IT_BEGINS),
        ("2022-23", Wrong.SEASON_OR_YEARS),
        ("#REF!", Wrong.ERROR_VALUE),
        (Formula("=TODAY()"), Wrong.FORMULA_WITHOUT_RESULT),
    ],
)
def test_what_is_no_date_says_why(written: Value, wrong: Wrong) -> None:
    read = read_date(written)
    assert isinstance(read, Problem)
    assert read.wrong is wrong


@given(dates())
def test_the_written_form_of_every_date_is_read_back(text: str) -> None:
    assert read_date(text, written_form=True) == Span(text)


@given(dates(1970, 2099))
def test_what_we_show_of_a_date_is_read_back(text: str) -> None:
    with translation.override("nb"):
        shown = date_in_words(text)
    if text != "unknown":
        assert read_date(shown) == Span(text)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("1 234,56", "1234.56"),
        ("1\u00a0234", "1234"),
        ("1\u2009234\u202f567,5", "1234567.5"),
        ("1.234.567", "1234567"),
        ("1.234,5", "1234.5"),
        ("1,234.5", "1234.5"),
        ("1,234,567", "1234567"),
        ("1'234'567", "1234567"),
        ("500.000", "500000"),
        ("0.125", "0.125"),
        ("1.5", "1.5"),
        ("12,5", "12.5"),
        ("1,2 mill.", "1200000"),
        ("1,2 mill kr", "1200000"),
        ("1.234 mill", "1234000"),
        ("MNOK 1,2", "1200000"),
        ("2 mrd.", "2000000000"),
        ("450k", "450000"),
        ("450 t.kr", "450000"),
        ("kr 500 000,-", "500000"),
        ("NOK 500.000", "500000"),
        ("500 000 kroner", "500000"),
        ("-5", "-5"),
        ("\u22125", "-5"),
        ("kr -500", "-500"),
        ("(500)", "-500"),
        (1.234, "1.234"),
        (0.1 + 0.2, "0.3"),
        (500000, "500000"),
    ],
)
def test_a_number_is_read_as_it_was_meant(written: Value, meant: str) -> None:
    assert read_number(written) == Decimal(meant)


@pytest.mark.parametrize(
    ("written", "wrong"),
    [
        ("mange", Wrong.NOT_A_NUMBER),
        ("12 34", Wrong.NOT_A_NUMBER),
        ("12.345.67", Wrong.NOT_A_NUMBER),
        ("1.23,", Wrong.NOT_A_NUMBER),
        ("1,2.3,4", Wrong.NOT_A_NUMBER),
        ("5,", Wrong.NOT_A_NUMBER),
        ("(5", Wrong.NOT_A_NUMBER),
        ("-kr -5", Wrong.NOT_A_NUMBER),
        ("25 %", Wrong.NOT_A_NUMBER),
        ("100–200", Wrong.NOT_A_NUMBER),
        ("9" * 50, Wrong.NOT_A_NUMBER),
        (True, Wrong.NOT_A_NUMBER),
        (PartialDate("2024"), Wrong.NOT_A_NUMBER),
        ("1,234", Wrong.POINT_OR_THOUSANDS),
        ("ca. 500 000", Wrong.NOT_EXACT),
        ("> 10", Wrong.NOT_EXACT),
        ("€ 500", Wrong.OTHER_CURRENCY),
        ("500 SEK", Wrong.OTHER_CURRENCY),
        ("#DIV/0!", Wrong.ERROR_VALUE),
    ],
)
def test_what_is_no_number_says_why(written: Value, wrong: Wrong) -> None:
    read = read_number(written)
    assert isinstance(read, Problem)
    assert read.wrong is wrong


@given(st.decimals(-(10**12), 10**12, places=2))
def test_every_amount_is_read_as_norwegians_write_it(amount: Decimal) -> None:
    for space in (" ", "\u00a0", "\u202f", "."):
        written = f"{amount:,.2f}".replace(",", "x").replace(".", ",").replace("x", space)
        assert read_number(written) == amount
        assert read_number(f"kr {written}") == amount


def test_an_empty_cell_is_no_number_and_neither_yes_nor_no() -> None:
    assert read_number(" ") is None
    assert read_bool("") is None


@pytest.mark.parametrize(
    ("written", "meant"),
    [("ja", True), ("Nei", False), ("x", True), ("TRUE", True), (1, True), (0.0, False), (True, True), ("Sann", True)],
)
def test_yes_and_no(written: Value, meant: bool) -> None:
    assert read_bool(written) is meant


def test_perhaps_is_neither() -> None:
    assert read_bool("kanskje") == Problem(Wrong.NOT_YES_OR_NO, "kanskje")
    assert read_bool("#N/A") == Problem(Wrong.ERROR_VALUE, "#N/A")


@pytest.mark.parametrize(
    ("written", "parts"),
    [
        ("", ()),
        ("; ;", ()),
        ("A; B;C ", ("A", "B", "C")),
        ("A, B og C", ("A", "B", "C")),
        ("A & B", ("A", "B")),
        ("A; A", ("A",)),
        ("NTNU/SINTEF", ("NTNU", "SINTEF")),
        ("A\nB\r\n", ("A", "B")),
        ("Helse, miljø; Kultur", ("Helse, miljø", "Kultur")),
        ("Helse og velferd", ("Helse og velferd",)),
        ("Helse  og velferd, Kultur og fritid, By", ("Helse og velferd", "Kultur og fritid", "By")),
        ('"Foo, Bar",Baz', ("Foo, Bar", "Baz")),
        ('Sa "hei, du"', ('Sa "hei', 'du"')),
        ('"åpent, uten slutt', ('"åpent', "uten slutt")),
        (2024, ("2024",)),
    ],
)
def test_a_list_in_one_cell_is_parted(written: Value, parts: tuple[str, ...]) -> None:
    assert read_list(written, whole={"helse og velferd", "kultur og fritid"}) == parts


def test_a_list_without_known_names_is_parted_everywhere() -> None:
    assert read_list("Helse og velferd") == ("Helse", "velferd")
    assert read_list("#REF!") == Problem(Wrong.ERROR_VALUE, "#REF!")


@given(st.lists(st.text("abcæøå ,", min_size=1, max_size=8).map(clean).filter(bool), min_size=1, max_size=6))
def test_what_is_joined_by_semicolons_is_parted_again(names: list[str]) -> None:
    assert read_list("; ".join([*names, "slutt"])) == tuple(dict.fromkeys([*names, "slutt"]))


def test_a_text_loses_what_nobody_sees() -> None:
    assert clean(" a\u200b\u00a0 b\tc\n\x00d\u00ad ") == "a b c d"
    assert clean("e\u0301") == "é"
    assert clean(" a \r\n\n b\u2028c \n", lines=True) == "a\n\nb\nc"
    assert read_text("\ud800x") == "x"
    assert read_text(1.5) == "1.5"
    assert read_text(True) == "TRUE"


@given(ANY_VALUE)
def test_no_value_is_too_odd_to_be_read(value: Value) -> None:
    assert isinstance(read_date(value), Span | Problem)
    assert isinstance(read_number(value), Decimal | Problem | None)
    assert isinstance(read_bool(value), bool | Problem | None)
    assert isinstance(read_list(value, whole={"a, b"}), tuple | Problem)
    assert isinstance(read_text(value), str | Problem)


@pytest.mark.parametrize("text", ["fra " * 12_000, "," * 50_000, '"' + "," * 49_999, ',"' * 25_000, "a og " * 10_000])
def test_long_odd_texts_take_no_time(text: str) -> None:
    """Each of these would take minutes if something went through it over and over."""
    read_date(text)
    read_number(text)
    read_list(text, whole={"helse og velferd"})
