"""CSV, TSV and TXT in: every encoding and delimiter met in practice, and files that only call themselves tables."""

from __future__ import annotations

import contextlib
import io
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brobygger.tables.reading import FileKind, Workbook, open_table, open_workbook
from brobygger.tables.rules.cells import Row
from brobygger.tables.rules.delimiters import NO_DELIMITER, Dialect, dialect_of
from brobygger.tables.rules.encodings import EncodingCount, encoding_of_mark
from brobygger.tables.rules.limits import Limits
from brobygger.tables.rules.places import Place
from brobygger.tables.rules.refusals import Refusal, TableRefused
from brobygger.tables.rules.remarks import About, Remark

ENCODINGS = [
    "utf-8",
    "utf-8-sig",
    "utf-16",
    "utf-16-le",
    "utf-16-be",
    "utf-32",
    "cp1252",
    "latin-1",
    "mac-roman",
    "cp850",
]
TABLE = [
    ["Tittel", "Område", "Beløp", "Start"],
    ["Søvn på sykehjem, natt og dag", "Helse", "1,5", "05.03.2024"],
    ["Blåbær – ikke «bare» bær", "Ærlig; talt", "12,75", "Å ja"],
    ["Flere\nlinjer", 'Med "sitat"', "", "2024"],
]


def opened(content: bytes | str, limits: Limits | None = None) -> Workbook:
    content = content.encode() if isinstance(content, str) else content
    return open_workbook(io.BytesIO(content), "fil.csv", limits)


def rows_of(content: bytes | str) -> list[Row]:
    return list(opened(content).sheets[0].rows())


def refused(content: bytes | str, limits: Limits | None = None) -> TableRefused:
    with pytest.raises(TableRefused) as caught:
        opened(content, limits)
    return caught.value


def written(table: list[list[str]], delimiter: str, line_end: str = "\r\n") -> str:
    lines = [delimiter.join('"' + cell.replace('"', '""') + '"' for cell in row) for row in table]
    return line_end.join(lines) + line_end


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_every_encoding_with_every_delimiter(encoding: str, delimiter: str) -> None:
    table = TABLE if encoding != "cp850" else [[cell.replace("–", "-") for cell in row] for row in TABLE]
    if encoding == "latin-1":
        table = [[cell.replace("–", "-") for cell in row] for row in table]
    workbook = opened(written(table, delimiter).encode(encoding))
    assert workbook.kind is FileKind.CSV
    assert [list(row.values) for row in workbook.sheets[0].rows()] == table
    assert workbook.sheets[0].size == (4, 4)
    told = [remark.about for remark in workbook.remarks]
    assert told == ([] if encoding.startswith("utf-8") else [About.ENCODING])


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_every_line_end(line_end: str) -> None:
    assert [row.values for row in rows_of(line_end.join(["a;b", "", "c;d"]))] == [("a", "b"), ("c", "d")]


def test_line_ends_may_be_mixed_and_rows_keep_their_numbers() -> None:
    assert rows_of("a;b\r\n\n1;2\r;;\n3;\n") == [Row(1, ("a", "b")), Row(3, ("1", "2")), Row(5, ("3",))]


@pytest.mark.parametrize(
    ("text", "dialect"),
    [
        ("a;b\n1,5;2,5\n", Dialect(";")),
        ("a,b,c\n1,2,3\n4,5,6\n", Dialect(",", skip_spaces=True)),
        ("navn,år\nSøvn,2024\nHage,2023\n", Dialect(",")),
        ("navn;beløp\nSøvn, natt;1,5\nHage, dag;2,5\n", Dialect(";")),
        ("navn, år\nSøvn, 2024\n", Dialect(",", skip_spaces=True)),
        ("Et register\n\nnavn;type;år\na;b;1\nc;d;2\n", Dialect(";")),
        ("id,områder\n1,helse; oppvekst\n2,helse; kultur\n3,by\n", Dialect(",")),
        ("a|b\n1|2\n", Dialect("|")),
        ("a;b,c;d\n1;2,x;3\n", Dialect(";")),
        ("a\tb\n1, 2\t3\n", Dialect("\t")),
        ("sep=;\na,b;c\n", Dialect(";", told=True)),
        ("'a';'b'\n'1;5';'2'\n", Dialect(";", quote="'")),
        ("bare en kolonne\nmed ord, og noen komma\nog flere ord\n", Dialect(NO_DELIMITER)),
        ("", Dialect(NO_DELIMITER)),
    ],
)
def test_what_parts_the_columns_is_found(text: str, dialect: Dialect) -> None:
    assert dialect_of(text.splitlines(keepends=True)) == dialect


