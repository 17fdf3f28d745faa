"""Operations on many activities, and undoing them as a whole."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from brobygger.audit import actions as audit
from brobygger.audit.rules import Actor
from brobygger.partnerships.models import Partnership
from brobygger.portfolio.actions.change import Order, change_activities
from brobygger.portfolio.actions.confirm import take_back_confirmations
from brobygger.portfolio.actions.listeners import tell_undone
from brobygger.portfolio.actions.lock import lock
from brobygger.portfolio.actions.parts import IDS_A_QUERY
from brobygger.portfolio.actions.standing import bring_back, remove_activities
from brobygger.portfolio.models import ChangeSet, ChangeSetItem, Revision
from brobygger.portfolio.rules.content import draft_from
from brobygger.portfolio.rules.kinds import Standing


class StandsInTheWay(RuntimeError):
    """Somebody has changed, removed or merged what the operation touched; `slugs` says which activities."""

    def __init__(self, slugs: list[str]) -> None:
        super().__init__(slugs)
        self.slugs = slugs


class UndoneAlready(RuntimeError):
    """The operation was undone before."""


def open_change_set(*, partnership: Partnership, cause: str, title: str, by: Actor, now: datetime) -> ChangeSet:
    """Begin an operation; hand it to the actions it consists of, in one transaction."""
    return ChangeSet.objects.create(
        partnership=partnership, cause=cause, title=title[:200], by_user_id=by.user_id, by_label=by.label, at=now
    )


@transaction.atomic
def undo(*, change_set: ChangeSet, by: Actor, now: datetime) -> int:
    """Undo an operation: what it made goes to the wastebasket, what it changed or threw away becomes what it was.

    What was confirmed in it is no longer. Returns how many. Raises StandsInTheWay when any of it was touched since (nothing is undone then), UndoneAlready.
    """
    return undo_within(change_set=change_set, by=by, now=now)


def undo_within(*, change_set: ChangeSet, by: Actor, now: datetime) -> int:
    """The same inside a transaction of the caller's, who lets it fail as a whole.

    It makes no savepoint of its own: SQLite keeps every page that changes after one in memory, which for fifty thousand
    activities was more than a gigabyte.
    """
    partnership = change_set.partnership
    lock(partnership)
    change_set = ChangeSet.objects.select_related("partnership").get(pk=change_set.pk)
    if change_set.undone_at:
        raise UndoneAlready(change_set.title)
    items = list(
        ChangeSetItem.objects.filter(change_set=change_set)
        .order_by("activity_id")
        .values_list("activity_id", "before", "after", "activity__version", "activity__standing", "activity__slug")
    )
    touched = [
        slug
        for _, before, after, version, standing, slug in items
        if version != after or standing != (Standing.REMOVED if before == after else Standing.REGISTERED)
    ]
    if touched:
        raise StandsInTheWay(touched)
    made = [(pk, after) for pk, before, after, _, _, _ in items if before == 0]
    for at in range(0, len(made), IDS_A_QUERY):
        some = made[at : at + IDS_A_QUERY]
        remove_activities(partnership=partnership, versions=some, by=by, now=now, reason="undo")
    thrown = [pk for pk, before, after, _, _, _ in items if before == after]
    for at in range(0, len(thrown), IDS_A_QUERY):
        bring_back(partnership=partnership, activity_ids=thrown[at : at + IDS_A_QUERY], by=by, now=now)
    changed = [(pk, before, after, slug) for pk, before, after, _, _, slug in items if 0 < before < after]
    for at in range(0, len(changed), IDS_A_QUERY):
        _change_back(partnership, changed[at : at + IDS_A_QUERY], by, now)
    count = len(items) + take_back_confirmations(change_set=change_set, by=by, now=now)
    change_set.undone_at, change_set.undone_by = now, by.label
    change_set.save(update_fields=["undone_at", "undone_by"])
    tell_undone(change_set, by, now)
    audit.record(
        verb="undone",
        subject_type="change_set",
        subjects=[(change_set.pk, {"title": change_set.title, "activities": count})],
        by=by,
        now=now,
        partnership_id=partnership.pk,
    )
    return count


def _change_back(partnership: Partnership, items: list[tuple[int, int, int, str]], by: Actor, now: datetime) -> None:
    numbers = {pk: before for pk, before, _, _ in items}
    contents = {
        revision.activity_id: revision.content
        for revision in Revision.objects.filter(activity_id__in=numbers, number__in=set(numbers.values()))
        if numbers[revision.activity_id] == revision.number
    }
    change_activities(
        partnership=partnership,
        orders=[Order(pk, after, draft_from(contents[pk], slug=slug)) for pk, _, after, slug in items],
        by=by,
        now=now,
        verb="restored",
    )
