"""The list of activities."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.conf import settings
from django.core.paginator import Page as PageOfPages
from django.core.paginator import Paginator
from django.utils import formats, timezone
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __
from django.utils.translation import ngettext

from brobygger.designsystem.presenters import number_text
from brobygger.partnerships.rules.kinds import Side
from brobygger.portfolio.presenters.addresses import Addresses, with_question
from brobygger.portfolio.presenters.filter_panel import sort_fields
from brobygger.portfolio.presenters.labels import kind_label, purpose_label, state_color, state_label
from brobygger.portfolio.presenters.words import amount_in_words, found_in_words, source_in_words, when_in_words
from brobygger.portfolio.queries.choices import Choices
from brobygger.portfolio.queries.listing import COUNT_AT_MOST, SEARCH_AT_MOST, Page
from brobygger.portfolio.queries.rows import ActivityRow, RowParty
from brobygger.portfolio.rules.bulk import BULK_AT_MOST
from brobygger.portfolio.rules.columns import DEFAULT, Column
from brobygger.portfolio.rules.filters import LAST_PAGE, PAGE_SIZE, Filter, Sort

PARTIES_SHOWN = 2
# Longer names than this give way to the abbreviation.
LONG_NAME = 24

COLUMN_LABELS: Mapping[Column, Promise] = {
    Column.KIND: __("Type"),
    Column.AREA: __("Innsatsområde"),
    Column.PARTIES: __("Deltakere"),
    Column.PURPOSE: __("Målområde"),
    Column.WHEN: __("Når"),
    Column.STATE: __("Status"),
    Column.FUNDERS: __("Finansiering"),
    Column.AMOUNT: __("Beløp"),
    Column.PLACES: __("Sted"),
    Column.PLANS: __("Plan"),
    Column.CREDIT: __("Bidrag"),
    Column.SOURCE: __("Kilde"),
    Column.REGISTERED: __("Registrert"),
    Column.CHANGED: __("Endret"),
}


@dataclass(frozen=True, slots=True)
class ListRow:
    """One line of the list."""

    url: str
    title: str
    acronym: str
    kind: str
    areas: str
    parties: str
    when: str
    state: str
    state_color: str
    slug: str
    more: Mapping[Column, str]


@dataclass(frozen=True)
class PartyHit:
    """An organisation or unit whose name was searched for."""

    name: str
    within: str
    url: str
    activities_url: str


@dataclass(frozen=True)
class SortHeader:
    """A column head: what a click asks for (nothing: it does not sort), and how it is sorted now, in ARIA's word."""

    label: str
    value: str = ""
    direction: str = ""


@dataclass(frozen=True)
class Results:
    """All of the page that changes with the filter."""

    rows: Sequence[ListRow]
    total: str
    limit: str
    everything_url: str
    hits: Sequence[PartyHit]
    hits_share_name: bool
    text: str
    title_header: SortHeader
    headers: Sequence[SortHeader]
    columns: Sequence[Column]
    sort_fields: Sequence[tuple[str, str]]
    default_order_url: str
    default_order: str
    pages: PageOfPages[int]
    export_csv: str
    export_xlsx: str
    export_json: str
    url: str
    is_register_empty: bool
    many_url: str
    many_label: str


def results(
    page: Page,
    rows: Iterable[ActivityRow],
    wanted: Filter,
    choices: Choices,
    hits: Iterable[tuple[str, str, str]],
    addresses: Addresses,
) -> Results:
    """The page of results for a filter."""
    question = replace(wanted, page=1).query_string()
    found_parties = [
        PartyHit(name, within, addresses.party(slug), with_question(addresses.activities, f"enhet={slug}"))
        for slug, name, within in hits
    ]
    default = Sort.RELEVANCE if wanted.text else Sort.NEWEST
    return Results(
        rows=[_row(row, choices.short, addresses, wanted.columns) for row in rows],
        total=found_in_words(
            page.total, is_exact=page.is_exact, at_most=SEARCH_AT_MOST if wanted.text else COUNT_AT_MOST
        ),
        limit=_limit(page, wanted),
        everything_url=addresses.activities,
        hits=found_parties,
        hits_share_name=len(found_parties) > 1,
        text=wanted.text,
        title_header=_header(_("Tittel"), wanted.sort, Sort.TITLE, Sort.TITLE_DESCENDING),
        headers=[
            _header(str(COLUMN_LABELS[column]), wanted.sort, Sort.START_DESCENDING, Sort.START)
            if column is Column.WHEN
            else SortHeader(str(COLUMN_LABELS[column]))
            for column in wanted.columns
        ],
        columns=wanted.columns,
        sort_fields=sort_fields(wanted),
        default_order_url="" if wanted.sort is default else addresses.filtered(replace(wanted, sort=default, page=1)),
        default_order=_("Beste treff først") if wanted.text else _("Sist registrert først"),
        pages=pages_of(page),
        export_csv=with_question(addresses.export_csv, question),
        export_xlsx=with_question(addresses.export_xlsx, question),
        export_json=with_question(addresses.export_json, question),
        url=addresses.filtered(replace(wanted, page=page.number)),
        is_register_empty=page.total == 0 and wanted.is_empty,
        many_url=addresses.many,
        many_label=_many(page),
    )


