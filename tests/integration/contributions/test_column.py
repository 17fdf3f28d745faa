"""Where the parties' answers place an activity, as a column of the list and of what is taken out."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from datetime import datetime

from tests.conftest import Cast

from brobygger.contributions.actions.claims import Statement, claim
from brobygger.contributions.rules.credit import Answer, Did, Otherwise
from brobygger.partnerships.models import Partnership
from brobygger.portfolio.models import Activity


def test_the_list_and_its_files_tell_the_credit(
    trd3: Partnership, cast: Cast, client_of: Callable, now: datetime, django_assert_max_num_queries: Callable
) -> None:
    thesis = Activity.objects.filter(partnership=trd3, kind="master_thesis").order_by("pk").first()
    assert thesis is not None
    for partner in trd3.partners.select_related("organisation"):
        claim(
            partnership=trd3,
            activity_ids=[thesis.pk],
            party=partner.organisation,
            statement=Statement(Answer(Did.INITIATED, Otherwise.NOTHING)),
            by=cast.lead.as_actor,
            now=now,
        )
    client = client_of(cast.observer)
    question = "?type=master_thesis&kolonner=bidrag"
    page = client.get(f"/trd3/aktiviteter/{question}").text
    assert "Strengt" in page
    assert "Ikke vurdert" in page
    lines = b"".join(client.get(f"/trd3/aktiviteter/eksport.csv{question}")).decode("utf-8-sig")
    rows = {row["id"]: row["credit"] for row in csv.DictReader(io.StringIO(lines))}
    assert rows.pop(thesis.slug) == "strict"
    assert set(rows.values()) == {"unknown"}
    told = json.loads(b"".join(client.get(f"/trd3/aktiviteter/eksport.json{question}")))
    assert {each["id"]: each["credit"] for each in told}[thesis.slug] == "strict"
    with django_assert_max_num_queries(30):
        client.get(f"/trd3/aktiviteter/{question}")
    # Nothing is asked of those who do not want to know.
    assert "credit" not in json.loads(b"".join(client.get("/trd3/aktiviteter/eksport.json?type=master_thesis")))[0]
