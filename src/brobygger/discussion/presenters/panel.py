"""The discussion on the page of an activity."""

from __future__ import annotations

from brobygger.discussion.permissions import may_comment
from brobygger.discussion.presenters.thread import Thread, Tried, thread
from brobygger.discussion.queries.following import following
from brobygger.discussion.queries.readers import reader_of
from brobygger.discussion.queries.thread import comments_on, people_of
from brobygger.partnerships.queries import Scope
from brobygger.portfolio.models import Activity
from brobygger.portfolio.presenters.panels import Panel

# So many threads are shown on the page of an activity; the discussion has a page of its own.
THREADS_ON_THE_PAGE = 15


def thread_of(
    scope: Scope, activity: Activity, *, at_most: int | None = None, tried: Tried | None = None, done: str = ""
) -> Thread:
    """Read the discussion of an activity, and show it as this member sees it. Six queries at most."""
    people = people_of(scope.partnership, but=scope.membership.user_id) if may_comment(scope) else []
    reader = reader_of(scope.membership)
    return thread(
        scope,
        activity,
        comments_on(activity),
        people,
        following(reader, activity),
        at_most=at_most,
        tried=tried,
        done=done,
    )


def panel(scope: Scope, activity: Activity) -> Panel:
    """The discussion on the page of the activity itself."""
    return Panel("discussion/_panel.html", {"thread": thread_of(scope, activity, at_most=THREADS_ON_THE_PAGE)})
