"""Counting in the database what `results.rules.counting` states: the same answer, for large registers.

One statement a rule; it reads each matching milestone once and returns one row a year. The activities behind a number
are fetched only when somebody opens it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.db import connection

from brobygger.contributions.rules.credit import Credit, Layer
from brobygger.partnerships.models import Partnership
from brobygger.portfolio.rules.kinds import Standing
from brobygger.results.models import LeftOut
from brobygger.results.rules.counting import ENDED, CountingRule, Measure, TimeRule, Unique, date_order, is_one_thing
from brobygger.results.rules.figures import Sums


def is_anything_left_out(partnership: Partnership) -> bool:
    """Whether there is something in the register that is disputed and not counted. One query."""
    return LeftOut.objects.filter(partnership=partnership, activity__isnull=False).exists()


def sums(
    partnership: Partnership, rule: CountingRule, years: Sequence[int], *, some_left_out: bool | None = None
) -> Sums:
    """Apply a rule to a partnership's register for some years: the number its credit gives. Statements as `bands`.

    `some_left_out` when the caller knows already whether anything is disputed; only then is it looked for.
    """
    return bands(partnership, rule, years, some_left_out=some_left_out)[rule.credit]


def bands(
    partnership: Partnership, rule: CountingRule, years: Sequence[int], *, some_left_out: bool | None = None
) -> dict[Credit, Sums]:
    """What a rule gives for every credit from strict to broad, and for the two parts of broad that stand apart.

    One statement; one more where cases can wait, and where one activity can count in several years. An activity is in
    one layer only, so what the layers count adds up. What is disputed is in none of them; the official one says how much.
    """
    if some_left_out is None:
        some_left_out = is_anything_left_out(partnership)
    found = _bands(partnership, rule, years, some_left_out)
    if some_left_out:
        found[rule.credit] = replace(found[rule.credit], left_out=_left_out(partnership, rule, years))
    return found


def _bands(
    partnership: Partnership, rule: CountingRule, years: Sequence[int], some_left_out: bool
) -> dict[Credit, Sums]:
    statement, parameters = _counting(partnership, rule, some_left_out)
    pending = _pending(partnership, rule, years, some_left_out)
    layered = f"FROM ({statement}) AS o LEFT JOIN contributions_creditstanding s ON s.activity_id = o.activity_id"
    with connection.cursor() as cursor:
        if rule.measure is Measure.LATEST:
            cursor.execute(
                f"SELECT {_LAYER}, year, {quantity_of(rule)}, date, o.activity_id, number {layered}", parameters
            )
            rows = cursor.fetchall()
            return {
                credit: _latest([row[1:] for row in rows if row[0] in credit.layers], years, pending)
                for credit in Credit
            }
        # By the first, each activity is there once, and need not be told from the others.
        activities = "COUNT(*)" if rule.time is TimeRule.FIRST else "COUNT(DISTINCT o.activity_id)"
        key = activities if counts_activities(rule) else "COUNT(*)"
        value = key if rule.measure is Measure.COUNT else f"SUM({quantity_of(rule)})"
        cursor.execute(
            f"SELECT {_LAYER} AS credited, year, {value}, {activities} {layered} GROUP BY credited, year",
            parameters,
        )
        by_year: dict[tuple[str, int], Decimal] = {}
        undated: dict[str, int] = {}
        for layer, year, number, activities in cursor.fetchall():
            if year is None:
                undated[layer] = activities
            elif year in years:
                by_year[layer, year] = as_decimal(number or 0)
        period: dict[str, int] = {}
        if not rule.is_additive:
            cursor.execute(
                f"SELECT {_LAYER} AS credited, COUNT(DISTINCT o.activity_id) {layered} "
                f"WHERE year IN ({_marks(years)}) GROUP BY credited",
                [*parameters, *years],
            )
            period = dict(cursor.fetchall())
    return {credit: _added(credit, rule, by_year, period, undated, years, pending) for credit in Credit}


def _added(
    credit: Credit,
    rule: CountingRule,
    by_year: Mapping[tuple[str, int], Decimal],
    period: Mapping[str, int],
    undated: Mapping[str, int],
    years: Sequence[int],
    pending: dict[int, int],
) -> Sums:
    of_year = {
        year: sum((by_year.get((layer, year), Decimal(0)) for layer in credit.layers), Decimal(0)) for year in years
    }
    if rule.is_additive:
        whole = sum(of_year.values(), Decimal(0))
    else:
        whole = Decimal(sum(period.get(layer, 0) for layer in credit.layers))
    return Sums(dict(of_year), whole, sum(undated.get(layer, 0) for layer in credit.layers), pending)


def _latest(
    rows: Sequence[tuple[int | None, Decimal | None, str, int, int]], years: Sequence[int], pending: dict[int, int]
) -> Sums:
    told = [row for row in rows if row[1] is not None and row[0] in years]

    def latest(year: int | None) -> Decimal | None:
        of_year = [row for row in told if year is None or row[0] == year]
        last = max(of_year, key=lambda row: (date_order(row[2], unknown=""), row[3], row[4]), default=None)
        return as_decimal(last[1]) if last and last[1] is not None else None

    return Sums(
        {year: latest(year) for year in years},
        latest(None),
        len({row[3] for row in rows if row[0] is None}),
        pending,
    )


@dataclass(frozen=True)
class Together:
    """What several years hold together, each thing once: for every credit, and for the official number."""

    band: Mapping[Credit, Decimal | None]
    official: Decimal | None


def together(
    partnership: Partnership, rules: Mapping[int, CountingRule], *, some_left_out: bool | None = None
) -> Together:
    """The number of a period in which the rule changed, as `counting.together` states it. One statement, two where credits differ."""
    if not is_one_thing(rules.values()):
        return Together(dict.fromkeys(Credit), None)
    if some_left_out is None:
        some_left_out = is_anything_left_out(partnership)
    rule, asked = next(iter(rules.values())), {rule.credit for rule in rules.values()}
    found = _together(
        rule, list(rules), *over_years(partnership, rules, some_left_out=some_left_out, is_credited=False)
    )
    if len(asked) == 1:
        return Together(found, found[rule.credit])
    official = _together(rule, list(rules), *over_years(partnership, rules, some_left_out=some_left_out))
    return Together(found, official[Credit.BROAD])


def _together(
    rule: CountingRule, years: Sequence[int], statement: str, parameters: list[Any]
) -> dict[Credit, Decimal | None]:
    what = "activity_id" if counts_activities(rule) else "activity_id, number, quantity"
    if rule.measure is Measure.LATEST:
        what = f"year, {quantity_of(rule)} AS quantity, date, activity_id, number"
    standing = "LEFT JOIN contributions_creditstanding s ON s.activity_id = o.activity_id"
    once = f"FROM (SELECT DISTINCT {what} FROM ({statement}) AS u) AS o {standing}"
    with connection.cursor() as cursor:
        if rule.measure is Measure.LATEST:
            cursor.execute(f"SELECT {_LAYER}, o.year, o.quantity, o.date, o.activity_id, o.number {once}", parameters)
            rows = cursor.fetchall()
            return {c: _latest([row[1:] for row in rows if row[0] in c.layers], years, {}).period for c in Credit}
        value = "COUNT(*)" if rule.measure is Measure.COUNT else f"SUM({quantity_of(rule)})"
        cursor.execute(f"SELECT {_LAYER} AS credited, {value} {once} GROUP BY credited", parameters)
        layers = {layer: as_decimal(number or 0) for layer, number in cursor.fetchall()}
    return {c: sum((layers.get(layer, Decimal(0)) for layer in c.layers), Decimal(0)) for c in Credit}


def over_years(
    partnership: Partnership,
    rules: Mapping[int, CountingRule],
    *,
    some_left_out: bool | None = None,
    is_credited: bool = True,
) -> tuple[str, list[Any]]:
    """SQL for the occurrences of some years, each by its own rule: activity_id, number, year, date, quantity.

    Where the rule changed, one and the same occurrence may stand there in more than one year. One query.
    """
    if some_left_out is None:
        some_left_out = is_anything_left_out(partnership)
    years_of: dict[CountingRule, list[int]] = {}
    for year, rule in rules.items():
        years_of.setdefault(rule, []).append(year)
    parts, parameters = [], []
    for rule, years in years_of.items():
        statement, given = _counting(partnership, rule, some_left_out, is_each=len(years_of) > 1)
        if is_credited:
            statement, given = _credited(rule, statement, given)
        parts.append(
            f"SELECT activity_id, number, year, date, quantity FROM ({statement}) AS r WHERE year IN ({_marks(years)})"
        )
        parameters += [*given, *years]
    return " UNION ALL ".join(parts), parameters


def members(
    partnership: Partnership, rules: Mapping[int, CountingRule], *, offset: int = 0, limit: int = 50
) -> list[int]:
    """Ids of the activities behind some years, each year by its own rule and credit: each once, in the order they were registered."""
    if not rules:
        return []
    statement, parameters = over_years(partnership, rules)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT DISTINCT activity_id FROM ({statement}) AS o ORDER BY activity_id LIMIT %s OFFSET %s",
            [*parameters, limit, offset],
        )
        return [row[0] for row in cursor.fetchall()]


def undated_members(partnership: Partnership, rule: CountingRule, *, offset: int = 0, limit: int = 50) -> list[int]:
    """Ids of activities that count, but nobody knows in which year."""
    statement, parameters = _credited(rule, *_occurrences(partnership, rule))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT DISTINCT activity_id FROM ({statement}) AS o WHERE year IS NULL ORDER BY activity_id "
            "LIMIT %s OFFSET %s",
            [*parameters, limit, offset],
        )
        return [row[0] for row in cursor.fetchall()]


def pending_members(
    partnership: Partnership, rule: CountingRule, year: int, *, offset: int = 0, limit: int = 50
) -> list[int]:
    """Ids of activities that still wait for the deciding milestone."""
    statement, parameters = _waiting(partnership, rule)
    if is_anything_left_out(partnership):
        statement, parameters = _without(partnership, statement, parameters)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT activity_id FROM ({statement}) AS w WHERE year = %s ORDER BY activity_id LIMIT %s OFFSET %s",
            [*parameters, year, limit, offset],
        )
        return [row[0] for row in cursor.fetchall()]


def left_out_members(
    partnership: Partnership, rule: CountingRule, years: Sequence[int], *, offset: int = 0, limit: int = 50
) -> list[int]:
    """Ids of activities that would count in these years, but are disputed."""
    statement, parameters = _only_left_out(partnership, rule)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT DISTINCT activity_id FROM ({statement}) AS o WHERE year IN ({_marks(years)}) "
            "ORDER BY activity_id LIMIT %s OFFSET %s",
            [*parameters, *years, limit, offset],
        )
        return [row[0] for row in cursor.fetchall()]


# What is disputed: the entry that stands for it now, also where that was merged again.
_LEFT_OUT = (
    "SELECT 1 FROM results_leftout l JOIN portfolio_activity one ON one.id = l.activity_id "
    "LEFT JOIN portfolio_activity two ON two.id = one.merged_into_id "
    "WHERE l.partnership_id = %s AND l.year = c.year "
    "AND COALESCE(two.merged_into_id, one.merged_into_id, one.id) = c.activity_id"
)


def _counting(
    partnership: Partnership, rule: CountingRule, some_left_out: bool, *, is_each: bool = False
) -> tuple[str, list[Any]]:
    """SQL for the occurrences that count. What is disputed goes after its year is found, never before."""
    statement, parameters = _occurrences(partnership, rule, is_each=is_each)
    return _without(partnership, statement, parameters) if some_left_out else (statement, parameters)


def _without(partnership: Partnership, statement: str, parameters: list[Any]) -> tuple[str, list[Any]]:
    return f"SELECT c.* FROM ({statement}) AS c WHERE NOT EXISTS ({_LEFT_OUT})", [*parameters, partnership.pk]


def _only_left_out(partnership: Partnership, rule: CountingRule) -> tuple[str, list[Any]]:
    statement, parameters = _credited(rule, *_occurrences(partnership, rule))
    return f"SELECT c.* FROM ({statement}) AS c WHERE EXISTS ({_LEFT_OUT})", [*parameters, partnership.pk]


def _left_out(partnership: Partnership, rule: CountingRule, years: Sequence[int]) -> dict[int, int]:
    statement, parameters = _only_left_out(partnership, rule)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT year, COUNT(DISTINCT activity_id) FROM ({statement}) AS o GROUP BY year", parameters)
        found = dict.fromkeys(years, 0)
        return found | {year: count for year, count in cursor.fetchall() if year in found}


def counts_activities(rule: CountingRule) -> bool:
    """Whether a rule's number is how many activities there are."""
    return rule.measure is Measure.COUNT and rule.unique is Unique.ACTIVITY


