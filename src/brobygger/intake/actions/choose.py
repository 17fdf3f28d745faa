"""Choosing what shall be done with the rows of an import."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from brobygger.intake.actions.begin import NotNow
from brobygger.intake.actions.storage import is_at_work
from brobygger.intake.models import Import, ImportRow
from brobygger.intake.rules.kinds import CHOICES, Choice, Outcome, State


def allowed(row: ImportRow) -> tuple[Choice, ...]:
    """What may be chosen for a row. One whose key stands in the file before has no place to go."""
    if row.outcome == Outcome.REPEATED and row.problems:
        return (Choice.SKIP,)
    return CHOICES[Outcome(row.outcome)]


@transaction.atomic
def choose(*, run: Import, choices: Mapping[int, tuple[Choice, int]]) -> int:
    """Choose for rows, by their number: what to do, and with which of its twins (0: the first). How many were changed.

    What a row does not allow is left as it was. Raises NotNow.
    """
    _refuse_unless_checked(run)
    changed = 0
    for row in ImportRow.objects.filter(run=run, number__in=list(choices)).defer("raw", "said"):
        choice, twin = choices[row.number]
        ids = [each[0] for each in row.twins]
        if choice not in (*allowed(row), Choice.UNDECIDED) or (twin and twin not in ids):
            continue
        target = twin or row.activity_id
        if (row.choice, row.activity_id) == (choice.value, target):
            continue
        if target != row.activity_id:
            row.activity_id = target
            row.base_version = row.activity.version if row.activity else 0
        row.choice = choice.value
        row.save(update_fields=["choice", "activity", "base_version"])
        changed += 1
    return changed


@transaction.atomic
def choose_for_all(*, run: Import, outcome: Outcome, choice: Choice) -> int:
    """Choose the same for every row of one outcome. How many there are; 0 when they do not allow it. Raises NotNow."""
    _refuse_unless_checked(run)
    if choice not in CHOICES[outcome]:
        return 0
    rows = ImportRow.objects.filter(run=run, outcome=outcome.value)
    if outcome is Outcome.REPEATED and choice is not Choice.SKIP:
        rows = rows.filter(problems=[])
    return rows.update(choice=choice.value)


def _refuse_unless_checked(run: Import) -> None:
    present = Import.objects.select_for_update().get(pk=run.pk)
    if present.state != State.CHECKED:
        raise NotNow(present.state)


@transaction.atomic
def order(*, run: Import) -> None:
    """Let the import be carried out as chosen, as soon as somebody has time for it. Raises NotNow."""
    _refuse_unless_checked(run)
    Import.objects.filter(pk=run.pk).update(state=State.RUNNING.value, is_taken=False, trouble=[])


@transaction.atomic
def start_again(*, run: Import) -> None:
    """Begin anew what was interrupted, or has failed while it was carried out. Raises NotNow."""
    present = Import.objects.select_for_update().get(pk=run.pk)
    if is_at_work(run.pk):
        raise NotNow(present.state)
    if present.state == State.FAILED and present.total:
        present.state = State.RUNNING.value
    elif present.state == State.FAILED and present.mapping:
        present.state = State.CHECKING.value
    elif not (present.state in {State.CHECKING, State.RUNNING} and present.is_taken):
        raise NotNow(present.state)
    present.is_taken, present.trouble = False, []
    present.save(update_fields=["state", "is_taken", "trouble"])
