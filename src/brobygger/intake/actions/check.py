"""The dry run: every row beside the register. Writes nothing but what it found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import islice
from typing import Any

from django.db import transaction
from django.db.models import Q

from brobygger.intake.actions.storage import Progress, file_of, tell_progress
from brobygger.intake.models import Import, ImportRow
from brobygger.intake.queries.comparison import Comparison
from brobygger.intake.queries.relations import named_in_register, relations_of, row_meant, rows_named
from brobygger.intake.queries.vocabulary import places_of, vocabulary_of
from brobygger.intake.rules.kinds import FIRST_CHOICE, Outcome, SourceKind, State
from brobygger.intake.rules.mapping import mapping_from
from brobygger.intake.rules.rows import CellProblem, Proposals, RowSaid, RowWrong
from brobygger.intake.rules.values import RowReader
from brobygger.intake.sources.brobygger import ExportRefused, ExportRows, open_export
from brobygger.intake.sources.fetched import FetchedRows
from brobygger.intake.sources.table import TableRows
from brobygger.portfolio.actions.insert import update_rows
from brobygger.portfolio.rules.drafts import RelationDraft, circles
from brobygger.portfolio.rules.kinds import RelationKind
from brobygger.tables.rules.refusals import TableRefused
from brobygger.tables.rules.remarks import Remark

BATCH = 500
UNKNOWN_AT_MOST = 300


def check_import(*, run: Import, today: date) -> None:
    """Compare every row of an import with the register, and say what was found.

    Found rows are saved some hundred at a time, so that nobody waits for the whole; a run that was cut short begins
    anew. A file that cannot be read to its end leaves no rows: the import has failed, and says why.
    """
    rows = ImportRow.objects.filter(run=run)
    rows._raw_delete(rows.db)
    try:
        with file_of(run.pk).open("rb") as file:
            reading = _Reading(run, file, today)
            _compare(run, reading)
    except (TableRefused, ExportRefused, OSError) as refused:
        rows._raw_delete(rows.db)
        run.state, run.trouble = State.FAILED.value, trouble_of(refused)
    else:
        run.state, run.trouble = State.CHECKED.value, []
        run.proposals = [list(name) for name in reading.proposals.names]
        run.unknown = reading.unknown
        run.remarks = reading.remarks
        run.total = rows.count()
    run.is_taken = False
    run.save(update_fields=["state", "trouble", "proposals", "unknown", "remarks", "total", "is_taken"])


def trouble_of(error: Exception) -> list[Any]:
    """Why something failed, as it is kept."""
    if isinstance(error, TableRefused):
        place = [error.place.sheet, error.place.row, error.place.column] if error.place else None
        return ["table", error.refusal.value, place, error.limit]
    if isinstance(error, ExportRefused):
        return ["export", error.why]
    return ["file_gone"] if isinstance(error, OSError) else ["unexpected"]


class _Reading:
    """The rows of an import's file, whatever it is."""

    def __init__(self, run: Import, file: Any, today: date) -> None:
        self.proposals = Proposals()
        self._unknown: Counter[tuple[str, str]] = Counter()
        self._told: TableRows | FetchedRows | None = None
        mapping = mapping_from(run.mapping)
        if run.kind == SourceKind.BROBYGGER:
            export = ExportRows(
                open_export(file_of(run.pk)), places_of(run.partnership), self.proposals, propose=mapping.propose
            )
            self.expected, self._rows = export.expected, export.rows()
            return
        self._told = (
            FetchedRows(file)
            if run.kind == SourceKind.AIRTABLE
            else TableRows(file, run.file_name, sheet=run.sheet, header_rows=run.header_rows)
        )
        vocabulary = vocabulary_of(run.partnership)
        reader = RowReader(mapping, self._told.columns, vocabulary, self.proposals, today=today)
        self.expected = self._told.expected
        self._rows = (reader.read(number, values) for number, values in self._told.records())

    def batches(self) -> Iterator[list[RowSaid]]:
        """The rows, some hundred at a time."""
        while batch := list(islice(self._rows, BATCH)):
            for row in batch:
                self._unknown.update(row.unknown)
            yield batch

    @property
    def unknown(self) -> dict[str, dict[str, int]]:
        """Words nobody knows, by field, the most frequent first."""
        told: dict[str, dict[str, int]] = {}
        for (group, word), count in self._unknown.most_common(UNKNOWN_AT_MOST):
            told.setdefault(group, {})[word[:200]] = count
        return told

    @property
    def remarks(self) -> list[list[Any]]:
        """What should be told of the file."""
        remarks = self._told.remarks if self._told else ()
        return [
            [r.about.value, r.count, r.word, [[p.sheet, p.row, p.column] for p in r.places]]
            for r in remarks
            if isinstance(r, Remark)
        ]


