"""Merging two entries into one that stands for both, and parting them again exactly as they were."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from brobygger.audit.rules import Actor
from brobygger.duplicates.actions.decide import DecidedMeanwhile, record
from brobygger.duplicates.models import Consent, Merge, MergeMember, Pair
from brobygger.duplicates.queries.owners import owners_of
from brobygger.duplicates.queries.queue import consents_of, entries_of
from brobygger.duplicates.rules.decisions import Decision
from brobygger.duplicates.rules.merging import put_together
from brobygger.partnerships.models import Partnership
from brobygger.portfolio.actions.change import ChangedMeanwhile
from brobygger.portfolio.actions.lock import lock
from brobygger.portfolio.actions.register import register_activities
from brobygger.portfolio.actions.standing import remove_activities, stand_alone, stand_for
from brobygger.portfolio.models import Activity
from brobygger.portfolio.rules.content import draft_from
from brobygger.portfolio.rules.kinds import Standing


@dataclass(frozen=True)
class Said:
    """What came of a yes: the entry that stands for both, or the organisations whose yes is still missing."""

    entry: Activity | None
    missing: frozenset[int] = frozenset()


class PartedAlready(RuntimeError):
    """The merge was parted before, or its entry is in the wastebasket."""


@transaction.atomic
def say_yes(
    *,
    partnership: Partnership,
    pair: Pair,
    versions: tuple[int, int],
    choices: Mapping[str, str],
    note: str = "",
    organisation_id: int | None,
    by: Actor,
    now: datetime,
) -> Said:
    """Say, for an organisation, that a pair is one thing, put together as `choices` say. Merges when all sides have.

    A yes to other choices than the other side's replaces theirs: they are asked again. Raises ChangedMeanwhile when an
    entry has another version than was seen, DecidedMeanwhile, RegistrationRefused when the two cannot be put together.
    """
    lock(partnership)
    present = Pair.objects.filter(pk=pair.pk, is_open=True).select_related("one", "other").first()
    if present is None:
        raise DecidedMeanwhile(pair.pk)
    late = [
        activity.slug
        for activity, version in ((present.one, versions[0]), (present.other, versions[1]))
        if activity.version != version or activity.standing != Standing.REGISTERED
    ]
    if late:
        raise ChangedMeanwhile(late)
    owners = owners_of(partnership, [present.one_id, present.other_id])
    needed = owners[present.one_id] | owners[present.other_id]
    _remember(present, versions, choices, organisation_id, by, now)
    given = {consent.organisation_id for consent in consents_of(present) if consent.choices == dict(choices)}
    missing = frozenset(needed - given)
    record(partnership, present, {"decision": "yes", "organisation": organisation_id}, by, now)
    if missing:
        return Said(None, missing)
    return Said(_merge(partnership, present, choices, note, by, now))


def _remember(
    pair: Pair,
    versions: tuple[int, int],
    choices: Mapping[str, str],
    organisation_id: int | None,
    by: Actor,
    now: datetime,
) -> None:
    pair.consents.filter(organisation=organisation_id).delete()
    Consent.objects.create(
        pair=pair,
        organisation_id=organisation_id,
        version_one=versions[0],
        version_other=versions[1],
        choices=dict(choices),
        by_user_id=by.user_id,
        by_label=by.label,
        at=now,
    )


def _merge(
    partnership: Partnership, pair: Pair, choices: Mapping[str, str], note: str, by: Actor, now: datetime
) -> Activity:
    draft = draft_from(put_together(entries_of(pair), choices), slug="")
    [entry] = register_activities(partnership=partnership, drafts=[draft], by=by, now=now)
    merge = Merge.objects.create(entry=entry, choices=dict(choices), note=note, made_at=now, made_by=by.label)
    both = [(pair.one_id, pair.one.version), (pair.other_id, pair.other.version)]
    MergeMember.objects.bulk_create([MergeMember(merge=merge, activity_id=pk, version=version) for pk, version in both])
    stand_for(partnership=partnership, entry=entry, versions=both, by=by, now=now)
    pair.decision, pair.note, pair.is_open = Decision.SAME.value, note, False
    pair.decided_score, pair.decided_at, pair.decided_by = pair.score, now, by.label
    pair.save()
    _inherit(partnership, entry, [pk for pk, _ in both])
    record(partnership, pair, {"decision": Decision.SAME.value, "entry": entry.pk, "note": note}, by, now)
    return entry


def _inherit(partnership: Partnership, entry: Activity, members: Collection[int]) -> None:
    """What was decided of a member and a third entry holds for the entry that stands for it too."""
    decided = Pair.objects.filter(Q(one__in=members) | Q(other__in=members), partnership=partnership).exclude(
        decision__in=["", Decision.SAME.value]
    )
    for old in decided:
        third = old.other_id if old.one_id in members else old.one_id
        if third in members or not Activity.objects.filter(pk=third).exists():
            continue
        low, high = sorted((third, entry.pk))
        Pair.objects.update_or_create(
            one_id=low,
            other_id=high,
            defaults={
                "partnership": partnership,
                "score": old.score,
                "answer": old.answer,
                "reasons": old.reasons,
                "effect": old.effect,
                "priority": old.priority,
                "found": old.found,
                "is_open": False,
                "decision": old.decision,
                "relation": old.relation,
                "note": old.note,
                "decided_score": old.decided_score,
                "decided_at": old.decided_at,
                "decided_by": old.decided_by,
            },
        )


@transaction.atomic
def part(*, partnership: Partnership, merge: Merge, version: int, by: Actor, now: datetime) -> list[int]:
    """Part what was merged: both are in the register again exactly as they were, and the pair is open again.

    The entry that stood for them goes to the wastebasket, with whatever was changed in it since. Returns the ids of the
    entries. Raises PartedAlready, ChangedMeanwhile when that entry has another version than was seen.
    """
    lock(partnership)
    present = Merge.objects.filter(pk=merge.pk, parted_at=None).select_related("entry").first()
    if present is None or present.entry.standing != Standing.REGISTERED:
        raise PartedAlready(merge.pk)
    if present.entry.version != version:
        raise ChangedMeanwhile([present.entry.slug])
    members = list(present.members.order_by("pk").values_list("activity_id", flat=True))
    remove_activities(
        partnership=partnership, versions=[(present.entry_id, version)], by=by, now=now, reason="unmerged"
    )
    stand_alone(partnership=partnership, activity_ids=members, by=by, now=now)
    present.parted_at, present.parted_by = now, by.label
    present.save(update_fields=["parted_at", "parted_by"])
    for pair in Pair.objects.filter(one__in=members, other__in=members, decision=Decision.SAME.value):
        pair.consents.all().delete()
        pair.decision, pair.relation, pair.is_open, pair.decided_score = "", "", True, None
        pair.decided_at, pair.decided_by = None, ""
        pair.save()
    return members
