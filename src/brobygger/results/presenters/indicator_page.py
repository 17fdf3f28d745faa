"""One indicator in full, as its page shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from brobygger.dates.presenters import date_in_words
from brobygger.designsystem.rules.charts import YearBars
from brobygger.partnerships.models import Partnership
from brobygger.portfolio.presenters.labels import kind_label, milestone_label, purpose_label
from brobygger.results.models import Assessment, Indicator, Judgement, Target
from brobygger.results.presenters.goal_areas import chart_of, lacks_how, short_target
from brobygger.results.presenters.words import (
    basis_label,
    difference_sentence,
    how_sentences,
    in_language,
    judgement_label,
    jump_sentence,
    level_label,
    number,
    reason_sentence,
    target_kind_label,
    target_sentence,
    year_label,
)
from brobygger.results.queries.counted import DISPUTED, WAITING
from brobygger.results.queries.frameworks import rule_of
from brobygger.results.rules.counting import CountingRule
from brobygger.results.rules.figures import Basis, Figure, Series


@dataclass(frozen=True)
class YearView:
    """One year (or the period) of an indicator, in full."""

    anchor: str
    label: str
    value: str
    target: str
    basis: str
    verdict: str
    reason: str
    pending_url: str
    left_out: int
    left_out_url: str
    is_disputed: bool
    is_provisional: bool
    as_of: str
    quality: str
    source: str
    counted: str
    counted_url: str
    difference: str
    judgements: Sequence[tuple[str, str, str]]


@dataclass(frozen=True)
class IndicatorView:
    """The page of one indicator."""

    code: str
    name: str
    area: str
    area_url: str
    definition: str
    unit: str
    definition_versions: Sequence[tuple[int, str, str, str]]
    counting: Sequence[tuple[str, str]]
    target_kind: str
    target: str
    targets: Sequence[tuple[int, str, str, str, str]]
    decision: str
    how: Sequence[tuple[str, str]]
    lacks_how: bool
    exception: str
    criteria: Sequence[tuple[str, Sequence[tuple[str, str, str, str]]]]
    jumps: Sequence[str]
    undated: int
    undated_url: str
    years: Sequence[YearView]
    period: YearView
    chart: YearBars | None
    source: str


def indicator_view(
    partnership: Partnership,
    indicator: Indicator,
    series: Series,
    years: Sequence[int],
    judgements: Sequence[Judgement],
    assessments: Sequence[Assessment],
) -> IndicatorView:
    """Everything there is to know about one indicator."""
    definitions = list(indicator.definitions.all())
    targets = list(indicator.targets.all())
    definition, target = definitions[-1], targets[-1]
    unit = in_language(definition.unit)
    said: dict[int | None, list[tuple[str, str, str]]] = {}
    for each in judgements:
        said.setdefault(each.year, []).append((judgement_label(each.judgement), each.words, each.source))
    of_year = [year_view(partnership, indicator, series, series.by_year[year], said.get(year, [])) for year in years]
    counted_url = _counted_url(partnership, indicator.code)
    return IndicatorView(
        code=indicator.code,
        name=in_language(indicator.name),
        area=in_language(indicator.goal_area.name),
        area_url=f"{reverse('results:indicators', kwargs={'partnership': partnership.slug})}#{indicator.goal_area.code}",
        definition=in_language(definition.text),
        unit=unit,
        definition_versions=[
            (d.version, str(d.valid_from), in_language(d.text), in_language(d.reason)) for d in definitions
        ],
        counting=counting_in_words(indicator),
        target_kind=target_kind_label(target.kind),
        target=target_sentence(
            target.kind,
            target.value,
            unit,
            baseline_year=target.baseline_year,
            baseline_value=target.baseline_value,
            up_is_better=indicator.direction == "up",
        ),
        targets=[
            (t.version, str(t.valid_from), target_kind_label(t.kind), short_target(t), in_language(t.reason))
            for t in targets
        ],
        decision=target.decision.title if target.decision else "",
        how=how_sentences(target.owner, target.method, target.mandate),
        lacks_how=lacks_how(target),
        exception=in_language(target.exception) if lacks_how(target) else "",
        criteria=_criteria(target, assessments),
        jumps=[
            jump_sentence(before, year, series.by_year[before].value, series.by_year[year].value)
            for before, year in series.jumps
        ],
        undated=series.undated,
        undated_url=f"{counted_url}?aar=uten" if series.undated else "",
        years=of_year,
        period=year_view(partnership, indicator, series, series.period, said.get(None, [])),
        chart=chart_of(series, years),
        source=indicator.source,
    )


def _criteria(target: Target, assessments: Sequence[Assessment]) -> list[tuple[str, list[tuple[str, str, str, str]]]]:
    """Each criterion of a qualitative target with how it was assessed: level, evidence, year, source."""
    return [
        (
            in_language(criterion["text"]),
            [
                (level_label(a.level), in_language(a.text), "" if a.year is None else str(a.year), a.source)
                for a in assessments
                if a.criterion == criterion["code"]
            ],
        )
        for criterion in target.criteria
    ]


def year_view(
    partnership: Partnership,
    indicator: Indicator,
    series: Series,
    figure: Figure,
    judgements: Sequence[tuple[str, str, str]],
) -> YearView:
    """One year of an indicator."""
    reported = figure.reported
    counted_url = ""
    if figure.counted:
        counted_url = _counted_url(partnership, indicator.code)
        counted_url += f"?aar={figure.year}" if figure.year else ""
    waiting_url = ""
    if figure.pending and figure.year and figure.basis is Basis.COUNTED:
        waiting_url = f"{_counted_url(partnership, indicator.code)}?aar={WAITING}-{figure.year}"
    return YearView(
        anchor="periode" if figure.year is None else str(figure.year),
        label=year_label(figure.year),
        value=number(figure.value),
        target=number(figure.target) if figure.target is not None else "",
        basis=basis_label(figure.basis),
        verdict=figure.judged.verdict.value,
        reason=reason_sentence(figure.judged),
        pending_url=waiting_url,
        left_out=figure.left_out,
        left_out_url=f"{_counted_url(partnership, indicator.code)}?aar={DISPUTED}-{figure.year}" if figure.year else "",
        is_disputed=figure.is_disputed,
        is_provisional=not figure.is_final and figure.value is not None,
        as_of=date_in_words(reported.as_of) if reported else "",
        quality=reported.quality if reported else "",
        source=reported.source if reported else "",
        counted=number(figure.counted) if figure.counted is not None else "",
        counted_url=counted_url,
        difference=difference_sentence(figure, series.undated),
        judgements=judgements,
    )


def _counted_url(partnership: Partnership, code: str) -> str:
    return reverse("results:counted", kwargs={"partnership": partnership.slug, "code": code})


def counting_in_words(indicator: Indicator) -> list[tuple[str, str]]:
    """How the register counts an indicator: question and answer; empty when it can only be reported."""
    rule = rule_of(indicator)
    return rule_in_words(rule) if rule else []


def rule_in_words(rule: CountingRule) -> list[tuple[str, str]]:
    """A counting rule: question and answer."""
    time = {
        "first": _("én gang, første gang det skjer"),
        "yearly": _("høyst én gang i året"),
        "each": _("hver gang det skjer"),
    }
    unique = {
        "activity": _("hver aktivitet"),
        "event": _("hver milepæl"),
        "person": _("hver person; en milepæl uten antall teller som én"),
    }
    measure = {"count": _("antall"), "sum": _("summen av tallene"), "latest": _("det siste tallet")}
    answers = [
        (_("Slags aktivitet"), ", ".join(sorted(kind_label(kind) for kind in rule.kinds))),
        (_("Formål"), ", ".join(sorted(purpose_label(purpose) for purpose in rule.purposes)) or _("alle")),
        (_("Milepælen som avgjør"), milestone_label(rule.milestone)),
        (_("Året følger av"), milestone_label(rule.year_from)),
        (_("Det som telles"), unique[rule.unique.value]),
        (_("Teller"), time[rule.time.value]),
        (_("Tallet er"), measure[rule.measure.value]),
    ]
    if rule.pending:
        answers.append((_("Venter på svar"), milestone_label(rule.pending)))
    return answers
