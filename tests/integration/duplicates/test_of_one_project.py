"""What belongs to one project is not taken for the project, nor for each other; what is the same is found all the same."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest

from brobygger.audit.rules import system
from brobygger.duplicates.actions.compare import compare_waiting
from brobygger.duplicates.models import Pair
from brobygger.partnerships.models import Partnership
from brobygger.portfolio.actions.change import Order, change_activities
from brobygger.portfolio.actions.register import register_activities
from brobygger.portfolio.models import Activity, Relation
from brobygger.portfolio.queries.drafts import draft_of
from brobygger.portfolio.rules.drafts import ActivityDraft, RelationDraft
from brobygger.portfolio.rules.kinds import Kind, RelationKind

pytestmark = pytest.mark.django_db
BY = system("test")
Write = Callable[..., Activity]


@pytest.fixture
def write(trd3: Partnership, now: datetime) -> Write:
    def _write(title: str, kind: Kind = Kind.RESEARCH_PROJECT, **told: object) -> Activity:
        draft = ActivityDraft("", kind, title, **told)  # type: ignore[arg-type]
        [made] = register_activities(partnership=trd3, drafts=[draft], by=BY, now=now)
        return made

    return _write


def answer(one: Activity, other: Activity) -> str:
    """What is proposed about two entries; empty when nothing is."""
    pair = Pair.objects.filter(one=min(one.pk, other.pk), other=max(one.pk, other.pk), is_open=True).first()
    return pair.answer if pair else ""


def part_of(whole: Activity, kind: RelationKind = RelationKind.PART_OF) -> dict[str, object]:
    return {"relations": (RelationDraft(kind, whole.slug),)}


@pytest.fixture
def queue(trd3: Partnership, now: datetime) -> list[Pair]:
    compare_waiting(partnership=trd3, now=now)
    return list(Pair.objects.filter(partnership=trd3).select_related("one", "other"))


def wholes_of(activity: Activity) -> set[int]:
    found: set[int] = set()
    step = {activity.pk}
    while step:
        step = set(Relation.objects.filter(activity__in=step).values_list("other", flat=True)) - found
        found |= step
    return found


def test_in_the_demo_no_part_is_taken_for_its_whole_nor_for_another_part(queue: list[Pair]) -> None:
    for pair in queue:
        one, other = wholes_of(pair.one), wholes_of(pair.other)
        assert pair.one_id not in other, str(pair)
        assert pair.other_id not in one, str(pair)
        assert not one & other, f"{pair.one.title} – {pair.other.title}"


def test_in_the_demo_different_things_are_not_proposed_as_the_same(queue: list[Pair]) -> None:
    """Theses, applications, talks and editions beside what they are of; other boards, channels and years."""
    thesis = {Kind.MASTER_THESIS, Kind.BACHELOR_THESIS, Kind.PHD, Kind.PUBLIC_SECTOR_PHD}
    apart = thesis | {Kind.APPLICATION, Kind.DISSEMINATION, Kind.INTERNSHIP}
    for pair in queue:
        if pair.answer == "same":
            kinds = {Kind(pair.one.kind), Kind(pair.other.kind)}
            assert len(kinds) == 1 or not kinds & apart, f"{pair.one.title} – {pair.other.title}"
    same = {frozenset((pair.one.title, pair.other.title)) for pair in queue if pair.answer == "same"}
    for titles in (
        ("Nettside for TRD 3.0", "Nyhetsbrev for TRD 3.0"),
        ("Nettside for TRD 3.0", "TRD 3.0 i sosiale medier"),
        (
            "NFRs referansegruppe for Horizon Europe, cluster 4",
            "NFRs porteføljestyre Demokrati, styring og fornyelse",
        ),
        ("Gjesteforelesninger om offentlige anskaffelser", "Gjesteforelesninger fra NTNU i anskaffelsesnettverket"),
        ("Arena Unikom 2021", "Arena Unikom 2025"),
    ):
        assert frozenset(titles) not in same


def test_in_the_demo_few_are_asked_about(trd3: Partnership, queue: list[Pair]) -> None:
    """Nobody wrote anything twice: at most one pair for five entries, at most one for thirty is proposed as the same."""
    registered = Activity.objects.filter(partnership=trd3).count()
    assert len(queue) <= registered / 5
    assert sum(pair.answer == "same" for pair in queue) <= registered / 30


@pytest.mark.parametrize(
    ("title", "kind", "description", "of"),
    [
        ("Søvnkurs uten medisin hos Friskliv og mestring", Kind.PILOT, "Gratis søvnkurs.", "Medisinfri søvnbehandling"),
        ("Climagen på Ladehalvøya", Kind.INNOVATION_PROJECT, "Natur og grønne områder.", "ClimaGen"),
        ("Evaluering av Universitetskommunen TRD 3.0, ekstern", Kind.EVALUATION, "", None),
    ],
)
def test_in_the_demo_what_another_lead_registers_again_is_found(
    trd3: Partnership, queue: list[Pair], write: Write, title: str, kind: Kind, description: str, of: str | None
) -> None:
    again = write(title, kind, description=description)
    there = Activity.objects.get(partnership=trd3, title=of or "Ekstern evaluering av Universitetskommunen TRD 3.0")
    assert answer(there, again) == "same"


def test_a_thesis_of_a_project_and_the_project_are_not_proposed(write: Write) -> None:
    project = write("Havskog i Trondheimsfjorden")
    thesis = write("Havskog i Trondheimsfjorden", Kind.MASTER_THESIS)
    assert answer(project, thesis) == "related"
    told = write("Havskogen i Trondheimsfjorden", Kind.MASTER_THESIS, **part_of(project, RelationKind.THESIS_OF))
    assert answer(project, told) == ""


def test_parts_of_one_project_share_its_name_and_are_not_proposed(write: Write) -> None:
    project = write("HAVSKOG: tareskog i Trondheimsfjorden", acronym="HAVSKOG")
    package = write("Kartlegging i HAVSKOG", **part_of(project))
    students = write("HAVSKOG (studentsamarbeid)", Kind.STUDENT_PROJECT, **part_of(package))
    indicators = write("Indikatorer for HAVSKOG", Kind.EVALUATION, **part_of(project, RelationKind.EVALUATES))
    for one, other in ((project, students), (package, indicators), (students, indicators), (package, students)):
        assert answer(one, other) == ""


def test_a_part_registered_twice_is_found(write: Write) -> None:
    project = write("HAVSKOG: tareskog i Trondheimsfjorden", acronym="HAVSKOG")
    one = write("Arbeidspakke 9 i HAVSKOG", **part_of(project))
    other = write("HAVSKOG AP 9: grønn hverdagsnatur", **part_of(project))
    assert answer(one, other) == "same"
    named = write("HAVSKOG: kråkebollefangst med dykkere", **part_of(project))
    again = write("Kråkebollefangst med dykkere, HAVSKOG", **part_of(project))
    assert answer(named, again) == "same"


def test_a_relation_that_is_told_later_takes_the_pair_away(write: Write, trd3: Partnership, now: datetime) -> None:
    project = write("Havskog i Trondheimsfjorden, tare")
    part = write("Havskog i Trondheimsfjorden, tareplanting")
    assert answer(project, part) == "same"
    activity, draft = draft_of(trd3, part.slug) or pytest.fail("gone")
    relation = RelationDraft(RelationKind.PART_OF, project.slug)
    changed = Order(activity.pk, activity.version, replace(draft, relations=(relation,)))
    change_activities(partnership=trd3, orders=[changed], by=BY, now=now)
    assert answer(project, part) == ""


def test_who_mentions_a_project_is_not_the_project(write: Write) -> None:
    project = write("HAVSKOG: tareskog i Trondheimsfjorden", acronym="HAVSKOG")
    network = write("Kystforskerne", Kind.NETWORK, description="Forskerne i nettverket leder blant annet HAVSKOG.")
    assert answer(project, network) != "same"
