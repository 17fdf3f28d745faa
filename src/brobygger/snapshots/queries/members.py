"""Who stands behind a frozen number, and who would today."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from brobygger.partnerships.models import Partnership
from brobygger.portfolio.models import Activity
from brobygger.results.models import Indicator
from brobygger.results.queries import tally
from brobygger.results.queries.frameworks import rules_in
from brobygger.results.queries.thawed import thawed_indicator
from brobygger.snapshots.models import Snapshot
from brobygger.snapshots.queries.reading import ItemPage, item_page, items_of

# Longer lists are not compared while somebody waits.
COMPARED_AT_MOST = 5_000
SHOWN_AT_MOST = 50
MEMBERS, WAITING, UNDATED = "members", "waiting", "undated"


@dataclass(frozen=True)
class Today:
    """What an activity is called today, and where it is."""

    slug: str
    title: str
    standing: str


@dataclass(frozen=True)
class FrozenMembers:
    """One page of a frozen list: `(id, slug, version, title)` each, and what has become of them."""

    page: ItemPage
    today: dict[int, Today]


@dataclass(frozen=True)
class Since:
    """Who has come into a number since it was frozen and who is no longer in it; so many of each are told."""

    came: Sequence[Today]
    came_count: int
    went: Sequence[Today]
    went_count: int


def frozen_figure(snapshot: Snapshot, code: str, year: int | None) -> dict[str, Any] | None:
    """One figure as it was frozen; None when there is none. One query."""
    for figure in items_of(snapshot, "figures"):
        if (figure["code"], figure["year"]) == (code, year):
            return dict(figure)
    return None


def frozen_members(
    partnership: Partnership, snapshot: Snapshot, code: str, year: int | None, *, part: str = MEMBERS, page: int = 1
) -> FrozenMembers:
    """One page of who was counted (or waited, or had no year), with what they are called today. Three queries."""
    found = item_page(snapshot, f"{part}/{code}.{'period' if year is None else year}", page)
    return FrozenMembers(found, _today(partnership, [value[0] for value in found.values]))


def members_since(
    partnership: Partnership, snapshot: Snapshot, told: Mapping[str, Any], years: Sequence[int], year: int | None
) -> Since | None:
    """How today's list differs from the frozen one, counted as it was then; None when they are too long.

    `told` is the indicator as it was frozen. By the definitions of then, each for its year: what has come and gone is then what
    happened in the register. What a new definition takes in or leaves out is no news about what was adopted.
    """
    rules = rules_in(thawed_indicator(told), years if year is None else [year])
    if not rules:
        return None
    group = f"{MEMBERS}/{told['code']}.{'period' if year is None else year}"
    if item_page(snapshot, group, 1).total > COMPARED_AT_MOST:
        return None
    now = tally.members(partnership, rules, limit=COMPARED_AT_MOST + 1)
    if len(now) > COMPARED_AT_MOST:
        return None
    then = {value[0]: value for value in items_of(snapshot, group)}
    came, went = sorted(set(now) - set(then)), sorted(set(then) - set(now))
    names = _today(partnership, [*came[:SHOWN_AT_MOST], *went[:SHOWN_AT_MOST]])
    return Since(
        [names[pk] for pk in came[:SHOWN_AT_MOST] if pk in names],
        len(came),
        [Today(then[pk][1], then[pk][3], names[pk].standing if pk in names else "") for pk in went[:SHOWN_AT_MOST]],
        len(went),
    )


def is_redefined(told: Mapping[str, Any], indicator: Indicator, years: Sequence[int], year: int | None) -> bool:
    """Whether an indicator is counted otherwise today than when it was frozen, in a year or in any of them. No query."""
    asked = years if year is None else [year]
    return rules_in(thawed_indicator(told), asked) != rules_in(indicator, asked)


def _today(partnership: Partnership, ids: Collection[int]) -> dict[int, Today]:
    rows = Activity.every.filter(partnership=partnership, pk__in=ids)
    return {pk: Today(*row) for pk, *row in rows.values_list("pk", "slug", "title", "standing")}
