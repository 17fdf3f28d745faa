"""The register as research information: organisations, funding and projects, a record at a time."""

from __future__ import annotations

import tempfile
import zipfile
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from contextlib import ExitStack
from datetime import datetime
from typing import IO
from urllib.parse import urlsplit

from django.conf import settings

from brobygger.exchange.queries.activities import funded, slugs_of
from brobygger.exchange.rules.cerif import (
    Funding,
    Interval,
    Involved,
    OrgUnit,
    Project,
    Record,
    Set,
    Source,
    records_document,
)
from brobygger.organisations.queries import placements_in, read_directory
from brobygger.organisations.rules.kinds import NameKind
from brobygger.organisations.rules.names import Party
from brobygger.partnerships.models import Partnership
from brobygger.portfolio.models import Activity
from brobygger.portfolio.queries.bulk import entries
from brobygger.portfolio.rules.drafts import ActivityDraft

_PIECE = 2**16
# Organisations last, so that those somebody names while the others are written are among them.
FILES = {
    Set.PROJECTS: "projects.xml",
    Set.FUNDINGS: "fundings.xml",
    Set.ORGANISATIONS: "orgunits.xml",
}


def source() -> Source:
    """Whose records they are: this installation's."""
    return Source(settings.SITE_URL, urlsplit(settings.SITE_URL).hostname or "localhost")


def archive(partnership: Partnership, ids: Sequence[int], *, now: datetime) -> IO[bytes]:
    """A ZIP file with a file for each kind of record, open for reading; written to disk as the register is read."""
    with ExitStack() as unless_whole:
        file = unless_whole.enter_context(tempfile.TemporaryFile())
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
            for which, name in FILES.items():
                with packed.open(name, "w", force_zip64=True) as out:
                    for piece in document(partnership, ids, which, now=now):
                        out.write(piece)
        file.seek(0)
        # From here on it is closed by whoever sends it.
        unless_whole.pop_all()
    return file


def pieces(partnership: Partnership, ids: Sequence[int], *, now: datetime) -> Iterator[bytes]:
    """The same ZIP file as it is sent, closed by itself."""
    with archive(partnership, ids, now=now) as file:
        while piece := file.read(_PIECE):
            yield piece


def document(partnership: Partnership, ids: Sequence[int], which: Set, *, now: datetime) -> Iterator[bytes]:
    """One of the files, in pieces."""
    parties = Parties(partnership.directory_id, partnership.directory.slug)
    found: Iterator[Record]
    match which:
        case Set.ORGANISATIONS:
            found = (Record(unit, now) for unit in parties.all())
        case Set.FUNDINGS:
            found = _funding_records(partnership, funded(ids), parties)
        case Set.PROJECTS:
            found = _project_records(partnership, ids, parties)
    return records_document(found, which, source(), now=now)