def _compare(run: Import, reading: _Reading) -> None:
    comparison = Comparison(run)
    done = 0
    wanting: list[int] = []
    tell_progress(run.pk, Progress(0, reading.expected))
    for batch in reading.batches():
        rows = comparison.rows(batch)
        with transaction.atomic():
            ImportRow.objects.bulk_create(rows, BATCH)
        wanting += [row.number for row in rows if row.wanted]
        done += len(rows)
        tell_progress(run.pk, Progress(done, max(done, reading.expected)))
    if wanting:
        _relate(run, wanting)


def _relate(run: Import, wanting: Sequence[int]) -> None:
    """Find what rows say they belong to, now that all of them are known."""
    by_key, by_title = rows_named(run)
    edges: list[tuple[str, RelationDraft]] = []
    for at in range(0, len(wanting), BATCH):
        rows = list(ImportRow.objects.filter(run=run, number__in=wanting[at : at + BATCH]).order_by("number"))
        meant = {name: row_meant(name, by_key, by_title) for row in rows for _, name, _ in row.wanted}
        of_rows = dict(
            ImportRow.objects.filter(
                run=run, number__in={number for number in meant.values() if number}, outcome__in=_THERE
            ).values_list("number", "activity__slug")
        )
        registered = named_in_register(run, [name for name, number in meant.items() if not number])
        there = relations_of([row.activity_id for row in rows if row.activity_id])
        for row in rows:
            _settle(row, meant, of_rows, registered, there)
            node = _own_slug(row) or f"#{row.number}"
            edges += [
                (node, RelationDraft(RelationKind(kind), slug or f"#{number}")) for kind, slug, number in row.wanted
            ]
        with transaction.atomic():
            update_rows(rows, ("wanted", "outcome", "choice", "problems", "changes"))
    _refuse_circles(run, circles(edges))


def _refuse_circles(run: Import, nodes: Sequence[str]) -> None:
    """No row may make an entry part of, or come after, itself by way of others."""
    numbers = [int(node[1:]) for node in nodes if node.startswith("#")]
    slugs = [node for node in nodes if not node.startswith("#")]
    rows = ImportRow.objects.filter(run=run)
    rows.filter(Q(number__in=numbers) | Q(activity__slug__in=slugs, outcome__in=_THERE)).update(
        outcome=Outcome.ERROR.value,
        choice=FIRST_CHOICE[Outcome.ERROR].value,
        problems=[CellProblem(RowWrong.LEADS_BACK).as_json],
    )


_THERE = (Outcome.UPDATE.value, Outcome.SAME.value, Outcome.UNDONE.value)


def _settle(
    row: ImportRow,
    meant: dict[str, int | None],
    of_rows: dict[int, str],
    registered: dict[str, str | None],
    there: set[tuple[int, str, str]],
) -> None:
    wanted: list[list[Any]] = []
    problems: list[CellProblem] = []
    for kind, name, column in row.wanted:
        number = meant[name]
        slug = of_rows.get(number or 0) or registered.get(name)
        if number == row.number or (slug and row.activity_id and slug == _own_slug(row)):
            problems.append(CellProblem(RowWrong.RELATES_TO_ITSELF, column, name))
        elif slug or number:
            wanted.append([kind, slug or "", 0 if slug else number])
        else:
            several = number == 0 or name in registered
            problems.append(
                CellProblem(RowWrong.RELATION_SHARED if several else RowWrong.RELATION_UNKNOWN, column, name)
            )
    row.wanted = _each_once(wanted)
    if problems and row.outcome not in {Outcome.REPEATED, Outcome.MERGED}:
        row.outcome = Outcome.ERROR.value
        row.problems = [*row.problems, *(problem.as_json for problem in problems)]
    elif row.outcome in _THERE and any((row.activity_id, kind, slug) not in there for kind, slug, _ in row.wanted):
        row.changes = [*row.changes, "relations"]
        row.outcome = Outcome.UPDATE.value if row.outcome == Outcome.SAME else row.outcome
    row.choice = FIRST_CHOICE[Outcome(row.outcome)].value


def _own_slug(row: ImportRow) -> str:
    return row.activity.slug if row.activity and row.outcome in _THERE else ""


def _each_once(rows: Iterable[list[Any]]) -> list[list[Any]]:
    found: list[list[Any]] = []
    for row in rows:
        if row not in found:
            found.append(row)
    return found
