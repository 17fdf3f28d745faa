"""Importing as it is done in the browser, without the browser."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

from tests.unit.tables.files import workbook_of

from brobygger.accounts.models import User
from brobygger.intake.actions import begin, choose
from brobygger.intake.actions.work import next_import
from brobygger.intake.models import Import
from brobygger.intake.rules.mapping import Mapping, mapping_from
from brobygger.partnerships.models import Membership, Partnership


def table(*rows: Any, name: str = "Ark1") -> io.BytesIO:
    """A workbook with one sheet."""
    return workbook_of({name: rows})


def upload(
    partnership: Partnership,
    user: User,
    file: io.BytesIO,
    now: datetime,
    *,
    source: str = "Regneark",
    name: str = "r.xlsx",
) -> Import:
    """A file that is kept, with its columns guessed."""
    member = Membership.objects.get(user=user, partnership=partnership)
    return begin.begin_import(
        partnership=partnership,
        source_name=source,
        file_name=name,
        chunks=[file.getvalue()],
        for_organisation_id=member.organisation_id,
        by=user.as_actor,
        now=now,
    )


def check(run: Import, now: datetime, **changes: Any) -> Import:
    """The dry run, with the columns as guessed but for the changes."""
    mapping = mapping_from({**run.mapping, **changes})
    assert isinstance(mapping, Mapping)
    begin.set_mapping(run=run, mapping=mapping)
    assert next_import(lambda: now)
    return Import.objects.select_related("source", "partnership").get(pk=run.pk)


def bring(run: Import, now: datetime) -> Import:
    """What was chosen, carried out."""
    choose.order(run=run)
    assert next_import(lambda: now)
    return Import.objects.select_related("source", "partnership", "change_set").get(pk=run.pk)


def outcomes(run: Import) -> list[str]:
    """The outcome of each row, in order."""
    return list(run.rows.order_by("number").values_list("outcome", flat=True))


def results(run: Import) -> list[str]:
    """What became of each row, in order."""
    return list(run.rows.order_by("number").values_list("result", flat=True))
