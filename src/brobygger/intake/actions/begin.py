"""Beginning an import: the file is looked at, and kept as long as the import lives."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from brobygger.audit import actions as audit
from brobygger.audit.rules import Actor
from brobygger.intake.actions.storage import Kept, file_of, keep, remove_file
from brobygger.intake.models import Import, ImportRow, ImportSource
from brobygger.intake.rules.kinds import SourceKind, State
from brobygger.intake.rules.mapping import Mapping, MappingRefused, guess, mapping_from
from brobygger.intake.sources.brobygger import looks_like_export, open_export
from brobygger.intake.sources.table import look_at
from brobygger.partnerships.models import Partnership

NAME_LENGTH = 120


class NotNow(RuntimeError):
    """The import is not so far, or already further, or somebody works on it."""


def begin_import(
    *,
    partnership: Partnership,
    source_name: str,
    file_name: str,
    chunks: Iterable[bytes],
    for_organisation_id: int | None,
    by: Actor,
    now: datetime,
) -> Import:
    """Keep a file, see what it is, and guess what its columns mean: as they meant the last time, else by their names.

    Raises FileTooLarge, TableRefused and ExportRefused; nothing is kept then.
    """
    kept = keep(chunks)
    try:
        kind, columns = _look(kept.file, file_name)
        return _begin(
            partnership, source_name, file_name, kept, kind, columns, State.UPLOADED, {}, for_organisation_id, by, now
        )
    except BaseException:
        kept.remove()
        raise


def begin_fetching(
    *,
    partnership: Partnership,
    source_name: str,
    base: str,
    table: str,
    for_organisation_id: int | None,
    by: Actor,
    now: datetime,
) -> Import:
    """An import whose rows are to be fetched from Airtable: `fetch_airtable` does it."""
    place = {"base": base, "table": table}
    kept = keep([])
    return _begin(
        partnership,
        source_name,
        f"Airtable: {table}",
        kept,
        SourceKind.AIRTABLE,
        [],
        State.FETCHING,
        place,
        for_organisation_id,
        by,
        now,
    )


def _look(file: Path, name: str) -> tuple[SourceKind, Sequence[str]]:
    with file.open("rb") as opened:
        head = opened.read(200)
    if looks_like_export(head):
        open_export(file)
        return SourceKind.BROBYGGER, []
    return SourceKind.TABLE, look_at(file, name).columns


@transaction.atomic
def _begin(
    partnership: Partnership,
    source_name: str,
    file_name: str,
    kept: Kept,
    kind: SourceKind,
    columns: Sequence[str],
    state: State,
    place: dict[str, str],
    for_organisation_id: int | None,
    by: Actor,
    now: datetime,
) -> Import:
    source, _ = ImportSource.objects.get_or_create(
        partnership=partnership, name=" ".join(source_name.split())[:NAME_LENGTH] or "?"
    )
    if place and source.place != place:
        source.place = place
        source.save(update_fields=["place"])
    run = Import.objects.create(
        partnership=partnership,
        source=source,
        kind=kind.value,
        state=state.value,
        file_name=os.path.basename(file_name.replace("\\", "/"))[:200] or "?",
        checksum=kept.checksum,
        columns=list(columns),
        mapping=suggested(source, columns).as_json,
        for_organisation_id=for_organisation_id,
        user_id=by.user_id,
        made_at=now,
        made_by=by.label,
    )
    audit.record(
        verb="uploaded",
        subject_type="import",
        subjects=[(run.pk, {"source": source.name, "file": run.file_name})],
        by=by,
        now=now,
        partnership_id=partnership.pk,
    )
    kept.give_to(run.pk)
    return run


def suggested(source: ImportSource, columns: Sequence[str]) -> Mapping:
    """What columns probably mean: as people said of this source before; those that are new by their names."""
    remembered = source.mapping.get("seen", [])
    try:
        told = mapping_from({name: value for name, value in source.mapping.items() if name != "seen"})
    except MappingRefused:
        told = Mapping()
    new = guess([name for name in columns if name not in remembered])
    taken = set(told.columns.values())
    columns_now = dict(told.columns) | {name: to for name, to in new.items() if not (remembered and to in taken)}
    return Mapping(
        {name: to for name, to in columns_now.items() if name in columns},
        told.meanings, told.kind, told.focus_area, told.funder, told.party, told.propose,
    )  # fmt: skip


@transaction.atomic
def choose_sheet(*, run: Import, sheet: str, header_rows: Sequence[int] | None) -> Import:
    """Read another sheet, or other rows as the headers. Raises NotNow, TableRefused."""
    run = Import.objects.select_for_update().select_related("source").get(pk=run.pk)
    if run.state not in {State.UPLOADED, State.CHECKED, State.FAILED} or run.kind != SourceKind.TABLE:
        raise NotNow(run.state)
    look = look_at(file_of(run.pk), run.file_name, sheet=sheet, header_rows=header_rows)
    run.sheet, run.header_rows = sheet, list(header_rows) if header_rows is not None else None
    run.columns, run.state = list(look.columns), State.UPLOADED.value
    run.mapping = suggested(run.source, look.columns).as_json
    run.save(update_fields=["sheet", "header_rows", "columns", "state", "mapping"])
    return run


@transaction.atomic
def set_mapping(*, run: Import, mapping: Mapping) -> Import:
    """Say what the columns mean, remember it for the source, and let the dry run begin. Raises NotNow."""
    run = Import.objects.select_for_update().select_related("source").get(pk=run.pk)
    if run.state not in {State.UPLOADED, State.CHECKED, State.FAILED} or run.change_set_id:
        raise NotNow(run.state)
    run.mapping, run.state, run.is_taken, run.trouble = mapping.as_json, State.CHECKING.value, False, []
    run.save(update_fields=["mapping", "state", "is_taken", "trouble"])
    seen = set(run.source.mapping.get("seen", [])) | set(run.columns)
    columns = {name: to for name, to in run.source.mapping.get("columns", {}).items() if name not in run.columns}
    remembered: dict[str, Any] = mapping.as_json
    run.source.mapping = {**remembered, "columns": {**columns, **remembered["columns"]}, "seen": sorted(seen)[:1000]}
    run.source.save(update_fields=["mapping"])
    return run


@transaction.atomic
def throw_away(*, run: Import, by: Actor, now: datetime) -> None:
    """Give up an import before anything was written: the file and what it said are deleted. Raises NotNow."""
    run = Import.objects.select_for_update().get(pk=run.pk)
    if run.state in {State.DONE, State.UNDONE, State.THROWN}:
        raise NotNow(run.state)
    rows = ImportRow.objects.filter(run=run)
    rows._raw_delete(rows.db)
    run.state, run.is_taken, run.finished_at, run.finished_by = State.THROWN.value, False, now, by.label
    run.save(update_fields=["state", "is_taken", "finished_at", "finished_by"])
    remove_file(run.pk)


def prune_imports(*, before: datetime, by: Actor, now: datetime) -> int:
    """Delete files, and what stood in their cells, of imports begun before a moment. How many there were.

    Those that nobody carried out are thrown away. What became of each row stays.
    """
    pruned = 0
    for run in Import.objects.filter(made_at__lt=before).exclude(state=State.THROWN.value):
        if run.state not in {State.DONE, State.UNDONE}:
            throw_away(run=run, by=by, now=now)
            pruned += 1
        elif run.rows.exclude(raw=[]).exists():
            run.rows.update(raw=[])
            remove_file(run.pk)
            pruned += 1
    return pruned
