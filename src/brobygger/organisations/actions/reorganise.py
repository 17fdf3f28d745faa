"""Carrying out reorganisations, and undoing them while nobody has built on what they left."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import ManyToOneRel, Q

from brobygger.audit import actions as audit
from brobygger.audit.rules import Actor
from brobygger.organisations.actions.directories import free_slug, renew
from brobygger.organisations.models import Directory, Name, Organisation, Placement, Reorganisation, Succession, Unit
from brobygger.organisations.queries import register_of
from brobygger.organisations.rules.kinds import NameKind
from brobygger.organisations.rules.names import Party, fold
from brobygger.organisations.rules.planning import plan
from brobygger.organisations.rules.proposals import slug_of_name
from brobygger.organisations.rules.reorganise import Order, Plan, change_of, told_of

SUBJECT = "reorganisation"
DONE, UNDONE = "reorganised", "reorganisation_undone"


class DirectoryChanged(RuntimeError):
    """Somebody has written to the directory since it was read."""


class BuiltUpon(RuntimeError):
    """Something rests on what the reorganisation left, or it is undone already."""


@transaction.atomic
def reorganise(
    *, directory: Directory, order: Order, on: str, reason: str, seen: str, today: date, by: Actor, now: datetime
) -> Reorganisation:
    """Carry out an order from a date on; `seen` is the edition of the directory it was decided on.

    No unit, name or place is taken away, and whoever named a unit that ends still names it. Raises DirectoryChanged, and
    `rules.reorganise.Refused` when the order cannot be carried out.
    """
    directory = Directory.objects.select_for_update().get(pk=directory.pk)
    if directory.edition != seen:
        raise DirectoryChanged
    register = register_of(directory.pk)
    planned = plan(register, order, on=on, today=today)
    written: dict[str, Any] = {}
    numbers = _make(directory, planned, written)
    _end(planned, written)
    _place(planned, numbers, written)
    successions = Succession.objects.bulk_create(
        [
            Succession(
                predecessor_id=each.predecessor,
                successor_id=numbers.get(each.successor, each.successor),
                kind=each.kind.value,
                date=on,
                share=each.share,
                note=reason,
            )
            for each in planned.successions
        ]
    )
    written["successions"] = [each.pk for each in successions]
    _rename(directory, planned, written)
    done = Reorganisation.objects.create(
        directory=directory,
        kind=change_of(order).value,
        date=on,
        reason=reason,
        organisation_id=_organisation_renamed(planned),
        told=told_of(register, order, planned),
        written=written,
    )
    done.units.set({*planned.touched, *numbers.values()})
    _told(directory, done, DONE, by, now)
    return done


@transaction.atomic
def undo_reorganisation(*, directory: Directory, number: int, by: Actor, now: datetime) -> Reorganisation:
    """Put everything back as it was before. Units it made stay as other names of those they came from, which nobody sees.

    What was done stays told, as undone. Raises BuiltUpon, Reorganisation.DoesNotExist.
    """
    directory = Directory.objects.select_for_update().get(pk=directory.pk)
    done = Reorganisation.objects.select_for_update().get(directory=directory, pk=number)
    if not may_be_undone(done):
        raise BuiltUpon
    written = done.written
    heirs: dict[int, Unit] = {}
    for each in Succession.objects.filter(pk__in=written["successions"]).select_related("predecessor").order_by("-pk"):
        heirs[each.successor_id] = each.predecessor
    for unit in Unit.objects.filter(pk__in=written["made"]):
        unit.same_as_organisation_id, unit.same_as_unit = heirs[unit.pk].organisation_id, heirs[unit.pk]
        # Its address is free again, so that the same can be done anew.
        unit.slug = free_slug(directory, f"{unit.slug}-angret")
        unit.save(update_fields=["same_as_organisation", "same_as_unit", "slug"])
    Succession.objects.filter(pk__in=written["successions"]).delete()
    Placement.objects.filter(pk__in=written["placements"]).delete()
    Name.objects.filter(pk__in=written["names"]).delete()
    Unit.objects.filter(pk__in=written["ended"]).update(valid_to="")
    for pk, valid_to in written["left"]:
        Placement.objects.filter(pk=pk).update(valid_to=valid_to)
    for pk, kind, valid_to in written["former"]:
        Name.objects.filter(pk=pk).update(kind=kind, valid_to=valid_to)
    if written["was"]:
        _named(done).update(name=written["was"])
    done.is_undone = True
    done.save(update_fields=["is_undone"])
    _told(directory, done, UNDONE, by, now)
    return done


def may_be_undone(done: Reorganisation) -> bool:
    """Whether all is as the reorganisation left it, and nothing names what it made. Some twelve queries at most."""
    written, units = done.written, list(done.units.values_list("pk", flat=True))
    later = Reorganisation.objects.filter(directory_id=done.directory_id, pk__gt=done.pk, is_undone=False)
    if done.organisation_id:
        later = later.filter(organisation_id=done.organisation_id)
    else:
        later = later.filter(units__in=units)
    if done.is_undone or later.exists():
        return False
    ends = set(Unit.objects.filter(pk__in=written["ended"]).values_list("valid_to", flat=True))
    if ends - {written["until"]} or Name.objects.filter(pk__in=written["names"]).count() != len(written["names"]):
        return False
    if written["was"] and not _named(done).filter(name=done.told["name"]).exists():
        return False
    return not any(is_there(written) for is_there in _uses())


def undoable(latest_first: Iterable[Reorganisation]) -> int | None:
    """The number of the latest of some that stands, when it may be undone."""
    latest = next((each for each in latest_first if not each.is_undone), None)
    return latest.pk if latest and may_be_undone(latest) else None


def _uses() -> list[Callable[[Mapping[str, Any]], bool]]:
    """For every column of the product that names a unit: whether one that was made stands in it, other than as it was made."""
    own = {Name: "names", Placement: "placements", Succession: "successions"}
    passed_over = {Reorganisation.units.through}

    def of(model: Any, column: str) -> Callable[[Mapping[str, Any]], bool]:
        def is_there(written: Mapping[str, Any]) -> bool:
            rows = model._base_manager.filter(**{f"{column}__in": written["made"]})
            return bool(rows.exclude(pk__in=written[own[model]] if model in own else []).exists())

        return is_there

    return [
        of(relation.related_model, relation.field.name)
        for relation in Unit._meta.get_fields(include_hidden=True)
        if isinstance(relation, ManyToOneRel) and relation.related_model not in passed_over
    ]


def _make(directory: Directory, planned: Plan, written: dict[str, Any]) -> dict[int, int]:
    """Make the new units with their names; gives their numbers by what the plan calls them."""
    likes = Unit.objects.in_bulk(
        [*(each.like for each in planned.made), *(each.predecessor for each in planned.successions)]
    )
    numbers: dict[int, int] = {}
    names = []
    for each in planned.made:
        before = [likes[s.predecessor] for s in planned.successions if s.successor == each.number]
        unit = Unit.objects.create(
            directory=directory,
            organisation_id=each.organisation_id,
            slug=free_slug(directory, slug_of_name(each.name)),
            name=each.name,
            kind=likes[each.like].kind,
            disciplines=list(dict.fromkeys(code for one in before for code in one.disciplines)),
            valid_from=planned.date,
        )
        numbers[each.number] = unit.pk
        names.append(_name(directory, Party(each.organisation_id, unit.pk), each.name))
    written["made"], written["names"] = list(numbers.values()), [name.pk for name in names]
    return numbers


def _end(planned: Plan, written: dict[str, Any]) -> None:
    """Write down until when units were there, and where they were placed last."""
    Unit.objects.filter(pk__in=planned.ended).update(valid_to=planned.until)
    written["ended"], written["until"] = list(planned.ended), planned.until
    moved = [unit_id for unit_id, _ in planned.placed if unit_id > 0]
    written["moved"], written["left"] = moved, []
    for placement in Placement.objects.filter(unit_id__in=[*planned.ended, *moved]).order_by("pk"):
        if not placement.valid_to:
            written["left"].append([placement.pk, placement.valid_to])
            placement.valid_to = planned.until
            placement.save(update_fields=["valid_to"])


def _place(planned: Plan, numbers: Mapping[int, int], written: dict[str, Any]) -> None:
    placements = Placement.objects.bulk_create(
        [
            Placement(
                unit_id=numbers.get(unit_id, unit_id),
                parent_id=None if parent_id is None else numbers.get(parent_id, parent_id),
                valid_from=planned.date,
            )
            for unit_id, parent_id in planned.placed
        ]
    )
    written["placements"] = [each.pk for each in placements]


def _rename(directory: Directory, planned: Plan, written: dict[str, Any]) -> None:
    """The old name stays as a former one, with until when it held."""
    written["former"], written["was"] = [], ""
    if planned.renamed is None:
        return
    party, name = planned.renamed
    thing = _things(party)
    written["was"] = thing.values_list("name", flat=True).get()
    thing.update(name=name)
    held = Name.objects.filter(Q(organisation_id=party.organisation_id, unit_id=party.unit_id), directory=directory)
    for row in held.filter(kind=NameKind.OFFICIAL.value).order_by("pk"):
        written["former"].append([row.pk, row.kind, row.valid_to])
        row.kind, row.valid_to = NameKind.FORMER.value, planned.until
        row.save(update_fields=["kind", "valid_to"])
    written["names"].append(_name(directory, party, name, since=planned.date).pk)


def _name(directory: Directory, party: Party, text: str, *, since: str = "") -> Name:
    return Name.objects.create(
        directory=directory,
        organisation_id=party.organisation_id,
        unit_id=party.unit_id,
        text=text,
        folded=fold(text)[:300],
        kind=NameKind.OFFICIAL.value,
        valid_from=since,
    )


def _organisation_renamed(planned: Plan) -> int | None:
    return planned.renamed[0].organisation_id if planned.renamed and planned.renamed[0].unit_id is None else None


def _named(done: Reorganisation) -> Any:
    """Whom a renaming was of."""
    if done.organisation_id:
        return _things(Party(done.organisation_id))
    return Unit.objects.filter(pk__in=done.units.values_list("pk", flat=True))


def _things(party: Party) -> Any:
    if party.unit_id:
        return Unit.objects.filter(pk=party.unit_id)
    return Organisation.objects.filter(pk=party.organisation_id)


def _told(directory: Directory, done: Reorganisation, verb: str, by: Actor, now: datetime) -> None:
    renew(directory)
    told = {"kind": done.kind, "date": done.date, "reason": done.reason, **done.told}
    audit.record(verb=verb, subject_type=SUBJECT, subjects=[(done.pk, told)], by=by, now=now, partnership_id=None)
