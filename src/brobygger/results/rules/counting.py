"""Counting things, not claims: a rule over activities gives a number, and the activities behind it (R22, R37).

This is the slow, readable statement of what counts. `results.queries.tally` answers the same from the database for large
registers; a test holds the two together on random portfolios.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from brobygger.contributions.rules.credit import Credit, Layer
from brobygger.dates.rules import UNKNOWN

_SEASON_ENDS = {"21": "05", "22": "08", "23": "11", "24": "12"}
ENDED = frozenset({"refused", "stopped"})


class Unique(StrEnum):
    """What may be counted only once."""

    ACTIVITY = "activity"
    EVENT = "event"
    PERSON = "person"


class TimeRule(StrEnum):
    """When a thing counts: the first time ever, once a year, or every time."""

    FIRST = "first"
    YEARLY = "yearly"
    EACH = "each"


class Measure(StrEnum):
    """How occurrences become a number."""

    COUNT = "count"
    SUM = "sum"
    LATEST = "latest"


@dataclass(frozen=True)
class CountingRule:
    """What an indicator counts.

    `milestone` decides that a thing counts, `year_from` in which year: for a flow they are the same (granted in the
    year of the answer), for a cohort they differ (granted of those sent in the year, R32). `pending` is the milestone of
    a case that still waits for the deciding one. `credit` is which layers count in the indicator's official number; a
    case that waits is told whatever its layer, since the answers may come later than the milestone.
    """

    kinds: frozenset[str]
    milestone: str
    year_from: str
    purposes: frozenset[str] = frozenset()
    unique: Unique = Unique.ACTIVITY
    time: TimeRule = TimeRule.FIRST
    measure: Measure = Measure.COUNT
    pending: str = ""
    credit: Credit = Credit.BROAD

    @property
    def is_additive(self) -> bool:
        """Whether the years add up to the period: not when one thing may count in several years but is one thing."""
        if self.measure is Measure.LATEST:
            return False
        return self.measure is Measure.SUM or self.time is TimeRule.FIRST or self.unique is not Unique.ACTIVITY


@dataclass(frozen=True)
class Happening:
    """A milestone that has happened. `date` is a partial date, `year` None when unknown."""

    kind: str
    date: str
    year: int | None
    quantity: Decimal | None = None


@dataclass(frozen=True)
class Entry:
    """An activity as counting sees it."""

    activity_id: int
    kind: str
    purposes: frozenset[str]
    happenings: tuple[Happening, ...]
    layer: Layer = Layer.UNKNOWN


@dataclass(frozen=True)
class Count:
    """A number and the activities behind it. `value` is None for a latest value when there is none."""

    value: Decimal | None
    members: frozenset[int]


@dataclass(frozen=True)
class Tally:
    """What a rule gives: by year, for all the years together, without a known year, and still waiting by year."""

    by_year: Mapping[int, Count]
    period: Count
    undated: frozenset[int]
    pending: Mapping[int, frozenset[int]]
    # What would count in a year, but is disputed and stays out of all of these numbers.
    left_out: Mapping[int, frozenset[int]] = field(default_factory=dict)


@dataclass(frozen=True)
class _Occurrence:
    """`number` is which of the activity's happenings it is."""

    activity_id: int
    number: int
    year: int | None
    date: str
    quantity: Decimal | None


def tally(
    rule: CountingRule,
    entries: Iterable[Entry],
    years: Iterable[int],
    left_out: frozenset[tuple[int, int]] = frozenset(),
) -> Tally:
    """Apply a rule to a portfolio for some years.

    `left_out` are (activity, year) that are disputed: what they would have counted in that year is taken away after the year
    is found, so that a thing which counts once does not come up in a later year instead.

    A person without a number counts as one: somebody was there. A sum over events leaves out those without a number.
    Planned milestones are no happenings and never get here.
    """
    wanted = sorted(set(years))
    matching = [entry for entry in entries if _matches(rule, entry)]
    credited = [entry for entry in matching if entry.layer in rule.credit.layers]
    found = [occurrence for entry in credited for occurrence in _occurrences(rule, entry)]
    occurrences = [o for o in found if (o.activity_id, o.year) not in left_out]
    disputed = [o for o in found if (o.activity_id, o.year) in left_out]
    in_period = [occurrence for occurrence in occurrences if occurrence.year in wanted]
    pending: dict[int, set[int]] = {year: set() for year in wanted}
    for entry in matching:
        year = _pending_year(rule, entry)
        if year in pending and (entry.activity_id, year) not in left_out:
            pending[year].add(entry.activity_id)
    return Tally(
        by_year={year: _count(rule, [o for o in in_period if o.year == year]) for year in wanted},
        period=_count(rule, in_period),
        undated=frozenset(o.activity_id for o in occurrences if o.year is None),
        pending={year: frozenset(members) for year, members in pending.items()},
        left_out={year: frozenset(o.activity_id for o in disputed if o.year == year) for year in wanted},
    )


