"""A figure: the value of an indicator for a year or the period, with everything a reader needs to trust or doubt it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum

from brobygger.results.rules.counting import CountingRule, Measure
from brobygger.results.rules.verdicts import (
    Evidence,
    Judged,
    Level,
    TargetKind,
    TargetVersion,
    YearValue,
    judge_period,
    judge_year,
    jumps,
    period_total,
    target_in,
)


class Basis(StrEnum):
    """Where a value comes from: reported by somebody, or counted in the register."""

    REPORTED = "reported"
    COUNTED = "counted"


@dataclass(frozen=True)
class Sums:
    """What a rule counts, without the activities behind: by year, for the period, without a year, waiting by year."""

    by_year: Mapping[int, Decimal | None]
    period: Decimal | None
    undated: int
    pending: Mapping[int, int]
    # How many activities are disputed and not counted, by year.
    left_out: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Reported:
    """A number somebody stated. `as_of` is a partial date."""

    value: Decimal | None
    pending: int = 0
    is_final: bool = True
    as_of: str = ""
    quality: str = ""
    source: str = ""


@dataclass(frozen=True)
class IndicatorFacts:
    """All that is known of one indicator. `reported` by year, None for the period. `rule` None: only reported."""

    code: str
    targets: Sequence[TargetVersion]
    rule: CountingRule | None
    reported: Mapping[int | None, Reported]
    sums: Sums | None
    levels: Mapping[str, Level]
    # The years whose number as a whole is disputed: it is known, but is the value of nothing.
    disputed: frozenset[int] = frozenset()
    # The rules of the years that have another (`rule` is that of the last one), and the years that cannot be counted though
    # others can.
    earlier: Mapping[int, CountingRule] = field(default_factory=dict)
    uncounted: frozenset[int] = frozenset()

    def rule_in(self, year: int) -> CountingRule | None:
        """The rule of a year; None where it can only be reported."""
        return None if year in self.uncounted else self.earlier.get(year, self.rule)


@dataclass(frozen=True)
class Figure:
    """`year` is None for the period. `counted` is what the register holds, also where `value` was reported."""

    code: str
    year: int | None
    target_kind: TargetKind
    target: Decimal | None
    value: Decimal | None
    basis: Basis | None
    is_final: bool
    pending: int
    judged: Judged
    counted: Decimal | None = None
    reported: Reported | None = None
    # So many activities are disputed and not in the value; and whether the number itself is.
    left_out: int = 0
    is_disputed: bool = False

    @property
    def difference(self) -> Decimal | None:
        """How much more was reported than is registered; None when only one of the two is known."""
        if self.counted is None or self.reported is None or self.reported.value is None:
            return None
        return self.reported.value - self.counted


@dataclass(frozen=True)
class Series:
    """One indicator over the years. `undated` activities count, but nobody knows in which year."""

    code: str
    by_year: Mapping[int, Figure]
    period: Figure
    jumps: Sequence[tuple[int, int]]
    undated: int
    baseline: tuple[int, Decimal] | None


def series_of(facts: IndicatorFacts, years: Sequence[int], *, this_year: int) -> Series:
    """The figures of an indicator.

    What was reported for a year is its value. The register's count is the value of every year after the last reported
    one, or of all when none was: from then on the register is the source. Before that an empty register says nothing
    about years that were kept in spreadsheets, and where the period was stated as a whole it says nothing at all.
    A register's year is final once it lies behind.
    """
    counted_years = _counted_years(facts, years)
    is_counted = len(counted_years) == len(years)
    values = {year: _year_value(facts, year, this_year, is_counted=year in counted_years) for year in years}
    history = {
        year: YearValue(reported.value)
        for year, reported in facts.reported.items()
        if year is not None and year not in values and reported.value is not None
    }
    stated = facts.reported.get(None)
    evidence = Evidence(
        years=years,
        this_year=this_year,
        values=history | values,
        period_value=stated.value if stated else _counted_period(facts, is_counted=is_counted),
        is_additive=_is_additive(facts, years),
        levels=facts.levels,
    )
    by_year = {
        year: _figure(
            facts, evidence, year, values[year], judge_year(facts.targets, evidence, year), year in counted_years
        )
        for year in years
    }
    total = YearValue(
        period_total(evidence),
        is_final=all(value.is_final for value in values.values()) if not stated else stated.is_final,
        pending=sum(value.pending for value in values.values()) if not stated else stated.pending,
    )
    first = facts.targets[0] if facts.targets else None
    return Series(
        code=facts.code,
        by_year=by_year,
        period=_figure(
            facts, evidence, None, total, _judge_period(facts, evidence, is_stated=stated is not None), is_counted
        ),
        jumps=jumps(
            {
                year: value.value
                for year, value in values.items()
                if not value.pending and (value.is_final or year < this_year)
            }
        ),
        undated=facts.sums.undated if facts.sums else 0,
        baseline=(first.baseline_year, first.baseline_value)
        if first and first.baseline_year is not None and first.baseline_value is not None
        else None,
    )


def _counted_years(facts: IndicatorFacts, years: Sequence[int]) -> frozenset[int]:
    """The years whose value is the register's count."""
    if facts.sums is None or None in facts.reported:
        return frozenset()
    last_reported = max((year for year in facts.reported if year is not None), default=min(years) - 1)
    return frozenset(year for year in years if year > last_reported and year not in facts.uncounted)


