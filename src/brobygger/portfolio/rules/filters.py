"""What a reader asks the list for: a value that is read from an address and written back to one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from urllib.parse import urlencode

from brobygger.designsystem.rules.sent import number_in
from brobygger.portfolio.rules import columns as columns_
from brobygger.portfolio.rules.columns import Column
from brobygger.portfolio.rules.facets import Dimension

PAGE_SIZE = 50
LAST_PAGE = 200
TEXT_LENGTH = 200
VALUES_AT_MOST = 40

# Names in addresses are Norwegian, as everything a user sees.
PARAMETERS = {
    Dimension.KIND: "type",
    Dimension.FOCUS_AREA: "omrade",
    Dimension.PURPOSE: "maalomrade",
    Dimension.PARTY: "enhet",
    Dimension.FUNDER: "finansiering",
    Dimension.YEAR: "aar",
    Dimension.STATE: "status",
    Dimension.DISCIPLINE: "fag",
    Dimension.SERVICE_AREA: "tjenesteomrade",
    Dimension.DEPARTMENT: "institutt",
    Dimension.SHARED: "delt",
    Dimension.PLACE: "sted",
}


class Sort(StrEnum):
    """Orders of the list; a minus turns them round. `RELEVANCE` only with a search text."""

    RELEVANCE = "relevans"
    TITLE = "tittel"
    TITLE_DESCENDING = "-tittel"
    START = "start"
    START_DESCENDING = "-start"
    NEWEST = "sist"


@dataclass(frozen=True)
class Filter:
    """Text and terms: all dimensions must match, any value within one. `active_on` is for going on at a date (R11).

    `columns` narrow nothing: they are what the list shows of each.
    """

    text: str = ""
    terms: Mapping[Dimension, tuple[str, ...]] = field(default_factory=dict)
    active_on: date | None = None
    sort: Sort = Sort.NEWEST
    page: int = 1
    columns: tuple[Column, ...] = columns_.DEFAULT

    @classmethod
    def read(cls, parameters: Mapping[str, Iterable[str]]) -> Filter:
        """A filter from an address. What cannot be read is left out, never an error: an address may be old or typed."""

        def first(name: str) -> str:
            return next(iter(parameters.get(name, ())), "").replace("\x00", "").strip()

        terms = {}
        for dimension, name in PARAMETERS.items():
            values = tuple(
                dict.fromkeys(v.strip()[:80].strip() for v in parameters.get(name, ()) if v.strip() and "\x00" not in v)
            )
            if values:
                terms[dimension] = values[:VALUES_AT_MOST]
        text = first("q")[:TEXT_LENGTH].strip()
        default = Sort.RELEVANCE if text else Sort.NEWEST
        wanted = first("sorter")
        sort = Sort(wanted) if wanted in set(Sort) else default
        return cls(
            text=text,
            terms=terms,
            active_on=_day(first("aktiv")),
            sort=default if sort is Sort.RELEVANCE else sort,
            page=_page(first("side")),
            columns=columns_.read_columns(parameters.get(columns_.PARAMETER, ())),
        )

    def query_string(self, **changes: object) -> str:
        """The address of this filter with some fields changed, without what is default."""
        changed = replace(self, **changes)  # type: ignore[arg-type]
        pairs: list[tuple[str, str]] = [("q", changed.text)] if changed.text else []
        pairs += [(PARAMETERS[d], value) for d, values in changed.terms.items() for value in values]
        if changed.active_on:
            pairs.append(("aktiv", changed.active_on.isoformat()))
        if changed.sort not in {Sort.RELEVANCE, Sort.NEWEST} or (changed.sort is Sort.NEWEST and changed.text):
            pairs.append(("sorter", changed.sort.value))
        if told := columns_.write_columns(changed.columns):
            pairs.append((columns_.PARAMETER, told))
        if changed.page > 1:
            pairs.append(("side", str(changed.page)))
        return urlencode(pairs, safe=",")

    def without(self, dimension: Dimension, value: str) -> Filter:
        """The filter with one value taken out."""
        rest = tuple(v for v in self.terms.get(dimension, ()) if v != value)
        terms = {d: values for d, values in self.terms.items() if d is not dimension}
        return replace(self, terms=terms | ({dimension: rest} if rest else {}), page=1)

    @property
    def narrowing(self) -> Filter:
        """Only what narrows, without order, page and columns: none of them matter to a calendar or a set."""
        sort = Sort.RELEVANCE if self.text else Sort.NEWEST
        return replace(self, page=1, sort=sort, columns=columns_.DEFAULT)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked for: the whole register."""
        return not self.text and not self.terms and self.active_on is None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _page(text: str) -> int:
    return min(max(number_in(text, 1), 1), LAST_PAGE)
