"""Judging a value against a target: seven kinds of target, seven verdicts, always with the reason (R21–R30).

A verdict says no more than the numbers can carry: a growth target without a baseline is not comparable however good the
number looks, an unfinished year with cases waiting is too early to judge, and a series of yearly targets is met only when
every year was.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum


class TargetKind(StrEnum):
    """All seven occur in the TRD 3.0 report."""

    YEARLY = "yearly"
    PERIOD_TOTAL = "period_total"
    INCREASE = "increase"
    RECURRING = "recurring"
    QUALITATIVE = "qualitative"
    NONE = "none"
    DISCONTINUED = "discontinued"


class Verdict(StrEnum):
    MET = "met"
    MISSED = "missed"
    ON_TRACK = "on_track"
    TOO_EARLY = "too_early"
    NOT_COMPARABLE = "not_comparable"
    DISCONTINUED = "discontinued"
    NO_TARGET = "no_target"


class Why(StrEnum):
    """The reason of a verdict; `results.presenters` says it in words."""

    REACHED = "reached"
    BELOW = "below"
    BELOW_PROVISIONAL = "below_provisional"
    PENDING = "pending"
    NO_VALUE = "no_value"
    YEAR_NOT_OVER = "year_not_over"
    NO_TARGET = "no_target"
    DISCONTINUED = "discontinued"
    PERIOD_REACHED = "period_reached"
    PERIOD_ON_TRACK = "period_on_track"
    PERIOD_BEHIND = "period_behind"
    PERIOD_BELOW = "period_below"
    RUNNING_TOTAL_UNKNOWN = "running_total_unknown"
    NO_BASELINE = "no_baseline"
    GREW = "grew"
    GREW_SO_FAR = "grew_so_far"
    DID_NOT_GROW = "did_not_grow"
    NOT_GROWN_YET = "not_grown_yet"
    NOT_DUE = "not_due"
    EDITION_WITHOUT_VALUE = "edition_without_value"
    NOTHING_TO_COMPARE = "nothing_to_compare"
    MORE_THAN_LAST = "more_than_last"
    NOT_MORE_THAN_LAST = "not_more_than_last"
    CRITERIA_FULFILLED = "criteria_fulfilled"
    CRITERIA_PARTLY = "criteria_partly"
    CRITERIA_NOT = "criteria_not"
    NOT_ASSESSED = "not_assessed"
    PERIOD_ONLY = "period_only"
    EVERY_YEAR = "every_year"
    SOME_YEARS = "some_years"
    YEARS_OPEN = "years_open"
    YEARS_NOT_COMPARABLE = "years_not_comparable"


class Level(StrEnum):
    """How far a criterion of a qualitative target is fulfilled."""

    FULFILLED = "fulfilled"
    PARTLY = "partly"
    NOT_FULFILLED = "not_fulfilled"


@dataclass(frozen=True)
class TargetVersion:
    """What is aimed at from `valid_from` on; of two from the same year the later version holds."""

    kind: TargetKind
    valid_from: int
    value: Decimal | None = None
    baseline_year: int | None = None
    baseline_value: Decimal | None = None
    due_years: tuple[int, ...] = ()
    criteria: tuple[str, ...] = ()
    up_is_better: bool = True
    version: int = 1


@dataclass(frozen=True)
class YearValue:
    """What is known of one year. `is_final` is False while it may still change."""

    value: Decimal | None
    is_final: bool = True
    pending: int = 0


@dataclass(frozen=True)
class Evidence:
    """Everything a judgement rests on.

    `values` by year, `period_value` as stated for the whole period (None: add the years up, if `is_additive`),
    `levels` of qualitative criteria, `years` of the agreement, `this_year` the year it is judged in.
    """

    years: Sequence[int]
    this_year: int
    values: Mapping[int, YearValue] = field(default_factory=dict)
    period_value: Decimal | None = None
    is_additive: bool = True
    levels: Mapping[str, Level] = field(default_factory=dict)

    def value(self, year: int) -> Decimal | None:
        """The value of a year, None when unknown."""
        return self.values[year].value if year in self.values else None

    @property
    def period_is_over(self) -> bool:
        """Whether the last year lies behind."""
        return self.this_year > max(self.years)


@dataclass(frozen=True)
class Judged:
    """A verdict with its reason: a code, and the facts its sentence needs."""

    verdict: Verdict
    why: Why
    facts: Mapping[str, object] = field(default_factory=dict)


def target_in(versions: Sequence[TargetVersion], year: int) -> TargetVersion:
    """The version that holds in a year: the latest from then or before; none yet is a target of kind NONE."""
    held = [version for version in versions if version.valid_from <= year]
    return (
        max(held, key=lambda version: (version.valid_from, version.version))
        if held
        else TargetVersion(TargetKind.NONE, year)
    )


def judge_year(versions: Sequence[TargetVersion], evidence: Evidence, year: int) -> Judged:
    """The verdict for one year, under the target that held then."""
    target = target_in(versions, year)
    return _YEAR_JUDGES[target.kind](target, evidence, year)


def judge_period(versions: Sequence[TargetVersion], evidence: Evidence) -> Judged:
    """The verdict for the whole period, under the target that held last."""
    target = target_in(versions, max(evidence.years))
    return _PERIOD_JUDGES[target.kind](target, versions, evidence)


def period_total(evidence: Evidence) -> Decimal | None:
    """The number of the whole period: as stated, else the years added up when all are known and may be added."""
    if evidence.period_value is not None:
        return evidence.period_value
    known = [evidence.value(year) for year in evidence.years]
    if not evidence.is_additive or any(value is None for value in known):
        return None
    return sum((value for value in known if value is not None), Decimal(0))


def _reaches(target: TargetVersion, value: Decimal, aim: Decimal) -> bool:
    return value >= aim if target.up_is_better else value <= aim


def _missing(evidence: Evidence, year: int) -> Judged:
    if year >= evidence.this_year:
        return Judged(Verdict.TOO_EARLY, Why.YEAR_NOT_OVER, {"year": year})
    return Judged(Verdict.NOT_COMPARABLE, Why.NO_VALUE, {"year": year})


def _yearly(target: TargetVersion, evidence: Evidence, year: int) -> Judged:
    known = evidence.values.get(year, YearValue(None, is_final=False))
    if known.value is None or target.value is None:
        return _missing(evidence, year)
    facts = {"year": year, "value": known.value, "target": target.value, "pending": known.pending}
    if _reaches(target, known.value, target.value):
        if not target.up_is_better and not known.is_final and year >= evidence.this_year:
            # What should be few may still become many.
            return Judged(Verdict.ON_TRACK, Why.YEAR_NOT_OVER, facts)
        return Judged(Verdict.MET, Why.REACHED, facts)
    if known.pending and not known.is_final:
        return Judged(Verdict.TOO_EARLY, Why.PENDING, facts)
    if not known.is_final and year >= evidence.this_year:
        return Judged(Verdict.TOO_EARLY, Why.YEAR_NOT_OVER, facts)
    return Judged(Verdict.MISSED, Why.BELOW if known.is_final else Why.BELOW_PROVISIONAL, facts)


def _running(target: TargetVersion, evidence: Evidence, year: int) -> Judged:
    """A target for the whole period, seen at the end of one year: the running total against an even pace."""
    so_far = [y for y in evidence.years if y <= year]
    known = [value for y in so_far if (value := evidence.value(y)) is not None]
    if target.value is None or (not known and year < evidence.this_year):
        return Judged(Verdict.NOT_COMPARABLE, Why.RUNNING_TOTAL_UNKNOWN, {"year": year})
    total = sum(known, Decimal(0))
    if not evidence.is_additive and evidence.period_value is not None:
        # What is in several years is one thing all the same: there is never more than the whole period has.
        total = min(total, evidence.period_value)
    is_settled = _reaches(target, total, target.value) == target.up_is_better
    if len(known) < len(so_far) and not is_settled:
        return Judged(Verdict.NOT_COMPARABLE, Why.RUNNING_TOTAL_UNKNOWN, {"year": year, "value": total})
    is_over = year == max(evidence.years) and evidence.period_is_over
    return _pace(target, evidence, total, passed=len(so_far), is_over=is_over)


def _pace(target: TargetVersion, evidence: Evidence, total: Decimal, *, passed: int, is_over: bool) -> Judged:
    """A total so far against the target of the whole period, and against an even pace after so many years.

    Enough is enough as soon as it is reached; where fewer is better, too many is too many as soon as it is passed, and
    that it stayed few is known only in the end.
    """
    aim = target.value or Decimal(0)
    facts = {"value": total, "target": aim, "years": passed, "of": len(evidence.years)}
    reached = _reaches(target, total, aim)
    if reached and (target.up_is_better or is_over):
        return Judged(Verdict.MET, Why.PERIOD_REACHED, facts)
    if not reached and not target.up_is_better:
        return Judged(Verdict.MISSED, Why.BELOW, facts)
    waiting = sum(value.pending for value in evidence.values.values() if not value.is_final)
    if is_over and waiting:
        return Judged(Verdict.TOO_EARLY, Why.PENDING, facts | {"pending": waiting})
    if is_over:
        return Judged(Verdict.MISSED, Why.PERIOD_BELOW, facts)
    if passed and _reaches(target, total * len(evidence.years), aim * passed):
        return Judged(Verdict.ON_TRACK, Why.PERIOD_ON_TRACK, facts)
    return Judged(Verdict.TOO_EARLY, Why.PERIOD_BEHIND, facts)


def _growing(target: TargetVersion, evidence: Evidence, year: int) -> Judged:
    """Growth over a baseline, seen at one year: decided only in the last."""
    if target.baseline_value is None:
        return Judged(Verdict.NOT_COMPARABLE, Why.NO_BASELINE, {"year": year})
    value = evidence.value(year)
    # A year to come may be counted as nothing, which is neither growth nor fall.
    if value is None or year > evidence.this_year:
        return _missing(evidence, year)
    if not target.up_is_better and year == evidence.this_year and not evidence.values[year].is_final:
        # What should be few may still become many.
        return Judged(Verdict.TOO_EARLY, Why.YEAR_NOT_OVER, {"year": year})
    return _growth(target, evidence, value, is_last=year == max(evidence.years))


def _growth(target: TargetVersion, evidence: Evidence, value: Decimal, *, is_last: bool) -> Judged:
    baseline = target.baseline_value or Decimal(0)
    facts = {"value": value, "baseline": baseline, "baseline_year": target.baseline_year}
    grew = value > baseline if target.up_is_better else value < baseline
    if is_last and (grew or evidence.period_is_over):
        return Judged(Verdict.MET, Why.GREW, facts) if grew else Judged(Verdict.MISSED, Why.DID_NOT_GROW, facts)
    if grew:
        return Judged(Verdict.ON_TRACK, Why.GREW_SO_FAR, facts)
    return Judged(Verdict.TOO_EARLY, Why.NOT_GROWN_YET, facts)


def _edition(target: TargetVersion, evidence: Evidence, year: int) -> Judged:
    """One edition of a recurring event against the last one that has a number, or against the baseline."""
    if target.due_years and year not in target.due_years:
        return Judged(Verdict.NO_TARGET, Why.NOT_DUE, {"year": year})
    known = evidence.values.get(year, YearValue(None, is_final=False))
    if known.value is None:
        if known.is_final and year < evidence.this_year:
            return Judged(Verdict.NOT_COMPARABLE, Why.NO_VALUE, {"year": year})
        return Judged(Verdict.TOO_EARLY, Why.EDITION_WITHOUT_VALUE, {"year": year})
    earlier = {y: v.value for y, v in evidence.values.items() if y < year and v.value is not None}
    if target.baseline_value is not None and target.baseline_year is not None:
        earlier.setdefault(target.baseline_year, target.baseline_value)
    if not earlier:
        return Judged(Verdict.NOT_COMPARABLE, Why.NOTHING_TO_COMPARE, {"year": year, "value": known.value})
    last_year = max(earlier)
    facts = {"year": year, "value": known.value, "last": earlier[last_year], "last_year": last_year}
    last = earlier[last_year] or Decimal(0)
    is_open = not known.is_final and (known.pending > 0 or year >= evidence.this_year)
    better = known.value > last if target.up_is_better else known.value < last
    if better and (target.up_is_better or not is_open):
        return Judged(Verdict.MET, Why.MORE_THAN_LAST, facts)
    if is_open and known.pending:
        return Judged(Verdict.TOO_EARLY, Why.PENDING, facts | {"target": last, "pending": known.pending})
    if is_open:
        return Judged(Verdict.TOO_EARLY, Why.YEAR_NOT_OVER, facts)
    return Judged(Verdict.MISSED, Why.NOT_MORE_THAN_LAST, facts)


def _qualitative(target: TargetVersion, evidence: Evidence, year: int) -> Judged:
    levels = [evidence.levels[criterion] for criterion in target.criteria if criterion in evidence.levels]
    facts = {
        "fulfilled": levels.count(Level.FULFILLED),
        "partly": levels.count(Level.PARTLY),
        "of": len(target.criteria),
    }
    if len(levels) < len(target.criteria) or not levels:
        return Judged(Verdict.TOO_EARLY, Why.NOT_ASSESSED, facts)
    if Level.NOT_FULFILLED in levels:
        return Judged(Verdict.MISSED, Why.CRITERIA_NOT, facts)
    if Level.PARTLY in levels:
        over = evidence.this_year > year
        return Judged(Verdict.MISSED if over else Verdict.ON_TRACK, Why.CRITERIA_PARTLY, facts)
    return Judged(Verdict.MET, Why.CRITERIA_FULFILLED, facts)


def _qualitative_year(target: TargetVersion, evidence: Evidence, year: int) -> Judged:
    """A qualitative target is for the period; a single year has none of its own."""
    return Judged(Verdict.NO_TARGET, Why.PERIOD_ONLY, {"year": year})


def _none(target: TargetVersion, evidence: Evidence, year: int) -> Judged:
    return Judged(Verdict.NO_TARGET, Why.NO_TARGET, {"year": year})


def _discontinued(target: TargetVersion, evidence: Evidence, year: int) -> Judged:
    return Judged(Verdict.DISCONTINUED, Why.DISCONTINUED, {"year": year, "from": target.valid_from})


def _every_year(target: TargetVersion, versions: Sequence[TargetVersion], evidence: Evidence) -> Judged:
    """Met for the period only when every year (or edition due) was; else says which failed."""
    judged = {year: judge_year(versions, evidence, year) for year in evidence.years}
    counted = {year: j.verdict for year, j in judged.items() if j.verdict is not Verdict.NO_TARGET}
    failed = [year for year, verdict in counted.items() if verdict is Verdict.MISSED]
    open_years = [
        year
        for year, verdict in counted.items()
        if verdict is Verdict.TOO_EARLY or (verdict is Verdict.ON_TRACK and year >= evidence.this_year)
    ]
    unclear = [year for year, verdict in counted.items() if verdict is Verdict.NOT_COMPARABLE]
    met = [year for year, verdict in counted.items() if verdict is Verdict.MET]
    is_event = target.kind is TargetKind.RECURRING
    facts = {"failed": failed, "open": open_years, "unclear": unclear, "met": met, "is_event": is_event}
    if failed:
        return Judged(Verdict.MISSED, Why.SOME_YEARS, facts)
    if open_years:
        return Judged(Verdict.TOO_EARLY, Why.YEARS_OPEN, facts)
    if unclear or not met:
        return Judged(Verdict.NOT_COMPARABLE, Why.YEARS_NOT_COMPARABLE, facts)
    return Judged(Verdict.MET, Why.EVERY_YEAR, facts)


def _whole_period(target: TargetVersion, versions: Sequence[TargetVersion], evidence: Evidence) -> Judged:
    total = period_total(evidence)
    if total is None or target.value is None:
        return _running(target, evidence, max(evidence.years))
    passed = sum(year < evidence.this_year for year in evidence.years)
    return _pace(target, evidence, total, passed=passed, is_over=evidence.period_is_over)


def _growth_in_period(target: TargetVersion, versions: Sequence[TargetVersion], evidence: Evidence) -> Judged:
    if target.baseline_value is None:
        return Judged(Verdict.NOT_COMPARABLE, Why.NO_BASELINE, {"value": period_total(evidence)})
    # A year to come may be counted as nothing, which is no fall.
    known = [year for year in evidence.years if year <= evidence.this_year and evidence.value(year) is not None]
    latest = evidence.period_value
    if latest is None and known:
        latest = evidence.value(known[-1])
    if latest is None:
        return _missing(evidence, max(evidence.years))
    is_last = evidence.period_is_over or evidence.period_value is not None or known[-1] == max(evidence.years)
    if not target.up_is_better and not evidence.period_is_over:
        is_last = False
    return _growth(target, evidence, latest, is_last=is_last)


_YEAR_JUDGES: Mapping[TargetKind, Callable[[TargetVersion, Evidence, int], Judged]] = {
    TargetKind.YEARLY: _yearly,
    TargetKind.PERIOD_TOTAL: _running,
    TargetKind.INCREASE: _growing,
    TargetKind.RECURRING: _edition,
    TargetKind.QUALITATIVE: _qualitative_year,
    TargetKind.NONE: _none,
    TargetKind.DISCONTINUED: _discontinued,
}
_PERIOD_JUDGES: Mapping[TargetKind, Callable[[TargetVersion, Sequence[TargetVersion], Evidence], Judged]] = {
    TargetKind.YEARLY: _every_year,
    TargetKind.PERIOD_TOTAL: _whole_period,
    TargetKind.INCREASE: _growth_in_period,
    TargetKind.RECURRING: _every_year,
    TargetKind.QUALITATIVE: lambda target, versions, evidence: _qualitative(target, evidence, max(evidence.years)),
    TargetKind.NONE: lambda target, versions, evidence: _none(target, evidence, max(evidence.years)),
    TargetKind.DISCONTINUED: lambda target, versions, evidence: _discontinued(target, evidence, max(evidence.years)),
}

JUMP_RATIO = 3
JUMP_DIFFERENCE = 10


def jumps(values: Mapping[int, Decimal | None]) -> list[tuple[int, int]]:
    """Pairs of neighbouring years between which a series jumps so far that its definition may have changed.

    At least threefold either way and by ten or more. A flag for a person to look at, never a verdict.
    """
    known = sorted((year, value) for year, value in values.items() if value is not None)
    return [
        (before_year, year)
        for (before_year, before), (year, value) in zip(known, known[1:], strict=False)
        if abs(value - before) >= JUMP_DIFFERENCE
        and max(value, before) >= JUMP_RATIO * max(min(value, before), Decimal(1))
    ]
