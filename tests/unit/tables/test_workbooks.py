"""Workbooks in: what is read, what is told of, and what is refused."""

from __future__ import annotations

import io
import tracemalloc
import zipfile

import openpyxl
import pytest
from tests.unit.tables.files import (
    MAIN,
    MESSY_COLUMNS,
    MESSY_DATA_ROWS,
    MESSY_HEADER_ROW,
    MESSY_SHEET,
    MESSY_TOTAL_ROW,
    archive,
    messy_workbook,
    patched,
    raw_workbook,
    workbook_of,
)

from brobygger.dates.rules import PartialDate
from brobygger.tables.reading import FileKind, open_table, open_workbook, xlsx
from brobygger.tables.reading.archive import Archive
from brobygger.tables.rules.cells import Formula, Row, Value
from brobygger.tables.rules.limits import Limits
from brobygger.tables.rules.places import Place
from brobygger.tables.rules.refusals import Refusal, TableRefused
from brobygger.tables.rules.remarks import About, Remark, Remarks


def rows_of(file: io.BytesIO, limits: Limits | None = None) -> list[Row]:
    return list(open_workbook(file, "fil.xlsx", limits).sheets[0].rows())


def values_of(rows: str, **parts: str) -> list[Value]:
    return [value for row in rows_of(raw_workbook(rows, **parts)) for value in row.values]  # type: ignore[arg-type]


def refused(file: io.BytesIO, limits: Limits | None = None) -> TableRefused:
    """Why a file is not read, be it when it is opened or while one reads."""
    with pytest.raises(TableRefused) as caught:
        _read_all(file, limits)
    return caught.value


def _read_all(file: io.BytesIO, limits: Limits | None) -> None:
    for sheet in open_workbook(file, "fil.xlsx", limits).sheets:
        list(sheet.rows())


# --- The messy workbook ---


def test_a_messy_workbook_is_read_as_a_person_would() -> None:
    workbook = open_workbook(messy_workbook(), "C:\\Mine filer\\register.xlsx")
    assert workbook.name == "register.xlsx"
    assert workbook.kind is FileKind.XLSX
    assert [(sheet.name, sheet.is_hidden) for sheet in workbook.sheets] == [
        ("Gamle tall", True),
        (MESSY_SHEET, False),
        ("Lister", False),
    ]
    assert workbook.remarks == (Remark(About.HIDDEN_SHEET, word="Gamle tall"),)
    table = workbook.default_sheet().table()
    assert table.sheet == MESSY_SHEET
    assert table.header.rows == (MESSY_HEADER_ROW,)
    assert tuple(column.name for column in table.columns) == MESSY_COLUMNS
    records = list(table.records())
    assert tuple(record.number for record in records) == (*MESSY_DATA_ROWS, MESSY_TOTAL_ROW)
    assert [record.number for record in records if record.is_total] == [MESSY_TOTAL_ROW]
    assert records[0].values == (
        "Søvn på sykehjem",
        "Forskning",
        "Universitetet",
        "Kommunen",
        PartialDate("2024-03-05"),
        "31.12.2025",
        "1 234 567,50",
        "",
        "=SUM(A1) er bare tekst",
        2024,
    )
    assert records[1].values[4:7] == (PartialDate("2023-08"), "våren 2024", 500000)


def test_what_is_odd_about_a_messy_workbook_is_told() -> None:
    table = open_table(messy_workbook(), "register.xlsx")
    at_once = {remark.about: remark for remark in table.remarks}
    assert at_once[About.EMPTY_HEADER].places == (Place(MESSY_SHEET, MESSY_HEADER_ROW, 8),)
    assert at_once[About.DUPLICATE_HEADER].word == "Partner"
    list(table.records())
    told = {remark.about: remark for remark in table.remarks}
    assert told[About.MERGED_CELLS].places == (Place(MESSY_SHEET, 1, 1),)
    assert told[About.HIDDEN_ROWS].places == (Place(MESSY_SHEET, 11),)
    assert told[About.ERROR_VALUE].places == (Place(MESSY_SHEET, 8, 10),)
    assert told[About.PROBABLE_TOTAL].places == (Place(MESSY_SHEET, MESSY_TOTAL_ROW),)
    assert set(at_once) < set(told)


