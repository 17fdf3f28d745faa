"""News in sentences: who did what, when, and where to see it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from brobygger.discussion.queries.news import Found, News, Unread
from brobygger.discussion.rules.bundles import bundles
from brobygger.discussion.rules.kinds import GAVE_UP, PARTED, ROUND, Verb
from brobygger.partnerships.queries import Scope
from brobygger.portfolio.presenters.addresses import Addresses
from brobygger.portfolio.presenters.changes import FIELD_LABELS, when_in_words

BELL_AT_MOST = 99
_SHOWN = 200


@dataclass(frozen=True)
class NewsLine:
    """One thing somebody did. `quote` is what they wrote."""

    text: str
    when: str
    url: str
    quote: str


@dataclass(frozen=True)
class NewsGroup:
    """What is new about one activity; `url` is empty for what concerns many at once."""

    title: str
    url: str
    lines: Sequence[NewsLine]


@dataclass(frozen=True)
class NewsPage:
    """The page of notices. `until` is the last event it has taken in."""

    groups: Sequence[NewsGroup]
    until: int
    more: bool
    all_shown: bool


@dataclass(frozen=True)
class Bell:
    """The link to the notices at the top of every page. `label` is what is read aloud."""

    url: str
    number: str
    label: str


def bell(slug: str, unread: Unread) -> Bell:
    """How much is new, as a number and in words."""
    url = reverse("discussion:notices", kwargs={"partnership": slug})
    if not unread.count:
        return Bell(url, "", _("Varsler"))
    more = unread.more or unread.count > BELL_AT_MOST
    number = f"{min(unread.count, BELL_AT_MOST)}{'+' if more else ''}"
    words = ngettext("Varsler: nytt om %(count)s aktivitet", "Varsler: nytt om %(count)s aktiviteter", unread.count)
    return Bell(url, number, words % {"count": number})


def news_page(found: Found, scope: Scope, *, all_shown: bool) -> NewsPage:
    """News by activity, the activity with the latest first."""
    return NewsPage(news_groups(found.news, scope.partnership.slug), found.until, found.more, all_shown)


def news_groups(news: Iterable[News], partnership: str) -> list[NewsGroup]:
    """What one operation did to many activities is told once; the rest is told by activity."""
    addresses = Addresses(partnership)
    single, many = bundles(list(news))
    groups: dict[tuple[int, str], list[News]] = {}
    for one in single:
        groups.setdefault((one.activity_id, "" if one.activity_id else one.title), []).append(one)
    told = [
        NewsGroup(
            some[0].title,
            addresses.activity(some[0].slug) if some[0].slug else "",
            [_line(one, partnership, addresses) for one in some],
        )
        for some in groups.values()
    ]
    return [_bundle(some, addresses) for some in many] + told


def sentence(one: News) -> str:
    """«Kari Eksempel endret tittel og milepæler»."""
    if one.verb == "changed" and one.fields:
        fields = [str(FIELD_LABELS[field]).lower() for field in one.fields if field in FIELD_LABELS]
        if fields:
            return _("%(who)s endret %(what)s") % {"who": one.by, "what": _listed(fields)}
    if one.verb == Verb.COMMENTED and not one.text:
        return _("%(who)s skrev en kommentar som er tatt bort") % {"who": one.by}
    texts = {
        "registered": _("%(who)s registrerte aktiviteten"),
        "changed": _("%(who)s endret aktiviteten"),
        "restored": _("%(who)s gikk tilbake til en tidligere versjon"),
        "related": _("%(who)s koblet den til en annen aktivitet"),
        "removed": _("%(who)s kastet den i papirkurven"),
        "brought_back": _("%(who)s hentet den opp av papirkurven"),
        "asked_to_merge": _("%(who)s mener at den er registrert to ganger, og venter på et ja til å slå dem sammen"),
        "merged": _("%(who)s slo den sammen med en annen registrering"),
        "unmerged": _("%(who)s skilte den fra registreringen den var slått sammen med"),
        PARTED: _("%(who)s skilte registreringene denne sto for"),
        "joined": _("%(who)s sluttet seg til registreringen"),
        "confirmed": _("%(who)s bekreftet at ingenting er endret"),
        "claimed": _("%(who)s svarte på hva samarbeidet betydde"),
        Verb.COMMENTED.value: _("%(who)s skrev en kommentar"),
        Verb.MENTIONED.value: _("%(who)s nevnte deg"),
        **_round_sentences(),
        GAVE_UP: _("Mottakeren har ikke svart på et døgn, så utsendingen er slått av"),
    }
    return texts.get(one.verb, _("%(who)s endret aktiviteten")) % {"who": one.by}


def _round_sentences() -> dict[str, str]:
    return {
        "round_opened": _("%(who)s åpnet rapporteringen"),
        "round_due": _("Fristen nærmer seg eller er passert"),
        "round_submitted": _("%(who)s leverte"),
        "round_returned": _("%(who)s sendte innleveringen tilbake"),
        "round_approved": _("Begge parter har godkjent"),
        "round_unapproved": _("%(who)s trakk godkjenningen tilbake"),
        "round_voided": _("%(who)s endret noe vesentlig, så godkjenningen må gis på nytt"),
        "round_adopted": _("Året er vedtatt"),
        "round_unadopted": _("%(who)s gjorde vedtaket om"),
        "round_cancelled": _("%(who)s avlyste runden"),
        "dispute_opened": _("%(who)s meldte uenighet"),
        "dispute_settled": _("%(who)s avgjorde en uenighet"),
    }


def _line(one: News, partnership: str, addresses: Addresses) -> NewsLine:
    quote = Truncator(one.text).chars(_SHOWN)
    return NewsLine(sentence(one), when_in_words(one.at), _url(one, partnership, addresses), quote)


def _url(one: News, partnership: str, addresses: Addresses) -> str:
    if one.verb in ROUND:
        return _round_url(one, partnership)
    if one.verb == GAVE_UP:
        return reverse("webhooks:list", kwargs={"partnership": partnership})
    if one.comment_id:
        return f"{addresses.activity(one.slug)}#kommentar-{one.comment_id}"
    if one.verb in {"registered", "joined", "confirmed", "brought_back", "claimed"}:
        return addresses.activity(one.slug)
    return addresses.history(one.slug)


def _round_url(one: News, partnership: str) -> str:
    """Where it is to be done: the worklist for what one holds, the list of disputes, else the status of the year."""
    where = {"partnership": partnership, "year": one.year}
    if one.verb in {"dispute_opened", "dispute_settled"}:
        return reverse("rounds:disputes", kwargs=where)
    if one.area and one.verb in {"round_opened", "round_returned"}:
        return reverse("rounds:worklist", kwargs={**where, "area": one.area})
    if one.area and one.verb in {"round_submitted", "round_voided", "round_unapproved"}:
        return reverse("rounds:review", kwargs={**where, "area": one.area})
    return reverse("rounds:status", kwargs=where)


def _bundle(some: Sequence[News], addresses: Addresses) -> NewsGroup:
    first = some[0]
    texts = {
        "registered": _("%(who)s registrerte %(count)s aktiviteter"),
        "removed": _("%(who)s kastet %(count)s aktiviteter i papirkurven"),
        "brought_back": _("%(who)s hentet %(count)s aktiviteter opp av papirkurven"),
        "confirmed": _("%(who)s bekreftet at ingenting er endret i %(count)s aktiviteter"),
        "claimed": _("%(who)s svarte på hva samarbeidet betydde i %(count)s aktiviteter"),
    }
    text = texts.get(first.verb, _("%(who)s endret %(count)s aktiviteter")) % {"who": first.by, "count": len(some)}
    examples = [
        NewsLine(
            one.title, "", addresses.history(one.slug) if first.verb == "removed" else addresses.activity(one.slug), ""
        )
        for one in some[:3]
    ]
    return NewsGroup(text, "", [NewsLine(_("For eksempel:"), when_in_words(first.at), "", ""), *examples])


def _listed(words: Sequence[str]) -> str:
    """«tittel, deltakere og milepæler»."""
    if len(words) == 1:
        return words[0]
    return _("%(some)s og %(last)s") % {"some": ", ".join(words[:-1]), "last": words[-1]}
