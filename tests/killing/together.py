"""Three freeze and one writes, all at the same time, in processes of their own; afterwards the chain must be whole.

    python -m tests.killing.together

Uses the database of BROBYGGER_DATABASE_URL, which must be empty.
"""

from __future__ import annotations

import os

import django

django.setup()

from tests.killing.adopted import BY, Freezing, adopted  # noqa: E402
from tests.killing.children import child  # noqa: E402
from tests.killing.register import NOW, fresh_register  # noqa: E402

from brobygger.partnerships.models import Partnership  # noqa: E402
from brobygger.portfolio.actions.register import register_activities  # noqa: E402
from brobygger.portfolio.models import Activity  # noqa: E402
from brobygger.portfolio.rules.drafts import ActivityDraft  # noqa: E402
from brobygger.portfolio.rules.kinds import Kind  # noqa: E402
from brobygger.snapshots.models import Snapshot  # noqa: E402
from brobygger.snapshots.queries.reading import stream  # noqa: E402

FREEZERS, WRITES = 3, 8


def main() -> None:
    """Let them loose and look at what they left."""
    partnership = fresh_register()
    freezing = Freezing(partnership)
    children = [child(freezing.carry_out) for _ in range(FREEZERS)] + [child(lambda: _write(partnership))]
    statuses = [os.waitpid(pid, 0)[1] for pid in children]
    assert statuses == [0] * len(children), f"somebody failed: {statuses}"
    assert adopted(partnership) == f"{FREEZERS} snapshots, 0 errata"
    titles = [_title(number) for number in range(WRITES)]
    assert Activity.objects.filter(title__in=titles).count() == WRITES
    seen = 0
    for snapshot in Snapshot.objects.order_by("number"):
        frozen = [value["title"] for _, value in stream(snapshot, "activities") if value["title"] in titles]
        assert frozen == titles[: len(frozen)], "a snapshot has what was written later, and not what was written before"
        assert len(frozen) >= seen, "a later snapshot knows less"
        seen = len(frozen)
    print(f"{FREEZERS} snapshots and {WRITES} writes at once, one after the other")


def _title(number: int) -> str:
    return f"Samtidig tiltak {number}"


def _write(partnership: Partnership) -> None:
    for number in range(WRITES):
        register_activities(
            partnership=partnership, drafts=[ActivityDraft("", Kind.PHD, _title(number))], by=BY, now=NOW
        )


if __name__ == "__main__":
    main()
