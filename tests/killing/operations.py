"""What is killed on its way: operations that turn a register from one state to another and back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

from tests.killing.register import NOW

from brobygger.audit.rules import system
from brobygger.duplicates.actions.compare import propose_pair
from brobygger.duplicates.actions.merges import part, say_yes
from brobygger.duplicates.models import Merge, Pair
from brobygger.duplicates.queries.owners import owners_of
from brobygger.partnerships.models import Partnership
from brobygger.portfolio.models import Activity
from brobygger.portfolio.rules.kinds import Standing

BY = system("tests")


class Operation(Protocol):
    """Goes forward from one state and back from the other; `state` says where it is, and fails between the two."""

    def carry_out(self) -> None:
        """Go to the other state."""

    def state(self) -> str:
        """Where it is. Raises AssertionError for a state in between."""


class Merging:
    """Two entries are merged, and parted again."""

    def __init__(self, partnership: Partnership) -> None:
        self.partnership = partnership
        one, other = Activity.objects.filter(partnership=partnership).order_by("pk")[:2]
        self.ids = [one.pk, other.pk]
        self.was = self._entries()
        propose_pair(partnership=partnership, one=one, other=other, now=NOW)

    def carry_out(self) -> None:
        """Merge them when they are apart, part them when they are merged."""
        merge = Merge.objects.filter(parted_at=None).select_related("entry").first()
        if merge:
            part(partnership=self.partnership, merge=merge, version=merge.entry.version, by=BY, now=NOW)
            return
        pair = Pair.objects.get(one__in=self.ids, other__in=self.ids)
        owners = owners_of(self.partnership, self.ids)
        for side in sorted(owners[self.ids[0]] | owners[self.ids[1]]) or [None]:
            say_yes(
                partnership=self.partnership, pair=pair, versions=(1, 1), choices={}, organisation_id=side, by=BY, now=NOW
            )  # fmt: skip

    def state(self) -> str:
        """`merged` with one entry that stands for both, or `apart` with both as they were."""
        merges = list(Merge.objects.filter(parted_at=None).select_related("entry"))
        members = list(Activity.every.filter(pk__in=self.ids).order_by("pk"))
        assert self._entries() == self.was, "a merge changes nothing in what it merges"
        pair = Pair.objects.get(one__in=self.ids, other__in=self.ids)
        if merges:
            [merge] = merges
            assert merge.entry.standing == Standing.REGISTERED
            assert [(m.standing, m.merged_into_id) for m in members] == [(Standing.MERGED, merge.entry_id)] * 2
            assert (pair.decision, pair.is_open) == ("same", False)
            return "merged"
        assert [(m.standing, m.merged_into_id) for m in members] == [(Standing.REGISTERED, None)] * 2
        assert pair.is_open
        return "apart"

    def _entries(self) -> list[dict[str, object]]:
        rows = Activity.every.filter(pk__in=self.ids).order_by("pk")
        return [{k: v for k, v in row.items() if k not in {"standing", "merged_into_id"}} for row in rows.values()]


OPERATIONS: Mapping[str, Callable[[Partnership], Operation]] = {"merging": Merging}
