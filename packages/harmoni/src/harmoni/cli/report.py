"""`harmoni report`: the STRESS-DES report of a model and its scenarios, as HTML and PDF."""

import argparse
import datetime as dt
import os
from pathlib import Path
from typing import Any

from harmoni.cli.arguments import as_json, simulating
from harmoni.texts import LANGUAGES, language, say

ENDINGS = (".html", ".pdf")


def add(commands: Any) -> None:
    """The command, to those that there are."""
    command = commands.add_parser("report", help=say("what it all says, as HTML and PDF, with STRESS-DES filled in"))
    command.add_argument("model", type=Path)
    command.add_argument(
        "--scenario", action="append", metavar="NAME", help=say("only this one; may be repeated (default: all)")
    )
    command.add_argument("--out", type=Path, metavar="FILE", help=say("ends with .html or .pdf; otherwise both are written. A folder: there (default: report-MODEL)"))  # fmt: skip
    command.add_argument(
        "--pictures", type=Path, metavar="FOLDER", help=say("write the plots there too, as SVG and PNG")
    )
    command.add_argument(
        "--language",
        action="append",
        choices=LANGUAGES,
        help=say("may be repeated: a file for each, and each name ends with its language"),
    )
    command.add_argument(
        "--optimised", type=Path, metavar="FILE", help=say("with what harmoni optimise found and kept there")
    )
    simulating(command)
    as_json(command)
    command.set_defaults(do=report)


def report(asked: argparse.Namespace) -> int:
    """Simulate, write, and say what was written and which items of the checklist the author has not filled in."""
    from harmoni.cli.commands import FINE, Refused, executor, progress, write_json
    from harmoni.model.load import load
    from harmoni.plots.picture import save_file
    from harmoni.report.author import read
    from harmoni.report.findings import find
    from harmoni.report.html import html
    from harmoni.report.kept import read_answer
    from harmoni.report.paper import pdf
    from harmoni.report.write import document_of, missing, subject_of
    from harmoni.statistics import study as s

    languages = list(dict.fromkeys(asked.language or [language()]))
    targets = {code: _targets(asked, f"-{code}" if len(languages) > 1 else "") for code in languages}
    folder = targets[languages[0]][0].parent
    if not folder.is_dir():
        raise Refused(say("There is no folder {folder}. Make it first, or name another with --out.", folder=folder))
    # What is wrong in files is told before the long work.
    for code in languages:
        read(asked.model, code)
    optimised = read_answer(asked.optimised, load(asked.model)[0].title) if asked.optimised else None
    workers = asked.workers or s.default_workers()
    with (
        executor(asked.on, workers) as there,
        progress(asked.json, say("Simulating {name}", name=asked.model.name)) as tick,
    ):
        found = find(asked.model, asked.scenario, asked.seed, asked.replications, workers, _today(), tick, there)
    subjects = {code: subject_of(asked.model, found, code, optimised) for code in languages}
    # All is made before anything is written: a mistake on the way leaves nothing behind.
    files: dict[Path, bytes] = {}
    for code, subject in subjects.items():
        document = document_of(subject)
        for target in targets[code]:
            files[target] = html(document).encode() if target.suffix == ".html" else pdf(document)
        for figure in document.figures if asked.pictures else []:
            name = f"{figure.name}-{code}" if len(languages) > 1 else figure.name
            files[asked.pictures / f"{name}.svg"] = figure.wide.svg.encode()
            files[asked.pictures / f"{name}.png"] = figure.wide.png()
    if asked.pictures:
        asked.pictures.mkdir(parents=True, exist_ok=True)
    for target, content in files.items():
        save_file(target, content)
    lacking = missing(subjects[languages[0]])
    if asked.json:
        answer = {"written": [str(target) for target in files], "missing": lacking}
        write_json(answer | {"seed": asked.seed, "replications": asked.replications})
        return FINE
    for target in files:
        print(say("Wrote {path}.", path=target))
    if lacking:
        print(
            say(
                "Only you can fill in {names} of the checklist: write report.toml beside model.toml.",
                names=", ".join(lacking),
            )
        )
    return FINE


def _targets(asked: argparse.Namespace, ending: str) -> list[Path]:
    """Files to write; beside each other, or in the folder that is named."""
    name = f"report-{asked.model.resolve().stem}"
    out: Path = asked.out or Path(name)
    if out.is_dir():
        out = out / name
    if out.suffix in ENDINGS:
        return [out.with_name(f"{out.stem}{ending}{out.suffix}")]
    return [out.with_name(f"{out.name}{ending}{kind}") for kind in ENDINGS]


def _today() -> dt.date:
    """The day it is made: today, or what SOURCE_DATE_EPOCH says (reproducible-builds.org)."""
    seconds = os.environ.get("SOURCE_DATE_EPOCH")
    now = dt.datetime.fromtimestamp(int(seconds), dt.UTC) if seconds else dt.datetime.now(dt.UTC)
    return now.date()
