"""Who may do what in a round, asked for one member: the matrix of `rules.rights` with what they are filled in."""

from __future__ import annotations

from brobygger.partnerships.queries import Scope
from brobygger.rounds.models import Submission
from brobygger.rounds.queries.rounds import Leads, part_of
from brobygger.rounds.rules.kinds import Stage
from brobygger.rounds.rules.rights import Doing, can, may


def may_do(scope: Scope, doing: Doing, leads: Leads, submission: Submission | None = None) -> bool:
    """Whether a member may do a thing at all, with one submission or with the round."""
    return may(part_of(scope, submission, leads), doing)


def can_do(scope: Scope, doing: Doing, leads: Leads, submission: Submission) -> bool:
    """Whether they can do it now."""
    return can(part_of(scope, submission, leads), doing, Stage(submission.stage))


def may_open(scope: Scope) -> bool:
    """Whether a member opens rounds, moves their days, adopts them and calls them off: coordinators."""
    return may_do(scope, Doing.OPEN, Leads({}, []))
