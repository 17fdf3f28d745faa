"""A change to many activities that comes in as JSON: every name is looked up in the partnership."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from brobygger.api.rules.faults import Fault, FieldFault, Refusal
from brobygger.api.schemas.bulk import (
    AddMilestone,
    AddParticipant,
    AddPlan,
    ChangeAreas,
    ChangeKind,
    ChangePurposes,
    WithoutMore,
)
from brobygger.organisations.queries import PartyNames
from brobygger.organisations.rules.names import NameShared
from brobygger.portfolio.rules.bulk import BulkChange
from brobygger.portfolio.rules.drafts import ParticipantDraft
from brobygger.portfolio.rules.lifecycle import MilestoneFact

Asked = ChangeAreas | ChangePurposes | AddMilestone | AddParticipant | AddPlan | ChangeKind | WithoutMore


def change_from(asked: Asked, names: PartyNames, areas: Mapping[str, int]) -> BulkChange:
    """The change that is asked for. `areas` are the focus areas by slug. Raises Refusal for names that lead nowhere."""
    match asked:
        case ChangeAreas():
            return BulkChange(asked.doing, area_id=_known("focus_area", asked.focus_area, areas.__getitem__))
        case ChangePurposes():
            return BulkChange(asked.doing, purpose=asked.purpose)
        case AddMilestone():
            return BulkChange(asked.doing, milestone=MilestoneFact(asked.kind, asked.date, asked.planned))
        case AddParticipant():
            party = _known("party", asked.party, names.find)
            return BulkChange(asked.doing, participant=ParticipantDraft(party, asked.role))
        case AddPlan():
            return BulkChange(asked.doing, plan=asked.plan)
        case ChangeKind():
            return BulkChange(asked.doing, kind=asked.kind)
        case _:
            return BulkChange(asked.doing)


def _known(field: str, name: str, find: Callable[[str], Any]) -> Any:
    try:
        return find(name)
    except NameShared as shared:
        which = "; ".join(shared.candidates)
        fault = FieldFault(f"change.{field}", "name_shared", f"Several go by «{name}». Say: {which}.")
    except LookupError:
        fault = FieldFault(f"change.{field}", "unknown", f"There is no «{name}».")
    raise Refusal(Fault.INVALID, errors=[fault])
