"""Which indicators count an activity in a year, and which areas count otherwise under another rule."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.cache import cache
from django.db import connection

from brobygger.partnerships.models import Partnership
from brobygger.portfolio.models import Activity, Milestone
from brobygger.results.models import Indicator
from brobygger.results.queries import tally as tally_of
from brobygger.results.queries.frameworks import framework_of, rule_in
from brobygger.results.rules.counting import CountingRule, Entry, Happening, is_one_thing, tally

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


def areas_counted_otherwise(
    partnership: Partnership, before: CountingRule | None, after: CountingRule | None, year: int
) -> set[int | None]:
    """The areas (None: what has none) with activities that count otherwise in a year under another rule. Two queries.

    Where both rules count activities: those that come and those that go. Else whatever counts under either, since what is
    counted of it has changed.
    """
    rules = [rule for rule in (before, after) if rule is not None]
    if not rules:
        return set()
    some_left_out = tally_of.is_anything_left_out(partnership)
    found = [tally_of.over_years(partnership, {year: rule}, some_left_out=some_left_out) for rule in rules]
    sides = [(f"SELECT activity_id FROM ({statement}) AS o", given) for statement, given in found]
    (one, of_one), (other, of_other) = sides[0], sides[-1]
    if len(rules) == 2 and is_one_thing(rules) and tally_of.counts_activities(rules[0]):
        counted = f"SELECT * FROM ({one} EXCEPT {other}) AS g UNION ALL SELECT * FROM ({other} EXCEPT {one}) AS c"
        parameters = [*of_one, *of_other, *of_other, *of_one]
    else:
        counted, parameters = f"{one} UNION ALL {other}", [*of_one, *of_other]
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT DISTINCT f.focusarea_id FROM ({counted}) AS d "
            "LEFT JOIN portfolio_activity_focus_areas f ON f.activity_id = d.activity_id",
            parameters,
        )
        return {row[0] for row in cursor.fetchall()}


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
