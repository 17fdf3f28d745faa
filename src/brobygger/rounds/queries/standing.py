"""What is missing in each submission: the numbers the status page and the worklist are made of."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Protocol

from django.conf import settings
from django.db.models import Count
from django.utils.module_loading import import_string

from brobygger.partnerships.models import FocusArea, Partnership
from brobygger.results.models import Indicator, ReportedValue
from brobygger.results.queries.frameworks import figures_of
from brobygger.results.rules.verdicts import jumps
from brobygger.rounds.models import AskedValue, Confirmed, Explanation, ReportingRound, Submission
from brobygger.rounds.queries.content import kinds_of, totals


class Waiting(Protocol):
    """What an app below wants answered before an area hands in (`settings.WORKLIST_PARTS`)."""

    @property
    def title(self) -> str:
        """The question, in the reader's language."""

    @property
    def count(self) -> int:
        """How much waits."""

    @property
    def url(self) -> str:
        """Where it is answered."""

    @property
    def is_required(self) -> bool:
        """Whether the area can be handed in without it."""


@dataclass(frozen=True)
class Odd:
    """A number far from the year before, and what was said of it. `subject` is `kind:<kind>` or `indicator:<code>`."""

    subject: str
    before: Decimal
    value: Decimal
    text: str = ""
    # Something was said of other numbers; it is shown, and must be said again.
    was: str = ""


@dataclass(frozen=True)
class Standing:
    """How far a submission has come."""

    total: int = 0
    confirmed: int = 0
    odd: Sequence[Odd] = field(default=())
    asked: Sequence[AskedValue] = field(default=())
    nothing: bool = False

    @property
    def unconfirmed(self) -> int:
        """How many activities wait."""
        return max(self.total - self.confirmed, 0)

    @property
    def unexplained(self) -> int:
        """How many odd numbers wait."""
        return sum(not each.text for each in self.odd)

    @property
    def unanswered(self) -> int:
        """How many asked values wait."""
        return sum(each.answered_at is None for each in self.asked)

    @property
    def is_silent(self) -> bool:
        """Whether there is nothing to say anything of, and nobody has said that this is so."""
        return not self.total and not self.asked and not self.nothing

    @property
    def missing(self) -> int:
        """How many things are missing before it can be handed in."""
        return self.unconfirmed + self.unexplained + self.unanswered + self.is_silent


def standings(
    round_: ReportingRound, series_jumps: Sequence[Odd] = (), *, only: Submission | None = None
) -> dict[int, Standing]:
    """How far each submission of a round has come, by its number; of one when `only` is given.

    Four queries, whatever the register holds; two more for what belongs to no area when that is not remembered.
    `series_jumps` are the odd numbers of the partnership as a whole; they are asked of whoever holds what is common.
    """
    submissions = [only] if only is not None else list(round_.submissions.all())
    ids = [each.pk for each in submissions]
    kinds = kinds_of(round_)
    counts = totals(round_, kinds, of_no_area=any(each.focus_area_id is None for each in submissions))
    confirmed: Mapping[int, int] = dict(
        Confirmed.objects.filter(submission__in=ids, lapsed_at=None)
        .order_by()
        .values_list("submission_id")
        .annotate(many=Count("pk"))
    )
    told: dict[int, dict[str, Explanation]] = {}
    for each in Explanation.objects.filter(submission__in=ids).order_by("pk"):
        told.setdefault(each.submission_id, {})[each.subject] = each
    asked: dict[int, list[AskedValue]] = {}
    for value in (
        AskedValue.objects.filter(submission__in=ids)
        .select_related("indicator", "answer")
        .prefetch_related("indicator__definitions")
        .order_by("indicator__goal_area__position", "indicator__position")
    ):
        asked.setdefault(value.submission_id, []).append(value)
    return {
        each.pk: Standing(
            total=counts.get(each.focus_area_id, 0),
            confirmed=confirmed.get(each.pk, 0),
            odd=_explained(
                series_jumps if each.focus_area_id is None else _odd_kinds(kinds.get(each.focus_area_id, {})),
                told.get(each.pk, {}),
            ),
            asked=tuple(asked.get(each.pk, ())),
            nothing=each.nothing_at is not None,
        )
        for each in submissions
    }


def series_jumps(round_: ReportingRound, today: date) -> list[Odd]:
    """The indicators whose number in the year is far from the year before. The figures are remembered between writes."""
    figures = figures_of(round_.partnership, today=today)
    if figures is None:
        return []
    found = []
    for code, series in figures.series.items():
        for before, year in series.jumps:
            was, now = series.by_year[before].value, series.by_year[year].value
            if year == round_.year and was is not None and now is not None:
                found.append(Odd(f"indicator:{code}", was, now))
    return found


def _odd_kinds(kinds: Mapping[str, tuple[int, int]]) -> list[Odd]:
    """The kinds of which an area has many times more or fewer than the year before."""
    return [
        Odd(f"kind:{kind}", Decimal(before), Decimal(now))
        for kind, (before, now) in sorted(kinds.items())
        if jumps({0: Decimal(before), 1: Decimal(now)})
    ]


def _explained(odd: Sequence[Odd], told: Mapping[str, Explanation]) -> tuple[Odd, ...]:
    result = []
    for each in odd:
        said = told.get(each.subject)
        if said is None:
            result.append(each)
        elif (said.before, said.value) == (each.before, each.value):
            result.append(Odd(each.subject, each.before, each.value, said.text))
        else:
            result.append(Odd(each.subject, each.before, each.value, was=said.text))
    return tuple(result)


def further_questions(
    partnership: Partnership, area: FocusArea | None, year: int, party: int, page: int
) -> list[Waiting]:
    """What other apps want answered. Each says in a fixed number of queries."""
    found = [import_string(path)(partnership, area, year, party, page) for path in settings.WORKLIST_PARTS]
    return [each for each in found if each is not None]


def of_submission(submission: Submission, series_jumps: Sequence[Odd] = ()) -> Standing:
    """The same for one."""
    return standings(submission.round, series_jumps, only=submission)[submission.pk]


def indicators_named(
    partnership: Partnership, odd: Sequence[Odd], name: Callable[[Mapping[str, str]], str]
) -> dict[str, str]:
    """What the indicators of odd numbers are called, by code. No query where there are none."""
    codes = [each.subject.removeprefix("indicator:") for each in odd if each.subject.startswith("indicator:")]
    if not codes:
        return {}
    return {
        each.code: name(each.name)
        for each in Indicator.objects.filter(code__in=codes, goal_area__framework__partnership=partnership)
    }


def reported_now(asked: Sequence[AskedValue], year: int) -> dict[int, tuple[Decimal | None, str]]:
    """What is reported for a year, by the indicator's number: value and source. One query, none where nothing is asked."""
    if not asked:
        return {}
    rows = ReportedValue.objects.filter(indicator__in=[each.indicator_id for each in asked], year=year)
    return {each.indicator_id: (each.value, each.source) for each in rows.order_by("recorded_at", "pk")}
