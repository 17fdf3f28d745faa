"""`harmoni plot`: a drawing of what another command kept as a file."""

import argparse
from pathlib import Path
from typing import Any

from harmoni.texts import language, say, texts


def add(commands: Any) -> None:
    """The command, to those that there are."""
    command = commands.add_parser(
        "plot", help=say("draw a forecast, or the cost curve of harmoni optimise, as SVG or PNG")
    )
    command.add_argument("kept", type=Path, metavar="FILE", help=say("kept with --out by harmoni forecast or optimise"))
    command.add_argument("--out", type=Path, required=True, metavar="PICTURE", help=say("ends with .svg or .png"))
    command.add_argument("--model", type=Path, help=say("for the names of its units"))
    command.add_argument("--narrow", action="store_true", help=say("for a telephone"))
    command.set_defaults(do=plot)


def plot(asked: argparse.Namespace) -> int:
    """Draw, then write the whole picture or nothing."""
    from harmoni.cli.commands import FINE, Refused
    from harmoni.model.load import load
    from harmoni.model.parts import Model
    from harmoni.plots.picture import NARROW, WIDE, UnknownPicture
    from harmoni.report import author, kept
    from harmoni.report.names import Names

    kind, document = kept.read(asked.kept)
    model, own = Model((), (), (), (), ()), dict[str, str]()
    if asked.model:
        model, _ = load(asked.model)
        own = dict(author.read(asked.model, language()).names or {})
    names, width = Names(model, texts(language()), own), NARROW if asked.narrow else WIDE
    drawn = kept.fans_of(document, names, width) if kind == kept.FORECAST else kept.curve_of(document, names, width)
    if drawn is None:
        raise Refused(
            say("{name} holds no cost curve: designs were only compared with each other.", name=asked.kept.name)
        )
    try:
        drawn.save(asked.out)
    except UnknownPicture as error:
        raise Refused(str(error)) from None
    except OSError as error:
        raise Refused(say("{path} cannot be written: {why}.", path=asked.out, why=error.strerror)) from None
    print(say("Wrote {path}.", path=asked.out))
    return FINE