def test_a_file_may_say_what_parts_its_columns() -> None:
    assert rows_of("sep=,\r\na;x,b\r\n") == [Row(1, ("a;x", "b"))]


def test_apostrophes_may_be_the_quotes() -> None:
    assert rows_of("'a';'b'\n'1;5';'2'\n")[1].values == ("1;5", "2")


def test_one_column_is_a_table_too() -> None:
    assert [row.values for row in rows_of("Tittel\nSøvn, natt og dag\nHage\n")] == [
        ("Tittel",),
        ("Søvn, natt og dag",),
        ("Hage",),
    ]


def test_zero_bytes_are_taken_out_and_told_of() -> None:
    workbook = opened("a;b\n1\0;2\n")
    assert list(workbook.sheets[0].rows())[1].values == ("1", "2")
    assert workbook.remarks == (Remark(About.NULLS_REMOVED, 1, (Place("", 2),)),)


def test_a_few_wrong_bytes_in_utf8_are_shown_and_told_of() -> None:
    good = "".join(f"Blåbærøl;{number}\n" for number in range(50)).encode()
    workbook = opened(good + b"Bl\xe5;1\n")
    assert workbook.remarks == (Remark(About.UNREADABLE_CHARACTERS, 1, (Place("", 51),)),)
    assert list(workbook.sheets[0].rows())[50].values == ("Bl\ufffd", "1")


def test_curly_quotes_alone_do_not_make_another_encoding() -> None:
    assert rows_of("name;note\nIt’s;‘here’ – isn’t it\n".encode("cp1252"))[1].values == ("It’s", "‘here’ – isn’t it")


def test_bytes_that_windows_does_not_know_are_latin() -> None:
    assert opened("ø;\x81\nå;b\n".encode("latin-1")).remarks[0].word == "latin-1"


@given(st.text(st.characters(blacklist_categories=("Cs",)), max_size=300), st.integers(1, 7))
def test_utf8_is_told_however_it_is_cut_into_pieces(text: str, size: int) -> None:
    content = text.encode()
    count = EncodingCount()
    for at in range(0, len(content), size):
        count.feed(content[at : at + size])
    assert count.encoding() == "utf-8"


@given(st.binary(max_size=200))
def test_any_bytes_have_some_encoding(content: bytes) -> None:
    count = EncodingCount()
    count.feed(content)
    content.decode(encoding_of_mark(content) or count.encoding(), "replace")


@given(st.binary(min_size=1, max_size=400))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    with contextlib.suppress(TableRefused):
        list(opened(content).default_sheet().table().records())


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (" \r\n \n", Refusal.EMPTY),
        (";;\n;;\n", Refusal.EMPTY),
        ("\ufeff", Refusal.EMPTY),
        ("<!DOCTYPE html><html><table>", Refusal.WEB_PAGE),
        ("\n\n<table border=1><tr>", Refusal.WEB_PAGE),
        ('<?xml version="1.0"?><Workbook/>', Refusal.XML),
        ('[{"id": 1}]', Refusal.JSON),
        ('{"records": []}', Refusal.JSON),
        (bytes(range(256)) * 20, Refusal.NOT_TEXT),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(1, 30)) * 40, Refusal.NOT_TEXT),
    ],
)
def test_what_is_no_table_is_named(content: bytes | str, refusal: Refusal) -> None:
    assert refused(content).refusal is refusal


