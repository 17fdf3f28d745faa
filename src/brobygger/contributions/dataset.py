"""What a data set tells of contributions: what each party says of activities (claims.csv, which may be missing)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from brobygger.audit.rules import Actor
from brobygger.contributions.actions.claims import Statement, claim
from brobygger.contributions.rules.credit import Answer, Did, Otherwise
from brobygger.intake.dataset.context import Context
from brobygger.intake.rules.problems import Fault
from brobygger.intake.rules.reader import Fields
from brobygger.organisations.models import Organisation
from brobygger.organisations.rules.names import Party
from brobygger.portfolio.models import Activity

CLAIM = ("activity", "party", "did", "otherwise", "evidence", "link", "source")


@dataclass(frozen=True)
class ClaimDraft:
    """What a party says of one activity, named by its slug."""

    activity: str
    party: Party
    statement: Statement


class ClaimsPart:
    """claims.csv: one row for what a party says of an activity."""

    def read(self, context: Context) -> None:
        """See `Part.read`."""
        context.drafts["claims"] = [
            draft
            for fields in context.rows(context.folder / "claims.csv", CLAIM, required=False)
            if (draft := _claim(context, fields)) is not None
        ]

    def write(self, context: Context, *, by: Actor, now: datetime) -> None:
        """See `Part.write`."""
        partnership = context.written["partnership"]
        drafts: Sequence[ClaimDraft] = context.drafts["claims"]
        if not drafts:
            return
        alike: dict[tuple[Party, Statement], list[str]] = {}
        for draft in drafts:
            alike.setdefault((draft.party, draft.statement), []).append(draft.activity)
        ids: Mapping[str, int] = dict(Activity.objects.filter(partnership=partnership).values_list("slug", "pk"))
        for (party, statement), slugs in alike.items():
            organisation = Organisation.objects.get(pk=context.parties[party].organisation_id)
            claim(
                partnership=partnership,
                activity_ids=[ids[slug] for slug in slugs],
                party=organisation,
                statement=statement,
                by=by,
                now=now,
            )


def _claim(context: Context, fields: Fields) -> ClaimDraft | None:
    activity = context.check("activity", fields.text("activity", required=True, at_most=80), fields, "activity")
    name = fields.text("party", required=True, at_most=300)
    party = context.party(name, fields, "party")
    partnership = context.drafts.get("partnership")
    owners = [each.party for each in partnership.partners] if partnership else []
    if party is not None and party not in owners:
        fields.note(Fault.REFERENCE_UNKNOWN, "party", value=name[:80])
        party = None
    did, otherwise = fields.choice("did", Did), fields.choice("otherwise", Otherwise)
    link = fields.text("link", at_most=500)
    if link and urlsplit(link).scheme not in {"http", "https"}:
        fields.note(Fault.NOT_ALLOWED, "link", value=link[:80], allowed="https://…")
    if activity and party is not None:
        key = f"{activity} {party}"
        if key in context.known.setdefault("claim", set()):
            fields.note(Fault.ID_TWICE, "activity", value=activity)
        context.known["claim"].add(key)
    if not activity or party is None or did is None or otherwise is None:
        return None
    evidence, source = fields.text("evidence"), fields.text("source", at_most=300)
    return ClaimDraft(activity, party, Statement(Answer(did, otherwise), evidence, link, source=source))
