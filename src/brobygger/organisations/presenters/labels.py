"""What the codes of the directory are called."""

from __future__ import annotations

from django.utils.translation import gettext as _

from brobygger.organisations.rules.kinds import NameKind, OrganisationKind, SuccessionKind, UnitKind


def organisation_kind_label(kind: str) -> str:
    """One organisation of a kind."""
    return {
        OrganisationKind.UNIVERSITY: _("Universitet"),
        OrganisationKind.MUNICIPALITY: _("Kommune"),
        OrganisationKind.COUNTY: _("Fylkeskommune"),
        OrganisationKind.STATE: _("Statlig virksomhet"),
        OrganisationKind.FUNDER: _("Finansieringskilde"),
        OrganisationKind.RESEARCH_INSTITUTE: _("Forskningsinstitutt"),
        OrganisationKind.HOSPITAL: _("Sykehus"),
        OrganisationKind.COMPANY: _("Bedrift"),
        OrganisationKind.VOLUNTARY: _("Frivillig organisasjon"),
        OrganisationKind.NETWORK: _("Nettverk"),
        OrganisationKind.UNIVERSITY_COLLEGE: _("Høyskole"),
        OrganisationKind.SCHOOL_OWNER: _("Skoleeier"),
        OrganisationKind.OTHER: _("Annen organisasjon"),
    }.get(OrganisationKind(kind), kind)


def organisation_kinds_label(kind: str) -> str:
    """All organisations of a kind, as a heading."""
    return {
        OrganisationKind.UNIVERSITY: _("Universiteter"),
        OrganisationKind.MUNICIPALITY: _("Kommuner"),
        OrganisationKind.COUNTY: _("Fylkeskommuner"),
        OrganisationKind.STATE: _("Statlige virksomheter"),
        OrganisationKind.FUNDER: _("Finansieringskilder"),
        OrganisationKind.RESEARCH_INSTITUTE: _("Forskningsinstitutter"),
        OrganisationKind.HOSPITAL: _("Sykehus"),
        OrganisationKind.COMPANY: _("Bedrifter"),
        OrganisationKind.VOLUNTARY: _("Frivillige organisasjoner"),
        OrganisationKind.NETWORK: _("Nettverk"),
        OrganisationKind.UNIVERSITY_COLLEGE: _("Høyskoler"),
        OrganisationKind.SCHOOL_OWNER: _("Skoleeiere"),
        OrganisationKind.OTHER: _("Andre organisasjoner"),
    }.get(OrganisationKind(kind), kind)


def unit_kind_labels() -> dict[str, str]:
    """Kinds of units. «Tjenesteområde» is what a municipality's uppermost division is called everywhere."""
    return {
        UnitKind.FACULTY: _("Fakultet"),
        UnitKind.DEPARTMENT: _("Institutt"),
        UnitKind.SERVICE_AREA: _("Tjenesteområde"),
        UnitKind.UNIT: _("Enhet"),
        UnitKind.CENTRE: _("Senter"),
        UnitKind.PROGRAMME: _("Program"),
        UnitKind.SCHOOL: _("Skole"),
        UnitKind.TEAM: _("Team"),
        UnitKind.OTHER: _("Annet"),
    }


def unit_kind_label(kind: str) -> str:
    """One unit of a kind."""
    return unit_kind_labels().get(kind, kind)


def name_kind_label(kind: str, language: str = "") -> str:
    """What sort of name it is."""
    if kind == NameKind.TRANSLATION and language:
        return {"nb": _("På bokmål"), "nn": _("På nynorsk"), "en": _("På engelsk")}.get(language, _("Oversettelse"))
    return {
        NameKind.OFFICIAL: _("Navn"),
        NameKind.FORMER: _("Tidligere navn"),
        NameKind.ABBREVIATION: _("Forkortelse"),
        NameKind.SPELLING: _("Skrivemåte"),
        NameKind.TRANSLATION: _("Oversettelse"),
    }.get(NameKind(kind), kind)


def language_labels() -> dict[str, str]:
    """The languages a name can be in."""
    return {"nb": _("Bokmål"), "nn": _("Nynorsk"), "en": _("Engelsk")}


def succession_label(kind: str, *, is_predecessor: bool) -> str:
    """How one unit came from another, told from the side of the one whose page it is.

    `is_predecessor`: the page is about the unit that was there first.
    """
    return {
        SuccessionKind.RENAMED: _("Fikk nytt navn") if is_predecessor else _("Het tidligere"),
        SuccessionKind.MERGED: _("Gikk inn i") if is_predecessor else _("Slått sammen av"),
        SuccessionKind.SPLIT: _("Ble delt, en del gikk til") if is_predecessor else _("Skilt ut fra"),
        SuccessionKind.MOVED: _("Flyttet til") if is_predecessor else _("Flyttet fra"),
    }.get(SuccessionKind(kind), kind)
