"""Which views are for whom."""

from __future__ import annotations

from brobygger.contributions.permissions import may_claim
from brobygger.partnerships.decorators import View, only_for


def those_who_speak(view: View) -> View:
    """For those who speak for a party; other members get 403, strangers 404 as everywhere."""
    return only_for(view, may_claim)
