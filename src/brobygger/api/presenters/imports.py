"""Imports as JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from brobygger.intake.actions.choose import allowed
from brobygger.intake.actions.storage import Progress
from brobygger.intake.models import Import, ImportRow, ImportSource
from brobygger.intake.presenters.imports import remark_lines, trouble_line
from brobygger.intake.presenters.page import progress_view
from brobygger.intake.presenters.rows import problem_line, reasons_in_words
from brobygger.intake.rules.kinds import State
from brobygger.intake.rules.mapping import Mapping as ColumnMapping
from brobygger.intake.sources.table import Look
from brobygger.tables.presenters import remark_in_words

WORKING = frozenset({State.FETCHING, State.CHECKING, State.RUNNING})
_LONGEST_SAMPLE = 80
_SAMPLES = 3


def listed_import(run: Import) -> dict[str, Any]:
    """An import in the list."""
    return {
        "id": run.pk,
        "source": run.source.name,
        "kind": run.kind,
        "state": run.state,
        "file_name": run.file_name,
        "total": run.total,
        "made_at": run.made_at,
        "made_by": run.made_by,
        "finished_at": run.finished_at,
        "finished_by": run.finished_by or None,
        "change_set": run.change_set_id,
    }


def import_as_json(
    run: Import,
    chosen: Mapping[tuple[str, str], int],
    results: Mapping[str, int],
    *,
    progress: Progress,
    at_work: bool,
) -> dict[str, Any]:
    """One import with everything but its rows."""
    told = progress_view(run, progress, at_work=at_work) if run.state in WORKING else None
    return {
        **listed_import(run),
        "progress": told
        and {
            "done": told.done,
            "total": told.total,
            "is_at_work": at_work,
            "is_interrupted": told.is_interrupted,
        },
        "trouble": trouble_line(run.trouble) if run.state == State.FAILED else None,
        "remarks": remark_lines(run.remarks),
        "unknown": run.unknown,
        "chosen": [
            {"outcome": outcome, "choice": choice, "rows": count}
            for (outcome, choice), count in sorted(chosen.items())
            if count
        ],
        "results": {result: count for result, count in sorted(results.items()) if result},
    }


def table_as_json(look: Look) -> dict[str, Any]:
    """How a file is read."""
    return {
        "sheets": [{"name": name, "is_hidden": is_hidden} for name, is_hidden in look.sheets],
        "sheet": look.sheet,
        "header_rows": list(look.header_rows),
        "columns": [
            {"name": name, "letters": letters, "samples": _samples(look, at)}
            for at, (name, letters) in enumerate(zip(look.columns, look.letters, strict=True))
        ],
        "rows": look.rows,
        "remarks": [remark_in_words(remark) for remark in look.remarks],
    }


def mapping_as_json(mapping: ColumnMapping, columns: Sequence[str], areas: Mapping[str, str]) -> dict[str, Any]:
    """What columns mean; `areas` are the slugs of focus areas by id. Columns without a meaning are told too."""
    meanings = {group: dict(words) for group, words in mapping.meanings.items()}
    if "focus_areas" in meanings:
        meanings["focus_areas"] = {word: areas.get(pk, "") for word, pk in meanings["focus_areas"].items()}
    return {
        "columns": {name: mapping.columns.get(name) for name in columns or mapping.columns},
        "meanings": meanings,
        "kind": mapping.kind or None,
        "focus_area": areas.get(mapping.focus_area),
        "party": mapping.party,
        "funder": mapping.funder,
        "propose": mapping.propose,
    }


def source_as_json(source: ImportSource, mapping: ColumnMapping, areas: Mapping[str, str]) -> dict[str, Any]:
    """A source with what is remembered of it."""
    return {
        "name": source.name,
        "base": source.place.get("base"),
        "table": source.place.get("table"),
        "mapping": mapping_as_json(mapping, (), areas),
    }


def import_row_as_json(run: Import, row: ImportRow) -> dict[str, Any]:
    """One row."""
    return {
        "number": row.number,
        "title": row.title,
        "outcome": row.outcome,
        "choice": row.choice,
        "allowed": [choice.value for choice in allowed(row)],
        "result": row.result,
        "activity": row.activity.slug if row.activity else None,
        "repeats": row.repeats or None,
        "changes": ["focus_areas" if name == "focus_area_ids" else name for name in row.changes],
        "problems": [
            {"code": code, "column": column, "text": text, "detail": problem_line(run, row.number, problem)}
            for problem in row.problems
            for code, column, text, _more in [problem]
        ],
        "twins": [
            {"id": slug, "title": title, "kind": kind, "why": reasons_in_words(reasons)}
            for _pk, slug, title, kind, _score, reasons in row.twins
        ],
    }


def _samples(look: Look, at: int) -> list[str]:
    texts = [values[at][:_LONGEST_SAMPLE] for _number, values in look.sample if at < len(values) and values[at]]
    return list(dict.fromkeys(texts))[:_SAMPLES]
