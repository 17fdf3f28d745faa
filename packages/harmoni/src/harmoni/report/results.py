"""The first part of a report: the answer, where it hurts today, the weeks to come, and what each proposal changes."""

from harmoni.answers.names import SOCIETY, WAITING, scale_of
from harmoni.plots import NARROW, WIDE, differences
from harmoni.report import pictures
from harmoni.report.document import Block, Bullets, Figure, Heading, Paragraph, Table
from harmoni.report.findings import Change, Findings, Proposal
from harmoni.report.names import Names, reason_names
from harmoni.report.pictures import sentence
from harmoni.statistics.intervals import Summary

COST = f"{SOCIETY}: cost, NOK a year"
_PER_UNIT = ("held, waiting elsewhere", "waiting outside")


def results(found: Findings, names: Names) -> list[Block]:
    """All of the part."""
    return [*_short(found, names), *_today(found, names), *_weeks(found, names), *_proposals(found, names)]


def _short(found: Findings, names: Names) -> list[Block]:
    """The answer in sentences."""
    say, table = names.say, found.table
    told = []
    if WAITING in table:
        row = table[WAITING]
        told.append(
            say(
                "result.waiting", mean=say.number(row.mean, 1), interval=say.interval(row.low, row.high, 1),
                median=say.number(row.median, 1), tail=say.number(row.tail_high, 1),
            )
        )  # fmt: skip
    causes = found.long.bottlenecks()
    total = sum(held for _, _, held in causes)
    if total > 0:
        units: dict[str, float] = {}
        for unit, _, held in causes:
            units[unit] = units.get(unit, 0.0) + held
        first, *rest = sorted(units.items(), key=lambda entry: -entry[1])
        told.append(say("result.cause", unit=names.unit(first[0]), share=say.share(first[1] / total)))
        if rest and rest[0][1] >= total / 10:
            told[-1] += " " + say("result.cause_next", unit=names.unit(rest[0][0]), share=say.share(rest[0][1] / total))
    told += [_sentence(proposal, names) for proposal in found.proposals]
    if found.proposals:
        told.append(say("result.pairs", replications=found.replications))
    return [Heading(2, say("result.short"), "svar"), Bullets(tuple(told))]


def _sentence(proposal: Proposal, names: Names) -> str:
    """What a proposal gives in a steady year, and what it costs everybody together."""
    say, table = names.say, proposal.long.rows
    parts = []
    if WAITING in table:
        parts.append(_change(table[WAITING], 1.0, "waiting", names))
    if COST in table:
        parts.append(_change(table[COST], 1e6, "cost", names))
    return say("result.proposal", title=names.own(proposal.scenario.title), told="; ".join(parts))


def _change(row: Summary, scale: float, what: str, names: Names) -> str:
    say = names.say
    if row.direction == 0:
        interval = say.interval(row.low / scale, row.high / scale)
        return say(f"result.{what}_untold", interval=interval)
    low, high = sorted((abs(row.low) / scale, abs(row.high) / scale))
    way = "more" if row.direction > 0 else "less"
    mean = say.number(abs(row.mean) / scale, say.digits(low, high))
    return say(f"result.{what}_{way}", mean=mean, interval=say.interval(low, high))


def _today(found: Findings, names: Names) -> list[Block]:
    say = names.say
    causes = found.long.bottlenecks()
    total = sum(held for _, _, held in causes)
    reasons = reason_names(say)
    rows = tuple(
        (
            names.unit(unit),
            reasons.get(reason, reason),
            say.number(held, 1 if held >= 0.1 else 2),
            say.share(held / total),
        )
        for unit, reason, held in causes
        if held >= total / 200
    )
    blocks: list[Block] = [
        Heading(2, say("result.today"), "i-dag"),
        Paragraph(say("result.today_intro", days=found.long.model.horizon.days)),
    ]
    if rows:
        head = (say("word.unit"), say("word.reason"), say("word.held"), say("word.share"))
        blocks.append(Table(say("result.causes_caption"), head, rows, frozenset({2, 3})))
    wide, narrow = (pictures.map_of(found.long, names, width) for width in (WIDE, NARROW))
    others = len(found.model.units) - pictures.MOST_PLACES
    caption = say("result.map_caption")
    if others > 0:
        caption += " " + say("result.map_others", shown=pictures.MOST_PLACES, others=others)
    blocks.append(Figure(wide, narrow, caption, "flow-map"))
    figures = [name for name in found.table if ": " not in name or name.startswith(tuple(_parties(found)))]
    blocks.append(_levels(found, figures, names))
    return blocks


