"""Figures as they stood at the end of a past day: what the register, the definitions and the reports said then.

Exact, because nothing is overwritten: an activity's content is the version that held then, whether it was in the register
follows from the audit log, and definitions, targets, reports and assessments are rows with the time they were recorded.
Counted by difference: today's sums, without what has been touched since as it is now, and with the same as it was then.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.db.models import Q
from django.utils import timezone

from brobygger.audit.models import Event
from brobygger.contributions.queries.layers import layers_of, layers_then
from brobygger.contributions.rules.credit import Layer
from brobygger.dates.rules import PartialDate
from brobygger.partnerships.models import Partnership
from brobygger.portfolio.models import Activity, Milestone, Revision
from brobygger.results.models import Assessment, Indicator, LeftOut, ReportedValue
from brobygger.results.queries import tally as database
from brobygger.results.queries.frameworks import PERIOD_LAST, areas_of, framework_of, read_rule, target_versions
from brobygger.results.rules.counting import CountingRule, Entry, Happening, Measure, Tally, tally, together
from brobygger.results.rules.figures import IndicatorFacts, Reported, Series, Sums, series_of, sums_of_years
from brobygger.results.rules.verdicts import Level, TargetVersion

TOUCHED_AT_MOST = 20_000
CHUNK = 500
_LEAVES, _ENTERS = ("removed", "merged"), ("brought_back", "unmerged")
_CLAIMED = "claimed"


class TooMuchSince(RuntimeError):
    """More activities have been touched since that day than can be looked through while somebody waits; `count` says how many."""

    def __init__(self, count: int) -> None:
        super().__init__(count)
        self.count = count


@dataclass(frozen=True)
class OnDay:
    """The current framework's figures as they stood: by code; indicators nobody had defined yet are left out."""

    day: date
    indicators: Sequence[Indicator]
    series: Mapping[str, Series]
    touched: int


def figures_on(partnership: Partnership, day: date) -> OnDay | None:
    """All figures as they stood at the end of a day; None without a framework.

    A fixed number of queries and some for each 500 activities touched since. Raises TooMuchSince.
    """
    framework = framework_of(partnership)
    if framework is None:
        return None
    moment = timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))
    years = list(framework.years)
    indicators = [each for area in areas_of(framework) for each in area.indicators.all()]
    touched = _touched_since(partnership, moment)
    then, now = list(_entries_then(partnership, touched, moment)), list(entries_now(partnership, touched))
    counter = _Counter(partnership, years, then, now, touched)
    reported = _reported(indicators, moment)
    levels = _levels(indicators, moment)
    series = {}
    for indicator in indicators:
        rules = {year: _rule(indicator, year, moment) for year in years}
        if rules[years[-1]] is _UNDEFINED:
            continue
        known = {year: rule if isinstance(rule, CountingRule) else None for year, rule in rules.items()}
        last = known[years[-1]]
        facts = IndicatorFacts(
            code=indicator.code,
            targets=_targets(indicator, moment),
            rule=last,
            reported=reported.get(indicator.pk, {}),
            sums=sums_of_years(known, counter.sums, counter.together),
            levels=levels.get(indicator.pk, {}),
            earlier={year: rule for year, rule in known.items() if rule is not None and rule != last},
            uncounted=frozenset(year for year, rule in known.items() if rule is None),
        )
        series[indicator.code] = series_of(facts, years, this_year=day.year)
    return OnDay(day, [each for each in indicators if each.code in series], series, len(touched))


class _Undefined:
    """Nobody had said yet what the indicator means."""


_UNDEFINED = _Undefined()


def _rule(indicator: Indicator, year: int, moment: datetime) -> CountingRule | None | _Undefined:
    """As `frameworks.rule_in`, with the definitions that were there."""
    there = sorted(
        (each for each in indicator.definitions.all() if each.recorded_at < moment),
        key=lambda each: (each.valid_from, each.version),
    )
    if not there:
        return _UNDEFINED
    held = [each for each in there if each.valid_from <= year] or there[:1]
    return read_rule(held[-1].counting) if held[-1].counting else None


def _targets(indicator: Indicator, moment: datetime) -> list[TargetVersion]:
    there = {each.version for each in indicator.targets.all() if each.recorded_at < moment}
    return [each for each in target_versions(indicator) if each.version in there]


