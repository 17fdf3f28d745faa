"""What rules count, and what of it is remembered: after one activity changed, only the rules of its kind count anew."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

from django.core.cache import cache

from brobygger.contributions.rules.credit import Credit
from brobygger.partnerships.models import Partnership
from brobygger.portfolio.models.index import ALL_KINDS
from brobygger.portfolio.queries.editions import editions_of
from brobygger.results.queries import tally
from brobygger.results.queries.tally import Together
from brobygger.results.rules.counting import CountingRule
from brobygger.results.rules.figures import Sums

Bands = Mapping[Credit, Sums]
# One rule (the year says nothing), or the rules of several years that are asked for together.
Asked = tuple[tuple[int, CountingRule], ...]


class Tallies:
    """What a partnership's register counts for some years, each rule once. The queries of `tally.bands` for each."""

    def __init__(self, partnership: Partnership, years: Sequence[int], *, some_left_out: bool) -> None:
        self.partnership, self.years, self.some_left_out = partnership, years, some_left_out
        self._counted: dict[Asked, Any] = {}

    def of(self, rule: CountingRule) -> Bands:
        """What a rule counts, for every credit."""
        return cast(Bands, self._known(((0, rule),)))

    def together(self, rules: Mapping[int, CountingRule]) -> Together:
        """What the years hold together, each by its own rule."""
        return cast(Together, self._known(tuple(sorted(rules.items(), key=lambda each: each[0]))))

    def keep(self) -> None:
        """Remember what was counted: here nothing is, for whoever has written what may still be undone."""

    def _known(self, asked: Asked) -> Bands | Together:
        if asked not in self._counted:
            self._counted[asked] = self._count(asked)
        return cast("Bands | Together", self._counted[asked])

    def _count(self, asked: Asked) -> Bands | Together:
        if len(asked) == 1:
            return tally.bands(self.partnership, asked[0][1], self.years, some_left_out=self.some_left_out)
        return tally.together(self.partnership, dict(asked), some_left_out=self.some_left_out)


class Remembered(Tallies):
    """The same, but what was counted under the same editions of a rule's kinds is not counted again. One query more.

    The editions are read before anything is counted: what changes meanwhile makes what is remembered old, never wrong.
    """

    def __init__(self, partnership: Partnership, years: Sequence[int], *, some_left_out: bool) -> None:
        super().__init__(partnership, years, some_left_out=some_left_out)
        self._editions = editions_of(partnership)
        self._key = f"counted-asked:{partnership.pk}:{'-'.join(map(str, years))}"
        self._held: Mapping[Asked, tuple[tuple[str, ...], Bands | Together]] = cache.get(self._key) or {}

    def keep(self) -> None:
        """Remember what was counted."""
        cache.set(
            self._key, {asked: (self._edition_of(asked), found) for asked, found in self._counted.items()}, timeout=None
        )

    def _count(self, asked: Asked) -> Bands | Together:
        edition, found = self._held.get(asked, ((), None))
        return found if found is not None and edition == self._edition_of(asked) else super()._count(asked)

    def _edition_of(self, asked: Asked) -> tuple[str, ...]:
        kinds = {kind for _, rule in asked for kind in rule.kinds}
        return tuple(self._editions.get(kind, "") for kind in (ALL_KINDS, *sorted(kinds)))
