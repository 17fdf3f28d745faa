"""The private folder of an import in the state folder: its file, how far it has come, and who is at work on it.

How far a run has come is written to a small file and not to the database: the run is one transaction, from which nothing
is seen until it ends, and on SQLite nobody else can write meanwhile. The lock is the operating system's, so that it is
let go of however the process that held it ends.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from django.conf import settings

BYTES_AT_MOST = 50_000_000
_FILE, _PROGRESS, _LOCK = "file", "progress.json", "lock"


class FileTooLarge(ValueError):
    """The file is larger than any we read."""


class AtWork(RuntimeError):
    """Somebody else works on this import just now."""


@dataclass(frozen=True)
class Progress:
    """How many rows are done, of how many; 0 of 0 before that is known."""

    done: int = 0
    total: int = 0


def folder_of(pk: int) -> Path:
    """Where the file of an import lies. The folder may not be there."""
    return Path(settings.STATE_FOLDER) / "imports" / str(int(pk))


def file_of(pk: int) -> Path:
    """The file of an import, or the rows that were fetched instead of one."""
    return folder_of(pk) / _FILE


@dataclass(frozen=True)
class Kept:
    """A file in a folder that belongs to no import yet."""

    folder: Path
    checksum: str

    @property
    def file(self) -> Path:
        """The file."""
        return self.folder / _FILE

    def give_to(self, pk: int) -> None:
        """Let it be the file of an import."""
        shutil.rmtree(folder_of(pk), ignore_errors=True)
        self.folder.rename(folder_of(pk))

    def remove(self) -> None:
        """Nobody wants it."""
        shutil.rmtree(self.folder, ignore_errors=True)


def keep(chunks: Iterable[bytes]) -> Kept:
    """Put a file into a new folder that only this user of the machine can read. Raises FileTooLarge."""
    above = Path(settings.STATE_FOLDER) / "imports"
    above.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="new-", dir=above))
    digest, size = sha256(), 0
    try:
        with open(os.open(folder / _FILE, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            for chunk in chunks:
                size += len(chunk)
                if size > BYTES_AT_MOST:
                    raise FileTooLarge
                digest.update(chunk)
                file.write(chunk)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return Kept(folder, digest.hexdigest())


def replace_file(pk: int, chunks: Iterable[bytes]) -> str:
    """Put other contents in the place of an import's file. Returns their checksum. Raises FileTooLarge."""
    kept = keep(chunks)
    kept.file.replace(file_of(pk))
    kept.remove()
    return kept.checksum


def remove_file(pk: int) -> None:
    """Delete the folder of an import with all that is in it."""
    shutil.rmtree(folder_of(pk), ignore_errors=True)


def tell_progress(pk: int, progress: Progress) -> None:
    """Write down how far it has come; readers see the old or the new, never half of it."""
    folder = folder_of(pk)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    new = folder / f"{_PROGRESS}.new"
    new.write_text(json.dumps([progress.done, progress.total]), encoding="ascii")
    new.replace(folder / _PROGRESS)


def progress_of(pk: int) -> Progress:
    """How far it has come, as far as anybody knows."""
    try:
        done, total = json.loads((folder_of(pk) / _PROGRESS).read_text(encoding="ascii"))
        return Progress(int(done), int(total))
    except (OSError, ValueError, TypeError):
        return Progress()


@contextmanager
def at_work(pk: int) -> Iterator[None]:
    """Be the only one who works on an import. Raises AtWork."""
    folder = folder_of(pk)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with open(folder / _LOCK, "a", encoding="ascii") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise AtWork from error
        yield


def is_at_work(pk: int) -> bool:
    """Whether somebody works on it just now."""
    try:
        with open(folder_of(pk) / _LOCK, encoding="ascii") as lock:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except OSError:
        return True
    return False