def _reported(indicators: Sequence[Indicator], moment: datetime) -> dict[int, dict[int | None, Reported]]:
    found: dict[int, dict[int | None, Reported]] = {}
    rows = ReportedValue.objects.filter(indicator__in=indicators, recorded_at__lt=moment).order_by("recorded_at", "pk")
    for row in rows:
        found.setdefault(row.indicator_id, {})[row.year] = Reported(
            row.value, row.pending, row.state == "final", row.as_of, row.quality, row.source
        )
    return found


def _levels(indicators: Sequence[Indicator], moment: datetime) -> dict[int, dict[str, Level]]:
    found: dict[int, dict[str, Level]] = {}
    rows = Assessment.objects.filter(indicator__in=indicators, recorded_at__lt=moment).order_by(*PERIOD_LAST)
    for row in rows:
        found.setdefault(row.indicator_id, {})[row.criterion] = Level(row.level)
    return found


class _Counter:
    """Counts under a rule as of then; each rule once."""

    def __init__(
        self,
        partnership: Partnership,
        years: Sequence[int],
        then: Sequence[Entry],
        now: Sequence[Entry],
        touched: Sequence[int],
    ) -> None:
        self._partnership, self._years = partnership, years
        self._then, self._now, self._touched = then, now, frozenset(touched)
        self._left_out = frozenset(left_out_now(partnership))
        self._known: dict[CountingRule, Sums] = {}

    def sums(self, rule: CountingRule) -> Sums:
        if rule not in self._known:
            whole = rule.measure is Measure.LATEST
            self._known[rule] = self._whole(rule) if whole else self._by_difference(rule)
        return self._known[rule]

    def together(self, rules: Mapping[int, CountingRule]) -> Decimal | None:
        """What the years held together."""
        was = together(rules, self._then)
        if any(rule.measure is Measure.LATEST for rule in rules.values()):
            kinds = frozenset(kind for rule in rules.values() for kind in rule.kinds)
            return together(rules, [*self._others(kinds), *self._then]).value
        now, is_now = database.together(self._partnership, rules).official, together(rules, self._now, self._left_out)
        return None if now is None else now - (is_now.value or 0) + (was.value or 0)

    def _by_difference(self, rule: CountingRule) -> Sums:
        today = database.sums(self._partnership, rule, self._years)
        # What is disputed today is in neither of today's two; on the day itself nobody had left it out for good.
        was, is_now = tally(rule, self._then, self._years), tally(rule, self._now, self._years, self._left_out)

        def moved(value: Decimal | None, one: Decimal | None, other: Decimal | None) -> Decimal:
            return (value or Decimal(0)) - (one or Decimal(0)) + (other or Decimal(0))

        return Sums(
            {year: moved(today.by_year[year], is_now.by_year[year].value, was.by_year[year].value) for year in self._years},
            moved(today.period, is_now.period.value, was.period.value),
            today.undated - len(is_now.undated) + len(was.undated),
            {year: today.pending[year] - len(is_now.pending[year]) + len(was.pending[year]) for year in self._years},
        )  # fmt: skip

    def _whole(self, rule: CountingRule) -> Sums:
        """The latest value cannot be had by difference: all of the kinds it is about are looked at."""
        return _sums_of(tally(rule, [*self._others(rule.kinds), *self._then], self._years))

    def _others(self, kinds: frozenset[str]) -> Iterator[Entry]:
        """Those of some kinds that nobody has touched since."""
        found = Activity.objects.filter(partnership=self._partnership, kind__in=kinds).order_by("pk")
        return entries_now(
            self._partnership, [pk for pk in found.values_list("pk", flat=True) if pk not in self._touched]
        )


def _sums_of(counted: Tally) -> Sums:
    return Sums(
        {year: each.value for year, each in counted.by_year.items()},
        counted.period.value,
        len(counted.undated),
        {year: len(each) for year, each in counted.pending.items()},
    )


