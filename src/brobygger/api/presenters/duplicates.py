"""Pairs, merges and the numbers as JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from brobygger.api.presenters.activities import field_as_json, field_name
from brobygger.api.queries.slugs import Slugs
from brobygger.api.rules.tags import mark_tag
from brobygger.designsystem.rules.sent import number_in
from brobygger.duplicates.models import Consent, Pair
from brobygger.duplicates.presenters.reasons import reason_text
from brobygger.duplicates.queries.counts import Counts
from brobygger.duplicates.queries.merges import Together
from brobygger.duplicates.queries.twins import Twin
from brobygger.duplicates.rules.merging import Choice, Entry
from brobygger.portfolio.models import Activity
from brobygger.portfolio.rules.content import FIELDS, LISTS

PAIR = "p"


def pair_mark(pair: Pair) -> str:
    """Another one when the pair is decided, or one of the entries has changed."""
    state = "open" if pair.is_open else pair.decision or "closed"
    return f"{pair.one.version}-{pair.other.version}-{state}"


def versions_in(mark: str) -> tuple[int, int]:
    """The versions of both entries a mark was made of; noughts, which are none, when it is no mark."""
    one, _, rest = mark.partition("-")
    other = rest.partition("-")[0]
    return number_in(one, 0), number_in(other, 0)


def tag_of_pair(pair: Pair) -> str:
    """The strong tag of a pair."""
    return mark_tag(PAIR, pair.pk, pair_mark(pair))


def twin_as_json(twin: Twin) -> dict[str, Any]:
    """A likely twin."""
    return {
        "id": twin.slug,
        "title": twin.title,
        "kind": twin.kind,
        "score": round(twin.score, 4),
        "answer": twin.answer,
        "reasons": _reasons([(each.code, each.bits, each.words) for each in twin.reasons]),
    }


def pair_as_json(pair: Pair) -> dict[str, Any]:
    """A pair in a list."""
    return {
        "id": pair.pk,
        "one": entry_as_json(pair.one),
        "other": entry_as_json(pair.other),
        "score": round(pair.score, 4),
        "answer": pair.answer,
        "effect": pair.effect,
        "is_open": pair.is_open,
        "decision": pair.decision,
        "relation": pair.relation,
        "note": pair.note,
        "decided_at": pair.decided_at,
        "decided_by": pair.decided_by,
    }


def whole_pair_as_json(
    pair: Pair,
    entries: tuple[Entry, Entry],
    slugs: Slugs,
    *,
    others: Sequence[Pair],
    further: Sequence[Activity],
    consents: Sequence[Consent],
) -> dict[str, Any]:
    """A pair with its reasons, and both entries field by field; what neither says is left out."""
    differ: list[dict[str, Any]] = []
    equal: list[dict[str, Any]] = []
    for name in FIELDS:
        first, second = (field_as_json(name, entry.content.get(name), slugs) for entry in entries)
        if first or second:
            row = {"field": field_name(name), "one": first, "other": second}
            (equal if _is_equal(name, first, second) else differ).append(row)
    return {
        **pair_as_json(pair),
        "reasons": _reasons(pair.reasons),
        "differences": differ,
        "same": equal,
        "others": [each.pk for each in others],
        "further": [entry_as_json(each) for each in further],
        "consents": [consent_as_json(each) for each in consents],
    }


def consent_as_json(consent: Consent) -> dict[str, Any]:
    """A yes."""
    return {
        "organisation": consent.organisation.slug if consent.organisation else None,
        "by": consent.by_label,
        "at": consent.at,
        "choices": {field_name(name): source for name, source in consent.choices.items()},
    }


def choice_as_json(choice: Choice, slugs: Slugs, chosen: Mapping[str, str]) -> dict[str, Any]:
    """A field in which two entries differ."""
    return {
        "field": field_name(choice.field),
        "values": {slug: field_as_json(choice.field, value, slugs) for slug, value in choice.values.items()},
        "proposed": choice.proposed,
        "chosen": chosen.get(choice.field, choice.proposed),
    }


def merge_as_json(together: Together) -> dict[str, Any]:
    """What an entry stands for."""
    merge = together.merge
    members = []
    for member in together.members:
        told = [each.by_label for each in together.registrations if each.activity_id == member.pk]
        members.append(
            {
                "id": member.slug,
                "title": member.title,
                "registered_by": told or [member.registered_by],
                "fields": [field_name(name) for name, source in merge.choices.items() if source == member.slug],
            }
        )
    return {"made_at": merge.made_at, "made_by": merge.made_by, "note": merge.note, "members": members}


def counts_as_json(counts: Counts, partners: Sequence[str]) -> dict[str, Any]:
    """The numbers above the queue."""
    found = counts.found
    guess = found.estimate
    return {
        "raw": counts.raw,
        "once": counts.once,
        "unreviewed": counts.unreviewed,
        "likely": counts.likely,
        "waiting": counts.waiting,
        "first": found.first,
        "second": found.second,
        "both": found.both,
        "partners": list(partners),
        "estimate": {
            "missing": round(guess.missing, 1),
            "missing_from": round(guess.missing_from, 1),
            "missing_to": round(guess.missing_to, 1),
        }
        if guess
        else None,
    }


def entry_as_json(activity: Activity) -> dict[str, Any]:
    """An entry of a pair or a merge."""
    return {
        "id": activity.slug,
        "title": activity.title,
        "kind": activity.kind,
        "version": activity.version,
        "standing": activity.standing,
    }


def _reasons(reasons: Any) -> list[dict[str, Any]]:
    return [
        {"code": code, "bits": round(bits, 2), "words": list(words), "text": reason_text(code, words)}
        for code, bits, words in reasons
    ]


def _is_equal(name: str, first: Any, second: Any) -> bool:
    if name in LISTS:
        return sorted(map(repr, first or [])) == sorted(map(repr, second or []))
    return bool(first == second)
