"""An Excel workbook (XLSX, XLSM): its sheets, its number formats, and what in it is left unread."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from brobygger.tables.reading.archive import Archive
from brobygger.tables.reading.strings import Strings
from brobygger.tables.reading.xml import Attributes, attribute, elements
from brobygger.tables.rules.limits import Limits
from brobygger.tables.rules.number_formats import Shown, shown_by_format, shown_by_number
from brobygger.tables.rules.refusals import Refusal, TableRefused
from brobygger.tables.rules.remarks import About, Remarks

_USUAL_PLACE = "xl/workbook.xml"
# A workbook may have 64,000 cell styles, each with a font, a fill and borders.
_MOST_STYLE_ELEMENTS = 2_000_000


@dataclass(frozen=True)
class SheetPart:
    """A worksheet: what it is called, whether it is hidden, and where in the archive it lies."""

    name: str
    is_hidden: bool
    part: str


class XlsxParts:
    """What the sheets of a workbook share. The table of texts is read when the first sheet is."""

    def __init__(self, archive: Archive, limits: Limits) -> None:
        """Raises TableRefused when the archive is no workbook, holds no worksheet, or too many."""
        self.archive = archive
        self.limits = limits
        self._workbook = self._target("", "officeDocument") or _USUAL_PLACE
        if self._workbook not in archive:
            raise TableRefused(_other_kind(archive))
        if self._workbook.endswith(".bin"):
            raise TableRefused(Refusal.BINARY_EXCEL)
        self.from_1904 = False
        self.sheets = self._read_workbook()
        if not self.sheets:
            raise TableRefused(Refusal.NO_SHEETS)

    @cached_property
    def strings(self) -> Strings:
        """The common table of texts; empty when the workbook has none."""
        part = self._target(self._workbook, "sharedStrings")
        return Strings(self.archive.pieces(part) if part in self.archive else [b"<sst/>"], self.limits)

    @cached_property
    def formats(self) -> dict[str, Shown]:
        """What the cell styles show of a number that show something else than a number, by the style's number."""
        part = self._target(self._workbook, "styles")
        shown = enumerate(self._read_formats(part)) if part in self.archive else ()
        return {str(style): what for style, what in shown if what is not Shown.NUMBER}

    def tell(self, remarks: Remarks) -> None:
        """Remark on macros, pictures and comments, which are left alone."""
        names = self.archive.names
        if any(name.endswith("vbaproject.bin") for name in names):
            remarks.add(About.MACROS_IGNORED)
        if any("/media/" in name for name in names):
            remarks.add(About.IMAGES_IGNORED)
        if any("comments" in posixpath.basename(name).lower() for name in names if name.endswith(".xml")):
            remarks.add(About.COMMENTS_IGNORED)

    def _read_workbook(self) -> tuple[SheetPart, ...]:
        targets = dict(self._relations(self._workbook, "worksheet"))
        found: list[SheetPart] = []
        for name, attributes in elements(self.archive.pieces(self._workbook)):
            if name == "workbookPr":
                self.from_1904 = attributes.get("date1904") in ("1", "true")
            elif name == "sheet" and (part := targets.get(attribute(attributes, "id"))):
                # Charts and macro sheets are no worksheets and have no target here.
                is_hidden = attributes.get("state", "visible") != "visible"
                found.append(SheetPart(attributes.get("name", "")[:255], is_hidden, part))
                if len(found) > self.limits.sheets:
                    raise TableRefused(Refusal.TOO_MANY_SHEETS, limit=self.limits.sheets)
        return tuple(found)

    def _read_formats(self, part: str) -> Iterator[Shown]:
        own: dict[str, Shown] = {}
        is_cell_style = False
        for count, (name, attributes) in enumerate(elements(self.archive.pieces(part))):
            if count > _MOST_STYLE_ELEMENTS:
                raise TableRefused(Refusal.CORRUPT)
            if name == "numFmt":
                own[attributes.get("numFmtId", "")] = shown_by_format(attributes.get("formatCode", "")[:255])
            elif name in ("cellXfs", "cellStyleXfs", "cellStyles", "dxfs"):
                is_cell_style = name == "cellXfs"
            elif name == "xf" and is_cell_style:
                yield _shown(attributes, own)

    def _target(self, of: str, kind: str) -> str:
        return next((part for _, part in self._relations(of, kind)), "")

    def _relations(self, of: str, kind: str) -> Iterator[tuple[str, str]]:
        """The id and place of each part of a kind that a part refers to. Both flavours of the standard name kinds so."""
        folder, name = posixpath.split(of)
        relations = posixpath.join(folder, "_rels", f"{name}.rels")
        if relations not in self.archive:
            return
        for element, attributes in elements(self.archive.pieces(relations)):
            if element == "Relationship" and attributes.get("Type", "").endswith(f"/{kind}"):
                target = attributes.get("Target", "").replace("\\", "/")
                yield attributes.get("Id", ""), posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")


def _shown(attributes: Attributes, own: dict[str, Shown]) -> Shown:
    number = attributes.get("numFmtId", "0")
    if number in own:
        return own[number]
    return shown_by_number(int(number)) if number.isdecimal() and len(number) < 6 else Shown.NUMBER


def _other_kind(archive: Archive) -> Refusal:
    """What an archive is that holds no workbook of ours."""
    names = archive.names
    if "content.xml" in names and "mimetype" in names:
        return Refusal.OPEN_DOCUMENT
    if any(name.endswith(".iwa") for name in names):
        return Refusal.APPLE_NUMBERS
    if "xl/workbook.bin" in names:
        return Refusal.BINARY_EXCEL
    return Refusal.OTHER_ARCHIVE
