"""Counting in the database what `results.rules.counting` states: the same answer, for large registers.

One statement a rule; it reads each matching milestone once and returns one row a year. The activities behind a number
are fetched only when somebody opens it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.db import connection

from brobygger.partnerships.models import Partnership
from brobygger.portfolio.rules.kinds import Standing
from brobygger.results.models import LeftOut
from brobygger.results.rules.counting import ENDED, CountingRule, Measure, TimeRule, Unique, date_order
from brobygger.results.rules.figures import Sums


def is_anything_left_out(partnership: Partnership) -> bool:
    """Whether there is something in the register that is disputed and not counted. One query."""
    return LeftOut.objects.filter(partnership=partnership, activity__isnull=False).exists()


def sums(
    partnership: Partnership, rule: CountingRule, years: Sequence[int], *, some_left_out: bool | None = None
) -> Sums:
    """Apply a rule to a partnership's register for some years. One statement, two where cases can wait.

    `some_left_out` when the caller knows already whether anything is disputed; only then is it looked for.
    """
    if some_left_out is None:
        some_left_out = is_anything_left_out(partnership)
    counted = _sums(partnership, rule, years, some_left_out)
    if not some_left_out:
        return counted
    return replace(counted, left_out=_left_out(partnership, rule, years))


def _sums(partnership: Partnership, rule: CountingRule, years: Sequence[int], some_left_out: bool) -> Sums:
    statement, parameters = _counting(partnership, rule, some_left_out)
    by_year: dict[int, Decimal | None] = dict.fromkeys(
        years, Decimal(0) if rule.measure is not Measure.LATEST else None
    )
    undated = 0
    period: Decimal | None = Decimal(0)
    with connection.cursor() as cursor:
        if rule.measure is Measure.LATEST:
            cursor.execute(
                f"SELECT year, {_quantity(rule)}, date, activity_id, number FROM ({statement}) AS o", parameters
            )
            return _latest(cursor.fetchall(), years, _pending(partnership, rule, years, some_left_out))
        key = "COUNT(DISTINCT activity_id)" if rule.unique is Unique.ACTIVITY else "COUNT(*)"
        value = key if rule.measure is Measure.COUNT else f"SUM({_quantity(rule)})"
        cursor.execute(
            f"SELECT year, {value}, COUNT(DISTINCT activity_id) FROM ({statement}) AS o GROUP BY year", parameters
        )
        for year, number, activities in cursor.fetchall():
            if year is None:
                undated = activities
            elif year in by_year:
                by_year[year] = _decimal(number or 0)
        if rule.is_additive:
            period = sum((number for number in by_year.values() if number is not None), Decimal(0))
        else:
            cursor.execute(
                f"SELECT COUNT(DISTINCT activity_id) FROM ({statement}) AS o WHERE year IN ({_marks(years)})",
                [*parameters, *years],
            )
            period = Decimal(cursor.fetchone()[0])
    return Sums(by_year, period, undated, _pending(partnership, rule, years, some_left_out))


def _latest(
    rows: Sequence[tuple[int | None, Decimal | None, str, int, int]], years: Sequence[int], pending: dict[int, int]
) -> Sums:
    told = [row for row in rows if row[1] is not None and row[0] in years]

    def latest(year: int | None) -> Decimal | None:
        of_year = [row for row in told if year is None or row[0] == year]
        last = max(of_year, key=lambda row: (date_order(row[2], unknown=""), row[3], row[4]), default=None)
        return _decimal(last[1]) if last and last[1] is not None else None

    return Sums(
        {year: latest(year) for year in years},
        latest(None),
        len({row[3] for row in rows if row[0] is None}),
        pending,
    )


def members(
    partnership: Partnership, rule: CountingRule, years: Sequence[int], *, offset: int = 0, limit: int = 50
) -> list[int]:
    """Ids of the activities behind a number, in the order they were registered."""
    statement, parameters = _counting(partnership, rule, is_anything_left_out(partnership))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT DISTINCT activity_id FROM ({statement}) AS o WHERE year IN ({_marks(years)}) "
            "ORDER BY activity_id LIMIT %s OFFSET %s",
            [*parameters, *years, limit, offset],
        )
        return [row[0] for row in cursor.fetchall()]


def undated_members(partnership: Partnership, rule: CountingRule, *, offset: int = 0, limit: int = 50) -> list[int]:
    """Ids of activities that count, but nobody knows in which year."""
    statement, parameters = _occurrences(partnership, rule)
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


def _counting(partnership: Partnership, rule: CountingRule, some_left_out: bool) -> tuple[str, list[Any]]:
    """SQL for the occurrences that count. What is disputed goes after its year is found, never before."""
    statement, parameters = _occurrences(partnership, rule)
    return _without(partnership, statement, parameters) if some_left_out else (statement, parameters)


def _without(partnership: Partnership, statement: str, parameters: list[Any]) -> tuple[str, list[Any]]:
    return f"SELECT c.* FROM ({statement}) AS c WHERE NOT EXISTS ({_LEFT_OUT})", [*parameters, partnership.pk]


def _only_left_out(partnership: Partnership, rule: CountingRule) -> tuple[str, list[Any]]:
    statement, parameters = _occurrences(partnership, rule)
    return f"SELECT c.* FROM ({statement}) AS c WHERE EXISTS ({_LEFT_OUT})", [*parameters, partnership.pk]


def _left_out(partnership: Partnership, rule: CountingRule, years: Sequence[int]) -> dict[int, int]:
    statement, parameters = _only_left_out(partnership, rule)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT year, COUNT(DISTINCT activity_id) FROM ({statement}) AS o GROUP BY year", parameters)
        found = dict.fromkeys(years, 0)
        return found | {year: count for year, count in cursor.fetchall() if year in found}


# `rules.counting.date_order` in the database: a season by its last month, unknown last.
_DATE_ORDER = (
    "CASE WHEN date = 'unknown' THEN 'z' WHEN LENGTH(date) = 7 AND SUBSTR(date, 6, 2) IN ('21', '22', '23', '24') "
    "THEN SUBSTR(date, 1, 5) || CASE SUBSTR(date, 6, 2) WHEN '21' THEN '05' WHEN '22' THEN '08' WHEN '23' THEN '11' "
    "ELSE '12' END ELSE date END"
)


def _quantity(rule: CountingRule) -> str:
    return "COALESCE(quantity, 1)" if rule.unique is Unique.PERSON else "quantity"


def _occurrences(partnership: Partnership, rule: CountingRule) -> tuple[str, list[Any]]:
    """SQL for the occurrences of a rule: activity_id, number, year, date, quantity."""
    matching, parameters = _matching(partnership, rule)
    decided = (
        "SELECT m.activity_id, m.id AS number, m.year, m.date, m.quantity FROM portfolio_milestone m "
        f"WHERE m.kind = %s AND NOT m.is_planned AND m.activity_id IN ({matching})"
    )
    values: list[Any] = [rule.milestone, *parameters]
    if rule.year_from != rule.milestone:
        cohort, cohort_values = _first_years(matching, parameters, rule.year_from)
        decided = (
            f"SELECT d.activity_id, d.number, c.year, d.date, d.quantity FROM ({decided}) AS d "
            f"LEFT JOIN ({cohort}) AS c ON c.activity_id = d.activity_id"
        )
        values = [*values, *cohort_values]
    if rule.time is TimeRule.EACH:
        return decided, values
    partition = "activity_id" if rule.time is TimeRule.FIRST else "activity_id, year"
    ranked = (
        f"SELECT d.*, ROW_NUMBER() OVER (PARTITION BY {partition} "
        f"ORDER BY CASE WHEN year IS NULL THEN 1 ELSE 0 END, year, {_DATE_ORDER}, number) AS rank, "
        f"MAX(year) OVER (PARTITION BY activity_id) AS known FROM ({decided}) AS d"
    )
    if rule.time is TimeRule.FIRST:
        if rule.measure is Measure.COUNT:
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
        statement += (
            " AND EXISTS (SELECT 1 FROM portfolio_facet f JOIN portfolio_term t ON t.id = f.term_id "
            "WHERE f.activity_id = a.id AND t.partnership_id = %s AND t.dimension = 'purpose' "
            f"AND t.key IN ({_marks(purposes)}))"
        )
        parameters += [partnership.pk, *purposes]
    return statement, parameters


def _first_years(matching: str, parameters: list[Any], kind: str) -> tuple[str, list[Any]]:
    statement = (
        "SELECT m.activity_id, MIN(m.year) AS year FROM portfolio_milestone m "
        f"WHERE m.kind = %s AND NOT m.is_planned AND m.activity_id IN ({matching}) GROUP BY m.activity_id"
    )
    return statement, [kind, *parameters]


def _waiting(partnership: Partnership, rule: CountingRule) -> tuple[str, list[Any]]:
    matching, parameters = _matching(partnership, rule)
    waiting, values = _first_years(matching, parameters, rule.pending)
    over = sorted({rule.milestone, *ENDED})
    statement = (
        f"SELECT w.activity_id, w.year FROM ({waiting}) AS w WHERE NOT EXISTS ("
        "SELECT 1 FROM portfolio_milestone m WHERE m.activity_id = w.activity_id "
        f"AND NOT m.is_planned AND m.kind IN ({_marks(over)}))"
    )
    return statement, [*values, *over]


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


def _decimal(number: Decimal | float) -> Decimal:
    """A number as the database gave it; SQLite adds in binary, and quantities have two decimals."""
    return Decimal(str(round(number, 2))) if isinstance(number, float) else Decimal(number)


def _marks(values: Sequence[object]) -> str:
    return ", ".join(["%s"] * len(values))
