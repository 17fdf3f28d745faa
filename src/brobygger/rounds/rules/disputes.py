"""Who may settle a dispute, and how."""

from __future__ import annotations

from brobygger.rounds.rules.kinds import Ending


def may_settle(*, party: int, raised_by: int, outcome: Ending, has_decision: bool) -> bool:
    """Whether a party may settle a dispute in this way.

    The one that raised it may end it as it likes. The other may give in: the thing stays out. Else it takes a decision of the
    steering group, since nobody can overrule the other alone.
    """
    return party == raised_by or outcome is Ending.LEFT_OUT or has_decision


def keeps_out(outcome: Ending | None) -> bool:
    """Whether what is disputed stays out of the totals: while nobody has settled it, or when that was the outcome."""
    return outcome is None or outcome is Ending.LEFT_OUT
