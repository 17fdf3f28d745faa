"""A report as a document: the answer first, then the checklist."""

from pathlib import Path
from typing import Any

from harmoni.report import author
from harmoni.report.document import Document
from harmoni.report.findings import Findings
from harmoni.report.money import money
from harmoni.report.names import Names
from harmoni.report.results import results
from harmoni.report.stress import missing, stress
from harmoni.report.stress.item import Subject
from harmoni.texts import texts


def subject_of(path: Path, found: Findings, language: str, optimised: dict[str, Any] | None = None) -> Subject:
    """The findings, with what the author of the model says, and what `harmoni optimise` found where it was asked.

    `BadModel` when report.toml is wrong.
    """
    said = author.read(path, language)
    return Subject(found, said, Names(found.model, texts(language), dict(said.names or {})), optimised)


def document_of(subject: Subject) -> Document:
    """The whole report in the language of the subject's names."""
    say, found, names = subject.names.say, subject.found, subject.names
    return Document(
        title=names.own(found.model.title),
        subtitle=say("page.subtitle"),
        language=say.language,
        made_on=found.made_on,
        footer=say(
            "page.footer", version=found.machine.versions["Harmoni"], seed=found.seed, replications=found.replications
        ),
        blocks=(
            *results(found, names),
            *(money(subject.optimised, names) if subject.optimised else ()),
            *stress(subject),
        ),
    )


__all__ = ["document_of", "missing", "subject_of"]
