"""What only people can say about a model: `report.toml` beside `model.toml`.

Purpose, sources, what was done to the data, assumptions, how it is shared; in one language or more; and what the
model's own names are called in another language.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from harmoni.model import files
from harmoni.model.problems import BadModel, Problem
from harmoni.texts import LANGUAGES

FILE = "report.toml"
FIELDS = ("purpose", "aims", "data_sources", "preprocessing", "sharing", "contact")


@dataclass(frozen=True)
class Said:
    """A text by the author, and the language it is in."""

    text: str
    language: str


@dataclass(frozen=True)
class Author:
    """What the author said, by field; what was not said is not there."""

    texts: Mapping[str, Said]
    assumptions: tuple[str, ...] = ()
    assumptions_language: str = ""
    names: Mapping[str, str] | None = None


def problems_of(path: Path) -> list[Problem]:
    """What is wrong with report.toml; nothing when there is none."""
    found: list[Problem] = []
    content = files.read_files(path).get(FILE)
    if content is not None:
        files.read_toml(FILE, content, "report", found)
    return found


def read(path: Path, language: str) -> Author:
    """What is said, in the language of the report or else in another; `BadModel` when the file is wrong."""
    content = files.read_files(path).get(FILE)
    if content is None:
        return Author({})
    problems: list[Problem] = []
    document = files.read_toml(FILE, content, "report", problems)
    if document is None:
        raise BadModel(problems)
    order = [language, *(other for other in LANGUAGES if other != language)]
    spoken: list[tuple[str, dict[str, Any]]] = [(code, document.get(code, {})) for code in order]
    texts = {
        field: next((Said(" ".join(said[field].split()), code) for code, said in spoken if field in said), None)
        for field in FIELDS
    }
    assumptions = next(((tuple(said["assumptions"]), code) for code, said in spoken if "assumptions" in said), ((), ""))
    return Author(
        {field: said for field, said in texts.items() if said is not None},
        *assumptions,
        names=document.get(language, {}).get("names", {}),
    )
