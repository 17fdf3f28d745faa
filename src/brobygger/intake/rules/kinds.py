"""The words that may stand in the fields of an import."""

from __future__ import annotations

from enum import StrEnum


class SourceKind(StrEnum):
    """What an import is read from."""

    TABLE = "table"
    AIRTABLE = "airtable"
    BROBYGGER = "brobygger"


class State(StrEnum):
    """How far an import has come. Whether somebody works on it just now is told by its lock, not here."""

    # Rows are being fetched from Airtable.
    FETCHING = "fetching"
    # The file is here; its columns have no meaning yet.
    UPLOADED = "uploaded"
    # Every row is to be compared with the register.
    CHECKING = "checking"
    CHECKED = "checked"
    # What was chosen is to be written.
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    UNDONE = "undone"
    # Thrown away before anything was written.
    THROWN = "thrown"


class Outcome(StrEnum):
    """What the dry run found of a row."""

    NEW = "new"
    UPDATE = "update"
    SAME = "same"
    TWIN = "twin"
    # Said before in the same file: the same key, or the same title and start.
    REPEATED = "repeated"
    # In the wastebasket because an earlier import of this source was undone.
    UNDONE = "undone"
    # In the wastebasket because somebody threw it there.
    REMOVED = "removed"
    # Another entry stands for it.
    MERGED = "merged"
    ERROR = "error"


class Choice(StrEnum):
    """What shall be done with a row."""

    UNDECIDED = ""
    MAKE = "make"
    UPDATE = "update"
    JOIN = "join"
    BRING_BACK = "bring_back"
    SKIP = "skip"


class Result(StrEnum):
    """What was done with a row."""

    NOTHING = ""
    MADE = "made"
    UPDATED = "updated"
    JOINED = "joined"
    BROUGHT_BACK = "brought_back"
    SKIPPED = "skipped"
    # Somebody changed, threw away, merged or registered it after the dry run: it was left alone.
    LATE = "late"


CHOICES: dict[Outcome, tuple[Choice, ...]] = {
    Outcome.NEW: (Choice.MAKE, Choice.SKIP),
    Outcome.UPDATE: (Choice.UPDATE, Choice.SKIP),
    Outcome.SAME: (Choice.SKIP,),
    Outcome.TWIN: (Choice.JOIN, Choice.UPDATE, Choice.MAKE, Choice.SKIP),
    Outcome.REPEATED: (Choice.MAKE, Choice.SKIP),
    Outcome.UNDONE: (Choice.BRING_BACK, Choice.SKIP),
    Outcome.REMOVED: (Choice.BRING_BACK, Choice.SKIP),
    Outcome.MERGED: (Choice.SKIP,),
    Outcome.ERROR: (Choice.SKIP,),
}

# What is done when nobody chooses. A probable duplicate is never decided by the machine.
FIRST_CHOICE: dict[Outcome, Choice] = {
    Outcome.NEW: Choice.MAKE,
    Outcome.UPDATE: Choice.UPDATE,
    Outcome.SAME: Choice.SKIP,
    Outcome.TWIN: Choice.UNDECIDED,
    Outcome.REPEATED: Choice.SKIP,
    Outcome.UNDONE: Choice.BRING_BACK,
    Outcome.REMOVED: Choice.SKIP,
    Outcome.MERGED: Choice.SKIP,
    Outcome.ERROR: Choice.SKIP,
}
