"""What rules count, and what of it is remembered: after one activity changed, only the rules of its kind count anew."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.core.cache import cache

from brobygger.contributions.rules.credit import Credit
from brobygger.partnerships.models import Partnership
from brobygger.portfolio.models.index import ALL_KINDS
from brobygger.portfolio.queries.editions import editions_of
from brobygger.results.queries import tally
from brobygger.results.rules.counting import CountingRule
from brobygger.results.rules.figures import Sums

Bands = Mapping[Credit, Sums]


class Tallies:
    """What a partnership's register counts for some years, each rule once. The queries of `tally.bands` for each."""

    def __init__(self, partnership: Partnership, years: Sequence[int], *, some_left_out: bool) -> None:
        self.partnership, self.years, self.some_left_out = partnership, years, some_left_out
        self._counted: dict[CountingRule, Bands] = {}

    def of(self, rule: CountingRule) -> Bands:
        """What a rule counts, for every credit."""
        if rule not in self._counted:
            self._counted[rule] = self._count(rule)
        return self._counted[rule]

    def keep(self) -> None:
        """Remember what was counted: here nothing is, for whoever has written what may still be undone."""

    def _count(self, rule: CountingRule) -> Bands:
        return tally.bands(self.partnership, rule, self.years, some_left_out=self.some_left_out)


class Remembered(Tallies):
    """The same, but what was counted under the same editions of a rule's kinds is not counted again. One query more.

    The editions are read before anything is counted: what changes meanwhile makes what is remembered old, never wrong.
    """

    def __init__(self, partnership: Partnership, years: Sequence[int], *, some_left_out: bool) -> None:
        super().__init__(partnership, years, some_left_out=some_left_out)
        self._editions = editions_of(partnership)
        self._key = f"counted:{partnership.pk}:{'-'.join(map(str, years))}"
        self._held: Mapping[CountingRule, tuple[tuple[str, ...], Bands]] = cache.get(self._key) or {}

    def keep(self) -> None:
        """Remember what was counted."""
        cache.set(
            self._key, {rule: (self._edition_of(rule), bands) for rule, bands in self._counted.items()}, timeout=None
        )

    def _count(self, rule: CountingRule) -> Bands:
        edition, bands = self._held.get(rule, ((), None))
        return bands if bands is not None and edition == self._edition_of(rule) else super()._count(rule)

    def _edition_of(self, rule: CountingRule) -> tuple[str, ...]:
        return tuple(self._editions.get(kind, "") for kind in (ALL_KINDS, *sorted(rule.kinds)))
