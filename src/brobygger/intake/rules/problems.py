"""What is wrong with a file, where, and what to do: collected, never raised one at a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Fault(StrEnum):
    """Everything that can be wrong with a data set; `intake.presenters` says each in words."""

    FOLDER_MISSING = "folder_missing"
    FILE_MISSING = "file_missing"
    FILE_EMPTY = "file_empty"
    FILE_TOO_LARGE = "file_too_large"
    NOT_UTF8 = "not_utf8"
    NOT_YAML = "not_yaml"
    NOT_CSV = "not_csv"
    WRONG_TYPE = "wrong_type"
    FIELD_MISSING = "field_missing"
    FIELD_UNKNOWN = "field_unknown"
    FIELD_TWICE = "field_twice"
    NOT_ALLOWED = "not_allowed"
    NOT_A_DATE = "not_a_date"
    NOT_A_NUMBER = "not_a_number"
    NEGATIVE = "negative"
    TOO_LONG = "too_long"
    NOT_AN_ID = "not_an_id"
    ID_TWICE = "id_twice"
    ID_RESERVED = "id_reserved"
    NAME_UNKNOWN = "name_unknown"
    NAME_SHARED = "name_shared"
    REFERENCE_UNKNOWN = "reference_unknown"
    CYCLE = "cycle"
    END_BEFORE_START = "end_before_start"
    SAID_TWICE = "said_twice"
    RELATES_TO_ITSELF = "relates_to_itself"
    LANGUAGE_MISSING = "language_missing"
    ALREADY_LOADED = "already_loaded"
    RECORDED_OTHERWISE = "recorded_otherwise"
    LEFT_OUT = "left_out"
    MAY_NOT_BE = "may_not_be"


@dataclass(frozen=True, order=True)
class Place:
    """A place in a file: its name, line (from 1, 0 for the whole file) and field."""

    file: str
    line: int = 0
    field: str = ""


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong."""

    place: Place
    fault: Fault
    facts: Mapping[str, str] = field(default_factory=dict)
