"""Run in the product (`brobygger shell`): two invented meetings, so that every screen of meetings can be looked at.

The demo holds what the report tells, and it tells of no meeting.
"""

from datetime import date

from django.utils import timezone

from brobygger.audit.rules import system
from brobygger.meetings.actions.deciding import follow_up, record_outcome
from brobygger.meetings.actions.planning import CaseDraft, MeetingDraft, add_case, hold_meeting, plan_meeting
from brobygger.meetings.models import CaseItem, Meeting
from brobygger.meetings.rules.kinds import FollowUp, Outcome
from brobygger.partnerships.models import Partnership

by, now = system("tests"), timezone.now()
partnership = Partnership.objects.select_related("directory").get(slug="trd3")
LONG = "Universitetskommunesamarbeidsavtalerevisjonsforberedelser"

for day in (date(2025, 11, 4), date(2035, 1, 16)):
    meeting = plan_meeting(
        partnership=partnership,
        draft=MeetingDraft(f"Styringsgruppemøte om {LONG.lower()}", day, "Rådhuset, møterom 3", 2025),
        by=by,
        now=now,
    )
    for title, indicator in ((LONG, ""), ("Flere masteroppgaver", "master-theses"), ("Eventuelt", "")):
        draft = CaseDraft(title, text="Bakgrunn for saken.", proposal="Det blir slik.", year=2025, indicator=indicator)
        add_case(meeting=meeting, draft=draft, by=by, now=now)

held = Meeting.objects.get(partnership=partnership, date=date(2025, 11, 4))
hold_meeting(meeting=held, seen=held.version, by=by, now=now)
case = CaseItem.objects.select_related("meeting__partnership").get(meeting=held, number=1)
record_outcome(
    case=case, seen=case.meeting.version, outcome=Outcome.ADOPTED, words="Slik blir det.", decision=None,
    source="Møtet, sak 1", by=by, now=now,
)  # fmt: skip
follow_up(case=case, state=FollowUp.UNDERWAY, words="Vi er i gang.", by=by, now=now)