def sums_of_years(
    rules: Mapping[int, CountingRule | None],
    of: Callable[[CountingRule], Sums],
    together: Callable[[Mapping[int, CountingRule]], Decimal | None],
) -> Sums | None:
    """What the years hold, each counted under its own rule (None: it cannot be counted); None when no year can.

    The period is what they hold together, each thing once (`counting.together`), and unknown when some year is not counted.
    """
    counted = {year: rule for year, rule in rules.items() if rule is not None}
    if not counted:
        return None
    if len(counted) == len(rules) and len(set(counted.values())) == 1:
        return of(next(iter(counted.values())))
    sums = {year: of(rule) for year, rule in counted.items()}
    last = max(rules)
    return Sums(
        {year: sums[year].by_year[year] if year in sums else None for year in rules},
        together(counted) if len(counted) == len(rules) else None,
        sums[last].undated if last in sums else 0,
        {year: sums[year].pending[year] if year in sums else 0 for year in rules},
        {year: sums[year].left_out.get(year, 0) if year in sums else 0 for year in rules},
    )


def _judge_period(facts: IndicatorFacts, evidence: Evidence, *, is_stated: bool) -> Judged:
    """Growth is from one year to another: all the years together against one would always have grown."""
    grows = target_in(facts.targets, max(evidence.years)).kind is TargetKind.INCREASE
    return judge_period(facts.targets, replace(evidence, period_value=None) if grows and not is_stated else evidence)


def _year_value(facts: IndicatorFacts, year: int, this_year: int, *, is_counted: bool) -> YearValue:
    if year in facts.disputed:
        return YearValue(None, is_final=False)
    if year in facts.reported:
        reported = facts.reported[year]
        return YearValue(reported.value, reported.is_final, reported.pending)
    if facts.sums is not None and is_counted:
        pending = facts.sums.pending[year]
        # Where a case counts in the year it began, a year is not final while one of its cases still waits.
        rule = facts.rule_in(year)
        waits = pending > 0 and rule is not None and rule.pending == rule.year_from
        return YearValue(facts.sums.by_year[year], year < this_year and not waits, pending)
    return YearValue(None, is_final=year < this_year)


def _counted_period(facts: IndicatorFacts, *, is_counted: bool) -> Decimal | None:
    if facts.sums is None or not is_counted:
        return None
    if not facts.disputed or facts.sums.period is None:
        return facts.sums.period
    # Without the years that are disputed as a whole; where those left do not add up, nobody knows how many are unique in them.
    known = {year: value for year, value in facts.sums.by_year.items() if year not in facts.disputed}
    if not _counts_add_up(facts, known):
        return None
    return sum((value for value in known.values() if value is not None), Decimal(0))


def _is_additive(facts: IndicatorFacts, years: Sequence[int]) -> bool:
    """Whether the years may be added up. What is only reported adds up where its target says so, by a number to reach.

    What shall grow, or is only followed, may be a running number (followers, a share): added over years it is nothing.
    """
    kind = target_in(facts.targets, max(years)).kind
    if kind is TargetKind.RECURRING:
        return False
    if facts.rule or facts.earlier:
        return _counts_add_up(facts, years)
    return kind in {TargetKind.YEARLY, TargetKind.PERIOD_TOTAL}


def _counts_add_up(facts: IndicatorFacts, years: Iterable[int]) -> bool:
    """Whether what was counted in some years adds up, each by its own rule. Where rules differ: if all the years happen to."""
    rules = {rule for year in years if (rule := facts.rule_in(year)) is not None}
    if not rules or any(rule.measure is Measure.LATEST for rule in rules):
        return False
    if len(rules) == 1:
        return all(rule.is_additive for rule in rules)
    sums = facts.sums
    return sums is not None and sums.period is not None and sums.period == sum(v or 0 for v in sums.by_year.values())


def _figure(
    facts: IndicatorFacts, evidence: Evidence, year: int | None, value: YearValue, judged: Judged, is_counted: bool
) -> Figure:
    target = target_in(facts.targets, max(evidence.years) if year is None else year)
    count = None
    if facts.sums is not None:
        count = facts.sums.period if year is None else facts.sums.by_year[year]
    basis = None
    if value.value is not None:
        basis = Basis.COUNTED if is_counted else Basis.REPORTED
    return Figure(
        code=facts.code,
        year=year,
        target_kind=target.kind,
        target=target.value,
        value=value.value,
        basis=basis,
        is_final=value.is_final,
        pending=value.pending,
        judged=judged,
        counted=count,
        reported=facts.reported.get(year),
        left_out=_left_out(facts, year),
        is_disputed=year in facts.disputed if year is not None else bool(facts.disputed),
    )


def _left_out(facts: IndicatorFacts, year: int | None) -> int:
    if facts.sums is None:
        return 0
    return sum(facts.sums.left_out.values()) if year is None else facts.sums.left_out.get(year, 0)
