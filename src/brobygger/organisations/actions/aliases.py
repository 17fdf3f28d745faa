"""Other names of parties that are known: added, corrected, removed. Nothing said of them is lost: the log keeps it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from brobygger.audit import actions as audit
from brobygger.audit.rules import Actor
from brobygger.organisations.actions.directories import renew
from brobygger.organisations.models import Directory, Name
from brobygger.organisations.queries import aliases_of_party, draft_of_name, holders_of
from brobygger.organisations.rules.aliases import ADDED, CHANGED, REMOVED, Collision, collision_of, mark_of
from brobygger.organisations.rules.drafts import NameDraft
from brobygger.organisations.rules.names import Party, fold


class AliasHeld(ValueError):
    """Others go by that name. `may_be_shared`: whoever knows that may give it all the same."""

    def __init__(self, name: str, parties: list[Party], *, may_be_shared: bool) -> None:
        super().__init__(name)
        self.parties, self.may_be_shared = parties, may_be_shared


class AliasTheirs(ValueError):
    """The party goes by that name already."""


class AliasChanged(RuntimeError):
    """Somebody has changed or removed it since it was read. `now` is what it is, None when it is gone."""

    def __init__(self, now: NameDraft | None) -> None:
        super().__init__(now)
        self.now = now


@transaction.atomic
def add_alias(
    *, directory: Directory, party: Party, draft: NameDraft, is_shared: bool = False, by: Actor, now: datetime
) -> Name:
    """Let a party go by one more name. `is_shared`: others may go by it too.

    Raises AliasTheirs, AliasHeld.
    """
    _hold(directory)
    _refuse_collision(directory, party, draft.text, is_shared=is_shared)
    name = Name.objects.create(
        directory=directory,
        organisation_id=party.organisation_id,
        unit_id=party.unit_id,
        **_columns(draft),
    )
    _told(directory, party, ADDED, _as_data(draft), by, now)
    return name


@transaction.atomic
def change_alias(
    *,
    directory: Directory,
    party: Party,
    name_id: int,
    seen: str,
    draft: NameDraft,
    is_shared: bool = False,
    by: Actor,
    now: datetime,
) -> Name:
    """Correct a name of a party; `seen` is the mark of what it was when it was read. Nothing is written when nothing differs.

    Raises AliasChanged, AliasTheirs, AliasHeld.
    """
    _hold(directory)
    name, was = _as_read(directory, party, name_id, seen)
    if was == draft:
        return name
    if fold(draft.text)[:300] != name.folded:
        _refuse_collision(directory, party, draft.text, is_shared=is_shared)
    for column, value in _columns(draft).items():
        setattr(name, column, value)
    name.save()
    _told(directory, party, CHANGED, {**_as_data(draft), "was": _as_data(was)}, by, now)
    return name


@transaction.atomic
def remove_alias(*, directory: Directory, party: Party, name_id: int, seen: str, by: Actor, now: datetime) -> None:
    """Let a name lead to a party no more. The log keeps all of it, so that it can be given again. Raises AliasChanged."""
    _hold(directory)
    name, was = _as_read(directory, party, name_id, seen)
    name.delete()
    _told(directory, party, REMOVED, _as_data(was), by, now)


def _hold(directory: Directory) -> None:
    """One writer of names at a time, so that two cannot give the same one unknown to each other."""
    Directory.objects.select_for_update().get(pk=directory.pk)


def _as_read(directory: Directory, party: Party, name_id: int, seen: str) -> tuple[Name, NameDraft]:
    name = next((each for each in aliases_of_party(directory.pk, party) if each.pk == name_id), None)
    present = draft_of_name(name) if name else None
    if name is None or present is None or mark_of(present) != seen:
        raise AliasChanged(present)
    return name, present


def _refuse_collision(directory: Directory, party: Party, text: str, *, is_shared: bool) -> None:
    holders = holders_of(directory.pk, text)
    collision = collision_of(party, holders)
    if collision is Collision.THEIRS:
        raise AliasTheirs(text)
    if collision is Collision.TAKEN or (collision is Collision.SHARED and not is_shared):
        parties = list(dict.fromkeys(holder.party for holder in holders))
        raise AliasHeld(text, parties, may_be_shared=collision is Collision.SHARED)


def _columns(draft: NameDraft) -> dict[str, str]:
    return {
        "text": draft.text,
        "folded": fold(draft.text)[:300],
        "kind": draft.kind.value,
        "language": draft.language,
        "valid_from": draft.valid_from,
        "valid_to": draft.valid_to,
    }


def _as_data(draft: NameDraft) -> dict[str, str]:
    """What the log remembers; what is empty is left out."""
    return {column: value for column, value in _columns(draft).items() if value and column != "folded"}


def _told(directory: Directory, party: Party, verb: str, told: Mapping[str, object], by: Actor, now: datetime) -> None:
    renew(directory)
    audit.record(
        verb=verb,
        subject_type="unit" if party.unit_id else "organisation",
        subjects=[(party.unit_id or party.organisation_id, told)],
        by=by,
        now=now,
        partnership_id=None,
    )
