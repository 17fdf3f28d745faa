"""`harmoni optimise`: what is typed, what is done, and the answer in tables and a sentence."""

import argparse
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table

from harmoni.cli.arguments import as_json, at_least, running, seed
from harmoni.cli.show import number

if TYPE_CHECKING:
    from harmoni.optimise.answer import Answer, Finalist
    from harmoni.optimise.bounds import Bound
    from harmoni.optimise.question import Question
    from harmoni.optimise.value import NextPlace, Point
    from harmoni.statistics.intervals import Summary

FINE = 0
_MILLION = 1e6
_NOK = "million NOK a year"


def add(commands: Any) -> None:
    """The command, to those that there are."""
    command = commands.add_parser("optimise", help="the best use of the money, and how sure that is")
    command.add_argument("model", type=Path)
    command.add_argument("budget", nargs="?", metavar="BUDGET", help="a file in budgets/, without .toml; may be left "
                         "out when there is only one")  # fmt: skip
    command.add_argument("--among", nargs="+", metavar="SCENARIO", help="instead: which of these scenarios")
    command.add_argument("--count", metavar="PARTY", help="whose cost counts; default all parties together")
    command.add_argument("--indifference", type=float, metavar="NOK", help="a year that nobody would argue about")
    command.add_argument("--designs", type=at_least(1), default=200, metavar="N", help="looked at, at most; default 200")
    command.add_argument("--bounds", action="store_true", help="only what each unit must have, in milliseconds")
    command.add_argument("--replications", type=at_least(1), default=600, metavar="N",
                         help="of a finalist, at most; default 600")  # fmt: skip
    command.add_argument("--seed", type=seed, default=1, help="default 1; the same seed gives the same answer")
    running(command)
    command.add_argument(
        "--out", type=Path, metavar="FILE", help="keep the answer as JSON, to hold it against what came"
    )
    as_json(command)
    command.set_defaults(do=optimise)


def optimise(asked: argparse.Namespace) -> int:
    from harmoni.cli.commands import Refused, executor, progress, write_json
    from harmoni.model.load import load
    from harmoni.optimise.bounds import bounds
    from harmoni.statistics.study import default_workers

    model, _ = load(asked.model)
    console = Console()
    if asked.bounds:
        question = _question(asked, model) if asked.budget or asked.among else None
        rows = bounds(model, question)
        if asked.json:
            from dataclasses import asdict

            write_json({"bounds": [asdict(row) | {"can_cope": row.can_cope} for row in rows]})
        else:
            console.print(bounds_table(rows))
        return FINE
    question = _question(asked, model)
    if asked.out and (asked.out.exists() or not asked.out.parent.is_dir()):
        what = "is there already" if asked.out.exists() else "would lie in a folder that is not there"
        raise Refused(f"{asked.out} {what}. Name another file.")
    workers = asked.workers or default_workers()
    with executor(asked.on, workers) as there, progress(asked.json, question.title) as tick:
        from harmoni.optimise import answer as a

        found = a.optimise(
            question,
            asked.seed,
            workers,
            most_designs=asked.designs,
            most_years=asked.replications,
            progress=lambda what, done, total: tick(done, total),
            executor=there,
        )
    if asked.out:
        _keep(asked.out, found)
    if asked.json:
        write_json(found.as_dict())
        return FINE
    tell(console, found)
    return FINE


def tell(console: Console, found: "Answer") -> None:
    """The whole answer, the sentence last."""
    overloaded = [row for row in found.bounds if not row.can_cope]
    if overloaded:
        console.print(bounds_table(overloaded))
    console.print(finalists_table(found))
    if found.next_today:
        console.print(next_table(found.next_today, "What the next place is worth, as things are today"))
        console.print(next_table(found.next_chosen, f"What the next place is worth after: {found.chosen.said}"))
        console.print(curve_table(found.question, found.curve))
    for line in sentences(found):
        console.print(line, highlight=False)


def bounds_table(rows: list["Bound"]) -> Table:
    table = Table(
        title="What each unit must have, before anything is simulated",
        caption="A unit alone, without blocking, hours of intake or priorities: a start and a warning, not the answer.",
    )
    table.add_column("unit")
    for heading in (
        "there is",
        "mean need",
        "peak of the week",
        "must wait",
        "days",
        "few wait with",
        "nine of ten peaks",
    ):
        table.add_column(heading, justify="right")
    for row in rows:
        style = None if row.can_cope else "yellow" if row.could_cope else "red"
        there_is = "no limit" if row.places == float("inf") else number(row.places)
        days = "without end" if row.mean_wait_days == float("inf") else number(row.mean_wait_days)
        table.add_row(row.unit, f"{there_is} {row.kind}", number(row.offered), number(row.peak),
                      f"{row.chance_of_waiting:.0%}", days, number(row.for_few), number(row.for_peak), style=style)  # fmt: skip
    return table


def finalists_table(found: "Answer") -> Table:
    table = Table(
        title=f"{found.question.title}\nFinalists, by cost to {found.question.count}",
        caption=f"{found.designs} designs looked at, {number(found.replications)} years simulated, seed {found.seed}. "
        f"Costs in {_NOK}, as differences from today with the same patients. Reading: what it costs above the chosen one; "
        "alike: cannot be told from it.",
    )
    table.add_column("design")
    for heading in ("spent", "cost", "95 % interval", *_parties(found.question), "wait in hospital"):
        table.add_column(heading, justify="right")
    for limit in found.question.limits:
        table.add_column(limit.said(), justify="right")
    table.add_column("reading")
    for row in found.finalists:
        style = "bold" if row.is_chosen else None if row.is_alike else "dim"
        change = row.against_today
        table.add_row(row.said, money(row.spent), money(change.mean), _interval(change),
                      *(money(row.parties_against_today[party].mean) for party in _parties(found.question)),
                      number(row.waiting), *(f"{share:.1%}{'' if holds else ' !'}" for share, holds in row.limits),
                      _reading(row), style=style)  # fmt: skip
    return table


