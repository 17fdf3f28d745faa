"""The index says what the activities say: after registering, and after building it anew."""

from __future__ import annotations

from collections import Counter

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.fixtures.partnerships import BY, NOW, party, small_partnership
from tests.fixtures.strategies import portfolios

from brobygger.organisations.models import Name
from brobygger.organisations.rules.names import Party
from brobygger.partnerships.models import FocusArea, Partnership
from brobygger.portfolio.actions import RegistrationRefused, register_activities, reindex
from brobygger.portfolio.actions.indexing import Indexer
from brobygger.portfolio.models import Activity, Cell, Facet, Term
from brobygger.portfolio.queries.drafts import drafts_of, with_parts
from brobygger.portfolio.queries.places import Places
from brobygger.portfolio.queries.terms import density, terms_of
from brobygger.portfolio.rules.drafts import ActivityDraft, FundingDraft, ParticipantDraft, RelationDraft
from brobygger.portfolio.rules.facets import UNPLACED, Dimension, cells_of
from brobygger.portfolio.rules.kinds import Kind, RelationKind
from brobygger.portfolio.rules.lifecycle import MilestoneFact, MilestoneKind

NAMES = ("uni", "kommune", "fondet", "fak", "inst", "omsorg", "hjemme", "stab")
in_the_database = settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


@pytest.fixture
def empty(db: None) -> Partnership:
    """A partnership with nothing in its register."""
    return small_partnership("tom")


def stored(partnership: Partnership) -> tuple[dict, dict, set]:
    """Terms with counts, cells with counts, and facets, as the index holds them."""
    terms = {
        (dimension, key): count
        for dimension, key, count in Term.objects.filter(partnership=partnership).values_list(
            "dimension", "key", "count"
        )
        if count
    }
    cells = {
        (row_dimension, row, column_dimension, column, year): count
        for row_dimension, row, column_dimension, column, year, count in Cell.objects.filter(
            partnership=partnership
        ).values_list("row__dimension", "row__key", "column__dimension", "column__key", "year", "count")
        if count
    }
    facets = set(
        Facet.objects.filter(term__partnership=partnership).values_list("activity_id", "term__dimension", "term__key")
    )
    return terms, cells, facets


def recomputed(partnership: Partnership) -> tuple[dict, dict, set]:
    """The same, straight from the activities."""
    activities = list(with_parts(Activity.objects.filter(partnership=partnership).order_by("pk")))
    indexer = Indexer(partnership)
    terms: Counter = Counter()
    cells: Counter = Counter()
    facets = set()
    for activity, draft in zip(activities, drafts_of(activities), strict=True):
        of_one = indexer.entry(activity.pk, draft).facets
        terms.update((dimension.value, key) for dimension, key in of_one)
        facets |= {(activity.pk, dimension.value, key) for dimension, key in of_one}
        cells.update((row[0].value, row[1], column[0].value, column[1], year) for row, column, year in cells_of(of_one))
    return dict(terms), dict(cells), facets


def search_rows() -> list[tuple]:
    """The full-text table as it is, by activity."""
    columns = "rowid, title, names, body" if connection.vendor == "sqlite" else "activity_id, stems::text"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns} FROM portfolio_search ORDER BY 1")
        return [tuple(" ".join(sorted(str(cell).split())) for cell in row) for row in cursor.fetchall()]


