"""Research information in CERIF-XML, as the OpenAIRE guidelines for CRIS managers 1.2 profile it.

Three kinds of objects: organisations with their units, funding, and projects, which is what activities are here. Each stands
in a file of its own as a record of OAI-PMH, the way harvesters read it. The order of elements is the profile's. Where the
profile wants a whole day and the source knows a year, the element is left out and the year is told where years may stand.

Beside the schema the guidelines ask that an identifier is one and the same in a record's head and wherever the object is
named, and that what is named beside an object says nothing that its own record does not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum
from hashlib import sha256
from xml.etree.ElementTree import Element

from brobygger.dates.rules import UNKNOWN
from brobygger.exchange.rules.writing import DECLARATION, LANGUAGE, Text, as_bytes, below, legal, plain, told
from brobygger.portfolio.rules.kinds import FundingKind, ParticipantRole

PROFILE = "https://www.openaire.eu/cerif-profile/1.2/"
FUNDING_TYPES = "https://www.openaire.eu/cerif-profile/vocab/OpenAIRE_Funding_Types"
OAI = "http://www.openarchives.org/OAI/2.0/"
_INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"
_SCHEMAS = f"{OAI} {OAI}OAI-PMH.xsd {PROFILE} https://www.openaire.eu/schema/cris/1.2/openaire-cerif-profile.xsd"
# Our own words and numbers, which have no address anywhere.
OWN = "urn:brobygger"
_AT_MOST = 128
_DIGEST = 16


class Set(StrEnum):
    """The sets of records the guidelines name, as far as we have any."""

    ORGANISATIONS = "openaire_cris_orgunits"
    FUNDINGS = "openaire_cris_funding"
    PROJECTS = "openaire_cris_projects"


# Where a participant stands in a consortium. Who only pays stands with the money.
_PLACES: dict[str, str] = {
    ParticipantRole.LEAD: "Coordinator",
    ParticipantRole.OWNER: "Coordinator",
    ParticipantRole.PARTNER: "Partner",
    ParticipantRole.HOST: "Partner",
    ParticipantRole.PROBLEM_OWNER: "Partner",
    ParticipantRole.SUPPLIER: "Contractor",
}
_ORDER = ("Coordinator", "Partner", "Contractor", "Member")
_FUNDING = {FundingKind.OWN_EFFORT: "InternalFunding"}


@dataclass(frozen=True)
class Interval:
    """From one partial date to another; either may be empty or unknown."""

    start: str = ""
    end: str = ""


@dataclass(frozen=True)
class OrgUnit:
    """An organisation or a unit. `part_of` is what it belongs to, and `placed` for how long. No two have one `id`."""

    id: str
    name: Text
    kind: str = ""
    acronym: str = ""
    number: str = ""
    part_of: OrgUnit | None = None
    placed: Interval = field(default_factory=Interval)


@dataclass(frozen=True)
class Funding:
    """Who pays for a project, and how much when that is told."""

    id: str
    kind: str
    name: Text
    funder: OrgUnit
    amount_nok: Decimal | None = None
    during: Interval = field(default_factory=Interval)


@dataclass(frozen=True)
class Involved:
    """An organisation in a project."""

    role: str
    party: OrgUnit
    during: Interval = field(default_factory=Interval)


@dataclass(frozen=True)
class Project:
    """An activity. `identifiers` are (scheme, value), `related` (kind, id)."""

    id: str
    kind: str
    title: Text
    state: str
    during: Interval = field(default_factory=Interval)
    acronym: str = ""
    abstract: Text = field(default_factory=dict)
    identifiers: Sequence[tuple[str, str]] = ()
    involved: Sequence[Involved] = ()
    fundings: Sequence[Funding] = ()
    subjects: Sequence[str] = ()
    related: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True)
class Record:
    """One object with the time it was changed last."""

    thing: OrgUnit | Funding | Project
    changed: datetime


@dataclass(frozen=True)
class Source:
    """Whose records they are: the address of the installation, and its host, which identifiers begin with."""

    address: str
    host: str


def records_document(records: Iterable[Record], which: Set, source: Source, *, now: datetime) -> Iterator[bytes]:
    """A file of records in pieces, as an answer of OAI-PMH: one record a piece, however many there are."""
    yield (
        DECLARATION
        + (
            f'<OAI-PMH xmlns="{OAI}" xmlns:xsi="{_INSTANCE}" xsi:schemaLocation="{_SCHEMAS}">\n'
            f"<responseDate>{_moment(now)}</responseDate>\n"
            f'<request verb="ListRecords" metadataPrefix="oai_cerif_openaire_1.2" set="{which}">'
            f"{_escaped(source.address)}</request>\n"
        ).encode()
    )
    any_yet = False
    for record in records:
        yield (b"" if any_yet else b"<ListRecords>\n") + record_bytes(record, which, source)
        any_yet = True
    yield b"</ListRecords>\n" if any_yet else b'<error code="noRecordsMatch" />\n'
    yield b"</OAI-PMH>\n"


def record_bytes(record: Record, which: Set, source: Source) -> bytes:
    """One record with its head."""
    thing = cerif_element(record.thing)
    element = Element("record")
    head = below(element, "header")
    below(head, "identifier", f"oai:{source.host}:{thing.get('id')}")
    below(head, "datestamp", _moment(record.changed))
    below(head, "setSpec", which.value)
    below(element, "metadata").append(thing)
    return as_bytes(element)


def cerif_element(thing: OrgUnit | Funding | Project) -> Element:
    """One object, whole."""
    match thing:
        case OrgUnit():
            element = _org_unit(thing, is_whole=True)
        case Funding():
            element = _funding(thing, is_whole=True)
        case Project():
            element = _project(thing)
    element.set("xmlns", PROFILE)
    return element


def known(date: str) -> str:
    """A partial date as far as XML can say it: a day, a month or a year; empty for what nobody knows."""
    if date in {"", UNKNOWN}:
        return ""
    year, _, rest = date.partition("-")
    return year if rest in {"21", "22", "23", "24"} else date


def interval(during: Interval) -> dict[str, str]:
    """The attributes of what holds for a time. An end before the start is no end."""
    start, end = known(during.start), known(during.end)
    length = min(len(start), len(end))
    if end[:length] < start[:length]:
        end = ""
    return {name: date for name, date in (("startDate", start), ("endDate", end)) if date}


def _project(project: Project) -> Element:
    element = Element("Project", {"id": _id("Projects", project.id)})
    when = interval(project.during)
    # A project is what it is from its start to its end: here a year alone may stand.
    _classified(element, "Type", "activity-kinds", project.kind, when)
    if legal(project.acronym):
        below(element, "Acronym", project.acronym)
    _texts(element, "Title", project.title)
    for scheme, value in project.identifiers:
        below(element, "Identifier", value, {"type": f"{OWN}:identifiers:{scheme}"})
    for name, date in (("StartDate", when.get("startDate", "")), ("EndDate", when.get("endDate", ""))):
        if len(date) == len("2024-06-15"):
            below(element, name, date)
    _consortium(element, project.involved)
    for funding in project.fundings:
        funded = below(element, "Funded")
        below(funded, "By").append(_org_unit(funding.funder))
        below(funded, "As").append(_funding(funding))
    for subject in project.subjects:
        _classified(element, "Subject", "disciplines", subject)
    _texts(element, "Abstract", project.abstract)
    _classified(element, "Status", "activity-states", project.state)
    for kind, other in project.related:
        link = below(element, "Link", attributes={"type": f"{OWN}:relations:{kind}"})
        below(link, "Project", attributes={"id": _id("Projects", other)})
    return element


def _consortium(project: Element, involved: Sequence[Involved]) -> None:
    here = [(_PLACES.get(each.role, "Member"), each) for each in involved if each.role != ParticipantRole.FUNDER]
    if not here:
        return
    consortium = below(project, "Consortium")
    for place, each in sorted(here, key=lambda pair: _ORDER.index(pair[0])):
        below(consortium, place, attributes=interval(each.during)).append(_org_unit(each.party))


def _funding(funding: Funding, *, is_whole: bool = False) -> Element:
    element = Element("Funding", {"id": _id("Fundings", funding.id)})
    kind = f"{FUNDING_TYPES}#{_FUNDING.get(FundingKind(funding.kind), 'Grant')}"
    below(element, "Type", kind, {"xmlns": FUNDING_TYPES})
    if not is_whole:
        return element
    _texts(element, "Name", funding.name)
    if funding.amount_nok is not None:
        below(element, "Amount", plain(funding.amount_nok), {"currency": "NOK"})
    below(element, "Funder").append(_org_unit(funding.funder))
    if when := interval(funding.during):
        below(element, "Duration", attributes=when)
    _classified(element, "Classification", "funding-kinds", funding.kind)
    return element


def _org_unit(unit: OrgUnit, *, is_whole: bool = False) -> Element:
    """An organisation unit with all it is part of. What kind it is stands only where it is told of itself."""
    first = element = _recognised(unit, kind=unit.kind if is_whole else "")
    while unit.part_of is not None:
        link = below(element, "PartOf", attributes=interval(unit.placed))
        element, unit = _recognised(unit.part_of), unit.part_of
        link.append(element)
    return first


def _recognised(unit: OrgUnit, *, kind: str = "") -> Element:
    element = Element("OrgUnit", {"id": _id("OrgUnits", unit.id)})
    if kind:
        _classified(element, "Type", "organisation-kinds", kind)
    if legal(unit.acronym):
        below(element, "Acronym", unit.acronym)
    _texts(element, "Name", unit.name)
    if unit.number:
        below(element, "Identifier", unit.number, {"type": f"{OWN}:identifiers:organisation-number"})
    return element


def _classified(parent: Element, name: str, scheme: str, word: str, more: dict[str, str] | None = None) -> None:
    below(parent, name, f"{OWN}:{scheme}:{word}", {"scheme": f"{OWN}:{scheme}", **(more or {})})


def _texts(parent: Element, name: str, text: Text) -> None:
    """A text in each language. The first is what was written; without a word about it, readers take the others for that too."""
    for place, (language, words) in enumerate(told(text)):
        below(parent, name, words, {LANGUAGE: language, **({"trans": "h"} if place else {})})


def _id(collection: str, text: str) -> str:
    """Unique among all kinds of objects. One that is too long ends with a digest of the whole, so that no two become one."""
    whole = f"{collection}/{legal(text)}"
    if len(whole) <= _AT_MOST:
        return whole
    return f"{whole[: _AT_MOST - _DIGEST - 1]}-{sha256(whole.encode()).hexdigest()[:_DIGEST]}"


def _moment(when: datetime) -> str:
    return f"{when.astimezone(UTC):%Y-%m-%dT%H:%M:%S}Z"


def _escaped(text: str) -> str:
    return legal(text).replace("&", "&amp;").replace("<", "&lt;")
