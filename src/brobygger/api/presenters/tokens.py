"""Tokens on screen."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from brobygger.api.models import AccessToken
from brobygger.api.rules.tokens import ApiScope
from brobygger.dates.presenters import date_in_words
from brobygger.portfolio.presenters.changes import when_in_words


@dataclass(frozen=True)
class TokenRow:
    """One token. `no_longer` says what it was made for that its owner may not do any more."""

    pk: int
    name: str
    may: str
    no_longer: str
    made: str
    expires: str
    used: str
    state: str
    color: str
    is_valid: bool


def scope_label(scope: ApiScope) -> str:
    """What a token may be used for."""
    return {
        ApiScope.READ: _("Lese alt i samarbeidet"),
        ApiScope.WRITE: _("Endre det du selv kan endre"),
        ApiScope.COORDINATE: _("Gjøre det bare koordinatorer kan"),
    }[scope]


def token_rows(tokens: Iterable[AccessToken], held: Collection[ApiScope], *, today: date) -> list[TokenRow]:
    """A member's tokens; `held` is what the member may let a token do now."""
    return [_row(token, held, today) for token in tokens]


def _row(token: AccessToken, held: Collection[ApiScope], today: date) -> TokenRow:
    scopes = [scope for scope in ApiScope if scope.value in token.scopes]
    state, color = _state(token, today)
    return TokenRow(
        pk=token.pk,
        name=token.name,
        may="; ".join(scope_label(scope) for scope in scopes if scope in held),
        no_longer="; ".join(scope_label(scope) for scope in scopes if scope not in held),
        made=when_in_words(token.made_at),
        expires=date_in_words(token.expires.isoformat()),
        used=date_in_words(timezone.localdate(token.last_used).isoformat()) if token.last_used else _("Aldri"),
        state=state,
        color=color,
        is_valid=color == "success",
    )


def _state(token: AccessToken, today: date) -> tuple[str, str]:
    if token.revoked_at:
        return _("Trukket tilbake"), "neutral"
    if token.expires < today:
        return _("Utløpt"), "neutral"
    return _("Gjelder"), "success"