def _touched_since(partnership: Partnership, moment: datetime) -> list[int]:
    """Whatever is not the same as it was: registered, changed, taken out of the register or put back since."""
    written = Activity.every.filter(Q(registered_at__gte=moment) | Q(changed_at__gte=moment), partnership=partnership)
    moved = Event.objects.filter(
        partnership_id=partnership.pk, subject_type="activity", verb__in=[*_LEAVES, *_ENTERS, _CLAIMED], at__gte=moment
    )
    found = set(written.values_list("pk", flat=True)[: TOUCHED_AT_MOST + 1])
    found |= set(moved.values_list("subject_id", flat=True).distinct()[: TOUCHED_AT_MOST + 1])
    found |= {pk for pk, _ in left_out_now(partnership)}
    if len(found) > TOUCHED_AT_MOST:
        raise TooMuchSince(written.count())
    return sorted(found)


def left_out_now(partnership: Partnership) -> list[tuple[int, int]]:
    """What is disputed and not counted today: the entry that stands for it, and the year. One query."""
    rows = LeftOut.objects.filter(partnership=partnership, activity__isnull=False).values_list(
        "activity_id", "activity__merged_into_id", "activity__merged_into__merged_into_id", "year"
    )
    return [(top or above or pk, year) for pk, above, top, year in rows]


def _entries_then(partnership: Partnership, ids: Sequence[int], moment: datetime) -> Iterator[Entry]:
    """Those that were in the register then, in the version that held."""
    for some in _chunks(ids):
        present = {
            pk: (registered, changed)
            for pk, registered, changed in Activity.every.filter(partnership=partnership, pk__in=some).values_list(
                "pk", "registered_at", "changed_at"
            )
        }
        away = _away(some, moment)
        there = [pk for pk, (registered, _) in present.items() if registered < moment and pk not in away]
        unchanged = [pk for pk in there if present[pk][1] < moment]
        layers = layers_then(partnership, there, moment)
        for entry in entries_now(partnership, unchanged, every=True):
            yield replace(entry, layer=layers.get(entry.activity_id, Layer.UNKNOWN))
        held: dict[int, tuple[int, Mapping[str, object]]] = {}
        past = Revision.objects.filter(activity__in=set(there) - set(unchanged), made_at__lt=moment)
        for pk, number, content in past.order_by("number").values_list("activity_id", "number", "content"):
            held[pk] = (number, content)
        for pk, (_, content) in sorted(held.items()):
            yield replace(_entry(pk, content), layer=layers.get(pk, Layer.UNKNOWN))


def _away(ids: Sequence[int], moment: datetime) -> set[int]:
    """Those that were in the wastebasket or merged then."""
    away: dict[int, bool] = {}
    events = Event.objects.filter(
        subject_type="activity", subject_id__in=ids, verb__in=[*_LEAVES, *_ENTERS], at__lt=moment
    )
    for pk, verb in events.order_by("pk").values_list("subject_id", "verb"):
        away[pk] = verb in _LEAVES
    return {pk for pk, is_away in away.items() if is_away}


def _entry(pk: int, content: Mapping[str, object]) -> Entry:
    rows: Iterable[Mapping[str, str]] = content["milestones"]  # type: ignore[assignment]
    happenings = tuple(
        Happening(
            row["kind"],
            row["date"],
            PartialDate.parse(row["date"]).year,
            Decimal(row["quantity"]) if row.get("quantity") is not None else None,
        )
        for row in rows
        if not row.get("planned")
    )
    purposes: Iterable[str] = content["purposes"]  # type: ignore[assignment]
    return Entry(pk, str(content["kind"]), frozenset(purposes), happenings)


def entries_now(partnership: Partnership, ids: Sequence[int], *, every: bool = False) -> Iterator[Entry]:
    """Activities as counting sees them, of those that are in the register (`every`: also others). Three queries for each 500."""
    manager = Activity.every if every else Activity.objects
    for some in _chunks(ids):
        happenings: dict[int, list[Happening]] = {}
        rows = Milestone.objects.filter(activity__in=some, is_planned=False).order_by("pk")
        for pk, kind, when, year, quantity in rows.values_list("activity_id", "kind", "date", "year", "quantity"):
            happenings.setdefault(pk, []).append(Happening(kind, when, year, quantity))
        layers = layers_of(some)
        found = manager.filter(partnership=partnership, pk__in=some).order_by("pk")
        for pk, kind, purposes in found.values_list("pk", "kind", "purposes"):
            layer = layers.get(pk, Layer.UNKNOWN)
            yield Entry(pk, kind, frozenset(purposes), tuple(happenings.get(pk, ())), layer)


def _chunks(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for at in range(0, len(ids), CHUNK):
        yield ids[at : at + CHUNK]
