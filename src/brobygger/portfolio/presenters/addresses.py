"""Addresses of the register's pages. One object a page: looking an address up for every row would cost more than the row."""

from __future__ import annotations

from django.urls import reverse

from brobygger.portfolio.rules.facets import Dimension
from brobygger.portfolio.rules.filters import Filter
from brobygger.portfolio.rules.pages import ListPage

_ANY = "x"


class Addresses:
    """The addresses below one partnership."""

    def __init__(self, partnership: str) -> None:
        self.activities = reverse("portfolio:activities", kwargs={"partnership": partnership})
        self.density = reverse("portfolio:density", kwargs={"partnership": partnership})
        self.gaps = reverse("portfolio:gaps", kwargs={"partnership": partnership})
        self.register = reverse("portfolio:register", kwargs={"partnership": partnership})
        self.export_csv = reverse("portfolio:export_csv", kwargs={"partnership": partnership})
        self.export_json = reverse("portfolio:export_json", kwargs={"partnership": partnership})
        self.export_xlsx = reverse("portfolio:export_xlsx", kwargs={"partnership": partnership})
        self.many = f"{self.activities}mange/"
        self.change_sets = f"{self.activities}endringer/"
        self.basket = f"{self.activities}papirkurv/"
        self.views = f"{self.activities}visninger/"
        self.sample = f"{self.activities}utvalg/"
        self.whole = f"{self.activities}alt/"
        self.feeds = f"{self.activities}kalender/abonnement/"
        self._activity = _before_slug(reverse("portfolio:activity", kwargs={"partnership": partnership, "slug": _ANY}))
        self._party = _before_slug(reverse("organisations:party", kwargs={"partnership": partnership, "slug": _ANY}))

    def of_page(self, page: ListPage) -> str:
        """The page that shows activities in one of the ways there are."""
        return self.activities if page is ListPage.TABLE else f"{self.activities}{page.value}/"

    def activity(self, slug: str) -> str:
        """The page of an activity."""
        return f"{self._activity}{slug}/"

    def edit(self, slug: str) -> str:
        """The form of an activity."""
        return f"{self.activity(slug)}endre/"

    def history(self, slug: str) -> str:
        """The versions of an activity."""
        return f"{self.activity(slug)}historikk/"

    def party(self, slug: str) -> str:
        """The page of an organisation or unit."""
        return f"{self._party}{slug}/"

    def filtered(self, wanted: Filter) -> str:
        """The list with a filter."""
        return with_question(self.activities, wanted.query_string())

    def having(self, terms: dict[Dimension, tuple[str, ...]]) -> str:
        """The list of the activities that have some terms."""
        return self.filtered(Filter(terms=terms))


def with_question(address: str, question: str) -> str:
    """An address with what is asked of it, when something is."""
    return f"{address}?{question}" if question else address


def _before_slug(address: str) -> str:
    return address.removesuffix(f"{_ANY}/")
