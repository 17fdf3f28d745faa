"""Whether a report tells what was adopted or what is known today, and what was found wrong since."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from brobygger.dates.presenters import date_in_words
from brobygger.doubts.forms import ANSWERS
from brobygger.doubts.presenters import doubt_view
from brobygger.doubts.queries.doubts import Answered
from brobygger.doubts.rules.kinds import Answer, Doubt, Kind
from brobygger.reports.presenters.indicators import one_line
from brobygger.reports.queries import ReportFacts
from brobygger.reports.rules.document import ChangeLine, DoubtLine, DoubtPart, ErratumPart, Labelled, Standing
from brobygger.reports.rules.years import spans
from brobygger.results.presenters import in_language
from brobygger.snapshots.models import Erratum
from brobygger.snapshots.presenters.errata import change_rows, kind_label
from brobygger.snapshots.presenters.snapshot_page import checksum_groups
from brobygger.snapshots.rules.errata import changes_from


def standing(facts: ReportFacts) -> Standing:
    """What the reader may hold the partners to."""
    snapshot = facts.adopted
    if snapshot is None:
        return _not_adopted(facts)
    text = _("%(words)s. Vedtak: %(decision)s. Nummer %(number)s, tatt vare på %(date)s.") % {
        "words": snapshot.words.rstrip("."),
        "decision": snapshot.decision_words.rstrip("."),
        "number": snapshot.number,
        "date": date_in_words(facts.as_of.isoformat()),
    }
    if facts.errata:
        text += " " + _("Feil som er funnet siden, står under «Rettelser» bakerst.")
    return Standing(_("Vedtatt"), text, is_adopted=True, checksum=checksum_groups(snapshot.sha256))


def _not_adopted(facts: ReportFacts) -> Standing:
    years = facts.figures.years
    adopted = [year for year in years if year in facts.adopted_years]
    missing = [year for year in years if year not in facts.adopted_years]
    text = _("Tallene er slik de er kjent %(date)s, og kan bli andre.") % {
        "date": date_in_words(facts.as_of.isoformat())
    }
    if adopted:
        known = _("Vedtatt: %(years)s. Tallene som ble vedtatt, står i rapporten for hvert av årene.")
        text += " " + known % {"years": spans(adopted)}
    if missing:
        text += " " + _("Ikke vedtatt: %(years)s.") % {"years": spans(missing)}
    return Standing(_("Foreløpig") if missing else _("Ikke det vedtatte"), text, is_adopted=False)


def footer(facts: ReportFacts, day: str) -> str:
    """What stands at the foot of every page, so that no page can be taken for what it is not."""
    if facts.adopted is None:
        return _("%(label)s: tallene slik de sto %(date)s") % {"label": standing(facts).label, "date": day}
    return _("Vedtatt, nummer %(number)s (%(checksum)s …)") % {
        "number": facts.adopted.number,
        "checksum": facts.adopted.sha256[:8],
    }


def errata(facts: ReportFacts) -> list[ErratumPart]:
    """Each erratum of the snapshot in order, with how it changes the totals."""
    names = {each.code: in_language(each.name) for each in facts.figures.indicators()}
    return [_erratum(each, names) for each in facts.errata]


def doubts(facts: ReportFacts) -> DoubtPart | None:
    """What was doubted the day it was adopted, in the order it stood; None for what is not adopted or does not know."""
    if facts.doubts is None:
        return None
    waiting = sum(each["is_open"] for each in facts.doubts)
    told = {"n": len(facts.doubts), "waiting": waiting}
    sentence = _("Ingenting var i tvil da tallene ble vedtatt.")
    if facts.doubts:
        sentence = ngettext(
            "%(n)s ting var i tvil da tallene ble vedtatt. %(waiting)s av dem ventet på svar.",
            "%(n)s ting var i tvil da tallene ble vedtatt. %(waiting)s av dem ventet på svar.",
            len(facts.doubts),
        )
    return DoubtPart(sentence % told, [_doubt(facts, each) for each in facts.doubts])


def _doubt(facts: ReportFacts, each: Mapping[str, Any]) -> DoubtLine:
    doubt = Doubt(Kind(each["kind"]), each["subject"], each["facts"])
    view = doubt_view(facts.partnership, Answered(doubt, None, holds=False), facts.figures)
    said = each["answer"]
    answer = _("Ikke besvart")
    if said:
        answer = str(ANSWERS[Answer(said["answer"])])
        if not said["holds"]:
            answer = _("%(answer)s, men tallene var endret siden") % {"answer": answer}
    return DoubtLine(one_line(view.subject), view.sentence, view.evidence, answer)


def _erratum(each: Erratum, names: dict[str, str]) -> ErratumPart:
    about = json.loads(each.about)
    told = [
        Labelled(_("Bestemt av"), each.decider, is_own=True),
        Labelled(_("Ført"), date_in_words(timezone.localdate(each.written).isoformat())),
        Labelled(_("Slik det ble vedtatt"), "; ".join(row["title"] for row in about["then"]), is_own=True),
        Labelled(_("Slik vi kjenner det i dag"), "; ".join(row["title"] for row in about["now"]), is_own=True),
    ]
    stays = _("Det vedtatte tallet er rapportert og står; dette er registerets telling.")
    return ErratumPart(
        heading=_("Rettelse %(number)s: %(kind)s") % {"number": each.number, "kind": kind_label(each.kind)},
        reason=each.reason,
        facts=[row for row in told if row.text.strip()],
        changes=[
            ChangeLine(row.indicator, row.year, row.before, row.after, stays if row.stays else "")
            for row in change_rows(changes_from(each.changes), names)
        ],
    )
