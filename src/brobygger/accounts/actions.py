"""Making users; and doing once what is sent twice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from django.db import IntegrityError, transaction

from brobygger.accounts.models import SentForm, User
from brobygger.audit import actions as audit
from brobygger.audit.rules import Actor

KEPT = timedelta(days=1)
SWEPT_AT_ONCE = 500

Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Outcome:
    """What came of a form: where it is seen, and whether the answer has a secret that is shown only once."""

    address: str
    had_secret: bool = False


@transaction.atomic
def do_once(
    *, key: str, do: Callable[[], Answer], outcome: Callable[[Answer], Outcome | None], now: datetime
) -> Answer | Outcome:
    """What `do` answers; or what came of it the first time, when the same key was done within a day.

    The key and what `do` writes are one transaction, so that both are there or none, and whoever sends the same at the
    same moment waits for the first. An answer without an outcome is not remembered: nothing came of it.
    What is older than a day is swept on the way, so that nothing grows for ever.
    """
    old = SentForm.objects.filter(sent__lt=now - KEPT).order_by("sent").values_list("pk", flat=True)
    SentForm.objects.filter(pk__in=list(old[:SWEPT_AT_ONCE])).delete()
    # This one may be older than what was swept.
    SentForm.objects.filter(key=key, sent__lt=now - KEPT).delete()
    try:
        with transaction.atomic():
            form = SentForm.objects.create(key=key, sent=now)
    except IntegrityError:
        before = SentForm.objects.get(key=key)
        return Outcome(before.address, before.had_secret)
    answer = do()
    came = outcome(answer)
    if came is None:
        form.delete()
    else:
        form.address, form.had_secret = came.address, came.had_secret
        form.save(update_fields=["address", "had_secret"])
    return answer


@transaction.atomic
def create_user(
    *,
    username: str,
    display_name: str,
    by: Actor,
    now: datetime,
    persona: str = "",
    password: str | None = None,
    email: str = "",
) -> User:
    """A new user, or the existing one of that user name unchanged. Without a password nobody can sign in with one."""
    existing = User.objects.filter(username__iexact=username).first()
    if existing:
        return existing
    user = User(username=username, display_name=display_name, persona=persona, email=email)
    user.set_password(password)
    user.save()
    audit.record(verb="registered", subject_type="user", subjects=[(user.pk, {})], by=by, now=now, partnership_id=None)
    return user