class Parties:
    """The organisations and units of a directory as records tell them, each put together once."""

    def __init__(self, directory_id: int, slug: str) -> None:
        self._id, self._slug = directory_id, slug
        self._made: dict[Party, OrgUnit] = {}
        self._read()

    def _read(self) -> None:
        self._directory = read_directory(self._id)
        # Where each was placed last, which is what the directory's tree goes by.
        self._placed = {
            each.unit_id: each for each in sorted(placements_in(self._id), key=lambda each: each.valid_from)
        }

    def all(self) -> Iterator[OrgUnit]:
        """Those that are themselves, organisations first. Who was named and turned out to be another is not told anew."""
        for pk, organisation in self._directory.organisations.items():
            if organisation.same_as_organisation_id is None:
                yield self.of(Party(pk))
        for pk, unit in self._directory.units.items():
            if unit.same_as_organisation_id is None:
                yield self.of(Party(unit.organisation_id, pk))

    def of(self, party: Party) -> OrgUnit:
        """An organisation or a unit, with all that it is part of; also one that was named after the directory was read."""
        if party not in self._made:
            if party.organisation_id not in self._directory.organisations or (
                party.unit_id is not None and party.unit_id not in self._directory.units
            ):
                self._read()
            self._made[party] = self._organisation(party) if party.unit_id is None else self._unit(party, party.unit_id)
        return self._made[party]

    def _organisation(self, party: Party) -> OrgUnit:
        here = self._directory.organisations[party.organisation_id]
        if here.same_as_organisation_id is not None:
            return self.of(Party(here.same_as_organisation_id, here.same_as_unit_id))
        return OrgUnit(
            id=f"{self._slug}/organisations/{here.slug}",
            name={"nb": here.name, "en": here.name_en},
            kind=here.kind,
            acronym=self._acronym(party),
            number=here.organisation_number,
        )

    def _unit(self, party: Party, unit_id: int) -> OrgUnit:
        here = self._directory.units[unit_id]
        if here.same_as_organisation_id is not None:
            return self.of(Party(here.same_as_organisation_id, here.same_as_unit_id))
        placed = self._placed.get(unit_id)
        parent = placed.parent_id if placed else None
        above = Party(here.organisation_id)
        if parent is not None and parent in self._directory.units:
            above = Party(self._directory.units[parent].organisation_id, parent)
        return OrgUnit(
            id=f"{self._slug}/units/{here.slug}",
            name={"nb": here.name, "en": self._translated(party)},
            kind=here.kind,
            acronym=self._acronym(party),
            part_of=self.of(above),
            placed=Interval(placed.valid_from, placed.valid_to) if placed else Interval(),
        )

    def _acronym(self, party: Party) -> str:
        return self._named(party, NameKind.ABBREVIATION)

    def _translated(self, party: Party) -> str:
        return self._named(party, NameKind.TRANSLATION, "en")

    def _named(self, party: Party, kind: NameKind, language: str = "") -> str:
        names = self._directory.names.get(party, ())
        found = (name.text for name in names if name.kind == kind and language in {"", name.language})
        return next(found, "")


def _funding_records(partnership: Partnership, ids: Sequence[int], parties: Parties) -> Iterator[Record]:
    for activity, draft in entries(partnership, ids):
        for funding in _fundings(partnership, activity, draft, parties):
            yield Record(funding, activity.changed_at)


def _project_records(partnership: Partnership, ids: Sequence[int], parties: Parties) -> Iterator[Record]:
    # Whoever takes the file in shall find all that is pointed at, so nothing points at what a filter left out.
    here = slugs_of(ids)
    for activity, draft in entries(partnership, ids):
        yield Record(_project(partnership, activity, draft, parties, here), activity.changed_at)


def _project(
    partnership: Partnership, activity: Activity, draft: ActivityDraft, parties: Parties, here: Collection[str]
) -> Project:
    return Project(
        id=f"{partnership.slug}/{activity.slug}",
        kind=draft.kind,
        title={"nb": draft.title, "en": draft.title_en},
        state=activity.state,
        during=Interval(activity.start, activity.end),
        acronym=draft.acronym,
        abstract={"nb": draft.description},
        identifiers=[(scheme.value, value) for scheme, value in draft.external_ids],
        involved=[
            Involved(each.role, parties.of(each.party), Interval(each.start, each.end)) for each in draft.participants
        ],
        fundings=_fundings(partnership, activity, draft, parties),
        subjects=draft.disciplines,
        related=[
            (relation.kind.value, f"{partnership.slug}/{relation.to}")
            for relation in draft.relations
            if relation.to in here
        ],
    )


def _fundings(partnership: Partnership, activity: Activity, draft: ActivityDraft, parties: Parties) -> list[Funding]:
    """Known by who pays and in what way: rows are written anew with each change, and places move when one goes."""
    seen: Counter[str] = Counter()
    found = []
    for each in draft.fundings:
        funder = parties.of(each.funder)
        whose = funder.id.removeprefix(f"{partnership.directory.slug}/")
        known = f"{partnership.slug}/{activity.slug}/{whose}/{each.kind.value}"
        seen[known] += 1
        found.append(
            Funding(
                # Only those of one funder in one way are told apart by their order.
                id=known if seen[known] == 1 else f"{known}/{seen[known]}",
                kind=each.kind,
                name={"nb": draft.title, "en": draft.title_en},
                funder=funder,
                amount_nok=each.amount_nok,
                during=Interval(activity.start, activity.end),
            )
        )
    return found