def test_brackets_and_angles_in_a_table_are_only_text() -> None:
    assert rows_of("[a];{b}\n<1>;2\n")[0].values == ("[a]", "{b}")


def test_a_quote_that_is_never_closed_is_told_with_its_row() -> None:
    found = refused('a;b\n1;2\n"3;4\n5;6\n')
    assert (found.refusal, found.place) == (Refusal.UNCLOSED_QUOTE, Place("", 3, 1))


def test_a_row_that_says_end_is_not_the_end() -> None:
    assert [row.values for row in rows_of("a\nend\nb\n")] == [("a",), ("end",), ("b",)]
    assert [row.values for row in rows_of("a\nb\nend")] == [("a",), ("b",), ("end",)]


def test_a_quote_that_swallows_the_file_is_told_with_its_row() -> None:
    found = refused('a;b\n"3;4\n' + "5;6\n" * 100_000)
    assert (found.refusal, found.place) == (Refusal.CELL_TOO_LONG, Place("", 2))


@pytest.mark.parametrize(
    ("content", "limits", "refusal", "place"),
    [
        ("a;b\n" * 5, Limits(rows=3), Refusal.TOO_MANY_ROWS, Place("", 4)),
        ("a;b\n1;2;3;4\n", Limits(columns=3), Refusal.TOO_MANY_COLUMNS, Place("", 2, 4)),
        ("a;b\n" * 5, Limits(cells=5), Refusal.TOO_MANY_CELLS, Place("", 3)),
        ("a;b\nccc;d\n", Limits(cell_length=2), Refusal.CELL_TOO_LONG, Place("", 2, 1)),
        ("a;b\n" + "1;2" * 10, Limits(row_length=20), Refusal.ROW_TOO_LONG, Place("", 2)),
        ("a;b\n" + "c;d\n" * 200, Limits(bytes=100), Refusal.TOO_LARGE, None),
    ],
)
def test_a_table_beyond_the_limits_is_refused_where_it_passes_them(
    content: str, limits: Limits, refusal: Refusal, place: Place | None
) -> None:
    found = refused(content, limits)
    assert (found.refusal, found.place) == (refusal, place)


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (";".join(["x"] * 1_000_000), Refusal.TOO_MANY_COLUMNS),
        ("a;b\n" + '"\n";' * 1_000_000, Refusal.ROW_TOO_LONG),
        ("x" * 5_000_000, Refusal.ROW_TOO_LONG),
        ("x" * 500_000, Refusal.CELL_TOO_LONG),
    ],
)
def test_a_million_columns_are_answered_at_once_and_bounded(content: str, refusal: Refusal) -> None:
    file = io.BytesIO(content.encode())
    tracemalloc.start()
    try:
        with pytest.raises(TableRefused) as caught:
            open_workbook(file, "fil.csv")
        assert caught.value.refusal is refusal
        assert tracemalloc.get_traced_memory()[1] < 80_000_000
    finally:
        tracemalloc.stop()


def test_empty_columns_at_the_end_are_no_columns() -> None:
    assert rows_of("a;b" + ";" * 1000 + "\n1;2" + ";" * 1000 + "\n")[0] == Row(1, ("a", "b"))


def test_two_may_read_the_same_file_by_turns_and_it_stays_open() -> None:
    file = io.BytesIO(b"a;b\n" * 50_000)
    sheet = open_workbook(file, "fil.csv").sheets[0]
    pairs = list(zip(sheet.rows(), sheet.rows(), strict=True))
    assert all(one == other for one, other in pairs)
    assert not file.closed


def test_what_was_made_harmless_is_read_as_it_was() -> None:
    table = open_table(io.BytesIO(b"navn;telefon\nS\xc3\xb8vn;'+47 123\nHage;'quoted'\n"), "fil.csv")
    assert [record.values for record in table.records()] == [("Søvn", "+47 123"), ("Hage", "'quoted'")]
