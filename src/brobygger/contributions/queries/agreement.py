"""How often the parties agree, and the activities behind each number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.cache import cache
from django.db.models import Count, Exists, OuterRef, QuerySet

from brobygger.contributions.models import CreditStanding, HeldClaim
from brobygger.contributions.rules.agreement import Agreement, agreement
from brobygger.contributions.rules.credit import Answer, Did, Layer, Otherwise
from brobygger.organisations.models import Organisation
from brobygger.partnerships.models import Partnership
from brobygger.portfolio.models import Activity

PAGE_SIZE = 50


@dataclass(frozen=True)
class Asked:
    """Which activities to list: a layer, or what the two parties said, each by the words of `Did` and `Otherwise`.

    `answered`: as many parties as this have answered. `differs`: whether they say the same.
    """

    layer: str = ""
    did: tuple[str, str] | None = None
    otherwise: tuple[str, str] | None = None
    answered: int | None = None
    differs: bool | None = None


@dataclass(frozen=True)
class Listed:
    """One page. `below` is where the next begins."""

    activities: Sequence[Activity]
    below: int | None


def agreement_of(partnership: Partnership, parties: Sequence[Organisation]) -> tuple[Agreement, dict[Layer, int]]:
    """How often the two parties agree, and how many activities are in each layer. Three queries; remembered."""
    key = f"agreement:{partnership.pk}:{partnership.data_version}"
    found: tuple[Agreement, dict[Layer, int]] | None = cache.get(key)
    if found is None:
        found = _agreement_of(partnership, parties)
        cache.set(key, found, timeout=None)
    return found


def _agreement_of(partnership: Partnership, parties: Sequence[Organisation]) -> tuple[Agreement, dict[Layer, int]]:
    activities = Activity.objects.filter(partnership=partnership).count()
    standings = CreditStanding.objects.filter(partnership=partnership, activity__standing="registered")
    rows = list(standings.values_list("layer", "answered").annotate(count=Count("pk")))
    layers = dict.fromkeys(Layer, 0)
    for layer, _, count in rows:
        layers[Layer(layer)] += count
    layers[Layer.UNKNOWN] += activities - sum(layers.values())
    pairs: list[tuple[Answer, Answer, int]] = []
    if len(parties) == 2:
        pairs = _pairs(partnership, parties)
    return agreement(
        pairs, activities=activities, by_one=sum(count for _, answered, count in rows if answered == 1)
    ), layers


def _pairs(partnership: Partnership, parties: Sequence[Organisation]) -> list[tuple[Answer, Answer, int]]:
    said = (
        HeldClaim.objects.filter(
            activity__partnership=partnership,
            activity__standing="registered",
            party=parties[0],
            activity__held_claims__party=parties[1],
        )
        .values_list(
            "claim__did",
            "claim__otherwise",
            "activity__held_claims__claim__did",
            "activity__held_claims__claim__otherwise",
        )
        .annotate(count=Count("activity"))
    )
    return [
        (Answer(Did(did), Otherwise(otherwise)), Answer(Did(other_did), Otherwise(other_otherwise)), count)
        for did, otherwise, other_did, other_otherwise, count in said
    ]


def listed(
    partnership: Partnership, parties: Sequence[Organisation], asked: Asked, *, below: int | None = None
) -> Listed:
    """The activities behind a number, the last registered first. Two queries."""
    rows = _rows(partnership, parties, asked).order_by("-pk")
    if below is not None:
        rows = rows.filter(pk__lt=below)
    found = list(rows.prefetch_related("focus_areas")[: PAGE_SIZE + 1])
    page = found[:PAGE_SIZE]
    return Listed(page, page[-1].pk if len(found) > PAGE_SIZE else None)


def _rows(partnership: Partnership, parties: Sequence[Organisation], asked: Asked) -> QuerySet[Activity]:
    rows = Activity.objects.filter(partnership=partnership)
    standings = CreditStanding.objects.filter(activity=OuterRef("pk"))
    if asked.layer == Layer.UNKNOWN:
        rows = rows.filter(~Exists(standings.exclude(layer=Layer.UNKNOWN.value)))
    elif asked.layer:
        rows = rows.filter(credit__layer=asked.layer)
    if asked.answered == 0:
        rows = rows.filter(~Exists(standings.filter(answered__gt=0)))
    elif asked.answered is not None:
        rows = rows.filter(credit__answered=asked.answered)
    if asked.differs is not None:
        rows = rows.filter(credit__differs=asked.differs)
    for field, words in (("did", asked.did), ("otherwise", asked.otherwise)):
        for party, word in zip(parties, words or (), strict=False):
            held = HeldClaim.objects.filter(activity=OuterRef("pk"), party=party, **{f"claim__{field}": word})
            rows = rows.filter(Exists(held))
    return rows
