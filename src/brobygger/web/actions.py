"""Building the demo: its partnerships, and the invented people who may see them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from brobygger.accounts.actions import create_user
from brobygger.api.models import AccessToken, IdempotencyRecord
from brobygger.audit import actions as audit
from brobygger.audit.rules import Actor
from brobygger.contributions.models import ContributionClaim, CreditStanding, HeldClaim
from brobygger.doubts.models import DoubtAnswer
from brobygger.duplicates.actions.compare import compare_waiting
from brobygger.duplicates.models import Clue, Fingerprint, Pair
from brobygger.intake.actions import load_data_set
from brobygger.intake.models import Import, ImportSource
from brobygger.meetings.models import Meeting
from brobygger.organisations.models import Directory, Name, Organisation, Placement, Reorganisation, Succession, Unit
from brobygger.partnerships.actions import admit
from brobygger.partnerships.models import (
    AgreementPeriod,
    Body,
    Decision,
    FocusArea,
    Membership,
    Partner,
    Partnership,
    Seat,
)
from brobygger.people.models import HandOver, Person
from brobygger.portfolio.models import Activity, CalendarFeed, ChangeSet, SavedView, UnfinishedForm, search
from brobygger.portfolio.models.index import Edition, Term, WaitingIndex
from brobygger.results.models import (
    Assessment,
    Definition,
    Framework,
    GoalArea,
    Indicator,
    Judgement,
    LeftOut,
    ReportedValue,
    Target,
)
from brobygger.rounds.actions.opening import Days, open_round
from brobygger.rounds.models import ReportingRound
from brobygger.snapshots.actions.removal import remove_snapshots
from brobygger.suggestions.models import FormLink, Sender, Suggestion
from brobygger.web.rules import PERSONAS, REPORTING, REPORTING_YEAR, STORIES, Persona, checksum
from brobygger.webhooks.models import Webhook

CHECKSUMS = "demo.json"
DATA_FILES = {".yaml", ".csv"}

# From the leaves to the root, each with the way to its partnership: nothing may be deleted while others point at it.
_OF_PARTNERSHIP: tuple[tuple[type[Any], str], ...] = (
    (Meeting, "partnership"),
    (DoubtAnswer, "partnership"),
    (ReportingRound, "partnership"),
    (LeftOut, "partnership"),
    (Assessment, "indicator__goal_area__framework__partnership"),
    (Judgement, "indicator__goal_area__framework__partnership"),
    (ReportedValue, "indicator__goal_area__framework__partnership"),
    (Target, "indicator__goal_area__framework__partnership"),
    (Definition, "indicator__goal_area__framework__partnership"),
    (Indicator, "goal_area__framework__partnership"),
    (GoalArea, "framework__partnership"),
    (Framework, "partnership"),
    (HeldClaim, "claim__partnership"),
    (CreditStanding, "partnership"),
    (ContributionClaim, "partnership"),
    (Webhook, "partnership"),
    (Pair, "partnership"),
    (Fingerprint, "partnership"),
    (Clue, "partnership"),
    (Term, "partnership"),
    (Edition, "partnership"),
    (WaitingIndex, "partnership"),
    (Suggestion, "partnership"),
    (FormLink, "partnership"),
    (Sender, "partnership"),
    (UnfinishedForm, "partnership"),
    (Import, "partnership"),
    (ImportSource, "partnership"),
    (SavedView, "partnership"),
    (CalendarFeed, "partnership"),
    (ChangeSet, "partnership"),
    (Activity, "partnership"),
    (HandOver, "partnership"),
    (Person, "partnership"),
    (IdempotencyRecord, "token__membership__partnership"),
    (AccessToken, "membership__partnership"),
    (Membership, "partnership"),
    (Decision, "partnership"),
    (Seat, "body__partnership"),
    (Body, "partnership"),
    (FocusArea, "partnership"),
    (AgreementPeriod, "partnership"),
    (Partner, "partnership"),
)
_OF_DIRECTORY: tuple[tuple[type[Any], str], ...] = (
    (Reorganisation, "directory"),
    (Succession, "predecessor__directory"),
    (Placement, "unit__directory"),
    (Name, "directory"),
    (Unit, "directory"),
    (Organisation, "directory"),
)


class RemovalRefused(PermissionError):
    """Whole partnerships are removed in a demo only."""


def prepare_demo(*, home: Path, by: Actor, now: datetime, tell: Callable[[str], object]) -> None:
    """Load the demo's partnerships where they are missing or their files have changed, and let the personas in.

    Raises DataSetRefused when a data set is bad; what stood before then still stands.
    """
    remembered = _remembered()
    frameworks = home / "frameworks"
    for slug in STORIES:
        folder = home / "demo" / slug
        if not (folder / "organisations.yaml").is_file():
            tell(f"{slug}: no data set, left out")
            continue
        now_is = checksum(_files(folder, frameworks))
        existing = Partnership.objects.filter(slug=slug).first()
        if existing and remembered.get(slug) == now_is:
            tell(f"{slug}: up to date")
            continue
        with transaction.atomic():
            if existing:
                remove_partnership(partnership=existing, by=by, now=now)
            loaded = load_data_set(folder=folder, frameworks=frameworks, by=by, now=now)
        compare_waiting(partnership=loaded, now=now)
        tell(f"{slug}: files have changed, loaded anew" if existing else f"{slug}: loaded")
        _remember(remembered | {slug: now_is})
        remembered = _remembered()
    tell(f"people: {admit_personas(by=by, now=now)} can sign in with one click")
    _open_the_year(by=by, now=now)


def _open_the_year(*, by: Actor, now: datetime) -> None:
    """Open the last year of TRD 3.0 for reporting, unless it has been. The days are invented: the report tells of none."""
    partnership = Partnership.objects.filter(slug=REPORTING).first()
    if partnership is None or ReportingRound.objects.filter(partnership=partnership).exists():
        return
    today = now.date()
    open_round(
        partnership=partnership,
        year=REPORTING_YEAR,
        days=Days(*(today + timedelta(days=days) for days in (21, 35, 56))),
        areas=list(partnership.focus_areas.order_by("pk")),
        asked={},
        by=by,
        now=now,
    )


@transaction.atomic
def admit_personas(*, by: Actor, now: datetime) -> int:
    """Make the invented people of the partnerships that are there, and give them their roles. How many they are."""
    partnerships = {each.slug: each for each in Partnership.objects.filter(slug__in=STORIES)}
    there = [persona for persona in PERSONAS if persona.partnership in partnerships]
    known = set(
        Membership.objects.filter(user__username__in=[persona.username for persona in there]).values_list(
            "user__username", "partnership__slug"
        )
    )
    for persona in there:
        if (persona.username, persona.partnership) not in known:
            _admit(persona, partnerships[persona.partnership], by=by, now=now)
    return len(there)


@transaction.atomic
def remove_partnership(*, partnership: Partnership, by: Actor, now: datetime) -> None:
    """Remove a partnership with all its data, and its directory unless another partnership uses it.

    Raises RemovalRefused outside demo and development. The audit log stays: it tells that this was done.
    """
    if not (settings.DEMO or settings.DEBUG):
        raise RemovalRefused("Partnerships are removed in a demo only.")
    directory = partnership.directory
    remove_snapshots(partnership=partnership, by=by, now=now)
    search.remove(list(Activity.every.filter(partnership=partnership).values_list("pk", flat=True)))
    _delete(_OF_PARTNERSHIP, partnership)
    audit.record(
        verb="removed",
        subject_type="partnership",
        subjects=[(partnership.pk, {"name": partnership.name})],
        by=by,
        now=now,
        partnership_id=partnership.pk,
    )
    partnership.delete()
    if not Partnership.objects.filter(directory=directory).exists():
        # Nobody is another any more.
        for model in (Organisation, Unit):
            model.objects.filter(directory=directory).update(same_as_organisation=None, same_as_unit=None)
        _delete(_OF_DIRECTORY, directory)
        directory.delete()


def _admit(persona: Persona, partnership: Partnership, *, by: Actor, now: datetime) -> None:
    user = create_user(
        username=persona.username, display_name=persona.display_name, persona=persona.words, by=by, now=now
    )
    partner = partnership.partners.select_related("organisation").filter(side=persona.side).first()
    admit(
        user=user,
        partnership=partnership,
        role=persona.role,
        organisation=partner.organisation if partner else None,
        by=by,
        now=now,
        focus_areas=partnership.focus_areas.filter(slug__in=persona.areas),
    )


def _delete(models: Iterable[tuple[type[Any], str]], root: Partnership | Directory) -> None:
    for model, way in models:
        # Also what no list shows: the wastebasket, and what is merged.
        model._base_manager.filter(**{way: root}).delete()


def _files(*folders: Path) -> list[tuple[str, bytes]]:
    return [
        (f"{folder.name}/{path.relative_to(folder).as_posix()}", path.read_bytes())
        for folder in folders
        for path in folder.rglob("*")
        if path.suffix in DATA_FILES
    ]


def _remembered() -> dict[str, str]:
    """Which files were loaded last. Anything unreadable counts as never loaded."""
    try:
        content = json.loads((settings.STATE_FOLDER / CHECKSUMS).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


def _remember(checksums: dict[str, str]) -> None:
    settings.STATE_FOLDER.mkdir(parents=True, exist_ok=True)
    (settings.STATE_FOLDER / CHECKSUMS).write_text(json.dumps(checksums, indent=2, sort_keys=True), encoding="utf-8")
