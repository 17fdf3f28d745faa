"""The activities behind a counted number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from brobygger.contributions.rules.credit import Credit
from brobygger.partnerships.models import Partnership
from brobygger.portfolio.models import Activity
from brobygger.results.models import Indicator
from brobygger.results.queries import tally
from brobygger.results.queries.frameworks import rule_in, rule_of

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
    return min(max(int(page), 1), LAST_PAGE) if page.isascii() and page.isdigit() and len(page) < 9 else 1


def counted_activities(
    partnership: Partnership, indicator: Indicator, years: Sequence[int], *, wanted: str, page: str, credit: str = ""
) -> Counted | None:
    """The activities that make up a figure; None when the indicator is not counted or the address means nothing."""
    rule = rule_of(indicator)
    if rule is None or credit not in {"", *Credit}:
        return None
    layer = Credit(credit) if credit else None
    number = page_number(page)
    offset = (number - 1) * PAGE_SIZE
    if wanted == UNDATED:
        ids = tally.undated_members(partnership, rule, offset=offset, limit=PAGE_SIZE + 1)
    elif wanted.startswith(f"{WAITING}-") and wanted[len(WAITING) + 1 :] in map(str, years) and rule.pending:
        year = int(wanted[len(WAITING) + 1 :])
        ids = tally.pending_members(partnership, rule, year, offset=offset, limit=PAGE_SIZE + 1)
    elif wanted.startswith(f"{DISPUTED}-") and wanted[len(DISPUTED) + 1 :] in map(str, years):
        year = int(wanted[len(DISPUTED) + 1 :])
        rule = rule_in(indicator, year) or rule
        ids = tally.left_out_members(partnership, rule, [year], offset=offset, limit=PAGE_SIZE + 1)
    elif wanted in {"", *map(str, years)}:
        ids = _members(partnership, indicator, [int(wanted)] if wanted else years, layer, offset)
    else:
        return None
    found = {
        activity.pk: activity
        for activity in Activity.every.filter(partnership=partnership, pk__in=ids[:PAGE_SIZE]).prefetch_related(
            "focus_areas", "milestones"
        )
    }
    return Counted(wanted, [found[pk] for pk in ids[:PAGE_SIZE]], number, len(ids) > PAGE_SIZE, layer)


def _members(
    partnership: Partnership, indicator: Indicator, years: Sequence[int], layer: Credit | None, offset: int
) -> list[int]:
    """Who is behind the number of these years: each year under the definition that its number was counted under."""
    rules = {year: rule for year in years if (rule := rule_in(indicator, year)) is not None}
    if layer:
        rules = {year: replace(rule, credit=layer) for year, rule in rules.items()}
    if len(set(rules.values())) > 1:
        return tally.members_by_year(partnership, rules, offset=offset, limit=PAGE_SIZE + 1)
    return (
        tally.members(partnership, rules[max(rules)], list(rules), offset=offset, limit=PAGE_SIZE + 1) if rules else []
    )
