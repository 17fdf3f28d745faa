"""The register as CERIF-XML, from the real data sets to the archive a member downloads."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from tests.conftest import Cast
from tests.fixtures.standards import cerif_faults, contradictions, iati_faults, parsed

from brobygger.audit.rules import system
from brobygger.exchange.presenters import cerif
from brobygger.exchange.presenters.cerif import FILES, archive, document
from brobygger.exchange.rules.cerif import Set
from brobygger.organisations.models import Organisation, Unit
from brobygger.organisations.rules.names import Party
from brobygger.partnerships.models import Partnership
from brobygger.portfolio.actions.change import Order, change_activities
from brobygger.portfolio.models import Activity, Funding
from brobygger.portfolio.queries.drafts import drafts_of, with_parts
from brobygger.portfolio.queries.listing import find_all
from brobygger.portfolio.rules.drafts import ActivityDraft, FundingDraft
from brobygger.portfolio.rules.filters import Filter
from brobygger.portfolio.rules.kinds import FundingKind

NAMESPACE = {"c": "https://www.openaire.eu/cerif-profile/1.2/", "o": "http://www.openarchives.org/OAI/2.0/"}


def files_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def test_both_stories_are_valid_and_nothing_is_lost(trd3: Partnership, fjordby: Partnership, now: datetime) -> None:
    for partnership in (trd3, fjordby):
        ids = list(find_all(partnership, Filter()))
        with archive(partnership, ids, now=now) as file:
            files = files_of(file.read())
        assert list(files) == list(FILES.values())
        for content in files.values():
            assert cerif_faults(content) == []
        assert contradictions(files.values()) == []
        told = {each.get("id") for each in parsed(files["projects.xml"]).iterfind(".//o:metadata/c:Project", NAMESPACE)}
        slugs = Activity.objects.filter(partnership=partnership).values_list("slug", flat=True)
        assert told == {f"Projects/{partnership.slug}/{slug}" for slug in slugs}
        fundings = parsed(files["fundings.xml"]).findall(".//o:metadata/c:Funding", NAMESPACE)
        assert (
            len(fundings)
            == Funding.objects.filter(activity__partnership=partnership, activity__standing="registered").count()
        )
        directory = partnership.directory
        units = parsed(files["orgunits.xml"]).findall(".//o:metadata/c:OrgUnit", NAMESPACE)
        assert len(units) == sum(
            model.objects.filter(directory=directory, same_as_organisation=None).count()
            for model in (Organisation, Unit)
        )


def test_funding_keeps_its_identifier_when_another_goes(trd3: Partnership, now: datetime) -> None:
    activity = Activity.objects.filter(partnership=trd3, fundings=None).earliest("pk")
    payers = list(Organisation.objects.filter(directory=trd3.directory, same_as_organisation=None).order_by("pk")[:2])
    unit = Unit.objects.filter(directory=trd3.directory, same_as_organisation=None).earliest("pk")

    def change(wanted: Sequence[FundingDraft]) -> list[str]:
        [was] = drafts_of(list(with_parts(Activity.objects.filter(pk=activity.pk))))
        version = Activity.objects.get(pk=activity.pk).version
        order = Order(activity.pk, version, replace(was, fundings=tuple(wanted)))
        change_activities(partnership=trd3, orders=[order], by=system("tests"), now=now)
        content = b"".join(document(trd3, [activity.pk], Set.FUNDINGS, now=now))
        assert cerif_faults(content) == []
        found = parsed(content).iterfind(".//o:metadata/c:Funding", NAMESPACE)
        return [each.get("id", "").removeprefix(f"Fundings/trd3/{activity.slug}/") for each in found]

    one, other = (FundingDraft(Party(each.pk)) for each in payers)
    effort, more = replace(one, kind=FundingKind.OWN_EFFORT), replace(other, amount_nok=Decimal(5))
    by_unit = FundingDraft(Party(unit.organisation_id, unit.pk))
    first, second = (f"organisations/{each.slug}/cash" for each in payers)
    rest = [second, first.replace("/cash", "/own_effort"), f"{second}/2", f"units/{unit.slug}/cash"]
    assert change([one, other, effort, more, by_unit]) == [first, *rest]
    assert change([other, effort, more, by_unit]) == rest
    assert change([by_unit, effort, other]) == [rest[3], rest[1], rest[0]]


def test_what_a_filter_left_out_is_not_pointed_at(trd3: Partnership, now: datetime) -> None:
    related = Activity.objects.filter(partnership=trd3, relations__isnull=False).first()
    assert related is not None
    files = {which: b"".join(document(trd3, [related.pk], which, now=now)) for which in Set}
    assert contradictions(files.values()) == []
    assert b"<Link" not in files[Set.PROJECTS]
    ids = [related.pk, *(each.other_id for each in related.relations.all())]
    assert b"<Link" in b"".join(document(trd3, ids, Set.PROJECTS, now=now))


def test_an_organisation_somebody_names_while_the_file_is_written_is_in_it(
    trd3: Partnership, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    activity = Activity.objects.filter(partnership=trd3).earliest("pk")
    read = cerif.entries

    def meanwhile(partnership: Partnership, ids: Sequence[int]) -> Iterator[tuple[Activity, ActivityDraft]]:
        new, _is_new = Organisation.objects.get_or_create(
            directory=trd3.directory, slug="ny", defaults={"name": "Ny på Øya", "kind": "company"}
        )
        for organisation in {new} - {each.organisation for each in activity.participations.all()}:
            activity.participations.create(organisation=organisation, role="partner")
        yield from read(partnership, ids)

    monkeypatch.setattr(cerif, "entries", meanwhile)
    with archive(trd3, [activity.pk], now=now) as file:
        files = files_of(file.read())
    assert "Ny på Øya" in files["projects.xml"].decode()
    assert contradictions(files.values()) == []


def test_no_person_is_told(trd3: Partnership, now: datetime) -> None:
    for which in Set:
        content = b"".join(document(trd3, list(find_all(trd3, Filter())), which, now=now))
        for name in (b"<Person", b"<Team", b"<Contact", b"<ElectronicAddress"):
            assert name not in content


@pytest.mark.django_db
def test_members_take_it_out_filtered_and_others_find_nothing(
    cast: Cast, client_of: Callable, trd3: Partnership
) -> None:
    address = reverse("exchange:cerif", kwargs={"partnership": trd3.slug})
    for name in ("lead", "observer"):
        response = client_of(getattr(cast, name)).get(f"{address}?type=phd")
        assert response["Content-Disposition"] == 'attachment; filename="trd3-cerif.zip"'
        files = files_of(b"".join(response))
        kinds = {each.text for each in parsed(files["projects.xml"]).iterfind(".//c:Project/c:Type", NAMESPACE)}
        assert kinds == {"urn:brobygger:activity-kinds:phd"}
    for name in ("stranger", "other_lead"):
        assert client_of(getattr(cast, name)).get(address).status_code == 404


@pytest.mark.django_db
def test_a_file_costs_the_same_number_of_queries_for_one_and_for_all(
    trd3: Partnership, now: datetime, django_assert_max_num_queries: Callable
) -> None:
    ids = list(find_all(trd3, Filter()))
    for some in (ids[:1], ids):
        with django_assert_max_num_queries(16):
            b"".join(document(trd3, some, Set.PROJECTS, now=now))


@pytest.mark.django_db
def test_the_command_writes_the_files(trd3: Partnership, tmp_path: Path, now: datetime, capsys) -> None:
    iati, cerif = tmp_path / "trd3.xml", tmp_path / "trd3.zip"
    call_command("exchange", "iati", partnership="trd3", out=iati)
    call_command("exchange", "cerif", partnership="trd3", out=cerif)
    assert capsys.readouterr().out.split() == [str(iati), str(cerif)]
    assert iati_faults(iati.read_bytes(), today=now.date()) == []
    assert set(files_of(cerif.read_bytes())) == set(FILES.values())
    with pytest.raises(CommandError, match="nowhere"):
        call_command("exchange", "iati", partnership="nowhere", out=iati)
    with pytest.raises(CommandError, match="Kan ikke skrive"):
        call_command("exchange", "cerif", partnership="trd3", out=tmp_path / "no" / "such.zip")
    trd3.periods.update(framework_slug="")
    with pytest.raises(CommandError, match="indikatorsett"):
        call_command("exchange", "iati", partnership="trd3", out=iati)
    assert sorted(tmp_path.iterdir()) == [iati, cerif]
