"""What things are called on the command line: units by the names one types, all else in the reader's language."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

from harmoni.answers.names import scale_of
from harmoni.model.words import kind
from harmoni.report import author
from harmoni.report.names import reason_names
from harmoni.texts import language, texts

Called = Callable[[str], str]


def titles(path: Path) -> Called:
    """What the model's own titles are called in the reader's language, by report.toml; else as they are."""
    names = author.read(path, language()).names or {}
    return lambda text: names.get(text, text)


def figure(name: str) -> str:
    """A figure of `harmoni.answers.figures`. Money is called millions: divide by `scale_of`."""
    subject, _, what = name.rpartition(": ")
    key = f"figure.{what.replace(' ', '_').replace(',', '')}"
    words = texts(language())
    if not words.has(key):
        return name
    return f"{party(subject)}: {words(key)}" if subject else words(key)


def party(name: str) -> str:
    """A party that bears costs, where it is one of the usual; else as the model calls it."""
    known = {"hospital": "hospital", "municipality": "municipality", "all parties": "everybody"}
    return texts(language())(f"party.{known[name]}") if name in known else name


def reason(name: str) -> str:
    """Why a wait begins in a unit."""
    return reason_names(texts(language())).get(name, name)


def share(value: float, digits: int = 0) -> str:
    """A percentage."""
    words = texts(language())
    return f"{words.number(100 * value, digits)}\u202f%"


def day(date: dt.date) -> str:
    """«Mon 05.01.»."""
    return f"{weekday(date)} {date:%d.%m.}"


def weekday(date: dt.date) -> str:
    """Three letters."""
    return texts(language())(f"days.d{date.weekday()}")[:3]


__all__ = ["Called", "day", "figure", "kind", "party", "reason", "scale_of", "share", "titles", "weekday"]
