"""A reorganisation that comes in as JSON, made into an order: every name is looked up in the directory."""

from __future__ import annotations

from brobygger.api.forms.parties import party_called
from brobygger.api.rules.faults import Fault, FieldFault, Refusal
from brobygger.api.schemas.reorganising import (
    CloseOrder,
    MergeOrder,
    MoveOrder,
    RenameOrder,
    SplitOrder,
    UnitOrNew,
)
from brobygger.organisations.queries import PartyNames
from brobygger.organisations.rules.names import Party
from brobygger.organisations.rules.reorganise import (
    Close,
    Merge,
    Move,
    NewUnit,
    Order,
    Part,
    Problem,
    Refused,
    Rename,
    Split,
)

Asked = RenameOrder | MergeOrder | SplitOrder | MoveOrder | CloseOrder


def order_from(asked: Asked, party: Party, names: PartyNames) -> Order:
    """The order that is asked for of a party. Raises Refusal for names that lead nowhere, Refused for whole organisations."""
    if isinstance(asked, RenameOrder):
        return Rename(party, asked.name)
    unit_id = _unit(party, names)
    match asked:
        case MergeOrder():
            others = [_called(name, names, f"change.others.{at}") for at, name in enumerate(asked.others)]
            into = _into(asked.into, names, "change.into")
            return Merge(tuple(dict.fromkeys(each for each in (unit_id, *others) if each != into)), into)
        case SplitOrder():
            parts = [
                Part(_into(part, names, f"change.parts.{at}"), part.share) for at, part in enumerate(asked.parts)
            ]  # fmt: skip
            return Split(unit_id, tuple(parts), _below(asked, unit_id, names))
        case MoveOrder():
            to = party_called(names, asked.to, field="change.to")
            return Move(unit_id, to.organisation_id, to.unit_id)
        case CloseOrder():
            return Close(unit_id)


def _below(asked: SplitOrder, unit_id: int, names: PartyNames) -> dict[int, int]:
    """Which part the units below go with. Raises Refusal for one that hangs elsewhere, or goes with two."""
    below: dict[int, int] = {}
    faults = []
    for at, part in enumerate(asked.parts):
        for place, name in enumerate(part.below):
            field = f"change.parts.{at}.below.{place}"
            unit = _called(name, names, field)
            if names.directory.tree.parents.get(unit) != unit_id:
                faults.append(FieldFault(field, "not_below", f"«{name}» is not directly below the unit."))
            elif below.setdefault(unit, at) != at:
                faults.append(FieldFault(field, "twice", f"«{name}» goes with another part already."))
    if faults:
        raise Refusal(Fault.INVALID, errors=faults)
    return below


def _into(into: UnitOrNew, names: PartyNames, field: str) -> int | NewUnit:
    return NewUnit(into.name) if into.name is not None else _called(into.unit or "", names, f"{field}.unit")


def _called(name: str, names: PartyNames, field: str) -> int:
    return _unit(party_called(names, name, field=field), names)


def _unit(party: Party, names: PartyNames) -> int:
    if party.unit_id is None:
        raise Refused(Problem.NOT_A_UNIT, [names.directory.label(party)])
    return party.unit_id
