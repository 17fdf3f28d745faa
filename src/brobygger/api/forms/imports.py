"""What columns mean, as it comes in as JSON: the same as the form on screen takes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from brobygger.api.rules.faults import Fault, FieldFault, Refusal
from brobygger.api.schemas.imports import MappingIn
from brobygger.intake.forms import meanings_offered
from brobygger.intake.rules.mapping import Mapping as ColumnMapping
from brobygger.intake.rules.mapping import MappingFault, faults_in
from brobygger.intake.rules.words import plain

_FAULTS = {
    MappingFault.NO_TITLE: "Say which column is the title.",
    MappingFault.NO_KIND: "Say which column is the kind, or of which kind the rows are.",
    MappingFault.TWICE: "Only one column can mean that.",
}


def mapping_from_json(
    told: MappingIn, columns: Sequence[str], areas: Mapping[str, int], disciplines: Mapping[str, str]
) -> ColumnMapping:
    """The mapping that is told. `areas` are the focus areas by slug. Raises Refusal with all that is wrong."""
    faults = [
        FieldFault(f"columns.{name[:80]}", "unknown", "There is no such column.")
        for name in told.columns
        if name not in columns
    ]
    offered = {group: set(_values(choices)) for group, choices in meanings_offered([], disciplines).items()}
    offered["focus_areas"] = set(areas)
    faults += [
        FieldFault(f"meanings.{group}.{word[:80]}", "unknown", f"It cannot mean «{meaning[:80]}».")
        for group, words in told.meanings.items()
        for word, meaning in words.items()
        if meaning and meaning not in offered[group]
    ]
    if told.focus_area is not None and told.focus_area not in areas:
        faults.append(FieldFault("focus_area", "unknown", f"There is no «{told.focus_area}»."))
    if faults:
        raise Refusal(Fault.INVALID, errors=faults[:100])
    mapping = ColumnMapping(
        columns={name: field for name, field in told.columns.items() if field},
        meanings={
            group: {
                plain(word): str(areas[meaning]) if group == "focus_areas" and meaning else meaning
                for word, meaning in words.items()
            }
            for group, words in told.meanings.items()
        },
        kind=told.kind.value if told.kind else "",
        focus_area=str(areas[told.focus_area]) if told.focus_area else "",
        funder=" ".join(told.funder.split()),
        party=" ".join(told.party.split()),
        propose=told.propose,
    )
    if columns and (wrong := faults_in(mapping, columns)):
        raise Refusal(Fault.INVALID, errors=[FieldFault(f"columns.{at}", fault, _FAULTS[fault]) for fault, at in wrong])
    return mapping


def _values(choices: Iterable[tuple[str, Any]]) -> Iterator[str]:
    """The values of a list of choices, also of those that stand in groups."""
    for value, label in choices:
        if isinstance(label, (list, tuple)):
            yield from _values(label)
        else:
            yield value
