"""`harmoni report`: the STRESS-DES report of a model and its scenarios, as HTML and PDF."""

import argparse
import datetime as dt
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from harmoni.texts import LANGUAGES

ENDINGS = (".html", ".pdf")


def arguments(command: argparse.ArgumentParser) -> None:
    """What can be typed after `harmoni report MODEL`, beside what all simulations take."""
    command.add_argument("model", type=Path)
    command.add_argument(
        "--scenario", action="append", metavar="NAME", help="only this one; may be repeated (default: all)"
    )
    command.add_argument("--out", type=Path, metavar="FILE", help="ends with .html or .pdf; without ending both are written "
                         "(default: report-MODEL)")  # fmt: skip
    command.add_argument("--pictures", type=Path, metavar="FOLDER", help="write the plots there too, as SVG and PNG")
    command.add_argument("--lang", choices=LANGUAGES, default="nb", help="default nb")


def report(asked: argparse.Namespace, progress: Callable[[bool, str], Any], refused: type[Exception]) -> dict[str, Any]:
    """Simulate, then write; what was written, and which items of the checklist the author has not filled in."""
    from harmoni.plots.picture import save_file
    from harmoni.report.findings import find
    from harmoni.report.html import html
    from harmoni.report.paper import pdf
    from harmoni.report.write import document_of, missing, subject_of
    from harmoni.statistics import study as s

    targets = _targets(asked)
    for folder in {target.parent for target in targets}:
        if not folder.is_dir():
            raise refused(f"There is no folder {folder}. Make it first, or name another with --out.")
    workers = asked.workers or s.default_workers()
    with progress(asked.json, f"Simulating {asked.model.name}") as tick:
        found = find(asked.model, asked.scenario, asked.seed, asked.replications, workers, _today(), tick)
    subject = subject_of(asked.model, found, asked.lang)
    document = document_of(subject)
    # All is made before anything is written: a mistake on the way leaves nothing behind.
    contents = [(target, html(document).encode() if target.suffix == ".html" else pdf(document)) for target in targets]
    for target, content in contents:
        save_file(target, content)
    written = [str(target) for target in targets]
    if asked.pictures:
        asked.pictures.mkdir(parents=True, exist_ok=True)
        for figure in document.figures:
            for ending in (".svg", ".png"):
                figure.wide.save(asked.pictures / f"{figure.name}{ending}")
                written.append(str(asked.pictures / f"{figure.name}{ending}"))
    return {"written": written, "missing": missing(subject), "seed": asked.seed, "replications": asked.replications}


def _targets(asked: argparse.Namespace) -> list[Path]:
    out = asked.out or Path(f"report-{asked.model.resolve().stem}")
    return [out] if out.suffix in ENDINGS else [out.with_name(out.name + ending) for ending in ENDINGS]


def _today() -> dt.date:
    """The day it is made: today, or what SOURCE_DATE_EPOCH says (reproducible-builds.org)."""
    seconds = os.environ.get("SOURCE_DATE_EPOCH")
    now = dt.datetime.fromtimestamp(int(seconds), dt.UTC) if seconds else dt.datetime.now(dt.UTC)
    return now.date()
