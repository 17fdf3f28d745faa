"""Making access tokens, using them, and ending them."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.db import transaction

from brobygger.api.models import AccessToken
from brobygger.api.permissions import scopes_held
from brobygger.api.rules.tokens import NAME_LENGTH, PREFIX, RANDOM_BYTES, ApiScope, fingerprint, in_order, latest_expiry
from brobygger.audit import actions as audit
from brobygger.audit.rules import Actor
from brobygger.partnerships.queries import Scope

TOKENS_AT_MOST = 20
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


class TokenRefused(ValueError):
    """The token would give more than its member has, or last too long, or never be valid."""


class TooManyTokens(ValueError):
    """The member has so many valid tokens already."""


@transaction.atomic
def make_token(
    *, scope: Scope, name: str, scopes: Collection[ApiScope], expires: date, today: date, by: Actor, now: datetime
) -> tuple[AccessToken, str]:
    """A new token of a member, and the token itself, which cannot be read again. Raises TokenRefused, TooManyTokens."""
    if not scopes or not set(scopes) <= scopes_held(scope) or not today <= expires <= latest_expiry(today):
        raise TokenRefused
    valid = AccessToken.objects.filter(membership=scope.membership, revoked_at=None, expires__gte=today)
    if valid.count() >= TOKENS_AT_MOST:
        raise TooManyTokens
    secret = PREFIX + secrets.token_urlsafe(RANDOM_BYTES)
    token = AccessToken.objects.create(
        membership=scope.membership,
        name=name[:NAME_LENGTH],
        scopes=in_order(scopes),
        hash=fingerprint(secret),
        made_at=now,
        made_by=by.label,
        expires=expires,
    )
    _record("registered", token, by, now)
    return token, secret


@transaction.atomic
def revoke_token(*, token: AccessToken, by: Actor, now: datetime) -> bool:
    """End a token at once. False when it was ended before."""
    ended = AccessToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=now, revoked_by=by.label)
    if ended:
        _record("revoked", token, by, now)
    return bool(ended)


def note_use(*, token: AccessToken, now: datetime) -> None:
    """Remember that a token was used; written at most once an hour."""
    if token.last_used is None or now - token.last_used >= HOUR:
        AccessToken.objects.filter(pk=token.pk).update(last_used=now)


@transaction.atomic
def count_change(*, token: AccessToken, at_most: int, now: datetime) -> int:
    """Count that a token is used to change something. How many seconds to wait when it has been too often; else 0."""
    row = AccessToken.objects.select_for_update().only("pk", "counted", "counted_from").get(pk=token.pk)
    if row.counted_from is None or not timedelta(0) <= now - row.counted_from < MINUTE:
        row.counted, row.counted_from = 0, now
    if row.counted >= at_most:
        return max(1, int((row.counted_from + MINUTE - now).total_seconds()) + 1)
    row.counted += 1
    row.save(update_fields=["counted", "counted_from"])
    return 0


def _record(verb: str, token: AccessToken, by: Actor, now: datetime) -> None:
    audit.record(
        verb=verb,
        subject_type="access_token",
        subjects=[(token.pk, {"name": token.name, "scopes": token.scopes, "expires": token.expires.isoformat()})],
        by=by,
        now=now,
        partnership_id=token.membership.partnership_id,
    )
