"""What is asked for of each kind of activity: which milestones decide, and which parts are worth filling in."""

from __future__ import annotations

from dataclasses import dataclass

from brobygger.portfolio.rules.kinds import Kind
from brobygger.portfolio.rules.lifecycle import MilestoneKind as M


@dataclass(frozen=True)
class Asked:
    """`first` is the milestone the first date means, `milestones` those that decide how it is counted (R10)."""

    first: M
    milestones: tuple[M, ...]
    parts: frozenset[str] = frozenset()


_PROJECT = Asked(M.STARTED, (M.STARTED, M.FINISHED), frozenset({"fundings", "external_ids"}))
_THESIS = Asked(M.STARTED, (M.STARTED, M.FINISHED), frozenset({"relations"}))
_LASTING = Asked(M.STARTED, (M.STARTED,))
_EVENT = Asked(M.HELD, (M.HELD,), frozenset({"relations", "places"}))
_ASKED = {
    Kind.RESEARCH_PROJECT: _PROJECT,
    Kind.INNOVATION_PROJECT: _PROJECT,
    Kind.EDUCATION_PROJECT: _PROJECT,
    Kind.APPLICATION: Asked(
        M.SENT, (M.SENT, M.GRANTED, M.REFUSED), frozenset({"fundings", "external_ids", "relations"})
    ),
    Kind.PHD: _PROJECT,
    Kind.PUBLIC_SECTOR_PHD: _PROJECT,
    Kind.MASTER_THESIS: _THESIS,
    Kind.BACHELOR_THESIS: _THESIS,
    Kind.STUDENT_PROJECT: _THESIS,
    Kind.INTERNSHIP: _THESIS,
    Kind.PLACEMENT: _THESIS,
    Kind.EIT_VILLAGE: Asked(M.STARTED, (M.STARTED, M.FINISHED), frozenset({"relations"})),
    Kind.COURSE: Asked(M.HELD, (M.HELD,), frozenset({"external_ids"})),
    Kind.EVENT: _EVENT,
    Kind.DISSEMINATION: Asked(M.HELD, (M.HELD,), frozenset({"form", "external_ids", "relations"})),
    Kind.PILOT: Asked(M.STARTED, (M.STARTED, M.TESTED, M.CONTINUED), frozenset({"places", "quantities"})),
    Kind.SERVICE_CHANGE: Asked(M.ADOPTED, (M.ADOPTED,), frozenset({"places", "quantities", "relations"})),
    Kind.COMMERCIALISATION: Asked(M.IDEA, (M.IDEA, M.STARTED), frozenset({"fundings"})),
    Kind.PROCUREMENT: Asked(M.STARTED, (M.STARTED, M.ADOPTED), frozenset({"external_ids", "fundings"})),
    Kind.DATA_ROUTINE: Asked(M.ADOPTED, (M.ADOPTED,)),
    Kind.KNOWLEDGE_AREA: Asked(M.ADOPTED, (M.ADOPTED,), frozenset({"plans"})),
    Kind.EVALUATION: Asked(M.STARTED, (M.STARTED, M.FINISHED), frozenset({"relations"})),
    Kind.CALL: Asked(M.STARTED, (M.STARTED, M.FINISHED), frozenset({"fundings"})),
}


def asked_of(kind: Kind) -> Asked:
    """What to ask for of a kind; of those that just go on, when they started."""
    return _ASKED.get(kind, _LASTING)
