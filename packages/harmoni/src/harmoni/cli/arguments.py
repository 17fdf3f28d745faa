"""Arguments that several commands share."""

import argparse
import datetime as dt
from collections.abc import Callable


def as_json(command: argparse.ArgumentParser) -> None:
    command.add_argument("--json", action="store_true", help="the answer as JSON, for programs")


def simulating(command: argparse.ArgumentParser, replications: int = 100) -> None:
    """How many replications, of which seed, and where."""
    count = at_least(1)
    command.add_argument(
        "--replications", type=count, default=replications, metavar="N", help=f"default {replications}"
    )
    command.add_argument("--seed", type=seed, default=1, help="default 1; the same seed gives the same answer")
    running(command)


def running(command: argparse.ArgumentParser) -> None:
    """Where replications are run, and how many at once."""
    command.add_argument(
        "--workers", type=at_least(1), default=None, metavar="N", help="how many at once; changes only the time"
    )
    command.add_argument("--on", default="threads", metavar="WHERE", help="threads (default), processes, or the address "
                         "of a Dask scheduler (tcp://host:8786); changes only the time")  # fmt: skip


def at_least(lowest: int) -> Callable[[str], int]:
    """A whole number, not below the lowest."""

    def whole(text: str) -> int:
        try:
            value = int(text)
        except ValueError:
            raise argparse.ArgumentTypeError(f"«{text}» is not a whole number") from None
        if value < lowest:
            raise argparse.ArgumentTypeError(f"must be {lowest} or more")
        return value

    return whole


def seed(text: str) -> int:
    try:
        value = int(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"«{text}» is not a whole number") from None
    if not 0 <= value < 2**32:
        raise argparse.ArgumentTypeError("must be from 0 to 4294967295")
    return value


def date(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"«{text}» is not a date like 2026-01-31") from None
