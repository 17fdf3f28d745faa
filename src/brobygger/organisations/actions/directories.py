"""Writing directories."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Q

from brobygger.audit import actions as audit
from brobygger.audit.rules import Actor
from brobygger.organisations.models import (
    Directory,
    Discipline,
    Name,
    Organisation,
    Placement,
    Succession,
    Unit,
    new_edition,
)
from brobygger.organisations.rules.drafts import DirectoryDraft, DisciplineDraft, NameDraft
from brobygger.organisations.rules.kinds import NameKind, OrganisationKind, UnitKind
from brobygger.organisations.rules.names import Party, fold
from brobygger.organisations.rules.proposals import Proposal, slug_of_name


class DirectoryTaken(ValueError):
    """A directory of that slug exists."""


@transaction.atomic
def register_directory(*, draft: DirectoryDraft, by: Actor, now: datetime) -> Directory:
    """A new directory with its organisations, units, names and successions. Raises DirectoryTaken."""
    if Directory.objects.filter(slug=draft.slug).exists():
        raise DirectoryTaken(draft.slug)
    directory = Directory.objects.create(slug=draft.slug, name=draft.name)
    organisations = _organisations(directory, draft)
    units = _units(directory, draft, organisations)
    Name.objects.bulk_create(
        [
            *(
                name
                for o in draft.organisations
                for name in _names(directory, organisations[o.slug], None, o.name, o.name_en, o.names)
            ),
            *(
                name
                for u in draft.units
                for name in _names(directory, organisations[u.organisation], units[u.slug], u.name, "", u.names)
            ),
        ]
    )
    Succession.objects.bulk_create(
        [
            Succession(
                predecessor=units[s.predecessor],
                successor=units[s.successor],
                kind=s.kind.value,
                date=s.date,
                share=Decimal(s.share) if s.share else None,
                note=s.note,
                source=s.source,
            )
            for s in draft.successions
        ]
    )
    audit.record(
        verb="loaded",
        subject_type="directory",
        subjects=[(directory.pk, {"organisations": len(organisations), "units": len(units)})],
        by=by,
        now=now,
        partnership_id=None,
    )
    return directory


def _organisations(directory: Directory, draft: DirectoryDraft) -> dict[str, Organisation]:
    return {
        organisation.slug: organisation
        for organisation in Organisation.objects.bulk_create(
            [
                Organisation(
                    directory=directory,
                    slug=o.slug,
                    name=o.name,
                    name_en=o.name_en,
                    kind=o.kind.value,
                    organisation_number=o.organisation_number,
                    country=o.country,
                    valid_from=o.valid_from,
                    valid_to=o.valid_to,
                    note=o.note,
                    source=o.source,
                )
                for o in draft.organisations
            ]
        )
    }


def _units(directory: Directory, draft: DirectoryDraft, organisations: dict[str, Organisation]) -> dict[str, Unit]:
    """The units, each where it stands in the tree."""
    units = {
        unit.slug: unit
        for unit in Unit.objects.bulk_create(
            [
                Unit(
                    directory=directory,
                    organisation=organisations[u.organisation],
                    slug=u.slug,
                    name=u.name,
                    kind=u.kind.value,
                    disciplines=list(u.disciplines),
                    valid_from=u.valid_from,
                    valid_to=u.valid_to,
                    note=u.note,
                    source=u.source,
                )
                for u in draft.units
            ]
        )
    }
    Placement.objects.bulk_create(
        [
            Placement(
                unit=units[u.slug],
                parent=units.get(u.parent),
                valid_from=u.valid_from,
                valid_to=u.valid_to,
                basis=u.placement,
            )
            for u in draft.units
        ]
    )
    return units


def _names(
    directory: Directory,
    organisation: Organisation,
    unit: Unit | None,
    official: str,
    english: str,
    others: Iterable[NameDraft],
) -> Iterable[Name]:
    drafts = [NameDraft(official, NameKind.OFFICIAL)]
    if english:
        drafts.append(NameDraft(english, NameKind.TRANSLATION, "en"))
    for draft in [*drafts, *others]:
        yield Name(
            directory=directory,
            organisation=organisation,
            unit=unit,
            text=draft.text,
            folded=fold(draft.text)[:300],
            kind=draft.kind.value,
            language=draft.language,
            valid_from=draft.valid_from,
            valid_to=draft.valid_to,
        )


class NameTaken(ValueError):
    """Somebody in the directory goes by that name."""


@transaction.atomic
def propose_party(*, directory: Directory, proposal: Proposal, by: Actor, now: datetime) -> Party:
    """A new organisation, or a unit of one, named by somebody who needed it; marked until a coordinator has seen it.

    Named twice it is the one that was proposed first. Raises NameTaken when the name leads to somebody else.
    """
    folded = fold(proposal.name)[:300]
    for name in Name.objects.filter(directory=directory, folded=folded).select_related("organisation", "unit"):
        if proposal.organisation_id in (None, name.organisation_id):
            owner = name.unit or name.organisation
            if owner.is_proposed and (name.unit is None) == (proposal.organisation_id is None):
                return Party(name.organisation_id, name.unit_id)
            raise NameTaken(proposal.name)
    party = (
        _proposed_unit(directory, proposal) if proposal.organisation_id else _proposed_organisation(directory, proposal)
    )
    Name.objects.create(
        directory=directory,
        organisation_id=party.organisation_id,
        unit_id=party.unit_id,
        text=proposal.name,
        folded=folded,
        kind=NameKind.OFFICIAL.value,
    )
    renew(directory)
    audit.record(
        verb="proposed",
        subject_type="unit" if party.unit_id else "organisation",
        subjects=[(party.unit_id or party.organisation_id, {"name": proposal.name})],
        by=by,
        now=now,
        partnership_id=None,
    )
    return party


def renew(directory: Directory) -> None:
    """Mark a directory as written to. Every action that changes one ends with it: what is remembered goes by it."""
    directory.edition = new_edition()
    directory.save(update_fields=["edition"])


@transaction.atomic
def accept_party(*, directory: Directory, party: Party, name: str, kind: str, by: Actor, now: datetime) -> bool:
    """Say that a proposal is somebody of its own, under a name that may be corrected first; the old name still leads there.

    False when somebody has looked at it meanwhile. Raises NameTaken when the name leads to somebody else.
    """
    thing = _proposed(directory, party)
    if thing is None:
        return False
    folded, was = fold(name)[:300], thing.name
    others = Name.objects.filter(directory=directory, folded=folded, organisation_id=party.organisation_id)
    others = others if party.unit_id else Name.objects.filter(directory=directory, folded=folded, unit=None)
    if others.exclude(_of(party)).exists():
        raise NameTaken(name)
    thing.name, thing.kind, thing.is_proposed = name, kind, False
    thing.save(update_fields=["name", "kind", "is_proposed"])
    if name != was:
        theirs = Name.objects.filter(_of(party), directory=directory)
        theirs.filter(kind=NameKind.OFFICIAL.value).update(kind=NameKind.SPELLING.value)
        theirs.filter(folded=folded).delete()
        Name.objects.create(
            directory=directory,
            organisation_id=party.organisation_id,
            unit_id=party.unit_id,
            text=name,
            folded=folded,
            kind=NameKind.OFFICIAL.value,
        )
    renew(directory)
    _record_party("accepted", party, {"name": name, "was": was}, by, now)
    return True


class HasUnits(ValueError):
    """An organisation with units of its own cannot be a unit of another."""


@transaction.atomic
def give_names_to(*, directory: Directory, party: Party, known: Party, by: Actor, now: datetime) -> bool:
    """Say that a proposal is somebody who is known: its names are theirs from now on, and so are its units.

    The row itself stays, since old versions of activities name it. False when somebody has looked at it meanwhile.
    Raises HasUnits.
    """
    thing = _proposed(directory, party)
    if thing is None:
        return False
    if party.unit_id is None:
        if known.unit_id and Unit.objects.filter(organisation_id=party.organisation_id).exists():
            raise HasUnits(thing.name)
        Unit.objects.filter(organisation_id=party.organisation_id).update(organisation_id=known.organisation_id)
        Name.objects.filter(organisation_id=party.organisation_id, unit__isnull=False).update(
            organisation_id=known.organisation_id
        )
    has = set(Name.objects.filter(_of(known)).values_list("folded", flat=True))
    names = Name.objects.filter(_of(party))
    names.filter(folded__in=has).delete()
    names.update(organisation_id=known.organisation_id, unit_id=known.unit_id, kind=NameKind.SPELLING.value)
    thing.is_proposed = False
    thing.same_as_organisation_id, thing.same_as_unit_id = known.organisation_id, known.unit_id
    thing.save(update_fields=["is_proposed", "same_as_organisation", "same_as_unit"])
    told = {"name": thing.name, "organisation": known.organisation_id, "unit": known.unit_id}
    renew(directory)
    _record_party("same_as", party, told, by, now)
    return True


def _of(party: Party) -> Q:
    """The names of a party itself."""
    return Q(organisation_id=party.organisation_id, unit_id=party.unit_id)


def _proposed(directory: Directory, party: Party) -> Organisation | Unit | None:
    """A proposal nobody has looked at, held until the transaction ends."""
    if party.unit_id:
        units = Unit.objects.select_for_update().filter(directory=directory, pk=party.unit_id, is_proposed=True)
        return units.first()
    organisations = Organisation.objects.select_for_update()
    return organisations.filter(directory=directory, pk=party.organisation_id, is_proposed=True).first()


def _record_party(verb: str, party: Party, told: dict[str, object], by: Actor, now: datetime) -> None:
    audit.record(
        verb=verb,
        subject_type="unit" if party.unit_id else "organisation",
        subjects=[(party.unit_id or party.organisation_id, told)],
        by=by,
        now=now,
        partnership_id=None,
    )


def _proposed_organisation(directory: Directory, proposal: Proposal) -> Party:
    organisation = Organisation.objects.create(
        directory=directory,
        slug=free_slug(directory, slug_of_name(proposal.name)),
        name=proposal.name,
        kind=OrganisationKind.OTHER.value,
        is_proposed=True,
    )
    return Party(organisation.pk)


def _proposed_unit(directory: Directory, proposal: Proposal) -> Party:
    organisation = Organisation.objects.get(directory=directory, pk=proposal.organisation_id or 0)
    unit = Unit.objects.create(
        directory=directory,
        organisation=organisation,
        slug=free_slug(directory, slug_of_name(proposal.name)),
        name=proposal.name,
        kind=UnitKind.OTHER.value,
        is_proposed=True,
    )
    Placement.objects.create(unit=unit, parent=None)
    return Party(organisation.pk, unit.pk)


def free_slug(directory: Directory, slug: str) -> str:
    """The slug, with a number when an organisation or unit has it."""
    taken = {
        *Organisation.objects.filter(directory=directory, slug__startswith=slug).values_list("slug", flat=True),
        *Unit.objects.filter(directory=directory, slug__startswith=slug).values_list("slug", flat=True),
    }
    return next(
        each for number in itertools.count(1) if (each := slug if number == 1 else f"{slug}-{number}") not in taken
    )


@transaction.atomic
def register_disciplines(*, drafts: Iterable[DisciplineDraft]) -> None:
    """Add disciplines that are not known yet; the list is the same for everyone."""
    known = set(Discipline.objects.values_list("code", flat=True))
    Discipline.objects.bulk_create(
        [
            Discipline(code=d.code, area=d.area, name={"nb": d.nb, "nn": d.nn, "en": d.en})
            for d in drafts
            if d.code not in known
        ]
    )
