"""What of an activity both parties have put their names to: a change of it takes approvals away, an edit of text does not.

The register is written to all year and belongs to many years and areas at once, so an approved activity is not closed. What
approving locks is what was said in the round; and when the thing itself changes, what was said of it no longer holds.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from brobygger.portfolio.rules.content import Content, draft_from
from brobygger.portfolio.rules.lifecycle import life_of

# In the order they are told.
ASPECTS = ("kind", "state", "years", "parties", "funding", "focus_areas", "purposes")


def substance_of(content: Content) -> dict[str, Any]:
    """What stands in a content that counts: `content` as `portfolio.rules.content` writes it.

    The years come from the milestones that have happened, each with its year and its number (attendance), since those decide
    what is counted when. That something was on the third and not the second of May changes no year.
    """
    draft = draft_from(content, slug="")
    life = life_of(draft.milestones)
    return {
        "kind": draft.kind.value,
        "state": life.state.value,
        "years": sorted((m.kind.value, m.when.year or 0, str(m.quantity)) for m in draft.milestones if not m.planned),
        "parties": sorted({(p.party.organisation_id, p.party.unit_id or 0, p.role.value) for p in draft.participants}),
        "funding": sorted(
            (f.funder.organisation_id, f.funder.unit_id or 0, f.kind.value, str(f.amount_nok)) for f in draft.fundings
        ),
        "focus_areas": sorted(draft.focus_area_ids),
        "purposes": sorted(purpose.value for purpose in draft.purposes),
    }


def substantive(before: Content, now: Content) -> tuple[str, ...]:
    """Which aspects differ between two versions; none for an edit of text."""
    was: Mapping[str, Any] = substance_of(before)
    becomes = substance_of(now)
    return tuple(aspect for aspect in ASPECTS if was[aspect] != becomes[aspect])
