"""Entries of the register as the finder compares them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from brobygger.dates.rules import UNKNOWN
from brobygger.duplicates.rules.aliases import Aliases, shipped
from brobygger.duplicates.rules.clues import DESCRIPTION_KEPT
from brobygger.duplicates.rules.records import Record
from brobygger.organisations.queries import PartyNames, party_names
from brobygger.partnerships.models import Partnership
from brobygger.portfolio.models import Activity, ExternalId, Participation, Relation
from brobygger.portfolio.rules.drafts import ActivityDraft
from brobygger.portfolio.rules.kinds import IdScheme
from brobygger.portfolio.rules.lifecycle import life_of

# «TRD», and with its number «TRD 3.0».
_ABBREVIATION = re.compile(r"\b[A-ZÆØÅ]{2,}\b")
_NUMBERED = re.compile(r"\b[A-ZÆØÅ]{2,} \d+(?:\.\d+)*\b")
# The number of a row in another system says which row it is, not what it is about.
_NOT_COMPARED = frozenset({IdScheme.AIRTABLE.value})


def aliases_of(partnership: Partnership) -> Aliases:
    """The names of a partnership and its directory together with the well-known ones.

    The partnership's own name tells nothing: half of what it does is called after it.
    """
    names = party_names(partnership.directory_id)
    remembered = _remembered.get(partnership.pk)
    if remembered and remembered[0] is names:
        return remembered[1]
    told = {names.directory.label(party): [name.text for name in of] for party, of in names.directory.names.items()}
    own = partnership.name
    told[own] = [*told.get(own, ()), partnership.slug, *_ABBREVIATION.findall(own), *_NUMBERED.findall(own)]
    rows = ({"name": name, "aliases": "|".join(texts)} for name, texts in told.items())
    found = shipped().with_rows(rows).of_register(own)
    _remembered[partnership.pk] = (names, found)
    return found


_remembered: dict[int, tuple[PartyNames, Aliases]] = {}


def records_of(activity_ids: Sequence[int]) -> dict[int, Record]:
    """Records of activities by id, whatever their standing. Four queries."""
    parties: dict[int, list[tuple[str, str | None]]] = {}
    for pk, organisation, unit in (
        Participation.objects.filter(activity_id__in=activity_ids)
        .order_by("pk")
        .values_list("activity_id", "organisation__name", "unit__name")
    ):
        parties.setdefault(pk, []).append((organisation, unit))
    ids: dict[int, list[tuple[str, str]]] = {}
    for pk, scheme, value in (
        ExternalId.objects.filter(activity_id__in=activity_ids)
        .order_by("pk")
        .values_list("activity_id", "scheme", "value")
    ):
        ids.setdefault(pk, []).append((scheme, value))
    wholes: dict[int, set[int]] = {}
    for pk, other in Relation.objects.filter(activity_id__in=activity_ids).values_list("activity_id", "other_id"):
        wholes.setdefault(pk, set()).add(other)
    return {
        pk: _record(
            pk,
            title,
            title_en,
            acronym,
            description,
            kind,
            start,
            parties.get(pk, []),
            ids.get(pk, []),
            wholes.get(pk, ()),
        )  # fmt: skip
        for pk, title, title_en, acronym, description, kind, start in Activity.every.filter(
            pk__in=activity_ids
        ).values_list("pk", "title", "title_en", "acronym", "description", "kind", "start")
    }


def record_of_draft(draft: ActivityDraft, names: PartyNames) -> Record:
    """The record of what somebody is about to register. Parties must be of the directory of `names`."""
    directory = names.directory
    parties = [
        (
            directory.organisations[participant.party.organisation_id].name,
            directory.units[participant.party.unit_id].name if participant.party.unit_id else None,
        )
        for participant in draft.participants
        if participant.party.organisation_id in directory.organisations
    ]
    return _record(
        0,
        draft.title,
        draft.title_en,
        draft.acronym,
        draft.description,
        draft.kind.value,
        life_of(draft.milestones).start,
        parties,
        [(scheme.value, value) for scheme, value in draft.external_ids],
        (),
    )


def _record(
    pk: int,
    title: str,
    title_en: str,
    acronym: str,
    description: str,
    kind: str,
    start: str,
    parties: Iterable[tuple[str, str | None]],
    external_ids: Iterable[tuple[str, str]],
    belongs_to: Iterable[int],
) -> Record:
    told = list(parties)
    return Record(
        id=str(pk),
        title=title,
        title_en=title_en,
        acronym=acronym,
        description=description[:DESCRIPTION_KEPT],
        kind=kind.replace("_", " "),
        partners=tuple(dict.fromkeys(organisation for organisation, _ in told)),
        units=tuple(dict.fromkeys(unit for _, unit in told if unit)),
        start_year=int(start[:4]) if start and start != UNKNOWN else None,
        external_ids=tuple((scheme, value) for scheme, value in external_ids if scheme not in _NOT_COMPARED),
        belongs_to=frozenset(belongs_to),
    )
