"""Organisations and units as they are named in JSON: by slug, or by any name that leads to one alone."""

from __future__ import annotations

from brobygger.api.rules.faults import Fault, FieldFault, Refusal
from brobygger.organisations.queries import PartyNames
from brobygger.organisations.rules.names import NameShared, NameUnknown, Party


def party_called(names: PartyNames, text: str, *, field: str) -> Party:
    """Who goes by a name. Raises Refusal, which says of which field, when nobody does or several do."""
    try:
        return names.find(text)
    except NameUnknown:
        fault = FieldFault(field, "unknown", f"Nobody goes by the name «{text}».")
    except NameShared as shared:
        fault = FieldFault(field, "shared", f"Say which: {'; '.join(shared.candidates)}.")
    raise Refusal(Fault.INVALID, errors=[fault])