def test_somebody_may_say_where_the_headers_are() -> None:
    sheet = open_workbook(messy_workbook(), "register.xlsx").sheet(MESSY_SHEET)
    assert sheet is not None
    assert [column.name for column in sheet.table(header_rows=()).columns][:3] == ["A", "B", "C"]
    table = sheet.table(header_rows=(6,))
    assert table.columns[0].name == "Søvn på sykehjem"
    assert next(table.records()).number == 7
    assert open_workbook(messy_workbook(), "x").sheet("Finnes ikke") is None


def test_a_sheet_is_read_as_often_as_one_likes() -> None:
    table = open_table(messy_workbook(), "register.xlsx")
    assert list(table.records()) == list(table.records())
    told = table.remarks
    list(table.records())
    assert table.remarks == told


# --- Cells ---


def test_every_kind_of_cell() -> None:
    strings = f'<x:sst xmlns:x="{MAIN}"><x:si><x:t>felles</x:t></x:si><x:si><x:r><x:t>ri</x:t></x:r><x:r><x:t>k</x:t></x:r><x:rPh><x:t>!</x:t></x:rPh></x:si></x:sst>'
    row = (
        '<row r="2"><c r="A2" t="s"><v>0</v></c><c t="s"><v>1</v></c><c r="C2"><v>1.5</v></c><c r="D2"><v>2E3</v></c>'
        '<c r="E2" t="b"><v>1</v></c><c r="F2" t="e"><v>#REF!</v></c><c r="G2" t="str"><f>A1</f><v>svar</v></c>'
        '<c r="H2" t="inlineStr"><is><r><t>i </t></r><r><t>cellen</t></r><rPh sb="0" eb="1"><t>!</t></rPh></is></c>'
        '<c r="I2" t="d"><v>2024-03-05</v></c><c r="K2"><f>SUM(A1:A2)</f><v/></c><c r="L2" t="str"><f>""</f><v></v></c>'
        '<c r="M2"><v>INF</v></c><c r="N2"><v>tekst</v></c><c r="O2" s="4"/></row>'
    )
    remarks = Remarks()
    found = next(open_workbook(raw_workbook(row, strings=strings), "x").sheets[0].rows(remarks))
    assert found == Row(
        2,
        ("felles", "rik", 1.5, 2000, True, "#REF!", "svar", "i cellen", "2024-03-05", "", "=SUM(A1:A2)")
        + ("", "INF", "tekst"),
    )
    assert isinstance(found.values[10], Formula)
    assert [(remark.about, remark.places) for remark in remarks.all()] == [
        (About.ERROR_VALUE, (Place("Ark1", 2, 6),)),
        (About.FORMULA_WITHOUT_RESULT, (Place("Ark1", 2, 11),)),
    ]


def test_characters_xml_cannot_hold_are_read_and_those_nothing_takes_are_not() -> None:
    cell = '<row r="1"><c r="A1" t="inlineStr"><is><t>a_x000A_b_x0000_c_x005F_x000A__xD800_</t></is></c></row>'
    assert values_of(cell) == ["a\nbc_x000A__xD800_"]


@pytest.mark.parametrize(
    ("code", "number", "value"),
    [
        ("dd.mm.yyyy", "45356", PartialDate("2024-03-05")),
        ("dd/mm/yyyy hh:mm", "45356.5", PartialDate("2024-03-05")),
        ("[$-414]d. mmmm yyyy;@", "45356", PartialDate("2024-03-05")),
        ('mmm" i "yyyy', "45352", PartialDate("2024-03")),
        ("mmm.yy", "45356", PartialDate("2024-03-05")),
        ("yyyy", "45292", PartialDate("2024")),
        ("yyyy", "2024", PartialDate("1905-07-16")),
        ("hh:mm", "0.604166666666667", "14:30"),
        ("[h]:mm", "1.5", 1.5),
        ("General", "45356", 45356),
        ('#,##0.00 "dager"', "45356", 45356),
        ("0.00E+00", "45356", 45356),
        ("[Red]0;[Blue]-0", "45356", 45356),
        ("dd.mm.yyyy", "60", 60),
        ("dd.mm.yyyy", "1", PartialDate("1900-01-01")),
        ("dd.mm.yyyy", "-5", -5),
        ("dd.mm.yyyy", "1e300", 1e300),
        ("yyyy-mm-dd", "109000", PartialDate("2198-06-05")),
    ],
)
def test_a_number_is_a_date_when_its_format_says_so(code: str, number: str, value: Value) -> None:
    code = code.replace('"', "&quot;")
    styles = (
        f'<styleSheet xmlns="{MAIN}"><numFmts><numFmt numFmtId="164" formatCode="{code}"/></numFmts><cellStyleXfs>'
        '<xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs></styleSheet>'
    )
    assert values_of(f'<row r="1"><c r="A1" s="1"><v>{number}</v></c></row>', styles=styles) == [value]


