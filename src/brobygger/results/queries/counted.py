"""The activities behind a counted number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from brobygger.contributions.rules.credit import Credit
from brobygger.designsystem.rules.sent import number_in
from brobygger.partnerships.models import Partnership
from brobygger.portfolio.models import Activity
from brobygger.results.models import Indicator
from brobygger.results.queries import tally
from brobygger.results.queries.frameworks import rules_in

PAGE_SIZE = 50
LAST_PAGE = 200
UNDATED = "uten"
WAITING = "venter"
DISPUTED = "omstridt"


@dataclass(frozen=True)
class Counted:
    """One page of activities. `wanted` is a year, UNDATED, WAITING or DISPUTED with a year, or empty for the period.

    `credit` is the part of the band that was asked for, None for the official number.
    """

    wanted: str
    activities: Sequence[Activity]
    page: int
    has_next: bool
    credit: Credit | None = None


def page_number(page: str) -> int:
    """Which page an address asks for; the first when it says nothing one can read."""
    return min(max(number_in(page, 1), 1), LAST_PAGE)


def counted_activities(
    partnership: Partnership, indicator: Indicator, years: Sequence[int], *, wanted: str, page: str, credit: str = ""
) -> Counted | None:
    """The activities that make up a figure; None when the indicator is not counted or the address means nothing."""
    rules = rules_in(indicator, years)
    if not rules or credit not in {"", *Credit}:
        return None
    layer = Credit(credit) if credit else None
    number = page_number(page)
    some = {"offset": (number - 1) * PAGE_SIZE, "limit": PAGE_SIZE + 1}
    part, _dash, of_year = wanted.partition("-")
    year = int(of_year) if of_year in map(str, rules) else None
    if wanted == UNDATED and max(years) in rules:
        ids = tally.undated_members(partnership, rules[max(years)], **some)
    elif part == WAITING and year is not None and rules[year].pending:
        ids = tally.pending_members(partnership, rules[year], year, **some)
    elif part == DISPUTED and year is not None:
        ids = tally.left_out_members(partnership, rules[year], [year], **some)
    elif wanted in {"", *map(str, years)}:
        asked = {year: rule for year, rule in rules.items() if wanted in {"", str(year)}}
        if layer:
            asked = {year: replace(rule, credit=layer) for year, rule in asked.items()}
        ids = tally.members(partnership, asked, **some)
    else:
        return None
    found = {
        activity.pk: activity
        for activity in Activity.every.filter(partnership=partnership, pk__in=ids[:PAGE_SIZE]).prefetch_related(
            "focus_areas", "milestones"
        )
    }
    return Counted(wanted, [found[pk] for pk in ids[:PAGE_SIZE]], number, len(ids) > PAGE_SIZE, layer)
