"""One row that may be a duplicate of another: a registration, or a row of any table."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Record:
    """What is known of one row. Empty fields say nothing: they count neither for nor against.

    `partners` and `units` are names as written. `external_ids` are pairs of scheme and value. `source` says which table
    the row came from, `belongs_to` which other rows it is told to be a part of, a thesis of, an edition of. `texts`, `numbers` and `codes` are the further columns of a table that is no register of
    activities: the value of each told column, in the order of the columns; a missing value is "" or None.
    """

    id: str
    title: str = ""
    title_en: str = ""
    acronym: str = ""
    description: str = ""
    kind: str = ""
    partners: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    start_year: int | None = None
    end_year: int | None = None
    external_ids: tuple[tuple[str, str], ...] = ()
    source: str = ""
    belongs_to: frozenset[int] = frozenset()
    texts: tuple[str, ...] = ()
    numbers: tuple[float | None, ...] = ()
    codes: tuple[str, ...] = ()
