"""Which views are for whom."""

from __future__ import annotations

from brobygger.partnerships.decorators import View, only_for
from brobygger.results.permissions import may_edit


def those_who_edit(view: View) -> View:
    """For coordinators; other members get 403, strangers 404 as everywhere."""
    return only_for(view, may_edit)
