"""What a column may mean: a field of an activity, and for some of them which milestone, role, side or scheme."""

from __future__ import annotations

from brobygger.partnerships.rules.kinds import Side
from brobygger.portfolio.rules.kinds import IdScheme, ParticipantRole, RelationKind
from brobygger.portfolio.rules.lifecycle import MilestoneKind

KEY = "key"
AIRTABLE_ID = f"id:{IdScheme.AIRTABLE.value}"

# In the order they are offered.
OWN = (
    "title",
    "kind",
    "focus_areas",
    "start",
    "end",
    "state",
    "description",
    "acronym",
    "title_en",
    "purposes",
    "form",
    "places",
    "plans",
    "disciplines",
    "funder",
    "amount",
    "source",
)
SIDES = tuple(f"unit:{side.value}" for side in Side)
LEADING = tuple(f"lead:{side.value}" for side in Side)
PARTIES = tuple(f"party:{role.value}" for role in ParticipantRole)
MILESTONES = tuple(f"milestone:{kind.value}" for kind in MilestoneKind)
SCHEMES = tuple(f"id:{scheme.value}" for scheme in IdScheme)
RELATIONS = tuple(f"relation:{kind.value}" for kind in RelationKind)

ALL = (*OWN, KEY, *LEADING, *SIDES, *PARTIES, *MILESTONES, *SCHEMES, *RELATIONS)

# Only one column can say these; of all others several may, and what they say is put together.
ONCE = frozenset({"title", "kind", "start", "end", "state", "acronym", "title_en", "form", "amount", "source", KEY})


def part_of(field: str) -> tuple[str, str]:
    """`milestone:granted` as (`milestone`, `granted`); what is no such pair has an empty second."""
    group, _, which = field.partition(":")
    return group, which
