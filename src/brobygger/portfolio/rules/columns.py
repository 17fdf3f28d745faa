"""Which columns the list shows: read from an address and written back to it, like the filter."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

PARAMETER = "kolonner"


class Column(StrEnum):
    """What can stand beside the title, in the order it is shown. The values stand in addresses."""

    KIND = "type"
    AREA = "omrade"
    PARTIES = "deltakere"
    PURPOSE = "maalomrade"
    WHEN = "naar"
    STATE = "status"
    FUNDERS = "finansiering"
    AMOUNT = "belop"
    PLACES = "sted"
    PLANS = "plan"
    CREDIT = "bidrag"
    SOURCE = "kilde"
    REGISTERED = "registrert"
    CHANGED = "endret"


DEFAULT = (Column.KIND, Column.AREA, Column.WHEN, Column.STATE)
# What each is called where the list goes out as a file. Title and id are always there.
IN_FILES = {
    Column.KIND: ("kind",),
    Column.AREA: ("focus_areas",),
    Column.PARTIES: ("partners", "municipal_units", "university_units"),
    Column.PURPOSE: ("purposes",),
    Column.WHEN: ("start", "end"),
    Column.STATE: ("state",),
    Column.FUNDERS: ("funders",),
    Column.AMOUNT: ("amount_nok",),
    Column.PLACES: ("places",),
    Column.PLANS: ("plans",),
    Column.CREDIT: ("credit",),
    Column.SOURCE: ("source",),
    Column.REGISTERED: ("registered_at",),
    Column.CHANGED: ("changed_at",),
}
# These cost nothing: they are read for every list.
AT_HAND = frozenset({*DEFAULT, Column.PARTIES, Column.AMOUNT, Column.SOURCE})


def read_columns(values: Iterable[str]) -> tuple[Column, ...]:
    """The columns an address asks for (`type,naar` or one at a time), in their own order; the usual ones when none."""
    asked = {part.strip() for value in values for part in value.split(",")}
    chosen = tuple(column for column in Column if column.value in asked)
    return chosen or DEFAULT


def write_columns(columns: tuple[Column, ...]) -> str:
    """How columns stand in an address; empty for the usual ones."""
    return "" if columns == DEFAULT else ",".join(columns)


def file_columns(columns: tuple[Column, ...], usual: tuple[str, ...]) -> tuple[str, ...]:
    """The columns of a file of the list: those a file usually has, unless somebody chose."""
    if columns == DEFAULT:
        return usual
    return ("id", "title", *(name for column in columns for name in IN_FILES[column]))
