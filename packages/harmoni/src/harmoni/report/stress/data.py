"""Section 3: what the numbers are, and where they come from."""

from harmoni.model.parts import PROBABILITY, Model
from harmoni.report import phrases
from harmoni.report.document import Block, Bullets, Paragraph, Table
from harmoni.report.names import Names
from harmoni.report.pictures import sentence
from harmoni.report.stress.item import FILES, PROGRAM, Answer, Subject, said
from harmoni.texts import speaking


def sources(subject: Subject) -> Answer:
    return said(subject, "data_sources")


def preprocessing(subject: Subject) -> Answer:
    return said(subject, "preprocessing")


def parameters(subject: Subject) -> Answer:
    """Every number of the model that is not told in 2.5, and the files they all stand in."""
    names, say, model = subject.names, subject.names.say, subject.found.model
    blocks: list[Block] = [Paragraph(say("stress.parameters")), _arrivals(model, names), _routes(model, names)]
    for table in (_delays(model, names), _prices(model, names), _census(model, names)):
        if table.rows:
            blocks.append(table)
    if model.holidays:
        days = ", ".join(phrases.date(day, say) for day in sorted(model.holidays))
        blocks.append(Paragraph(say("stress.holidays", days=days)))
    rows = tuple((name, checksum[:16]) for name, checksum in subject.found.checksums.items())
    blocks.append(Table(say("stress.files_caption"), (say("word.file"), say("word.checksum")), rows))
    return Answer(blocks, FILES)


def _arrivals(model: Model, names: Names) -> Table:
    say = names.say
    rows = tuple(
        (
            names.group(row.group),
            ", ".join(
                part for part in (phrases.weekdays(row.days, say), phrases.span(row.start, row.end, say)) if part
            ),
            f"{row.from_hour}–{row.to_hour}",
            phrases.plain(row.per_day, say),
        )
        for row in model.arrivals
    )
    head = (say("word.group"), say("word.days"), say("word.clock"), say("word.arrivals"))
    return Table(say("stress.arrivals_caption"), head, rows, frozenset({3}))


def _routes(model: Model, names: Names) -> Table:
    say = names.say
    rows = tuple(
        (
            names.unit(route.origin),
            names.unit(route.to),
            names.group(route.group),
            phrases.plain(route.probability, say),
            phrases.rule(route, names) if route.rule != PROBABILITY or route.priority is not None else "",
        )
        for route in model.routes
    )
    head = (say("word.from"), say("word.to"), say("word.group"), say("word.probability"), say("word.rule"))
    return Table(say("stress.routes_caption"), head, rows, frozenset({3}))


def _delays(model: Model, names: Names) -> Table:
    say = names.say
    rows = tuple(
        (names.unit(unit.id), phrases.length(unit.notice, say), phrases.length(unit.answer, say))
        for unit in model.units
        if unit.notice or unit.answer
    )
    return Table(say("stress.delays_caption"), (say("word.unit"), say("word.notice"), say("word.answer")), rows)


def _prices(model: Model, names: Names) -> Table:
    say = names.say
    rows = tuple(
        (
            sentence(say(f"price.{price.what}")) if say.has(f"price.{price.what}") else price.what,
            names.unit(price.unit) if price.unit else "–",
            phrases.span(price.start, price.end, say) or say("span.always"),
            phrases.plain(price.nok, say),
        )
        for price in model.prices
    )
    head = (say("word.price"), say("word.unit"), say("word.when"), say("word.nok"))
    return Table(say("stress.prices_caption"), head, rows, frozenset({3}))


def _census(model: Model, names: Names) -> Table:
    """How many are there, never one by one."""
    say = names.say
    counted: dict[tuple[str, bool], int] = {}
    for row in model.census:
        key = (row.unit or row.waiting_for, not row.unit)
        counted[key] = counted.get(key, 0) + 1
    waiting = {
        unit.id: sum(row.unit == unit.id and bool(row.waiting_for) for row in model.census) for unit in model.units
    }
    rows = tuple(
        (
            names.unit(unit.id),
            str(counted.get((unit.id, False), 0)),
            str(waiting[unit.id]),
            str(counted.get((unit.id, True), 0)),
        )
        for unit in model.units
    )
    head = (say("word.unit"), say("word.present"), say("word.of_them_ready"), say("word.waits_outside"))
    return Table(say("stress.census_caption"), head, rows if model.census else (), frozenset({1, 2, 3}))


def assumptions(subject: Subject) -> Answer:
    """Those of the program, those of the author, and what the check of the model warns of."""
    say, author = subject.names.say, subject.author
    parts = ("need", "independent", "history", "demand", "readmission", "prices")
    blocks: list[Block] = [
        Paragraph(say("stress.assumptions")),
        Bullets(tuple(say(f"assumed.{part}") for part in parts)),
    ]
    if author.assumptions:
        language = "" if author.assumptions_language == say.language else author.assumptions_language
        blocks += [Paragraph(say("stress.assumptions_author")), Bullets(author.assumptions, language)]
    with speaking(say.language):
        warnings = tuple(str(warning) for warning in subject.found.warnings())
    if warnings:
        blocks += [Paragraph(say("stress.warnings")), Bullets(warnings)]
    return Answer(blocks, PROGRAM)
