"""What a token may do: never more than the member whose it is."""

from __future__ import annotations

from brobygger.api.models import AccessToken
from brobygger.api.rules.tokens import ApiScope
from brobygger.discussion.permissions import may_comment
from brobygger.partnerships.queries import Scope
from brobygger.portfolio.permissions import may_coordinate


def scopes_held(scope: Scope) -> frozenset[ApiScope]:
    """What a member can let a token do: those who change nothing on screen change nothing here."""
    held = {ApiScope.READ}
    if may_comment(scope):
        held.add(ApiScope.WRITE)
    if may_coordinate(scope):
        held.add(ApiScope.COORDINATE)
    return frozenset(held)


def token_may(token: AccessToken, scope: Scope, need: ApiScope) -> bool:
    """Whether a token has a scope, and its member still holds it."""
    return need.value in token.scopes and need in scopes_held(scope)
