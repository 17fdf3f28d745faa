"""What stands around every page of activities: the ways to see them, saved views, and what one can do with them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __

from brobygger.portfolio.models import SavedView
from brobygger.portfolio.presenters.activity_list import COLUMN_LABELS
from brobygger.portfolio.presenters.addresses import Addresses, with_question
from brobygger.portfolio.presenters.filter_panel import Chip, chips, sort_fields
from brobygger.portfolio.queries.choices import Choices
from brobygger.portfolio.rules.columns import DEFAULT, PARAMETER, Column
from brobygger.portfolio.rules.filters import Filter
from brobygger.portfolio.rules.pages import ListPage

PAGE_LABELS: Mapping[ListPage, Promise] = {
    ListPage.TABLE: __("Liste"),
    ListPage.BOARD: __("Tavle"),
    ListPage.TIMELINE: __("Tidslinje"),
    ListPage.CALENDAR: __("Kalender"),
    ListPage.MAP: __("Kart"),
}


@dataclass(frozen=True)
class Tab:
    """One way to see the same activities."""

    label: str
    url: str
    is_current: bool


@dataclass(frozen=True)
class SavedLink:
    """A saved view as a plain link."""

    name: str
    url: str
    is_shared: bool
    is_current: bool


@dataclass(frozen=True)
class ColumnOption:
    """A column one can choose."""

    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True)
class ListFrame:
    """Everything around the activities themselves. Columns are for the list only."""

    tabs: Sequence[Tab]
    saved: Sequence[SavedLink]
    save_url: str
    views_url: str
    sample_url: str
    export_url: str
    feed_url: str
    change_sets_url: str
    basket_url: str
    columns: Sequence[ColumnOption]
    column_fields: Sequence[tuple[str, str]]
    reset_columns_url: str
    chips: Sequence[Chip]
    everything_url: str


def list_frame(
    wanted: Filter, page: ListPage, saved: Iterable[SavedView], choices: Choices, addresses: Addresses
) -> ListFrame:
    """The frame of a page for a filter."""
    first = replace(wanted, page=1)
    question = first.query_string()
    usual = replace(first, columns=DEFAULT)
    here = addresses.of_page(page)
    return ListFrame(
        tabs=[
            Tab(str(label), with_question(addresses.of_page(each), question), each is page)
            for each, label in PAGE_LABELS.items()
        ],
        saved=[
            SavedLink(
                view.name, saved_url(view, addresses), view.is_shared, (view.page, view.query) == (page, question)
            )
            for view in saved
        ],
        save_url=with_question(addresses.views, "&".join(filter(None, [urlencode({"som": page.value}), question]))),
        views_url=addresses.views,
        sample_url=with_question(addresses.sample, usual.query_string()),
        export_url=with_question(addresses.whole, usual.query_string()),
        feed_url=with_question(addresses.feeds, usual.query_string()) if page is ListPage.CALENDAR else "",
        change_sets_url=addresses.change_sets,
        basket_url=addresses.basket,
        columns=[ColumnOption(column.value, str(COLUMN_LABELS[column]), column in wanted.columns) for column in Column]
        if page is ListPage.TABLE
        else [],
        column_fields=[
            *((name, value) for name, value in sort_fields(first) if name != PARAMETER),
            *([("sorter", wanted.sort.value)] if "sorter=" in question else []),
        ],
        reset_columns_url="" if wanted.columns == DEFAULT else addresses.filtered(usual),
        chips=chips(wanted, choices, addresses, at=here),
        everything_url=here,
    )


def saved_url(view: SavedView, addresses: Addresses) -> str:
    """Where a saved view leads. One of a page that is no more leads to the list."""
    page = ListPage(view.page) if view.page in set(ListPage) else ListPage.TABLE
    return with_question(addresses.of_page(page), view.query)


def page_label(page: str) -> str:
    """«Tavle»."""
    return str(PAGE_LABELS.get(ListPage(page), page)) if page in set(ListPage) else _("Liste")
