"""The best use of the money: what `harmoni optimise` found, as a part of the report."""

from collections.abc import Mapping
from typing import Any

from harmoni.plots import NARROW, WIDE
from harmoni.report import kept
from harmoni.report.document import Block, Bullets, Figure, Heading, Paragraph, Table
from harmoni.report.names import Names

MILLION = kept.MILLION


def money(document: Mapping[str, Any], names: Names) -> list[Block]:
    """The recommendation and how sure it is, the curve, the finalists, and what the next place is worth."""
    say = names.say
    blocks: list[Block] = [
        Heading(2, say("money.heading"), "penger"),
        Paragraph(say("money.intro", title=names.own(document["title"]), counted=names.party(document["counted"]))),
        Bullets(tuple(_sentences(document, names))),
    ]
    wide, narrow = (kept.curve_of(document, names, width) for width in (WIDE, NARROW))
    if wide and narrow:
        blocks.append(Figure(wide, narrow, say("money.curve_caption"), "cost-curve"))
    blocks.append(_finalists(document, names))
    rows = document["next_place"]["today"]
    if rows:
        blocks.append(_next(rows, names))
    return blocks


def _sentences(document: Mapping[str, Any], names: Names) -> list[str]:
    say, finalists = names.say, document["finalists"]
    chosen = next(row for row in finalists if row["is_chosen"])
    change, guarantee = chosen["against_today"], document["guarantee"]
    told = [say("money.chosen", design=kept.design(chosen["design"], document["levers"], names))]
    if any(chosen["design"]):
        low, high = change["low"] / MILLION, change["high"] / MILLION
        if low <= 0 <= high:
            told.append(say("money.untold", interval=say.interval(low, high, 2)))
        else:
            low, high = sorted((abs(low), abs(high)))
            way = "less" if change["mean"] < 0 else "more"
            size = say.number(abs(change["mean"]) / MILLION, 2)
            told.append(say(f"money.{way}", mean=size, interval=say.interval(low, high, 2)))
    confidence = say.share(document["confidence"])
    above = guarantee["at_most_above_best"]
    if above > 0:
        told.append(say("money.sure_within", confidence=confidence, above=say.number(above / MILLION, 2)))
    else:
        told.append(say("money.sure", confidence=confidence))
    if not guarantee["is_decided"]:
        told.append(say("money.undecided", indifference=say.number(document["indifference"] / MILLION, 2)))
    alike = [kept.design(row["design"], document["levers"], names) for row in finalists if row["is_alike"]]
    if alike:
        told.append(say("money.alike", designs="; ".join(alike)))
    return told


def _finalists(document: Mapping[str, Any], names: Names) -> Table:
    """Today's row is always among them."""
    say = names.say
    rows = []
    for row in document["finalists"]:
        change, above = row["against_today"], row["above_chosen"]
        if row["is_chosen"]:
            reading = say("money.is_chosen")
        elif row["is_alike"]:
            reading = say("money.is_alike")
        else:
            reading = say("money.dearer", interval=say.interval(above[0] / MILLION, above[1] / MILLION, 2))
        rows.append(
            (
                kept.design(row["design"], document["levers"], names),
                say.number(row["spent"] / MILLION, 2),
                say.number(change["mean"] / MILLION, 2),
                say.interval(change["low"] / MILLION, change["high"] / MILLION, 2),
                say.number(row["waiting"]),
                reading,
            )
        )
    head = tuple(say(f"word.{key}") for key in ("design", "spent", "against_today", "interval", "waiting", "reading"))
    return Table(say("money.finalists_caption"), head, tuple(rows), frozenset({1, 2, 3, 4}))


def _next(found: list[Mapping[str, Any]], names: Names) -> Table:
    """The shadow price of a place in each unit, worth most first."""
    say = names.say
    rows = []
    for row in found:
        net = row["net"]
        reading = "pays" if net["low"] > 0 else "pays_not" if net["high"] < 0 else "pays_untold"
        rows.append(
            (
                names.unit(row["lever"]),
                f"+{say.number(row['step'], 0)}",
                say.number(row["saves"]["mean"] / MILLION, 2),
                say.number(row["cost"] / MILLION, 2),
                say.number(net["mean"] / MILLION, 2),
                say.interval(net["low"] / MILLION, net["high"] / MILLION, 2),
                say(f"money.{reading}"),
            )
        )
    head = tuple(say(f"word.{key}") for key in ("unit", "step", "saves", "costs", "left", "interval", "reading"))
    return Table(say("money.next_caption"), head, tuple(rows), frozenset({1, 2, 3, 4, 5}))
