"""Reading a directory: the name book, trees, and what follows from a party's place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q

from brobygger.dates.rules import UNKNOWN, covers
from brobygger.organisations.models import Directory as Directory_
from brobygger.organisations.models import Discipline, Name, Organisation, Placement, Reorganisation, Succession, Unit
from brobygger.organisations.rules.aliases import Holder
from brobygger.organisations.rules.drafts import NameDraft
from brobygger.organisations.rules.heirs import Lineage, Past, Step
from brobygger.organisations.rules.kinds import NameKind, SuccessionKind
from brobygger.organisations.rules.names import NameBook, Party, fold
from brobygger.organisations.rules.reorganise import Register, Standing
from brobygger.organisations.rules.tree import PlacedUnit, Tree

LONG_NAME = 30


def name_book(directory_id: int) -> NameBook:
    """All names of a directory, slugs among them. One query for names, two for slugs."""
    book = NameBook()
    same = ("same_as_organisation_id", "same_as_unit_id")
    for slug, pk, *known in Organisation.objects.filter(directory_id=directory_id).values_list("slug", "pk", *same):
        book.add(slug, Party(*known) if known[0] else Party(pk))
    for slug, organisation_id, pk, *known in Unit.objects.filter(directory_id=directory_id).values_list(
        "slug", "organisation_id", "pk", *same
    ):
        book.add(slug, Party(*known) if known[0] else Party(organisation_id, pk))
    for text, organisation_id, unit_id in Name.objects.filter(directory_id=directory_id).values_list(
        "text", "organisation_id", "unit_id"
    ):
        book.add(text, Party(organisation_id, unit_id))
    return book


def placements_in(directory_id: int) -> list[PlacedUnit]:
    """Every placement of every unit that is no other by now, in the order they were registered."""
    return [
        PlacedUnit(*row)
        for row in Placement.objects.filter(unit__directory_id=directory_id, unit__same_as_organisation=None)
        .order_by("pk")
        .values_list("unit_id", "parent_id", "valid_from", "valid_to")
    ]


@dataclass(frozen=True)
class Directory:
    """A whole directory in memory: small (hundreds to a few thousand units) and read in four queries."""

    organisations: Mapping[int, Organisation]
    units: Mapping[int, Unit]
    tree: Tree
    names: Mapping[Party, list[Name]] = field(default_factory=dict)

    def label(self, party: Party) -> str:
        """The name a reader sees."""
        if party.unit_id is not None:
            return self.units[party.unit_id].name
        return self.organisations[party.organisation_id].name

    def slug(self, party: Party) -> str:
        """The slug of a unit or organisation."""
        if party.unit_id is not None:
            return self.units[party.unit_id].slug
        return self.organisations[party.organisation_id].slug

    def path(self, party: Party) -> list[Unit]:
        """The unit and all units above it, nearest first; empty for an organisation."""
        if party.unit_id is None:
            return []
        return [self.units[unit_id] for unit_id in self.tree.with_ancestors(party.unit_id)]


def read_directory(directory_id: int, *, on: date | None = None) -> Directory:
    """A directory with its tree as it was on a day, or as it was placed last."""
    placements = placements_in(directory_id)
    names: dict[Party, list[Name]] = {}
    for name in Name.objects.filter(directory_id=directory_id).order_by("pk"):
        names.setdefault(Party(name.organisation_id, name.unit_id), []).append(name)
    return Directory(
        organisations={o.pk: o for o in Organisation.objects.filter(directory_id=directory_id).order_by("pk")},
        units={u.pk: u for u in Unit.objects.filter(directory_id=directory_id).order_by("pk")},
        tree=Tree.on(on, placements) if on else Tree.latest(placements),
        names=names,
    )


def successions_in(directory_id: int) -> list[Succession]:
    """Who took over from whom, oldest first."""
    return list(
        Succession.objects.filter(predecessor__directory_id=directory_id)
        .select_related("predecessor", "successor")
        .order_by("date", "pk")
    )


def discipline_names(language: str) -> dict[str, str]:
    """Names of disciplines by code, in a language."""
    return {code: name.get(language) or name["nb"] for code, name in Discipline.objects.values_list("code", "name")}


def short_names(directory_id: int, slugs: Iterable[str]) -> dict[str, str]:
    """What organisations are called where space is short, by slug: a long name by its first abbreviation. Two queries.

    «Trondheim kommune» is short enough; «Norges teknisk-naturvitenskapelige universitet» is not.
    """
    names = dict(
        Organisation.objects.filter(directory_id=directory_id, slug__in=set(slugs)).values_list("slug", "name")
    )
    abbreviations = (
        Name.objects.filter(
            directory_id=directory_id,
            organisation__slug__in=[slug for slug, name in names.items() if len(name) > LONG_NAME],
            unit=None,
            kind=NameKind.ABBREVIATION.value,
            valid_to="",
        )
        .order_by("-pk")
        .values_list("organisation__slug", "text")
    )
    return names | dict(abbreviations)


def placements_of(unit: Unit) -> list[Placement]:
    """Where a unit has hung in the tree, latest first."""
    return list(unit.placements.select_related("parent").order_by("-valid_from", "-pk"))


def successions_of(unit: Unit) -> list[Succession]:
    """Who a unit took over from and who took over from it, oldest first."""
    return list(
        Succession.objects.filter(Q(predecessor=unit) | Q(successor=unit))
        .select_related("predecessor", "successor")
        .order_by("date", "pk")
    )


def party_of(directory: Directory, slug: str) -> Party | None:
    """Whose slug it is in a directory; of one that turned out to be another, that other."""
    for organisation in directory.organisations.values():
        if organisation.slug == slug:
            return _known(organisation) or Party(organisation.pk)
    for unit in directory.units.values():
        if unit.slug == slug:
            return _known(unit) or Party(unit.organisation_id, unit.pk)
    return None


def _known(thing: Organisation | Unit) -> Party | None:
    if thing.same_as_organisation_id is None:
        return None
    return Party(thing.same_as_organisation_id, thing.same_as_unit_id)


def proposed_in(directory: Directory) -> list[Party]:
    """Those somebody named while registering and nobody has looked at, the first named first."""
    organisations = [Party(o.pk) for o in directory.organisations.values() if o.is_proposed]
    return organisations + [Party(u.organisation_id, u.pk) for u in directory.units.values() if u.is_proposed]


def draft_of_name(name: Name) -> NameDraft:
    """A name as it would be written down."""
    return NameDraft(name.text, NameKind(name.kind), name.language, name.valid_to, name.valid_from)


def aliases_of_party(directory_id: int, party: Party) -> list[Name]:
    """The names a party goes or went by besides its own, in the order they were given. One query."""
    of_party = Q(organisation_id=party.organisation_id, unit_id=party.unit_id)
    theirs = Name.objects.filter(of_party, directory_id=directory_id)
    return list(theirs.exclude(kind=NameKind.OFFICIAL.value).order_by("pk"))


def holders_of(directory_id: int, text: str) -> list[Holder]:
    """Who a name leads to, as the name book has it: by their names, or by their slugs. Three queries."""
    folded = fold(text)[:300]
    names = Name.objects.filter(directory_id=directory_id, folded=folded).order_by("pk")
    holders = [
        Holder(Party(organisation_id, unit_id), kind == NameKind.OFFICIAL)
        for organisation_id, unit_id, kind in names.values_list("organisation_id", "unit_id", "kind")
    ]
    for organisation in Organisation.objects.filter(directory_id=directory_id, slug=folded):
        holders.append(Holder(_known(organisation) or Party(organisation.pk), is_main=True, is_slug=True))
    for unit in Unit.objects.filter(directory_id=directory_id, slug=folded):
        holders.append(Holder(_known(unit) or Party(unit.organisation_id, unit.pk), is_main=True, is_slug=True))
    return holders


@dataclass(frozen=True)
class PartyNames:
    """The names of a directory as people type and read them. Read with `party_names`."""

    directory: Directory
    book: NameBook

    def find(self, text: str) -> Party:
        """The party a text means. Raises NameUnknown or NameShared."""
        return self.book.find(text)

    def say(self, party: Party) -> str:
        """A text that means this party and no other: its name, with its organisation where several share it."""
        name = self.directory.label(party)
        owner = self.directory.label(Party(party.organisation_id))
        for text in (name, f"{owner} / {name}"):
            try:
                if self.book.find(text) == party:
                    return text
            except LookupError:
                continue
        return self.directory.slug(party)

    def like(self, text: str, *, at_most: int = 8) -> list[Party]:
        """Those with a name that begins with a text, then those with one that holds it."""
        wanted = fold(text)
        if not wanted:
            return []
        begins: list[Party] = []
        holds: list[Party] = []
        for party, names in self.directory.names.items():
            if any(name.folded.startswith(wanted) for name in names):
                begins.append(party)
            elif any(wanted in name.folded for name in names):
                holds.append(party)
        begins.sort(key=lambda party: (party.unit_id is not None, len(self.directory.label(party))))
        return [*begins, *holds][:at_most]


def party_names(directory_id: int) -> PartyNames:
    """All names of a directory as it is placed last, to find by and to say. One query while nobody has written to it.

    What comes back is shared by all who ask: nobody changes it.
    """
    edition = Directory_.objects.filter(pk=directory_id).values_list("edition", flat=True).get()
    remembered = _remembered.get(directory_id)
    if remembered and remembered[0] == edition:
        return remembered[1]
    names = PartyNames(read_directory(directory_id), name_book(directory_id))
    if len(_remembered) >= _REMEMBERED_AT_MOST:
        _remembered.clear()
    _remembered[directory_id] = (edition, names)
    return names


_REMEMBERED_AT_MOST = 50
_remembered: dict[int, tuple[str, PartyNames]] = {}


def register_of(directory_id: int) -> Register:
    """A directory as reorganisations are judged by it: each unit where it is placed last, and every name. Six queries or so."""
    directory = read_directory(directory_id)
    since = {each.unit_id: each.valid_from for each in sorted(placements_in(directory_id), key=lambda p: p.valid_from)}
    names: dict[str, set[Party]] = {}
    for party, theirs in directory.names.items():
        for name in theirs:
            names.setdefault(name.folded, set()).add(party)
    for organisation in directory.organisations.values():
        names.setdefault(fold(organisation.slug), set()).add(_known(organisation) or Party(organisation.pk))
    for unit in directory.units.values():
        names.setdefault(fold(unit.slug), set()).add(_known(unit) or Party(unit.organisation_id, unit.pk))
    units = {
        unit.pk: Standing(
            unit_id=unit.pk,
            organisation_id=unit.organisation_id,
            parent_id=directory.tree.parents.get(unit.pk),
            name=unit.name,
            kind=unit.kind,
            valid_from=unit.valid_from,
            valid_to=unit.valid_to,
            placed_from=since.get(unit.pk, ""),
            disciplines=tuple(unit.disciplines),
            is_proposed=unit.is_proposed,
        )
        for unit in directory.units.values()
        if _known(unit) is None
    }
    organisations = {o.pk: o.name for o in directory.organisations.values() if _known(o) is None}
    return Register(units, organisations, {folded: frozenset(parties) for folded, parties in names.items()})


def reorganisations_of(directory_id: int, party: Party) -> list[Reorganisation]:
    """What was done with a unit, or with the name of an organisation, the latest first. One query."""
    found = Reorganisation.objects.filter(directory_id=directory_id)
    found = found.filter(units=party.unit_id) if party.unit_id else found.filter(organisation=party.organisation_id)
    return list(found.order_by("-pk"))


def reorganisation_of(directory_id: int, party: Party, number: int) -> Reorganisation | None:
    """One of them. One query."""
    return next((each for each in reorganisations_of(directory_id, party) if each.pk == number), None)


def lineage_of(directory_id: int, *, today: date) -> Lineage:
    """Every unit with what became of it until a day. Three queries."""
    parents = Tree.latest(placements_in(directory_id)).parents
    units = {
        pk: Past(pk, organisation_id, parents.get(pk), valid_to == UNKNOWN or not covers("", valid_to, today))
        for pk, organisation_id, valid_to in Unit.objects.filter(directory_id=directory_id).values_list(
            "pk", "organisation_id", "valid_to"
        )
    }
    steps = tuple(
        Step(each.predecessor_id, each.successor_id, each.kind != SuccessionKind.SPLIT)
        for each in successions_in(directory_id)
        if covers(each.date, "", today)
    )
    return Lineage(units, steps)


def parents_on(directory_id: int, days: Iterable[date]) -> dict[date, dict[int, int | None]]:
    """Who hung under whom on some days. One query."""
    placements = placements_in(directory_id)
    return {day: dict(Tree.on(day, placements).parents) for day in days}
