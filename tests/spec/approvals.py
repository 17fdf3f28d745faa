"""Which changes of an activity take approvals away: one change a row, with what it changes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from tests.spec.tables import MADE, ROOT, markdown

from brobygger.organisations.rules.names import Party
from brobygger.portfolio.rules.content import content_of
from brobygger.portfolio.rules.drafts import (
    ActivityDraft,
    FundingDraft,
    ParticipantDraft,
    QuantityDraft,
    RelationDraft,
)
from brobygger.portfolio.rules.kinds import FundingKind, IdScheme, Kind, ParticipantRole, Purpose, RelationKind
from brobygger.portfolio.rules.lifecycle import MilestoneFact, MilestoneKind
from brobygger.rounds.rules.substance import substantive

FILE: Path = ROOT / "docs" / "reference" / "approval-rules.md"
M, R = MilestoneKind, ParticipantRole
LEAD, PARTNER = ParticipantDraft(Party(1, 11), R.LEAD), ParticipantDraft(Party(2, None), R.PARTNER)
STARTED = MilestoneFact(M.STARTED, "2024-05-02")
MONEY = FundingDraft(Party(3, None), FundingKind.CASH, Decimal(500))
BEFORE = ActivityDraft(
    "a", Kind.PILOT, "Trygg hjemme", description="Kort", focus_area_ids=(1,), purposes=(Purpose.INNOVATION,),
    milestones=(STARTED,), participants=(LEAD, PARTNER), fundings=(MONEY,),
)  # fmt: skip


@dataclass(frozen=True)
class Case:
    """A change, and what of substance it changes; nothing for what is only text."""

    title: str
    change: dict[str, Any]
    aspects: str = ""


CASES = (
    Case("another title", {"title": "Trygg hjemme hos seg selv"}),
    Case("more text", {"description": "Lang", "value": {"uni": "Data"}, "plans": ("Plan",), "source": "12"}),
    Case("an English title, an acronym", {"title_en": "Safe at home", "acronym": "TH"}),
    Case("a place, a discipline", {"places": ("Lade",), "disciplines": ("sykepleie",)}),
    Case("a number elsewhere", {"external_ids": ((IdScheme.NFR, "123456"),)}),
    Case("a measured number beside it", {"quantities": (QuantityDraft("Deltakere", Decimal(40)),)}),
    Case("a link to another activity", {"relations": (RelationDraft(RelationKind.PART_OF, "b"),)}),
    Case("another day of the same year", {"milestones": (replace(STARTED, date="2024-06"),)}),
    Case("a note at a milestone", {"milestones": (replace(STARTED, note="I kantina"),)}),
    Case("a planned milestone more", {"milestones": (STARTED, MilestoneFact(M.FINISHED, "2027", planned=True))}),
    Case("a note at who takes part", {"participants": (replace(LEAD, note="Fast"), PARTNER)}),
    Case("the same in another order", {"participants": (PARTNER, LEAD)}),
    Case("another kind", {"kind": Kind.EVENT}, "kind"),
    Case("another year", {"milestones": (replace(STARTED, date="2025"),)}, "years"),
    Case("a year nobody knows any more", {"milestones": (replace(STARTED, date="unknown"),)}, "years"),
    Case("how many were there", {"milestones": (replace(STARTED, quantity=Decimal(40)),)}, "years"),
    Case("it is finished", {"milestones": (STARTED, MilestoneFact(M.FINISHED, "2025"))}, "state, years"),
    Case("tested once more", {"milestones": (STARTED, MilestoneFact(M.TESTED, "2024"))}, "years"),
    Case("a partner less", {"participants": (LEAD,)}, "parties"),
    Case("a partner in another role", {"participants": (LEAD, replace(PARTNER, role=R.OWNER))}, "parties"),
    Case("another unit", {"participants": (replace(LEAD, party=Party(1, 12)), PARTNER)}, "parties"),
    Case("another amount", {"fundings": (replace(MONEY, amount_nok=Decimal(900)),)}, "funding"),
    Case("another area", {"focus_area_ids": (2,)}, "focus_areas"),
    Case("one area more", {"focus_area_ids": (1, 2)}, "focus_areas"),
    Case("another goal area", {"purposes": (Purpose.RESEARCH,)}, "purposes"),
)
INTRODUCTION = """\
# Which changes take approvals away

Both parties put their names to what counts: kind, state, years, parties, money, area and goal area. When one of these changes, the
activity must be confirmed again, and the areas it belonged to or belongs to now must be approved again by both parties. A change
of text takes nothing away. An activity that is new in an area and year, thrown away, brought back, merged or parted always does.

Two things are no change of an activity. **Reorganising units** takes nothing away: activities name the units they named. **A new
definition or target** of an indicator that changes the year's number, target or verdict takes away the approvals of what belongs to
no area, and of each area with activities that come into or go out of the number, or are counted otherwise in it; nothing must be
confirmed again. Both are shown in the open round.

"""


def changed(case: Case) -> str:
    """What the rule says of a case."""
    return ", ".join(substantive(content_of(BEFORE), content_of(replace(BEFORE, **case.change))))


def page() -> str:
    """The page."""
    rows = [[case.title, case.aspects or "–", "yes" if case.aspects else "no"] for case in CASES]
    header = ["what is changed", "what of it counts", "takes approvals away"]
    return "".join([MADE, "\n\n", INTRODUCTION, markdown(header, rows)])
