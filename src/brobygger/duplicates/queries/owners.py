"""Whose an entry is: the side that registered it, or that leads it where nobody is known to have registered it."""

from __future__ import annotations

from collections.abc import Sequence

from brobygger.partnerships.models import Partnership
from brobygger.portfolio.models import Activity, Participation, Registration
from brobygger.portfolio.rules.kinds import ParticipantRole, Standing

# A merge of merges of merges …: nobody gets this far.
_DEEPEST = 10


def members_below(activity_ids: Sequence[int]) -> dict[int, int]:
    """Every entry the given ones stand for, at any depth, with the given one it ends in."""
    found: dict[int, int] = {}
    level = {pk: pk for pk in activity_ids}
    for _ in range(_DEEPEST):
        rows = Activity.every.filter(merged_into__in=list(level), standing=Standing.MERGED.value)
        level = {pk: level[into] for pk, into in rows.values_list("pk", "merged_into") if into}
        if not level:
            break
        found |= level
    return found


def stood_for_by(activity: Activity) -> Sequence[int]:
    """The entries one stands for, at any depth; empty for nearly all. One query for a row, however many ask.

    Read a row anew after merging or parting.
    """
    found: Sequence[int] | None = getattr(activity, "_stood_for", None)
    if found is None:
        found = list(members_below([activity.pk]))
        activity._stood_for = found  # type: ignore[attr-defined]
    return found


def all_owners_of(partnership: Partnership, activity_ids: Sequence[int]) -> frozenset[int]:
    """The partner organisations that own one of the entries, and so must agree to merging them. Four queries."""
    return frozenset[int]().union(*owners_of(partnership, activity_ids).values())


def owners_of(partnership: Partnership, activity_ids: Sequence[int]) -> dict[int, frozenset[int]]:
    """The partner organisations each entry belongs to; empty for what neither side has any part in. Four queries."""
    sides = set(partnership.partners.values_list("organisation_id", flat=True))
    top = {pk: pk for pk in activity_ids} | members_below(activity_ids)
    owners: dict[int, set[int]] = {pk: set() for pk in activity_ids}
    for pk, organisation in Registration.objects.filter(activity__in=list(top), organisation__in=sides).values_list(
        "activity_id", "organisation_id"
    ):
        owners[top[pk]].add(organisation)
    leading: dict[int, set[int]] = {}
    taking_part: dict[int, set[int]] = {}
    for pk, organisation, role in Participation.objects.filter(
        activity__in=activity_ids, organisation__in=sides
    ).values_list("activity_id", "organisation_id", "role"):
        taking_part.setdefault(pk, set()).add(organisation)
        if role in {ParticipantRole.LEAD.value, ParticipantRole.OWNER.value}:
            leading.setdefault(pk, set()).add(organisation)
    return {pk: frozenset(owners[pk] or leading.get(pk) or taking_part.get(pk) or ()) for pk in activity_ids}
