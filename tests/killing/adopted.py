"""Freezing and correcting what was adopted, to be killed on the way."""

from __future__ import annotations

from dataclasses import replace

from tests.killing.register import NOW

from brobygger.audit.models import Event
from brobygger.audit.rules import system
from brobygger.partnerships.models import Partnership
from brobygger.portfolio.actions.change import Order, change_activities
from brobygger.portfolio.models import Activity
from brobygger.portfolio.queries.drafts import drafts_of, with_parts
from brobygger.portfolio.rules.lifecycle import MilestoneFact, MilestoneKind
from brobygger.snapshots.actions.errata import make_erratum
from brobygger.snapshots.actions.freeze import freeze
from brobygger.snapshots.actions.removal import remove_snapshots
from brobygger.snapshots.models import Erratum, Piece, Snapshot
from brobygger.snapshots.queries.verify import verify
from brobygger.snapshots.rules.errata import ErratumKind

BY = system("tests")
LONGEST_CHAIN = 5


def adopted(partnership: Partnership) -> str:
    """How many snapshots and errata there are. Raises AssertionError unless all of them are whole, and told in the log."""
    checks = list(verify(partnership))
    assert [(check.number, check.wrong, check.remarks) for check in checks] == [
        (number, (), ()) for number in range(1, len(checks) + 1)
    ]
    assert set(Piece.objects.values_list("snapshot", flat=True)) == set(Snapshot.objects.values_list("key", flat=True))
    last = Snapshot.objects.filter(partnership=partnership).order_by("-number").first()
    errata = Erratum.objects.filter(snapshot=last).count() if last else 0
    if last:
        told = Event.objects.filter(subject_type="snapshot", subject_id=last.pk).values_list("verb", flat=True)
        assert sorted(told) == ["corrected"] * errata + ["frozen"]
    return f"{len(checks)} snapshots, {errata} errata"


class Freezing:
    """One more snapshot is written each time; a long chain is begun anew."""

    def __init__(self, partnership: Partnership) -> None:
        self.partnership = partnership

    def prepare(self) -> None:
        """Keep the chain short."""
        if Snapshot.objects.filter(partnership=self.partnership).count() >= LONGEST_CHAIN:
            remove_snapshots(partnership=self.partnership, by=BY, now=NOW)

    def carry_out(self) -> None:
        """Freeze the register."""
        freeze(partnership=self.partnership, year=2025, words="Tall for 2025", decision="Sak 1", by=BY, now=NOW)

    def state(self) -> str:
        """How many there are, all of them whole."""
        return adopted(self.partnership)


class Correcting:
    """One more erratum is written each time, about an activity that has changed once more."""

    def __init__(self, partnership: Partnership) -> None:
        self.partnership = partnership
        self.times = 0
        freeze(partnership=partnership, year=2025, words="Tall for 2025", decision="Sak 1", by=BY, now=NOW)

    def prepare(self) -> None:
        """Change what the erratum is going to be about."""
        self.times += 1
        [activity] = with_parts(Activity.objects.filter(partnership=self.partnership, kind="master_thesis"))[:1]
        milestone = MilestoneFact(MilestoneKind.FINISHED, str(2022 + self.times % 4))
        draft = replace(drafts_of([activity])[0], title=f"Oppgave {self.times}", milestones=(milestone,))
        order = Order(activity.pk, activity.version, draft)
        change_activities(partnership=self.partnership, orders=[order], by=BY, now=NOW)
        self.activity_id = activity.pk

    def carry_out(self) -> None:
        """Write the erratum."""
        make_erratum(
            partnership=self.partnership,
            snapshot=Snapshot.objects.get(partnership=self.partnership),
            kind=ErratumKind.CORRECTED,
            activity_ids=[self.activity_id],
            reason="Feil år",
            decider="Koordinatorene",
            by=BY,
            now=NOW,
        )

    def state(self) -> str:
        """How many there are, all of them whole."""
        return adopted(self.partnership)
