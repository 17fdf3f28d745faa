"""More than two that may be the same: a chain of likes is looked at as a whole, and never merged by itself."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from brobygger.duplicates.models import Pair
from brobygger.duplicates.rules.decisions import Decision
from brobygger.duplicates.rules.scoring import Answer
from brobygger.portfolio.models import Activity
from brobygger.portfolio.rules.kinds import Standing

AT_MOST = 10
# From either of two, through one that is like it, to one that is like that.
_STEPS = 3


@dataclass(frozen=True)
class Further:
    """A further entry that may be the same as the two of a pair, and the pair it was reached by."""

    activity: Activity
    by: Pair


def others_of(pair: Pair) -> list[Pair]:
    """Further open pairs either entry is in, the likeliest first. One query."""
    return list(_open_pairs_with([pair.one_id, pair.other_id], but=pair)[:AT_MOST])


def further_of(pair: Pair) -> list[Further]:
    """Further entries that may be the same, the nearest first: through open pairs that are not taken for related.

    Those somebody has said are another thing than either of the two are left out. At most four queries.
    """
    edge: Sequence[int] = [pair.one_id, pair.other_id]
    passed = {*edge, *told_apart_from(edge)}
    found: list[Further] = []
    for _ in range(_STEPS):
        pairs = _open_pairs_with(edge, but=pair).exclude(answer=Answer.RELATED.value)[: 2 * AT_MOST]
        new: list[int] = []
        for link in pairs:
            for activity in (link.one, link.other):
                if activity.pk not in passed and activity.standing == Standing.REGISTERED:
                    passed.add(activity.pk)
                    new.append(activity.pk)
                    found.append(Further(activity, link))
        if not new or len(found) >= AT_MOST:
            break
        edge = new
    return found[:AT_MOST]


def members_chosen(pair: Pair, slugs: Collection[str]) -> list[Activity]:
    """Both entries of a pair and those of the further ones that were chosen, the one that was registered first first."""
    further = [each.activity for each in further_of(pair) if each.activity.slug in slugs] if slugs else []
    return sorted([pair.one, pair.other, *further], key=lambda activity: activity.pk)


def told_apart_from(activity_ids: Sequence[int]) -> set[int]:
    """Everything somebody has said is another thing than one of some entries."""
    decided = Pair.objects.filter(_with(activity_ids), is_open=False).exclude(decision__in=["", Decision.SAME.value])
    return {pk for ends in decided.values_list("one_id", "other_id") for pk in ends} - set(activity_ids)


def are_told_apart(activity_ids: Sequence[int]) -> bool:
    """Whether somebody has said of two of some entries that they are not the same."""
    among = Pair.objects.filter(one__in=activity_ids, other__in=activity_ids, is_open=False)
    return among.exclude(decision__in=["", Decision.SAME.value]).exists()


def _open_pairs_with(activity_ids: Sequence[int], *, but: Pair) -> QuerySet[Pair]:
    pairs = Pair.objects.filter(_with(activity_ids), is_open=True).exclude(pk=but.pk)
    return pairs.select_related("one", "other").order_by("-score", "pk")


def _with(activity_ids: Sequence[int]) -> Q:
    return Q(one__in=activity_ids) | Q(other__in=activity_ids)
