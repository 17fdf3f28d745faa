"""The paper of a meeting: what the page shows, as an accessible PDF, whatever somebody wrote."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pikepdf
import pypdf
import pytest
from django.utils.translation import override
from tests.conftest import NOW, Cast
from tests.integration.meetings.test_meetings import again, decide, hold, plan

from brobygger.audit.rules import system
from brobygger.doubts.actions import answer
from brobygger.doubts.queries.doubts import doubts_of
from brobygger.doubts.rules.kinds import Answer, Seen
from brobygger.meetings.actions.deciding import follow_up
from brobygger.meetings.actions.paper import write_meeting_paper
from brobygger.meetings.actions.planning import CaseDraft, add_case
from brobygger.meetings.models import Meeting
from brobygger.meetings.presenters.paper import meeting_paper
from brobygger.meetings.presenters.sheet import DOUBTS_SHOWN
from brobygger.meetings.queries.sheet import shown_in
from brobygger.meetings.rules.kinds import FollowUp
from brobygger.partnerships.models import Partnership
from brobygger.rounds.actions.opening import Days, open_round

BY = system("tests")
TODAY = NOW.date()


def written(meeting: Meeting) -> bytes:
    return write_meeting_paper(meeting_paper(meeting, shown_in(meeting, today=TODAY)))


def letters(content: bytes) -> str:
    text = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)
    return re.sub(r"[\s\-\u00ad\u200b\u2010]+", "", text)


@pytest.fixture
def full(trd3: Partnership) -> Meeting:
    """A meeting with everything there can be on its paper."""
    days = Days(TODAY - timedelta(days=1), TODAY, TODAY + timedelta(days=9))
    areas = list(trd3.focus_areas.all())
    open_round(partnership=trd3, year=2025, days=days, areas=areas, asked={}, by=BY, now=NOW)
    before = plan(trd3, TODAY - timedelta(days=90), title="Høstmøtet")
    case = add_case(meeting=before, draft=CaseDraft("Felles rekruttering"), by=BY, now=NOW)
    hold(before)
    decide(case, words="Partene lyser ut sammen.")
    follow_up(case=case, state=FollowUp.UNDERWAY, words="To stillinger er lyst ut.", by=BY, now=NOW)
    meeting = plan(trd3)
    drafts = [
        CaseDraft("Rapporteringen for 2025", "Bakgrunn.\n\nMer bakgrunn.", "Året vedtas.", 2025),
        CaseDraft("Mål for masteroppgaver", proposal="Målet settes til 40.", indicator="master-theses"),
    ]
    for draft in drafts:
        add_case(meeting=meeting, draft=draft, by=BY, now=NOW)
    return again(meeting)


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_it_is_accessible_in_every_language(full: Meeting, language: str, tmp_path: Path) -> None:
    file = tmp_path / "paper.pdf"
    with override(language):
        file.write_bytes(written(full))
    with pikepdf.open(file) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang).startswith(language)
    checker = Path(sys.executable).with_name("pdfua")
    result = subprocess.run([checker, "check", "--format", "json", file], capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr


def test_it_tells_what_the_page_tells(full: Meeting) -> None:
    told = letters(written(full))
    for text in (
        "Foreløpig.Slikvikjennerdet22.november2026.",
        "Sak1:Rapporteringenfor2025",
        "Merbakgrunn.",
        "Målet settes til 40.",
        "å bekrefte",
        "Her er 12 av dem, de tyngste av hver sort.",
        "Høstmøtet, 24. august 2026",
        "Partene lyser ut sammen.",
        "I gang. To stillinger er lyst ut.",
        "Sendte forsknings- og innovasjonssøknader",
    ):
        assert re.sub(r"[\s\-]+", "", text) in told


def test_what_was_put_off_is_told_as_put_off(full: Meeting, cast: Cast) -> None:
    doubts = [each.doubt for each in doubts_of(full.partnership, today=TODAY)]
    answer(
        partnership=full.partnership, seen=[Seen(each, each.fingerprint, 0) for each in doubts],
        answer=Answer.POSTPONED, words="", by=cast.coordinator.as_actor, now=NOW,
    )  # fmt: skip
    assert letters(written(full)).count("(utsatt)") == DOUBTS_SHOWN


def test_of_a_held_meeting_it_is_the_same_whatever_happens_since(full: Meeting, trd3: Partnership) -> None:
    held = hold(full)
    first = written(held)
    trd3.rounds.get().submissions.update(stage="approved")
    Partnership.objects.filter(pk=trd3.pk).update(data_version=trd3.data_version + 1)
    assert (
        write_meeting_paper(meeting_paper(again(held), shown_in(again(held), today=TODAY + timedelta(days=99))))
        == first
    )
    assert "Holdt.Slikdetstodamøtetbleførtsomholdt" in letters(first)


def test_any_text_is_set_as_it_is_written(trd3: Partnership) -> None:
    meeting = plan(trd3, title='#panic() $x$ *[]\\ 🎉 "')
    for text in ("", "x" * 4000, '#import "x" @ref <label> `raw`\n= heading', "\u202eright\u202c \x07 大学"):
        add_case(meeting=meeting, draft=CaseDraft(text[:200] or "–", text, text), by=BY, now=NOW)
    told = letters(written(again(meeting)))
    assert '#import"x"@ref<label>`raw`' in told


def test_a_meeting_about_nothing_has_a_paper(trd3: Partnership) -> None:
    trd3.periods.update(framework_slug="")
    told = letters(written(again(plan(trd3, year=None))))
    assert "Samarbeidetharingenmåltallennå." in told


class TestAddress:
    """`/<partnership>/moter/<slug>/papir.pdf`."""

    def test_members_get_it(self, full: Meeting, cast: Cast, client_of) -> None:  # type: ignore[no-untyped-def]
        response = client_of(cast.steering_member).get("/trd3/moter/2026-11-22/papir.pdf?sprak=en")
        assert response["Content-Type"] == "application/pdf"
        assert response["Content-Disposition"] == 'inline; filename="mote-trd3-2026-11-22-en.pdf"'

    def test_strangers_do_not(self, full: Meeting, cast: Cast, client_of) -> None:  # type: ignore[no-untyped-def]
        for who in (cast.stranger, cast.other_lead):
            assert client_of(who).get("/trd3/moter/2026-11-22/papir.pdf").status_code == 404
