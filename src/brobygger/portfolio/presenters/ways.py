"""The same activities seen in other ways: as a board, along the years, in a month, on a map."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.utils import formats
from django.utils.translation import gettext as _

from brobygger.dates.rules import UNKNOWN, PartialDate
from brobygger.portfolio.presenters.addresses import Addresses, with_question
from brobygger.portfolio.presenters.labels import kind_label, milestone_label, state_color, state_label
from brobygger.portfolio.presenters.words import activity_count, found_in_words, when_in_words
from brobygger.portfolio.queries.board import StateColumn
from brobygger.portfolio.queries.happenings import Happening
from brobygger.portfolio.queries.listing import COUNT_AT_MOST, SEARCH_AT_MOST
from brobygger.portfolio.queries.rows import ActivityRow
from brobygger.portfolio.rules.dots import REGION, TOWN, WIDTH, Dot, Window, dots_of
from brobygger.portfolio.rules.facets import Dimension
from brobygger.portfolio.rules.filters import Filter
from brobygger.portfolio.rules.gazetteer import gazetteer
from brobygger.portfolio.rules.lifecycle import GOES_ON, MilestoneKind
from brobygger.portfolio.rules.months import Month
from brobygger.portfolio.rules.pages import ListPage
from brobygger.portfolio.rules.timeline import Bar, Lasting, bar_of, years_shown

ENTRIES_A_DAY = 4
PLACES_LISTED = 200


@dataclass(frozen=True)
class Card:
    """One activity on the board or along the years."""

    title: str
    url: str
    kind: str
    when: str
    areas: str = ""
    state: str = ""
    state_color: str = ""
    bar: Bar | None = None


@dataclass(frozen=True)
class BoardColumn:
    """One state."""

    code: str
    label: str
    color: str
    total: str
    cards: Sequence[Card]
    rest_url: str


def board(columns: Iterable[StateColumn], wanted: Filter, addresses: Addresses) -> list[BoardColumn]:
    """The board. Where there is more than the cards, a link leads to the list of all in that state."""
    at_most = SEARCH_AT_MOST if wanted.text else COUNT_AT_MOST
    return [
        BoardColumn(
            column.state.value,
            state_label(column.state),
            state_color(column.state),
            found_in_words(column.total, is_exact=column.is_exact, at_most=at_most),
            [_card(row, addresses) for row in column.rows],
            addresses.filtered(replace(wanted, terms={**wanted.terms, Dimension.STATE: (column.state.value,)}, page=1))
            if column.total > len(column.rows)
            else "",
        )
        for column in columns
    ]


@dataclass(frozen=True)
class TimeLine:
    """Activities along the years. `lines` are where the years meet, of 1000."""

    years: Sequence[str]
    rows: Sequence[Card]
    lines: Sequence[int]


def time_line(rows: Sequence[ActivityRow], addresses: Addresses, *, today: date) -> TimeLine:
    """One page of activities along the years they last."""
    lastings = [_lasting(row) for row in rows]
    years = years_shown(lastings, this_year=today.year)
    return TimeLine(
        [str(year) for year in years],
        [replace(_card(row, addresses), bar=bar_of(each, years)) for row, each in zip(rows, lastings, strict=True)],
        [round(number * 1000 / len(years)) for number in range(1, len(years))],
    )


def _lasting(row: ActivityRow) -> Lasting:
    start = PartialDate(row.start) if row.start and row.start != UNKNOWN else None
    end = PartialDate(row.end) if row.end and row.end != UNKNOWN else None
    is_open = end is None and row.state in GOES_ON
    last = end or start
    return Lasting(start.earliest if start else None, last.latest if last else None, is_open)


def _card(row: ActivityRow, addresses: Addresses) -> Card:
    return Card(
        row.title,
        addresses.activity(row.slug),
        kind_label(row.kind),
        when_in_words(row.start, row.end),
        ", ".join(name for _slug, name in row.areas),
        state_label(row.state),
        state_color(row.state),
    )


@dataclass(frozen=True)
class Entry:
    """Something on a day."""

    text: str
    url: str
    what: str
    is_planned: bool


@dataclass(frozen=True)
class Day:
    """A day of the month; without a number it belongs to another one. `more` are folded away."""

    number: int
    label: str
    is_today: bool
    entries: Sequence[Entry]
    more: Sequence[Entry]


@dataclass(frozen=True)
class CalendarPage:
    """A month. `undated` is known to have been in the month, but not on which day."""

    name: str
    weekdays: Sequence[tuple[str, str]]
    weeks: Sequence[Sequence[Day]]
    undated: Sequence[Entry]
    is_empty: bool
    is_whole: bool
    previous_url: str
    previous: str
    next_url: str
    next: str
    today_url: str


def calendar_page(
    month: Month, found: Sequence[Happening], *, is_whole: bool, wanted: Filter, addresses: Addresses, today: date
) -> CalendarPage:
    """The page of a month."""
    by_date: dict[str, list[Entry]] = {}
    for each in found:
        by_date.setdefault(each.date, []).append(_entry(each, addresses))
    question = replace(wanted, page=1).query_string()
    here = addresses.of_page(ListPage.CALENDAR)

    def url(other: Month | None) -> str:
        return with_question(here, "&".join(filter(None, [f"maaned={other.text}", question]))) if other else ""

    before, after = month.moved(-1), month.moved(1)
    monday = date(2024, 1, 1)
    return CalendarPage(
        name=_month_name(month),
        weekdays=[
            (formats.date_format(day, "l"), formats.date_format(day, "D"))
            for day in (monday.replace(day=number) for number in range(1, 8))
        ],
        weeks=[[_day(day, by_date, today) for day in week] for week in month.weeks()],
        undated=by_date.get(month.text, []),
        is_empty=not found,
        is_whole=is_whole,
        previous_url=url(before),
        previous=_month_name(before) if before else "",
        next_url=url(after),
        next=_month_name(after) if after else "",
        today_url="" if (month.year, month.month) == (today.year, today.month) else with_question(here, question),
    )


def _day(day: date | None, by_date: Mapping[str, Sequence[Entry]], today: date) -> Day:
    if day is None:
        return Day(0, "", False, [], [])
    entries = by_date.get(day.isoformat(), [])
    shown = ENTRIES_A_DAY if len(entries) > ENTRIES_A_DAY + 1 else len(entries)
    return Day(day.day, formats.date_format(day, "l j. F"), day == today, entries[:shown], entries[shown:])


def _entry(each: Happening, addresses: Addresses) -> Entry:
    what = kind_label(each.activity_kind) if each.kind == MilestoneKind.HELD else milestone_label(each.kind)
    return Entry(
        each.title,
        addresses.activity(each.slug),
        _("%(what)s (planlagt)") % {"what": what} if each.is_planned else what,
        each.is_planned,
    )


def _month_name(month: Month) -> str:
    return formats.date_format(month.first, "F Y")


@dataclass(frozen=True)
class MapDot:
    """A dot that leads to the list of what happens there."""

    dot: Dot
    url: str
    spoken: str


@dataclass(frozen=True)
class Drawing:
    """One of the maps."""

    title: str
    width: int
    height: int
    dots: Sequence[MapDot]


@dataclass(frozen=True)
class PlaceRow:
    """A place in the table."""

    name: str
    count: int
    url: str


@dataclass(frozen=True)
class MapPage:
    """The maps, and the tables that say the same: places we know where are, and those we do not."""

    drawings: Sequence[Drawing]
    known: Sequence[PlaceRow]
    unknown: Sequence[PlaceRow]
    unknown_more: int


def map_page(counts: Mapping[str, int], wanted: Filter, addresses: Addresses) -> MapPage:
    """The page of places for a filter."""
    places = gazetteer()

    def url(name: str) -> str:
        return addresses.filtered(replace(wanted, terms={**wanted.terms, Dimension.PLACE: (name,)}, page=1))

    def drawing(title: str, window: Window) -> Drawing:
        dots = dots_of(places, counts, window)
        told = [MapDot(dot, url(dot.name), f"{dot.name}: {activity_count(dot.count)}") for dot in dots]
        return Drawing(title, WIDTH, window.height, told)

    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    rows = [PlaceRow(name, count, url(name)) for name, count in ordered]
    unknown = [row for row in rows if row.name not in places]
    return MapPage(
        [each for each in (drawing(_("Trondheim"), TOWN), drawing(_("Trøndelag"), REGION)) if each.dots],
        [row for row in rows if row.name in places],
        unknown[:PLACES_LISTED],
        max(0, len(unknown) - PLACES_LISTED),
    )
