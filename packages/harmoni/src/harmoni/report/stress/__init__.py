"""STRESS-DES: six sections, twenty items, filled in from the files of the model, the run and the program.

Monks, T., Currie, C. S. M., Onggo, B. S., Robinson, S., Kunc, M. and Taylor, S. J. E. (2019): Strengthening the
reporting of empirical simulation studies: introducing the STRESS guidelines. Journal of Simulation 13(1), 55-67.
"""

from collections.abc import Callable

from harmoni.report.document import Block, Heading, Link, Paragraph, Table
from harmoni.report.stress import data, experiment, logic, objectives
from harmoni.report.stress.item import MISSING, Answer, Subject

SECTIONS: tuple[tuple[str, tuple[tuple[str, Callable[[Subject], Answer]], ...]], ...] = (
    ("1", (("1.1", objectives.purpose), ("1.2", objectives.outputs), ("1.3", objectives.aims))),
    (
        "2",
        (
            ("2.1", logic.diagram),
            ("2.2", logic.base),
            ("2.3", logic.scenarios),
            ("2.4", logic.algorithms),
            ("2.5.1", logic.entities),
            ("2.5.2", logic.activities),
            ("2.5.3", logic.resources),
            ("2.5.4", logic.queues),
            ("2.5.5", logic.ends),
        ),
    ),
    (
        "3",
        (
            ("3.1", data.sources),
            ("3.2", data.preprocessing),
            ("3.3", data.parameters),
            ("3.4", data.assumptions),
        ),
    ),
    (
        "4",
        (
            ("4.1", experiment.initialisation),
            ("4.2", experiment.run_length),
            ("4.3", experiment.estimation),
        ),
    ),
    (
        "5",
        (
            ("5.1", experiment.software),
            ("5.2", experiment.sampling),
            ("5.3", experiment.execution),
            ("5.4", experiment.system),
        ),
    ),
    ("6", (("6.1", experiment.sharing),)),
)


def missing(subject: Subject) -> list[str]:
    """Numbers of the items that only the author can fill in, and has not."""
    return [number for number, answer in _answers(subject).items() if answer.origin == MISSING]


def stress(subject: Subject) -> list[Block]:
    """The checklist, then every item."""
    say, answers = subject.names.say, _answers(subject)
    rows = tuple(
        (number, Link(_title(subject, number), _anchor(number)), say(f"origin.{answer.origin}"))
        for number, answer in answers.items()
    )
    head = (say("word.number"), say("word.item"), say("word.origin"))
    blocks: list[Block] = [
        Heading(2, say("stress.heading"), "stress"),
        Paragraph(say("stress.intro")),
        Table(say("stress.caption"), head, rows),
    ]
    for section, items in SECTIONS:
        blocks.append(Heading(3, f"{section} {say(f'stress.s{section}')}", f"stress-{section}"))
        for number, _ in items:
            blocks.append(Heading(4, f"{number} {_title(subject, number)}", _anchor(number)))
            blocks += answers[number].blocks
    return blocks


def _answers(subject: Subject) -> dict[str, Answer]:
    return {number: answer(subject) for _, items in SECTIONS for number, answer in items}


def _title(subject: Subject, number: str) -> str:
    return subject.names.say(f"stress.i{number.replace('.', '_')}")


def _anchor(number: str) -> str:
    return f"stress-{number.replace('.', '-')}"
