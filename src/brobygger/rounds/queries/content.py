"""Which activities a submission is about: those of its area and year, as the index has them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.core.cache import cache
from django.db.models import Exists, OuterRef, Q, QuerySet, Sum

from brobygger.partnerships.models import Partnership
from brobygger.portfolio.models import Activity, Cell, Facet, Term
from brobygger.portfolio.rules.facets import Dimension
from brobygger.rounds.models import Confirmed, ReportingRound, Submission

IDS_A_QUERY = 500
# Of those without an area so many are counted; nobody keeps more.
COUNTED_AT_MOST = 1000


@dataclass(frozen=True)
class Place:
    """The terms of the index a submission is about; `area` is None for what belongs to none. None: nothing has the term."""

    year: int | None
    area: int | None
    of_no_area: bool
    # How many have the year's and the area's term: the search goes along the rarer one.
    in_year: int = 0
    in_area: int = 0


def place_of(submission: Submission) -> Place:
    """Where in the index a submission's activities are found. One query; its round and area must be read already."""
    round_ = submission.round
    wanted = Q(dimension=Dimension.YEAR.value, key=str(round_.year))
    if submission.focus_area is not None:
        wanted |= Q(dimension=Dimension.FOCUS_AREA.value, key=submission.focus_area.slug)
    found = {
        dimension: (pk, count)
        for pk, dimension, count in Term.objects.filter(wanted, partnership_id=round_.partnership_id).values_list(
            "pk", "dimension", "count"
        )
    }
    year = found.get(Dimension.YEAR.value, (None, 0))
    area = found.get(Dimension.FOCUS_AREA.value, (None, 0))
    return Place(year[0], area[0], submission.focus_area is None, year[1], area[1])


def belonging(place: Place) -> QuerySet[Facet]:
    """The facets of the activities of a place, one for each, in the order of their numbers along an index."""
    if place.year is None or (place.area is None and not place.of_no_area):
        return Facet.objects.none()
    if place.of_no_area:
        areas = Activity.focus_areas.through.objects.filter(activity_id=OuterRef("activity_id"))
        return Facet.objects.filter(~Exists(areas), term_id=place.year)
    first, second = sorted([(place.in_year, place.year), (place.in_area, place.area or 0)])
    other = Facet.objects.filter(term_id=second[1], activity_id=OuterRef("activity_id"))
    return Facet.objects.filter(Exists(other), term_id=first[1])


def waiting(submission: Submission, place: Place, *, after: int) -> QuerySet[Facet]:
    """Those nobody has confirmed as they are, above a number."""
    said = Confirmed.objects.filter(
        submission_id=submission.pk, activity_id=OuterRef("activity_id"), lapsed_at__isnull=True
    )
    return belonging(place).filter(~Exists(said), activity_id__gt=after).order_by("activity_id")


def waiting_ids(submission: Submission, place: Place, *, after: int = 0, limit: int = 1) -> list[int]:
    """The first of those that wait, by number. One query, along an index from where the list goes on."""
    start = max(after, submission.confirmed_to)
    return list(waiting(submission, place, after=start).values_list("activity_id", flat=True)[:limit])


def totals(
    round_: ReportingRound, kinds: Mapping[int | None, Mapping[str, tuple[int, int]]], *, of_no_area: bool
) -> dict[int | None, int]:
    """How many activities each area has in the year, by the area's number; None: of no area, at most `COUNTED_AT_MOST`.

    From `kinds_of`, since an activity has one kind. What has no area is counted in the register, and remembered until
    something is written.
    """
    counts: dict[int | None, int] = {area: sum(now for _, now in each.values()) for area, each in kinds.items()}
    return counts | {None: _of_no_area(round_)} if of_no_area else counts


def kinds_of(round_: ReportingRound) -> dict[int | None, dict[str, tuple[int, int]]]:
    """For each area and kind how many activities there were in the year before and in the year. One query, from the index."""
    found: dict[int | None, dict[str, tuple[int, int]]] = {}
    rows = (
        Cell.objects.filter(
            partnership_id=round_.partnership_id,
            row__dimension=Dimension.FOCUS_AREA.value,
            column__dimension=Dimension.KIND.value,
            year__in=[round_.year - 1, round_.year],
        )
        .values_list("row__key", "column__key", "year")
        .annotate(many=Sum("count"))
    )
    slugs = _area_slugs(round_)
    for slug, kind, year, many in rows:
        if slug in slugs:
            before, now = found.setdefault(slugs[slug], {}).get(kind, (0, 0))
            found[slugs[slug]][kind] = (before, many) if year == round_.year else (many, now)
    return found


def _area_slugs(round_: ReportingRound) -> dict[str, int]:
    return {
        each.focus_area.slug: each.focus_area_id
        for each in round_.submissions.all()
        if each.focus_area is not None and each.focus_area_id is not None
    }


def _of_no_area(round_: ReportingRound) -> int:
    partnership: Partnership = round_.partnership
    key = f"rounds:of-no-area:{partnership.pk}:{round_.year}:{partnership.data_version}"
    count: int | None = cache.get(key)
    if count is None:
        term = Term.objects.filter(
            partnership=partnership, dimension=Dimension.YEAR.value, key=str(round_.year)
        ).values_list("pk", flat=True)
        place = Place(next(iter(term), None), None, of_no_area=True)
        count = len(belonging(place).values_list("activity_id", flat=True)[:COUNTED_AT_MOST])
        cache.set(key, count, timeout=600)
    return count


def belonging_now(
    submissions: Iterable[Submission], activity_ids: Sequence[int], *, partnership_id: int
) -> dict[int, set[int]]:
    """Which of some activities belong to each submission now, by its number. One query for each five hundred activities.

    However many years have been reported: what they belong to is read once, and compared here.
    """
    years: dict[int, set[str]] = {}
    areas: dict[int, set[str]] = {}
    for at in range(0, len(activity_ids), IDS_A_QUERY):
        for activity_id, dimension, key in Facet.objects.filter(
            activity_id__in=activity_ids[at : at + IDS_A_QUERY],
            term__partnership_id=partnership_id,
            term__dimension__in=[Dimension.YEAR.value, Dimension.FOCUS_AREA.value],
        ).values_list("activity_id", "term__dimension", "term__key"):
            (years if dimension == Dimension.YEAR else areas).setdefault(activity_id, set()).add(key)
    return {
        each.pk: {
            activity_id
            for activity_id, known in years.items()
            if str(each.round.year) in known
            and (
                each.focus_area.slug in areas.get(activity_id, ())
                if each.focus_area is not None
                else activity_id not in areas
            )
        }
        for each in submissions
    }


def belonging_of(places: Mapping[int, Place], activity_ids: Sequence[int]) -> dict[int, set[int]]:
    """Which of some activities belong to each submission now, by its number. One query a submission and five hundred."""
    return {
        pk: {
            activity_id
            for at in range(0, len(activity_ids), IDS_A_QUERY)
            for activity_id in belonging(place)
            .filter(activity_id__in=activity_ids[at : at + IDS_A_QUERY])
            .values_list("activity_id", flat=True)
        }
        for pk, place in places.items()
    }