# Where nobody has answered, nobody knows.
_LAYER = f"COALESCE(s.layer, '{Layer.UNKNOWN.value}')"

# `rules.counting.date_order` in the database: a season by its last month, unknown last.
_DATE_ORDER = (
    "CASE WHEN date = 'unknown' THEN 'z' WHEN LENGTH(date) = 7 AND SUBSTR(date, 6, 2) IN ('21', '22', '23', '24') "
    "THEN SUBSTR(date, 1, 5) || CASE SUBSTR(date, 6, 2) WHEN '21' THEN '05' WHEN '22' THEN '08' WHEN '23' THEN '11' "
    "ELSE '12' END ELSE date END"
)


def quantity_of(rule: CountingRule) -> str:
    """SQL for the number of one occurrence: a person without one counts as one."""
    return "COALESCE(quantity, 1)" if rule.unique is Unique.PERSON else "quantity"


def _credited(rule: CountingRule, statement: str, parameters: list[Any]) -> tuple[str, list[Any]]:
    """SQL for those of some occurrences that the rule's credit counts."""
    if rule.credit is Credit.BROAD:
        return statement, parameters
    layers = sorted(layer.value for layer in rule.credit.layers)
    credited = (
        f"SELECT o.* FROM ({statement}) AS o LEFT JOIN contributions_creditstanding s "
        f"ON s.activity_id = o.activity_id WHERE {_LAYER} IN ({_marks(layers)})"
    )
    return credited, [*parameters, *layers]


