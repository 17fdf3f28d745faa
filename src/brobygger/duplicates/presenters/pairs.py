"""The queue, and one pair side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from brobygger.designsystem.presenters import number_text
from brobygger.duplicates.models import Pair
from brobygger.duplicates.presenters.reasons import ReasonRow, in_short, reason_rows
from brobygger.duplicates.queries.counts import Counts
from brobygger.duplicates.queries.queue import COUNT_AT_MOST, Queue
from brobygger.duplicates.rules.merging import Entry
from brobygger.duplicates.rules.scoring import Answer
from brobygger.portfolio.presenters.activity_list import parties_in_short
from brobygger.portfolio.presenters.addresses import Addresses
from brobygger.portfolio.presenters.changes import FIELD_LABELS, Words
from brobygger.portfolio.presenters.changes import when_in_words as moment_in_words
from brobygger.portfolio.presenters.labels import kind_label, relation_label
from brobygger.portfolio.presenters.words import when_in_words
from brobygger.portfolio.queries.rows import ActivityRow
from brobygger.portfolio.rules.content import FIELDS, LISTS
from brobygger.portfolio.rules.kinds import RelationKind

_STRONG, _GOOD = 0.8, 0.5
# «Trolig» is said of what is alike in itself; the parts of one project share its name and its partners too.
_STRONG_REASONS = frozenset({"title_same", "title_close", "description_same", "id_same"})


@dataclass(frozen=True)
class Side:
    """One of two entries in a list."""

    title: str
    url: str
    about: str


@dataclass(frozen=True)
class PairRow:
    """A pair in the queue."""

    url: str
    one: Side
    other: Side
    likelihood: str
    color: str
    effect: str
    why: str
    decision: str
    by: str


@dataclass(frozen=True)
class QueuePage:
    """The page of the queue."""

    rows: Sequence[PairRow]
    total: str
    previous_url: str
    next_url: str


def queue_page(queue: Queue, address: str, addresses: Addresses, *, decided: bool) -> QueuePage:
    """A page of pairs; one whose entry is gone altogether is left out."""
    question = "vis=avgjort&" if decided else ""
    there = [pair for pair in queue.pairs if pair.one_id in queue.rows and pair.other_id in queue.rows]
    return QueuePage(
        rows=[_pair_row(pair, queue.rows, address, addresses) for pair in there],
        total=ngettext("%(count)s par", "%(count)s par", queue.total) % {"count": _counted(queue.total)},
        previous_url=f"{address}?{question}side={queue.number - 1}" if queue.number > 1 else "",
        next_url=f"{address}?{question}side={queue.number + 1}" if queue.has_next else "",
    )


def _pair_row(pair: Pair, rows: Mapping[int, ActivityRow], address: str, addresses: Addresses) -> PairRow:
    likelihood, color = likelihood_of(pair)
    return PairRow(
        url=f"{address}{pair.pk}/",
        one=_side(rows[pair.one_id], addresses),
        other=_side(rows[pair.other_id], addresses),
        likelihood=likelihood,
        color=color,
        effect=effect_of(pair),
        why=in_short(pair.reasons),
        decision=decision_of(pair),
        by=f"{pair.decided_by}, {moment_in_words(pair.decided_at)}" if pair.decided_at else "",
    )


def _side(row: ActivityRow, addresses: Addresses) -> Side:
    about = [kind_label(row.kind), when_in_words(row.start, row.end), parties_in_short(row.parties, {})]
    return Side(row.title, addresses.activity(row.slug), " · ".join(part for part in about if part))


def likelihood_of(pair: Pair) -> tuple[str, str]:
    """What the score says, and the colour of its tag."""
    if pair.answer == Answer.RELATED:
        return _("Trolig i slekt"), "info"
    if pair.score >= _STRONG and any(code in _STRONG_REASONS for code, _bits, _words in pair.reasons):
        return _("Trolig den samme"), "warning"
    if pair.score >= _GOOD:
        return _("Kan være den samme"), "warning"
    return _("Ligner"), "neutral"


def effect_of(pair: Pair) -> str:
    """What the pair does to this year's figures; empty when it does nothing."""
    if not pair.effect:
        return ""
    return ngettext(
        "Telles dobbelt i %(count)s indikator i år", "Telles dobbelt i %(count)s indikatorer i år", pair.effect
    ) % {"count": pair.effect}


