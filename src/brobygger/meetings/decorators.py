"""Which views are for whom."""

from __future__ import annotations

from brobygger.meetings.permissions import may_prepare
from brobygger.partnerships.decorators import View, only_for


def those_who_prepare(view: View) -> View:
    """For those who plan meetings and write down decisions; other members get 403, strangers 404 as everywhere."""
    return only_for(view, may_prepare)