def _occurrences(partnership: Partnership, rule: CountingRule, *, is_each: bool = False) -> tuple[str, list[Any]]:
    """SQL for the occurrences of a rule: activity_id, number, year, date, quantity. `is_each`: one must be known from another."""
    matching, parameters = _matching(partnership, rule)
    values: list[Any] = [rule.milestone, *parameters]
    year = "m.year"
    if rule.year_from != rule.milestone:
        # Looked up for each that is decided, which are fewer than all that ever began.
        year = (
            "(SELECT MIN(y.year) FROM portfolio_milestone y "
            "WHERE y.activity_id = m.activity_id AND y.kind = %s AND NOT y.is_planned)"
        )
        values = [rule.year_from, *values]
    decided = (
        f"SELECT m.activity_id, m.id AS number, {year} AS year, m.date, m.quantity FROM portfolio_milestone m "
        f"WHERE m.kind = %s AND NOT m.is_planned AND m.activity_id IN ({matching})"
    )
    if rule.time is TimeRule.EACH:
        return decided, values
    partition = "activity_id" if rule.time is TimeRule.FIRST else "activity_id, year"
    ranked = (
        f"SELECT d.*, ROW_NUMBER() OVER (PARTITION BY {partition} "
        f"ORDER BY CASE WHEN year IS NULL THEN 1 ELSE 0 END, year, {_DATE_ORDER}, number) AS rank, "
        f"MAX(year) OVER (PARTITION BY activity_id) AS known FROM ({decided}) AS d"
    )
    if rule.time is TimeRule.FIRST:
        if rule.measure is Measure.COUNT and not is_each:
            # The common case, without a window: the year of the first.
            return (
                "SELECT activity_id, 0 AS number, MIN(year) AS year, '' AS date, NULL AS quantity "
                f"FROM ({decided}) AS d GROUP BY activity_id"
            ), values
        return f"SELECT * FROM ({ranked}) AS r WHERE rank = 1", values
    return f"SELECT * FROM ({ranked}) AS r WHERE rank = 1 AND (year IS NOT NULL OR known IS NULL)", values


