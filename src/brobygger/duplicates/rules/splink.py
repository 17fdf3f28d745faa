"""The same comparisons as SQL, for Splink on DuckDB when one machine's Python is too slow.

The levels and their weights come from `levels`; here the measures are said once more, as macros of SQL, over columns that
`exported` makes of a prepared record. A test holds both ways of saying it to the same weights on the same pairs.
"""

from __future__ import annotations

from typing import Any

from brobygger.duplicates.rules.corpus import Corpus
from brobygger.duplicates.rules.levels import COMPARISONS, PRIOR, Comparison
from brobygger.duplicates.rules.measures import (
    ENOUGH_TO_LOOK_FOR,
    LEAST_LIKENESS,
    MIXED_UP,
    RECURS,
    SHORTEST_MISSPELT,
    sorts_of,
)
from brobygger.duplicates.rules.prepared import Prepared

WORDS = "STRUCT(w VARCHAR, b DOUBLE)[]"
# The columns of an exported record and their types in DuckDB.
COLUMNS: dict[str, str] = {
    "unique_id": "VARCHAR",
    "titles": f"{WORDS}[]",
    "explained": "VARCHAR[]",
    "body": WORDS,
    "described": "BOOLEAN",
    "names": "VARCHAR[]",
    "spelt": "VARCHAR[]",
    "mentioned": "VARCHAR[]",
    "initials": "VARCHAR[]",
    "ids": "VARCHAR[]",
    "schemes": "VARCHAR[]",
    "partners": WORDS,
    "units": WORDS,
    "start_year": "INTEGER",
    "family": "VARCHAR",
    "sorts": "VARCHAR[]",
    "parts": "VARCHAR[]",
    "part_names": "VARCHAR[]",
    "years": "VARCHAR[]",
    "numbers": "VARCHAR[]",
    "places": "VARCHAR[]",
}

MACROS: tuple[str, ...] = (
    "words_of(a) AS list_transform(a, lambda v: v.w)",
    "bits_of(a) AS coalesce(list_sum(list_transform(a, lambda u: u.b)), 0)",
    f"""word_likeness(w, o) AS CASE WHEN w = o THEN 1
        WHEN least(length(w), length(o)) < {SHORTEST_MISSPELT} OR regexp_full_match(w, '\\d+') OR regexp_full_match(o, '\\d+') THEN 0
        WHEN 1 - levenshtein(w, o) / greatest(length(w), length(o)) >= {LEAST_LIKENESS}
        THEN 1 - levenshtein(w, o) / greatest(length(w), length(o)) ELSE 0 END""",
    "best_of(w, others) AS coalesce(list_max(list_transform(others, lambda o: word_likeness(w, o))), 0)",
    "covered(a, b) AS coalesce(list_sum(list_transform(a, lambda c: c.b * best_of(c.w, words_of(b)))), 0)",
    "half_shared(a, b) AS (covered(a, b) + covered(b, a)) / 2",
    """title_pairs(a, b) AS list_filter(flatten(list_transform(a, lambda t: list_transform(b, lambda s: struct_pack(
        likeness := 2 * half_shared(t, s) / nullif(bits_of(t) + bits_of(s), 0), shared := half_shared(t, s))))),
        lambda p: p.likeness IS NOT NULL)""",
    """unexplained(titles, words) AS
        list_transform(titles, lambda t: list_filter(t, lambda x: NOT list_contains(words, x.w)))""",
    "best_titles(a, b) AS coalesce(list_max(title_pairs(a, b)), struct_pack(likeness := 0.0, shared := 0.0))",
    f"""inside_one(titles, body) AS list_max(list_transform(
        list_filter(titles, lambda t: bits_of(t) >= {ENOUGH_TO_LOOK_FOR}),
        lambda t: bits_of(list_filter(t, lambda x: list_contains(words_of(body), x.w))) / bits_of(t)))""",
    "common(a, b) AS list_filter(a, lambda x: list_contains(words_of(b), x.w))",
    "apart(a, b) AS CASE WHEN len(a) > 0 AND len(b) > 0 AND NOT list_has_any(a, b) THEN 2 ELSE 0 END",
    """party_bits(a, b) AS CASE WHEN len(a) = 0 OR len(b) = 0 THEN NULL
        ELSE coalesce(list_max(list_transform(common(a, b), lambda x: x.b)), -1) END""",
)


def _listed(words: Any) -> str:
    return ", ".join(f"'{word}'" for word in sorted(words))


