"""An item of the checklist: what it is answered with, and where the answer comes from."""

from dataclasses import dataclass
from typing import Any

from harmoni.report.author import Author
from harmoni.report.document import Block, Missing, Paragraph
from harmoni.report.findings import Findings
from harmoni.report.names import Names

FILES, RUN, PROGRAM, AUTHOR, MISSING = "files", "run", "program", "author", "missing"


@dataclass(frozen=True)
class Subject:
    """What the report is about."""

    found: Findings
    author: Author
    names: Names
    optimised: dict[str, Any] | None = None
    """What `harmoni optimise` found and kept."""


@dataclass(frozen=True)
class Answer:
    blocks: list[Block]
    origin: str


def said(subject: Subject, field: str) -> Answer:
    """What only the author can say; or that it is missing, and where to write it."""
    text = subject.author.texts.get(field)
    say = subject.names.say
    if text is None:
        return Answer([Missing(say("stress.missing", field=field))], MISSING)
    language = "" if text.language == say.language else text.language
    return Answer([Paragraph(text.text, language)], AUTHOR)
