"""The parts of a workbook, which is a zip archive. What is packed to harm is refused before and while it is unpacked."""

from __future__ import annotations

import posixpath
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO

from brobygger.tables.rules.limits import Limits
from brobygger.tables.rules.refusals import Refusal, TableRefused

PIECE = 64 * 1024
# Every entry of an archive's directory begins so. Chance writes it once in four thousand million bytes.
_ENTRY = b"PK\x01\x02"
# The methods the standard library unpacks piece by piece; of others it unpacks a whole block at once.
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
# Below this a part may be packed as tightly as it likes: a small sheet of equal rows is no bomb.
_ALWAYS_ALLOWED = 10_000_000

# What the library raises where an archive is not as it should be.
_BROKEN = (zipfile.BadZipFile, zlib.error, struct.error, OSError, EOFError, RuntimeError, ValueError)


class Archive:
    """An archive open for reading. Names are looked up in it and never used as paths outside it."""

    def __init__(self, file: IO[bytes], limits: Limits) -> None:
        """Raises TableRefused when the directory tells of too many or too large parts, or of none at all."""
        self._limits = limits
        _check_number_of_parts(file, limits)
        try:
            self._zip = zipfile.ZipFile(file)
        except _BROKEN as error:
            raise TableRefused(Refusal.CORRUPT) from error
        self._parts = {_plain(info.filename): info for info in self._zip.infolist()}
        if sum(info.file_size for info in self._parts.values()) > limits.unzipped_bytes:
            raise TableRefused(Refusal.ZIP_BOMB, limit=limits.unzipped_bytes)
        for info in self._parts.values():
            if info.file_size > _ALWAYS_ALLOWED and info.file_size > limits.ratio * info.compress_size:
                raise TableRefused(Refusal.ZIP_BOMB, limit=limits.ratio)

    def __contains__(self, name: str) -> bool:
        return _plain(name) in self._parts

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all parts, in small letters and without a leading slash."""
        return tuple(self._parts)

    def pieces(self, name: str) -> Iterator[bytes]:
        """A part's bytes, piece by piece. Raises TableRefused when it is not there, broken, or grows beyond all measure.

        The directory may lie about sizes, so what comes out is counted too.
        """
        info = self._parts.get(_plain(name))
        if info is None or info.compress_type not in _METHODS:
            raise TableRefused(Refusal.CORRUPT)
        if info.flag_bits & 1:
            raise TableRefused(Refusal.PASSWORD)
        allowed = min(self._limits.unzipped_bytes, max(_ALWAYS_ALLOWED, self._limits.ratio * info.compress_size))
        read = 0
        try:
            with self._zip.open(info) as part:
                while piece := part.read(PIECE):
                    read += len(piece)
                    if read > allowed:
                        raise TableRefused(Refusal.ZIP_BOMB, limit=self._limits.unzipped_bytes)
                    yield piece
        except TableRefused:
            raise
        except _BROKEN as error:
            raise TableRefused(Refusal.CORRUPT) from error


def _plain(name: str) -> str:
    """Some programs write backslashes, a leading slash or other letter cases than they refer by."""
    return posixpath.normpath(name.replace("\\", "/")).lstrip("/").lower()


def _check_number_of_parts(file: IO[bytes], limits: Limits) -> None:
    """Count the directory's entries before the library makes an object of each."""
    file.seek(0)
    count, rest = 0, b""
    while piece := file.read(1024 * 1024):
        count += (rest + piece).count(_ENTRY)
        if count > limits.parts:
            raise TableRefused(Refusal.TOO_MANY_PARTS, limit=limits.parts)
        rest = piece[-len(_ENTRY) + 1 :]
    file.seek(0)