@in_the_database
@given(
    portfolios(at_most=5),
    st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES), st.sampled_from(["helse", "oppvekst"])), min_size=5, max_size=5),
)  # fmt: skip
def test_the_index_is_what_the_activities_say(
    empty: Partnership, drafts: list[ActivityDraft], places: list[tuple[str, str, str]]
) -> None:
    areas = dict(FocusArea.objects.filter(partnership=empty).values_list("slug", "pk"))
    drafts = [
        ActivityDraft(
            draft.slug, draft.kind, draft.title, purposes=draft.purposes, milestones=draft.milestones,
            focus_area_ids=(areas[area],),
            participants=(ParticipantDraft(party(empty, one)), ParticipantDraft(party(empty, other))),
            fundings=(FundingDraft(party(empty, other)),),
        )
        for draft, (one, other, area) in zip(drafts, places, strict=False)
    ]  # fmt: skip
    with transaction.atomic():
        register_activities(partnership=empty, drafts=drafts, by=BY, now=NOW)
        assert stored(empty) == recomputed(empty)
        words = search_rows()
        assert reindex(partnership=empty) == len(drafts)
        assert stored(empty) == recomputed(empty)
        assert search_rows() == words
        transaction.set_rollback(True)


def test_the_stories_are_indexed_as_they_are(trd3: Partnership, fjordby: Partnership) -> None:
    for partnership in (trd3, fjordby):
        before = stored(partnership)
        assert before == recomputed(partnership)
        words = search_rows()
        reindex(partnership=partnership)
        assert stored(partnership) == before
        assert search_rows() == words


def test_building_anew_leaves_others_alone(trd3: Partnership, fjordby: Partnership) -> None:
    before = stored(trd3)
    reindex(partnership=fjordby)
    assert stored(trd3) == before


def test_a_new_name_is_found_after_building_anew(fjordby: Partnership) -> None:
    before = search_rows()
    name = Name.objects.filter(directory=fjordby.directory, unit__slug="hif-sykepleie", kind="official").get()
    Name.objects.filter(pk=name.pk).update(text="Institutt for pleievitenskap")
    reindex(partnership=fjordby)
    assert search_rows() != before


def test_registering_raises_the_version_of_the_data(empty: Partnership) -> None:
    register_activities(partnership=empty, drafts=[ActivityDraft("a", Kind.PHD, "Noe")], by=BY, now=NOW)
    assert Partnership.objects.get(pk=empty.pk).data_version == empty.data_version + 1
    reindex(partnership=empty)
    assert Partnership.objects.get(pk=empty.pk).data_version == empty.data_version + 2


def test_a_draft_comes_back_as_it_was_written(fjordby: Partnership) -> None:
    """Every activity of Fjordby, registered again somewhere else from what is stored of it, is stored the same."""
    twin = small_partnership("tvilling")
    activities = list(with_parts(Activity.objects.filter(partnership=fjordby).order_by("pk")))
    drafts = [
        ActivityDraft(**{field: getattr(draft, field) for field in draft.__dataclass_fields__ if field not in {
            "focus_area_ids", "participants", "fundings"}})
        for draft in drafts_of(activities)
    ]  # fmt: skip
    register_activities(partnership=twin, drafts=drafts, by=BY, now=NOW)
    again = drafts_of(with_parts(Activity.objects.filter(partnership=twin).order_by("pk")))
    assert again == drafts


def test_all_or_nothing(empty: Partnership) -> None:
    good = ActivityDraft("god", Kind.PHD, "God")
    lost = ActivityDraft("tapt", Kind.PHD, "Tapt", relations=(RelationDraft(RelationKind.PART_OF, "finnes-ikke"),))
    for bad, fault in (
        ([good, good], ("god", "said_twice", "id")),
        ([good, ActivityDraft("tom", Kind.PHD, " ")], ("tom", "field_missing", "title")),
        ([good, lost], ("tapt", "leads_nowhere", "relations")),
    ):
        with pytest.raises(RegistrationRefused) as refused, transaction.atomic():
            register_activities(partnership=empty, drafts=bad, by=BY, now=NOW)
        assert fault in refused.value.faults
    assert not Activity.objects.filter(partnership=empty).exists()
    assert stored(empty) == ({}, {}, set())
    register_activities(partnership=empty, drafts=[good], by=BY, now=NOW)
    with pytest.raises(RegistrationRefused):
        register_activities(partnership=empty, drafts=[good], by=BY, now=NOW)


