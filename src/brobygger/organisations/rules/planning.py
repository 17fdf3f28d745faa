"""What a reorganisation does to a directory (R47): which units are made, ended and placed anew, and who takes over.

An order says what somebody wants; `plan` says what that means, or refuses it. Nothing is read or written here: the screen
shows the plan, and the action carries out the same one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal

from brobygger.dates.rules import PartialDate, Precision
from brobygger.organisations.rules.kinds import SuccessionKind
from brobygger.organisations.rules.names import Party, fold
from brobygger.organisations.rules.reorganise import (
    Made,
    Merge,
    Move,
    NewUnit,
    Order,
    Plan,
    Problem,
    Refused,
    Register,
    Rename,
    Split,
    Standing,
    Succeeds,
    subjects_of,
)


def until_before(text: str) -> str:
    """The last one can say of what was before a date, as exact as the date: `2019` → `2018`, a day → the day before.

    A season has no one before it that everybody agrees on: what was before lasted into it.
    """
    when = PartialDate.parse(text)
    first = when.earliest
    if first is None or when.precision is Precision.SEASON:
        return text
    return (first - timedelta(days=1)).isoformat()[: len(text)]


def plan(register: Register, order: Order, *, on: str, today: date) -> Plan:
    """What an order comes to from a date on. Raises Refused."""
    earliest = PartialDate.parse(on).earliest if on else None
    if earliest is None:
        raise Refused(Problem.DATE_MISSING)
    if earliest > today:
        raise Refused(Problem.DATE_AHEAD)
    for unit in _all_known(register, subjects_of(order)):
        _check_there(unit)
    planned = _planned(register, order, on)
    _check_times(register, planned)
    return planned


def _planned(register: Register, order: Order, on: str) -> Plan:
    if isinstance(order, Rename):
        return _rename(register, order, on)
    if isinstance(order, Merge):
        return _merge(register, order, on)
    if isinstance(order, Split):
        return _split(register, order, on)
    if isinstance(order, Move):
        return _move(register, order, on)
    below = register.open_below(order.unit_id)
    if below:
        raise Refused(Problem.HAS_UNITS, [unit.name for unit in below])
    return Plan(on, until_before(on), ended=(order.unit_id,))


def _check_times(register: Register, planned: Plan) -> None:
    """What is changed must have been there already, and where it is: the past is not written anew."""
    when, placed = PartialDate.parse(planned.date), {unit_id for unit_id, _ in planned.placed}
    for number in sorted(planned.touched):
        unit = register.units[number]
        is_moved = number in placed or number in planned.ended
        for since in (unit.valid_from, unit.placed_from if is_moved else ""):
            if since and when.surely_before(PartialDate.parse(since)):
                raise Refused(Problem.DATE_TOO_EARLY, [unit.name])


def _all_known(register: Register, unit_ids: Iterable[int]) -> list[Standing]:
    if not set(unit_ids) <= set(register.units):
        raise Refused(Problem.NOBODY)
    return [register.units[unit_id] for unit_id in unit_ids]


def _rename(register: Register, order: Rename, on: str) -> Plan:
    if order.name == register.name(order.party):
        raise Refused(Problem.SAME_NAME, [order.name])
    _check_name(register, order.party, order.name)
    return Plan(on, until_before(on), renamed=(order.party, order.name))


def _merge(register: Register, order: Merge, on: str) -> Plan:
    units = _all_known(register, dict.fromkeys(order.unit_ids))
    if len(units) < (2 if isinstance(order.into, NewUnit) else 1):
        raise Refused(Problem.NOBODY)
    first, merged = units[0], {unit.unit_id for unit in units}
    strangers = [unit.name for unit in units if unit.organisation_id != first.organisation_id]
    if strangers:
        raise Refused(Problem.OTHER_ORGANISATION, strangers)
    made, target = _target(register, order.into, first, number=-1)
    if target in merged:
        raise Refused(Problem.ITSELF, [register.units[target].name])
    placed: list[tuple[int, int | None]] = []
    if made or merged & set(register.above(target)):
        # Up to where the uppermost of them hung: what is in between comes under it.
        clear = (
            each
            for each in register.above(first.unit_id)
            if each not in merged and not merged & set(register.above(each))
        )
        placed.append((target, next(clear, None)))
    placed += [
        (below.unit_id, target)
        for unit in units
        for below in register.open_below(unit.unit_id)
        if below.unit_id not in merged and below.unit_id != target
    ]
    return Plan(
        on,
        until_before(on),
        made=made,
        ended=tuple(sorted(merged)),
        placed=tuple(placed),
        successions=tuple(Succeeds(unit.unit_id, target, SuccessionKind.MERGED) for unit in units),
    )


def _split(register: Register, order: Split, on: str) -> Plan:
    [unit] = _all_known(register, [order.unit_id])
    if len(order.parts) < 2:
        raise Refused(Problem.FEW_PARTS)
    if not shares_add_up([part.share for part in order.parts]):
        raise Refused(Problem.SHARES)
    made: list[Made] = []
    targets: list[int] = []
    for at, part in enumerate(order.parts, 1):
        new, target = _target(register, part.into, unit, number=-at)
        if new and any(fold(each.name) == fold(new[0].name) for each in made):
            raise Refused(Problem.SAME_PART, [new[0].name])
        if target == unit.unit_id or target in targets:
            raise Refused(Problem.SAME_PART, [register.units[target].name])
        made += new
        targets.append(target)
    below = [each for each in register.open_below(unit.unit_id) if each.unit_id not in targets]
    if any(not 0 <= order.below.get(each.unit_id, -1) < len(targets) for each in below):
        raise Refused(Problem.PARENTLESS, [each.name for each in below if each.unit_id not in order.below])
    placed: list[tuple[int, int | None]] = [(each.number, unit.parent_id) for each in made]
    placed += [(target, unit.parent_id) for target in targets if target > 0 and unit.unit_id in register.above(target)]
    placed += [(each.unit_id, targets[order.below[each.unit_id]]) for each in below]
    _check_loops(register, placed, made)
    return Plan(
        on,
        until_before(on),
        made=tuple(made),
        ended=(unit.unit_id,),
        placed=tuple(placed),
        successions=tuple(
            Succeeds(unit.unit_id, target, SuccessionKind.SPLIT, part.share)
            for target, part in zip(targets, order.parts, strict=True)
        ),
    )


def shares_add_up(shares: Sequence[Decimal | None]) -> bool:
    """Whether shares are of one whole: each more than nothing and together all of it, or none of them said."""
    told = [share for share in shares if share is not None]
    return not told or (len(told) == len(shares) and min(told) > 0 and sum(told) == 1)


def _move(register: Register, order: Move, on: str) -> Plan:
    [unit] = _all_known(register, [order.unit_id])
    if order.organisation_id not in register.organisations:
        raise Refused(Problem.NOBODY)
    if order.parent_id is not None:
        [parent] = _all_known(register, [order.parent_id])
        _check_there(parent)
        if parent.organisation_id != order.organisation_id:
            raise Refused(Problem.OTHER_ORGANISATION, [parent.name])
        if unit.unit_id in {parent.unit_id, *register.above(parent.unit_id)}:
            raise Refused(Problem.BELOW_ITSELF, [unit.name, parent.name])
    if order.organisation_id == unit.organisation_id:
        if order.parent_id == unit.parent_id:
            raise Refused(Problem.SAME_PLACE, [unit.name])
        return Plan(on, until_before(on), placed=((unit.unit_id, order.parent_id),))
    # An organisation's past is its own: what goes to another one is made anew there, and this one ends.
    going = list(register.with_all_below(unit.unit_id))
    numbers = {each.unit_id: -at for at, each in enumerate(going, 1)}
    for each in going:
        _check_name(register, Party(order.organisation_id, 0), each.name)
    return Plan(
        on,
        until_before(on),
        made=tuple(Made(numbers[each.unit_id], order.organisation_id, each.name, each.unit_id) for each in going),
        ended=tuple(each.unit_id for each in going),
        placed=tuple(
            (number, numbers.get(register.units[pk].parent_id or 0, order.parent_id)) for pk, number in numbers.items()
        ),
        successions=tuple(Succeeds(pk, number, SuccessionKind.MOVED) for pk, number in numbers.items()),
    )


def _target(register: Register, into: int | NewUnit, beside: Standing, *, number: int) -> tuple[tuple[Made, ...], int]:
    """Who takes over: one that is there, or one to be made beside another."""
    if isinstance(into, NewUnit):
        _check_name(register, Party(beside.organisation_id, 0), into.name)
        return (Made(number, beside.organisation_id, into.name, beside.unit_id),), number
    [unit] = _all_known(register, [into])
    _check_there(unit)
    if unit.organisation_id != beside.organisation_id:
        raise Refused(Problem.OTHER_ORGANISATION, [unit.name])
    return (), unit.unit_id


def _check_there(unit: Standing) -> None:
    if not unit.is_open:
        raise Refused(Problem.GONE, [unit.name])
    if unit.is_proposed:
        raise Refused(Problem.PROPOSED, [unit.name])


def _check_name(register: Register, party: Party, name: str) -> None:
    """Nobody else near may go by the name: then nobody could say which is meant."""
    if not any(letter.isalnum() for letter in name):
        raise Refused(Problem.NAME_MISSING)
    for holder in register.names.get(fold(name), frozenset()):
        is_near = holder.organisation_id == party.organisation_id
        if holder != party and (is_near or (holder.unit_id is None and party.unit_id is None)):
            raise Refused(Problem.NAME_TAKEN, [name])


def _check_loops(register: Register, placed: Iterable[tuple[int, int | None]], made: Iterable[Made]) -> None:
    parents: dict[int, int | None] = {unit.unit_id: unit.parent_id for unit in register.units.values()}
    parents |= {each.number: None for each in made}
    parents |= dict(placed)
    for start in parents:
        seen, here = {start}, parents[start]
        while here is not None:
            if here in seen:
                raise Refused(Problem.BELOW_ITSELF, [register.units[here].name if here > 0 else ""])
            seen.add(here)
            here = parents.get(here)