def _many(page: Page) -> str:
    """What the button says that takes all that match; nothing where there is only one to tick."""
    if page.total == 1:
        return ""
    if page.total > BULK_AT_MOST:
        return _("Endre de første %(count)s") % {"count": number_text(BULK_AT_MOST)}
    return _("Endre alle %(count)s") % {"count": number_text(page.total)} if page.is_exact else _("Endre alle")


def _row(
    row: ActivityRow, short: Mapping[str, str], addresses: Addresses, columns: Sequence[Column] = DEFAULT
) -> ListRow:
    return ListRow(
        url=addresses.activity(row.slug),
        title=row.title,
        acronym=row.acronym if row.acronym != row.title else "",
        kind=kind_label(row.kind),
        areas=", ".join(name for _slug, name in row.areas),
        parties="" if Column.PARTIES in columns else parties_in_short(row.parties, short),
        when=when_in_words(row.start, row.end),
        state=state_label(row.state),
        state_color=state_color(row.state),
        slug=row.slug,
        more={} if columns == DEFAULT else {column: _MORE[column](row) for column in columns if column in _MORE},
    )


def _all_parties(row: ActivityRow) -> str:
    return ", ".join(dict.fromkeys(party.unit or party.organisation for party in row.parties))


def _day(at: datetime | None) -> str:
    return formats.date_format(timezone.localtime(at), "SHORT_DATE_FORMAT") if at else ""


_MORE: Mapping[Column, Callable[[ActivityRow], str]] = {
    Column.PARTIES: _all_parties,
    Column.PURPOSE: lambda row: ", ".join(purpose_label(each) for each in row.purposes),
    Column.FUNDERS: lambda row: ", ".join(row.funders),
    Column.AMOUNT: lambda row: amount_in_words(row.amount_nok) if row.amount_nok is not None else "",
    Column.PLACES: lambda row: ", ".join(row.places),
    Column.PLANS: lambda row: ", ".join(row.plans),
    Column.CREDIT: lambda row: import_string(settings.CREDIT_LABEL)(row.credit),
    Column.SOURCE: lambda row: source_in_words(row.source),
    Column.REGISTERED: lambda row: _day(row.registered_at),
    Column.CHANGED: lambda row: _day(row.changed_at),
}


def parties_in_short(parties: Sequence[RowParty], short: Mapping[str, str]) -> str:
    """«Institutt for biologi, Byplankontoret og 3 til»: one from each side first, then how many more."""
    first = [
        next((party for party in parties if party.side == side and party.unit), None)
        or next((party for party in parties if party.side == side), None)
        for side in (Side.UNIVERSITY, Side.MUNICIPALITY)
    ]
    order = dict.fromkeys([*(party for party in first if party), *parties])
    names = list(dict.fromkeys(party.unit or _in_short(party, short) for party in order))
    shown, more = ", ".join(names[:PARTIES_SHOWN]), len(names) - PARTIES_SHOWN
    if more <= 0:
        return shown
    return ngettext("%(names)s og %(count)s til", "%(names)s og %(count)s til", more) % {"names": shown, "count": more}


def _in_short(party: RowParty, short: Mapping[str, str]) -> str:
    if len(party.organisation) <= LONG_NAME:
        return party.organisation
    return short.get(party.organisation_slug, party.organisation)


def _header(label: str, sort: Sort, first: Sort, second: Sort) -> SortHeader:
    """A head that sorts one way at the first click and the other way at the next."""
    if sort not in {first, second}:
        return SortHeader(label, first.value, "none")
    direction = "descending" if sort.value.startswith("-") else "ascending"
    return SortHeader(label, (second if sort is first else first).value, direction)


def _limit(page: Page, wanted: Filter) -> str:
    """What to do when not everything can be paged through."""
    if wanted.text and not page.is_exact:
        return _("Her er de %(count)s nyeste treffene. Avgrens for å se resten.") % {
            "count": number_text(SEARCH_AT_MOST)
        }
    reachable = LAST_PAGE * PAGE_SIZE
    if page.total > reachable:
        return _("Du kan bla i de første %(count)s. Avgrens for å se resten.") % {"count": number_text(reachable)}
    return ""


def pages_of(page: Page) -> PageOfPages[int]:
    """The pages one can turn to, as the design system's pagination reads them."""
    return Paginator(range(min(max(page.total, 1), LAST_PAGE * PAGE_SIZE)), PAGE_SIZE).get_page(page.number)
