"""Which indicators count an activity in a year: what would change if it were counted once with another."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.cache import cache

from brobygger.partnerships.models import Partnership
from brobygger.portfolio.models import Activity, Milestone
from brobygger.results.models import Indicator
from brobygger.results.queries.frameworks import framework_of, rule_in
from brobygger.results.rules.counting import CountingRule, Entry, Happening, tally

_SECONDS = 300


def indicators_counting(partnership: Partnership, activity_ids: Sequence[int], year: int) -> dict[int, frozenset[str]]:
    """For each activity the codes of the indicators that count it in a year. Two queries, by the pure rule."""
    rules = _rules(partnership, year)
    happenings: dict[int, list[Happening]] = {}
    for pk, kind, date, of_year, quantity in (
        Milestone.objects.filter(activity_id__in=activity_ids, is_planned=False)
        .order_by("pk")
        .values_list("activity_id", "kind", "date", "year", "quantity")
    ):
        happenings.setdefault(pk, []).append(Happening(kind, date, of_year, quantity))
    found = {}
    for pk, kind, purposes in Activity.every.filter(partnership=partnership, pk__in=activity_ids).values_list(
        "pk", "kind", "purposes"
    ):
        entry = Entry(pk, kind, frozenset(purposes), tuple(happenings.get(pk, ())))
        found[pk] = frozenset(
            code
            for code, rule in rules
            if kind in rule.kinds and pk in tally(rule, [entry], [year]).by_year[year].members
        )
    return found


def rules_now(partnership: Partnership) -> list[tuple[Indicator, CountingRule]]:
    """The indicators of the current framework that are counted, in order, with their rules in its last year."""
    framework = framework_of(partnership)
    if framework is None:
        return []
    indicators = Indicator.objects.filter(goal_area__framework=framework).prefetch_related("definitions")
    year = max(framework.years)
    return [
        (each, rule)
        for each in indicators.order_by("goal_area__position", "position")
        if (rule := rule_in(each, year)) is not None
    ]


def _rules(partnership: Partnership, year: int) -> list[tuple[str, CountingRule]]:
    """The rules of the current framework in a year; a changed definition is seen within five minutes."""
    key = f"rules:{partnership.pk}:{year}"
    rules: list[tuple[str, CountingRule]] | None = cache.get(key)
    if rules is None:
        framework = framework_of(partnership)
        indicators = Indicator.objects.filter(goal_area__framework=framework).prefetch_related("definitions")
        rules = [(each.code, rule) for each in indicators if (rule := rule_in(each, year)) is not None]
        cache.set(key, rules, timeout=_SECONDS)
    return rules
