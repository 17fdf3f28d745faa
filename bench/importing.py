"""Importing a large workbook: seconds and memory of the dry run, the import, the same file again, and undoing it.

python -m bench.importing [--rows 50000]: in a database of its own under var/bench/importing, made anew each time.
"""

from __future__ import annotations

import argparse
import random
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.utils import timezone  # noqa: E402

from brobygger.audit.rules import system  # noqa: E402
from brobygger.intake.actions.begin import begin_import, set_mapping  # noqa: E402
from brobygger.intake.actions.choose import choose_for_all, order  # noqa: E402
from brobygger.intake.actions.undo import undo_import  # noqa: E402
from brobygger.intake.actions.work import do_now  # noqa: E402
from brobygger.intake.models import Import  # noqa: E402
from brobygger.intake.queries.imports import outcomes_of, results_of  # noqa: E402
from brobygger.intake.rules.kinds import Choice, Outcome  # noqa: E402
from brobygger.intake.rules.mapping import mapping_from  # noqa: E402
from brobygger.partnerships.models import Partnership  # noqa: E402
from brobygger.tables.writing import SheetOut, xlsx_file  # noqa: E402

HEADER = (
    "ID",
    "Tittel",
    "Type",
    "Innsatsområde",
    "Oppstart",
    "Slutt",
    "Partnere",
    "Finansiert av",
    "Beløp",
    "Beskrivelse",
)
KINDS = ("Forskningsprosjekt", "Masteroppgave", "Pilot", "Søknad", "Arrangement")
WORDS = (
    "bølger helse kyst skole søvn klima data energi flom mobilitet språk kultur alder rus mat vann jord luft arbeid bolig "
    "digital tvilling måling modell etikk læring trygghet velferd robot sensor plan byrom havn fjord park trafikk"
).split()
BY = system("bench")


def main() -> None:
    """Four steps, each in a process of its own, so that the memory of one is not counted with another."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=50_000)
    parser.add_argument("--step", default="")
    told = parser.parse_args()
    steps: dict[str, Callable[[int], None]] = {
        "dry run": check, "import": bring, "same file again": check, "undo": undo,
    }  # fmt: skip
    if told.step:
        before, spent = time.perf_counter(), time.process_time()
        steps[told.step](told.rows)
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        cpu = time.process_time() - spent
        print(f"{told.step}: {time.perf_counter() - before:.1f} s ({cpu:.1f} s of CPU), {memory:.0f} MB at most")
        return
    write(file(), told.rows)
    print(f"{told.rows} rows, {file().stat().st_size / 1e6:.1f} MB")
    for step in steps:
        subprocess.run([sys.executable, "-m", "bench.importing", "--rows", str(told.rows), "--step", step], check=True)


def file() -> Path:
    """Where the workbook lies."""
    return Path(settings.STATE_FOLDER) / "rows.xlsx"


def write(path: Path, count: int) -> None:
    """An invented workbook."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with xlsx_file([SheetOut("Register", HEADER, _rows(count))]) as written:
        path.write_bytes(written.read())


def _rows(count: int) -> Iterator[list[str | int]]:
    chance = random.Random(1)
    for number in range(count):
        title = " ".join(chance.sample(WORDS, 4)).capitalize() + f" {number}"
        yield [
            f"P-{number:06}",
            title,
            chance.choice(KINDS),
            "Helse og velferd",
            f"{chance.randint(1, 28)}.{chance.randint(1, 12)}.{chance.randint(2018, 2025)}",
            str(chance.randint(2026, 2029)),
            "NTNU; Trondheim kommune",
            "Forskningsrådet",
            chance.randint(1, 90) * 100_000,
            " ".join(chance.choices(WORDS, k=30)),
        ]


def check(count: int) -> None:
    """Upload and compare."""
    with file().open("rb") as opened:
        run = begin_import(
            partnership=Partnership.objects.get(slug="trd3"),
            source_name="Bench",
            file_name="rows.xlsx",
            chunks=iter(lambda: opened.read(1_000_000), b""),
            for_organisation_id=None,
            by=BY,
            now=timezone.now(),
        )
    set_mapping(run=run, mapping=mapping_from(run.mapping))
    run = do_now(run.pk)
    print(f"  {run.state} {run.trouble or ''} {outcomes_of(run)}")


def bring(count: int) -> None:
    """Carry out."""
    run = Import.objects.latest("pk")
    choose_for_all(run=run, outcome=Outcome.TWIN, choice=Choice.MAKE)
    order(run=run)
    run = do_now(run.pk)
    print(f"  {run.state} {run.trouble or ''} {results_of(run)}")


def undo(count: int) -> None:
    """Undo the first import."""
    undone = undo_import(run=Import.objects.order_by("pk")[0], by=BY, now=timezone.now())
    print(f"  {undone} activities")


if __name__ == "__main__":
    main()
