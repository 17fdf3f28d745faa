"""The same levels as SQL: the table is the same, and where DuckDB and Splink are installed, so are the weights.

pip install duckdb splink pandas; pytest tests/unit/duplicates/test_splink.py
"""

from __future__ import annotations

import pytest
from bench.duplicates import table_of

from brobygger.duplicates.rules import splink
from brobygger.duplicates.rules.aliases import Aliases
from brobygger.duplicates.rules.columns import Told, recognise, record_of
from brobygger.duplicates.rules.corpus import Corpus, count
from brobygger.duplicates.rules.levels import COMPARISONS
from brobygger.duplicates.rules.prepared import Prepared, prepare
from brobygger.duplicates.rules.records import Record
from brobygger.duplicates.rules.scoring import score


def registrations(limit: int) -> tuple[list[Prepared], Corpus]:
    rows, _ = table_of("registrations dev")
    columns = recognise(list(rows[0]), {h: [r[h] for r in rows] for h in rows[0]}, Told())
    ready = [prepare(record_of(row, columns)) for row in rows[:limit]]
    return ready, count(record.index_words() for record in ready)


def test_every_comparison_is_said_in_sql() -> None:
    assert list(splink.MEASURES) == [comparison.measure for comparison in COMPARISONS]
    for comparison in COMPARISONS:
        levels = [(code, bits) for code, _, bits in splink.conditions(comparison)]
        assert levels == [(level.code, level.bits) for level in comparison.levels]


def test_m_and_u_say_the_weight() -> None:
    from math import log2

    for made, comparison in zip(splink.settings()["comparisons"], COMPARISONS, strict=True):
        told = {level["label_for_charts"]: level for level in made["comparison_levels"]}
        assert "unknown" in told
        for level in comparison.levels:
            one = told[level.code]
            assert log2(one["m_probability"] / one["u_probability"]) == pytest.approx(level.bits)
            assert 0 < one["m_probability"] <= 1
            assert 0 < one["u_probability"] <= 1


def test_an_exported_record_holds_every_column() -> None:
    ready, corpus = registrations(5)
    for record in ready:
        assert list(splink.exported(record, corpus)) == list(splink.COLUMNS)


def database(ready: list[Prepared], corpus: Corpus):  # type: ignore[no-untyped-def]
    duckdb = pytest.importorskip("duckdb")
    connection = duckdb.connect()
    for macro in splink.MACROS:
        connection.execute(f"CREATE MACRO {macro}")
    columns = ", ".join(f"{name} {kind}" for name, kind in splink.COLUMNS.items())
    connection.execute(f"CREATE TABLE records ({columns})")
    places = ", ".join("?" * len(splink.COLUMNS))
    for record in ready:
        connection.execute(f"INSERT INTO records VALUES ({places})", list(splink.exported(record, corpus).values()))
    return connection


def test_duckdb_weighs_the_same_pairs_the_same() -> None:
    ready, corpus = registrations(58)
    # Two that name the unit they are of: the sets do so seldom.
    named = ("Styringsdata ved Institutt for samfunnsøkonomi", "Budsjettspill ved Institutt for samfunnsøkonomi")
    names = Aliases().with_rows([{"name": "Institutt for samfunnsøkonomi"}])
    ready += [prepare(Record(title, title, units=("Institutt for samfunnsøkonomi",)), names) for title in named]
    assert all(record.explained for record in ready[-2:])
    connection = database(ready, corpus)
    sides = [", ".join(f"{side}.{name} AS {name}_{side}" for name in splink.COLUMNS) for side in "lr"]
    connection.execute(
        f"CREATE TABLE pairs AS SELECT {', '.join(sides)} FROM records l JOIN records r ON l.unique_id < r.unique_id"
    )
    by_id = {record.id: record for record in ready}
    lines = connection.execute(splink.weights_query("pairs")).fetchall()
    assert len(lines) == 60 * 59 // 2
    for one, other, bits in lines:
        assert bits == pytest.approx(score(by_id[one], by_id[other], corpus).bits, abs=1e-6), (one, other)


def test_splink_weighs_the_same_pairs_the_same() -> None:
    tool = pytest.importorskip("splink")
    ready, corpus = registrations(40)
    interface = tool.DuckDBAPI(database(ready, corpus))
    settings = splink.settings() | {"blocking_rules_to_generate_predictions": ["1=1"]}
    linker = tool.Linker(interface.register("records"), settings, log_level=40)
    by_id = {record.id: record for record in ready}
    found = linker.inference.predict(threshold_match_weight=-200).as_pandas_dataframe().to_dict("records")
    assert len(found) == 40 * 39 // 2
    for line in found:
        told = score(by_id[line["unique_id_l"]], by_id[line["unique_id_r"]], corpus).bits
        assert line["match_weight"] == pytest.approx(told, abs=1e-4)
