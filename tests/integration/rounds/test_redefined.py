"""An indicator means or aims at something else while a year is open: it is told, and what it changes is approved anew."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from tests.fixtures.frameworks import definition, give_framework, indicator, said
from tests.fixtures.rounds import LATER, Story, story

from brobygger.accounts.models import User
from brobygger.portfolio.rules.kinds import Kind
from brobygger.results.actions.editing import add_version
from brobygger.results.actions.importing import import_framework
from brobygger.results.queries.frameworks import framework_of
from brobygger.results.queries.preview import preview_version
from brobygger.results.queries.versions import framework_draft, indicator_with_versions
from brobygger.results.rules.drafts import DefinitionDraft, TargetDraft
from brobygger.results.rules.framework_file import framework_text
from brobygger.results.rules.verdicts import TargetKind
from brobygger.rounds.actions.adopt import NewDecision, adopt_round
from brobygger.rounds.rules.kinds import Stage
from brobygger.rounds.rules.workflow import Refusal, StepRefused

PAGES = ("", "gjennomgang/", "vedtak/")
AIM = TargetDraft(
    2, 2025, TargetKind.YEARLY, Decimal(4), owner=said("A"), method=said("A"), mandate=said("A"), reason=said("Derfor")
)


@pytest.fixture
def told(db: None) -> Story:
    """«helse» has three pilots; «oppvekst» an event, which is not counted."""
    made = story()
    give_framework(made.partnership, indicator("piloter", definition(1, 2022)))
    made.register("motet", "oppvekst", kind=Kind.EVENT)
    made.all_approved()
    return made


def text(client: Client, page: str = "") -> str:
    response: Any = client.get(f"/runden/aret/2025/{page}")
    assert response.status_code == 200
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode())))


def change(told: Story, version: DefinitionDraft | TargetDraft) -> None:
    framework = framework_of(told.partnership)
    assert framework is not None
    found = indicator_with_versions(framework, "piloter")
    assert found is not None
    seal = preview_version(told.partnership, framework, found, version, today=LATER.date()).seal
    by = told.people["of_town"].as_actor
    add_version(
        partnership=told.partnership,
        code="piloter",
        version=version,
        seal=seal,
        by=by,
        now=LATER + timedelta(minutes=1),
    )


def stages(told: Story) -> dict[str, str]:
    return {area: told.submission(area).stage for area in ("helse", "oppvekst", "felles")}


def test_the_areas_whose_activities_come_or_go_are_approved_anew(
    told: Story, client_of: Callable[[User], Client]
) -> None:
    seen = told.round.version
    change(told, definition(2, 2025, kinds=["pilot", "event"]))
    assert stages(told) == {"helse": Stage.APPROVED, "oppvekst": Stage.SUBMITTED, "felles": Stage.SUBMITTED}
    steering = client_of(told.people["steering_member"])
    for page in PAGES:
        shown = text(steering, page)
        assert "Of_Town endret hva «Piloter» betyr, fra 2025" in shown
        assert "Tallet for 2025 gikk fra 3 til 4." in shown
        assert "Godkjent før endringen, og det står: Helse." in shown
    # The reason is in the history, and so is what it took away.
    assert "Vi så at det ikke holdt" in text(steering)
    assert "endret måltallet «Piloter», og godkjenninger falt bort (Oppvekst)" in text(steering)
    # Nothing is to be confirmed again: what the areas said of their activities holds.
    assert "å bekrefte" not in text(client_of(told.people["colleague"]), "arbeidsliste/oppvekst/")
    assert not told.submission("oppvekst").approvals.filter(void_at=None)
    assert {each.void_why for each in told.submission("oppvekst").approvals.all()} <= {"changed"}
    told.approve("oppvekst")
    told.approve("felles")
    assert set(stages(told).values()) == {Stage.APPROVED}
    # Whoever looked at the year before this is sent back to look.
    with pytest.raises(StepRefused) as refused:
        adopt_round(
            round_=told.round, seen=seen, decision=NewDecision("Vedtatt", "2027-01-15"), words="Året",
            leave_out_disputed=False, by=told.people["of_uni"].as_actor, now=LATER,
        )  # fmt: skip
    assert refused.value.why is Refusal.CHANGED_MEANWHILE


def test_another_way_to_count_touches_all_that_is_counted(told: Story) -> None:
    change(told, definition(2, 2025, measure="sum", unique="person", time="each"))
    assert stages(told) == {"helse": Stage.SUBMITTED, "oppvekst": Stage.APPROVED, "felles": Stage.SUBMITTED}


def test_a_target_touches_what_is_approved_of_the_year_as_a_whole(
    told: Story, client_of: Callable[[User], Client]
) -> None:
    change(told, AIM)
    assert stages(told) == {"helse": Stage.APPROVED, "oppvekst": Stage.APPROVED, "felles": Stage.SUBMITTED}
    shown = text(client_of(told.people["observer"]))
    assert "Of_Town endret målet for «Piloter», fra 2025" in shown
    assert "Tallet for 2025 er det samme, men vurderingen er en annen." in shown


def test_words_and_other_years_take_nothing_away(told: Story, client_of: Callable[[User], Client]) -> None:
    change(told, definition(2, 2025))
    assert set(stages(told).values()) == {Stage.APPROVED}
    shown = text(client_of(told.people["observer"]))
    assert "endret hva «Piloter» betyr, fra 2025" in shown
    assert "Godkjent før endringen, og det står: Helse, Oppvekst, Felles og uten innsatsområde." in shown


def test_a_year_that_is_not_touched_is_not_told_of(told: Story, client_of: Callable[[User], Client]) -> None:
    adopt_round(
        round_=told.round, seen=told.round.version, decision=NewDecision("Vedtatt", "2027-01-15"), words="Året",
        leave_out_disputed=False, by=told.people["of_uni"].as_actor, now=LATER,
    )  # fmt: skip
    change(told, definition(2, 2025, kinds=["event"]))
    assert set(stages(told).values()) == {Stage.ADOPTED}
    assert "endret hva" not in text(client_of(told.people["observer"]))


def test_a_framework_file_does_the_same(told: Story, client_of: Callable[[User], Client]) -> None:
    framework = framework_of(told.partnership)
    assert framework is not None
    was = framework_draft(framework)
    [area] = was.goal_areas
    [one] = area.indicators
    more = type(one)(**{**vars(one), "definitions": (*one.definitions, definition(2, 2025, kinds=["pilot", "event"]))})
    new = indicator("moter", definition(1, 2022, kinds=["event"]))
    draft = type(was)(**{**vars(was), "goal_areas": (type(area)(**{**vars(area), "indicators": (more, new)}),)})
    import_framework(
        partnership=told.partnership, content=framework_text(draft).encode(), name="ramme.yaml", seal=None,
        by=told.people["of_town"].as_actor, now=LATER,
    )  # fmt: skip
    assert stages(told) == {"helse": Stage.APPROVED, "oppvekst": Stage.SUBMITTED, "felles": Stage.SUBMITTED}
    shown = text(client_of(told.people["observer"]))
    assert "endret hva «Piloter» betyr, fra 2025" in shown
    assert "la til måltallet «Moter»" in shown
    assert "Tallet for 2025 gikk fra – til 1." in shown
