"""`harmoni import` and `harmoni export`: networks of queues as JSON, in the form that json2ciw reads."""

import argparse
import json
from pathlib import Path
from typing import Any

from harmoni.texts import say

FINE = 0
DAYS = {"days": 1.0, "hours": 1 / 24, "minutes": 1 / 1440, "weeks": 7.0}


def add(commands: Any) -> None:
    """The commands' words."""
    incoming = commands.add_parser("import", help=say("make a model of a network in JSON (the form of json2ciw)"))
    incoming.add_argument("file", type=Path)
    incoming.add_argument("folder", type=Path, help=say("a new folder for the model"))
    incoming.add_argument(
        "--time", choices=tuple(DAYS), default="days", help=say("the file's unit of time; default days")
    )
    outgoing = commands.add_parser("export", help=say("write a model as a network in JSON, for json2ciw and Ciw"))
    outgoing.add_argument("model", type=Path)
    outgoing.add_argument("file", type=Path, help=say("a new file"))


def import_command(asked: argparse.Namespace) -> int:
    """A new folder, whole or not at all; what should be known is told."""
    from harmoni.cli.commands import Refused, tell_problems
    from harmoni.exchange.incoming import read
    from harmoni.model.write import folder

    if asked.folder.exists():
        raise Refused(say("{path} is there already. Name a folder that is not.", path=asked.folder))
    model, problems = read(asked.file, DAYS[asked.time])
    folder(
        model,
        asked.folder,
        notes=say("Made of {name} by harmoni import; {unit} there, days here.", name=asked.file.name, unit=asked.time),
    )
    if problems:
        tell_problems(problems, as_json=False)
    print(say("Wrote {path}. Next: harmoni check {path}", path=asked.folder))
    return FINE


def export_command(asked: argparse.Namespace) -> int:
    """A new file; what only Harmoni can say is refused, all of it at once."""
    from harmoni.cli.commands import Refused
    from harmoni.exchange.outgoing import document
    from harmoni.model.load import load

    model, _ = load(asked.model)
    text = json.dumps(document(model), ensure_ascii=False, indent=2) + "\n"
    try:
        with asked.file.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError as error:
        raise Refused(say("{path} is there already. Name a file that is not.", path=asked.file)) from error
    except OSError as error:
        raise Refused(say("{path} cannot be written: {why}.", path=asked.file, why=error.strerror)) from error
    print(say("Wrote {path}.", path=asked.file))
    return FINE
