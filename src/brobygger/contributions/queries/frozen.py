"""What the parties say, as a snapshot keeps it (`settings.SNAPSHOT_PARTS`): without names of people and without texts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from brobygger.contributions.models import CreditStanding, HeldClaim
from brobygger.partnerships.models import Partnership
from brobygger.portfolio.rules.kinds import Standing

CHUNK = 1000


def claims(partnership: Partnership, year: int, now: datetime) -> Iterator[tuple[str, Any]]:
    """`claims/<id>` for each activity somebody has answered for: its layer, and what each party says in which office.

    Two queries for each thousand.
    """
    last = 0
    while True:
        rows = CreditStanding.objects.filter(
            partnership=partnership, activity__standing=Standing.REGISTERED.value, pk__gt=last
        ).order_by("pk")
        found = list(rows.values_list("pk", "layer", "differs")[:CHUNK])
        if not found:
            return
        last = found[-1][0]
        said: dict[int, list[list[Any]]] = {}
        held = HeldClaim.objects.filter(activity__in=[pk for pk, _, _ in found]).order_by("activity_id", "party_id")
        for pk, *what in held.values_list(
            "activity_id", "party__slug", "claim__did", "claim__otherwise", "claim__spoken_for", "claim__claimed_at"
        ):
            said.setdefault(pk, []).append(what)
        for pk, layer, differs in found:
            yield f"claims/{pk}", {"id": pk, "layer": layer, "differs": differs, "said": said.get(pk, [])}