def test_dates_may_be_counted_from_1904() -> None:
    styles = f'<styleSheet xmlns="{MAIN}"><cellXfs><xf numFmtId="14"/></cellXfs></styleSheet>'
    row = '<row r="1"><c r="A1" s="0"><v>43894</v></c></row>'
    assert values_of(row, styles=styles, properties='<workbookPr date1904="1"/>') == [PartialDate("2024-03-05")]


def test_rows_and_cells_without_an_address_stand_where_they_come() -> None:
    rows = '<row><c><v>1</v></c><c><v>2</v></c></row><row r="5"><c r="C5"><v>3</v></c><c r="A5"><v>4</v></c></row><row><c><v>5</v></c></row>'
    assert rows_of(raw_workbook(rows)) == [Row(1, (1, 2)), Row(5, (4, "", 3)), Row(6, (5,))]


def test_values_and_formulas_outside_of_cells_are_nothing() -> None:
    assert rows_of(raw_workbook('<row r="1"><v>1</v><f>A1</f><t>x</t><c r="A1"><v>2</v></c></row>')) == [Row(1, (2,))]


def test_prefixes_and_odd_names_of_parts_are_understood() -> None:
    sheet = f'<x:worksheet xmlns:x="{MAIN}"><x:dimension ref="A1:B7"/><x:sheetData><x:row r="1"><x:c r="B1"><x:v>7</x:v></x:c></x:row></x:sheetData></x:worksheet>'
    workbook = open_workbook(raw_workbook(sheet=sheet), "x")
    assert list(workbook.sheets[0].rows()) == [Row(1, ("", 7))]
    assert workbook.sheets[0].size == (7, 2)
    renamed = archive(
        {
            "[Content_Types].xml": "<Types/>",
            "XL\\Workbook.xml": f'<workbook xmlns="{MAIN}"/>',
        }
    )
    assert refused(renamed).refusal is Refusal.NO_SHEETS


@pytest.mark.parametrize("reference", ["", "A1", "1:2", "æ1", "A1:" + "Z" * 50])
def test_a_size_that_says_nothing_is_none(reference: str) -> None:
    sheet = f'<worksheet xmlns="{MAIN}"><dimension ref="{reference}"/><sheetData/></worksheet>'
    size = open_workbook(raw_workbook(sheet=sheet), "x").sheets[0].size
    assert size == ((1, 1) if reference == "A1" else None)


def test_a_file_of_another_library_is_read_the_same() -> None:
    file = io.BytesIO()
    book = openpyxl.Workbook()
    book.active.append(["Tittel", "Antall"])
    book.active.append(["Blåbær & «bjørk»", 3])
    book.active.append(["=1+1", 2.5])
    book.active["A3"].data_type = "s"
    book.save(file)
    assert rows_of(file) == [Row(1, ("Tittel", "Antall")), Row(2, ("Blåbær & «bjørk»", 3)), Row(3, ("=1+1", 2.5))]


def test_macros_pictures_and_comments_are_told_of_and_left_alone() -> None:
    more = {"xl/vbaProject.bin": b"x", "xl/media/image1.png": b"x", "xl/comments1.xml": b"<x/>"}
    workbook = open_workbook(raw_workbook('<row r="1"><c r="A1"><v>1</v></c></row>', more=more), "x.xlsm")
    assert [remark.about for remark in workbook.remarks] == [
        About.MACROS_IGNORED,
        About.IMAGES_IGNORED,
        About.COMMENTS_IGNORED,
    ]