def is_one_thing(rules: Iterable[CountingRule]) -> bool:
    """Whether what several rules count can stand in one number: activities and persons make no sum, nor counts and levels."""
    return len({(rule.measure, rule.unique) for rule in rules}) == 1


def together(
    rules: Mapping[int, CountingRule], entries: Iterable[Entry], left_out: frozenset[tuple[int, int]] = frozenset()
) -> Count:
    """The number of a period: what its years hold, each by the rule of that year, and each thing once.

    An activity where activities are counted, else a milestone. Under one rule this is `tally(...).period`. Without a value
    where the years count different things.
    """
    found: dict[tuple[int, int], _Occurrence] = {}
    for entry in entries:
        for year, rule in sorted(rules.items()):
            if (
                _matches(rule, entry)
                and entry.layer in rule.credit.layers
                and (entry.activity_id, year) not in left_out
            ):
                for occurrence in _occurrences(rule, entry):
                    if occurrence.year == year:
                        found.setdefault((entry.activity_id, occurrence.number), occurrence)
    if not is_one_thing(rules.values()):
        return Count(None, frozenset(activity_id for activity_id, _ in found))
    return _count(next(iter(rules.values())), list(found.values()))


def date_order(date: str, *, unknown: str = "z") -> str:
    """A partial date as it sorts among others: a season by its last month, unknown last (or where the caller says)."""
    if date == UNKNOWN:
        return unknown
    return f"{date[:5]}{_SEASON_ENDS[date[5:7]]}" if len(date) == 7 and date[5:7] in _SEASON_ENDS else date


def _matches(rule: CountingRule, entry: Entry) -> bool:
    return entry.kind in rule.kinds and (not rule.purposes or not rule.purposes.isdisjoint(entry.purposes))


def _occurrences(rule: CountingRule, entry: Entry) -> list[_Occurrence]:
    if all(happening.kind != rule.milestone for happening in entry.happenings):
        return []
    cohort = None
    if rule.year_from != rule.milestone:
        cohort = _first_year(entry, rule.year_from)
    all_times = [
        _Occurrence(
            entry.activity_id, n, cohort if rule.year_from != rule.milestone else h.year, h.date, _weight(rule, h)
        )
        for n, h in enumerate(entry.happenings)
        if h.kind == rule.milestone
    ]
    if rule.time is TimeRule.EACH:
        return all_times
    # Without the time of each: those with the lowest year (first ever), or one for each year.
    by_year: dict[int | None, _Occurrence] = {}
    for occurrence in sorted(all_times, key=lambda o: (date_order(o.date), o.number)):
        by_year.setdefault(occurrence.year, occurrence)
    known = sorted(year for year in by_year if year is not None)
    if rule.time is TimeRule.FIRST:
        return [by_year[known[0]] if known else by_year[None]]
    return [by_year[year] for year in known] or [by_year[None]]


def _weight(rule: CountingRule, happening: Happening) -> Decimal | None:
    if happening.quantity is None and rule.unique is Unique.PERSON:
        return Decimal(1)
    return happening.quantity


def _first_year(entry: Entry, kind: str) -> int | None:
    return min((h.year for h in entry.happenings if h.kind == kind and h.year is not None), default=None)


def _pending_year(rule: CountingRule, entry: Entry) -> int | None:
    """The year a waiting case belongs to; None when it does not wait or nobody knows the year."""
    kinds = {happening.kind for happening in entry.happenings}
    if not rule.pending or rule.pending not in kinds or rule.milestone in kinds or kinds & ENDED:
        return None
    return _first_year(entry, rule.pending)


def _count(rule: CountingRule, occurrences: list[_Occurrence]) -> Count:
    members = frozenset(occurrence.activity_id for occurrence in occurrences)
    if rule.measure is Measure.COUNT:
        keys = members if rule.unique is Unique.ACTIVITY else {(o.activity_id, o.number) for o in occurrences}
        return Count(Decimal(len(keys)), members)
    told = [occurrence for occurrence in occurrences if occurrence.quantity is not None]
    if rule.measure is Measure.SUM:
        return Count(sum((o.quantity for o in told if o.quantity is not None), Decimal(0)), members)
    latest = max(told, key=lambda o: (date_order(o.date, unknown=""), o.activity_id, o.number), default=None)
    return Count(latest.quantity if latest else None, members)


@dataclass(frozen=True)
class DistinctTotal:
    """Parts and their whole, counted honestly: 12 and 9 may be 17 when 4 are shared."""

    parts: Mapping[str, int]
    total: int
    shared: frozenset[int]


def distinct_total(parts: Mapping[str, frozenset[int]]) -> DistinctTotal:
    """The whole of several sets of activities, each activity once, and those that are in more than one part (R07)."""
    seen: set[int] = set()
    shared: set[int] = set()
    for members in parts.values():
        shared |= seen & members
        seen |= members
    return DistinctTotal({name: len(members) for name, members in parts.items()}, len(seen), frozenset(shared))
