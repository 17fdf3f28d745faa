"""Who may do what with people. Everyone in the partnership may see who they are and what they are to activities."""

from __future__ import annotations

from brobygger.partnerships.queries import Scope
from brobygger.partnerships.rules.kinds import Role
from brobygger.people.models import Person
from brobygger.portfolio.permissions import may_coordinate, may_write


def may_reach(scope: Scope) -> bool:
    """Whether this member sees how people are reached: everyone but observers, who see names only."""
    return scope.membership.role != Role.OBSERVER


def may_keep_contacts(scope: Scope) -> bool:
    """Whether this member says who is in touch about an activity: those who write in the register."""
    return may_write(scope)


def may_correct(scope: Scope, person: Person) -> bool:
    """Whether this member corrects contact data: their own, those of people who cannot sign in, or a coordinator all.

    What a user is called is said by the user alone, on the page about themselves.
    """
    if person.is_erased or (person.user_id is not None and person.user_id != scope.membership.user_id):
        return False
    return may_keep_contacts(scope) or person.user_id == scope.membership.user_id


def may_look_after(scope: Scope) -> bool:
    """Whether this member erases others, extends how long they are kept, and hands over for them: coordinators."""
    return may_coordinate(scope)


def may_see_all(scope: Scope, person: Person) -> bool:
    """Whether this member sees everything that is held about somebody: oneself, and coordinators."""
    return may_look_after(scope) or (person.user_id is not None and person.user_id == scope.membership.user_id)


def may_hand_over(scope: Scope, person: Person) -> bool:
    """Whether this member hands over what is a person's: one's own, as a writer; coordinators for anybody."""
    if person.is_erased:
        return False
    return may_look_after(scope) or (may_write(scope) and person.user_id == scope.membership.user_id)
