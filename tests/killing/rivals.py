"""Two people do the same thing at the same moment, in processes of their own: one is first, the other is told.

    python -m tests.killing.rivals

Uses the database of BROBYGGER_DATABASE_URL, which must be empty.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django

django.setup()

from django.test import Client  # noqa: E402
from tests.killing.children import CAME_LATE, child  # noqa: E402
from tests.killing.edited import (  # noqa: E402
    BY,
    Defining,
    Reorganising,
    do,
)
from tests.killing.register import NOW, assert_true_to_the_register, fresh_register  # noqa: E402

from brobygger.accounts.actions import create_user  # noqa: E402
from brobygger.accounts.models import SentForm, User  # noqa: E402
from brobygger.meetings.models import Meeting  # noqa: E402
from brobygger.organisations.actions import DirectoryChanged  # noqa: E402
from brobygger.organisations.models import Directory, Reorganisation  # noqa: E402
from brobygger.organisations.rules.reorganise import Merge, NewUnit  # noqa: E402
from brobygger.partnerships.actions import admit  # noqa: E402
from brobygger.partnerships.models import Partnership  # noqa: E402
from brobygger.partnerships.rules.kinds import Role  # noqa: E402
from brobygger.portfolio.actions.reorganise import undo_reorganisation  # noqa: E402
from brobygger.results.actions.editing import ChangedMeanwhile  # noqa: E402

ROUNDS = 5
DONE, LATE = "done", "late"


def main() -> None:
    """Each pair some times, since chance decides who is first."""
    partnership = fresh_register()
    defining, reorganising = Defining(partnership), Reorganising(partnership)
    for _ in range(ROUNDS):
        two_versions(defining)
        two_reorganisations(partnership, reorganising)
        one_form(partnership)
    assert_true_to_the_register(partnership)
    print(f"{ROUNDS} times each: one was first, the other was told")


def two_versions(defining: Defining) -> None:
    """Both have seen what the next version would do, and both save it."""
    defining.prepare()
    versions = sum(defining.versions())
    assert at_once([defining.carry_out] * 2, late=(ChangedMeanwhile,)) == [DONE, LATE]
    defining.state()
    assert sum(defining.versions()) == versions + 1


def two_reorganisations(partnership: Partnership, reorganising: Reorganising) -> None:
    """Both merge the same two units, each under a name of their own, as the directory was when they looked."""
    seen = Directory.objects.get(pk=partnership.directory_id).edition
    one, other = reorganising.one, reorganising.other
    orders = [Merge((one, other), NewUnit("Alt i ett")), Merge((other, one), NewUnit("Noe annet"))]
    assert at_once(
        [lambda order=order: do(partnership, order, seen=seen) for order in orders], late=(DirectoryChanged,)
    ) == [DONE, LATE]
    assert reorganising.state() == "merge"
    done = Reorganisation.objects.get(is_undone=False)
    undo_reorganisation(partnership=partnership, number=done.pk, by=BY, now=NOW)
    assert reorganising.state() == "as it was"


def one_form(partnership: Partnership) -> None:
    """A double click: the same form twice, at the same moment. Both are led to the one thing that came of it."""
    client, before = coordinator(partnership), Meeting.objects.count()
    token = f"form-{before}"
    told = {"title": "Møtet", "date": "2026-12-01", "place": "", "year": "", "csrfmiddlewaretoken": token}
    with tempfile.TemporaryDirectory() as folder:

        def send(number: int) -> None:
            answer = client.post(f"/{partnership.slug}/moter/ny/", told)
            assert answer.status_code == 302, answer.status_code
            Path(folder, str(number)).write_text(answer["Location"], encoding="utf-8")

        assert at_once([lambda number=number: send(number) for number in range(3)], late=()) == [DONE] * 3
        led_to = {path.read_text(encoding="utf-8") for path in Path(folder).iterdir()}
    assert Meeting.objects.count() == before + 1
    assert led_to == {f"/{partnership.slug}/moter/{Meeting.objects.latest('pk').slug}/"}
    assert set(SentForm.objects.values_list("address", flat=True)) >= led_to


def coordinator(partnership: Partnership) -> Client:
    """A browser a coordinator is signed in with."""
    user = User.objects.filter(username="k@example.no").first()
    if user is None:
        user = create_user(username="k@example.no", display_name="Kari Koordinator-Eksempel", by=BY, now=NOW)
        admit(user=user, partnership=partnership, role=Role.COORDINATOR, organisation=None, by=BY, now=NOW)
    client = Client(SERVER_NAME="localhost")
    client.force_login(user)
    return client


def at_once(acts: list[Callable[[], Any]], *, late: tuple[type[Exception], ...]) -> list[str]:
    """How they ended, sorted. Each begins at the same moment, in a process of its own."""
    start = time.monotonic() + 0.3
    children = [
        child(lambda act=act: (time.sleep(max(0.0, start - time.monotonic())), act()), late=late) for act in acts
    ]
    endings = [os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) for pid in children]
    assert set(endings) <= {0, CAME_LATE}, f"somebody failed: {endings}"
    return sorted(DONE if ending == 0 else LATE for ending in endings)


if __name__ == "__main__":
    main()
