"""Judging two registrations: symmetric, bounded, explained; identifiers win; what differs explicitly is related."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brobygger.duplicates.rules.aliases import Aliases
from brobygger.duplicates.rules.corpus import Frequencies, count
from brobygger.duplicates.rules.levels import COMPARISONS
from brobygger.duplicates.rules.measures import measure
from brobygger.duplicates.rules.prepared import as_part_of, prepare
from brobygger.duplicates.rules.reasons import codes, in_words
from brobygger.duplicates.rules.records import Record
from brobygger.duplicates.rules.scoring import RELATED_AT_MOST, SAME, Answer, chosen_levels, score

CORPUS = Frequencies()
WORDS = (
    "søvn sykehjem fase 2 2023 2024 arbeidspakke søknad masteroppgave Samskift SAMSKIFT (DIGI) overvann i gater demens "
    "kor plast «Sirk» søvnbehandling og for Møllenberg dementia care videreføring ÆØÅ \u0301 12 0–24"
).split()
texts = st.lists(st.sampled_from(WORDS), max_size=8).map(" ".join)
records = st.builds(
    Record,
    id=st.sampled_from(["1", "2", "3"]),
    title=texts,
    title_en=st.sampled_from(["", "Sleep in nursing homes", "Dementia choir"]),
    acronym=st.sampled_from(["", "SAMSKIFT", "DIGI"]),
    description=texts,
    kind=st.sampled_from(["", "forskningsprosjekt", "masteroppgave", "arrangement", "søknad"]),
    partners=st.sampled_from([(), ("NTNU; TK",), ("SINTEF",)]),
    units=st.sampled_from([(), ("ISM",), ("Friskliv og mestring",)]),
    start_year=st.sampled_from([None, 2022, 2023, 2026]),
    external_ids=st.sampled_from([(), (("nfr", "308811"),), (("nfr", "308812"),), (("doi", "10.1/x"),)]),
)
SLEEP = Record("1", "Medisinfri søvnbehandling på sykehjem", kind="forskningsprosjekt", start_year=2022)


def judged(one: Record, other: Record):  # type: ignore[no-untyped-def]
    return score(prepare(one), prepare(other), CORPUS)


@settings(max_examples=150, deadline=None)
@given(records, records)
def test_a_pair_is_judged_alike_from_both_sides(one: Record, other: Record) -> None:
    there, back = judged(one, other), judged(other, one)
    assert there.score == back.score
    assert there.answer == back.answer
    assert 0 <= there.score <= 1
    assert sorted(r.code for r in there.reasons) == sorted(r.code for r in back.reasons)
    assert measure(prepare(one), prepare(other), CORPUS) == measure(prepare(other), prepare(one), CORPUS)
    assert in_words(there.reasons, "nb") is not None
    if there.answer is Answer.SAME:
        assert there.score >= SAME
    else:
        assert there.score < SAME


def test_the_same_words_in_three_languages_are_the_same() -> None:
    nynorsk = Record("2", "Medisinfri søvnbehandling på sjukeheim", kind="forskingsprosjekt", start_year=2022)
    english = Record("3", "Drug-free sleep treatment in nursing homes", kind="research project", start_year=2022)
    assert judged(SLEEP, nynorsk).answer is Answer.SAME
    assert judged(SLEEP, english).answer is Answer.SAME


@pytest.mark.parametrize(
    ("title", "kind", "year"),
    [
        ("Medisinfri søvnbehandling på sykehjem – fase 2", "forskningsprosjekt", 2022),
        ("Arbeidspakke 3: Medisinfri søvnbehandling på sykehjem", "forskningsprosjekt", 2022),
        ("Medisinfri søvnbehandling på sykehjem", "masteroppgave", 2022),
        ("Søknad: Medisinfri søvnbehandling på sykehjem", "søknad", 2022),
        ("Medisinfri søvnbehandling på sykehjem, videreføring", "forskningsprosjekt", 2022),
    ],
)
def test_what_differs_explicitly_is_related(title: str, kind: str, year: int) -> None:
    found = judged(SLEEP, Record("2", title, kind=kind, start_year=year))
    assert found.answer is Answer.RELATED
    assert found.score <= RELATED_AT_MOST
    assert found.score < judged(SLEEP, replace(SLEEP, id="2")).score


def test_the_next_edition_is_related() -> None:
    one = Record("1", "Samskiftdagen 2023: bemanning i hjemmetjenesten", kind="konferanse", start_year=2023)
    other = Record("2", "Samskiftdagen 2024: bemanning i hjemmetjenesten", kind="konferanse", start_year=2024)
    assert judged(one, other).answer is Answer.RELATED


def test_identifiers_win() -> None:
    one = Record("1", "Noe helt annet", external_ids=(("nfr", "308811"),))
    other = Record(
        "2", "Medisinfri søvnbehandling", external_ids=(("NFR", "https://prosjektbanken.no/project/308811"),)
    )
    found = judged(one, other)
    assert found.answer is Answer.SAME
    assert found.reasons[0].code == "id_same"
    unlike = judged(replace(SLEEP, external_ids=(("nfr", "1"),)), replace(SLEEP, id="2", external_ids=(("nfr", "2"),)))
    assert unlike.score < judged(SLEEP, replace(SLEEP, id="2")).score


def test_likeness_without_a_telling_word_raises_no_suggestion() -> None:
    one = Record("1", "Prosjekt om samarbeid", kind="prosjekt", start_year=2023)
    other = Record("2", "Samarbeid om prosjekt", kind="prosjekt", start_year=2023)
    found = judged(one, other)
    assert not found.telling
    assert found.score <= 0.02


def test_empty_fields_say_nothing() -> None:
    found = judged(Record("1"), Record("2"))
    assert found.answer is Answer.REVIEW
    assert found.score <= 0.02


NAMES = Aliases().with_rows([{"name": "Økonomitjenesten"}, {"name": "Norges forskningsråd", "aliases": "NFR"}])


def test_the_name_of_a_party_is_no_topic() -> None:
    units = ("Økonomitjenesten",)
    ready = [
        prepare(Record(str(n), title, kind="formidling", units=units), NAMES)
        for n, title in enumerate(("Styringsdata ved Økonomitjenesten", "Økonomitjenestens budsjettspill"))
    ]
    assert measure(*ready, CORPUS)["title_bits"] == 0
    # Not told as a party, it may be what it is about; and a title that says nothing else keeps it.
    about = prepare(Record("3", "Økonomitjenesten i tall, styringsdata"), NAMES)
    alone = prepare(Record("4", "Økonomitjenesten", units=units), NAMES)
    assert not about.explained
    assert not alone.explained


def test_a_known_name_is_known_as_somebodys_too() -> None:
    assert NAMES.known_in("NFRs porteføljestyre") == {"norges forskningsråd": {"nfrs"}}
    assert not prepare(Record("1", "NFRs porteføljestyre"), NAMES).names


def test_what_two_parts_share_because_of_their_whole_says_nothing() -> None:
    whole = prepare(Record("1", "HAVSKOG: tareskog i fjorden", acronym="HAVSKOG"))
    one, other = (prepare(Record(title, title)) for title in ("Kartlegging i HAVSKOG", "HAVSKOG (studentsamarbeid)"))
    assert measure(one, other, CORPUS)["name"] == 3
    parts = as_part_of(one, [whole]), as_part_of(other, [whole])
    assert measure(*parts, CORPUS)["name"] is None
    assert measure(*parts, CORPUS)["title_bits"] == 0
    assert not score(*parts, CORPUS).telling


def test_a_mention_is_less_than_a_name_in_the_title() -> None:
    project = Record("1", "HAVSKOG: tareskog i fjorden", acronym="HAVSKOG")
    named, mentioning = (
        Record("2", "Havskog ved kysten"),
        Record("3", "Kystens venner", description="Venner av Havskog."),
    )
    assert measure(prepare(project), prepare(named), CORPUS)["name"] == 2
    assert measure(prepare(project), prepare(mentioning), CORPUS)["name"] == 0.5
    assert "name_mentioned" in {
        level.code for level, _ in chosen_levels(measure(prepare(project), prepare(mentioning), CORPUS))
    }


def test_an_irrelevant_row_hardly_changes_a_score() -> None:
    ready = [prepare(Record(str(n), f"Registrering om emne{n} og tema{n * 7}")) for n in range(60)]
    a, b = prepare(SLEEP), prepare(Record("2", "Søvnbehandling uten medisin", start_year=2022))
    before = score(a, b, count(r.index_words() for r in [a, b, *ready])).score
    after = score(
        a, b, count(r.index_words() for r in [a, b, *ready, prepare(Record("x", "Vinterdrift av sykkelveier"))])
    ).score
    assert abs(before - after) < 0.02


def test_every_level_has_a_text() -> None:
    assert codes() == {level.code for comparison in COMPARISONS for level in comparison.levels}


def test_levels_fall() -> None:
    for comparison in COMPARISONS:
        steps = [level.at_least for level in comparison.levels]
        assert steps == sorted(steps, reverse=True)


def test_what_the_web_process_needs_loads_no_numpy_and_no_django() -> None:
    names = "prepared measures levels scoring reasons words glossary aliases corpus".split()
    code = "import sys\n" + "\n".join(f"import brobygger.duplicates.rules.{name}" for name in names)
    code += "\nprint(sorted({n.split('.')[0] for n in sys.modules} & {'numpy', 'scipy', 'django', 'pandas'}))"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"
