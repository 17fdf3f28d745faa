"""The words that may stand in the fields of people."""

from __future__ import annotations

from enum import StrEnum


class ContactRole(StrEnum):
    """What somebody is to an activity."""

    RESPONSIBLE = "responsible"
    CONTACT = "contact"
    CO_SUPERVISOR = "co_supervisor"
    MENTOR = "mentor"
    STUDENT_CONTACT = "student_contact"


class HeldFor(StrEnum):
    """Why somebody's contact data are held."""

    ACTIVITY_CONTACT = "activity_contact"
    STUDENT_CONTACT = "student_contact"
    SUPERVISOR = "supervisor"


HELD_FOR_ROLE = {
    ContactRole.RESPONSIBLE: HeldFor.ACTIVITY_CONTACT,
    ContactRole.CONTACT: HeldFor.ACTIVITY_CONTACT,
    ContactRole.CO_SUPERVISOR: HeldFor.SUPERVISOR,
    ContactRole.MENTOR: HeldFor.SUPERVISOR,
    ContactRole.STUDENT_CONTACT: HeldFor.STUDENT_CONTACT,
}

# What stands where a name stood.
ERASED_NAME = "Slettet person"
# What events are about. They never hold a name.
PERSON, CONTACT, HAND_OVER = "person", "contact", "hand_over"


class Obstacle(StrEnum):
    """What stands in the way of erasing somebody."""

    RESPONSIBLE = "responsible"  # activities would be left without anybody who answers for them
    ONLY_COORDINATOR = "only_coordinator"  # nobody would be left to let people in and out
