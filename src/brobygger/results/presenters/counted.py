"""The activities behind a number, as a page shows them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from brobygger.contributions.presenters.words import credit_label
from brobygger.dates.presenters import date_in_words
from brobygger.partnerships.models import Partnership
from brobygger.portfolio.presenters.labels import kind_label, milestone_label, state_label
from brobygger.results.models import Indicator
from brobygger.results.presenters.words import in_language, number
from brobygger.results.queries.counted import DISPUTED, UNDATED, WAITING, Counted
from brobygger.results.queries.frameworks import rules_in


@dataclass(frozen=True)
class CountedRow:
    """One activity and the milestones it is in the list for."""

    title: str
    url: str
    kind: str
    state: str
    areas: str
    milestone: str
    quantity: str


@dataclass(frozen=True)
class CountedView:
    """The page."""

    title: str
    indicator: str
    indicator_url: str
    rows: Sequence[CountedRow]
    previous: str
    following: str

    @property
    def has_quantities(self) -> bool:
        """Whether any of them says a number."""
        return any(row.quantity for row in self.rows)


def counted_view(partnership: Partnership, indicator: Indicator, counted: Counted) -> CountedView:
    """The activities behind a number."""
    layer = f"&lag={counted.credit.value}" if counted.credit else ""
    here = reverse("results:counted", kwargs={"partnership": partnership.slug, "code": indicator.code})
    return CountedView(
        title=_title(counted.wanted) + (f" – {credit_label(counted.credit)}" if counted.credit else ""),
        indicator=in_language(indicator.name),
        indicator_url=reverse("results:indicator", kwargs={"partnership": partnership.slug, "code": indicator.code}),
        rows=_rows(partnership, indicator, counted),
        previous=f"{here}?aar={counted.wanted}&side={counted.page - 1}{layer}" if counted.page > 1 else "",
        following=f"{here}?aar={counted.wanted}&side={counted.page + 1}{layer}" if counted.has_next else "",
    )


def behind_view(
    partnership: Partnership, indicator: Indicator, counted: Counted, label: str, asked: Mapping[str, str]
) -> CountedView:
    """The activities behind a number of one row by unit; `asked` is what the address says of it."""
    here = reverse("results:behind", kwargs={"partnership": partnership.slug, "code": indicator.code})

    def page(number: int) -> str:
        return f"{here}?{urlencode({**asked, 'side': number})}"

    by_unit = reverse("results:by_unit", kwargs={"partnership": partnership.slug, "code": indicator.code})
    return CountedView(
        title=f"{label} – {_title(counted.wanted)}",
        indicator=in_language(indicator.name),
        indicator_url=f"{by_unit}?{urlencode({'tre': asked['tre']})}" if "tre" in asked else by_unit,
        rows=_rows(partnership, indicator, counted),
        previous=page(counted.page - 1) if counted.page > 1 else "",
        following=page(counted.page + 1) if counted.has_next else "",
    )


def _rows(partnership: Partnership, indicator: Indicator, counted: Counted) -> list[CountedRow]:
    kinds = _deciding(indicator, counted.wanted)
    rows = []
    for activity in counted.activities:
        deciding = [m for m in activity.milestones.all() if m.kind in kinds and not m.is_planned]
        rows.append(
            CountedRow(
                title=activity.title,
                url=reverse("portfolio:activity", kwargs={"partnership": partnership.slug, "slug": activity.slug}),
                kind=kind_label(activity.kind),
                state=state_label(activity.state),
                areas=", ".join(area.name for area in activity.focus_areas.all()),
                milestone="; ".join(f"{milestone_label(m.kind)}: {date_in_words(m.date)}" for m in deciding),
                quantity=", ".join(number(m.quantity) for m in deciding if m.quantity is not None),
            )
        )
    return rows


def _deciding(indicator: Indicator, wanted: str) -> frozenset[str | None]:
    """Which milestones put an activity in the list, under the definition of the year, or of every year of the period."""
    last = wanted.rpartition("-")[2]
    years = [int(last)] if last.isdigit() else indicator.goal_area.framework.years
    rules = rules_in(indicator, years).values()
    return frozenset(rule.pending if wanted.startswith(WAITING) else rule.milestone for rule in rules)


def _title(wanted: str) -> str:
    if wanted == UNDATED:
        return _("Registrert uten årstall")
    if wanted.startswith(WAITING):
        return _("Venter på svar, %(year)s") % {"year": wanted[len(WAITING) + 1 :]}
    if wanted.startswith(DISPUTED):
        return _("Omstridt og holdt utenfor, %(year)s") % {"year": wanted[len(DISPUTED) + 1 :]}
    return _("Talt i %(year)s") % {"year": wanted} if wanted else _("Talt i hele perioden")
