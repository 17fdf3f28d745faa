"""What is doubtful about figures: they contradict each other, the register, or what was said of them (R33, R42, R113).

Each check takes the indicators as they are followed and tells what it sees, never what is right. The report of TRD 3.0
holds an example of nearly every one (docs/reference/doubts.md has the lines).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from brobygger.doubts.rules.kinds import Doubt, Kind
from brobygger.results.rules.counting import CountingRule
from brobygger.results.rules.figures import Basis, Figure, Series
from brobygger.results.rules.verdicts import TargetKind, TargetVersion, Verdict, target_in

# Words by which a caption says that something shall grow, in the three languages and as they begin.
_GROWTH = re.compile(r"\b(øk(?!o)|auk|vekst|fleire|flere|increas|grow|more)", re.IGNORECASE)
# Words by which it says that only new ones count: a flow, of which nobody can say that it has grown from a baseline.
_NEW = re.compile(r"\b(ny|nye|new)\b", re.IGNORECASE)
_FROM_CASES = {"granted", "refused"}


@dataclass(frozen=True)
class Said:
    """What the source itself says of a target. `year` None is the period."""

    year: int | None
    verdict: str
    source: str


@dataclass(frozen=True)
class Followed:
    """An indicator with all that is known of it. `captions` are its names in every language."""

    code: str
    captions: Sequence[str]
    series: Series
    rule: CountingRule | None
    targets: Sequence[TargetVersion]
    has_owner: bool
    has_method: bool
    said: Sequence[Said] = ()


def doubts_of(followed: Sequence[Followed], years: Sequence[int], *, this_year: int) -> list[Doubt]:
    """Every doubt about the figures of a framework, in the order of the indicators."""
    found = []
    for each in followed:
        found += [
            *_stated_otherwise(each),
            *_jumps(each),
            *_waiting(each, years, this_year),
            *_no_value(each, years, this_year),
            *_sum_of_parts(each, years),
            *_caption(each, years),
            *_how(each, years),
            *_after_end(each, years),
            *_against_the_register(each, years),
        ]
    return found + list(_more_granted(followed, years))


def _stated_otherwise(each: Followed) -> Iterator[Doubt]:
    """Somebody says «met» where the numbers do not: each year, and the period, on its own."""
    known = {verdict.value for verdict in Verdict}
    sources: dict[tuple[int | None, str, str], list[str]] = {}
    for said in each.said:
        ours = _judged(each, said.year)
        if ours is not None and said.verdict in known and said.verdict != ours.value:
            sources.setdefault((said.year, said.verdict, ours.value), []).append(said.source)
    if sources:
        told = [[*what, "; ".join(filter(None, where))] for what, where in sources.items()]
        yield Doubt(Kind.STATED_OTHERWISE, each.code, {"said": told})


def _judged(each: Followed, year: int | None) -> Verdict | None:
    """Our verdict. A target that is judged for the period only has none for a year: then the period's."""
    if year is not None and year not in each.series.by_year:
        return None
    verdict = (each.series.period if year is None else each.series.by_year[year]).judged.verdict
    return each.series.period.judged.verdict if verdict is Verdict.NO_TARGET else verdict


def _jumps(each: Followed) -> Iterator[Doubt]:
    if each.series.jumps:
        values = each.series.by_year
        told = [
            [before, _plain(values[before].value), after, _plain(values[after].value)]
            for before, after in each.series.jumps
        ]
        yield Doubt(Kind.JUMP, each.code, {"jumps": told})


def _waiting(each: Followed, years: Sequence[int], this_year: int) -> Iterator[Doubt]:
    """A year that is over but not settled: cases still wait, or the number is marked provisional."""
    over = [each.series.by_year[year] for year in years if year < this_year]
    waiting = [[figure.year, figure.pending] for figure in over if figure.pending]
    if waiting:
        yield Doubt(Kind.WAITING, each.code, {"waiting": waiting})
    provisional = [figure.year for figure in over if figure.value is not None and not figure.is_final]
    if provisional and not waiting:
        yield Doubt(Kind.PROVISIONAL, each.code, {"years": provisional})


def _no_value(each: Followed, years: Sequence[int], this_year: int) -> Iterator[Doubt]:
    """A number is aimed at, and there is none; or nothing at all was ever reported or registered."""
    aimed = {TargetKind.YEARLY, TargetKind.PERIOD_TOTAL, TargetKind.INCREASE, TargetKind.RECURRING}
    numbers = [figure.value for figure in (*each.series.by_year.values(), each.series.period)]
    last = target_in(each.targets, max(years)).kind
    if last not in aimed and last is not TargetKind.NONE:
        return
    if all(value is None for value in numbers) or (each.rule and not any(numbers) and not _was_reported(each)):
        yield Doubt(Kind.NOT_FED, each.code)
        return
    missing = [
        year
        for year in years
        if year <= this_year
        and each.series.by_year[year].value is None
        and _is_due(target_in(each.targets, year), year)
        and each.series.period.value is None
    ]
    if missing:
        yield Doubt(Kind.NO_VALUE, each.code, {"years": missing})


