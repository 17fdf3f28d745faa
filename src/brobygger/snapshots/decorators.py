"""Which views are for whom."""

from __future__ import annotations

from brobygger.partnerships.decorators import View, only_for
from brobygger.snapshots.permissions import may_correct


def those_who_correct(view: View) -> View:
    """For coordinators; other members get 403, strangers 404 as everywhere."""
    return only_for(view, may_correct)
