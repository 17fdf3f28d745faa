"""The panel one narrows the list with, and the chips that show what was chosen."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from django.core.cache import cache
from django.utils import formats
from django.utils.translation import gettext as _

from brobygger.portfolio.presenters.addresses import Addresses, with_question
from brobygger.portfolio.presenters.labels import (
    KIND_GROUPS,
    dimension_label,
    kind_help,
)
from brobygger.portfolio.presenters.names import term_name
from brobygger.portfolio.queries.choices import Choices
from brobygger.portfolio.rules.columns import PARAMETER, write_columns
from brobygger.portfolio.rules.facets import UNPLACED, Dimension
from brobygger.portfolio.rules.filters import PARAMETERS, Filter, Sort
from brobygger.portfolio.rules.kinds import Kind, Purpose
from brobygger.portfolio.rules.lifecycle import State
from brobygger.portfolio.rules.text import sort_key

# One of these is chosen in a list that drops down; further ones from the address are kept, but only as chips.
_ONE_AT_A_TIME = (
    Dimension.PARTY,
    Dimension.YEAR,
    Dimension.FUNDER,
    Dimension.DISCIPLINE,
    Dimension.SERVICE_AREA,
    Dimension.PLACE,
)
_SELDOM_LISTS = (Dimension.FUNDER, Dimension.DISCIPLINE, Dimension.SERVICE_AREA, Dimension.PLACE)
_SELDOM = {Dimension.PURPOSE, *_SELDOM_LISTS}
_OFFERED = (
    Dimension.KIND,
    Dimension.FOCUS_AREA,
    Dimension.STATE,
    Dimension.PURPOSE,
    Dimension.PARTY,
    Dimension.YEAR,
    *_SELDOM_LISTS,
)
# Places are written freely, so there may be thousands; these many are offered, the most frequent ones.
_PLACES_OFFERED = 100


@dataclass(frozen=True, slots=True)
class Option:
    """One value to choose."""

    key: str
    label: str
    count: int
    is_chosen: bool
    help: str = ""


@dataclass(frozen=True, eq=False)
class OptionGroup:
    """Values under one heading; open when one of them is chosen. One is only like itself, so that it can be a key."""

    label: str
    options: Sequence[Option]

    @cached_property
    def is_open(self) -> bool:
        return any(option.is_chosen for option in self.options)

    @cached_property
    def keys(self) -> frozenset[str]:
        return frozenset(option.key for option in self.options)

    def choosing(self, keys: Collection[str]) -> OptionGroup:
        """The same with some of its values chosen; itself when none of them is here."""
        if self.keys.isdisjoint(keys):
            return self
        return replace(self, options=[replace(each, is_chosen=each.key in keys) for each in self.options])


@dataclass(frozen=True)
class Choice:
    """One way to narrow: a name in the address, a label, and the values in groups (one without label when ungrouped)."""

    name: str
    label: str
    groups: Sequence[OptionGroup]

    @property
    def is_open(self) -> bool:
        return any(group.is_open for group in self.groups)

    def has(self, keys: Iterable[str]) -> bool:
        """Whether all of some values can be chosen here."""
        return all(any(key in group.keys for group in self.groups) for key in keys)


@dataclass(frozen=True)
class Chip:
    """Something chosen, with the address of the list without it."""

    label: str
    url: str


@dataclass(frozen=True)
class FilterPanel:
    """The whole panel. `hidden` are parts of the filter that have no control of their own."""

    text: str
    active_on: str
    kinds: Choice
    areas: Choice
    states: Choice
    purposes: Choice
    parties: Choice
    years: Choice
    seldom: Sequence[Choice]
    hidden: Sequence[tuple[str, str]]
    is_seldom_open: bool


def filter_panel(wanted: Filter, choices: Choices) -> FilterPanel:
    """The panel for a filter."""
    offered = _offered(choices)
    choosing = {
        dimension: _choosing(dimension, choice, wanted, choices) if dimension in wanted.terms else choice
        for dimension, choice in offered.items()
    }
    return FilterPanel(
        text=wanted.text,
        active_on=wanted.active_on.isoformat() if wanted.active_on else "",
        kinds=choosing[Dimension.KIND],
        areas=choosing[Dimension.FOCUS_AREA],
        states=choosing[Dimension.STATE],
        purposes=choosing[Dimension.PURPOSE],
        parties=choosing[Dimension.PARTY],
        years=choosing[Dimension.YEAR],
        seldom=[choosing[dimension] for dimension in _SELDOM_LISTS],
        hidden=_hidden(wanted),
        is_seldom_open=bool(wanted.active_on) or any(dimension in _SELDOM for dimension in wanted.terms),
    )


def _offered(choices: Choices) -> Mapping[Dimension, Choice]:
    """Every choice with nothing chosen: the same for all who read, so it is put in order once."""
    offered: Mapping[Dimension, Choice] | None = None
    if choices.edition:
        offered = cache.get(f"offered:{choices.edition}")
    if offered is None:
        offered = {dimension: _choice(dimension, Filter(), choices) for dimension in _OFFERED}
        if choices.edition:
            cache.set(f"offered:{choices.edition}", offered, timeout=None)
    return offered


def _choosing(dimension: Dimension, offered: Choice, wanted: Filter, choices: Choices) -> Choice:
    """A choice with what is wanted chosen in it. What nobody has is put in where it belongs."""
    keys = wanted.terms[dimension]
    if not offered.has(keys):
        return _choice(dimension, wanted, choices)
    shown = keys[:1] if dimension in _ONE_AT_A_TIME else keys
    return replace(offered, groups=[group.choosing(shown) for group in offered.groups])


def _choice(dimension: Dimension, wanted: Filter, choices: Choices) -> Choice:
    match dimension:
        case Dimension.KIND:
            return _kinds(wanted, choices)
        case Dimension.PARTY:
            return _parties(wanted, choices)
        case Dimension.FOCUS_AREA:
            return _in_order(dimension, wanted, choices, list(choices.areas))
        case Dimension.STATE:
            return _in_order(dimension, wanted, choices, [state.value for state in State])
        case Dimension.PURPOSE:
            return _in_order(dimension, wanted, choices, [purpose.value for purpose in Purpose])
        case Dimension.YEAR:
            return _in_order(dimension, wanted, choices, sorted(choices.counts[dimension], reverse=True))
        case _:
            return _by_name(dimension, wanted, choices)


def chips(wanted: Filter, choices: Choices, addresses: Addresses, *, at: str = "") -> list[Chip]:
    """What was chosen, each to be taken out: of the list, or of the page `at` another address."""

    def without(changed: Filter) -> str:
        return with_question(at or addresses.activities, changed.query_string())

    found = []
    if wanted.text:
        found.append(Chip(_("Søk: %(text)s") % {"text": wanted.text}, without(_anew(wanted, text=""))))
    for dimension, keys in wanted.terms.items():
        label = dimension_label(dimension)
        found += [
            Chip(f"{label}: {term_name(dimension, key, choices)}", without(wanted.without(dimension, key)))
            for key in keys
        ]
    if wanted.active_on:
        day = formats.date_format(wanted.active_on, "DATE_FORMAT")
        found.append(Chip(_("Aktiv %(day)s") % {"day": day}, without(_anew(wanted, active_on=None))))
    return found


def sort_fields(wanted: Filter) -> list[tuple[str, str]]:
    """The filter as hidden fields, for a form that only changes the order."""
    fields = [("q", wanted.text)] if wanted.text else []
    fields += [(PARAMETERS[dimension], key) for dimension, keys in wanted.terms.items() for key in keys]
    return fields + ([("aktiv", wanted.active_on.isoformat())] if wanted.active_on else []) + _columns(wanted)


def _columns(wanted: Filter) -> list[tuple[str, str]]:
    """The columns as a hidden field, when they were chosen."""
    told = write_columns(wanted.columns)
    return [(PARAMETER, told)] if told else []


def _anew(wanted: Filter, **changes: object) -> Filter:
    """The filter changed, from the first page; without a text nothing can be sorted by how well it matches."""
    changed: Filter = replace(wanted, page=1, **changes)  # type: ignore[arg-type]
    return replace(changed, sort=Sort.NEWEST) if not changed.text and changed.sort is Sort.RELEVANCE else changed


def _options(
    dimension: Dimension, keys: Iterable[str], wanted: Filter, choices: Choices, *, with_help: bool = False
) -> list[Option]:
    counts = choices.counts[dimension]
    chosen = wanted.terms.get(dimension, ())
    shown = chosen[:1] if dimension in _ONE_AT_A_TIME else chosen
    return [
        Option(
            key,
            term_name(dimension, key, choices),
            counts.get(key, 0),
            key in shown,
            kind_help(key) if with_help else "",
        )
        for key in keys
        if key in counts or key in chosen
    ]


def _in_order(dimension: Dimension, wanted: Filter, choices: Choices, keys: Sequence[str]) -> Choice:
    """Values in the order given; what was chosen and is not among them comes last."""
    return _grouped(dimension, [("", _options(dimension, _with_chosen(dimension, wanted, keys), wanted, choices))])


def _by_name(dimension: Dimension, wanted: Filter, choices: Choices) -> Choice:
    keys: Iterable[str] = choices.counts[dimension]
    if dimension is Dimension.PLACE:
        keys = sorted(keys, key=lambda key: -choices.counts[dimension][key])[:_PLACES_OFFERED]
    options = _options(dimension, _with_chosen(dimension, wanted, keys), wanted, choices)
    options.sort(key=lambda option: (option.key == UNPLACED, sort_key(option.label)))
    return _grouped(dimension, [("", options)])


def _kinds(wanted: Filter, choices: Choices) -> Choice:
    groups = [
        (str(label), _options(Dimension.KIND, [kind.value for kind in kinds], wanted, choices, with_help=True))
        for label, kinds in KIND_GROUPS
    ]
    unknown = [key for key in wanted.terms.get(Dimension.KIND, ()) if key not in set(Kind)]
    return _grouped(Dimension.KIND, [*groups, (_("Andre"), _options(Dimension.KIND, unknown, wanted, choices))])


def _parties(wanted: Filter, choices: Choices) -> Choice:
    """Partners first with their units, then other organisations that have units, then all others in one group."""
    owners: dict[str, list[Option]] = {}
    keys = _with_chosen(Dimension.PARTY, wanted, choices.counts[Dimension.PARTY])
    for option in _options(Dimension.PARTY, keys, wanted, choices):
        party = choices.parties.get(option.key)
        owners.setdefault(party.owner if party else "", []).append(option)
    partners = [slug for slug in choices.partners.values() if slug in owners]
    with_units = sorted(
        (slug for slug, options in owners.items() if len(options) > 1 and slug and slug not in partners),
        key=lambda slug: sort_key(choices.parties[slug].name),
    )
    groups = [
        (choices.parties[slug].name, sorted(owners.pop(slug), key=lambda o: (o.key != slug, sort_key(o.label))))
        for slug in [*partners, *with_units]
    ]
    others = sorted((o for options in owners.values() for o in options), key=lambda o: sort_key(o.label))
    return _grouped(Dimension.PARTY, [*groups, (_("Andre organisasjoner"), others)])


def _grouped(dimension: Dimension, groups: Iterable[tuple[str, Sequence[Option]]]) -> Choice:
    return Choice(
        PARAMETERS[dimension],
        dimension_label(dimension),
        [OptionGroup(label, options) for label, options in groups if options],
    )


def _with_chosen(dimension: Dimension, wanted: Filter, keys: Iterable[str] | Mapping[str, int]) -> list[str]:
    return list(dict.fromkeys([*keys, *wanted.terms.get(dimension, ())]))


def _hidden(wanted: Filter) -> list[tuple[str, str]]:
    """The order, the rows of the density map, and all but the first value where only one can be chosen at a time."""
    is_default = wanted.sort is (Sort.RELEVANCE if wanted.text else Sort.NEWEST)
    fields = [] if is_default else [("sorter", wanted.sort.value)]
    for dimension in (Dimension.DEPARTMENT, Dimension.SHARED):
        fields += [(PARAMETERS[dimension], key) for key in wanted.terms.get(dimension, ())]
    for dimension in _ONE_AT_A_TIME:
        fields += [(PARAMETERS[dimension], key) for key in wanted.terms.get(dimension, ())[1:]]
    return fields + _columns(wanted)
