"""Making users."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from brobygger.accounts.models import User
from brobygger.audit import actions as audit
from brobygger.audit.rules import Actor


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
