"""The activities a party has not answered for, as a page shows them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from brobygger.contributions.queries.worklist import Unanswered, Wanted, unanswered_count
from brobygger.organisations.models import Organisation
from brobygger.partnerships.models import FocusArea, Partnership
from brobygger.partnerships.queries import Scope
from brobygger.portfolio.models import Activity
from brobygger.portfolio.presenters.addresses import Addresses
from brobygger.portfolio.presenters.labels import kind_label, state_label
from brobygger.portfolio.rules.kinds import Kind

ALL_AREAS = "alle"


@dataclass(frozen=True)
class ActivityLine:
    """One activity in a list."""

    pk: int
    title: str
    url: str
    kind: str
    state: str
    areas: str


@dataclass(frozen=True)
class Worklist:
    """The page. `areas` and `kinds` are what one can filter by: value, text, whether it is chosen."""

    party: str
    rows: Sequence[ActivityLine]
    areas: Sequence[tuple[str, str, bool]]
    kinds: Sequence[tuple[str, str, bool]]
    area: str
    kind: str
    following: str
    answer_url: str
    is_filtered: bool


def wanted_in(scope: Scope, asked: Mapping[str, str]) -> tuple[Wanted, str]:
    """What an address asks for, and the area as it was asked: one's own areas unless it says otherwise. Two queries."""
    own = list(scope.membership.focus_areas.order_by("pk").values_list("pk", flat=True))
    area = asked.get("omrade", "").replace("\x00", "")
    kind = asked.get("type", "")
    kind = kind if kind in set(Kind) else ""
    if area and area != ALL_AREAS:
        found = scope.partnership.focus_areas.filter(slug=area[:80]).values_list("pk", flat=True).first()
        if found is not None:
            return Wanted((found,), kind), area
    if area == ALL_AREAS:
        return Wanted((), kind), area
    return Wanted(tuple(own), kind), ""


def activity_lines(partnership: Partnership, activities: Iterable[Activity]) -> list[ActivityLine]:
    """Activities as lines. Areas are shown when they were read with them."""
    addresses = Addresses(partnership.slug)
    return [
        ActivityLine(
            activity.pk,
            activity.title,
            addresses.activity(activity.slug),
            kind_label(activity.kind),
            state_label(activity.state),
            ", ".join(area.name for area in activity.focus_areas.all())
            if "focus_areas" in getattr(activity, "_prefetched_objects_cache", {})
            else "",
        )
        for activity in activities
    ]


def worklist_view(scope: Scope, party: Organisation, wanted: Wanted, area: str, found: Unanswered) -> Worklist:
    """The page."""
    named = {"partnership": scope.partnership.slug}
    asked = {"omrade": area, "type": wanted.kind}
    here = reverse("contributions:unanswered", kwargs=named)
    rest = {name: value for name, value in asked.items() if value}
    return Worklist(
        party=party.name,
        rows=activity_lines(scope.partnership, found.activities),
        areas=[(each.slug, each.name, each.slug == area) for each in scope.partnership.focus_areas.order_by("pk")],
        kinds=sorted(((kind.value, kind_label(kind), kind.value == wanted.kind) for kind in Kind), key=lambda k: k[1]),
        area=area,
        kind=wanted.kind,
        following=f"{here}?{urlencode({**rest, 'fra': found.below})}" if found.below is not None else "",
        answer_url=reverse("contributions:answer", kwargs=named),
        is_filtered=bool(rest) or bool(wanted.area_ids),
    )


@dataclass(frozen=True)
class Waiting:
    """What the year's worklist is told of (`settings.WORKLIST_PARTS`): a question, how much waits, and where to answer."""

    title: str
    count: int
    url: str
    is_required: bool = False


def waiting_in_year(
    partnership: Partnership, area: FocusArea | None, year: int, party: int, page: int
) -> Waiting | None:
    """The activities of an area that a party has not answered for; None when there is none. One query."""
    if area is None:
        return None
    count = unanswered_count(partnership, party, Wanted((area.pk,)))
    if not count:
        return None
    url = reverse("contributions:unanswered", kwargs={"partnership": partnership.slug})
    return Waiting(_("Hva betydde samarbeidet?"), count, f"{url}?omrade={area.slug}")
