"""An activity that comes in as JSON, made into a draft: every name is looked up in the partnership."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from pydantic import ValidationError

from brobygger.api.rules.faults import Fault, FieldFault, Refusal
from brobygger.api.rules.patches import patched
from brobygger.api.schemas.activities import ActivityContent
from brobygger.organisations.rules.names import NameShared, NameUnknown, Party
from brobygger.portfolio.queries.editing import FormReading
from brobygger.portfolio.rules.drafts import (
    ActivityDraft,
    FundingDraft,
    ParticipantDraft,
    QuantityDraft,
    RelationDraft,
)
from brobygger.portfolio.rules.lifecycle import MilestoneFact


def draft_from_json(
    content: ActivityContent, reading: FormReading, areas: Mapping[str, int], *, slug: str
) -> ActivityDraft:
    """The draft a content stands for. `areas` are the focus areas by slug. Raises Refusal with all that is wrong."""
    faults: list[FieldFault] = []

    def known(field: str, names: Iterable[str], find: Callable[[str], Any]) -> list[Any]:
        found = []
        for at, name in enumerate(names):
            try:
                found.append(find(name))
            except NameShared as shared:
                which = "; ".join(shared.candidates)
                faults.append(FieldFault(field.format(at), "name_shared", f"Several go by «{name}». Say: {which}."))
            except LookupError:
                faults.append(FieldFault(field.format(at), "unknown", f"There is no «{name}»."))
        return found

    organisations = {o.slug: o.slug for o in reading.names.directory.organisations.values()}
    focus_areas = known("focus_areas.{}", content.focus_areas, areas.__getitem__)
    disciplines = known("disciplines.{}", content.disciplines, _one_of(reading.disciplines))
    known("value", content.value, organisations.__getitem__)
    parties: list[Party] = known("participants.{}.party", (p.party for p in content.participants), reading.names.find)
    funders: list[Party] = known("fundings.{}.funder", (f.funder for f in content.fundings), reading.names.find)
    if faults:
        raise Refusal(Fault.INVALID, errors=faults)
    return ActivityDraft(
        slug=slug,
        kind=content.kind,
        form=str(content.form),
        title=content.title,
        title_en=content.title_en,
        acronym=content.acronym,
        description=content.description,
        focus_area_ids=_once(focus_areas),
        purposes=_once(content.purposes),
        value={name: text for name, text in content.value.items() if text},
        milestones=tuple(
            MilestoneFact(m.kind, m.date, m.planned, m.quantity, m.note, m.source) for m in content.milestones
        ),
        participants=tuple(
            ParticipantDraft(party, p.role, p.start, p.end, p.note, p.source)
            for p, party in zip(content.participants, parties, strict=True)
        ),
        fundings=tuple(
            FundingDraft(funder, f.kind, f.amount_nok, f.note, f.source)
            for f, funder in zip(content.fundings, funders, strict=True)
        ),
        quantities=tuple(
            QuantityDraft(q.label, q.value, q.before, q.unit, q.certainty, q.note, q.source) for q in content.quantities
        ),
        places=_once(place for place in content.places if place),
        plans=_once(plan for plan in content.plans if plan),
        disciplines=_once(disciplines),
        external_ids=tuple((each.scheme, each.value) for each in content.external_ids),
        relations=tuple(RelationDraft(r.kind, r.to, r.source) for r in content.relations),
        source=content.source,
    )


def patched_content(present: Mapping[str, Any], patch: Mapping[str, Any]) -> ActivityContent:
    """The content a merge patch makes of the present one. Raises Refusal."""
    try:
        return ActivityContent.model_validate(patched(present, patch))
    except ValidationError as error:
        raise Refusal(Fault.INVALID, errors=faults_in(error)) from error


def faults_in(error: ValidationError) -> list[FieldFault]:
    """What pydantic found wrong."""
    return [
        FieldFault(".".join(map(str, each["loc"])), each["type"], each["msg"])
        for each in error.errors(include_url=False, include_input=False, include_context=False)
    ]


def _one_of(known: Mapping[str, Any]) -> Callable[[str], str]:
    def find(code: str) -> str:
        if code not in known:
            raise NameUnknown(code)
        return code

    return find


def _once(values: Iterable[Any]) -> tuple[Any, ...]:
    return tuple(dict.fromkeys(values))