def _parties(found: Findings) -> list[str]:
    return [*{f"{unit.owner}: " for unit in found.model.units if unit.owner}, f"{SOCIETY}: "]


def _levels(found: Findings, figures: list[str], names: Names) -> Table:
    """The figures of today, with what years may be like."""
    say, table = names.say, found.table
    rows = []
    for name in figures:
        row, scale = table[name], scale_of(name)
        if _is_mirrored(name, row):
            continue
        digits = _digits(name, say.digits(row.low, row.high, row.mean))
        numbers = [say.number(value / scale, digits) for value in (row.mean, row.median, row.tail_low, row.tail_high)]
        interval = say.interval(row.low / scale, row.high / scale, digits)
        rows.append((sentence(names.figure(name)), numbers[0], interval, *numbers[1:]))
    head = tuple(say(f"word.{key}") for key in ("figure", "mean", "interval", "median", "tail_low", "tail_high"))
    return Table(say("result.levels_caption"), head, tuple(rows), frozenset(range(1, 6)))


def _digits(name: str, usual: int) -> int:
    if name.endswith("NOK a year"):
        return 2
    return 0 if name.endswith("a year") else usual


def _is_mirrored(name: str, row: Summary) -> bool:
    """What one party is paid is what another pays: told once."""
    return name.endswith("fees paid, NOK a year") and row.mean <= 0


def _weeks(found: Findings, names: Names) -> list[Block]:
    say = names.say
    if found.short is None:
        return []
    wide, narrow = (pictures.fans_of(found.short, names, width) for width in (WIDE, NARROW))
    if wide is None or narrow is None:
        return []
    days = found.short.model.horizon.days
    return [
        Heading(2, say("result.weeks", weeks=days // 7) if days >= 14 else say("result.days", days=days), "ukene"),
        Paragraph(say("result.weeks_intro", patients=len(found.model.census))),
        Figure(wide, narrow, say("result.fans_caption"), "fans"),
    ]


def _proposals(found: Findings, names: Names) -> list[Block]:
    """Differences as drawings, then the numbers of each proposal."""
    say = names.say
    if not found.proposals:
        return []
    blocks: list[Block] = [
        Heading(2, say("result.proposals"), "forslag"),
        Paragraph(say("result.proposals_intro")),
    ]
    for term in ("long", "short"):
        pairs = [
            (names.own(p.scenario.title), comparison)
            for p in found.proposals
            if (comparison := getattr(p, term)) is not None
        ]
        if pairs:
            panels = pictures.panels_of(pairs, names, is_brief=term == "short")
            title = say(f"result.differences_{term}")
            for number, page in enumerate(pictures.on_pages(panels)):
                wide, narrow = (differences(page, title, say.language, width) for width in (WIDE, NARROW))
                name = f"differences-{term}-{number + 1}" if number else f"differences-{term}"
                blocks.append(Figure(wide, narrow, title, name))
    for proposal in found.proposals:
        scenario = proposal.scenario
        blocks.append(Heading(3, names.own(scenario.title), f"forslag-{scenario.id}"))
        blocks.append(Paragraph(say("result.by", author=names.own(scenario.author), reason=names.own(scenario.reason))))
        blocks.append(_numbers(proposal.long, say("result.long"), names))
        if proposal.short is not None:
            blocks.append(_numbers(proposal.short, say("result.soon"), names))
    return blocks


def _numbers(found: Change, when: str, names: Names) -> Table:
    """Every figure that changes and is about all, and those of units whose change can be told from 0."""
    say, base = names.say, found.now
    rows = []
    for name, row in found.rows.items():
        is_of_unit = any(name.startswith(f"{unit.id}: ") for unit in names.model.units)
        if row.mean == row.low == row.high == 0 or _is_mirrored(name, base[name]):
            continue
        if is_of_unit and (row.direction == 0 or not name.endswith(_PER_UNIT)):
            continue
        digits, scale = _digits(name, say.digits(row.low, row.high, row.mean)), scale_of(name)
        reading = {1: say("word.more"), -1: say("word.less"), 0: say("difference.untold")}[row.direction]
        rows.append(
            (
                sentence(names.figure(name)),
                say.number(base[name].mean / scale, _digits(name, say.digits(base[name].mean))),
                say.number(row.mean / scale, digits),
                say.interval(row.low / scale, row.high / scale, digits),
                reading,
            )
        )
    head = tuple(say(f"word.{key}") for key in ("figure", "now", "change", "interval", "reading"))
    return Table(when, head, tuple(rows), frozenset({1, 2, 3}))
