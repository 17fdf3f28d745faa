"""The words that may stand in the fields of a partnership."""

from __future__ import annotations

from enum import StrEnum


class Side(StrEnum):
    UNIVERSITY = "university"
    MUNICIPALITY = "municipality"


class Role(StrEnum):
    """What a member is to the partnership. All members may read all of it; nobody else may see that it exists."""

    PROJECT_LEAD = "project_lead"
    COORDINATOR = "coordinator"
    STEERING_MEMBER = "steering_member"
    OBSERVER = "observer"


class BodyKind(StrEnum):
    STEERING_GROUP = "steering_group"
    COMMITTEE = "committee"
    PROJECT_LEADS = "project_leads"
    COORDINATORS = "coordinators"


class Position(StrEnum):
    CHAIR = "chair"
    DEPUTY = "deputy"
    MEMBER = "member"
    LEAD = "lead"
    COORDINATOR = "coordinator"


class SeatStatus(StrEnum):
    ORDINARY = "ordinary"
    ACTING = "acting"
    CONSTITUTED = "constituted"
