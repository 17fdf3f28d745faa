"""The words that may stand in the fields of the directory."""

from __future__ import annotations

from enum import StrEnum


class OrganisationKind(StrEnum):
    UNIVERSITY = "university"
    MUNICIPALITY = "municipality"
    COUNTY = "county"
    STATE = "state"
    FUNDER = "funder"
    RESEARCH_INSTITUTE = "research_institute"
    HOSPITAL = "hospital"
    COMPANY = "company"
    VOLUNTARY = "voluntary"
    NETWORK = "network"
    UNIVERSITY_COLLEGE = "university_college"
    SCHOOL_OWNER = "school_owner"
    OTHER = "other"


class UnitKind(StrEnum):
    FACULTY = "faculty"
    DEPARTMENT = "department"
    SERVICE_AREA = "service_area"
    UNIT = "unit"
    CENTRE = "centre"
    PROGRAMME = "programme"
    SCHOOL = "school"
    TEAM = "team"
    OTHER = "other"


class PlacementBasis(StrEnum):
    """How we know where a unit belongs."""

    SOURCE = "source"
    GENERAL_KNOWLEDGE = "general_knowledge"


class NameKind(StrEnum):
    OFFICIAL = "official"
    FORMER = "former"
    ABBREVIATION = "abbreviation"
    SPELLING = "spelling"
    TRANSLATION = "translation"


class SuccessionKind(StrEnum):
    RENAMED = "renamed"
    MERGED = "merged"
    SPLIT = "split"
    MOVED = "moved"