def test_a_workbook_with_nothing_in_it_has_no_sheet_to_choose() -> None:
    with pytest.raises(TableRefused) as caught:
        open_workbook(raw_workbook(), "x").default_sheet()
    assert caught.value.refusal is Refusal.EMPTY
    with pytest.raises(TableRefused):
        open_workbook(raw_workbook('<row r="1"><c r="A1"><v>1</v></c></row>', state="veryHidden"), "x").default_sheet()


# --- Files that are something else ---


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"", Refusal.EMPTY),
        (b"PK\x05\x06" + bytes(18), Refusal.OTHER_ARCHIVE),
        (b"PK\x03\x04 not really", Refusal.CORRUPT),
        (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(2000), Refusal.OLD_EXCEL),
        (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(500) + "EncryptedPackage".encode("utf-16-le"), Refusal.PASSWORD),
        (b"%PDF-1.7\n", Refusal.PDF),
        (archive({"mimetype": "application/vnd.oasis…", "content.xml": "<x/>"}).getvalue(), Refusal.OPEN_DOCUMENT),
        (archive({"Index/Tables.iwa": "x"}).getvalue(), Refusal.APPLE_NUMBERS),
        (archive({"xl/workbook.bin": "x"}).getvalue(), Refusal.BINARY_EXCEL),
        (archive({"word/document.xml": "<x/>"}).getvalue(), Refusal.OTHER_ARCHIVE),
    ],
)
def test_what_is_no_workbook_is_named(content: bytes, refusal: Refusal) -> None:
    assert refused(io.BytesIO(content)).refusal is refusal


def test_a_binary_workbook_is_named_by_what_refers_to_it() -> None:
    relation = '<Relationships><Relationship Id="r" Type="x/officeDocument" Target="xl/workbook.bin"/></Relationships>'
    assert refused(archive({"_rels/.rels": relation, "xl/workbook.bin": "x"})).refusal is Refusal.BINARY_EXCEL


# --- Files that are broken or made to harm ---


@pytest.mark.parametrize(
    "sheet",
    [
        "<worksheet><sheetData><row>",
        "no xml at all",
        "<worksheet><sheetData><row r='2'/><row r='1'/></sheetData></worksheet>",
        "<worksheet><sheetData><row r='1048577'/></sheetData></worksheet>",
        "<worksheet><sheetData><row r='1'><c r='Æ1'><v>1</v></c></row></sheetData></worksheet>",
        "<worksheet><sheetData><row r='1'><c r='A1' t='s'><v>7</v></c></row></sheetData></worksheet>",
        "<worksheet><sheetData><row r='1'><c r='A1' t='s'><v>-1</v></c></row></sheetData></worksheet>",
        "<worksheet><sheetData><row r='1'><c r='A1' t='s'><v>x</v></c></row></sheetData></worksheet>",
        "<?xml version='1.0' encoding='no-such'?><worksheet/>",
        "<?xml version='1.0' encoding='big5'?><worksheet/>",
        "<worksheet>&undefined;</worksheet>",
    ],
)
def test_a_broken_sheet_is_told_to_be(sheet: str) -> None:
    assert refused(raw_workbook(sheet=sheet)).refusal is Refusal.CORRUPT


@pytest.mark.parametrize(
    "harm",
    [
        '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><worksheet>&b;</worksheet>',
        '<!DOCTYPE x SYSTEM "file:///etc/passwd"><worksheet/>',
        '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><worksheet><sheetData><row r="1"><c r="A1"><v>&a;</v></c></row></sheetData></worksheet>',
    ],
)
def test_no_document_type_no_entities(harm: str) -> None:
    assert refused(raw_workbook(sheet=harm)).refusal is Refusal.UNSAFE_XML
    assert refused(raw_workbook(strings=harm)).refusal is Refusal.UNSAFE_XML
    assert refused(raw_workbook(styles=harm)).refusal is Refusal.UNSAFE_XML
    assert refused(raw_workbook(sheet=harm.encode("utf-16").decode("utf-16"))).refusal is Refusal.UNSAFE_XML


def test_a_part_that_grows_a_thousandfold_is_refused_by_the_directory() -> None:
    bomb = raw_workbook("<!-- " + " " * 20_000_000 + " -->")
    assert len(bomb.getvalue()) < 100_000
    assert refused(bomb).refusal is Refusal.ZIP_BOMB


