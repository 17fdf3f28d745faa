"""Receiving what somebody outside sends, and nothing of a flood."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import date, datetime

from django.core import signing
from django.db import transaction
from django.db.models import F

from brobygger.audit import actions as audit
from brobygger.audit.rules import Actor, system
from brobygger.suggestions.models import FormLink, Sender, Suggestion
from brobygger.suggestions.queries import waiting_count, with_senders_to_forget
from brobygger.suggestions.rules.kinds import SUGGESTION, Refusal
from brobygger.suggestions.rules.limits import (
    A_DAY_FROM_ONE_ADDRESS,
    A_DAY_IN_ALL,
    LINKS_AT_MOST,
    SECONDS_AT_LEAST,
    SECONDS_AT_MOST,
    WAITING_AT_MOST,
    links_in,
)

_EVERYBODY = ""
_SALT = "brobygger.suggestions"


class NotReceived(ValueError):
    """It was not received; `refusal` says why."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.value)
        self.refusal = refusal


@dataclass(frozen=True)
class Told:
    """What somebody filled in."""

    title: str
    kind: str = ""
    about: str = ""
    participants: str = ""
    when: str = ""
    address: str = ""
    sender_name: str = ""
    sender_email: str = ""
    language: str = "nb"
    # What stands in the field that nobody sees.
    trap: str = ""


def new_stamp(link: FormLink, *, now: datetime) -> str:
    """A stamp for one form that is about to be filled in: signed, with the moment, good for one sending."""
    return signing.dumps([link.pk, int(now.timestamp()), secrets.token_hex(8)], salt=_SALT)


@transaction.atomic
def receive(*, link: FormLink, told: Told, stamp: str, sender: str, now: datetime) -> Suggestion:
    """Put a suggestion before the coordinators. `sender` is the key of the address it came from.

    The same thing sent twice is received once. Raises NotReceived, and then nothing is kept but that somebody tried.
    """
    _refuse_by_stamp(link, stamp, now)
    if told.trap:
        raise NotReceived(Refusal.TRAP)
    if links_in(told.title, told.about, told.participants, told.when, told.sender_name) > LINKS_AT_MOST:
        raise NotReceived(Refusal.TOO_MANY_LINKS)
    # One at a time through each form, so that nothing is received twice with many workers either.
    FormLink.objects.select_for_update().get(pk=link.pk)
    mark = hashlib.sha256(stamp.encode()).hexdigest()
    earlier = Suggestion.objects.filter(stamp=mark).first()
    if earlier:
        if (earlier.title, earlier.about) == (told.title, told.about):
            return earlier
        raise NotReceived(Refusal.SENT_BEFORE)
    _count(link, _EVERYBODY, now.date(), A_DAY_IN_ALL, Refusal.FULL)
    _count(link, sender, now.date(), A_DAY_FROM_ONE_ADDRESS, Refusal.TOO_OFTEN)
    if waiting_count(link.partnership) >= WAITING_AT_MOST:
        raise NotReceived(Refusal.FULL)
    suggestion = Suggestion.objects.create(
        partnership_id=link.partnership_id,
        link=link,
        title=told.title,
        kind=told.kind,
        about=told.about,
        participants=told.participants,
        when=told.when,
        address=told.address,
        sender_name=told.sender_name,
        sender_email=told.sender_email,
        language=told.language,
        sent=now,
        stamp=mark,
    )
    _forget_yesterday(now.date())
    audit.record(
        verb="received",
        subject_type=SUGGESTION,
        subjects=[(suggestion.pk, {"link": link.pk})],
        by=system("public form"),
        now=now,
        partnership_id=link.partnership_id,
    )
    return suggestion


def forget_senders(*, by: Actor, now: datetime, dry_run: bool) -> list[str]:
    """Forget who sent what was answered long ago, and who sent anything before today (`settings.FORGETTERS`)."""
    due = with_senders_to_forget(now.date())
    said = [f"{slug}: sender of suggestion {pk}" for pk, slug in due.values_list("pk", "partnership__slug")]
    if not dry_run:
        due.update(sender_name="", sender_email="")
        _forget_yesterday(now.date())
    return said


def _refuse_by_stamp(link: FormLink, stamp: str, now: datetime) -> None:
    try:
        number, made, _ = signing.loads(stamp, salt=_SALT)
        age = now.timestamp() - int(made)
    except (signing.BadSignature, ValueError, TypeError):
        raise NotReceived(Refusal.FORGED) from None
    if number != link.pk:
        raise NotReceived(Refusal.FORGED)
    if age < SECONDS_AT_LEAST:
        raise NotReceived(Refusal.TOO_FAST)
    if age > SECONDS_AT_MOST:
        raise NotReceived(Refusal.TOO_OLD)


def _count(link: FormLink, key: str, day: date, at_most: int, refusal: Refusal) -> None:
    row, _ = Sender.objects.get_or_create(partnership_id=link.partnership_id, day=day, key=key)
    if not Sender.objects.filter(pk=row.pk, count__lt=at_most).update(count=F("count") + 1):
        raise NotReceived(refusal)


def _forget_yesterday(today: date) -> None:
    Sender.objects.filter(day__lt=today).delete()
