"""Which years are adopted: known further up, told here (`settings.YEARS_ADOPTED`)."""

from __future__ import annotations

from collections.abc import Callable, Collection

from django.conf import settings
from django.utils.module_loading import import_string

from brobygger.partnerships.models import Partnership


def years_adopted(partnership: Partnership) -> frozenset[int]:
    """The years whose numbers are frozen, and stay as they are whatever is defined now. Two queries."""
    ask: Callable[[Partnership], Collection[int]] = import_string(settings.YEARS_ADOPTED)
    return frozenset(ask(partnership))
