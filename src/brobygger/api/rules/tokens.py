"""Access tokens: how they look, what is kept of them, and how long they last."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum

# Recognised by those who search code for secrets that were left in it.
PREFIX = "bro_"
# What stands after the prefix is made of so many random bytes.
RANDOM_BYTES = 32
LONGEST_LIFE = timedelta(days=365)
NAME_LENGTH = 80


class ApiScope(StrEnum):
    """What a token may be used for, as long as the member whose it is may do it too."""

    READ = "read"
    WRITE = "write"
    COORDINATE = "coordinate"


def fingerprint(secret: str) -> str:
    """What is kept of a token: enough to know it again, and of no use to whoever reads the database.

    A token is random, so that one round of SHA-256 cannot be turned round.
    """
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def latest_expiry(today: date) -> date:
    """The last day a token that is made today can be used on."""
    return today + LONGEST_LIFE


def in_order(scopes: Iterable[str]) -> list[str]:
    """Scopes from the least to the most, each once; words that are none are left out."""
    wanted = set(scopes)
    return [scope.value for scope in ApiScope if scope.value in wanted]
