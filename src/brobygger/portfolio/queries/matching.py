"""What matches a filter, before anybody asks for an order or a page: the list and those who read on start from here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from brobygger.partnerships.models import Partnership
from brobygger.portfolio.models import Activity, Facet, Term
from brobygger.portfolio.models.search import partnership_word, term_word
from brobygger.portfolio.queries.vocabulary import alternatives_for
from brobygger.portfolio.rules.facets import Dimension
from brobygger.portfolio.rules.filters import Filter
from brobygger.portfolio.rules.lifecycle import State
from brobygger.portfolio.rules.text import query_stems

# So few are read all at once; of more one goes along the order.
GATHER_AT_MOST = 4000


@dataclass(frozen=True)
class Wanted:
    """A filter against the index: for each dimension the terms any of which will do, with how many have them."""

    partnership: Partnership
    groups: Sequence[Mapping[int, int]]
    single_valued: Sequence[bool]
    condition: Q

    @property
    def rarest(self) -> Mapping[int, int]:
        """The group with the fewest activities. There must be one."""
        return min(self.groups, key=lambda group: sum(group.values()))

    def size(self) -> int:
        """At most how many can match."""
        return sum(self.rarest.values())


_SINGLE_VALUED = {Dimension.KIND, Dimension.STATE}


def resolve(partnership: Partnership, wanted: Filter) -> Wanted | None:
    """The terms of a filter; None when one of its dimensions has none, so that nothing can match."""
    condition = _going_on(wanted.active_on) if wanted.active_on else Q()
    if not wanted.terms:
        return Wanted(partnership, [], [], condition)
    either = Q()
    for dimension, keys in wanted.terms.items():
        either |= Q(dimension=dimension.value, key__in=keys)
    groups: dict[str, dict[int, int]] = {dimension.value: {} for dimension in wanted.terms}
    for pk, name, count in Term.objects.filter(either, partnership=partnership, count__gt=0).values_list(
        "pk", "dimension", "count"
    ):
        groups[name][pk] = count
    if not all(groups.values()):
        return None
    return Wanted(
        partnership,
        list(groups.values()),
        [Dimension(dimension) in _SINGLE_VALUED or len(group) == 1 for dimension, group in groups.items()],
        condition,
    )


def having(activities: QuerySet[Activity], groups: Sequence[Mapping[int, int]]) -> QuerySet[Activity]:
    """Those that have a term of each group."""
    for group in groups:
        activities = activities.filter(
            Exists(Facet.objects.filter(term_id__in=list(group), activity_id=OuterRef("pk")))
        )
    return activities


def gathered(wanted: Wanted) -> QuerySet[Activity]:
    """Matches, starting from the rarest term. Terms belong to one partnership, so their activities do too.

    The other terms are asked of the index first: reading an activity costs more than asking whether it is wanted. What
    has a term is in the register: merged and removed entries have none.
    """
    with_terms = Facet.objects.filter(term_id__in=list(wanted.rarest))
    for group in wanted.groups:
        if group is not wanted.rarest:
            with_terms = with_terms.filter(
                Exists(Facet.objects.filter(term_id__in=list(group), activity_id=OuterRef("activity_id")))
            )
    return Activity.every.filter(wanted.condition, pk__in=with_terms.values("activity_id"))


def asked_of_the_text(wanted: Wanted, asked: Filter) -> tuple[list[list[list[str]]], list[list[str]]]:
    """What the full-text table is asked: groups of alternatives for the words, and the scope."""
    scope = [[partnership_word(wanted.partnership.pk)]]
    scope += [[term_word(term_id) for term_id in group] for group in wanted.groups]
    return alternatives_for(query_stems(asked.text)), scope


def _going_on(day: date) -> Q:
    """Going on at a date (R11): started by then, and not ended, or with no known end and still active."""
    lasting = Q(end_date__gte=day) | Q(end_date=None, state__in=[State.ACTIVE.value, State.CONTINUED.value])
    return Q(start_date__lte=day) & lasting
