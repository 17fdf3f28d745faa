"""How entries would be put together, field by field, and what an entry that stands for others was put together of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from brobygger.duplicates.permissions import may_decide
from brobygger.duplicates.presenters.pairs import likelihood_of
from brobygger.duplicates.presenters.reasons import in_short
from brobygger.duplicates.queries.chains import Further
from brobygger.duplicates.queries.merges import Together, merge_of
from brobygger.duplicates.queries.queue import open_pairs_of
from brobygger.duplicates.rules.merging import ALL, Choice
from brobygger.partnerships.queries import Scope
from brobygger.portfolio.models import Activity
from brobygger.portfolio.presenters.addresses import Addresses
from brobygger.portfolio.presenters.changes import FIELD_LABELS, Words, when_in_words
from brobygger.portfolio.presenters.labels import kind_label
from brobygger.portfolio.presenters.panels import Panel


@dataclass(frozen=True)
class Option:
    """What a field could be, and which of the entries say so (none: everything)."""

    value: str
    label: str
    sources: Sequence[str]
    lines: Sequence[str]
    is_chosen: bool


@dataclass(frozen=True)
class ChoiceRow:
    """A field one chooses the content of."""

    field: str
    label: str
    options: Sequence[Option]


def choice_rows(
    choices: Sequence[Choice], titles: Mapping[str, str], words: Words, chosen: Mapping[str, str]
) -> list[ChoiceRow]:
    """The fields on which entries differ, with what is proposed or was chosen. What several say is one option.

    `titles` say what each entry is called, by slug (`titles_apart`).
    """
    rows = []
    for choice in choices:
        wanted = chosen.get(choice.field, choice.proposed)
        alike: dict[tuple[str, ...], list[str]] = {}
        for slug, value in choice.values.items():
            alike.setdefault(tuple(words.lines(choice.field, value)), []).append(slug)
        options = [
            Option(slugs[0], "", [titles[slug] for slug in slugs], lines, wanted in slugs)
            for lines, slugs in alike.items()
        ]
        if choice.proposed == ALL:
            everything = _("Alt fra begge") if len(titles) == 2 else _("Alt fra alle")
            options.insert(0, Option(ALL, everything, [], [], wanted == ALL))
        rows.append(ChoiceRow(choice.field, str(FIELD_LABELS[choice.field]), options))
    return rows


def titles_apart(members: Sequence[Activity]) -> dict[str, str]:
    """What each entry is called, by slug, with a number where several are called the same."""
    titles = Counter(each.title for each in members)
    numbers: Counter[str] = Counter()
    found = {}
    for each in members:
        numbers[each.title] += 1
        found[each.slug] = f"{each.title} ({numbers[each.title]})" if titles[each.title] > 1 else each.title
    return found


@dataclass(frozen=True)
class MemberLink:
    """One of the entries that are about to be put together, in the version that is seen."""

    slug: str
    title: str
    url: str
    version: int


def member_links(members: Sequence[Activity], partnership: str) -> list[MemberLink]:
    """The entries that are about to be put together."""
    addresses, titles = Addresses(partnership), titles_apart(members)
    return [MemberLink(each.slug, titles[each.slug], addresses.activity(each.slug), each.version) for each in members]


@dataclass(frozen=True)
class FurtherRow:
    """A further entry that may be the same, to be ticked."""

    slug: str
    title: str
    about: str
    likelihood: str
    is_ticked: bool


def further_rows(further: Sequence[Further], ticked: Collection[str]) -> list[FurtherRow]:
    """Further entries that may be the same as the two of a pair."""
    return [
        FurtherRow(
            slug=each.activity.slug,
            title=each.activity.title,
            about=f"{kind_label(each.activity.kind)}. {in_short(each.by.reasons)}".removesuffix(". "),
            likelihood=likelihood_of(each.by)[0],
            is_ticked=each.activity.slug in ticked,
        )
        for each in further
    ]


def chosen_in(data: Mapping[str, Any], choices: Sequence[Choice]) -> dict[str, str]:
    """What was chosen in a form, as far as it can be chosen; the rest as proposed."""
    found = {}
    for choice in choices:
        value = str(data.get(f"felt-{choice.field}", ""))
        allowed: Collection[str] = {*choice.values, ALL} if choice.proposed == ALL else set(choice.values)
        found[choice.field] = value if value in allowed else choice.proposed
    return found


@dataclass(frozen=True)
class MemberRow:
    """One of the entries another stands for."""

    title: str
    url: str
    registered: str
    fields: str


@dataclass(frozen=True)
class LikeRow:
    """An entry that may be the same."""

    title: str
    url: str
    likelihood: str
    color: str
    why: str


def alike_panel(scope: Scope, activity: Activity) -> Panel | None:
    """What may be the same as an activity, and what it stands for. Two queries, or four where it stands for others."""
    alike = [_like_row(scope, activity, pair) for pair in open_pairs_of(activity)] if may_decide(scope) else []
    together = merge_of(activity)
    if not alike and together is None:
        return None
    context: dict[str, Any] = {"alike": alike, "members": member_rows(together, scope) if together else []}
    if together:
        context |= {"made": f"{together.merge.made_by}, {when_in_words(together.merge.made_at)}"}
        address = {"partnership": scope.partnership.slug, "slug": activity.slug}
        context["part_url"] = reverse("duplicates:part", kwargs=address) if may_decide(scope) else ""
    return Panel("duplicates/_panel.html", context, in_aside=True)


def _like_row(scope: Scope, activity: Activity, pair: Any) -> LikeRow:
    other = pair.other if pair.one_id == activity.pk else pair.one
    likelihood, color = likelihood_of(pair)
    url = reverse("duplicates:pair", kwargs={"partnership": scope.partnership.slug, "number": pair.pk})
    return LikeRow(other.title, url, likelihood, color, in_short(pair.reasons))


def member_rows(together: Together, scope: Scope) -> list[MemberRow]:
    """The entries a merge stands for: who registered each, and which fields were taken from it."""
    addresses = Addresses(scope.partnership.slug)
    rows = []
    for member in together.members:
        told = [r for r in together.registrations if r.activity_id == member.pk]
        registered = (
            "; ".join(f"{r.by_label} ({r.organisation.name})" if r.organisation else r.by_label for r in told)
            or member.registered_by
        )
        taken = [str(FIELD_LABELS[name]) for name, slug in together.merge.choices.items() if slug == member.slug]
        rows.append(MemberRow(member.title, addresses.history(member.slug), registered, ", ".join(taken).lower()))
    return rows
