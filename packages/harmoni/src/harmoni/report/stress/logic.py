"""Section 2: what happens in the model."""

from harmoni.model import flow, moves
from harmoni.model.parts import AFTER_DAYS, AGEING, BEDS, DIES, IF_FULL, LEAVES, OUTSIDE, SHORTEST
from harmoni.report import phrases
from harmoni.report.document import Block, Bullets, Paragraph, Table
from harmoni.report.stress.item import FILES, PROGRAM, RUN, Answer, Subject


def diagram(subject: Subject) -> Answer:
    say = subject.names.say
    return Answer([Paragraph(say("stress.diagram", figure=1))], RUN)


def base(subject: Subject) -> Answer:
    """The general rules, then those that this model uses."""
    say, model = subject.names.say, subject.found.model
    used = []
    if any(not unit.intake.is_always for unit in model.units):
        used.append(say("logic.intake"))
    if any(unit.staffed for unit in model.units):
        used.append(say("logic.staffed"))
    if any(unit.order == AGEING for unit in model.units):
        used.append(say("logic.ageing"))
    if any(unit.kind != BEDS for unit in model.units):
        used.append(say("logic.kinds"))
    if model.needs:
        used.append(say("logic.needs"))
    if any(unit.waiting_room is not None for unit in model.units):
        used.append(say("logic.room"))
    rules = {route.rule for route in model.routes}
    used += [say(f"logic.{rule}") for rule in (IF_FULL, AFTER_DAYS, SHORTEST) if rule in rules]
    if any(unit.has_fee for unit in model.units) and any(unit.pays_fee for unit in model.units):
        used.append(say("logic.fee"))
    blocks: list[Block] = [Paragraph(say("logic.general"))]
    if used:
        blocks += [Paragraph(say("logic.used")), Bullets(tuple(used))]
    return Answer(blocks, FILES)


def scenarios(subject: Subject) -> Answer:
    names, say = subject.names, subject.names.say
    if not subject.found.proposals:
        return Answer([Paragraph(say("stress.no_scenarios"))], FILES)
    rows = tuple(
        (names.own(p.scenario.title), " ".join(told for one in p.changes for told in phrases.change(one, names)))
        for p in subject.found.proposals
    )
    table = Table(say("stress.scenarios_caption"), (say("word.scenario"), say("word.differs")), rows)
    return Answer([Paragraph(say("stress.scenarios")), table], FILES)


def algorithms(subject: Subject) -> Answer:
    say = subject.names.say
    parts = ("line", "pull", "ring", "fee", "cause", "rest")
    return Answer([Bullets(tuple(say(f"algorithm.{part}") for part in parts))], PROGRAM)


def entities(subject: Subject) -> Answer:
    names, say, model = subject.names, subject.names.say, subject.found.model
    per_day = flow.arrivals_per_day(model)
    rows = tuple(
        (names.group(group.id), str(group.priority), say.number(float(rate), 1))
        for group, rate in zip(model.groups, per_day, strict=True)
    )
    head = (say("word.group"), say("word.priority"), say("word.arrivals"))
    table = Table(say("stress.entities_caption"), head, rows, frozenset({1, 2}))
    return Answer([Paragraph(say("stress.entities")), table], FILES)


def activities(subject: Subject) -> Answer:
    names, say, model = subject.names, subject.names.say, subject.found.model
    rows = tuple(
        (names.unit(stay.unit), names.group(stay.group), phrases.length(stay.distribution, say),
         say.number(stay.distribution.mean, 1))
        for stay in model.stays
    )  # fmt: skip
    head = (say("word.unit"), say("word.group"), say("word.stay"), say("word.mean_days"))
    blocks: list[Block] = [
        Paragraph(say("stress.activities")),
        Table(say("stress.stays_caption"), head, rows, frozenset({3})),
    ]
    if model.needs:
        needs = tuple(
            (
                names.unit(need.unit),
                names.group(need.group),
                phrases.plain(need.from_day, say),
                phrases.plain(need.hours, say),
            )
            for need in model.needs
        )
        head = (say("word.unit"), say("word.group"), say("word.from_day"), say("word.hours"))
        blocks.append(Table(say("stress.needs_caption"), head, needs, frozenset({2, 3})))
    return Answer(blocks, FILES)


def resources(subject: Subject) -> Answer:
    names, say = subject.names, subject.names.say
    rows = tuple(
        (names.unit(unit.id), names.party(unit.owner), phrases.capacity(unit, say), phrases.intake(unit.intake, say))
        for unit in subject.found.model.units
    )
    head = (say("word.unit"), say("word.owner"), say("word.places"), say("word.intake"))
    return Answer([Paragraph(say("stress.resources")), Table(say("stress.resources_caption"), head, rows)], FILES)


def queues(subject: Subject) -> Answer:
    names, say = subject.names, subject.names.say
    rows = tuple((names.unit(unit.id), phrases.queue(unit, say)) for unit in subject.found.model.units)
    table = Table(say("stress.queues_caption"), (say("word.unit"), say("word.order")), rows)
    return Answer([Paragraph(say("stress.queues")), table], FILES)


def ends(subject: Subject) -> Answer:
    """Where patients come in and go out, a day in the long run."""
    names, say = subject.names, subject.names.say
    ways = moves.per_day(subject.found.model)
    rows = []
    for unit in subject.found.model.units:
        numbers = [ways.get(way, 0.0) for way in ((OUTSIDE, unit.id), (unit.id, LEAVES), (unit.id, DIES))]
        rows.append((names.unit(unit.id), *(say.number(n, 2) if n else "–" for n in numbers)))
    head = (say("word.unit"), say("word.comes_in"), say("word.goes_out"), say("word.dies"))
    return Answer(
        [Paragraph(say("stress.ends")), Table(say("stress.ends_caption"), head, tuple(rows), frozenset({1, 2, 3}))],
        FILES,
    )
