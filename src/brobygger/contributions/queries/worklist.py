"""The activities a party has not answered for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from brobygger.contributions.models import HeldClaim
from brobygger.organisations.models import Organisation
from brobygger.partnerships.models import Partnership
from brobygger.portfolio.models import Activity

PAGE_SIZE = 50
AT_ONCE = 500


@dataclass(frozen=True)
class Wanted:
    """Which of them: in some focus areas (none: all), of a kind (empty: all)."""

    area_ids: tuple[int, ...] = ()
    kind: str = ""


@dataclass(frozen=True)
class Unanswered:
    """A page of them, the last registered first. `below` is where the next page begins, None on the last."""

    activities: Sequence[Activity]
    below: int | None


def unanswered(
    partnership: Partnership, party: Organisation, wanted: Wanted, *, below: int | None = None
) -> Unanswered:
    """One page of what the party has not answered for. Two queries, in the order of the table, so that none is sorted."""
    rows = _rows(partnership, party.pk, wanted)
    if below is not None:
        rows = rows.filter(pk__lt=below)
    found = list(rows.prefetch_related("focus_areas")[: PAGE_SIZE + 1])
    page = found[:PAGE_SIZE]
    return Unanswered(page, page[-1].pk if len(found) > PAGE_SIZE else None)


def all_unanswered(partnership: Partnership, party: Organisation, wanted: Wanted) -> list[Activity]:
    """All of them, as many as are answered for at once. One query."""
    return list(_rows(partnership, party.pk, wanted)[:AT_ONCE])


def unanswered_count(partnership: Partnership, party_id: int, wanted: Wanted) -> int:
    """How many, counted no further than what is answered for at once. One query."""
    return _rows(partnership, party_id, wanted)[:AT_ONCE].count()


def chosen(partnership: Partnership, ids: Sequence[int]) -> list[Activity]:
    """Those of the activities chosen that are in the register, the last registered first. One query."""
    return list(Activity.objects.filter(partnership=partnership, pk__in=ids[:AT_ONCE]).order_by("-pk"))


def _rows(partnership: Partnership, party_id: int, wanted: Wanted) -> QuerySet[Activity]:
    rows = Activity.objects.filter(partnership=partnership)
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    if wanted.area_ids:
        through = Activity.focus_areas.through.objects
        rows = rows.filter(Exists(through.filter(activity=OuterRef("pk"), focusarea__in=wanted.area_ids)))
    return rows.filter(~Exists(HeldClaim.objects.filter(activity=OuterRef("pk"), party=party_id))).order_by("-pk")
