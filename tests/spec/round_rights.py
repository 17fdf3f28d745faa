"""Who may do what in a reporting round, in which stage: the page is written from the rules that the views ask."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tests.spec.tables import MADE, ROOT, markdown

from brobygger.rounds.rules.kinds import Stage
from brobygger.rounds.rules.rights import WHEN, Doing, Part, can, may

FILE: Path = ROOT / "docs" / "reference" / "round-permissions.md"
PARTS = {
    Part.AREA_LEAD: "lead of the area",
    Part.OTHER_LEAD: "other lead",
    Part.COORDINATOR: "coordinator",
    Part.STAND_IN: "coordinator, area without lead",
    Part.STEERING_MEMBER: "steering group",
    Part.OBSERVER: "observer",
    Part.OUTSIDER: "stranger, other partnership",
}
DOINGS = {
    Doing.SEE: "see the round and all in it",
    Doing.OPEN: "open a round, move its days",
    Doing.CONFIRM: "confirm activities",
    Doing.WORK: "explain, give numbers, nothing to report",
    Doing.SUBMIT: "hand in",
    Doing.APPROVE: "approve, for one's own party",
    Doing.UNDO_APPROVAL: "withdraw the approval of one's own party",
    Doing.RETURN: "send back, with a reason",
    Doing.DISPUTE: "raise a dispute, for one's own party",
    Doing.SETTLE: "settle a dispute",
    Doing.ADOPT: "adopt, on the steering group's behalf",
    Doing.UNDO_ADOPTION: "undo the adoption",
    Doing.CANCEL: "call the round off",
}
INTRODUCTION = """\
# Who may do what in a reporting round

What somebody may follows from what they are to the area; whether it can be done now follows from the stage it is in. Who may not
is answered with 403, a stranger with 404, and what cannot be done now with 409 and an explanation. Every cell of these tables is
tried against the pages in `tests/integration/rounds/test_permissions.py`.

Approvals, returns and disputes belong to a party: a coordinator who belongs to none of the owners reads only. A dispute is
settled by the party that raised it as it likes; the other party may give in, and else refers to a decision of the steering group.

Approving locks what was said in the round. The register itself stays open, since an activity belongs to many years and areas and
imports must not stop: a substantive change of an approved activity is made, takes the approvals of the areas it touches away,
and must be confirmed and approved anew (see [what is substantive](approval-rules.md)). An adopted year is not touched.
Undoing goes from the top: the adoption, then an approval, then the return.

"""


def cells() -> Iterator[tuple[Part, Doing, Stage]]:
    """Every cell there is."""
    for part in Part:
        for doing in Doing:
            for stage in Stage:
                yield part, doing, stage


def page() -> str:
    """The page."""
    text = [MADE, "\n\n", INTRODUCTION, "## By what one is to the area\n\n"]
    rows = [[told, *("yes" if may(part, doing) else "" for part in PARTS)] for doing, told in DOINGS.items()]
    text += [markdown(["", *PARTS.values()], rows), "\n## By the stage it is in, for those who may\n\n"]
    rows = [[told, *("yes" if stage in WHEN[doing] else "" for stage in Stage)] for doing, told in DOINGS.items()]
    text += [markdown(["", *(stage.value for stage in Stage)], rows)]
    assert all(can(*cell) == (may(*cell[:2]) and cell[2] in WHEN[cell[1]]) for cell in cells())
    return "".join(text)
