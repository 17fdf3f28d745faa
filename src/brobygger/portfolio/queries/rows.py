"""Activities as rows of a table, in the order asked for, at a fixed number of queries for each thousand."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import islice

from django.conf import settings
from django.utils.module_loading import import_string

from brobygger.partnerships.models import Partnership
from brobygger.portfolio.models import Activity, Funding, Participation
from brobygger.portfolio.rules.columns import AT_HAND, Column

CHUNK = 1000
NOBODY_KNOWS = "unknown"


@dataclass(frozen=True, slots=True)
class RowParty:
    """Who takes part. `side` is empty for others than the owning partners, `unit` for whole organisations."""

    side: str
    organisation_slug: str
    organisation: str
    unit: str


@dataclass(frozen=True, slots=True)
class ActivityRow:
    """One activity. `areas` are `(slug, name)`; parties and funders each once, in the order they were registered."""

    slug: str
    kind: str
    title: str
    acronym: str
    state: str
    start: str
    end: str
    amount_nok: Decimal | None
    source: str
    areas: Sequence[tuple[str, str]]
    parties: Sequence[RowParty]
    funders: Sequence[str]
    purposes: Sequence[str] = ()
    places: Sequence[str] = ()
    plans: Sequence[str] = ()
    registered_at: datetime | None = None
    changed_at: datetime | None = None
    # Where the parties' answers place it, as the app that knows them calls it.
    credit: str = NOBODY_KNOWS


# Read only where somebody asks for them.
_SELDOM = ("purposes", "places", "plans", "registered_at", "changed_at")


def reading_of(columns: Collection[Column]) -> dict[str, bool]:
    """What RowReader.rows must read besides the usual to fill in some columns."""
    return {
        "with_funders": Column.FUNDERS in columns,
        "with_seldom": not AT_HAND.issuperset({*columns} - {Column.FUNDERS}),
    }


class RowReader:
    """Reads rows of one partnership; what is the same for all of them is read once. Three queries a call, or up to five."""

    def __init__(self, partnership: Partnership) -> None:
        self._partnership = partnership
        self._sides: dict[int, str] = dict(partnership.partners.values_list("organisation_id", "side"))

    def rows(self, ids: Sequence[int], *, with_funders: bool = True, with_seldom: bool = False) -> list[ActivityRow]:
        """The activities with these ids, in their order; ids of other partnerships are left out."""
        more = _SELDOM if with_seldom else ()
        areas = self._areas(ids)
        parties = self._parties(ids)
        funders = self._funders(ids) if with_funders else {}
        layers: Mapping[int, str] = import_string(settings.CREDIT_LAYERS)(ids) if with_seldom else {}
        found = {
            pk: ActivityRow(
                slug,
                kind,
                title,
                acronym,
                state,
                start,
                end,
                amount_nok,
                source,
                areas.get(pk, []),
                list(dict.fromkeys(parties.get(pk, []))),
                list(dict.fromkeys(funders.get(pk, []))),
                *((*seldom, layers.get(pk, NOBODY_KNOWS)) if with_seldom else ()),
            )
            for pk, slug, kind, title, acronym, state, start, end, amount_nok, source, *seldom in Activity.every.filter(
                # By id alone: asked for their standing too, the database reads the index of all of them instead.
                partnership=self._partnership,
                pk__in=ids,
            ).values_list(
                "pk", "slug", "kind", "title", "acronym", "state", "start", "end", "amount_nok", "source", *more
            )
        }
        return [found[pk] for pk in ids if pk in found]

    def stream(self, ids: Iterable[int], *, with_seldom: bool = False) -> Iterator[ActivityRow]:
        """The same for any number of ids, a chunk at a time."""
        remaining = iter(ids)
        while chunk := list(islice(remaining, CHUNK)):
            yield from self.rows(chunk, with_seldom=with_seldom)

    def _areas(self, ids: Sequence[int]) -> dict[int, list[tuple[str, str]]]:
        found: dict[int, list[tuple[str, str]]] = {}
        for pk, slug, name in (
            Activity.focus_areas.through.objects.filter(activity_id__in=ids)
            .order_by("focusarea_id")
            .values_list("activity_id", "focusarea__slug", "focusarea__name")
        ):
            found.setdefault(pk, []).append((slug, name))
        return found

    def _parties(self, ids: Sequence[int]) -> dict[int, list[RowParty]]:
        found: dict[int, list[RowParty]] = {}
        for pk, organisation_id, slug, name, unit in (
            Participation.objects.filter(activity_id__in=ids)
            .order_by("pk")
            .values_list("activity_id", "organisation_id", "organisation__slug", "organisation__name", "unit__name")
        ):
            party = RowParty(self._sides.get(organisation_id, ""), slug, name, unit or "")
            found.setdefault(pk, []).append(party)
        return found

    def _funders(self, ids: Sequence[int]) -> dict[int, list[str]]:
        found: dict[int, list[str]] = {}
        for pk, name, unit in (
            Funding.objects.filter(activity_id__in=ids)
            .order_by("pk")
            .values_list("activity_id", "funder__name", "funder_unit__name")
        ):
            found.setdefault(pk, []).append(unit or name)
        return found