def _parties(question: "Question") -> list[str]:
    """Those with a name."""
    return [party for party in question.parties if party]


def _reading(row: "Finalist") -> str:
    if row.is_chosen:
        return "chosen"
    if row.is_alike:
        return "alike"
    if not all(holds for _, holds in row.limits):
        return "breaks a limit"
    return f"+{money(row.above_chosen[0])} to {money(row.above_chosen[1])}"


def next_table(rows: list["NextPlace"], title: str) -> Table:
    table = Table(title=title, caption=f"In {_NOK}. Budget and limits are not asked.")
    table.add_column("unit")
    for heading in ("step", "saves elsewhere", "costs", "left over", "95 % interval"):
        table.add_column(heading, justify="right")
    table.add_column("reading")
    for row in rows:
        reading = {1: "pays", -1: "does not pay", 0: "cannot be told from 0"}[row.net.direction]
        table.add_row(row.lever, f"+{row.step:g}", money(row.saves.mean), money(row.cost), money(row.net.mean),
                      _interval(row.net), reading,
                      style="dim" if row.net.direction == 0 else None)  # fmt: skip
    return table


def curve_table(question: "Question", points: list["Point"]) -> Table:
    table = Table(
        title="The cost curve: the best found for less and for more money",
        caption=f"In {_NOK}. Flat: not more than {money(question.indifference)} above the best, as far as can be told.",
    )
    table.add_column("design")
    for heading in ("spent", "above the best", "95 % interval", "wait in hospital"):
        table.add_column(heading, justify="right")
    table.add_column("reading")
    for point in points:
        above = point.above_best
        table.add_row(question.said(point.design), money(point.spent), money(above.mean),
                      _interval(above), number(point.waiting), "flat" if point.is_flat else "",
                      style=None if point.is_flat else "dim")  # fmt: skip
    return table


def sentences(found: "Answer") -> list[str]:
    """The answer in words."""
    chosen, question = found.chosen, found.question
    change = chosen.against_today
    if chosen.design == question.today:
        lines = [f"Best found for {question.count}: as today."]
    else:
        how = {-1: "less", 1: "more", 0: "which cannot be told from 0"}[change.direction]
        size = f"{money(abs(change.mean)) if change.direction else money(change.mean)} {_NOK}"
        low, high = (change.low, change.high) if change.direction >= 0 else (-change.high, -change.low)
        waiting = f"{number(chosen.waiting)} patients wait in hospital instead of {number(found.today.waiting)}"
        lines = [f"Best found for {question.count}: {chosen.said}.",
                 f"Against today it costs {size} {how} ({money(low)} to {money(high)}), and {waiting}."]  # fmt: skip
    sure = f"With {100 * found.confidence:g} % confidence"
    if found.regret > 0:
        lines.append(f"{sure} it costs at most {money(found.regret)} {_NOK} more than the best of the finalists.")
    elif len(found.finalists) > 1:
        lines.append(f"{sure} no finalist {'that keeps the limits ' if question.limits else ''}is better.")
    if not found.is_decided:
        lines.append(
            f"No winner within {money(question.indifference)}: give it more replications, or a larger indifference."
        )
    if found.alike:
        lines.append(f"Cannot be told from it: {'; '.join(row.said for row in found.alike)}.")
    if not found.is_local_best:
        lines.append("The search ran out of designs before all neighbours were looked at: give it more (--designs).")
    if not found.keeps_limits:
        lines.append("No finalist keeps all limits; this one comes nearest.")
    return lines


def _interval(row: "Summary") -> str:
    return f"{money(row.low)} to {money(row.high)}"


def money(nok: float) -> str:
    """In millions; what rounds to nothing is nothing."""
    text = f"{nok / _MILLION:,.2f}".replace(",", "\u202f")
    return "0.00" if text == "-0.00" else text.replace("-", "−")


def _question(asked: argparse.Namespace, model: Any) -> "Question":
    from dataclasses import replace

    from harmoni.answers.figures import SOCIETY
    from harmoni.cli.commands import Refused
    from harmoni.optimise import question as q

    if asked.among:
        if asked.budget:
            raise Refused("Name a budget, or scenarios with --among, not both.")
        found = q.among(asked.model, asked.among, model)
    else:
        names = q.names(asked.model)
        if not asked.budget and len(names) != 1:
            what = f"one of: {', '.join(names)}" if names else "a file in budgets/, which has none"
            raise Refused(f"Say what may be changed: {what}. Or name scenarios with --among.")
        found = q.load(asked.model, asked.budget or names[0], model)
    if asked.count:
        if asked.count not in (SOCIETY, *found.parties):
            raise Refused(f"«{asked.count}» is not one of: {', '.join((SOCIETY, *found.parties))}.")
        found = replace(found, count=asked.count)
    if asked.indifference is not None:
        if not 0 < asked.indifference < float("inf"):
            raise Refused("The indifference must be above 0, and a number.")
        found = replace(found, indifference=asked.indifference)
    return found


def _keep(path: Path, found: "Answer") -> None:
    """All of the file or nothing."""
    half = path.with_name(f".{path.name}.half")
    half.write_text(json.dumps(found.as_dict(), ensure_ascii=False, indent=2), "utf-8")
    os.replace(half, path)
