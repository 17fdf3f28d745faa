"""`harmoni optimise`: what is typed, what is done, and the answer in tables and a sentence."""

import argparse
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table

from harmoni.cli import called
from harmoni.cli.arguments import as_json, at_least, running, seed
from harmoni.cli.show import number
from harmoni.texts import language, say, texts

if TYPE_CHECKING:
    from harmoni.optimise.answer import Answer, Finalist
    from harmoni.optimise.bounds import Bound
    from harmoni.optimise.question import Question
    from harmoni.optimise.value import NextPlace
    from harmoni.statistics.intervals import Summary

FINE = 0
_MILLION = 1e6


def add(commands: Any) -> None:
    """The command, to those that there are."""
    command = commands.add_parser("optimise", help=say("the best use of the money, and how sure that is"))
    command.add_argument("model", type=Path)
    command.add_argument("budget", nargs="?", metavar="BUDGET", help=say("a file in budgets/, without .toml; may be left out when there is only one"))  # fmt: skip
    command.add_argument("--among", nargs="+", metavar="SCENARIO", help=say("instead: which of these scenarios"))
    command.add_argument("--count", metavar="PARTY", help=say("whose cost counts; default all parties together"))
    command.add_argument("--indifference", type=float, metavar="NOK", help=say("a year that nobody would argue about"))
    command.add_argument(
        "--designs", type=at_least(1), default=200, metavar="N", help=say("looked at, at most; default 200")
    )
    command.add_argument("--bounds", action="store_true", help=say("only what each unit must have, in milliseconds"))
    command.add_argument("--replications", type=at_least(1), default=600, metavar="N",
                         help=say("of a finalist, at most; default 600"))  # fmt: skip
    command.add_argument("--seed", type=seed, default=1, help=say("default 1; the same seed gives the same answer"))
    running(command)
    command.add_argument(
        "--out", type=Path, metavar="FILE", help=say("keep the answer as JSON, to hold it against what came")
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
        if asked.out.exists():
            raise Refused(say("{path} is there already. Name a file that is not.", path=asked.out))
        raise Refused(say("There is no folder {folder}. Make it first, or name another file.", folder=asked.out.parent))
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
    tell(console, found, called.titles(asked.model))
    return FINE


def tell(console: Console, found: "Answer", own: called.Called = str) -> None:
    """The whole answer, the sentence last."""
    overloaded = [row for row in found.bounds if not row.can_cope]
    if overloaded:
        console.print(bounds_table(overloaded))
    console.print(finalists_table(found, own))
    if found.next_today:
        console.print(next_table(found.next_today, say("What the next place is worth, as things are today")))
        console.print(
            next_table(
                found.next_chosen,
                say("What the next place is worth after: {design}", design=_own(found.chosen.said, found, own)),
            )
        )
        console.print(curve_table(found, own))
    for line in sentences(found, own):
        console.print(line, highlight=False)


def bounds_table(rows: list["Bound"]) -> Table:
    table = Table(
        title=say("What each unit must have, before anything is simulated"),
        caption=say(
            "A unit alone, without blocking, hours of intake or priorities: a start and a warning, not the answer."
        ),
    )
    table.add_column(say("unit"))
    for heading in (
        say("there is"),
        say("mean need"),
        say("peak of the week"),
        say("must wait"),
        say("days"),
        say("few wait with"),
        say("nine of ten peaks"),
    ):
        table.add_column(heading, justify="right")
    for row in rows:
        style = None if row.can_cope else "yellow" if row.could_cope else "red"
        there_is = say("no limit") if row.places == float("inf") else number(row.places)
        days = say("without end") if row.mean_wait_days == float("inf") else number(row.mean_wait_days)
        table.add_row(row.unit, f"{there_is} {called.kind(row.kind)}", number(row.offered), number(row.peak),
                      called.share(row.chance_of_waiting), days, number(row.for_few), number(row.for_peak), style=style)  # fmt: skip
    return table


def finalists_table(found: "Answer", own: called.Called = str) -> Table:
    table = Table(
        title=own(found.question.title)
        + "\n"
        + say("Finalists, by cost to {party}", party=called.party(found.question.count)),
        caption=say(
            "{designs} designs looked at, {replications} years simulated, seed {seed}. Costs in million NOK a year, as differences from today with the same patients. Reading: what it costs above the chosen one; alike: cannot be told from it.",
            designs=found.designs,
            replications=texts(language()).number(found.replications, 0),
            seed=found.seed,
        ),
    )
    table.add_column(say("design"))
    for heading in (
        say("spent"),
        say("cost"),
        say("95 % interval"),
        *(called.party(party) for party in _parties(found.question)),
        say("wait in hospital"),
    ):
        table.add_column(heading, justify="right")
    for limit in found.question.limits:
        table.add_column(limit.said(), justify="right")
    table.add_column(say("reading"))
    for row in found.finalists:
        style = "bold" if row.is_chosen else None if row.is_alike else "dim"
        change = row.against_today
        table.add_row(_own(row.said, found, own), money(row.spent), money(change.mean), _interval(change),
                      *(money(row.parties_against_today[party].mean) for party in _parties(found.question)),
                      number(row.waiting), *(f"{called.share(share, 1)}{'' if holds else ' !'}" for share, holds in row.limits),
                      _reading(row), style=style)  # fmt: skip
    return table


def _own(said: str, found: "Answer", own: called.Called) -> str:
    """A design with its scenarios called as in the reader's language."""
    for lever in found.question.levers:
        said = said.replace(lever.name, own(lever.name)) if lever.is_switch else said
    return said


def _parties(question: "Question") -> list[str]:
    """Those with a name."""
    return [party for party in question.parties if party]


def _reading(row: "Finalist") -> str:
    if row.is_chosen:
        return say("chosen")
    if row.is_alike:
        return say("alike")
    if not all(holds for _, holds in row.limits):
        return say("breaks a limit")
    return say("+{low} to {high}", low=money(row.above_chosen[0]), high=money(row.above_chosen[1]))


def next_table(rows: list["NextPlace"], title: str) -> Table:
    table = Table(title=title, caption=say("In million NOK a year. Budget and limits are not asked."))
    table.add_column(say("unit"))
    for heading in (say("step"), say("saves elsewhere"), say("costs"), say("left over"), say("95 % interval")):
        table.add_column(heading, justify="right")
    table.add_column(say("reading"))
    for row in rows:
        reading = {1: say("pays"), -1: say("does not pay"), 0: say("cannot be told from 0")}[row.net.direction]
        table.add_row(row.lever, f"+{number(row.step)}", money(row.saves.mean), money(row.cost), money(row.net.mean),
                      _interval(row.net), reading,
                      style="dim" if row.net.direction == 0 else None)  # fmt: skip
    return table


def curve_table(found: "Answer", own: called.Called = str) -> Table:
    question, points = found.question, found.curve
    table = Table(
        title=say("The cost curve: the best found for less and for more money"),
        caption=say(
            "In million NOK a year. Flat: not more than {indifference} above the best, as far as can be told.",
            indifference=money(question.indifference),
        ),
    )
    table.add_column(say("design"))
    for heading in (say("spent"), say("above the best"), say("95 % interval"), say("wait in hospital")):
        table.add_column(heading, justify="right")
    table.add_column(say("reading"))
    for point in points:
        above = point.above_best
        table.add_row(_own(question.said(point.design), found, own), money(point.spent), money(above.mean),
                      _interval(above), number(point.waiting), say("flat") if point.is_flat else "",
                      style=None if point.is_flat else "dim")  # fmt: skip
    return table


def sentences(found: "Answer", own: called.Called = str) -> list[str]:
    """The answer in words."""
    chosen, question = found.chosen, found.question
    party = called.party(question.count)
    if chosen.design == question.today:
        lines = [say("Best found for {party}: as today.", party=party)]
    else:
        lines = [
            say("Best found for {party}: {design}.", party=party, design=_own(chosen.said, found, own)),
            _against_today(found),
        ]
    told = {"confidence": f"{100 * found.confidence:g}", "above": money(found.regret)}
    if found.regret > 0:
        lines.append(
            say(
                "With {confidence} % confidence it costs at most {above} million NOK a year more than the best of the finalists.",
                **told,
            )
        )
    elif len(found.finalists) > 1:
        lines.append(
            say("With {confidence} % confidence no finalist that keeps the limits is better.", **told)
            if question.limits
            else say("With {confidence} % confidence no finalist is better.", **told)
        )
    if not found.is_decided:
        lines.append(
            say(
                "No winner within {indifference}: give it more replications, or a larger indifference.",
                indifference=money(question.indifference),
            )
        )
    if found.alike:
        lines.append(
            say("Cannot be told from it: {names}.", names="; ".join(_own(row.said, found, own) for row in found.alike))
        )
    if not found.is_local_best:
        lines.append(
            say("The search ran out of designs before all neighbours were looked at: give it more (--designs).")
        )
    if not found.keeps_limits:
        lines.append(say("No finalist keeps all limits; this one comes nearest."))
    return lines


def _against_today(found: "Answer") -> str:
    change = found.chosen.against_today
    low, high = (change.low, change.high) if change.direction >= 0 else (-change.high, -change.low)
    told = {
        "size": money(abs(change.mean)) if change.direction else money(change.mean),
        "low": money(low),
        "high": money(high),
        "waiting": number(found.chosen.waiting),
        "today": number(found.today.waiting),
    }
    if change.direction < 0:
        return say(
            "Against today it costs {size} million NOK a year less ({low} to {high}), and {waiting} patients wait in hospital instead of {today}.",
            **told,
        )
    if change.direction > 0:
        return say(
            "Against today it costs {size} million NOK a year more ({low} to {high}), and {waiting} patients wait in hospital instead of {today}.",
            **told,
        )
    return say(
        "Against today it costs {size} million NOK a year more, which cannot be told from 0 ({low} to {high}), and {waiting} patients wait in hospital instead of {today}.",
        **told,
    )


def _interval(row: "Summary") -> str:
    return say("{low} to {high}", low=money(row.low), high=money(row.high))


def money(nok: float) -> str:
    """In millions; what rounds to nothing is nothing."""
    return texts(language()).number(nok / _MILLION, 2)


def _question(asked: argparse.Namespace, model: Any) -> "Question":
    from dataclasses import replace

    from harmoni.answers.names import SOCIETY
    from harmoni.cli.commands import Refused
    from harmoni.optimise import question as q

    if asked.among:
        if asked.budget:
            raise Refused(say("Name a budget, or scenarios with --among, not both."))
        found = q.among(asked.model, asked.among, model)
    else:
        names = q.names(asked.model)
        if not asked.budget and len(names) != 1:
            if not names:
                raise Refused(say("There is no file in budgets/. Write one, or name scenarios with --among."))
            told = ", ".join(names)
            raise Refused(say("Say what may be changed: one of {names}. Or name scenarios with --among.", names=told))
        found = q.load(asked.model, asked.budget or names[0], model)
    if asked.count:
        if asked.count not in (SOCIETY, *found.parties):
            raise Refused(
                say("«{name}» is not one of: {names}.", name=asked.count, names=", ".join((SOCIETY, *found.parties)))
            )
        found = replace(found, count=asked.count)
    if asked.indifference is not None:
        if not 0 < asked.indifference < float("inf"):
            raise Refused(say("The indifference must be above 0, and a number."))
        found = replace(found, indifference=asked.indifference)
    return found


def _keep(path: Path, found: "Answer") -> None:
    """All of the file or nothing."""
    half = path.with_name(f".{path.name}.half")
    half.write_text(json.dumps(found.as_dict(), ensure_ascii=False, indent=2), "utf-8")
    os.replace(half, path)
