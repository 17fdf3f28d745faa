"""Merging two or more entries into one that stands for all, and parting them again exactly as they were."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F, Q

from brobygger.audit import actions as audit
from brobygger.audit.rules import Actor
from brobygger.duplicates.actions.decide import DecidedMeanwhile, record
from brobygger.duplicates.models import Consent, Merge, MergeMember, Pair
from brobygger.duplicates.queries.chains import are_told_apart
from brobygger.duplicates.queries.consents import consents_to, members_of
from brobygger.duplicates.queries.owners import all_owners_of
from brobygger.duplicates.queries.queue import entries_of
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
    """What came of a yes: the entry that stands for all, or the organisations whose yes is still missing."""

    entry: Activity | None
    missing: frozenset[int] = frozenset()


class PartedAlready(RuntimeError):
    """The merge was parted before, or its entry is in the wastebasket."""


@transaction.atomic
def say_yes(
    *,
    partnership: Partnership,
    pair: Pair,
    versions: Mapping[int, int],
    choices: Mapping[str, str],
    note: str = "",
    organisation_id: int | None,
    by: Actor,
    now: datetime,
) -> Said:
    """Say, for an organisation, that a pair is one thing, put together as `choices` say. Merges when all sides have.

    `versions` are those that were seen, by id, of both entries and of any further ones that are the same too. A yes to
    other choices or other entries than the other side's replaces theirs: they are asked again. Raises ChangedMeanwhile
    when an entry has another version than was seen, DecidedMeanwhile when the pair is not open or somebody has said that
    two of them are not the same, RegistrationRefused when they cannot be put together.
    """
    lock(partnership)
    present = Pair.objects.filter(pk=pair.pk, is_open=True).first()
    if present is None or are_told_apart(list(versions)):
        raise DecidedMeanwhile(pair.pk)
    _check_versions(partnership, present, versions)
    needed = all_owners_of(partnership, list(versions))
    _remember(present, versions, choices, organisation_id, by, now)
    given = {consent.organisation_id for consent in consents_to(versions) if consent.choices == dict(choices)}
    missing = frozenset(needed - given)
    record(partnership, present, {"decision": "yes", "organisation": organisation_id}, by, now)
    if missing:
        _ask(partnership, versions, by, now)
        return Said(None, missing)
    return Said(_merge(partnership, present, versions, choices, note, by, now))


def _ask(partnership: Partnership, versions: Mapping[int, int], by: Actor, now: datetime) -> None:
    """Write at each entry that its owners are asked, so that whoever follows it is told."""
    audit.record(
        verb="asked_to_merge",
        subject_type="activity",
        subjects=[(pk, {"members": sorted(versions)}) for pk in sorted(versions)],
        by=by,
        now=now,
        partnership_id=partnership.pk,
    )


def _check_versions(partnership: Partnership, pair: Pair, versions: Mapping[int, int]) -> None:
    """Both entries of the pair are among those seen, and all are registered as they were seen. Raises ChangedMeanwhile."""
    wanted = {*versions, pair.one_id, pair.other_id}
    there = {each.pk: each for each in Activity.objects.filter(partnership=partnership, pk__in=wanted)}
    late = [each.slug for pk, each in there.items() if each.version != versions.get(pk)]
    if late or there.keys() != wanted:
        raise ChangedMeanwhile(late)


def _remember(
    pair: Pair,
    versions: Mapping[int, int],
    choices: Mapping[str, str],
    organisation_id: int | None,
    by: Actor,
    now: datetime,
) -> None:
    ids = list(versions)
    Consent.objects.filter(pair__one__in=ids, pair__other__in=ids, organisation=organisation_id).delete()
    Consent.objects.create(
        pair=pair,
        organisation_id=organisation_id,
        members=members_of(versions),
        choices=dict(choices),
        by_user_id=by.user_id,
        by_label=by.label,
        at=now,
    )


def _merge(
    partnership: Partnership,
    pair: Pair,
    versions: Mapping[int, int],
    choices: Mapping[str, str],
    note: str,
    by: Actor,
    now: datetime,
) -> Activity:
    ids = sorted(versions)
    draft = draft_from(put_together(entries_of(ids), choices), slug="")
    [entry] = register_activities(partnership=partnership, drafts=[draft], by=by, now=now)
    merge = Merge.objects.create(entry=entry, choices=dict(choices), note=note, made_at=now, made_by=by.label)
    MergeMember.objects.bulk_create([MergeMember(merge=merge, activity_id=pk, version=versions[pk]) for pk in ids])
    # Before they leave the register: a pair of two that have left, and that nobody has decided, is forgotten.
    _decide_all(ids, note, by, now)
    stand_for(partnership=partnership, entry=entry, versions=[(pk, versions[pk]) for pk in ids], by=by, now=now)
    _inherit(partnership, entry, ids)
    told = {"decision": Decision.SAME.value, "entry": entry.pk, "members": ids, "note": note}
    record(partnership, pair, told, by, now)
    return entry


def _decide_all(ids: Collection[int], note: str, by: Actor, now: datetime) -> None:
    """Every open pair among the entries is decided with them."""
    Pair.objects.filter(one__in=ids, other__in=ids, is_open=True).update(
        decision=Decision.SAME.value,
        relation="",
        note=note,
        is_open=False,
        decided_score=F("score"),
        decided_at=now,
        decided_by=by.label,
    )


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
    """Part what was merged: all are in the register again exactly as they were, and their pairs are open again.

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