def test_a_part_that_lies_about_its_size_is_refused_while_it_is_read() -> None:
    size = 20_000_000
    bomb = raw_workbook("<!-- " + " " * size + " -->")
    whole = len(f'<worksheet xmlns="{MAIN}"><sheetData><!-- {" " * size} --></sheetData></worksheet>')
    # The library stops at the size it is told, and then finds the checksum wrong.
    lying = patched(bomb, whole.to_bytes(4, "little"), (5000).to_bytes(4, "little"))
    assert refused(lying).refusal in (Refusal.CORRUPT, Refusal.ZIP_BOMB)


def test_what_comes_out_is_counted_whatever_the_directory_says(monkeypatch: pytest.MonkeyPatch) -> None:
    opened = Archive(archive({"a.xml": b" " * 200_000}), Limits())
    monkeypatch.setattr(opened, "_limits", Limits(unzipped_bytes=100_000))
    pieces = opened.pieces("a.xml")
    assert len(next(pieces)) < 100_000
    with pytest.raises(TableRefused, match="zip_bomb"):
        list(pieces)


def test_parts_that_are_too_large_together_are_refused() -> None:
    more = {f"xl/media/{number}.bin": bytes([number]) * 1000 for number in range(20)}
    assert refused(raw_workbook(more=more), Limits(unzipped_bytes=10_000)).refusal is Refusal.ZIP_BOMB


def test_the_table_of_texts_has_a_limit_of_its_own() -> None:
    strings = "<sst>" + "".join(f"<si><t>tekst nummer {number}</t></si>" for number in range(500)) + "</sst>"
    row = '<row r="1"><c r="A1" t="s"><v>499</v></c></row>'
    assert values_of(row, strings=strings) == ["tekst nummer 499"]
    assert refused(raw_workbook(row, strings=strings), Limits(string_bytes=1000)).refusal is Refusal.ZIP_BOMB
    assert refused(raw_workbook(row, strings=strings), Limits(cells=100)).refusal is Refusal.TOO_MANY_CELLS
    assert refused(raw_workbook(row, strings=strings), Limits(cell_length=15)).refusal is Refusal.CELL_TOO_LONG


def test_more_styles_than_a_workbook_may_have_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "_MOST_STYLE_ELEMENTS", 10)
    styles = "<styleSheet><cellXfs>" + "<xf/>" * 20 + "</cellXfs></styleSheet>"
    assert refused(raw_workbook(styles=styles)).refusal is Refusal.CORRUPT


def test_an_archive_with_thousands_of_parts_is_refused_unopened() -> None:
    crowded = archive({f"{number}.txt": "" for number in range(2500)})
    found = refused(crowded)
    assert (found.refusal, found.limit) == (Refusal.TOO_MANY_PARTS, 2000)


def test_methods_that_unpack_at_one_go_are_refused() -> None:
    row = '<row r="1"><c r="A1"><v>1</v></c></row>'
    assert rows_of(raw_workbook(row, method=zipfile.ZIP_STORED)) == [Row(1, (1,))]
    for method in (zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA):
        assert refused(raw_workbook(row, method=method)).refusal is Refusal.CORRUPT


def test_a_part_locked_with_a_password_is_told_to_be() -> None:
    file = raw_workbook('<row r="1"><c r="A1"><v>1</v></c></row>')
    content = bytearray(file.getvalue())
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = -1
        while (at := content.find(mark, at + 1)) >= 0:
            content[at + flags] |= 1
    assert refused(io.BytesIO(bytes(content))).refusal is Refusal.PASSWORD


def test_a_damaged_part_is_told_to_be() -> None:
    file = raw_workbook("<row r='1'><c r='A1'><v>1</v></c></row>" * 50)
    content = bytearray(file.getvalue())
    at = content.find(b"sheet1.xml") + 60
    content[at : at + 20] = bytes(20)
    assert refused(io.BytesIO(bytes(content))).refusal is Refusal.CORRUPT


def test_a_workbook_cut_short_is_told_to_be() -> None:
    assert refused(io.BytesIO(messy_workbook().getvalue()[:5000])).refusal is Refusal.CORRUPT


