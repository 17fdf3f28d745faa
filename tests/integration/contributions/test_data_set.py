"""What the parties say comes with a data set; what may be wrong with its rows is in tests/integration/intake/test_load.py."""

from __future__ import annotations

from pathlib import Path

from brobygger.contributions.models import ContributionClaim, CreditStanding
from brobygger.partnerships.models import Partnership

ROOT = Path(__file__).resolve().parents[3]


def test_what_the_parties_say_comes_with_the_data_set(fjordby: Partnership) -> None:
    rows = (ROOT / "demo" / "fjordby" / "claims.csv").read_text(encoding="utf-8").splitlines()[1:]
    claims = ContributionClaim.objects.filter(partnership=fjordby)
    assert claims.count() == len(rows)
    first = rows[0].split(",")
    claim = claims.get(activity__slug=first[0], party__slug=first[1])
    assert (claim.did, claim.otherwise, claim.evidence, claim.source) == (first[2], first[3], first[4], first[6])
    layers = set(CreditStanding.objects.filter(partnership=fjordby).values_list("layer", flat=True))
    assert layers == {"strict", "decisive", "contributed", "registered", "unknown"}
