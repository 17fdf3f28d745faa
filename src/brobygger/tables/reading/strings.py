"""A workbook's common table of texts, which its cells refer to by number."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable

from brobygger.tables.reading.xml import Attributes, feed, local, new_parser
from brobygger.tables.rules.limits import Limits
from brobygger.tables.rules.refusals import Refusal, TableRefused

# Characters that XML cannot hold are written `_x000D_`; so is the underscore of a text that looks like that.
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


class Strings:
    """The texts of a workbook as one stretch of bytes: a tenth of the memory that as many text objects would take."""

    def __init__(self, pieces: Iterable[bytes], limits: Limits) -> None:
        """Raises TableRefused when they are too many, too long, or not well-formed."""
        self._limits = limits
        self._text = bytearray()
        self._ends = array("Q", [0])
        self._parts: list[str] = []
        self._length = self._phonetic = 0
        parser = new_parser()
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._data
        self._is_text = False
        for piece in pieces:
            feed(parser, piece)
        feed(parser, b"", is_last=True)

    def __getitem__(self, number: int) -> str:
        """Raises IndexError when there is no such text."""
        if not 0 <= number < len(self._ends) - 1:
            raise IndexError(number)
        return self._text[self._ends[number] : self._ends[number + 1]].decode()

    def _start(self, name: str, _: Attributes) -> None:
        tag = local(name)
        if tag == "t":
            self._is_text = not self._phonetic
        elif tag == "rPh":
            self._phonetic += 1

    def _end(self, name: str) -> None:
        tag = local(name)
        if tag == "t":
            self._is_text = False
        elif tag == "si":
            self._end_string()
        elif tag == "rPh":
            self._phonetic -= 1

    def _end_string(self) -> None:
        self._text += unescaped("".join(self._parts)).encode()
        self._ends.append(len(self._text))
        self._parts.clear()
        self._length = 0
        if len(self._ends) > self._limits.cells:
            raise TableRefused(Refusal.TOO_MANY_CELLS, limit=self._limits.cells)
        if len(self._text) > self._limits.string_bytes:
            raise TableRefused(Refusal.ZIP_BOMB, limit=self._limits.string_bytes)

    def _data(self, text: str) -> None:
        if self._is_text:
            self._length += len(text)
            if self._length > self._limits.cell_length:
                raise TableRefused(Refusal.CELL_TOO_LONG, limit=self._limits.cell_length)
            self._parts.append(text)


def unescaped(text: str) -> str:
    """A text with the characters it was written to mean; never a zero byte or half a character, which nothing takes."""
    return _ESCAPED.sub(_character, text) if "_x" in text else text


def _character(found: re.Match[str]) -> str:
    code = int(found[1], 16)
    if not code:
        return ""
    return found[0] if 0xD800 <= code <= 0xDFFF else chr(code)
