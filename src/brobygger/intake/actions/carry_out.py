"""Carrying out what was chosen: all of it or nothing, in one transaction that can be undone as a whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from brobygger.audit import actions as audit
from brobygger.audit.rules import Actor
from brobygger.intake.actions.keys import remember
from brobygger.intake.actions.storage import Progress, tell_progress
from brobygger.intake.models import Import, ImportRow, SourceKey
from brobygger.intake.rules.joining import joined, proposed_in, settled, whole
from brobygger.intake.rules.kinds import Choice, Result, State
from brobygger.organisations.actions import propose_party
from brobygger.organisations.rules.proposals import Proposal
from brobygger.portfolio.actions import register
from brobygger.portfolio.actions.change import Order, change_activities
from brobygger.portfolio.actions.change_sets import open_change_set
from brobygger.portfolio.actions.insert import update_rows
from brobygger.portfolio.actions.lock import lock
from brobygger.portfolio.actions.parts import relate
from brobygger.portfolio.actions.register import Registrar, join, register_activities
from brobygger.portfolio.actions.standing import bring_back
from brobygger.portfolio.models import Activity, ChangeSet, ChangeSetItem
from brobygger.portfolio.queries.drafts import drafts_of, with_parts
from brobygger.portfolio.rules.content import content_of, draft_from
from brobygger.portfolio.rules.kinds import Standing, Via

BATCH = 500
NOTHING_DONE = (Choice.UNDECIDED.value, Choice.SKIP.value)


@transaction.atomic
def carry_out(*, run: Import, by: Actor, now: datetime) -> None:
    """Write what was chosen for each row, and say of each row what became of it.

    Rows whose entry was changed, thrown away or merged after the dry run are left alone and say so (`Result.LATE`), as
    are those that somebody has brought in meanwhile. Raises RegistrationRefused and NameTaken; nothing is written then.
    """
    lock(run.partnership)
    change_set = open_change_set(
        partnership=run.partnership, cause="import", title=f"{run.source.name}: {run.file_name}", by=by, now=now
    )
    writing = _Writing(run, change_set, by, now)
    writing.propose()
    writing.make()
    writing.update()
    writing.bring_back()
    writing.join()
    ImportRow.objects.filter(run=run, choice__in=NOTHING_DONE).update(result=Result.SKIPPED.value)
    run.change_set, run.state, run.is_taken = change_set, State.DONE.value, False
    run.finished_at, run.finished_by, run.trouble = now, by.label, []
    run.save(update_fields=["change_set", "state", "is_taken", "finished_at", "finished_by", "trouble"])
    audit.record(
        verb="imported",
        subject_type="import",
        subjects=[(run.pk, {"source": run.source.name, "rows": run.total})],
        by=by,
        now=now,
        partnership_id=run.partnership_id,
    )


@dataclass
class _Writing:
    """One import on its way into the register, some hundred rows at a time."""

    run: Import
    change_set: ChangeSet
    by: Actor
    now: datetime
    _parties: dict[int, list[int | None]] = field(default_factory=dict)
    # The slug of each row that others may belong to.
    _slugs: dict[int, str] = field(default_factory=dict)
    # Entries this import has written to; no two rows write to the same.
    _written: set[int] = field(default_factory=set)
    _done: int = 0

    def __post_init__(self) -> None:
        self._total = self.run.rows.exclude(choice__in=NOTHING_DONE).count()
        self._registrar = Registrar(self.run.for_organisation_id, Via.IMPORT)
        self._tell(0)

    def propose(self) -> None:
        """Propose the parties that rows name and nobody knows; only those of rows that are brought in."""
        if not self.run.proposals:
            return
        rows = self.run.rows.exclude(choice__in=NOTHING_DONE).exclude(choice=Choice.JOIN.value)
        wanted: set[int] = set()
        for said in rows.values_list("said", flat=True).iterator(BATCH):
            wanted |= proposed_in(said)
        wanted |= {owner for number, (_, owner) in enumerate(self.run.proposals, 1) if -number in wanted and owner}
        for number, (name, owner) in enumerate(self.run.proposals, start=1):
            if -number in wanted:
                organisation_id = self._parties[owner][0] if owner and owner < 0 else owner
                party = propose_party(
                    directory=self.run.partnership.directory,
                    proposal=Proposal(name, organisation_id),
                    by=self.by,
                    now=self.now,
                )
                self._parties[-number] = [party.organisation_id, party.unit_id]

    def make(self) -> None:
        """Register what is new, then how it belongs together."""
        related: list[int] = []
        for rows in self._batches(Choice.MAKE, register.BATCH):
            taken = self._taken_keys(rows)
            late = [row for row in rows if row.key in taken]
            for row in late:
                row.result = Result.LATE.value
            new = [row for row in rows if row.key not in taken]
            self._register(new)
            related += [row.pk for row in new if row.wanted]
            update_rows(late, ("result",))
            self._tell(len(rows))
        for at in range(0, len(related), BATCH):
            self._relate(related[at : at + BATCH])

    def _register(self, rows: Sequence[ImportRow]) -> None:
        if self._parties:
            for row in rows:
                row.said = settled(row.said, self._parties)
        activities = register_activities(
            partnership=self.run.partnership,
            drafts=[draft_from(whole(row.said), slug="") for row in rows],
            by=self.by,
            now=self.now,
            registrar=self._registrar,
            change_set=self.change_set,
        )
        for row, activity in zip(rows, activities, strict=True):
            row.activity, row.result = activity, Result.MADE.value
            self._slugs[row.number] = activity.slug
        self._remember(rows)
        update_rows(rows, ("activity", "result"))

    def _relate(self, ids: Sequence[int]) -> None:
        """Relations of new entries, which may lead to each other: they belong to the first version."""
        rows = list(self.run.rows.filter(pk__in=ids).defer("raw"))
        pairs = []
        for row in rows:
            row.said = self._with_relations(row)
            if row.activity_id and row.said.get("relations"):
                pairs.append((row.activity_id, draft_from(whole(row.said), slug=self._slugs[row.number])))
        relate(self.run.partnership, pairs)
        self._remember(rows)

    def update(self) -> None:
        """Change what is there, as long as it is what the dry run saw."""
        for rows in self._batches(Choice.UPDATE):
            self._change(rows, Standing.REGISTERED, self.change_set)
            self._tell(len(rows))

    def bring_back(self) -> None:
        """Take entries out of the wastebasket and make them what the source says now; undoing throws them there again."""
        for rows in self._batches(Choice.BRING_BACK):
            self._change(rows, Standing.REMOVED, None)
            self._tell(len(rows))

    def _change(self, rows: Sequence[ImportRow], standing: Standing, change_set: ChangeSet | None) -> None:
        ids = [row.activity_id for row in rows if row.activity_id]
        there = {
            activity.pk: activity
            for activity in with_parts(Activity.every.filter(partnership=self.run.partnership, pk__in=ids))
        }
        contents = dict(zip(there, map(content_of, drafts_of(there.values())), strict=True))
        orders, changed = [], []
        for row in rows:
            activity = there.get(row.activity_id or 0)
            row.said = self._with_relations(row)
            if (
                activity is None
                or activity.version != row.base_version
                or activity.standing != standing
                or activity.pk in self._written
            ):
                row.result = Result.LATE.value
                continue
            self._written.add(activity.pk)
            content = joined(contents[activity.pk], row.said, row.said_before)
            orders.append(Order(activity.pk, activity.version, draft_from(content, slug=activity.slug)))
            row.result = (Result.UPDATED if standing is Standing.REGISTERED else Result.BROUGHT_BACK).value
            changed.append(row)
        if standing is Standing.REMOVED:
            bring_back(
                partnership=self.run.partnership, activity_ids=[o.activity_id for o in orders], by=self.by, now=self.now
            )
        done = change_activities(
            partnership=self.run.partnership, orders=orders, by=self.by, now=self.now, change_set=change_set
        )
        if change_set is None:
            versions = {order.activity_id: order.base_version for order in orders}
            versions |= {each.activity_id: each.version for each in done}
            ChangeSetItem.objects.bulk_create(
                [
                    ChangeSetItem(change_set=self.change_set, activity_id=pk, before=0, after=version)
                    for pk, version in versions.items()
                ],
                BATCH,
            )
        self._remember(changed)
        update_rows(rows, ("result",))

    def join(self) -> None:
        """Join the entries that rows turned out to be the same as. The entries stay as they are."""
        for rows in self._batches(Choice.JOIN):
            there = {
                activity.pk: activity
                for activity in Activity.objects.filter(
                    partnership=self.run.partnership, pk__in=[row.activity_id for row in rows if row.activity_id]
                )
            }
            joining = [row for row in rows if row.activity_id in there]
            for row in rows:
                row.result = Result.JOINED.value if row.activity_id in there else Result.LATE.value
            for row in joining:
                join(
                    partnership=self.run.partnership,
                    activity=there[row.activity_id or 0],
                    title=row.title,
                    registrar=self._registrar,
                    by=self.by,
                    now=self.now,
                )
            self._remember(joining)
            update_rows(rows, ("result",))
            self._tell(len(rows))

    def _with_relations(self, row: ImportRow) -> dict[str, Any]:
        said = settled(row.said, self._parties)
        relations = [
            {"kind": kind, "to": to} for kind, slug, number in row.wanted if (to := slug or self._slugs.get(number, ""))
        ]
        return {**said, "relations": relations} if relations else said

    def _taken_keys(self, rows: Sequence[ImportRow]) -> set[str]:
        taken: set[str] = set()
        for at in range(0, len(rows), BATCH):
            keys = [row.key for row in rows[at : at + BATCH]]
            there = SourceKey.objects.filter(source_id=self.run.source_id, key__in=keys)
            taken.update(there.values_list("key", flat=True))
        return taken

    def _remember(self, rows: Sequence[ImportRow]) -> None:
        """What the source said of these, to tell next time what is new."""
        remember(self.run.source_id, [(row.key, row.activity_id, row.said) for row in rows if row.activity_id])

    def _batches(self, choice: Choice, size: int = BATCH) -> Iterator[list[ImportRow]]:
        last = 0
        chosen = self.run.rows.filter(choice=choice.value).defer("raw", "problems", "twins").order_by("number")
        while rows := list(chosen.filter(number__gt=last)[:size]):
            last = rows[-1].number
            for row in rows:
                row.run = self.run
            yield rows

    def _tell(self, count: int) -> None:
        self._done += count
        tell_progress(self.run.pk, Progress(self._done, self._total))
