"""Which encoding a text file is in, told by its bytes alone."""

from __future__ import annotations

import re

# Byte order marks; UTF-32 first, as its mark begins with that of UTF-16.
_MARKS = (
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)

# ø and å, small and large, as each one-byte encoding writes them, beside another letter. Not æ: other encodings have quotation
# marks in its place. The Windows encoding comes first: it wins when nothing is told.
_LETTERS = tuple(
    (encoding, re.compile(b"[" + letters + b"](?:(?=[A-Za-z])|(?<=[A-Za-z].))"))
    for encoding, letters in (
        ("cp1252", b"\xf8\xe5\xd8\xc5"),
        ("mac-roman", b"\xbf\x8c\xaf\x81"),
        ("cp850", b"\x9b\x86\x9d\x8f"),
    )
)
# The bytes that mean nothing in the Windows encoding.
_NOT_IN_WINDOWS = re.compile(b"[\x81\x8d\x8f\x90\x9d]")

# Files glued together from several are UTF-8 for the most part: one wrong byte in this many letters is forgiven.
_FORGIVEN = 20


def encoding_of_mark(head: bytes) -> str | None:
    """The encoding told by the file's first bytes, by its mark or by UTF-16's zero bytes. None when they do not say."""
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return encoding
    # Half of the bytes of Western text in UTF-16 are zero: the second of each pair, or the first.
    sample = head[: len(head) // 2 * 2]
    for first_zero, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        zeros, others = sample[first_zero::2].count(0), sample[1 - first_zero :: 2].count(0)
        if zeros > 0.4 * len(sample) / 2 and others < 0.1 * zeros:
            return encoding
    return None


class EncodingCount:
    """Tells UTF-8 from one-byte encodings, fed the file's bytes piece by piece."""

    def __init__(self) -> None:
        self._rest = b""
        self._letters = 0
        self._wrong = 0
        self._counts = dict.fromkeys((name for name, _ in _LETTERS), 0)
        self._outside_windows = False

    def feed(self, piece: bytes) -> None:
        """Count in one more piece of the file."""
        if piece.isascii() and not self._rest:
            return
        for encoding, letters in _LETTERS:
            self._counts[encoding] += len(letters.findall(piece))
        self._outside_windows = self._outside_windows or bool(_NOT_IN_WINDOWS.search(piece))
        # A letter may be cut in two between the pieces: what begins one is kept for the next.
        piece = self._rest + piece
        cut = _cut_letter(piece)
        self._rest = piece[len(piece) - cut :]
        self._count_utf8(piece[: len(piece) - cut])

    def encoding(self) -> str:
        """What the file most likely is, once all of it is counted."""
        self._count_utf8(self._rest)
        self._rest = b""
        if self._wrong * _FORGIVEN <= self._letters:
            return "utf-8"
        best = max(self._counts, key=lambda encoding: self._counts[encoding])
        return "latin-1" if best == "cp1252" and self._outside_windows else best

    def _count_utf8(self, piece: bytes) -> None:
        text = piece.decode("utf-8", "replace")
        wrong = text.count("\ufffd")
        self._wrong += wrong
        self._letters += len(text) - len(text.encode("ascii", "ignore")) - wrong


def _cut_letter(piece: bytes) -> int:
    """How many bytes at the end begin a UTF-8 letter that is not whole."""
    for back in range(1, min(4, len(piece) + 1)):
        byte = piece[-back]
        if byte >= 0xC0:
            length = 2 if byte < 0xE0 else 3 if byte < 0xF0 else 4
            return back if length > back else 0
        if byte < 0x80:
            return 0
    return 0
