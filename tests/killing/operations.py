"""What is killed on its way: operations that turn a register from one state to another and back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import combinations
from typing import Protocol

from tests.killing.adopted import Correcting, Freezing
from tests.killing.edited import Defining, Reorganising
from tests.killing.register import NOW

from brobygger.audit.rules import system
from brobygger.duplicates.actions.compare import propose_pair
from brobygger.duplicates.actions.merges import part, say_yes
from brobygger.duplicates.models import Merge, Pair
from brobygger.duplicates.queries.owners import all_owners_of
from brobygger.intake.actions.begin import begin_import, set_mapping
from brobygger.intake.actions.carry_out import carry_out
from brobygger.intake.actions.choose import choose_for_all, order
from brobygger.intake.actions.undo import undo_import
from brobygger.intake.actions.work import do_now
from brobygger.intake.models import Import
from brobygger.intake.rules.kinds import Choice, Outcome
from brobygger.intake.rules.mapping import Mapping as Mapping_
from brobygger.intake.rules.mapping import mapping_from
from brobygger.partnerships.models import Partnership
from brobygger.portfolio.models import Activity, ChangeSet, ChangeSetItem
from brobygger.portfolio.rules.kinds import Standing

BY = system("tests")


class Operation(Protocol):
    """Goes forward from one state and back from the other; `state` says where it is, and fails between the two."""

    def prepare(self) -> None:
        """Do beforehand what is not to be killed."""

    def carry_out(self) -> None:
        """Go to the other state."""

    def state(self) -> str:
        """Where it is. Raises AssertionError for a state in between."""


class Merging:
    """Three entries are merged at once, and parted again."""

    def __init__(self, partnership: Partnership) -> None:
        self.partnership = partnership
        entries = list(Activity.objects.filter(partnership=partnership).order_by("pk")[:3])
        self.ids = [entry.pk for entry in entries]
        self.was = self._entries()
        for one, other in combinations(entries, 2):
            propose_pair(partnership=partnership, one=one, other=other, now=NOW)

    def prepare(self) -> None:
        """Nothing: three are ready to be merged, or parted."""

    def carry_out(self) -> None:
        """Merge them when they are apart, part them when they are merged."""
        merge = Merge.objects.filter(parted_at=None).select_related("entry").first()
        if merge:
            part(partnership=self.partnership, merge=merge, version=merge.entry.version, by=BY, now=NOW)
            return
        pair = self._pairs()[0]
        versions = dict.fromkeys(self.ids, 1)
        for side in sorted(all_owners_of(self.partnership, self.ids)) or [None]:
            say_yes(
                partnership=self.partnership, pair=pair, versions=versions, choices={}, organisation_id=side, by=BY, now=NOW
            )  # fmt: skip

    def state(self) -> str:
        """`merged` with one entry that stands for all three, or `apart` with all as they were."""
        merges = list(Merge.objects.filter(parted_at=None).select_related("entry"))
        members = list(Activity.every.filter(pk__in=self.ids).order_by("pk"))
        assert self._entries() == self.was, "a merge changes nothing in what it merges"
        pairs = self._pairs()
        if merges:
            [merge] = merges
            assert merge.entry.standing == Standing.REGISTERED
            assert [(m.standing, m.merged_into_id) for m in members] == [(Standing.MERGED, merge.entry_id)] * 3
            assert [(pair.decision, pair.is_open) for pair in pairs] == [("same", False)] * 3
            return "merged"
        assert [(m.standing, m.merged_into_id) for m in members] == [(Standing.REGISTERED, None)] * 3
        assert [(pair.decision, pair.is_open) for pair in pairs] == [("", True)] * 3
        return "apart"

    def _pairs(self) -> list[Pair]:
        return list(Pair.objects.filter(one__in=self.ids, other__in=self.ids).order_by("pk"))

    def _entries(self) -> list[dict[str, object]]:
        rows = Activity.every.filter(pk__in=self.ids).order_by("pk")
        return [{k: v for k, v in row.items() if k not in {"standing", "merged_into_id"}} for row in rows.values()]


class Importing:
    """A file is imported, and the import undone; the next time it comes in again, as the same entries."""

    ROWS = 150
    TITLE = "Bølger ved kaia"

    def __init__(self, partnership: Partnership) -> None:
        self.partnership = partnership
        self.prepare()

    def carry_out(self) -> None:
        """Import what is ready, or undo what was imported."""
        done = self._done()
        if done:
            undo_import(run=done, by=BY, now=NOW)
        else:
            carry_out(run=self._ready(), by=BY, now=NOW)

    def prepare(self) -> None:
        """Have a file looked through and ordered, when none is."""
        if self._done() or self._ready():
            return
        lines = [f"{n};{self.TITLE} {n};Pilot;{2018 + n % 8};NTNU" for n in range(self.ROWS)]
        file = "\n".join(["ID;Tittel;Type;Oppstart;Partnere", *lines]).encode()
        run = begin_import(
            partnership=self.partnership,
            source_name="Regneark",
            file_name="r.csv",
            chunks=[file],
            for_organisation_id=None,
            by=BY,
            now=NOW,
        )
        mapping = mapping_from(run.mapping)
        assert isinstance(mapping, Mapping_)
        set_mapping(run=run, mapping=mapping)
        run = do_now(run.pk, lambda: NOW)
        choose_for_all(run=run, outcome=Outcome.TWIN, choice=Choice.MAKE)
        order(run=run)

    def state(self) -> str:
        """`there` with every row in the register and one operation to undo, or `away` with none."""
        mine = Activity.every.filter(partnership=self.partnership, title__startswith=self.TITLE)
        registered = mine.filter(standing=Standing.REGISTERED.value).count()
        done = self._done()
        if done:
            assert registered == self.ROWS
            assert ChangeSetItem.objects.filter(change_set=done.change_set).count() == self.ROWS
            assert done.change_set is not None
            assert done.change_set.undone_at is None
            return "there"
        assert registered == 0
        assert mine.filter(standing=Standing.REMOVED.value).count() in {0, self.ROWS}
        assert not ChangeSet.objects.filter(cause="import", undone_at=None).exists()
        return "away"

    def _done(self) -> Import | None:
        return Import.objects.select_related("change_set", "source", "partnership").filter(state="done").first()

    def _ready(self) -> Import | None:
        return Import.objects.select_related("source", "partnership__directory").filter(state="running").first()


OPERATIONS: Mapping[str, Callable[[Partnership], Operation]] = {
    "merging": Merging,
    "importing": Importing,
    "freezing": Freezing,
    "correcting": Correcting,
    "defining": Defining,
    "reorganising": Reorganising,
}
