"""Arguments that several commands share."""

import argparse
import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from harmoni.texts import LANGUAGES, say
from harmoni.texts.language import argparse_word


def speaks(command: argparse.ArgumentParser) -> None:
    """In which language. It is read before all else by `asked_language`, since help and errors are in it too."""
    command.add_argument(
        "--language", choices=LANGUAGES, help=say("nb, nn or en; else HARMONI_LANGUAGE or LANG decides")
    )


def asked_language(arguments: Sequence[str]) -> str | None:
    """What stands after the first `--language`, wherever it stands; None when it is none that is known."""
    for place, text in enumerate(arguments):
        name, _, value = text.partition("=")
        if len(name) >= len("--la") and "--language".startswith(name):
            found = value or next(iter(arguments[place + 1 :]), "")
            return found if found in LANGUAGES else None
    return None


@contextmanager
def translated_argparse() -> Iterator[None]:
    """The words of argparse itself, such as «usage» and «expected one argument», in the reader's language.

    It looks them up in its own `_`, which is gettext's and would need compiled catalogues for a handful of texts.
    """
    module: Any = argparse
    before = module._, module.ngettext
    module._ = argparse_word
    module.ngettext = lambda one, many, count: argparse_word(one if count == 1 else many)
    try:
        yield
    finally:
        module._, module.ngettext = before


def as_json(command: argparse.ArgumentParser) -> None:
    command.add_argument("--json", action="store_true", help=say("the answer as JSON, for programs"))


def simulating(command: argparse.ArgumentParser, replications: int = 100) -> None:
    """How many replications, of which seed, and where."""
    count = at_least(1)
    command.add_argument(
        "--replications",
        type=count,
        default=replications,
        metavar="N",
        help=say("default {number}", number=replications),
    )
    command.add_argument("--seed", type=seed, default=1, help=say("default 1; the same seed gives the same answer"))
    running(command)


def running(command: argparse.ArgumentParser) -> None:
    """Where replications are run, and how many at once."""
    command.add_argument(
        "--workers", type=at_least(1), default=None, metavar="N", help=say("how many at once; changes only the time")
    )
    command.add_argument("--on", default="threads", metavar="WHERE", help=say("threads (default), processes, or the address of a Dask scheduler (tcp://host:8786); changes only the time"))  # fmt: skip


def at_least(lowest: int) -> Callable[[str], int]:
    """A whole number, not below the lowest."""

    def whole(text: str) -> int:
        try:
            value = int(text)
        except ValueError:
            raise argparse.ArgumentTypeError(say("«{text}» is not a whole number", text=text)) from None
        if value < lowest:
            raise argparse.ArgumentTypeError(say("must be {lowest} or more", lowest=lowest))
        return value

    return whole


def seed(text: str) -> int:
    try:
        value = int(text)
    except ValueError:
        raise argparse.ArgumentTypeError(say("«{text}» is not a whole number", text=text)) from None
    if not 0 <= value < 2**32:
        raise argparse.ArgumentTypeError(say("must be from 0 to 4294967295"))
    return value


def date(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(say("«{text}» is not a date like 2026-01-31", text=text)) from None
