"""The figures of a framework as a programme with results."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from brobygger.exchange.presenters.languages import LANGUAGES, in_each, only
from brobygger.exchange.rules.iati import (
    Baseline,
    Indicator,
    Measure,
    Party,
    Period,
    Programme,
    Result,
    Value,
    organisation_ref,
)
from brobygger.organisations.models import Organisation
from brobygger.reports.queries import ReportFacts
from brobygger.results.models import Assessment, Definition, GoalArea, Target
from brobygger.results.models import Indicator as StoredIndicator
from brobygger.results.presenters import (
    basis_label,
    in_language,
    level_label,
    number,
    reason_sentence,
    target_sentence,
    verdict_label,
)
from brobygger.results.queries.frameworks import Figures, rules_in
from brobygger.results.rules.figures import Figure, Series
from brobygger.results.rules.verdicts import TargetKind


def programme_of(facts: ReportFacts) -> Programme:
    """The collaboration with the results of its present framework, in all languages."""
    partners = [party_of(partner.organisation) for partner in facts.partners]
    framework = facts.figures.framework
    years = facts.figures.years
    partnership = facts.partnership
    name = dict.fromkeys(LANGUAGES[:1], partnership.name)
    return Programme(
        slug=f"{partnership.slug}-{framework.slug}",
        title=name,
        description=in_each(lambda: partnership.description or in_language(framework.name)),
        reporting=partners[0] if partners else Party("", "", name),
        partners=partners,
        first_year=min(years),
        last_year=max(years),
        results=[_result(facts, area) for area in facts.figures.goal_areas],
        languages=LANGUAGES,
    )


def party_of(organisation: Organisation) -> Party:
    """An organisation with its number, when it has one."""
    return Party(
        ref=organisation_ref(organisation.organisation_number, organisation.slug),
        kind=organisation.kind,
        name={"nb": organisation.name, "en": organisation.name_en},
    )


def _result(facts: ReportFacts, area: GoalArea) -> Result:
    return Result(
        code=area.code,
        title=only(area.name),
        description=only(area.objective),
        indicators=[
            _indicator(facts.figures, indicator, facts.assessments.get(indicator.pk, ()))
            for indicator in area.indicators.all()
        ],
    )


def _indicator(figures: Figures, indicator: StoredIndicator, assessments: Sequence[Assessment]) -> Indicator:
    series = figures.series[indicator.code]
    definitions = list(indicator.definitions.all())
    targets = list(indicator.targets.all())
    target = targets[-1] if targets else None
    is_qualitative = target is not None and target.kind == TargetKind.QUALITATIVE
    rules = set(rules_in(indicator, figures.years).values())
    # Reported numbers may tell of the same thing twice, and so may years that were counted under different definitions;
    # only what is counted thing by thing can be added to others.
    is_additive = not is_qualitative and len(rules) == 1 and all(rule.is_additive for rule in rules)
    baseline = None
    if series.baseline is not None:
        source = targets[0].baseline_source
        baseline = Baseline(*series.baseline, comment=in_each(lambda: source))
    return Indicator(
        code=indicator.code,
        title=only(indicator.name),
        description=in_each(lambda: _described(definitions, target, is_up=indicator.direction == "up")),
        measure=Measure.QUALITATIVE if is_qualitative else Measure.UNIT,
        is_ascending=indicator.direction == "up",
        is_additive=is_additive,
        baseline=baseline,
        periods=_qualitative(figures.years, series, target, assessments)
        if is_qualitative and target is not None
        else _numbers(figures.years, series, is_additive=is_additive),
    )


def _described(definitions: Sequence[Definition], target: Target | None, *, is_up: bool) -> str:
    definition = definitions[-1] if definitions else None
    unit = in_language(definition.unit) if definition else ""
    parts = [in_language(definition.text)] if definition else []
    if unit:
        parts.append(_("Enhet: %(unit)s.") % {"unit": unit})
    if target is not None:
        aim = target_sentence(
            target.kind,
            target.value,
            unit,
            baseline_year=target.baseline_year,
            baseline_value=target.baseline_value,
            up_is_better=is_up,
        )
        parts.append(_("Mål: %(aim)s.") % {"aim": aim.rstrip(".")})
    return " ".join(part for part in parts if part)


def _numbers(years: Sequence[int], series: Series, *, is_additive: bool) -> list[Period]:
    """Each year; and all of them where the target or a reported number is for all, or where the years do not add up."""
    found = [_period(series.by_year[year], year, year) for year in years]
    is_for_all = series.period.target_kind is TargetKind.PERIOD_TOTAL or series.period.reported is not None
    if is_for_all or not is_additive:
        found.append(_period(series.period, min(years), max(years)))
    return found


def _period(figure: Figure, first_year: int, last_year: int) -> Period:
    wanted = TargetKind.PERIOD_TOTAL if figure.year is None else TargetKind.YEARLY
    return Period(
        first_year,
        last_year,
        target=Value(figure.target) if figure.target_kind is wanted and figure.target is not None else None,
        actual=None if figure.value is None else Value(figure.value, in_each(lambda: _worth(figure))),
    )


def _worth(figure: Figure) -> str:
    """Where a number comes from, and what may still change it."""
    parts = [f"{basis_label(figure.basis)}."]
    if not figure.is_final:
        parts.append(_("Foreløpig tall."))
    if figure.pending:
        waiting = ngettext("%(count)s sak venter på svar.", "%(count)s saker venter på svar.", figure.pending)
        parts.append(waiting % {"count": number(figure.pending)})
    if figure.left_out:
        parts.append(
            ngettext(
                "%(count)s aktivitet er omstridt og ikke regnet med.",
                "%(count)s aktiviteter er omstridt og ikke regnet med.",
                figure.left_out,
            )
            % {"count": number(figure.left_out)}
        )
    if figure.year is None:
        parts.append(_("Tallet er for hele perioden og er ikke summen av årene."))
    return " ".join(parts)


def _qualitative(
    years: Sequence[int], series: Series, target: Target, assessments: Sequence[Assessment]
) -> list[Period]:
    """What the criteria are and how far each is fulfilled, in words, for all the years together."""

    def criteria() -> str:
        return " ".join(f"{in_language(each['text']).rstrip('.')}." for each in target.criteria)

    def fulfilled() -> str:
        judged = series.period.judged
        parts = [f"{verdict_label(judged.verdict)}: {reason_sentence(judged)}"]
        newest = {each.criterion: each for each in assessments}
        for criterion in target.criteria:
            said = newest.get(criterion["code"])
            if said is not None:
                parts.append(f"{in_language(criterion['text']).rstrip('.')}: {level_label(said.level)}.")
        return " ".join(parts)

    return [
        Period(min(years), max(years), target=Value(None, in_each(criteria)), actual=Value(None, in_each(fulfilled)))
    ]
