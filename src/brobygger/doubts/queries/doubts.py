"""Reading what is doubtful: the figures as they are known today, a few numbers of the register, and what was answered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.core.cache import cache
from django.db.models import Q

from brobygger.dates.rules import covers
from brobygger.doubts.models import DoubtAnswer
from brobygger.doubts.rules import figures as figure_checks
from brobygger.doubts.rules import register as register_checks
from brobygger.doubts.rules.figures import Followed, Said
from brobygger.doubts.rules.kinds import Doubt
from brobygger.doubts.rules.register import RegisterFacts
from brobygger.duplicates.queries.queue import open_count
from brobygger.partnerships.models import FocusArea, Partnership, Seat
from brobygger.partnerships.rules.kinds import Position
from brobygger.portfolio.models import Facet, Milestone, Term
from brobygger.portfolio.rules.facets import Dimension
from brobygger.portfolio.rules.kinds import Standing
from brobygger.results.models import Indicator, Judgement
from brobygger.results.queries.frameworks import Figures, figures_now, figures_of, rule_of, target_versions
from brobygger.results.rules.counting import CountingRule


@dataclass(frozen=True)
class Answered:
    """A doubt with the newest answer to it, if any. `holds`: the evidence is what it was when it was answered."""

    doubt: Doubt
    answer: DoubtAnswer | None
    holds: bool


def doubts_of(partnership: Partnership, *, today: date) -> list[Answered]:
    """Every doubt there is today, those about figures first, in the order of the framework."""
    return _with_answers(partnership, _found(partnership, today))


def doubts_now(partnership: Partnership, *, today: date) -> list[Answered]:
    """The same, found anew and not remembered: for whoever has written in a transaction that may still be undone."""
    figures = figures_now(partnership, today=today)
    return _with_answers(partnership, _looked_for(partnership, figures, today) + _pairs(partnership))


def _with_answers(partnership: Partnership, found: Sequence[Doubt]) -> list[Answered]:
    newest: dict[str, DoubtAnswer] = {}
    for answer in DoubtAnswer.objects.filter(partnership=partnership).order_by("pk"):
        newest[answer.key] = answer
    return [_answered(doubt, newest.get(doubt.key)) for doubt in found]


def doubt_named(partnership: Partnership, key: str, *, today: date) -> Answered | None:
    """One doubt by its key; None when it is not doubted (any more)."""
    return next((each for each in doubts_of(partnership, today=today) if each.doubt.key == key), None)


def answers_to(partnership: Partnership, key: str) -> list[DoubtAnswer]:
    """All that was ever said to a doubt, the newest first."""
    return list(DoubtAnswer.objects.filter(partnership=partnership, key=key).order_by("-pk"))


def _answered(doubt: Doubt, answer: DoubtAnswer | None) -> Answered:
    return Answered(doubt, answer, answer is not None and answer.fingerprint == doubt.fingerprint)


def _found(partnership: Partnership, today: date) -> list[Doubt]:
    """Remembered until something that is counted changes. Pairs are looked at without such a change, so not they."""
    figures = figures_of(partnership, today=today)
    if figures is None:
        return _looked_for(partnership, None, today) + _pairs(partnership)
    key = f"doubts:{partnership.pk}:{figures.framework.pk}:{partnership.data_version}:{today}"
    found: list[Doubt] | None = cache.get(key)
    if found is None:
        found = _looked_for(partnership, figures, today)
        cache.set(key, found, timeout=3600)
    return found + _pairs(partnership)


def _looked_for(partnership: Partnership, figures: Figures | None, today: date) -> list[Doubt]:
    if figures is None:
        return register_checks.doubts_of(_register(partnership, [], (today.year, today.year), today))
    found = figure_checks.doubts_of(_followed(figures), figures.years, this_year=today.year)
    rules = [rule for each in figures.indicators() if (rule := rule_of(each))]
    bounds = (min(figures.years), max(figures.years))
    # Of an agreement that is over, how it was when it ended.
    day = min(today, date(bounds[1], 12, 31))
    return found + register_checks.doubts_of(_register(partnership, rules, bounds, day))


def _pairs(partnership: Partnership) -> list[Doubt]:
    return register_checks.doubts_of(RegisterFacts(open_count(partnership), {}, 0, (0, 0), {}))


def _followed(figures: Figures) -> list[Followed]:
    said: dict[int, list[Said]] = {}
    rows = Judgement.objects.filter(indicator__goal_area__framework=figures.framework).order_by("pk")
    for judgement in rows:
        said.setdefault(judgement.indicator_id, []).append(Said(judgement.year, judgement.judgement, judgement.source))
    return [_one(each, figures, said.get(each.pk, [])) for each in figures.indicators()]


def _one(indicator: Indicator, figures: Figures, said: Sequence[Said]) -> Followed:
    targets = list(indicator.targets.all())
    return Followed(
        code=indicator.code,
        captions=[str(text) for text in indicator.name.values()],
        series=figures.series[indicator.code],
        rule=rule_of(indicator),
        targets=target_versions(indicator),
        has_owner=bool(targets and targets[-1].owner),
        has_method=bool(targets and targets[-1].method),
        said=said,
    )


def _register(
    partnership: Partnership, rules: Sequence[CountingRule], years: tuple[int, int], day: date
) -> RegisterFacts:
    first, last = years
    outside = Milestone.objects.filter(
        Q(year__lt=first) | Q(year__gt=last),
        activity__partnership=partnership,
        activity__standing=Standing.REGISTERED.value,
        is_planned=False,
    )
    return RegisterFacts(
        pairs=0,
        uncounted=_uncounted(partnership, rules) if rules else {},
        outside=outside.count() if rules else 0,
        years=years,
        without_lead=_without_lead(partnership, day),
    )


def _uncounted(partnership: Partnership, rules: Iterable[CountingRule]) -> Mapping[str, int]:
    """How many activities of each kind no rule takes: the kind in no rule, or only in rules that ask for a purpose.

    Reads the index of the register: one query, and one for each kind that needs a purpose.
    """
    purposes: dict[str, frozenset[str] | None] = {}
    for rule in rules:
        for kind in rule.kinds:
            before = purposes.get(kind, frozenset())
            purposes[kind] = None if before is None or not rule.purposes else before | rule.purposes
    terms = Term.objects.filter(partnership=partnership, dimension=Dimension.KIND.value, count__gt=0)
    found = {}
    for pk, kind, count in terms.values_list("pk", "key", "count"):
        wanted = purposes.get(kind, frozenset())
        if wanted is not None:
            found[kind] = count - (_with_purpose(partnership, pk, wanted) if wanted else 0)
    return found


def _with_purpose(partnership: Partnership, kind_term: int, purposes: Iterable[str]) -> int:
    of_purpose = Term.objects.filter(
        partnership=partnership, dimension=Dimension.PURPOSE.value, key__in=list(purposes)
    ).values("pk")
    with_it = Facet.objects.filter(term__in=of_purpose).values("activity_id")
    return Facet.objects.filter(term_id=kind_term, activity_id__in=with_it).count()


def _without_lead(partnership: Partnership, day: date) -> dict[str, str]:
    """The areas that were worked in on a day and that nobody led, by the seats of the collaboration. Two queries."""
    seats = Seat.objects.filter(body__partnership=partnership, position=Position.LEAD.value)
    rows = seats.values_list("focus_areas__pk", "start", "end")
    led = {area for area, start, end in rows if covers(start, end, day)}
    areas = FocusArea.objects.filter(partnership=partnership).order_by("pk")
    return {area.slug: area.name for area in areas if area.pk not in led and covers(area.start, area.end, day)}
