"""A figure by unit from the database: one statement a rule, and the activities behind each number.

The database puts together what names the same parties (there are far fewer such groups than activities); where a group is
in a tree is the pure rule's to say, `results.rules.by_unit`.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from itertools import groupby, islice
from operator import itemgetter
from typing import Any

from django.core.cache import cache
from django.db import connection

from brobygger.organisations.queries import lineage_of, parents_on
from brobygger.organisations.rules.heirs import Lineage, Path
from brobygger.organisations.rules.names import Party
from brobygger.partnerships.models import Partnership
from brobygger.portfolio.models import Activity
from brobygger.results.models import Indicator
from brobygger.results.queries import tally
from brobygger.results.queries.counted import PAGE_SIZE, Counted, page_number
from brobygger.results.queries.frameworks import rules_in
from brobygger.results.rules.by_unit import Group, Part, Placing, Row, Tree, by_unit, is_in
from brobygger.results.rules.counting import CountingRule, Measure, is_one_thing

_SECONDS = 24 * 3600


@dataclass(frozen=True)
class Standing:
    """Where parties stand in a tree of a directory."""

    lineage: Lineage
    tree: Tree
    parents: Mapping[int, Mapping[int, int | None]]

    def place(self, named: frozenset[Party], year: int) -> frozenset[Path]:
        """Where something that names these parties is in a year."""
        if self.tree is Tree.TODAY:
            paths = [self.lineage.path_today(party) for party in named]
        else:
            paths = [self.lineage.path_then(party, self.parents[year]) for party in named]
        return self.lineage.settled(paths)


@dataclass(frozen=True)
class ByUnit:
    """The rows of a figure by unit, and what became of units."""

    rows: Mapping[Path, Row]
    lineage: Lineage


def standing_in(partnership: Partnership, tree: Tree, years: Sequence[int], today: date) -> Standing:
    """The directory as a tree is read from it. Five queries at most."""
    lineage = lineage_of(partnership.directory_id, today=today)
    if tree is Tree.TODAY:
        return Standing(lineage, tree, {})
    days = {year: min(date(year, 12, 31), today) for year in years}
    trees = parents_on(partnership.directory_id, days.values())
    return Standing(lineage, tree, {year: trees[day] for year, day in days.items()})


def can_be_divided(indicator: Indicator, years: Sequence[int]) -> bool:
    """Whether a figure is counted, and of things that belong to somebody: the latest of some numbers does not add up.

    Nor do the years where they count different things.
    """
    rules = rules_in(indicator, years)
    is_all = len(rules) == len(years) and is_one_thing(rules.values())
    return is_all and all(rule.measure is not Measure.LATEST for rule in rules.values())


def figure_by_unit(
    partnership: Partnership, indicator: Indicator, years: Sequence[int], *, tree: Tree, today: date
) -> ByUnit | None:
    """What an indicator's official number is by unit; None when it cannot be divided. One statement.

    Remembered until something that is counted changes (`Partnership.data_version`; reorganising does), or the day turns.
    """
    if not can_be_divided(indicator, years):
        return None
    rules = rules_in(indicator, years)
    versions = ",".join(str(definition.pk) for definition in indicator.definitions.all())
    key = f"by-unit-once:{partnership.pk}:{indicator.pk}:{versions}:{partnership.data_version}:{tree.value}:{today}"
    remembered: ByUnit | None = cache.get(key)
    if remembered is not None:
        return remembered
    standing = standing_in(partnership, tree, years, today)
    rows = by_unit(groups_of(partnership, rules), _remembering(standing.place), standing.lineage.settled)
    found = ByUnit(rows, standing.lineage)
    cache.set(key, found, timeout=_SECONDS)
    return found


def groups_of(partnership: Partnership, rules: Mapping[int, CountingRule]) -> list[Group]:
    """What some years count, each by its own rule, put together by the parties that are named.

    One statement; one more where something is disputed.
    """
    named, keys = _with_names(*tally.over_years(partnership, rules))
    rule, is_alone = next(iter(rules.values())), len(set(rules.values())) == 1
    of_activities = tally.counts_activities(rule)
    if rule.is_additive and is_alone:
        key = "COUNT(DISTINCT o.activity_id)" if of_activities else "COUNT(*)"
        value = key if rule.measure is Measure.COUNT else f"SUM({tally.quantity_of(rule)})"
        rows = _read(
            f"{named} SELECT s.signature, o.year, {value} FROM o LEFT JOIN s ON s.activity_id = o.activity_id "
            "GROUP BY s.signature, o.year",
            keys,
        )
        return [Group(_parties(key), {year: tally.as_decimal(number or 0)}) for key, year, number in rows]
    # A thing may be in several years and is one all the same: an activity, or what happened in it.
    thing = "o.activity_id" if of_activities else "o.activity_id, o.number"
    value = "COUNT(*)" if rule.measure is Measure.COUNT else f"SUM({tally.quantity_of(rule)})"
    rows = _read(
        f"{named} SELECT signature, years, {value} FROM (SELECT s.signature, MAX(o.quantity) AS quantity, "
        f"{_joined('DISTINCT CAST(o.year AS {text})')} AS years FROM o LEFT JOIN s ON s.activity_id = o.activity_id "
        f"GROUP BY {thing}, s.signature) AS e GROUP BY signature, years",
        keys,
    )
    groups = []
    for key, of, number in rows:
        worth = tally.as_decimal(number or 0)
        groups.append(Group(_parties(key), {int(year): worth for year in of.split(",")}, whole=worth))
    return groups


def behind(
    partnership: Partnership,
    indicator: Indicator,
    years: Sequence[int],
    *,
    tree: Tree,
    today: date,
    row: Path,
    part: Part,
    year: int | None,
    page: str,
) -> Counted:
    """The activities behind a number of a row: of a year, or of all of them. One statement, and one for the page.

    The database puts all that counts in order; read is only as far as the page goes, which for the last page is all of it.
    """
    standing = standing_in(partnership, tree, years, today)
    on = page_number(page)
    with closing(_ids_behind(partnership, rules_in(indicator, [year] if year else years), standing, row, part)) as ids:
        some = list(islice(ids, (on - 1) * PAGE_SIZE, on * PAGE_SIZE + 1))
    activities = {
        activity.pk: activity
        for activity in Activity.every.filter(partnership=partnership, pk__in=some[:PAGE_SIZE]).prefetch_related(
            "focus_areas", "milestones"
        )
    }
    wanted = str(year) if year else ""
    return Counted(wanted, [activities[pk] for pk in some[:PAGE_SIZE]], on, len(some) > PAGE_SIZE)


def _ids_behind(
    partnership: Partnership, rules: Mapping[int, CountingRule], standing: Standing, row: Path, part: Part
) -> Generator[int, None, None]:
    """The ids behind, lowest first, found as they are asked for."""
    place = _remembering(standing.place)
    rule, is_alone = next(iter(rules.values())), len(set(rules.values())) == 1
    # A thing stands in one place of the period wherever it was in its years; what adds up by year stands where it did each year.
    of_activities = tally.counts_activities(rule)
    number = "o.year" if rule.is_additive and is_alone else "0" if of_activities else "o.number"
    named, keys = _with_names(*tally.over_years(partnership, rules))
    rows = _each(
        f"{named} SELECT DISTINCT o.activity_id, s.signature, o.year, {number} FROM o "
        "LEFT JOIN s ON s.activity_id = o.activity_id ORDER BY 1",
        keys,
    )
    with closing(rows):
        for pk, of_one in groupby(rows, key=itemgetter(0)):
            found: dict[int, set[Path]] = {}
            for _pk, key, of_year, of_thing in of_one:
                found.setdefault(of_thing, set()).update(place(_parties(key), of_year))
            if any(is_in(standing.lineage.settled(paths), row, part) for paths in found.values()):
                yield pk


def _remembering(place: Placing) -> Placing:
    """Many groups name the same, so each is placed once."""
    placed: dict[tuple[frozenset[Party], int], frozenset[Path]] = {}

    def remembered(named: frozenset[Party], year: int) -> frozenset[Path]:
        key = (named, year)
        if key not in placed:
            placed[key] = place(named, year)
        return placed[key]

    return remembered


def _with_names(statement: str, parameters: Sequence[Any]) -> tuple[str, list[Any]]:
    """The occurrences as `o`, and as `s` which parties each activity names: `1:7,2:` is unit 7 of 1, and 2 itself."""
    who = "CAST(p.organisation_id AS {text}) || ':' || COALESCE(CAST(p.unit_id AS {text}), '')"
    return (
        f"WITH o AS ({statement}), k AS (SELECT DISTINCT p.activity_id, {_typed(who)} AS who "
        "FROM portfolio_participation p WHERE p.activity_id IN (SELECT activity_id FROM o)), "
        f"s AS (SELECT activity_id, {_joined('who')} AS signature "
        "FROM (SELECT activity_id, who FROM k ORDER BY activity_id, who) AS w GROUP BY activity_id)"
    ), list(parameters)


def _typed(sql: str) -> str:
    return sql.format(text="VARCHAR" if connection.vendor == "postgresql" else "TEXT")


def _joined(sql: str) -> str:
    """Texts put together with commas: what both databases can, by two names."""
    if connection.vendor == "postgresql":
        return f"STRING_AGG({_typed(sql)}, ',')"
    # SQLite takes no separator beside DISTINCT; a comma is what it puts anyway.
    return f"GROUP_CONCAT({_typed(sql)})"


def _parties(signature: str | None) -> frozenset[Party]:
    found = (each.split(":") for each in (signature or "").split(",") if each)
    return frozenset(Party(int(organisation), int(unit) if unit else None) for organisation, unit in found)


def _read(statement: str, parameters: Iterable[Any]) -> list[tuple[Any, ...]]:
    return list(_each(statement, parameters))


def _each(statement: str, parameters: Iterable[Any]) -> Generator[tuple[Any, ...], None, None]:
    """Row by row, for whoever may stop before the last."""
    with connection.cursor() as cursor:
        cursor.execute(statement, list(parameters))
        yield from cursor
