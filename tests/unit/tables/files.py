"""Spreadsheet files made on the spot: messy ones as people make them, and hostile ones as nobody should."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import xlsxwriter

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"

# The messy workbook: the sheet that counts, the rows of its headers and of its data, and what the columns are called.
MESSY_SHEET = "Samarbeid 2024"
MESSY_HEADER_ROW = 5
MESSY_COLUMNS = ("Tittel", "Type", "Partner", "Partner (2)", "Start", "Slutt", "Beløp", "H", "Merknad", "År")
MESSY_DATA_ROWS = (6, 7, 8, 10, 11)
MESSY_TOTAL_ROW = 13


def messy_workbook() -> io.BytesIO:
    """A register as people keep it, in one sheet of three.

    Two title rows, the first of them merged; a blank row and a line of explanation; a header that is there twice, and one
    that is missing; dates as dates, months and text; amounts as numbers and text; formulas with their results; a hidden
    row, a blank row in the middle, a sum row at the bottom, and blank rows with formatting after it. Before it a sheet
    that is hidden, after it one with a list of words. All names are invented.
    """
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as workbook:
        bold = workbook.add_format({"bold": True})
        day = workbook.add_format({"num_format": "dd.mm.yyyy"})
        month = workbook.add_format({"num_format": "mmm yyyy"})
        money = workbook.add_format({"num_format": '#,##0.00 "kr"'})
        hidden = workbook.add_worksheet("Gamle tall")
        hidden.write_row(0, 0, ["Tittel", "Beløp"])
        hidden.write_row(1, 0, ["Noe fra i fjor", 1])
        hidden.hide()
        sheet = workbook.add_worksheet(MESSY_SHEET)
        sheet.activate()
        sheet.set_first_sheet()
        sheet.merge_range("A1:J1", "Samarbeid mellom universitetet og kommunen", bold)
        sheet.write_string("A2", "Sist oppdatert av Kari Eksempel 5. mars 2024")
        sheet.write_string("A4", "Fyll ut én rad for hvert samarbeid. Bruk gule felt.")
        header = ["Tittel", "Type", "Partner", "Partner", "Start", "Slutt", "Beløp", "", "Merknad", "År"]
        for column, text in enumerate(header):
            sheet.write(4, column, text, bold)
        sheet.write_row(5, 0, ["Søvn på sykehjem", "Forskning", "Universitetet", "Kommunen"])
        sheet.write_datetime(5, 4, date(2024, 3, 5), day)
        sheet.write_string(5, 5, "31.12.2025")
        sheet.write_string(5, 6, "1 234 567,50")
        sheet.write_string(5, 8, "=SUM(A1) er bare tekst")
        sheet.write_formula(5, 9, "=YEAR(E6)", None, 2024)
        sheet.write_row(6, 0, ["  Øving\u00a0i   klima\u200b ", "Utdanning", "Universitetet", "Kommunen"])
        sheet.write_datetime(6, 4, date(2023, 8, 1), month)
        sheet.write_string(6, 5, "våren 2024")
        sheet.write_number(6, 6, 500000, money)
        sheet.write_formula(6, 9, "=YEAR(E7)", None, 2023)
        sheet.write_row(7, 0, ["Hjemme lenger", "Innovasjon", "Universitetet", "Firma AS; Kommunen"])
        sheet.write_string(7, 4, "5/3/2024")
        sheet.write_string(7, 5, "ukjent")
        sheet.write_string(7, 6, "1,2 mill.")
        sheet.write_formula(7, 9, "=YEAR(1/0)", None, "#DIV/0!")
        sheet.write_row(9, 0, ["Skolehagen\nnord", "Utdanning", "", "Kommunen", 2022, "i fjor", "ca. 500 000"])
        sheet.write_row(10, 0, ["Byens luft", "Forskning", "Universitetet", "", "2022-23", "", "kr 450 000,-"])
        sheet.set_row(10, None, None, {"hidden": True})
        sheet.write_string(12, 0, "Sum")
        sheet.write_formula(12, 6, "=SUM(G6:G11)", money, 500000)
        for row in range(13, 40):
            sheet.write_blank(row, 0, None, bold)
        words = workbook.add_worksheet("Lister")
        words.write_column(0, 0, ["Forskning", "Utdanning", "Innovasjon"])
    file.seek(0)
    return file


def workbook_of(sheets: Mapping[str, Iterable[Iterable[Any]]]) -> io.BytesIO:
    """A tidy workbook with these rows, written by a library other than ours to read."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False}) as workbook:
        for name, rows in sheets.items():
            sheet = workbook.add_worksheet(name)
            for at, row in enumerate(rows):
                sheet.write_row(at, 0, list(row))
    file.seek(0)
    return file


def raw_workbook(
    rows: str = "",
    *,
    sheet: str | None = None,
    strings: str | None = None,
    styles: str | None = None,
    properties: str = "",
    state: str = "visible",
    more: Mapping[str, bytes] | None = None,
    method: int = zipfile.ZIP_DEFLATED,
) -> io.BytesIO:
    """A workbook of one sheet, of whatever XML: the rows of its data, or the whole part."""
    body = sheet if sheet is not None else f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'
    relations = f'<Relationship Id="rId1" Type="{RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/>'
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}">'
        f'<Relationship Id="r" Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}">{properties}<sheets>'
        f'<sheet name="Ark1" sheetId="1" state="{state}" r:id="rId1"/></sheets></workbook>',
        "xl/worksheets/sheet1.xml": body,
    }
    if strings is not None:
        relations += f'<Relationship Id="rId2" Type="{RELATIONS}/sharedStrings" Target="/xl/sharedStrings.xml"/>'
        parts["xl/sharedStrings.xml"] = strings
    if styles is not None:
        relations += f'<Relationship Id="rId3" Type="{RELATIONS}/styles" Target="styles.xml"/>'
        parts["xl/styles.xml"] = styles
    parts["xl/_rels/workbook.xml.rels"] = f'<Relationships xmlns="{PACKAGE}">{relations}</Relationships>'
    return archive({**parts, **(more or {})}, method)


def archive(parts: Mapping[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> io.BytesIO:
    """A zip archive of these parts."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    file.seek(0)
    return file


def patched(file: io.BytesIO, old: bytes, new: bytes) -> io.BytesIO:
    """The same file with some bytes changed, as many as there were."""
    assert len(old) == len(new)
    assert old in file.getvalue()
    return io.BytesIO(file.getvalue().replace(old, new))