def _was_reported(each: Followed) -> bool:
    return any(figure.reported is not None for figure in (*each.series.by_year.values(), each.series.period))


def _is_due(target: TargetVersion, year: int) -> bool:
    if target.kind is TargetKind.RECURRING:
        return year in target.due_years
    return target.kind in {TargetKind.YEARLY, TargetKind.INCREASE}


def _sum_of_parts(each: Followed, years: Sequence[int]) -> Iterator[Doubt]:
    """The period was stated, and the years add up to something else."""
    stated = each.series.period.reported
    parts = [each.series.by_year[year].value for year in years]
    known = [value for value in parts if value is not None]
    if stated is None or stated.value is None or not known or (each.rule is not None and not each.rule.is_additive):
        return
    total = sum(known, Decimal(0))
    # Years nobody has counted may hold the rest; more than the whole is wrong in any case.
    if total > stated.value or (len(known) == len(parts) and total != stated.value):
        yield Doubt(Kind.SUM_OF_PARTS, each.code, {"stated": _plain(stated.value), "sum": _plain(total)})


def _caption(each: Followed, years: Sequence[int]) -> Iterator[Doubt]:
    """The name says one kind of target and the target is another."""
    kind = target_in(each.targets, max(years)).kind
    says_growth = any(_GROWTH.search(caption) for caption in each.captions)
    says_new = any(_NEW.search(caption) for caption in each.captions)
    if kind is TargetKind.INCREASE and says_new:
        yield Doubt(Kind.CAPTION, each.code, {"why": "growth_of_new"})
    elif kind in {TargetKind.YEARLY, TargetKind.PERIOD_TOTAL} and says_growth:
        yield Doubt(Kind.CAPTION, each.code, {"why": "fixed_but_grows"})


def _how(each: Followed, years: Sequence[int]) -> Iterator[Doubt]:
    """A target needs somewhere to start, somebody who owns it, and a way to get there."""
    target = target_in(each.targets, max(years))
    if target.kind in {TargetKind.NONE, TargetKind.DISCONTINUED}:
        return
    if target.kind in {TargetKind.INCREASE, TargetKind.RECURRING} and target.baseline_value is None:
        yield Doubt(Kind.NO_BASELINE, each.code)
    missing = [name for name, has in (("owner", each.has_owner), ("method", each.has_method)) if not has]
    if missing:
        yield Doubt(Kind.UNOWNED, each.code, {"missing": missing})


def _after_end(each: Followed, years: Sequence[int]) -> Iterator[Doubt]:
    later = [
        [year, _plain(each.series.by_year[year].value)]
        for year in years
        if target_in(each.targets, year).kind is TargetKind.DISCONTINUED and each.series.by_year[year].value
    ]
    if later:
        yield Doubt(Kind.AFTER_END, each.code, {"values": later})


def _against_the_register(each: Followed, years: Sequence[int]) -> Iterator[Doubt]:
    """More is registered than was reported: something was left out. Or less: something cannot be shown."""
    figures = [*(each.series.by_year[year] for year in years), each.series.period]
    reported = [figure for figure in figures if figure.basis is Basis.REPORTED and figure.difference]
    for kind, wanted in ((Kind.REPORTED_BELOW, -1), (Kind.REPORTED_ABOVE, 1)):
        told = [
            [figure.year, _plain(figure.value), _plain(figure.counted)]
            for figure in reported
            if (figure.difference or 0) * wanted > 0 and _says_something(figure, figures)
        ]
        if told:
            yield Doubt(kind, each.code, {"values": told})
    if each.series.undated:
        yield Doubt(Kind.UNDATED, each.code, {"count": each.series.undated})


def _says_something(figure: Figure, figures: Sequence[Figure]) -> bool:
    """The period repeats its years; it says something of its own only where it was stated as a whole."""
    return figure.year is not None or all(each.reported is None for each in figures if each.year is not None)


def _more_granted(followed: Sequence[Followed], years: Sequence[int]) -> Iterator[Doubt]:
    """More cases have an answer than were sent in the year they are counted in."""
    by_milestone: dict[tuple[frozenset[str], frozenset[str], str], dict[str, Followed]] = {}
    for each in followed:
        if each.rule:
            same = (each.rule.kinds, each.rule.purposes, each.rule.year_from)
            by_milestone.setdefault(same, {})[each.rule.milestone] = each
    for (_, _, year_from), found in by_milestone.items():
        sent = found.get(year_from)
        for milestone, answered in found.items():
            if milestone not in _FROM_CASES or sent is None:
                continue
            told = [row for year in years if (row := _too_many(answered.series, sent.series, year))]
            if told:
                yield Doubt(Kind.MORE_GRANTED, answered.code, {"sent": sent.code, "values": told})


def _too_many(answered: Series, sent: Series, year: int) -> list[object] | None:
    figure, all_sent = answered.by_year[year], sent.by_year[year].value
    if figure.value is None or all_sent is None or figure.value + figure.pending <= all_sent:
        return None
    return [year, _plain(figure.value), figure.pending, _plain(all_sent)]


def _plain(value: Decimal | None) -> str:
    """A number as it stands in evidence: no trailing zeros, whatever the database keeps."""
    if value is None:
        return ""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