def _matching(partnership: Partnership, rule: CountingRule) -> tuple[str, list[Any]]:
    kinds = sorted(rule.kinds)
    statement = (
        "SELECT a.id FROM portfolio_activity a WHERE a.partnership_id = %s AND a.standing = %s "
        f"AND a.kind IN ({_marks(kinds)})"
    )
    parameters: list[Any] = [partnership.pk, Standing.REGISTERED.value, *kinds]
    if rule.purposes:
        purposes = sorted(rule.purposes)
        # The terms are found once, not for each activity.
        statement += (
            " AND EXISTS (SELECT 1 FROM portfolio_facet f WHERE f.activity_id = a.id AND f.term_id IN ("
            "SELECT t.id FROM portfolio_term t WHERE t.partnership_id = %s AND t.dimension = 'purpose' "
            f"AND t.key IN ({_marks(purposes)})))"
        )
        parameters += [partnership.pk, *purposes]
    return statement, parameters


def _waiting(partnership: Partnership, rule: CountingRule) -> tuple[str, list[Any]]:
    matching, parameters = _matching(partnership, rule)
    waiting = (
        "SELECT m.activity_id, MIN(m.year) AS year FROM portfolio_milestone m "
        f"WHERE m.kind = %s AND NOT m.is_planned AND m.activity_id IN ({matching}) GROUP BY m.activity_id"
    )
    over = sorted({rule.milestone, *ENDED})
    statement = (
        f"SELECT w.activity_id, w.year FROM ({waiting}) AS w WHERE NOT EXISTS ("
        "SELECT 1 FROM portfolio_milestone m WHERE m.activity_id = w.activity_id "
        f"AND NOT m.is_planned AND m.kind IN ({_marks(over)}))"
    )
    return statement, [rule.pending, *parameters, *over]


def _pending(partnership: Partnership, rule: CountingRule, years: Sequence[int], some_left_out: bool) -> dict[int, int]:
    found = dict.fromkeys(years, 0)
    if rule.pending:
        statement, parameters = _waiting(partnership, rule)
        if some_left_out:
            statement, parameters = _without(partnership, statement, parameters)
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT year, COUNT(*) FROM ({statement}) AS w GROUP BY year", parameters)
            found |= {year: count for year, count in cursor.fetchall() if year in found}
    return found


def as_decimal(number: Decimal | float) -> Decimal:
    """A number as the database gave it; SQLite adds in binary, and quantities have two decimals."""
    return Decimal(str(round(number, 2))) if isinstance(number, float) else Decimal(number)


def _marks(values: Sequence[object]) -> str:
    return ", ".join(["%s"] * len(values))
