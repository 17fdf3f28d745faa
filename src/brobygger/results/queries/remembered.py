"""What was counted, remembered kind by kind: after one activity changed, only the rules of its kind count anew."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from django.core.cache import cache

from brobygger.contributions.rules.credit import Credit
from brobygger.partnerships.models import Partnership
from brobygger.portfolio.models.index import ALL_KINDS
from brobygger.portfolio.queries.editions import editions_of
from brobygger.results.queries import tally
from brobygger.results.rules.counting import CountingRule
from brobygger.results.rules.figures import Sums

Bands = Mapping[Credit, Sums]


def counted_by(
    partnership: Partnership, rules: Collection[CountingRule], years: Sequence[int], *, some_left_out: bool
) -> dict[CountingRule, Bands]:
    """What every rule counts. One query, and those of `tally.bands` for each rule of whose kinds something changed.

    The editions are read before anything is counted: what changes meanwhile makes what is remembered old, never wrong.
    """
    key = f"counted:{partnership.pk}:{'-'.join(map(str, years))}"
    editions = editions_of(partnership)
    held: Mapping[CountingRule, tuple[tuple[str, ...], Bands]] = cache.get(key) or {}
    now: dict[CountingRule, tuple[tuple[str, ...], Bands]] = {}
    for rule in rules:
        edition = tuple(editions.get(kind, "") for kind in (ALL_KINDS, *sorted(rule.kinds)))
        known = held.get(rule)
        now[rule] = (
            known
            if known is not None and known[0] == edition
            else (edition, tally.bands(partnership, rule, years, some_left_out=some_left_out))
        )
    cache.set(key, now, timeout=None)
    return {rule: bands for rule, (_, bands) in now.items()}


def counted_anew(
    partnership: Partnership, rules: Collection[CountingRule], years: Sequence[int], *, some_left_out: bool
) -> dict[CountingRule, Bands]:
    """The same, without looking at what is remembered and without remembering it."""
    return {rule: tally.bands(partnership, rule, years, some_left_out=some_left_out) for rule in rules}
