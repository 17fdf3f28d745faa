"""The list: however it is fetched, it is the same list; and search finds what is meant, here and nowhere else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.fixtures.partnerships import BY, NOW, party, small_partnership

from brobygger.partnerships.models import Partnership
from brobygger.portfolio.actions import register_activities
from brobygger.portfolio.models import Activity, Facet
from brobygger.portfolio.queries import listing
from brobygger.portfolio.queries.listing import find, find_all, total_count
from brobygger.portfolio.rules.drafts import ActivityDraft, FundingDraft, ParticipantDraft
from brobygger.portfolio.rules.facets import Dimension
from brobygger.portfolio.rules.filters import PAGE_SIZE, PARAMETERS, Filter, Sort
from brobygger.portfolio.rules.kinds import IdScheme, Kind

in_the_database = settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])

KEYS = {
    Dimension.KIND: ["application", "phd", "event", "finnes-ikke"],
    Dimension.STATE: ["finished", "active", "unstated"],
    Dimension.FOCUS_AREA: ["helse-og-velferd", "oppvekst", "tomt"],
    Dimension.PURPOSE: ["research", "innovation"],
    Dimension.PARTY: ["hif", "fk-hv", "hif-sykepleie", "rtl-institute"],
    Dimension.FUNDER: ["fondet"],
    Dimension.YEAR: ["2023", "2024", "1500"],
    Dimension.DISCIPLINE: ["sykepleie"],
    Dimension.SERVICE_AREA: ["fk-hv", "_unplaced"],
}
wanted = st.builds(
    Filter,
    terms=st.dictionaries(st.sampled_from(list(KEYS)), st.just(None), max_size=3).flatmap(
        lambda chosen: st.fixed_dictionaries(
            {d: st.lists(st.sampled_from(KEYS[d]), min_size=1, max_size=2, unique=True).map(tuple) for d in chosen}
        )
    ),
    active_on=st.one_of(st.none(), st.sampled_from([date(2023, 6, 1), date(2024, 12, 31), date(1500, 7, 1)])),
    sort=st.sampled_from([sort for sort in Sort if sort is not Sort.RELEVANCE]),
)


@cache
def facts_of(partnership_id: int) -> list[tuple[int, str, str, frozenset[tuple[str, str]], object, object, str]]:
    """Everything the list goes by, read once, activity by activity."""
    facets: dict[int, set[tuple[str, str]]] = {}
    for activity_id, dimension, key in Facet.objects.filter(term__partnership_id=partnership_id).values_list(
        "activity_id", "term__dimension", "term__key"
    ):
        facets.setdefault(activity_id, set()).add((dimension, key))
    return [
        (pk, title_key, start_key, frozenset(facets.get(pk, ())), start, end, state)
        for pk, title_key, start_key, start, end, state in Activity.objects.filter(
            partnership_id=partnership_id
        ).values_list("pk", "title_key", "start_key", "start_date", "end_date", "state")
    ]


def brute_force(partnership: Partnership, asked: Filter) -> list[int]:
    """The list as one would make it by hand."""
    found = []
    for fact in facts_of(partnership.pk):
        _, _, _, facets, start, end, state = fact
        if not all(any((d.value, key) in facets for key in keys) for d, keys in asked.terms.items()):
            continue
        if asked.active_on and not (
            start and start <= asked.active_on and (end >= asked.active_on if end else state in {"active", "continued"})
        ):
            continue
        found.append(fact)
    key: Callable = {"tittel": lambda f: (f[1], f[0]), "start": lambda f: (f[2], f[0])}.get(
        asked.sort.value.lstrip("-"), lambda f: f[0]
    )
    return [f[0] for f in sorted(found, key=key, reverse=asked.sort.value.startswith("-") or asked.sort is Sort.NEWEST)]


@in_the_database
@given(wanted, st.integers(1, 30))
def test_walking_gathering_and_brute_force_agree(fjordby: Partnership, asked: Filter, page: int) -> None:
    expected = brute_force(fjordby, asked)
    for gather_at_most in (0, 1_000_000):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(listing, "GATHER_AT_MOST", gather_at_most)
            assert list(find_all(fjordby, asked)) == expected
            found = find(fjordby, Filter(terms=asked.terms, active_on=asked.active_on, sort=asked.sort, page=page))
            start = (found.number - 1) * PAGE_SIZE
            assert list(found.ids) == expected[start : start + PAGE_SIZE]
            assert (found.total, found.is_exact) == (len(expected), True)
            assert found.has_next is (start + PAGE_SIZE < len(expected))
            assert found.number == min(page, found.last)


@in_the_database
@given(wanted, st.integers(1, 200))
def test_a_count_that_stops_early_never_says_too_much(fjordby: Partnership, asked: Filter, page: int) -> None:
    expected = brute_force(fjordby, asked)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(listing, "COUNT_AT_MOST", 100)
        found = find(fjordby, Filter(terms=asked.terms, active_on=asked.active_on, sort=asked.sort, page=page))
    assert found.total <= len(expected)
    assert not found.is_exact or found.total == len(expected)
    start = (found.number - 1) * PAGE_SIZE
    assert list(found.ids) == expected[start : start + PAGE_SIZE]


@pytest.mark.parametrize("sort", list(Sort))
def test_turning_the_pages_reads_the_whole_list(fjordby: Partnership, sort: Sort) -> None:
    read: list[int] = []
    for number in range(1, 100):
        page = find(fjordby, Filter(sort=sort, page=number))
        read += page.ids
        if not page.has_next:
            break
    assert read == list(find_all(fjordby, Filter(sort=sort)))
    assert len(read) == len(set(read)) == total_count(fjordby) == 1029


def test_absurd_addresses_give_a_page(fjordby: Partnership) -> None:
    for address in (
        {name: ["' OR 1=1 --", "\x00", "x" * 5000, "٣"] for name in [*PARAMETERS.values(), "q", "side", "sorter", "aktiv"]},
        {"q": ['") OR scope : ("p1']}, {"q": ["NEAR(a b)"]}, {"q": ["* AND NOT"]}, {"q": ["'"]}, {"q": ["😀"]},
        {"q": ["a" * 200]}, {"q": [" ".join(["søknad"] * 50)]}, {"side": ["199"]}, {"q": ["-"]}, {"q": ["{title}:x"]},
    ):  # fmt: skip
        page = find(fjordby, Filter.read(address))
        assert len(page.ids) <= PAGE_SIZE


@pytest.mark.parametrize(
    "address", [{}, {"type": ["application"]}, {"type": ["phd"], "enhet": ["hif"]}, {"q": ["demens"]}]
)
def test_a_page_costs_a_fixed_number_of_queries(fjordby: Partnership, address: dict[str, list[str]]) -> None:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        find(fjordby, Filter.read(address))
    assert len(queries) <= 9


# --- Search ------------------------------------------------------------------------------------------------------

TITLES = {
    "sovn": "Søvnbehandling i kommunen",
    "behandling": "Behandling av dårlig søvn",
    "barn": "Barnehagens uteområder",
    "skole": "Skolene og kommunenes forskning",
    "kode": "H2020 og FH3010",
    "ide": "En god idé",
    "annet": "Helt andre ting",
}


@pytest.fixture
def sleepers(db: None) -> Partnership:
    """A small register with words in all forms."""
    partnership = small_partnership("soverne")
    drafts = [ActivityDraft(slug, Kind.RESEARCH_PROJECT, title) for slug, title in TITLES.items()]
    drafts += [
        ActivityDraft("enhet", Kind.PHD, "Uten ord", participants=(ParticipantDraft(party(partnership, "inst")),)),
        ActivityDraft("penger", Kind.PHD, "Betalt", fundings=(FundingDraft(party(partnership, "fondet")),)),
        ActivityDraft(
            "kropp", Kind.PHD, "Kort", description="Om fallforebygging og søvn.", places=("Ladehalvøya",),
            external_ids=((IdScheme.NFR, "326215"),), plans=("Klimaplanen",),
        ),
    ]  # fmt: skip
    register_activities(partnership=partnership, drafts=drafts, by=BY, now=NOW)
    return partnership


def search(partnership: Partnership, text: str, **address: list[str]) -> list[str]:
    """Slugs in the order they are found."""
    page = find(partnership, Filter.read({"q": [text], **address}))
    slugs = dict(Activity.objects.filter(pk__in=page.ids).values_list("pk", "slug"))
    assert page.total == len(page.ids)
    return [slugs[pk] for pk in page.ids]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("kommune", {"sovn", "skole"}),
        ("kommunens", {"sovn", "skole"}),
        ("KOMMUNENE", {"sovn", "skole"}),
        ("skole", {"skole"}),
        ("idéer", {"ide"}),
        ("ide", {"ide"}),
        # compounds that begin with the word, and that end with it
        ("søvn", {"sovn", "behandling", "enhet", "kropp"}),
        ("behandlinger", {"sovn", "behandling"}),
        ("barnehage", {"barn"}),
        ("forskning", {"skole", "enhet", "penger"}),
        # a compound finds its parts
        ("søvnbehandling", {"sovn", "behandling"}),
        ("uteområde", {"barn"}),
        # every word must be there
        ("søvn dårlig", {"behandling"}),
        ("søvn og barn", set()),
        # numbers and codes
        ("fh3010", {"kode"}),
        ("h2020", {"kode"}),
        ("326215", {"kropp"}),
        # names of those who take part, of those above them, abbreviations, other spellings
        ("ISF", {"enhet"}),
        ("drømmelaben", {"enhet"}),
        ("helsevitenskapelige fakultet", {"enhet"}),
        ("universitetet", {"enhet"}),
        ("forskningsfondet", {"penger"}),
        # the rest
        ("ladehalvøya", {"kropp"}),
        ("klimaplanen", {"kropp"}),
        ("finnesikke", set()),
        ("og i det", set()),
        ("???", set()),
    ],
)  # fmt: skip
def test_search_finds(sleepers: Partnership, text: str, found: set[str]) -> None:
    assert set(search(sleepers, text)) == found


def test_the_word_itself_stands_before_its_relatives_and_the_title_before_the_rest(sleepers: Partnership) -> None:
    found = search(sleepers, "søvn")
    assert found[0] == "behandling"
    assert found.index("behandling") < found.index("kropp")


def test_a_search_within_a_filter(sleepers: Partnership) -> None:
    assert set(search(sleepers, "søvn", type=["phd"])) == {"enhet", "kropp"}
    assert search(sleepers, "søvn", type=["event"]) == []
    assert search(sleepers, "søvn", type=["phd"], enhet=["inst"]) == ["enhet"]
    assert search(sleepers, "søvn", aktiv=["2024-01-01"]) == []
    assert search(sleepers, "kommune", sorter=["tittel"]) == ["skole", "sovn"]
    assert search(sleepers, "kommune", sorter=["-tittel"]) == ["sovn", "skole"]
    assert search(sleepers, "kommune", sorter=["sist"]) == ["skole", "sovn"]


def test_a_search_never_finds_another_partnership(
    sleepers: Partnership, trd3: Partnership, fjordby: Partnership
) -> None:
    words = [f"p{partnership.pk}" for partnership in (sleepers, trd3, fjordby)]
    register_activities(
        partnership=sleepers,
        drafts=[ActivityDraft("lekk", Kind.PHD, f"Hemmelig {' '.join(words)} t1 t2 t3", description=" ".join(words))],
        by=BY,
        now=NOW,
    )
    assert search(sleepers, "hemmelig") == ["lekk"]
    mine = set(Activity.objects.filter(partnership=sleepers).values_list("pk", flat=True))
    for other in (trd3, fjordby):
        for text in ("hemmelig", *words, "søvn", "kommune", "t1"):
            assert not mine & set(find_all(other, Filter.read({"q": [text]})))
    # A word that looks like the mark of a partnership is only a word.
    assert search(sleepers, words[0]) == ["lekk"]
    assert search(sleepers, "t1") == ["lekk"]


def test_terms_of_another_partnership_match_nothing(sleepers: Partnership, fjordby: Partnership) -> None:
    assert find(sleepers, Filter.read({"enhet": ["hif"]})).total == 0
    assert find(fjordby, Filter.read({"enhet": ["inst"]})).total == 0


def test_more_than_can_be_ranked_is_said_to_be_more(fjordby: Partnership, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "SEARCH_AT_MOST", 10)
    page = find(fjordby, Filter.read({"q": ["fjordby"]}))
    assert (page.total, page.is_exact, len(page.ids)) == (10, False, 10)
