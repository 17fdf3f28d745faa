"""The page of one import."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.core.paginator import Page
from django.urls import reverse
from django.utils.translation import gettext as _

from brobygger.intake.actions.storage import Progress
from brobygger.intake.models import Import, ImportRow
from brobygger.intake.presenters.imports import (
    OutcomeLine,
    outcome_lines,
    remark_lines,
    result_lines,
    state_label,
    to_do,
    trouble_line,
    unknown_lines,
)
from brobygger.intake.presenters.rows import RowView, outcome_label, result_label, row_view, rows_in_words
from brobygger.intake.rules.kinds import Outcome, State


@dataclass(frozen=True)
class ImportPage:
    """What the page reads."""

    state: str
    lead: str
    trouble: str
    may_choose: bool
    has_choices: bool
    may_map: bool
    may_start_again: bool
    may_undo: bool
    may_throw: bool
    outcomes: Sequence[OutcomeLine]
    results: Sequence[tuple[str, str, int]]
    button: str
    undecided: str
    remarks: Sequence[str]
    unknown: Sequence[str]
    rows: Sequence[RowView]
    pages: Page[ImportRow]
    narrowed: str
    everything_url: str


@dataclass(frozen=True)
class ProgressView:
    """How far a run has come. `percent` is None until that is known."""

    text: str
    done: int
    total: int
    is_interrupted: bool
    may_start_again: bool
    url: str


def import_page(
    run: Import,
    made: Mapping[tuple[str, str], int],
    results: Mapping[str, int],
    rows: Page[ImportRow],
    *,
    outcome: Outcome | None,
    result: str,
    has_file: bool,
    may_undo: bool,
) -> ImportPage:
    """The page of an import that nobody works on."""
    may_choose = run.state == State.CHECKED
    for row in rows:
        row.run = run
    button, undecided = to_do(made) if may_choose else ("", "")
    views = [row_view(run, row, may_choose=may_choose) for row in rows]
    return ImportPage(
        state=state_label(run.state),
        lead=f"{run.source.name}: {run.file_name}",
        trouble=trouble_line(run.trouble) if run.state == State.FAILED else "",
        may_choose=may_choose,
        has_choices=any(view.choices for view in views),
        may_map=run.state in {State.CHECKED, State.FAILED} and has_file,
        may_start_again=run.state == State.FAILED and bool(run.total),
        may_undo=may_undo and run.state == State.DONE,
        may_throw=run.state in {State.CHECKED, State.FAILED},
        outcomes=outcome_lines(run, made, may_choose=may_choose),
        results=result_lines(run, results),
        button=button,
        undecided=undecided,
        remarks=remark_lines(run.remarks),
        unknown=unknown_lines(run.unknown) if may_choose else [],
        rows=views,
        pages=rows,
        narrowed=outcome_label(outcome.value) if outcome else result_label(result) if result else "",
        everything_url=reverse("intake:show", kwargs={"partnership": run.partnership.slug, "number": run.pk}),
    )


def progress_view(run: Import, progress: Progress, *, at_work: bool) -> ProgressView:
    """How far it has come: at work, waiting for its turn, or interrupted."""
    is_interrupted = not at_work and (run.is_taken or run.state == State.FETCHING)
    if is_interrupted:
        text = _("Arbeidet ble avbrutt. Ingenting er skrevet i registeret.")
    elif not at_work:
        text = _("Venter på tur.")
    elif run.state == State.FETCHING:
        text = _("Henter fra Airtable: %(rows)s så langt.") % {"rows": rows_in_words(progress.done)}
    else:
        verb = _("Sammenligner med registeret") if run.state == State.CHECKING else _("Importerer")
        rows = rows_in_words(progress.total) if progress.total else ""
        text = f"{verb}: {progress.done} / {rows}" if rows else f"{verb} …"
    return ProgressView(
        text,
        progress.done,
        progress.total,
        is_interrupted,
        is_interrupted and run.state != State.FETCHING,
        reverse("intake:progress", kwargs={"partnership": run.partnership.slug, "number": run.pk}),
    )
