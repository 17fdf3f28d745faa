"""One indicator as the report tells it: what is counted, the numbers, the verdicts with reasons, and the doubts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from brobygger.dates.presenters import date_in_words
from brobygger.designsystem.presenters import describe, standalone_svg
from brobygger.designsystem.rules.charts import YearBars, YearValue, year_bars
from brobygger.reports.rules.document import CriterionLine, IndicatorPart, Labelled, OwnWords, Picture, YearLine
from brobygger.reports.rules.years import grouped, merged, spans
from brobygger.results.models import Assessment, Definition, Indicator, Judgement, Target
from brobygger.results.presenters import (
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
)
from brobygger.results.presenters.goal_areas import chart_of, lacks_how, short_target
from brobygger.results.rules.figures import Basis, Figure, Series

SHORT_NAME = 90
LONGEST_NAME = 300
CHART_WIDTHS = {3: 236, 2: 360, 1: 720}
CHART_HEIGHT = 150


def indicator_part(
    indicator: Indicator,
    series: Series,
    years: Sequence[int],
    judgements: Sequence[Judgement],
    assessments: Sequence[Assessment],
    *,
    charts_in_a_row: int,
) -> IndicatorPart:
    """Everything there is to tell about one indicator."""
    definitions, targets = list(indicator.definitions.all()), list(indicator.targets.all())
    definition, target = definitions[-1] if definitions else None, targets[-1] if targets else None
    name = one_line(in_language(indicator.name)) or indicator.code
    lines = [_year_line(series.by_year[year], str(year)) for year in years]
    figures = [*(series.by_year[year] for year in years), series.period]
    return IndicatorPart(
        name=Truncator(name).chars(LONGEST_NAME),
        short_name=Truncator(name).chars(SHORT_NAME),
        target=short_target(target) if target else _("Ikke satt"),
        definition=in_language(definition.text) if definition else "",
        facts=_facts(definition, target, figures, assessments),
        lacks_how=_lacks_how(target) if target and lacks_how(target) else "",
        years=lines,
        lines=merged(lines),
        period=_year_line(series.period, _("Perioden")),
        picture=picture_of(series, years, name, CHART_WIDTHS[charts_in_a_row]),
        criteria=_criteria(target, assessments),
        notes=_notes(indicator, series, figures),
        own_words=_own_words(judgements),
        sources=_sources(indicator, definition, target, figures, judgements, assessments),
    )


def one_line(text: str) -> str:
    """A text without line breaks and double spaces."""
    return " ".join(text.split())


def _facts(
    definition: Definition | None, target: Target | None, figures: Sequence[Figure], assessments: Sequence[Assessment]
) -> list[Labelled]:
    unit = in_language(definition.unit) if definition else ""
    rows = [Labelled(_("Måles i"), unit)]
    if target:
        aim = target_sentence(
            target.kind,
            target.value,
            unit,
            baseline_year=target.baseline_year,
            baseline_value=target.baseline_value,
            up_is_better=target.indicator.direction == "up",
        )
        rows += [
            Labelled(_("Måltall"), aim),
            Labelled(_("Slags mål"), target_kind_label(target.kind)),
            *(Labelled(label, text) for label, text in how_sentences(target.owner, target.method, target.mandate)),
        ]
        if target.decision:
            rows.append(Labelled(_("Vedtak"), target.decision.title))
    bases = {figure.basis for figure in figures if figure.basis}
    if bases:
        rows.append(Labelled(_("Grunnlag"), ", ".join(sorted(basis_label(basis) for basis in bases))))
    return [Labelled(row.label, one_line(row.text)) for row in rows if row.text.strip()]


def _lacks_how(target: Target) -> str:
    missing = [label.lower() for label, text in how_sentences(target.owner, target.method, target.mandate) if not text]
    return _("Ikke oppgitt: %(missing)s.") % {"missing": ", ".join(missing)}


def _year_line(figure: Figure, label: str) -> YearLine:
    return YearLine(
        label=label,
        value=number(figure.value),
        has_value=figure.value is not None,
        is_provisional=not figure.is_final and figure.value is not None,
        pending=figure.pending,
        counted=number(figure.counted) if figure.counted is not None and figure.basis is not Basis.COUNTED else "",
        verdict=figure.judged.verdict.value,
        reason=reason_sentence(figure.judged),
    )


def picture_of(
    series: Series, years: Sequence[int], name: str, width: float, height: float = CHART_HEIGHT
) -> Picture | None:
    """The chart of a series for paper; None where there is no number to draw, or one that bars cannot show."""
    try:
        chart = chart_of(series, years)
    except ValueError:
        # Bars cannot show a number below zero; the tables do.
        return None
    if chart is None:
        return None
    drawn = _resized(chart, width, height)
    return Picture(standalone_svg(drawn, one_line(name)), f"{name}. {describe(drawn)}")


def _resized(chart: YearBars, width: float, height: float) -> YearBars:
    """The chart of the screen in the measures of the page, so that its texts keep a readable size."""
    rows = [YearValue(bar.year, bar.value, bar.status, bar.pending) for bar in chart.bars]
    baseline = rows.pop(0) if chart.divider_x is not None else None
    target = chart.target.value if chart.target else None
    return year_bars(rows, target=target, baseline=baseline, width=width, height=height)


def _criteria(target: Target | None, assessments: Sequence[Assessment]) -> list[CriterionLine]:
    lines = []
    for criterion in target.criteria if target else ():
        said = [each for each in assessments if each.criterion == criterion["code"]]
        evidence = " ".join(_dated(in_language(each.text), each.year) for each in said)
        level = level_label(said[-1].level) if said else _("Ikke vurdert ennå")
        lines.append(CriterionLine(one_line(in_language(criterion["text"])), level, one_line(evidence)))
    return lines


def _dated(text: str, year: int | None) -> str:
    return f"{year}: {text}" if year is not None and text else text


def _notes(indicator: Indicator, series: Series, figures: Sequence[Figure]) -> list[Labelled]:
    """What a reader must know before trusting the numbers."""
    notes = [
        Labelled(
            _("Stort sprang"), jump_sentence(before, year, series.by_year[before].value, series.by_year[year].value)
        )
        for before, year in series.jumps
    ]
    waiting = series.period.pending
    if waiting:
        text = ngettext("%(n)s sak venter på svar.", "%(n)s saker venter på svar.", waiting) % {"n": number(waiting)}
        notes.append(Labelled(_("Venter"), text))
    difference = difference_sentence(series.period, series.undated)
    if difference and series.period.difference:
        notes.append(Labelled(_("Mot registeret"), difference))
    elif series.undated:
        text = ngettext(
            "%(n)s aktivitet er registrert uten årstall og er ikke med i tallene for enkeltår.",
            "%(n)s aktiviteter er registrert uten årstall og er ikke med i tallene for enkeltår.",
            series.undated,
        )
        notes.append(Labelled(_("Uten årstall"), text % {"n": number(series.undated)}))
    notes += _quality(figures) + _changes(indicator)
    return notes


def _quality(figures: Sequence[Figure]) -> list[Labelled]:
    said = [
        (figure.year, one_line(figure.reported.quality))
        for figure in figures
        if figure.reported and figure.reported.quality.strip()
    ]
    return [
        Labelled(_("Kvalitet, %(years)s") % {"years": _when(years, for_period)}, quality, is_own=True)
        for years, for_period, quality in grouped(said)
    ]


def _changes(indicator: Indicator) -> list[Labelled]:
    """Each later version of the definition and the target, with the reason."""
    notes = []
    for definition in list(indicator.definitions.all())[1:]:
        text = " ".join([in_language(definition.text), in_language(definition.reason)])
        notes.append(Labelled(_("Ny definisjon fra %(year)s") % {"year": definition.valid_from}, one_line(text)))
    for target in list(indicator.targets.all())[1:]:
        text = f"{target_kind_label(target.kind)}. {in_language(target.reason)}"
        notes.append(Labelled(_("Nytt mål fra %(year)s") % {"year": target.valid_from}, one_line(text)))
    return notes


def _own_words(judgements: Sequence[Judgement]) -> list[OwnWords]:
    said = [(each.year, (judgement_label(each.judgement), one_line(each.words))) for each in judgements]
    return [
        OwnWords(_when(years, for_period), judgement, words)
        for years, for_period, (judgement, words) in sorted(grouped(said), key=lambda row: not row[0])
    ]


def _when(years: Sequence[int], for_period: bool) -> str:
    told = spans(years)
    if not for_period:
        return told
    return _("%(years)s og perioden") % {"years": told} if told else _("perioden")


def _sources(
    indicator: Indicator,
    definition: Definition | None,
    target: Target | None,
    figures: Sequence[Figure],
    judgements: Sequence[Judgement],
    assessments: Sequence[Assessment],
) -> str:
    """Where in the source each thing stands, in one line."""
    numbers = [(f.year, (f.reported.as_of, f.reported.source)) for f in figures if f.reported and f.reported.source]
    parts = [
        (_("indikatoren"), indicator.source),
        (_("definisjonen"), definition.source if definition else ""),
        (_("måltallet"), target.source if target else ""),
        (_("utgangspunktet"), target.baseline_source if target else ""),
        *((_numbers_of(_when(years, period), as_of), source) for years, period, (as_of, source) in grouped(numbers)),
        (_("kriteriene"), _joined(each.source for each in assessments)),
        (_("kildens vurdering"), _joined(each.source for each in judgements)),
    ]
    return "; ".join(f"{label} {_lines(source)}" for label, source in parts if source)


def _numbers_of(when: str, as_of: str) -> str:
    if not as_of:
        return _("tall %(years)s") % {"years": when}
    return _("tall %(years)s (per %(date)s)") % {"years": when, "date": date_in_words(as_of)}


def _joined(sources: Iterable[str]) -> str:
    found = [part for source in sources for part in source.split(", ") if part]
    return ", ".join(dict.fromkeys(found))


def _lines(source: str) -> str:
    return source.replace("-", "–")
