"""Rows of an import beside the register: what each would come to. Some hundred rows at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from brobygger.intake.models import Import, ImportRow, SourceKey
from brobygger.intake.queries.twins import twins_of
from brobygger.intake.rules.joining import faults_as_problems, joined, whole, without_proposals
from brobygger.intake.rules.kinds import FIRST_CHOICE, Outcome, State
from brobygger.intake.rules.rows import CellProblem, RowSaid, RowWrong, same_thing
from brobygger.portfolio.models import Activity, ChangeSetItem, ExternalId
from brobygger.portfolio.queries.drafts import drafts_of, with_parts
from brobygger.portfolio.rules.changes import changes_between
from brobygger.portfolio.rules.content import content_of, draft_from
from brobygger.portfolio.rules.kinds import IdScheme, Standing


@dataclass(frozen=True)
class Known:
    """What the register holds of some rows: by key, the activity and what the source said before (None: never).

    The content of an activity is None where the source says just what it said before.
    """

    activities: Mapping[int, tuple[Activity, dict[str, Any] | None]]
    by_key: Mapping[str, tuple[int, dict[str, Any] | None]]


def known_of(run: Import, rows: Mapping[str, RowSaid]) -> Known:
    """The activities that the keys of rows stand for in this source.

    A key nobody knows is looked for among record ids of Airtable, so that what was registered with them by hand is found
    too. What a source says just as before needs no look at its entry, but whether it is there. A dozen queries, none for
    each row.
    """
    by_key: dict[str, tuple[int, dict[str, Any] | None]] = {
        key: (pk, said)
        for key, pk, said in SourceKey.objects.filter(source_id=run.source_id, key__in=list(rows)).values_list(
            "key", "activity_id", "said"
        )
    }
    records = {
        value: key
        for key, row in rows.items()
        if key not in by_key
        for scheme, value in row.content.get("external_ids", [])
        if scheme == IdScheme.AIRTABLE
    }
    if records:
        found = ExternalId.objects.filter(
            activity__partnership_id=run.partnership_id, scheme=IdScheme.AIRTABLE.value, value__in=list(records)
        )
        for value, pk in found.order_by("-activity_id").values_list("value", "activity_id"):
            by_key[records[value]] = (pk, None)
    settled = {pk for key, (pk, said) in by_key.items() if said is not None and _says_again(rows[key], said)}
    unchanged = {
        activity.pk: activity
        for activity in Activity.every.filter(
            partnership_id=run.partnership_id, pk__in=settled, standing=Standing.REGISTERED.value
        )
    }
    ids = {pk for pk, _ in by_key.values()} - unchanged.keys()
    activities = list(with_parts(Activity.every.filter(partnership_id=run.partnership_id, pk__in=ids))) if ids else []
    return Known(
        {pk: (activity, None) for pk, activity in unchanged.items()}
        | {a.pk: (a, content_of(draft)) for a, draft in zip(activities, drafts_of(activities), strict=True)},
        by_key,
    )


def _says_again(row: RowSaid, before: Mapping[str, Any]) -> bool:
    """Whether a row says nothing that it did not say the last time. Relations are looked at when all rows are known."""
    return all(before.get(name) == value for name, value in row.content.items())


@dataclass
class Comparison:
    """Compares the rows of one import; remembers what the file has said already."""

    run: Import
    _keys: dict[str, int] = field(default_factory=dict)
    _titles: dict[str, int] = field(default_factory=dict)

    def rows(self, said: Sequence[RowSaid]) -> list[ImportRow]:
        """What becomes of these rows, not saved. About a dozen queries however many they are."""
        known = known_of(self.run, {row.key: row for row in reversed(said)})
        undone = self._undone([pk for pk, (a, _) in known.activities.items() if a.standing == Standing.REMOVED])
        rows = [self._row(each, known, undone) for each in said]
        self._find_twins(rows)
        for row in rows:
            row.choice = FIRST_CHOICE[Outcome(row.outcome)].value
        return rows

    def _undone(self, ids: Sequence[int]) -> set[int]:
        """Which of these lie in the wastebasket because an import of this source was undone."""
        if not ids:
            return set()
        undone = Import.objects.filter(source_id=self.run.source_id, state=State.UNDONE.value)
        return set(
            ChangeSetItem.objects.filter(
                change_set_id__in=undone.values("change_set_id"), activity_id__in=ids, before=0
            ).values_list("activity_id", flat=True)
        )

    def _row(self, said: RowSaid, known: Known, undone: set[int]) -> ImportRow:
        row = ImportRow(
            run=self.run,
            number=said.number,
            key=said.key,
            title=said.title[:500],
            raw=list(said.raw),
            said=dict(said.content),
            slug=said.slug,
            wanted=[[each.kind, each.name, each.column] for each in said.wanted],
        )
        problems = list(said.problems)
        pk, before = known.by_key.get(said.key, (0, None))
        activity, content = known.activities.get(pk, (None, None))
        if activity:
            row.activity, row.base_version, row.said_before = activity, activity.version, before
        if self._is_repeated(said, row, is_known=activity is not None):
            return row
        if activity is None:
            row.outcome = Outcome.NEW.value
            problems = problems or self._missing(said) or faults_as_problems(whole(said.content))
        elif activity.standing == Standing.MERGED:
            row.outcome = Outcome.MERGED.value
        elif content is None:
            row.outcome = Outcome.SAME.value
        else:
            now = joined(content, said.content, before)
            row.changes = [change.field for change in changes_between(content, now)]
            problems = problems or faults_as_problems(now, activity.slug)
            if activity.standing == Standing.REMOVED:
                row.outcome = (Outcome.UNDONE if pk in undone else Outcome.REMOVED).value
            else:
                row.outcome = (Outcome.UPDATE if row.changes else Outcome.SAME).value
        if problems:
            row.outcome = Outcome.ERROR.value
            row.problems = [problem.as_json for problem in problems]
        return row

    def _missing(self, said: RowSaid) -> list[CellProblem]:
        missing = []
        if not said.title:
            missing.append(CellProblem(RowWrong.TITLE_MISSING))
        if not said.content.get("kind"):
            missing.append(CellProblem(RowWrong.KIND_MISSING))
        return missing

    def _is_repeated(self, said: RowSaid, row: ImportRow, *, is_known: bool) -> bool:
        """Whether the file has said this before: the same key; or, of something new, the same title and start."""
        first = self._keys.setdefault(said.key, said.number)
        if first != said.number:
            row.problems = [CellProblem(RowWrong.SAID_TWICE).as_json]
        elif not is_known and said.title:
            first = self._titles.setdefault(same_thing(said.title, said.start), said.number)
        if first == said.number:
            return False
        row.outcome, row.repeats = Outcome.REPEATED.value, first
        return True

    def _find_twins(self, rows: Sequence[ImportRow]) -> None:
        new = [row for row in rows if row.outcome == Outcome.NEW]
        drafts = [draft_from(without_proposals(whole(row.said)), slug="") for row in new]
        for row, twins in zip(new, twins_of(self.run.partnership, drafts), strict=True):
            if twins:
                row.outcome, row.twins, row.activity_id = Outcome.TWIN.value, twins, twins[0][0]
        met = [row for row in new if row.twins]
        versions = (
            dict(Activity.objects.filter(pk__in={row.activity_id for row in met}).values_list("pk", "version"))
            if met
            else {}
        )
        for row in met:
            row.base_version = versions.get(row.activity_id or 0, 0)
