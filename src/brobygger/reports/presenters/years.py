"""Which years are adopted, as the page of figures says it (`settings.YEARS_ADOPTED_VIEW`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from brobygger.dates.presenters import date_in_words
from brobygger.partnerships.models import Partnership
from brobygger.rounds.queries.adopted import adopted_years
from brobygger.snapshots.models import Snapshot


@dataclass(frozen=True)
class AdoptedYear:
    """One year with what was adopted: `url` leads to it, `paper_url` to the report made from it."""

    year: str
    day: str
    url: str
    paper_url: str


@dataclass(frozen=True)
class AdoptedView:
    """The years that are adopted, and in words those that are not."""

    years: Sequence[AdoptedYear]
    rest: str


def adopted_view(partnership: Partnership, years: Sequence[int]) -> AdoptedView:
    """Of the years of a framework. Two queries."""
    found = adopted_years(partnership)
    rest = [str(year) for year in years if year not in found]
    return AdoptedView(
        [_adopted(partnership, year, found[year]) for year in years if year in found],
        _(" og ").join([", ".join(rest[:-1]), rest[-1]]) if len(rest) > 1 else "".join(rest),
    )


def _adopted(partnership: Partnership, year: int, snapshot: Snapshot) -> AdoptedYear:
    named = {"partnership": partnership.slug}
    return AdoptedYear(
        str(year),
        date_in_words(timezone.localdate(snapshot.frozen).isoformat()),
        reverse("snapshots:show", kwargs={**named, "number": snapshot.number}),
        reverse("reports:year_pdf", kwargs={**named, "year": year}),
    )
