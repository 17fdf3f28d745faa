"""An invented partnership of any size, registered through the product's own actions; prints how fast it went in."""

from __future__ import annotations

import argparse
import random
import time
from datetime import UTC, datetime
from pathlib import Path

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402

from brobygger.accounts.actions import create_user  # noqa: E402
from brobygger.audit.rules import system  # noqa: E402
from brobygger.duplicates.actions.compare import compare_waiting  # noqa: E402
from brobygger.intake.actions import load_data_set  # noqa: E402
from brobygger.organisations.models import Organisation, Unit  # noqa: E402
from brobygger.organisations.rules.names import Party  # noqa: E402
from brobygger.partnerships.actions import admit  # noqa: E402
from brobygger.partnerships.models import FocusArea, Partnership  # noqa: E402
from brobygger.partnerships.rules.kinds import Role  # noqa: E402
from brobygger.portfolio.actions import register_activities  # noqa: E402
from brobygger.portfolio.rules.drafts import ActivityDraft, FundingDraft, ParticipantDraft  # noqa: E402
from brobygger.portfolio.rules.kinds import FundingKind, Kind, ParticipantRole, Purpose  # noqa: E402
from brobygger.portfolio.rules.lifecycle import MilestoneFact, MilestoneKind  # noqa: E402

WORDS = (
    "medisinfri søvnbehandling trygg overgang barnehage skole digital samhandling helsestasjon pasientflyt sykehjem "
    "rehabilitering folkehelse bydel grønn park klima sirkulær plast energi bygg anskaffelse flyktning inkludering språk "
    "oppvekst barnevern rettigheter praksisfellesskap nettverk kunnskap evaluering styring økonomi ledelse kunstig "
    "intelligens kompetanse kultur formidling middelalder musikk forskning studenter masteroppgave velferd aldring "
    "hverdagsmestring psykisk helse rus tjeneste design innovasjon pilot vann biologi mangfold transport byrom sykkel"
).split()
# A register has tens of thousands of words, a few of them in every tenth title and most in a handful.
FIRST_PARTS = (
    "søvn helse barne ungdoms skole elev bydels klima vann energi plast bygg sirkulær plan park gate sykkel buss havne "
    "sykehjems hjemme pleie demens fall medisin rus psykiatri foreldre språk flyktning arbeids nærings turist kultur "
    "bibliotek musikk museums idretts frivillighets demokrati innbygger parlament budsjett anskaffelses avtale data "
    "sensor robot video spill kart drone varme avfalls matjord skog fjord fugle insekt støy luft lys farge rom"
).split()
LAST_PARTS = (
    "behandling kurs vurdering kartlegging måling modell metode plan strategi satsing ordning tilbud tjeneste senter "
    "nettverk møte verksted dag uke arena forum gruppe lag team råd utvalg panel undersøkelse analyse studie register "
    "base portal app verktøy tavle kort rutine veileder håndbok rapport kampanje utstilling konsert festival løype hage "
    "tak fasade gård torg bru tunnel pumpe filter tank krets nett flåte stasjon bank fond lån pris premie lov regel"
).split()


def vocabulary() -> tuple[list[str], list[float]]:
    """Words and how often each is drawn (Zipf): the plain ones first, then every compound of the parts."""
    words = [*WORDS, *(first + last for last in LAST_PARTS for first in FIRST_PARTS)]
    return words, [1 / (place + 8) for place in range(len(words))]


def drafts(partnership: Partnership, count: int, *, seed: int = 1) -> list[ActivityDraft]:
    """Activities spread over kinds, areas, units and years as in a real register: a few units have most of them."""
    dice = random.Random(seed)
    areas = list(FocusArea.objects.filter(partnership=partnership).values_list("pk", flat=True))
    units = [
        Party(o, u)
        for o, u in Unit.objects.filter(directory=partnership.directory).values_list("organisation_id", "pk")
    ]
    funders = [
        Party(pk) for pk in Organisation.objects.filter(directory=partnership.directory).values_list("pk", flat=True)
    ]
    weights = [1 / (place + 1) for place in range(len(units))]
    kinds, purposes = list(Kind), list(Purpose)
    words, often = vocabulary()
    made = []
    for number in range(count):
        year = dice.randint(2022, 2025)
        kind = dice.choice(kinds)
        milestones = [MilestoneFact(MilestoneKind.SENT, f"{year}-{dice.randint(1, 12):02d}")]
        if dice.random() < 0.7:
            milestones.append(MilestoneFact(MilestoneKind.STARTED, str(year)))
        if dice.random() < 0.5:
            milestones.append(MilestoneFact(MilestoneKind.FINISHED, str(year + 1)))
        made.append(
            ActivityDraft(
                slug=f"aktivitet-{number}",
                kind=kind,
                title=" ".join(dict.fromkeys(dice.choices(words, often, k=5))).capitalize() + f" {number}",
                description=" ".join(dice.choices(words, often, k=25)),
                purposes=(dice.choice(purposes),),
                focus_area_ids=tuple(dice.sample(areas, dice.choice((1, 1, 2)))),
                milestones=tuple(milestones),
                participants=tuple(
                    ParticipantDraft(party, ParticipantRole.PARTNER)
                    for party in dict.fromkeys(dice.choices(units, weights, k=3))
                ),
                fundings=(FundingDraft(dice.choice(funders), FundingKind.CASH),) if dice.random() < 0.4 else (),
            )
        )
    return made


def main() -> None:
    """Load the structure of the demo partnership, then the activities in chunks, and print the pace."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--activities", type=int, default=100_000)
    wanted = arguments.parse_args().activities
    now, by = datetime.now(UTC), system("bench")
    home = Path(settings.HOME)
    partnership = load_data_set(folder=home / "demo" / "trd3", frameworks=home / "frameworks", by=by, now=now)
    user = create_user(username="lead@example.no", display_name="Liv Prøve", by=by, now=now)
    admit(user=user, partnership=partnership, role=Role.PROJECT_LEAD, organisation=None, by=by, now=now)
    made = drafts(partnership, wanted)
    wall, cpu = time.perf_counter(), time.process_time()
    for at in range(0, wanted, 10_000):
        register_activities(partnership=partnership, drafts=made[at : at + 10_000], by=by, now=now)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    print(f"loading: {wanted} activities, {wanted / wall:,.0f} a second (wall), {wanted / cpu:,.0f} a second (CPU)")
    cpu = time.process_time()
    compare_waiting(partnership=partnership, now=now)
    cpu = time.process_time() - cpu
    print(f"comparing what was loaded: {1000 * cpu / wanted:.1f} ms of CPU an activity")
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


if __name__ == "__main__":
    main()