_MIXED = " OR ".join(
    f"(list_contains([{_listed(mixed)}], family_l) AND list_contains([{_listed(mixed)}], family_r))"
    for mixed in MIXED_UP
)
_TITLES_L, _TITLES_R = (f"unexplained(titles_{side}, list_intersect(explained_l, explained_r))" for side in "lr")
# Each measure over the columns of the left and the right record; NULL where it cannot be taken.
MEASURES: dict[str, str] = {
    "title": f"best_titles({_TITLES_L}, {_TITLES_R}).likeness",
    "title_bits": f"best_titles({_TITLES_L}, {_TITLES_R}).shared",
    "inside": f"greatest(inside_one({_TITLES_L}, body_r), inside_one({_TITLES_R}, body_l))",
    "description": """CASE WHEN NOT described_l OR NOT described_r THEN NULL
        ELSE bits_of(common(body_l, body_r)) / nullif(least(bits_of(body_l), bits_of(body_r)), 0) END""",
    "name": """CASE WHEN len(names_l) = 0 AND len(names_r) = 0 THEN NULL WHEN list_has_any(names_l, names_r) THEN 3
        WHEN len(list_filter(list_concat(list_intersect(names_l, spelt_r), list_intersect(names_r, spelt_l)),
            lambda n: length(n) >= 4)) > 0 THEN 2
        WHEN list_has_any(names_l, initials_r) OR list_has_any(names_r, initials_l) THEN 1
        WHEN len(list_filter(list_concat(list_intersect(names_l, mentioned_r), list_intersect(names_r, mentioned_l)),
            lambda n: length(n) >= 4)) > 0 THEN 0.5
        WHEN len(names_l) > 0 AND len(names_r) > 0 THEN 0 END""",
    "id": """CASE WHEN list_has_any(ids_l, ids_r) THEN 1 WHEN list_has_any(schemes_l, schemes_r) THEN 0 END""",
    "partners": "party_bits(partners_l, partners_r)",
    "units": "party_bits(units_l, units_r)",
    "years": "-abs(start_year_l - start_year_r)",
    "family": f"""CASE WHEN family_l = '' OR family_r = '' THEN NULL
        WHEN family_l = family_r THEN CASE WHEN family_l = 'project' THEN 1 ELSE 2 END
        WHEN {_MIXED} THEN 0 ELSE -1 END""",
    "part": """CASE WHEN list_has_all(parts_l, parts_r) AND list_has_all(parts_r, parts_l) THEN 0
        WHEN list_has_any(parts_l, parts_r) THEN 0 WHEN list_has_any(part_names_l, part_names_r) THEN 2 ELSE 1 END""",
    "kind": """CASE WHEN (len(sorts_l) = 0 AND len(sorts_r) = 0) OR list_has_any(sorts_l, sorts_r) THEN 0
        WHEN len(sorts_l) > 0 AND len(sorts_r) > 0 THEN 2 ELSE 1 END""",
    "edition": f"""CASE WHEN len(years_l) > 0 AND len(years_r) > 0 THEN apart(years_l, years_r)
        WHEN list_contains([{_listed(RECURS)}], family_l) AND list_contains([{_listed(RECURS)}], family_r)
            AND start_year_l <> start_year_r THEN 1 ELSE 0 END""",
    "number": "apart(numbers_l, numbers_r)",
    "place": "apart(places_l, places_r)",
}


def exported(record: Prepared, corpus: Corpus) -> dict[str, Any]:
    """A prepared record as the values of COLUMNS."""

    def weighed(words: Any, kind: str = "") -> list[dict[str, Any]]:
        return [{"w": word, "b": corpus.idf(kind + word)} for word in words]

    marks = record.marks
    return {
        "unique_id": record.id,
        "titles": [weighed(title) for title in record.titles],
        "explained": sorted(record.explained),
        "body": weighed(sorted(record.body)),
        "described": bool(record.record.description),
        "names": sorted(record.names),
        "spelt": sorted(record.spelt),
        "mentioned": sorted(record.mentioned),
        "initials": sorted(record.initials),
        "ids": sorted(f"{scheme} {value}" for scheme, value in record.ids),
        "schemes": sorted({scheme for scheme, _ in record.ids}),
        "partners": weighed(sorted(record.partners), "partner:"),
        "units": weighed(sorted(record.units), "unit:"),
        "start_year": record.record.start_year,
        "family": marks.family,
        "sorts": sorted(sorts_of(marks)),
        "parts": sorted(f"{name} {number}" for name, number in marks.parts),
        "part_names": sorted({name for name, _ in marks.parts}),
        "years": sorted(map(str, marks.years)),
        "numbers": sorted(marks.numbers),
        "places": sorted(marks.places),
    }


def conditions(comparison: Comparison) -> list[tuple[str, str, float]]:
    """The levels of a comparison as code, SQL condition and weight in bits, the first that holds being chosen."""
    measure = MEASURES[comparison.measure]
    return [(level.code, f"({measure}) >= {level.at_least}", level.bits) for level in comparison.levels]


def weights_query(pairs: str) -> str:
    """A query over a table of pairs (`…_l`, `…_r`) that gives ids and the sum of the bits, as `scoring` adds them."""
    cases = [
        "CASE " + " ".join(f"WHEN {condition} THEN {bits}" for _, condition, bits in conditions(one)) + " ELSE 0 END"
        for one in COMPARISONS
    ]
    return f"SELECT unique_id_l, unique_id_r, {PRIOR} + {' + '.join(cases)} AS bits FROM {pairs}"


def settings() -> dict[str, Any]:
    """Splink's settings for linking within one table: its comparisons with our levels, m and u fixed so that log2(m/u) is
    the weight of the level. The macros must be created first (`CREATE MACRO …` of each in MACROS).
    """
    return {
        "link_type": "dedupe_only",
        "unique_id_column_name": "unique_id",
        "probability_two_random_records_match": 2**PRIOR / (1 + 2**PRIOR),
        "comparisons": [_splink_comparison(comparison) for comparison in COMPARISONS],
    }


def _splink_comparison(comparison: Comparison) -> dict[str, Any]:
    levels: list[dict[str, Any]] = [
        {
            "sql_condition": f"({MEASURES[comparison.measure]}) IS NULL",
            "label_for_charts": "unknown",
            "is_null_level": True,
        }
    ]
    for code, condition, bits in conditions(comparison):
        # Only the ratio counts; both must be probabilities.
        m, u = (0.5, 0.5 / 2**bits) if bits >= 0 else (0.5 * 2**bits, 0.5)
        levels.append(
            {"sql_condition": condition, "label_for_charts": code, "m_probability": m, "u_probability": u,
             "fix_m_probability": True, "fix_u_probability": True}
        )  # fmt: skip
    levels.append(
        {"sql_condition": "ELSE", "label_for_charts": "else", "m_probability": 0.5, "u_probability": 0.5,
         "fix_m_probability": True, "fix_u_probability": True}
    )  # fmt: skip
    return {"output_column_name": comparison.measure, "comparison_levels": levels}
