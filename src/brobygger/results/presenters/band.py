"""A figure from strict to broad, as the page of its indicator shows it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from brobygger.contributions.presenters.words import credit_explained, credit_label
from brobygger.contributions.rules.credit import Credit
from brobygger.designsystem.rules.charts import LayerBars, layer_bars
from brobygger.partnerships.models import Partnership
from brobygger.results.models import Indicator
from brobygger.results.presenters.words import number, year_label
from brobygger.results.queries.frameworks import rule_of
from brobygger.results.rules.counting import CountingRule, Measure
from brobygger.results.rules.figures import Sums

# Only registered is what is left of broad; it is shown where the agreement is.
SHOWN = (Credit.STRICT, Credit.DECISIVE, Credit.CONTRIBUTED, Credit.BROAD, Credit.UNKNOWN)


@dataclass(frozen=True)
class BandRow:
    """One credit. `cells` are year, number and the list it opens; the period last."""

    label: str
    explained: str
    is_official: bool
    cells: Sequence[tuple[str, str, str]]


@dataclass(frozen=True)
class BandView:
    """The band of an indicator: its rows, and years as bars of layers. No chart where nobody has said anything."""

    rows: Sequence[BandRow]
    chart: LayerBars | None
    is_empty: bool


def band_view(
    partnership: Partnership, indicator: Indicator, band: Mapping[Credit, Sums] | None, years: Sequence[int]
) -> BandView | None:
    """The band of an indicator; None when it can only be reported."""
    rule = rule_of(indicator)
    if rule is None or band is None:
        return None
    # The latest number of some is no part of the latest number of all.
    is_divided = rule.measure is not Measure.LATEST
    return BandView(
        rows=_rows(partnership, indicator, rule, band, years),
        chart=_chart(band, years) if is_divided else None,
        is_empty=not band[Credit.BROAD].period and not any(band[Credit.BROAD].by_year.values()),
    )


def _chart(band: Mapping[Credit, Sums], years: Sequence[int]) -> LayerBars | None:
    if all(_of(band[Credit.UNKNOWN], year) == _of(band[Credit.BROAD], year) for year in years):
        return None
    rows = []
    for year in years:
        inner = 0.0
        layers = []
        for strength, credit in ((4, Credit.STRICT), (3, Credit.DECISIVE), (2, Credit.CONTRIBUTED)):
            reached = _of(band[credit], year)
            layers.append((strength, credit_label(credit), max(reached - inner, 0)))
            inner = reached
        layers.append((1, credit_label(Credit.REGISTERED), _of(band[Credit.REGISTERED], year)))
        layers.append((0, credit_label(Credit.UNKNOWN), _of(band[Credit.UNKNOWN], year)))
        rows.append((str(year), layers))
    return layer_bars(rows)


def _of(sums: Sums, year: int) -> float:
    return float(sums.by_year[year] or 0)


def _rows(
    partnership: Partnership,
    indicator: Indicator,
    rule: CountingRule,
    band: Mapping[Credit, Sums],
    years: Sequence[int],
) -> list[BandRow]:
    here = reverse("results:counted", kwargs={"partnership": partnership.slug, "code": indicator.code})
    rows = []
    for credit in SHOWN:
        cells = []
        for year in (*years, None):
            value = band[credit].period if year is None else band[credit].by_year[year]
            asked = {"aar": "" if year is None else str(year), "lag": credit.value}
            cells.append((year_label(year), number(value), f"{here}?{urlencode(asked)}" if value else ""))
        rows.append(BandRow(credit_label(credit), credit_explained(credit), credit is rule.credit, cells))
    return rows
