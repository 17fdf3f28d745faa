"""The band on the page of an indicator: every number opens its list, and nothing changes before anybody has answered."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from tests.conftest import Cast

from brobygger.contributions.actions.claims import Statement, claim
from brobygger.contributions.rules.credit import Answer, Did, Otherwise
from brobygger.partnerships.models import Partnership
from brobygger.results.queries import tally
from brobygger.results.queries.frameworks import figures_of, rule_of


def test_each_number_of_the_band_opens_as_its_list(
    trd3: Partnership, cast: Cast, client_of: Callable, now: datetime
) -> None:
    client = client_of(cast.observer)
    figures = figures_of(trd3, today=now.date())
    counted = {
        each.code: rule for each in figures.indicators() if (rule := rule_of(each)) and rule.unique == "activity"
    }
    code, members = max(
        ((code, tally.members(trd3, dict.fromkeys(figures.years, rule))) for code, rule in counted.items()),
        key=lambda each: len(each[1]),
    )
    assert len(members) >= 2
    address = f"/trd3/maltall/{code}/"
    first = client.get(address).context["band"]
    broad = first.rows
    assert first.chart is None  # nobody has answered: all of it would be one layer
    assert [row.is_official for row in broad] == [False, False, False, True, False]
    assert [n for _, n, _ in broad[3].cells] == [n for _, n, _ in broad[4].cells]  # nobody has answered
    for partner in trd3.partners.select_related("organisation"):
        claim(
            partnership=trd3,
            activity_ids=members[:2],
            party=partner.organisation,
            statement=Statement(Answer(Did.ENABLED, Otherwise.NOTHING)),
            by=cast.lead.as_actor,
            now=now,
        )
    answered = client.get(address).context["band"]
    assert sum(part.value for row in answered.chart.rows for part in row.parts if part.strength == 4) == 2
    assert [str(int(row.total)) for row in answered.chart.rows] == [n for _, n, _ in broad[3].cells[:-1]]
    after = answered.rows
    assert after[3] == broad[3]
    assert after[0].cells[-1][1] == "2"
    for row in after:
        for _, number, url in row.cells:
            if url:
                assert len(client.get(url).context["counted"].rows) == int(number)
    assert client.get(f"{address}aktiviteter/?lag=tull").status_code == 404


def test_what_holds_nothing_says_so(trd3: Partnership, cast: Cast, client_of: Callable) -> None:
    page = client_of(cast.observer).get("/trd3/maltall/priority-knowledge-areas/")
    assert page.context["band"].is_empty
    assert "Registeret har ingen aktiviteter med årstall som teller her ennå." in page.content.decode()
