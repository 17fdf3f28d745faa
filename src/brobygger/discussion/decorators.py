"""Which views are for whom."""

from __future__ import annotations

from brobygger.discussion.permissions import may_comment
from brobygger.partnerships.decorators import View, only_for


def those_who_comment(view: View) -> View:
    """For those who take part in discussions; other members get 403, strangers 404 as everywhere."""
    return only_for(view, may_comment)
