"""Forgetting people nobody needs any more (`brobygger forget`)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from brobygger.audit.rules import Actor
from brobygger.people.actions.erase import StandsInTheWay, erase_person
from brobygger.people.queries.people import due


def forget_people(*, by: Actor, now: datetime, dry_run: bool) -> list[str]:
    """Erase those whose day has passed and who are in touch about nothing that goes on.

    Each in a transaction of its own; one line for each, by number and not by name.
    """
    said = []
    for person in due(None, now.date()).iterator(chunk_size=200):
        told = f"{person.partnership.slug}: person {person.pk}, kept until {person.keep_until}"
        if not dry_run:
            try:
                with transaction.atomic():
                    erase_person(person=person, by=by, now=now)
            except StandsInTheWay as refused:
                told += f", not erased: {', '.join(each.obstacle.value for each in refused.obstacles)}"
        said.append(told)
    return said
