"""The words that may stand in the fields of an activity (design: the words)."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    RESEARCH_PROJECT = "research_project"
    INNOVATION_PROJECT = "innovation_project"
    EDUCATION_PROJECT = "education_project"
    APPLICATION = "application"
    PHD = "phd"
    PUBLIC_SECTOR_PHD = "public_sector_phd"
    MASTER_THESIS = "master_thesis"
    BACHELOR_THESIS = "bachelor_thesis"
    STUDENT_PROJECT = "student_project"
    INTERNSHIP = "internship"
    PLACEMENT = "placement"
    EIT_VILLAGE = "eit_village"
    COURSE = "course"
    MEETING_PLACE = "meeting_place"
    EVENT = "event"
    COMMUNITY_OF_PRACTICE = "community_of_practice"
    NETWORK = "network"
    PILOT = "pilot"
    SERVICE_CHANGE = "service_change"
    COMMERCIALISATION = "commercialisation"
    PROCUREMENT = "procurement"
    DATA_ROUTINE = "data_routine"
    KNOWLEDGE_AREA = "knowledge_area"
    DISSEMINATION = "dissemination"
    NATIONAL_SEAT = "national_seat"
    CALL = "call"
    EVALUATION = "evaluation"


class Purpose(StrEnum):
    """Which goal area an activity serves. It may serve several and is still one activity (R07)."""

    RESEARCH = "research"
    EDUCATION = "education"
    INNOVATION = "innovation"
    DISSEMINATION = "dissemination"


class Form(StrEnum):
    """What a dissemination item is."""

    TALK = "talk"
    DEBATE = "debate"
    OP_ED = "op_ed"
    LECTURE = "lecture"
    PODCAST = "podcast"
    PAPER = "paper"
    BOOK_CHAPTER = "book_chapter"
    WORKSHOP = "workshop"
    WEBSITE = "website"
    NEWSLETTER = "newsletter"
    FORUM = "forum"


class ParticipantRole(StrEnum):
    LEAD = "lead"
    OWNER = "owner"
    PARTNER = "partner"
    FUNDER = "funder"
    PROBLEM_OWNER = "problem_owner"
    HOST = "host"
    CO_SUPERVISOR = "co_supervisor"
    CONTACT = "contact"
    PARTICIPANT = "participant"
    REFERENCE_GROUP = "reference_group"
    SUPPLIER = "supplier"


class FundingKind(StrEnum):
    CASH = "cash"
    OWN_EFFORT = "own_effort"
    SEED_MONEY = "seed_money"


class Certainty(StrEnum):
    MEASURED = "measured"
    UNCERTAIN_CAUSE = "uncertain_cause"
    ESTIMATE = "estimate"
    POTENTIAL = "potential"
    TARGET = "target"


class IdScheme(StrEnum):
    NFR = "nfr"
    EU_GRANT = "eu_grant"
    NVA = "nva"
    CASE_NUMBER = "case_number"
    COURSE_CODE = "course_code"
    DOI = "doi"
    AIRTABLE = "airtable"


class RelationKind(StrEnum):
    PART_OF = "part_of"
    THESIS_OF = "thesis_of"
    APPLICATION_FOR = "application_for"
    EVENT_OF = "event_of"
    LED_TO = "led_to"
    NEXT_EDITION = "next_edition"
    SUCCESSOR = "successor"
    DISSEMINATES = "disseminates"
    FUNDED_BY_CALL = "funded_by_call"
    EVALUATES = "evaluates"


class Standing(StrEnum):
    """Whether an entry is in the register. Nothing that was ever registered is deleted."""

    REGISTERED = "registered"
    # Another entry stands for it (a merge), until they are parted again.
    MERGED = "merged"
    # In the wastebasket.
    REMOVED = "removed"


class Via(StrEnum):
    """How an activity came to be registered by somebody."""

    FORM = "form"
    IMPORT = "import"
    API = "api"
    PUBLIC_FORM = "public_form"
