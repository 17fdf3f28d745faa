"""Section 1: what the model is for."""

from harmoni.report.document import Block, Bullets, Paragraph, Table
from harmoni.report.pictures import sentence
from harmoni.report.stress.item import FILES, PROGRAM, Answer, Subject, said

_SHARED = (
    "ready_and_waiting_in_hospital", "in_care", "held_waiting_elsewhere", "waiting_outside", "mean_wait_days",
    "in_within_a_day", "turned_away_a_day", "fee_days_a_year", "fees_paid_NOK_a_year", "cost_NOK_a_year",
)  # fmt: skip


def purpose(subject: Subject) -> Answer:
    return said(subject, "purpose")


def outputs(subject: Subject) -> Answer:
    say = subject.names.say
    rows = tuple((sentence(say(f"figure.{name}")), say(f"defined.{name}")) for name in _SHARED)
    table = Table(say("stress.outputs_caption"), (say("word.figure"), say("word.definition")), rows)
    return Answer([Paragraph(say("stress.outputs")), table], PROGRAM)


def aims(subject: Subject) -> Answer:
    """Scenario analysis from the scenario files; design and optimisation are said too."""
    say, names = subject.names.say, subject.names
    blocks: list[Block] = []
    if "aims" in subject.author.texts:
        blocks += said(subject, "aims").blocks
    proposals = subject.found.proposals
    if proposals:
        blocks.append(Paragraph(say("stress.aims_scenarios")))
        rows = tuple(
            (names.own(p.scenario.title), names.own(p.scenario.author), names.own(p.scenario.reason)) for p in proposals
        )
        head = (say("word.scenario"), say("word.author"), say("word.why"))
        blocks.append(Table(say("stress.aims_caption"), head, rows))
    else:
        blocks.append(Paragraph(say("stress.aims_none")))
    blocks.append(Bullets((say("stress.aims_design"), _optimisation(subject))))
    return Answer(blocks, FILES)


def _optimisation(subject: Subject) -> str:
    """What was optimised, and how."""
    say, found = subject.names.say, subject.optimised
    if found is None:
        return say("stress.aims_optimisation")
    return say(
        "stress.aims_optimised",
        title=subject.names.own(found["title"]),
        counted=subject.names.party(found["counted"]),
        levers=say.listed([subject.names.unit(lever["name"]) for lever in found["levers"]]),
        designs=found["designs"],
        years=say.number(found["replications"], 0),
        seed=found["seed"],
        indifference=say.number(found["indifference"] / 1e6, 2),
        confidence=say.share(found["confidence"]),
    )
