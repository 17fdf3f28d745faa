"""The directory as a reader sees it: two trees, the other organisations by kind, what a search finds, shared names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.urls import reverse

from brobygger.organisations.models import Name, Organisation
from brobygger.organisations.presenters.labels import organisation_kinds_label, unit_kind_labels
from brobygger.organisations.queries import Directory
from brobygger.organisations.rules.history import FormerName, existed_on, name_on
from brobygger.organisations.rules.kinds import NameKind, OrganisationKind
from brobygger.organisations.rules.names import NameBook, Party, fold

# Up to so many units in an organisation, all of its tree is open; above that only the uppermost level.
OPEN_UP_TO = 60
FOUND_AT_MOST = 200


@dataclass(frozen=True)
class TreeLine:
    """One unit of a tree that is written line by line: `children` open a list below it, `closes` end lists after it."""

    name: str
    url: str
    abbreviations: str
    other_name: str  # what it is called now when it had another name on the day, else what it was called before
    was_renamed_later: bool
    kind: str
    children: int
    closes: range


@dataclass(frozen=True)
class PartnerTree:
    """One partner with its units on a day."""

    name: str
    slug: str
    url: str
    abbreviations: str
    unit_count: int
    is_open: bool
    lines: list[TreeLine]


@dataclass(frozen=True)
class Listed:
    """A name with an address and what helps to tell it apart."""

    name: str
    url: str
    hint: str = ""
    matched: str = ""
    is_gone: bool = False


@dataclass(frozen=True)
class KindGroup:
    """The other organisations of one kind."""

    label: str
    organisations: list[Listed]


@dataclass(frozen=True)
class SharedName:
    """A name that several go by; it must be said whose."""

    name: str
    parties: list[Listed]


@dataclass(frozen=True)
class Found:
    """What a search in the names finds: the first ones, and how many there are."""

    total: int
    parties: list[Listed] = field(default_factory=list)


def partner_trees(
    directory: Directory, partner_ids: Sequence[int], *, partnership: str, day: date
) -> list[PartnerTree]:
    """The trees of the owning sides as they were on a day, in the order of the partners."""
    return [
        _tree(directory, directory.organisations[pk], partnership, day)
        for pk in partner_ids
        if pk in directory.organisations
    ]


def other_organisations(
    directory: Directory, partner_ids: Sequence[int], *, partnership: str, day: date
) -> list[KindGroup]:
    """Everybody but the partners who was there on the day: by kind, then by name."""
    groups: dict[str, list[Listed]] = {}
    for organisation in directory.organisations.values():
        if organisation.pk in partner_ids or organisation.same_as_organisation_id:
            continue
        if not existed_on(day, organisation.valid_from, organisation.valid_to):
            continue
        names = directory.names.get(Party(organisation.pk), [])
        groups.setdefault(organisation.kind, []).append(
            Listed(
                name=name_on(day, organisation.name, _former(names)),
                url=party_url(partnership, organisation.slug),
                hint=_abbreviations(names, organisation.name),
            )
        )
    return [
        KindGroup(organisation_kinds_label(kind), sorted(groups[kind], key=lambda listed: fold(listed.name)))
        for kind in OrganisationKind
        if kind in groups
    ]


def shared_names(directory: Directory, *, partnership: str) -> list[SharedName]:
    """The names that lead to more than one, each with those it can mean."""
    book = NameBook()
    written: dict[str, str] = {}
    for party, names in directory.names.items():
        for name in names:
            book.add(name.text, party)
            written.setdefault(name.folded, name.text)
    return [
        SharedName(written[folded], [_listed(directory, party, partnership) for party in parties])
        for folded, parties in book.shared().items()
    ]


def found_by_name(directory: Directory, text: str, *, partnership: str, day: date) -> Found:
    """Organisations and units, of any time, one of whose names contains the text; those that begin with it first."""
    wanted = fold(text)
    hits: list[tuple[bool, str, Party, str]] = []
    for party, names in directory.names.items():
        matching = [name for name in names if wanted in name.folded]
        if matching:
            best = min(matching, key=lambda name: (not name.folded.startswith(wanted), name.pk))
            label = directory.label(party)
            hits.append(
                (not best.folded.startswith(wanted), fold(label), party, best.text if best.text != label else "")
            )
    hits.sort(key=lambda hit: hit[:2])
    return Found(
        len(hits),
        [_listed(directory, party, partnership, matched, day) for _, _, party, matched in hits[:FOUND_AT_MOST]],
    )


def party_url(partnership: str, slug: str) -> str:
    """The page of a unit or organisation."""
    return reverse("organisations:party", kwargs={"partnership": partnership, "slug": slug})


def _listed(directory: Directory, party: Party, partnership: str, matched: str = "", day: date | None = None) -> Listed:
    above = [unit.name for unit in directory.path(party)[1:]]
    owner = directory.organisations[party.organisation_id]
    thing = directory.units[party.unit_id] if party.unit_id else owner
    return Listed(
        name=thing.name,
        url=party_url(partnership, thing.slug),
        hint=" › ".join([owner.name, *reversed(above)]) if party.unit_id else "",
        matched=matched,
        is_gone=day is not None and not existed_on(day, thing.valid_from, thing.valid_to),
    )


def _tree(directory: Directory, organisation: Organisation, partnership: str, day: date) -> PartnerTree:
    lines = list(_lines(directory, organisation, partnership, day))
    names = directory.names.get(Party(organisation.pk), [])
    return PartnerTree(
        name=name_on(day, organisation.name, _former(names)),
        slug=organisation.slug,
        url=party_url(partnership, organisation.slug),
        abbreviations=_abbreviations(names, organisation.name),
        unit_count=len(lines),
        is_open=len(lines) <= OPEN_UP_TO,
        lines=lines,
    )


def _lines(directory: Directory, organisation: Organisation, partnership: str, day: date) -> Iterable[TreeLine]:
    """The units of an organisation that were there on the day, each before those below it."""
    present = {
        unit_id
        for unit_id in directory.tree.parents
        if (unit := directory.units[unit_id]).organisation_id == organisation.pk
        and existed_on(day, unit.valid_from, unit.valid_to)
    }
    below: dict[int | None, list[int]] = {}
    for unit_id in directory.tree.parents:
        if unit_id in present:
            # A unit whose parent was not there hangs under the nearest one above that was.
            above = directory.tree.with_ancestors(unit_id)[1:]
            below.setdefault(next((pk for pk in above if pk in present), None), []).append(unit_id)
    # Asked for once: a large directory has thousands of lines.
    kinds, root = unit_kind_labels(), reverse("organisations:tree", kwargs={"partnership": partnership})
    waiting = [(unit_id, 0) for unit_id in reversed(below.get(None, []))]
    while waiting:
        unit_id, depth = waiting.pop()
        children = below.get(unit_id, [])
        waiting += [(child, depth + 1) for child in reversed(children)]
        next_depth = waiting[-1][1] if waiting else 0
        unit = directory.units[unit_id]
        names = directory.names.get(Party(organisation.pk, unit_id), [])
        former = _former(names)
        then, kind = name_on(day, unit.name, former), kinds.get(unit.kind, unit.kind)
        yield TreeLine(
            name=then,
            url=f"{root}{unit.slug}/",
            abbreviations=_abbreviations(names, unit.name),
            other_name=unit.name if then != unit.name else ", ".join(name.text for name in former),
            was_renamed_later=then != unit.name,
            # «Institutt for biologi» says itself that it is one.
            kind="" if kind.casefold() in then.casefold() else kind,
            children=len(children),
            closes=range(0 if children else depth - next_depth),
        )


def _former(names: Iterable[Name]) -> list[FormerName]:
    return [FormerName(name.text, name.valid_to) for name in names if name.kind == NameKind.FORMER]


def _abbreviations(names: Iterable[Name], official: str) -> str:
    return ", ".join(name.text for name in names if name.kind == NameKind.ABBREVIATION and name.text != official)
