"""A figure from strict to broad, as the page of its indicator shows it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from brobygger.contributions.presenters.words import credit_explained, credit_label
from brobygger.contributions.rules.credit import Credit
from brobygger.partnerships.models import Partnership
from brobygger.results.models import Indicator
from brobygger.results.presenters.words import number, year_label
from brobygger.results.queries.frameworks import rule_of
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


def band_rows(
    partnership: Partnership, indicator: Indicator, band: Mapping[Credit, Sums] | None, years: Sequence[int]
) -> list[BandRow]:
    """The band of an indicator; empty when it can only be reported."""
    rule = rule_of(indicator)
    if rule is None or band is None:
        return []
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
