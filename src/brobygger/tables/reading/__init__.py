"""Spreadsheet files in: what the file is, its sheets, and their rows as a stream.

Works on a binary file object and needs no Django. The kind of a file is told by its contents, never by its name. Files of
strangers are hostile until read: docs/reference/table-files.md says what is refused and why.

    workbook = open_workbook(file, "register.xlsx")
    table = workbook.default_sheet().table()
    for record in table.records(): ...
    table.remarks
"""

from brobygger.tables.reading.table import Record, Table
from brobygger.tables.reading.workbook import FileKind, Sheet, Workbook, open_table, open_workbook

__all__ = ["FileKind", "Record", "Sheet", "Table", "Workbook", "open_table", "open_workbook"]
