"""Which views are for whom."""

from __future__ import annotations

from brobygger.partnerships.decorators import View, only_for
from brobygger.people.permissions import may_keep_contacts, may_look_after


def those_who_keep_contacts(view: View) -> View:
    """For those who say who is in touch about an activity; other members get 403."""
    return only_for(view, may_keep_contacts)


def those_who_look_after(view: View) -> View:
    """For coordinators; other members get 403."""
    return only_for(view, may_look_after)
