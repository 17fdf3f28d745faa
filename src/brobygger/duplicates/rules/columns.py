"""What the columns of a table are, by their headers and their values."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import isfinite

from brobygger.duplicates.rules.records import Record
from brobygger.portfolio.rules.text import plain

# The headers by which a field of a registration is known, in bokmål, nynorsk and English, folded.
_FIELDS: dict[str, str] = {
    "id": "record id|recordid|id|rec id|entity id|row id|rad id|post id|lopenr|nr|nummer|aktivitet id|activity id|airtable record id|slug",
    "title": "title|tittel|navn|namn|name|prosjektnavn|prosjektnamn|project name|project title|prosjekttittel|norsk tittel|aktivitet|activity",
    "title_en": "title en|english title|engelsk tittel|tittel engelsk|tittel en",
    "acronym": "acronym|akronym|kortnavn|kortnamn|short name|forkortelse|forkorting",
    "description": "description|beskrivelse|skildring|omtale|sammendrag|samandrag|abstract|summary|om prosjektet|kommentar",
    "kind": "kind|type|slag|kategori|aktivitetstype|prosjekttype|activity type",
    "partners": "partners|partnere|partnarar|partner|samarbeidspartnere|organisasjoner|organisations|organizations|deltakere",
    "units": "unit|units|enhet|enheter|eining|einingar|avdeling|institutt|department",
    "start_year": "start year|startar|year|ar|start|oppstart|aar|start ar|fra ar|from year|startdato|start date",
    "end_year": "end year|sluttar|slutt|end|slutt ar|til ar|to year|sluttdato|end date",
    "source": "source|kilde|kjelde|table|tabell|datasource",
}
_IDS: dict[str, str] = {
    "nfr": "nfr|nfr nummer|nfr number|nfr id|prosjektnummer nfr|forskningsradet|rcn",
    "eu_grant": "eu grant|eu|eu nummer|eu grant number|grant agreement|cordis",
    "nva": "nva|cristin|nva id|cristin id|cristin prosjekt",
    "case_number": "case number|saksnummer|sak|saksnr|case",
    "course_code": "course code|emnekode|course",
    "doi": "doi",
}
# Every header that is known, so that a reader of files can tell headers from rows.
KNOWN = tuple(
    spelt
    for names in (*_FIELDS.values(), *_IDS.values())
    for name in names.split("|")
    for spelt in {name, name.replace(" ", "_")}
)
# Whose telephone it is says nothing of what is done.
_CONTACTS = re.compile(r"contact|kontakt|e ?mail|e ?post|telefon|phone number|prosjektleder|leder|leader")
_REGISTRATION = frozenset({"kind", "partners", "units", "title_en", "acronym", "start_year", "description"})
_NOT_REGISTRATION = re.compile(
    r"author|forfatter|venue|journal|price|\bpris\b|brand|\bmerke\b|manufacturer|produsent|publisher|isbn|pages|volume|artist|"
    r"surname|etternavn|etternamn|given name|first name|last name|fornavn|fornamn|street|postcode|postnr|birth|fodsels"
)
_CODE_HEADER = re.compile(
    r"\b(?:code|kode|isbn|issn|ean|gtin|sku|model|modell|phone|telefon|postcode|postnr|zip|ssn|id)\b"
)
_NUMBER = re.compile(r"[-−]?\d[\d   ]*(?:[.,]\d+)*")
_YEAR = re.compile(r"(?:19|20)\d\d")
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,300}>")


@dataclass(frozen=True)
class Columns:
    """Which column is what. `fields` and `ids` name the columns of registrations; the others those of any table."""

    id: str
    source: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    ids: Mapping[str, str] = field(default_factory=dict)
    texts: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()

    @property
    def is_registrations(self) -> bool:
        """Whether the rows are registrations, compared with the weights that are shipped."""
        return bool(self.fields)

    @property
    def names(self) -> tuple[str, ...]:
        """The columns of any table in the order of its comparisons."""
        return (*self.texts, *self.numbers, *self.codes)


class ColumnMissing(LookupError):
    """A column that was asked for, or is needed, is not in the table. `name` is "" for an identifier nobody told."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


@dataclass(frozen=True)
class Told:
    """What the user says of the columns; empty where it is to be found out."""

    id: str = ""
    source: str = ""
    texts: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()

    @property
    def any_comparison(self) -> bool:
        """Whether the columns to compare are told."""
        return bool(self.texts or self.numbers or self.codes)


def _folded(header: str) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", plain(header).replace("å", "a").replace("ø", "o").replace("æ", "ae")))


