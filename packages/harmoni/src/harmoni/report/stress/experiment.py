"""Sections 4 to 6: how it was run, with what, and how others can run it again."""

import shlex

from harmoni.answers.names import WAITING
from harmoni.report import phrases
from harmoni.report.document import Block, Bullets, Command, Paragraph
from harmoni.report.stress.item import PROGRAM, RUN, Answer, Subject, said
from harmoni.statistics.intervals import ENOUGH_FOR_T

MILLION = 1e6


def initialisation(subject: Subject) -> Answer:
    say, found = subject.names.say, subject.found
    start = "experiment.steady_census" if found.long.model.begins_with_census else "experiment.steady"
    told = [say(start, days=found.long.model.horizon.warm_up_days, patients=len(found.model.census))]
    if found.short:
        waiting = sum(bool(row.waiting_for) for row in found.model.census)
        told.append(say("experiment.census", patients=len(found.model.census), waiting=waiting))
    else:
        told.append(say("experiment.no_census"))
    return Answer([Bullets(tuple(told))], RUN)


def run_length(subject: Subject) -> Answer:
    say, found = subject.names.say, subject.found
    start = phrases.date(found.model.horizon.start, say)
    told = [say("experiment.long_days", days=found.long.model.horizon.days, start=start)]
    if found.short:
        told.append(say("experiment.short_days", days=found.short.model.horizon.days, start=start))
    told.append(say("experiment.unit_of_time"))
    return Answer([Bullets(tuple(told))], RUN)


def estimation(subject: Subject) -> Answer:
    """Replications, what kind of interval, and how exact the main figure became."""
    say, found = subject.names.say, subject.found
    method = "student" if found.replications >= ENOUGH_FOR_T else "bootstrap"
    told = [
        say("experiment.replications", replications=found.replications),
        say(f"experiment.{method}", enough=ENOUGH_FOR_T),
        say("experiment.spread"),
    ]
    if found.proposals:
        told.append(say("experiment.pairs"))
    row = found.table.get(WAITING)
    if row is not None and row.low > float("-inf"):
        told.append(say("experiment.precision", half=say.number(row.half_width), mean=say.number(row.mean)))
    return Answer([Bullets(tuple(told))], RUN)


def software(subject: Subject) -> Answer:
    say = subject.names.say
    versions = [f"{name} {version}" for name, version in subject.found.machine.versions.items()]
    return Answer([Paragraph(say("experiment.software", versions=say.listed(versions)))], RUN)


def sampling(subject: Subject) -> Answer:
    say = subject.names.say
    return Answer([Paragraph(say("experiment.sampling", seed=subject.found.seed))], RUN)


def execution(subject: Subject) -> Answer:
    say = subject.names.say
    return Answer([Paragraph(say("experiment.execution")), Paragraph(say("experiment.proof"))], PROGRAM)


def system(subject: Subject) -> Answer:
    say, found = subject.names.say, subject.found
    told = {"system": found.machine.system, "processor": found.machine.processor, "cores": found.machine.cores,
            "events": say.number(found.events / MILLION, 1)}  # fmt: skip
    if found.seconds is None:
        return Answer([Paragraph(say("experiment.system_elsewhere", **told))], RUN)
    seconds = say.number(found.seconds, 0 if found.seconds >= 10 else 1)
    return Answer([Paragraph(say("experiment.system", seconds=seconds, **told))], RUN)


def sharing(subject: Subject) -> Answer:
    """How to get it: the program is open; the model is the author's to share. Then the very command."""
    say, found = subject.names.say, subject.found
    own = said(subject, "sharing")
    blocks: list[Block] = [Paragraph(say("experiment.sharing")), *own.blocks]
    if "contact" in subject.author.texts:
        contact = subject.author.texts["contact"]
        blocks.append(Paragraph(say("experiment.contact", contact=contact.text)))
    blocks += [
        Paragraph(say("experiment.again")),
        Command(
            shlex.join(
                ["harmoni", "report", found.name, "--seed", str(found.seed), "--replications", str(found.replications)]
                + ["--language", say.language]
                + [part for name in found.wanted or () for part in ("--scenario", name)]
            )
        ),
    ]
    return Answer(blocks, own.origin)