def decision_of(pair: Pair) -> str:
    """What was decided, in words; empty while nothing is."""
    if pair.decision == "related" and pair.relation:
        return _("I slekt: %(how)s") % {"how": relation_label(pair.relation).lower()}
    return {"same": _("Den samme"), "related": _("I slekt"), "different": _("Ikke den samme")}.get(pair.decision, "")


@dataclass(frozen=True)
class FieldRow:
    """One field of two entries side by side."""

    label: str
    one: Sequence[str]
    other: Sequence[str]


@dataclass(frozen=True)
class PairPage:
    """A pair side by side: the fields that differ, and those that are equal."""

    likelihood: str
    color: str
    effect: str
    decision: str
    reasons: Sequence[ReasonRow]
    fields: Sequence[FieldRow]
    same_fields: Sequence[FieldRow]


def pair_page(pair: Pair, entries: tuple[Entry, Entry], words: Words) -> PairPage:
    """Everything that helps one decide. What neither says is left out."""
    differ: list[FieldRow] = []
    equal: list[FieldRow] = []
    for name in FIELDS:
        first, second = (words.lines(name, entry.content.get(name)) for entry in entries)
        if first or second:
            is_equal = sorted(first) == sorted(second) if name in LISTS else first == second
            (equal if is_equal else differ).append(FieldRow(str(FIELD_LABELS[name]), first, second))
    likelihood, color = likelihood_of(pair)
    return PairPage(likelihood, color, effect_of(pair), decision_of(pair), reason_rows(pair.reasons), differ, equal)


def relation_choices() -> list[tuple[str, str]]:
    """How the first of two entries can be related to the second, as (value, text); `-` marks the other way round."""
    forward = [(kind.value, relation_label(kind.value)) for kind in RelationKind]
    return [*forward, *((f"-{kind.value}", relation_label(kind.value, reverse=True)) for kind in RelationKind)]


def _counted(number: int) -> str:
    """A count of pairs; where counting stopped it says «4 000 eller flere»."""
    text = number_text(number)
    return _("%(count)s eller flere") % {"count": text} if number >= COUNT_AT_MOST else text


@dataclass(frozen=True)
class Figures:
    """The numbers above the queue, in words."""

    raw: str
    once: str
    unreviewed: str
    likely: str
    waiting: str
    estimate: str
    basis: str


def figures(counts: Counts, sides: Sequence[str]) -> Figures:
    """How much is registered, counted once, not looked at yet, and probably missing. `sides` as in Counts.found."""
    found, estimate = counts.found, ""
    if found.estimate is not None:
        estimate = _("omtrent %(missing)s, mellom %(low)s og %(high)s") % {
            "missing": number_text(round(found.estimate.missing)),
            "low": number_text(round(found.estimate.missing_from)),
            "high": number_text(round(found.estimate.missing_to)),
        }
    first, second = (*sides, "", "")[:2]
    basis = _("%(first)s har registrert %(one)s og %(second)s %(two)s. %(both)s har begge registrert hver for seg.") % {
        "first": first,
        "one": number_text(found.first),
        "second": second,
        "two": number_text(found.second),
        "both": number_text(found.both),
    }
    return Figures(
        raw=number_text(counts.raw),
        once=number_text(counts.once),
        unreviewed=_counted(counts.unreviewed),
        likely=_counted(counts.likely),
        waiting=number_text(counts.waiting) if counts.waiting else "",
        estimate=estimate,
        basis=basis,
    )
