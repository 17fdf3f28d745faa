"""One change made to many activities: what it makes of each, as plain values."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from brobygger.portfolio.rules.drafts import ActivityDraft, ParticipantDraft
from brobygger.portfolio.rules.kinds import Kind, Purpose
from brobygger.portfolio.rules.lifecycle import MilestoneFact

BULK_AT_MOST = 10_000


class Doing(StrEnum):
    """What can be done to many at once; the values stand in forms."""

    ADD_AREA = "area_add"
    REMOVE_AREA = "area_remove"
    ADD_PURPOSE = "purpose_add"
    REMOVE_PURPOSE = "purpose_remove"
    ADD_MILESTONE = "milestone_add"
    ADD_PARTICIPANT = "participant_add"
    ADD_PLAN = "plan_add"
    CHANGE_KIND = "kind_change"
    CONFIRM = "confirm"
    REMOVE = "remove"


# These leave the content of the activities as it is.
LEAVES_CONTENT = frozenset({Doing.CONFIRM, Doing.REMOVE})


@dataclass(frozen=True)
class BulkChange:
    """One change. Only the field that `doing` speaks of is looked at."""

    doing: Doing
    area_id: int = 0
    purpose: Purpose | None = None
    milestone: MilestoneFact | None = None
    participant: ParticipantDraft | None = None
    plan: str = ""
    kind: Kind | None = None

    def made_to(self, draft: ActivityDraft) -> ActivityDraft:
        """The draft with the change; an equal one when it is so already. What leaves the content gives it back as it is.

        A milestone, participant or plan that stands there already, in the very same words, is not added again.
        """
        match self.doing:
            case Doing.ADD_AREA:
                areas = tuple(sorted({*draft.focus_area_ids, self.area_id}))
                return draft if self.area_id in draft.focus_area_ids else replace(draft, focus_area_ids=areas)
            case Doing.REMOVE_AREA:
                left = tuple(pk for pk in draft.focus_area_ids if pk != self.area_id)
                return replace(draft, focus_area_ids=left)
            case Doing.ADD_PURPOSE if self.purpose and self.purpose not in draft.purposes:
                return replace(draft, purposes=(*draft.purposes, self.purpose))
            case Doing.REMOVE_PURPOSE:
                return replace(draft, purposes=tuple(each for each in draft.purposes if each is not self.purpose))
            case Doing.ADD_MILESTONE if self.milestone and not self._is_there(draft):
                return replace(draft, milestones=(*draft.milestones, self.milestone))
            case Doing.ADD_PARTICIPANT if self.participant and not self._takes_part(draft):
                return replace(draft, participants=(*draft.participants, self.participant))
            case Doing.ADD_PLAN if self.plan not in draft.plans:
                return replace(draft, plans=(*draft.plans, self.plan))
            case Doing.CHANGE_KIND if self.kind:
                # What form a dissemination item has means nothing for other kinds.
                form = draft.form if self.kind is Kind.DISSEMINATION else ""
                return draft if draft.kind is self.kind else replace(draft, kind=self.kind, form=form)
            case _:
                return draft

    def _is_there(self, draft: ActivityDraft) -> bool:
        new = self.milestone
        return new is not None and any(
            (each.kind, each.date, each.planned) == (new.kind, new.date, new.planned) for each in draft.milestones
        )

    def _takes_part(self, draft: ActivityDraft) -> bool:
        new = self.participant
        return new is not None and any((each.party, each.role) == (new.party, new.role) for each in draft.participants)