@pytest.mark.parametrize(
    ("rows", "refusal", "place"),
    [
        ([["x"]] * 5, Refusal.TOO_MANY_ROWS, Place("A", 4)),
        ([["a", "b", "c", "d", "e"]], Refusal.TOO_MANY_COLUMNS, Place("A", 1, 5)),
        ([["a", "b", "c"]] * 3, Refusal.TOO_MANY_CELLS, Place("A", 3, 3)),
    ],
)
def test_a_table_beyond_the_limits_is_refused_where_it_passes_them(
    rows: list[list[str]], refusal: Refusal, place: Place
) -> None:
    found = refused(workbook_of({"A": rows}), Limits(rows=3, columns=4, cells=8))
    assert (found.refusal, found.place) == (refusal, place)


def test_other_limits() -> None:
    assert refused(workbook_of({"A": [], "B": [], "C": []}), Limits(sheets=2)).refusal is Refusal.TOO_MANY_SHEETS
    assert refused(workbook_of({"A": [[1]]}), Limits(bytes=100)).refusal is Refusal.TOO_LARGE
    long = '<row r="3"><c r="B3" t="inlineStr"><is><t>' + "x" * 20 + "</t></is></c></row>"
    assert refused(raw_workbook(long), Limits(cell_length=10)).place == Place("Ark1", 3, 2)


def test_a_million_columns_are_answered_at_once_and_take_no_memory() -> None:
    far = raw_workbook('<row r="1"><c r="A1"><v>1</v></c><c r="BDWGN1"><v>1</v></c></row>')
    wide = raw_workbook('<row r="1">' + "<c><v>1</v></c>" * 1_000_000 + "</row>", method=zipfile.ZIP_STORED)
    tracemalloc.start()
    try:
        for file in (far, wide):
            found = refused(file)
            assert found.refusal is Refusal.TOO_MANY_COLUMNS
            assert found.limit == 500
        assert tracemalloc.get_traced_memory()[1] < 3_000_000
    finally:
        tracemalloc.stop()


def test_formatting_to_the_end_of_the_sheet_is_no_content() -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c><c r="XFD1" s="3"/></row><row r="1048576"><c r="A1048576" s="3"/></row>'
    assert rows_of(raw_workbook(rows)) == [Row(1, (1,))]


def test_a_cell_in_the_far_corner_takes_no_memory() -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="SF1048576"><v>1</v></c></row>'
    tracemalloc.start()
    try:
        assert [row.number for row in rows_of(raw_workbook(rows))] == [1, 1048576]
        assert tracemalloc.get_traced_memory()[1] < 3_000_000
    finally:
        tracemalloc.stop()


# --- Tables ---


def test_headers_repeated_further_down_are_left_out_and_told_of() -> None:
    rows = [["Tittel", "Sted"], ["Søvn", "By"], ["Tittel", "Sted"], [" ", ""], ["Hage", "Land"]]
    table = open_table(workbook_of({"A": rows}), "x")
    assert [record.values for record in table.records()] == [("Søvn", "By"), ("Hage", "Land")]
    assert table.remarks == (Remark(About.REPEATED_HEADER, 1, (Place("A", 3),)),)


def test_what_stands_beside_the_table_is_told_of() -> None:
    rows = [["Tittel", "Antall"], *([["Søvn", 1]] * 120), ["Hage", 2, "en merknad langt nede"]]
    table = open_table(workbook_of({"A": rows}), "x")
    assert list(table.records())[-1].values == ("Hage", 2)
    assert table.remarks == (Remark(About.BEYOND_HEADER, 1, (Place("A", 122, 3),)),)


def test_a_table_without_headers_says_so_and_gives_every_row() -> None:
    table = open_table(workbook_of({"A": [["Søvn", 1.5], ["Hage", 2.5]]}), "x")
    assert [record.number for record in table.records()] == [1, 2]
    assert table.remarks == (Remark(About.NO_HEADER),)
    assert [column.letters for column in table.columns] == ["A", "B"]
    assert table.place(2, table.columns[1]) == Place("A", 2, 2)
    assert table.place(2) == Place("A", 2)


def test_names_that_are_known_find_the_headers_of_a_table() -> None:
    file = workbook_of({"A": [["Noe", "annet", "her"], ["Tittel", "Start", ""], ["a", "b", "c"]]})
    assert open_table(file, "x", known={"tittel", "start"}).header.rows == (2,)
