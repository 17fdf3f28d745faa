"""CERIF files hold to the profile, whatever they are made from, and are no more exact than what they are made from."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.fixtures.standards import cerif_faults, contradictions, parsed
from tests.fixtures.strategies import dates

from brobygger.exchange.rules.cerif import (
    Funding,
    Interval,
    Involved,
    OrgUnit,
    Project,
    Record,
    Set,
    Source,
    interval,
    known,
    records_document,
)
from brobygger.portfolio.rules.kinds import FundingKind, IdScheme, Kind, ParticipantRole, RelationKind

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
SOURCE = Source("https://bro.example.no/?a=1&b=2", "bro.example.no")
NAMESPACE = {"c": "https://www.openaire.eu/cerif-profile/1.2/", "o": "http://www.openarchives.org/OAI/2.0/"}

ANY = st.text(st.characters(codec=None), max_size=12)
TEXTS = st.dictionaries(st.sampled_from(["nb", "nn", "en"]), ANY, max_size=3)
SLUGS = st.from_regex(r"[a-z][a-z0-9-]{0,12}", fullmatch=True)
IDS = SLUGS | st.from_regex(r"[a-z][a-z0-9/-]{100,250}", fullmatch=True)
INTERVALS = st.builds(Interval, st.just("") | dates(), st.just("") | dates())
UNITS = st.recursive(
    st.builds(OrgUnit, id=IDS, name=TEXTS, kind=SLUGS, acronym=ANY, number=st.sampled_from(["", "974767880"])),
    lambda above: st.builds(OrgUnit, id=IDS, name=TEXTS, kind=SLUGS, part_of=above, placed=INTERVALS),
    max_leaves=4,
)
FUNDINGS = st.builds(
    Funding,
    id=IDS,
    kind=st.sampled_from(FundingKind),
    name=TEXTS,
    funder=UNITS,
    amount_nok=st.none() | st.decimals(0, 10**12, places=2, allow_nan=False, allow_infinity=False),
    during=INTERVALS,
)
PROJECTS = st.builds(
    Project,
    id=IDS,
    kind=st.sampled_from(Kind),
    title=TEXTS,
    state=SLUGS,
    during=INTERVALS,
    acronym=ANY,
    abstract=TEXTS,
    identifiers=st.lists(st.tuples(st.sampled_from(IdScheme), ANY), max_size=2),
    involved=st.lists(st.builds(Involved, st.sampled_from(ParticipantRole), UNITS, INTERVALS), max_size=4),
    fundings=st.lists(FUNDINGS, max_size=2),
    subjects=st.lists(SLUGS, max_size=2),
    related=st.lists(st.tuples(st.sampled_from(RelationKind), IDS), max_size=2),
)


def document(things: Sequence[OrgUnit | Funding | Project], which: Set) -> bytes:
    return b"".join(records_document([Record(each, NOW) for each in things], which, SOURCE, now=NOW))


NTNU = OrgUnit("organisations/ntnu", {"nb": "NTNU"}, "university", "NTNU", "974767880")
FACULTY = OrgUnit("units/mh", {"nb": "Fakultet"}, "faculty", part_of=NTNU, placed=Interval("2017-01-01"))
INSTITUTE = OrgUnit("units/ism", {"nb": "Institutt", "en": "Department"}, "department", part_of=FACULTY)
MONEY = Funding(
    "climagen-1", FundingKind.CASH, {"nb": "Climagen"}, NTNU, Decimal("1500000.50"), Interval("2023", "2026-06")
)
CLIMAGEN = Project(
    "climagen",
    "research_project",
    {"nb": "Climagen", "en": "Climagen"},
    "ongoing",
    Interval("2023", "2026-06-30"),
    identifiers=[("nfr", "123456")],
    involved=[Involved(ParticipantRole.PARTNER, NTNU), Involved(ParticipantRole.LEAD, INSTITUTE)],
    fundings=[MONEY],
    related=[("part_of", "klima")],
)


@given(st.lists(UNITS, max_size=3), st.lists(FUNDINGS, max_size=3), st.lists(PROJECTS, max_size=3))
def test_whatever_is_exported_is_valid(units: list[OrgUnit], fundings: list[Funding], projects: list[Project]) -> None:
    assert cerif_faults(document(units, Set.ORGANISATIONS)) == []
    assert cerif_faults(document(fundings, Set.FUNDINGS)) == []
    assert cerif_faults(document(projects, Set.PROJECTS)) == []


def test_a_project_is_told_as_readers_look_for_it() -> None:
    root = parsed(document([CLIMAGEN], Set.PROJECTS))
    project = root.find(".//c:Project", NAMESPACE)
    assert root.findtext(".//o:identifier", namespaces=NAMESPACE) == "oai:bro.example.no:Projects/climagen"
    assert project.get("id") == "Projects/climagen"
    kind = project.find("c:Type", NAMESPACE)
    assert (kind.text, kind.get("startDate"), kind.get("endDate")) == (
        "urn:brobygger:activity-kinds:research_project",
        "2023",
        "2026-06-30",
    )
    # Only a year is known of its start: no day is made up.
    assert project.find("c:StartDate", NAMESPACE) is None
    assert project.findtext("c:EndDate", namespaces=NAMESPACE) == "2026-06-30"
    consortium = project.find("c:Consortium", NAMESPACE)
    assert [each.tag.rpartition("}")[2] for each in consortium] == ["Coordinator", "Partner"]
    assert consortium.find("c:Coordinator/c:OrgUnit", NAMESPACE).get("id") == "OrgUnits/units/ism"
    assert project.find("c:Funded/c:As/c:Funding", NAMESPACE).get("id") == "Fundings/climagen-1"
    assert project.find("c:Link/c:Project", NAMESPACE).get("id") == "Projects/klima"


def test_funding_has_its_amount_its_funder_and_its_time() -> None:
    root = parsed(document([MONEY], Set.FUNDINGS))
    funding = root.find(".//c:Funding", NAMESPACE)
    assert funding[0].text.endswith("#Grant")
    assert funding.findtext("c:Amount", namespaces=NAMESPACE) == "1500000.5"
    assert funding.find("c:Amount", NAMESPACE).get("currency") == "NOK"
    assert dict(funding.find("c:Duration", NAMESPACE).attrib) == {"startDate": "2023", "endDate": "2026-06"}
    own = parsed(document([Funding("a-1", FundingKind.OWN_EFFORT, {}, NTNU)], Set.FUNDINGS))
    assert own.find(".//c:Funding", NAMESPACE)[0].text.endswith("#InternalFunding")
    assert own.find(".//c:Amount", NAMESPACE) is None


@pytest.mark.parametrize(
    ("content", "where"),
    [
        (document([INSTITUTE], Set.ORGANISATIONS), ".//o:metadata/c:OrgUnit"),
        # Beside a project it is told as far up, or nobody could tell one department from another.
        (document([CLIMAGEN], Set.PROJECTS), ".//c:Coordinator/c:OrgUnit"),
    ],
)
def test_a_unit_is_part_of_all_that_is_above_it(content: bytes, where: str) -> None:
    element = parsed(content).find(where, NAMESPACE)
    chain = []
    while element is not None:
        chain.append(element.get("id"))
        element = element.find("c:PartOf/c:OrgUnit", NAMESPACE)
    assert chain == ["OrgUnits/units/ism", "OrgUnits/units/mh", "OrgUnits/organisations/ntnu"]


def test_what_is_told_beside_an_object_is_told_of_it_too() -> None:
    files = [
        document([NTNU, FACULTY, INSTITUTE], Set.ORGANISATIONS),
        document([MONEY], Set.FUNDINGS),
        document([CLIMAGEN], Set.PROJECTS),
    ]
    # The project it is part of has no record here.
    assert [fault for fault in contradictions(files) if "klima" not in fault] == []
    assert len(contradictions(files)) == 1
    assert any("climagen-1" in fault for fault in contradictions([files[0], files[2]]))
    renamed = [files[0].replace(b">Fakultet<", b">Avdeling<", 1), *files[1:]]
    assert any("units/mh" in fault for fault in contradictions(renamed))


def test_the_words_that_were_written_are_told_from_their_translation() -> None:
    names = parsed(document([INSTITUTE], Set.ORGANISATIONS)).findall(".//o:metadata/c:OrgUnit/c:Name", NAMESPACE)
    assert [(each.text, each.get("trans")) for each in names] == [("Institutt", None), ("Department", "h")]
    alone = parsed(document([OrgUnit("a", {"nb": "", "en": "Office"})], Set.ORGANISATIONS)).find(".//c:Name", NAMESPACE)
    assert (alone.text, alone.get("trans")) == ("Office", None)


def test_long_identifiers_stay_apart() -> None:
    long = "partnership/" + "a" * 150
    found = parsed(document([OrgUnit(long + end, {}) for end in "bc"], Set.ORGANISATIONS)).findall(
        ".//c:OrgUnit", NAMESPACE
    )
    ids = {each.get("id") for each in found}
    assert len(ids) == 2
    assert {len(each) for each in ids} == {128}


def test_readers_are_told_where_the_schemas_are() -> None:
    root = parsed(document([], Set.PROJECTS))
    places = root.get("{http://www.w3.org/2001/XMLSchema-instance}schemaLocation").split()
    assert places[::2] == list(NAMESPACE.values())[::-1]


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        (b"<Title ", b"<Titel ", "Titel"),
        (b"#Grant", b"#Present", "pattern"),
        (b">2026-06-30<", b">2026-06<", "EndDate"),
        (b'startDate="2023" endDate="2026-06-30"', b'startDate="2023" endDate="2022"', "from 2023 to 2022"),
        (b' id="Projects/climagen"', b"", "id"),
        (b' id="Projects/climagen"', b' id="climagen"', "is the record of climagen"),
        (b'id="OrgUnits/units/mh"', b'id="units/mh"', "pattern"),
        (b"<Consortium>", b"<Consortium><Person />", "Person"),
        (b'xml:lang="nb"', b"", "lang"),
    ],
)
def test_a_broken_file_is_refused(old: bytes, new: bytes, complaint: str) -> None:
    whole = document([CLIMAGEN], Set.PROJECTS)
    broken = whole.replace(old, new)
    if old == b"<Title ":
        broken = broken.replace(b"</Title>", b"</Titel>")
    assert broken != whole
    assert any(complaint in fault for fault in cerif_faults(broken))
    assert cerif_faults(whole) == []


def test_a_file_without_records_says_so() -> None:
    empty = document([], Set.PROJECTS)
    assert b'code="noRecordsMatch"' in empty
    assert cerif_faults(empty) == []


@given(dates())
def test_a_date_is_never_more_exact_than_it_was(date: str) -> None:
    told = known(date)
    assert date.startswith(told)
    assert told in {"", date, date[:4]}


@given(INTERVALS)
def test_nothing_ends_before_it_starts(during: Interval) -> None:
    told = interval(during)
    start, end = told.get("startDate", ""), told.get("endDate", "")
    assert not start or not end or end[: len(start)] >= start[: len(end)]
