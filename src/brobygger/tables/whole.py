"""Files that are written whole or not at all: a table, a report, a snapshot that somebody asked to have as a file."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO


@contextmanager
def whole_file(path: Path) -> Iterator[IO[bytes]]:
    """A file to write, which takes the place of what stands at `path` when all of it is written; else nothing is changed.

    A link keeps leading where it leads, a file keeps who may read it, and what is no file (a terminal, a pipe) is
    written straight to. Raises OSError.
    """
    target = path.resolve()
    if not target.name or target.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    if target.exists() and not target.is_file():
        with path.open("wb") as straight:
            yield straight
        return
    unfinished = target.with_name(f".{target.name[:200]}.{os.getpid()}.part")
    try:
        with unfinished.open("wb") as file:
            yield file
        if target.exists():
            shutil.copymode(target, unfinished)
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)
