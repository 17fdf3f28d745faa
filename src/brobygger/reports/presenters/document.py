"""The report «Måltall» as a whole: heading, overview, goal areas and how to read it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from django.conf import settings
from django.utils.text import Truncator
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from brobygger.dates.presenters import date_in_words
from brobygger.designsystem.presenters import PAPER_COLORS, VERDICTS, describe, standalone_svg
from brobygger.designsystem.rules.charts import stacked_bar
from brobygger.partnerships.models import Partner
from brobygger.reports.presenters.adopted import doubts, errata, footer, standing
from brobygger.reports.presenters.indicators import SHORT_NAME, indicator_part, one_line
from brobygger.reports.presenters.reading import fixed_words, meanings, method
from brobygger.reports.queries import ReportFacts
from brobygger.reports.rules.document import AreaPart, FiguresReport, Labelled, Look, PartnerValue, Picture
from brobygger.reports.rules.years import spans
from brobygger.results.models import GoalArea
from brobygger.results.presenters import in_language
from brobygger.results.presenters.goal_areas import VERDICT_ORDER

OVERVIEW_WIDTH, OVERVIEW_HEIGHT = 480, 12
# More years than this do not fit beside each other on a page; the tables of each indicator still have them all.
MOST_TABLE_YEARS = 8


def figures_report(facts: ReportFacts) -> FiguresReport:
    """The document, in the active language."""
    language = get_language() or settings.LANGUAGE_CODE
    years = facts.figures.years
    areas = [_area(facts, area) for area in facts.figures.goal_areas]
    counts = sum((Counter(area.counts) for area in areas), Counter[str]())
    title = _("Måltall %(years)s") % {"years": spans(years)} if years else _("Måltall")
    name = one_line(facts.partnership.name) or facts.partnership.slug
    day = date_in_words(facts.as_of.isoformat())
    return FiguresReport(
        language=language,
        own_language=settings.LANGUAGE_CODE,
        made_on=facts.as_of,
        title=title,
        partnership=name,
        short_partnership=Truncator(name).chars(SHORT_NAME),
        footer=footer(facts, day),
        standing=standing(facts),
        facts=_heading_facts(facts, day),
        lead=_lead(),
        overview=_overview(counts),
        looks=looks(),
        counts=dict(counts),
        table_years=[str(year) for year in years[-MOST_TABLE_YEARS:]],
        charts_in_a_row=_charts_in_a_row(len(years)),
        areas=areas,
        errata=errata(facts),
        doubts=doubts(facts),
        method=method(language),
        words=fixed_words(),
    )


def _heading_facts(facts: ReportFacts, day: str) -> list[Labelled]:
    partners = ", ".join(_partner_name(partner) for partner in facts.partners)
    rows = [
        Labelled(_("Partene"), partners),
        Labelled(_("Indikatorsett"), in_language(facts.figures.framework.name)),
        Labelled(_("Tallene slik de sto"), day),
    ]
    return [row for row in rows if row.text.strip()]


def _partner_name(partner: Partner) -> str:
    organisation = partner.organisation
    if (get_language() or "")[:2] == "en" and organisation.name_en:
        return organisation.name_en
    return organisation.name


def _lead() -> list[str]:
    return [
        _("Her står alt partene ble enige om å måle, hva tallene ble, og hvordan det gikk med hvert måltall.")
        + " "
        + _("Hver vurdering har en begrunnelse, og det som er usikkert, er sagt.")
    ]


def _overview(counts: Counter[str]) -> Picture | None:
    if not counts.total():
        return None
    bar = stacked_bar(
        [(verdict.value, counts[verdict.value]) for verdict in VERDICT_ORDER],
        width=OVERVIEW_WIDTH,
        height=OVERVIEW_HEIGHT,
    )
    return Picture(standalone_svg(bar, _("Vurderinger for hele perioden")), describe(bar))


def looks() -> list[Look]:
    """How each verdict is printed, in the order they are told."""
    said = meanings()
    return [
        Look(
            code=color.status,
            label=str(VERDICTS[color.status].label),
            meaning=said.get(color.status, ""),
            mark=VERDICTS[color.status].mark,
            fill=color.fill,
            stroke=color.stroke,
        )
        for color in sorted(PAPER_COLORS, key=lambda color: [v.value for v in VERDICT_ORDER].index(color.status))
    ]


def _charts_in_a_row(year_count: int) -> int:
    return 3 if year_count <= 5 else 2 if year_count <= 9 else 1


def _area(facts: ReportFacts, area: GoalArea) -> AreaPart:
    years = facts.figures.years
    in_a_row = _charts_in_a_row(len(years))
    indicators = list(area.indicators.all())
    counts = Counter(facts.figures.series[i.code].period.judged.verdict.value for i in indicators)
    return AreaPart(
        name=one_line(in_language(area.name)) or area.code,
        objective=in_language(area.objective),
        values=_values(facts.partners, area),
        counts=dict(counts),
        indicators=[
            indicator_part(
                indicator,
                facts.figures.series[indicator.code],
                years,
                facts.judgements.get(indicator.pk, ()),
                facts.assessments.get(indicator.pk, ()),
                charts_in_a_row=in_a_row,
            )
            for indicator in indicators
        ],
    )


def _values(partners: Sequence[Partner], area: GoalArea) -> list[PartnerValue]:
    names = {partner.organisation.slug: _partner_name(partner) for partner in partners}
    # In the order of the partners: that of the stored mapping is nobody's.
    order = [*names, *sorted(set(area.expected_value) - set(names))]
    expected = [
        PartnerValue(
            names.get(slug, slug), [text for each in area.expected_value.get(slug, ()) if (text := in_language(each))]
        )
        for slug in order
    ]
    return [value for value in expected if value.texts]
