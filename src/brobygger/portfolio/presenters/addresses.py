"""Addresses of the register's pages. One object a page: looking an address up for every row would cost more than the row."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from django.urls import reverse

from brobygger.portfolio.rules.facets import Dimension
from brobygger.portfolio.rules.filters import Filter
from brobygger.portfolio.rules.pages import ListPage

_ANY = "x"


class Addresses:
    """The addresses below one partnership."""

    def __init__(self, partnership: str) -> None:
        found = _looked_up(partnership)
        self.activities = found["activities"]
        self.density = found["density"]
        self.gaps = found["gaps"]
        self.register = found["register"]
        self.export_csv = found["export_csv"]
        self.export_json = found["export_json"]
        self.export_xlsx = found["export_xlsx"]
        self.many = f"{self.activities}mange/"
        self.change_sets = f"{self.activities}endringer/"
        self.basket = f"{self.activities}papirkurv/"
        self.views = f"{self.activities}visninger/"
        self.sample = f"{self.activities}utvalg/"
        self.whole = f"{self.activities}alt/"
        self.feeds = f"{self.activities}kalender/abonnement/"
        self._activity = found["activity"]
        self._party = found["party"]

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


@lru_cache(maxsize=200)
def _looked_up(partnership: str) -> Mapping[str, str]:
    """Those that cannot be put together; of one thing among many what stands before its slug. They never change."""
    whole = ("activities", "density", "gaps", "register", "export_csv", "export_json", "export_xlsx")
    found = {view: reverse(f"portfolio:{view}", kwargs={"partnership": partnership}) for view in whole}
    for name, view in (("activity", "portfolio:activity"), ("party", "organisations:party")):
        found[name] = reverse(view, kwargs={"partnership": partnership, "slug": _ANY}).removesuffix(f"{_ANY}/")
    return found