def test_a_relation_may_lead_to_what_was_registered_before_but_never_to_another_partnership(
    empty: Partnership,
) -> None:
    other = small_partnership("annet")
    to_a = RelationDraft(RelationKind.PART_OF, "a")
    register_activities(partnership=empty, drafts=[ActivityDraft("a", Kind.PHD, "A")], by=BY, now=NOW)
    register_activities(
        partnership=empty, drafts=[ActivityDraft("b", Kind.PHD, "B", relations=(to_a,))], by=BY, now=NOW
    )
    with pytest.raises(RegistrationRefused):
        register_activities(
            partnership=other, drafts=[ActivityDraft("c", Kind.PHD, "C", relations=(to_a,))], by=BY, now=NOW
        )


def test_where_a_party_stands_decides_its_row_and_column(empty: Partnership) -> None:
    places = Places(empty)
    assert places.path(party(empty, "inst")).keys == ("inst", "fak", "uni")
    assert places.path(party(empty, "inst")).department == ("inst", "fak", "uni")
    assert places.path(party(empty, "inst")).disciplines == ("sykepleie",)
    assert places.path(party(empty, "hjemme")).service_area == "omsorg"
    assert places.path(party(empty, "stab")).service_area == UNPLACED
    assert places.path(party(empty, "kommune")).service_area == UNPLACED
    assert places.path(party(empty, "fondet")).service_area == ""
    assert places.path(party(empty, "fondet")).keys == ("fondet",)


def test_the_map_counts_each_activity_once_a_cell(empty: Partnership) -> None:
    parties = tuple(ParticipantDraft(party(empty, name)) for name in ("inst", "fak", "hjemme", "omsorg", "stab"))
    held = (MilestoneFact(MilestoneKind.HELD, "2023"), MilestoneFact(MilestoneKind.HELD, "2023-06"))
    register_activities(
        partnership=empty,
        drafts=[
            ActivityDraft("a", Kind.EVENT, "A", participants=parties, milestones=held),
            ActivityDraft("b", Kind.EVENT, "B", participants=(*parties[:1], *parties[2:3])),
        ],
        by=BY,
        now=NOW,
    )
    ever = density(empty, Dimension.DEPARTMENT, Dimension.SERVICE_AREA)
    assert ever.cells[("inst", "omsorg")] == 2
    assert ever.cells[("inst", UNPLACED)] == 1
    assert ever.rows == {"inst": 2, "fak": 2, "uni": 2}
    assert ever.columns == {"omsorg": 2, UNPLACED: 1}
    assert density(empty, Dimension.DEPARTMENT, Dimension.SERVICE_AREA, year=2023).cells[("inst", "omsorg")] == 1
    assert density(empty, Dimension.DEPARTMENT, Dimension.SERVICE_AREA, year=2024).cells == {}
    assert terms_of(empty, [Dimension.KIND, Dimension.FUNDER]) == {Dimension.KIND: {"event": 2}, Dimension.FUNDER: {}}
    assert isinstance(party(empty, "Drømmelaben"), Party)


def test_building_anew_mends_whatever_has_drifted(trd3: Partnership) -> None:
    before = stored(trd3)
    Term.objects.filter(partnership=trd3).update(count=99)
    Cell.objects.filter(partnership=trd3, year=0).delete()
    Facet.objects.filter(term__partnership=trd3, term__dimension="kind").delete()
    reindex(partnership=trd3)
    assert stored(trd3) == before


def test_what_several_areas_share_is_counted_once_and_listed(trd3: Partnership) -> None:
    shared = terms_of(trd3, [Dimension.SHARED])[Dimension.SHARED]["focus_area"]
    areas = terms_of(trd3, [Dimension.FOCUS_AREA])[Dimension.FOCUS_AREA]
    unique = Activity.objects.filter(partnership=trd3, focus_areas__isnull=False).distinct().count()
    assert shared > 0
    assert sum(areas.values()) > unique
    several = [a for a in Activity.objects.filter(partnership=trd3) if a.focus_areas.count() > 1]
    assert len(several) == shared
