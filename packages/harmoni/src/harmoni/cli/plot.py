"""`harmoni plot`: a drawing of what another command kept as a file."""

import argparse
from pathlib import Path
from typing import Any

from harmoni.texts import LANGUAGES


def add(commands: Any) -> None:
    """The command, to those that there are."""
    command = commands.add_parser("plot", help="draw a forecast, or the cost curve of harmoni optimise, as SVG or PNG")
    command.add_argument("kept", type=Path, metavar="FILE", help="kept with --out by harmoni forecast or optimise")
    command.add_argument("--out", type=Path, required=True, metavar="PICTURE", help="ends with .svg or .png")
    command.add_argument("--model", type=Path, help="for the names of its units")
    command.add_argument("--lang", choices=LANGUAGES, default="nb", help="default nb")
    command.add_argument("--narrow", action="store_true", help="for a telephone")
    command.set_defaults(do=plot)


def plot(asked: argparse.Namespace) -> int:
    """Draw, then write the whole picture or nothing."""
    from harmoni.cli.commands import FINE, Refused
    from harmoni.model.load import load
    from harmoni.model.parts import Model
    from harmoni.plots.picture import NARROW, WIDE, UnknownPicture
    from harmoni.report import author, kept
    from harmoni.report.names import Names
    from harmoni.texts import texts

    kind, document = kept.read(asked.kept)
    model, own = Model((), (), (), (), ()), dict[str, str]()
    if asked.model:
        model, _ = load(asked.model)
        own = dict(author.read(asked.model, asked.lang).names or {})
    names, width = Names(model, texts(asked.lang), own), NARROW if asked.narrow else WIDE
    drawn = kept.fans_of(document, names, width) if kind == kept.FORECAST else kept.curve_of(document, names, width)
    if drawn is None:
        raise Refused(f"{asked.kept.name} holds no cost curve: designs were only compared with each other.")
    try:
        drawn.save(asked.out)
    except UnknownPicture as error:
        raise Refused(str(error)) from None
    except OSError as error:
        raise Refused(f"{asked.out} cannot be written: {error.strerror}.") from None
    print(f"Wrote {asked.out}")
    return FINE
