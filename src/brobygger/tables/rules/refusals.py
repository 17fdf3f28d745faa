"""Why a file was not read."""

from __future__ import annotations

from enum import StrEnum

from brobygger.tables.rules.places import Place


class Refusal(StrEnum):
    """What was wrong with a file. The words for it are in the presenter."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    # What the file is, when it is no table we read.
    PASSWORD = "password"
    OLD_EXCEL = "old_excel"
    BINARY_EXCEL = "binary_excel"
    OPEN_DOCUMENT = "open_document"
    APPLE_NUMBERS = "apple_numbers"
    OTHER_ARCHIVE = "other_archive"
    WEB_PAGE = "web_page"
    XML = "xml"
    JSON = "json"
    PDF = "pdf"
    NOT_TEXT = "not_text"
    # A workbook that is broken or made to harm.
    CORRUPT = "corrupt"
    NO_SHEETS = "no_sheets"
    ZIP_BOMB = "zip_bomb"
    UNSAFE_XML = "unsafe_xml"
    TOO_MANY_PARTS = "too_many_parts"
    TOO_MANY_SHEETS = "too_many_sheets"
    # A table that is larger than any register.
    TOO_MANY_ROWS = "too_many_rows"
    TOO_MANY_COLUMNS = "too_many_columns"
    TOO_MANY_CELLS = "too_many_cells"
    CELL_TOO_LONG = "cell_too_long"
    ROW_TOO_LONG = "row_too_long"
    UNCLOSED_QUOTE = "unclosed_quote"


class TableRefused(ValueError):
    """The file cannot be read as a table. `place` says where when it is known, `limit` the limit that was passed."""

    def __init__(self, refusal: Refusal, *, place: Place | None = None, limit: int = 0) -> None:
        super().__init__(refusal.value)
        self.refusal = refusal
        self.place = place
        self.limit = limit
