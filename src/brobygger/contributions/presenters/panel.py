"""What the collaboration meant, on the page of an activity."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from brobygger.contributions.forms import ClaimForm
from brobygger.contributions.models import ContributionClaim
from brobygger.contributions.permissions import party_of
from brobygger.contributions.presenters.words import did_label, layer_sentence, otherwise_label
from brobygger.contributions.queries.claims import Claims, claims_of
from brobygger.partnerships.queries import Scope
from brobygger.portfolio.models import Activity
from brobygger.portfolio.presenters.changes import when_in_words
from brobygger.portfolio.presenters.panels import Panel
from brobygger.portfolio.rules.kinds import Standing

SHOWN_ON_THE_PAGE = 20


@dataclass(frozen=True)
class ClaimRow:
    """What a party says, or said. `did` is empty when it has not answered."""

    party: str
    did: str
    otherwise: str
    evidence: str
    link: str
    who: str
    when: str
    source: str


@dataclass(frozen=True)
class Judged:
    """The panel. `form` is None for who does not speak for a party; `done` is what was just saved."""

    url: str
    talk_url: str
    rows: Sequence[ClaimRow]
    history: Sequence[ClaimRow]
    layer: str
    difference: str
    form: ClaimForm | None
    party: str
    has_answered: bool
    done: str


def judged(scope: Scope, activity: Activity, *, tried: ClaimForm | None = None, done: str = "") -> Judged:
    """Read what is said of an activity, and show it as this member sees it. Five queries."""
    claims = claims_of(scope.partnership, activity)
    party = party_of(scope) if activity.standing == Standing.REGISTERED else None
    held = claims.of(party) if party else None
    page = reverse("portfolio:activity", kwargs={"partnership": scope.partnership.slug, "slug": activity.slug})
    named = {"partnership": scope.partnership.slug, "slug": activity.slug}
    return Judged(
        url=reverse("contributions:activity", kwargs=named),
        talk_url=f"{page}#samtale",
        rows=[_row(each.name, claim) for each, claim in claims.parties],
        history=[_row(claim.party.name, claim) for claim in claims.history],
        layer=layer_sentence(claims.layer),
        difference=difference_in_words(claims),
        form=(tried or ClaimForm(held=held)) if party else None,
        party=party.name if party else "",
        has_answered=held is not None,
        done=done,
    )


def panel(scope: Scope, activity: Activity) -> Panel:
    """The panel on the page of the activity itself (`settings.ACTIVITY_PANELS`)."""
    return Panel("contributions/_panel.html", {"judged": judged(scope, activity)})


def difference_in_words(claims: Claims) -> str:
    """On what the parties do not say the same; empty when they do, or when only one has answered."""
    said = [(party.name, claim) for party, claim in claims.parties if claim is not None]
    if not claims.differs or len(said) < 2:
        return ""
    (one, first), (other, second) = said[:2]
    if first.did != second.did and first.otherwise != second.otherwise:
        return _("%(one)s og %(other)s svarer ulikt på begge spørsmålene.") % {"one": one, "other": other}
    if first.did != second.did:
        return _("%(one)s og %(other)s svarer ulikt på hva samarbeidet gjorde.") % {"one": one, "other": other}
    return _("%(one)s og %(other)s svarer ulikt på hva som hadde skjedd uten samarbeidet.") % {
        "one": one,
        "other": other,
    }


def _row(party: str, claim: ContributionClaim | None) -> ClaimRow:
    if claim is None:
        return ClaimRow(party, "", "", "", "", "", "", "")
    who = ", ".join(filter(None, (claim.claimed_by, claim.spoken_for.lower())))
    return ClaimRow(
        party,
        did_label(claim.did),
        otherwise_label(claim.otherwise),
        claim.evidence,
        claim.link,
        who,
        when_in_words(claim.claimed_at),
        claim.source,
    )