def recognise(headers: Sequence[str], values: Mapping[str, Sequence[str]], told: Told) -> Columns:
    """What each column is: as told, else by its header, else by its values. Raises ColumnMissing."""
    for name in (told.id, told.source, *told.texts, *told.numbers, *told.codes):
        if name and name not in headers:
            raise ColumnMissing(name)
    known = _known(headers)
    identifier = told.id or known.get("id", "")
    if not identifier:
        raise ColumnMissing("")
    source = told.source or ("" if told.any_comparison else known.get("source", ""))
    if told.any_comparison:
        return Columns(identifier, source, texts=told.texts, numbers=told.numbers, codes=told.codes)
    fields = {name: header for name, header in known.items() if header not in {identifier, source}}
    if _is_registrations(fields) and not any(map(_is_foreign, headers)):
        ids = {
            scheme: header
            for scheme, names in _IDS.items()
            for header in headers
            if _folded(header) in names.split("|")
        }
        return Columns(identifier, source, fields, ids)
    rest = [
        header for header in headers if header not in {identifier, source} and not _CONTACTS.search(_folded(header))
    ]
    return _guessed(identifier, source, rest, values)


def _is_registrations(fields: Mapping[str, str]) -> bool:
    """A title and something else that registrations have; a bare name with a description may be anything."""
    further = _REGISTRATION & fields.keys()
    if "title" not in fields or not further:
        return False
    return further != {"description"} or _folded(fields["title"]) not in {"name", "navn", "namn"}


def _known(headers: Sequence[str]) -> dict[str, str]:
    """The first header that is known for each field, in the order in which a field's names are tried."""
    folded = {_folded(header): header for header in reversed(headers)}
    found: dict[str, str] = {}
    for name, names in _FIELDS.items():
        header = next((folded[word] for word in names.split("|") if word in folded), "")
        if header and header not in found.values():
            found[name] = header
    return found


def _is_foreign(header: str) -> bool:
    return bool(_NOT_REGISTRATION.search(_folded(header)))


def _guessed(identifier: str, source: str, headers: Sequence[str], values: Mapping[str, Sequence[str]]) -> Columns:
    kinds: dict[str, list[str]] = {"text": [], "number": [], "code": []}
    for header in headers:
        told = [value for value in values[header] if value]
        if told:
            kinds[_kind_of(header, told)].append(header)
    return Columns(
        identifier, source, texts=tuple(kinds["text"]), numbers=tuple(kinds["number"]), codes=tuple(kinds["code"])
    )


def _kind_of(header: str, values: Sequence[str]) -> str:
    """Text, number or code, by most of the values."""
    most = 0.9 * len(values)
    numeric = [
        value
        for value in values
        if re.fullmatch(r"[^\w]{0,3}(?:kr|nok|usd|eur)?\s*[-−]?\d[\d\s.,]*[^\w]{0,3}", value.strip(), re.I)
    ]
    if len(numeric) >= most:
        lengths = {len(value.strip()) for value in numeric}
        plain_digits = all(value.strip().isdigit() for value in numeric)
        return (
            "code"
            if _CODE_HEADER.search(_folded(header)) or (plain_digits and len(lengths) <= 2 and min(lengths) >= 5)
            else "number"
        )
    one_word = sum(" " not in value.strip() and any(map(str.isdigit, value)) for value in values)
    return "code" if one_word >= most and len(set(values)) > 0.3 * len(values) else "text"


def read_number(text: str) -> float | None:
    """The first number of a text: «kr 1 234,50» is 1234.5, «$1,234.50» too. None when there is none."""
    found = _NUMBER.search(text)
    if not found:
        return None
    number = re.sub(r"[\s   ]", "", found.group()).replace("−", "-")
    if "," in number and "." in number:
        number = number.replace("." if number.rfind(",") > number.rfind(".") else ",", "")
    elif re.fullmatch(r"-?\d{1,3}(?:,\d{3})+", number):
        number = number.replace(",", "")
    number = number.replace(",", ".")
    if number.count(".") > 1:
        number = number.replace(".", "", number.count(".") - 1)
    value = float(number)
    return value if isfinite(value) else None


def read_year(text: str) -> int | None:
    """The first year of a text, such as a date; None when there is none."""
    found = _YEAR.search(text)
    return int(found.group()) if found else None


def without_markup(text: str) -> str:
    """A text without the tags and character references of a web page it was taken from."""
    return html.unescape(_TAG.sub(" ", text)) if "<" in text or "&" in text else text


def record_of(row: Mapping[str, str], columns: Columns) -> Record:
    """One row as a record."""
    if not columns.is_registrations:
        return Record(
            id=row[columns.id],
            source=row.get(columns.source, ""),
            texts=tuple(without_markup(row[name]) for name in columns.texts),
            numbers=tuple(read_number(row[name]) for name in columns.numbers),
            codes=tuple(row[name] for name in columns.codes),
        )

    def value(name: str) -> str:
        return without_markup(row.get(columns.fields.get(name, ""), ""))

    return Record(
        id=row[columns.id],
        title=value("title"),
        title_en=value("title_en"),
        acronym=value("acronym"),
        description=value("description"),
        kind=value("kind"),
        partners=(value("partners"),) if value("partners") else (),
        units=(value("units"),) if value("units") else (),
        start_year=read_year(value("start_year")),
        end_year=read_year(value("end_year")),
        external_ids=tuple((scheme, row[name]) for scheme, name in columns.ids.items() if row[name]),
        source=row.get(columns.source, ""),
    )
