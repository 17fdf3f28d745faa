"""What the codes of the register are called. Texts are lazy, so that a table of them is built once and not for every row."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from brobygger.portfolio.rules.facets import Dimension
from brobygger.portfolio.rules.kinds import (
    Certainty,
    Form,
    FundingKind,
    IdScheme,
    Kind,
    ParticipantRole,
    Purpose,
    RelationKind,
)
from brobygger.portfolio.rules.lifecycle import MilestoneKind, State

Texts = Mapping[str, Promise]

KINDS: Texts = {
    Kind.RESEARCH_PROJECT: _("Forskningsprosjekt"),
    Kind.INNOVATION_PROJECT: _("Innovasjonsprosjekt"),
    Kind.EDUCATION_PROJECT: _("Utdanningsprosjekt"),
    Kind.APPLICATION: _("Søknad"),
    Kind.PHD: _("Doktorgrad"),
    Kind.PUBLIC_SECTOR_PHD: _("Offentlig sektor-ph.d."),
    Kind.MASTER_THESIS: _("Masteroppgave"),
    Kind.BACHELOR_THESIS: _("Bacheloroppgave"),
    Kind.STUDENT_PROJECT: _("Studentprosjekt"),
    Kind.INTERNSHIP: _("Internship"),
    Kind.PLACEMENT: _("Praksisplass"),
    Kind.EIT_VILLAGE: _("Landsby i Eksperter i team"),
    Kind.COURSE: _("Emne eller kurs"),
    Kind.MEETING_PLACE: _("Møteplass"),
    Kind.EVENT: _("Arrangement"),
    Kind.COMMUNITY_OF_PRACTICE: _("Praksisfellesskap"),
    Kind.NETWORK: _("Nettverk"),
    Kind.PILOT: _("Pilot"),
    Kind.SERVICE_CHANGE: _("Tjenesteendring"),
    Kind.COMMERCIALISATION: _("Kommersialisering"),
    Kind.PROCUREMENT: _("Anskaffelse"),
    Kind.DATA_ROUTINE: _("Rutine for datatilgang"),
    Kind.KNOWLEDGE_AREA: _("Prioritert kunnskapsområde"),
    Kind.DISSEMINATION: _("Formidling"),
    Kind.NATIONAL_SEAT: _("Plass i nasjonalt organ"),
    Kind.CALL: _("Utlysning"),
    Kind.EVALUATION: _("Evaluering"),
}

_KIND_HELP: Texts = {
    Kind.RESEARCH_PROJECT: _("Ett prosjekt, uansett hvor mange arbeidspakker det har."),
    Kind.INNOVATION_PROJECT: _("Ett prosjekt, fra idé til løsning."),
    Kind.EDUCATION_PROJECT: _("Ett prosjekt som utvikler utdanning."),
    Kind.APPLICATION: _("Én søknad til én utlysning. Blir den innvilget, er prosjektet en egen aktivitet."),
    Kind.PHD: _("Én doktorgrad."),
    Kind.PUBLIC_SECTOR_PHD: _("Én doktorgrad med arbeidsgiver i offentlig sektor."),
    Kind.MASTER_THESIS: _("Én oppgave, også når flere studenter skriver sammen."),
    Kind.BACHELOR_THESIS: _("Én oppgave, også når flere studenter skriver sammen."),
    Kind.STUDENT_PROJECT: _("Ett prosjekt eller én emneoppgave for en gruppe studenter."),
    Kind.INTERNSHIP: _("Ett opphold for én student."),
    Kind.PLACEMENT: _("Ett praksisopphold, eller en avtale om flere."),
    Kind.EIT_VILLAGE: _("Én landsby i ett studieår."),
    Kind.COURSE: _("Ett emne eller kurs. Hver gang det holdes, er en milepæl."),
    Kind.MEETING_PLACE: _("Én møteplass. Det enkelte møtet er et arrangement."),
    Kind.EVENT: _("Ett arrangement på én dato eller over noen dager."),
    Kind.COMMUNITY_OF_PRACTICE: _("Ett fellesskap med faste deltakere over tid."),
    Kind.NETWORK: _("Ett nettverk."),
    Kind.PILOT: _("Én utprøving på ett eller flere steder."),
    Kind.SERVICE_CHANGE: _("Én varig endring i en tjeneste."),
    Kind.COMMERCIALISATION: _("Én idé på vei til et marked."),
    Kind.PROCUREMENT: _("Én anskaffelse."),
    Kind.DATA_ROUTINE: _("Én rutine som gjør data tilgjengelige."),
    Kind.KNOWLEDGE_AREA: _("Ett område partene har prioritert sammen."),
    Kind.DISSEMINATION: _("Én artikkel, ett foredrag, én episode eller lignende."),
    Kind.NATIONAL_SEAT: _("Én plass i ett organ, uansett hvem som sitter der."),
    Kind.CALL: _("Én utlysning av midler."),
    Kind.EVALUATION: _("Én evaluering."),
}

# How kinds are grouped where one chooses among them. Every kind stands in one group.
KIND_GROUPS: tuple[tuple[Promise, tuple[Kind, ...]], ...] = (
    (
        _("Prosjekter og søknader"),
        (
            Kind.RESEARCH_PROJECT,
            Kind.INNOVATION_PROJECT,
            Kind.EDUCATION_PROJECT,
            Kind.APPLICATION,
            Kind.CALL,
            Kind.EVALUATION,
        ),
    ),
    (
        _("Studenter og doktorgrader"),
        (
            Kind.PHD,
            Kind.PUBLIC_SECTOR_PHD,
            Kind.MASTER_THESIS,
            Kind.BACHELOR_THESIS,
            Kind.STUDENT_PROJECT,
            Kind.INTERNSHIP,
            Kind.PLACEMENT,
            Kind.EIT_VILLAGE,
            Kind.COURSE,
        ),
    ),
    (
        _("Møteplasser og formidling"),
        (
            Kind.MEETING_PLACE,
            Kind.EVENT,
            Kind.COMMUNITY_OF_PRACTICE,
            Kind.NETWORK,
            Kind.DISSEMINATION,
            Kind.NATIONAL_SEAT,
        ),
    ),
    (
        _("Endring og bruk"),
        (
            Kind.PILOT,
            Kind.SERVICE_CHANGE,
            Kind.COMMERCIALISATION,
            Kind.PROCUREMENT,
            Kind.DATA_ROUTINE,
            Kind.KNOWLEDGE_AREA,
        ),
    ),
)

_STATES: Texts = {
    State.UNSTATED: _("Ikke oppgitt"),
    State.PLANNED: _("Planlagt"),
    State.IDEA: _("Idé"),
    State.IN_PREPARATION: _("Under arbeid"),
    State.SENT: _("Sendt"),
    State.GRANTED: _("Innvilget"),
    State.REFUSED: _("Avslått"),
    State.ACTIVE: _("Pågår"),
    State.FINISHED: _("Avsluttet"),
    State.STOPPED: _("Stoppet"),
    State.CONTINUED: _("Videreført i drift"),
}

_STATE_COLORS = {
    State.UNSTATED: "neutral",
    State.PLANNED: "info",
    State.IDEA: "info",
    State.IN_PREPARATION: "info",
    State.SENT: "warning",
    State.GRANTED: "success",
    State.REFUSED: "danger",
    State.ACTIVE: "success",
    State.FINISHED: "neutral",
    State.STOPPED: "danger",
    State.CONTINUED: "success",
}

MILESTONES: Texts = {
    MilestoneKind.IDEA: _("Idé"),
    MilestoneKind.IN_PREPARATION: _("Under arbeid"),
    MilestoneKind.SENT: _("Sendt"),
    MilestoneKind.GRANTED: _("Innvilget"),
    MilestoneKind.REFUSED: _("Avslått"),
    MilestoneKind.STARTED: _("Startet"),
    MilestoneKind.TESTED: _("Prøvd ut"),
    MilestoneKind.HELD: _("Gjennomført"),
    MilestoneKind.ADOPTED: _("Vedtatt eller tatt i bruk"),
    MilestoneKind.FINISHED: _("Avsluttet"),
    MilestoneKind.STOPPED: _("Stoppet"),
    MilestoneKind.CONTINUED: _("Videreført i drift"),
}

PURPOSES: Texts = {
    Purpose.RESEARCH: _("Forskning"),
    Purpose.EDUCATION: _("Utdanning"),
    Purpose.INNOVATION: _("Innovasjon"),
    Purpose.DISSEMINATION: _("Formidling"),
}

FORMS: Texts = {
    Form.TALK: _("Foredrag"),
    Form.DEBATE: _("Debatt"),
    Form.OP_ED: _("Kronikk"),
    Form.LECTURE: _("Forelesning"),
    Form.PODCAST: _("Podkast"),
    Form.PAPER: _("Artikkel"),
    Form.BOOK_CHAPTER: _("Bokkapittel"),
    Form.WORKSHOP: _("Arbeidsseminar"),
    Form.WEBSITE: _("Nettsted"),
    Form.NEWSLETTER: _("Nyhetsbrev"),
    Form.FORUM: _("Forum"),
}

ROLES: Texts = {
    ParticipantRole.LEAD: _("Leder"),
    ParticipantRole.OWNER: _("Eier"),
    ParticipantRole.PARTNER: _("Partner"),
    ParticipantRole.FUNDER: _("Finansierer"),
    ParticipantRole.PROBLEM_OWNER: _("Problemeier"),
    ParticipantRole.HOST: _("Vert"),
    ParticipantRole.CO_SUPERVISOR: _("Medveileder"),
    ParticipantRole.CONTACT: _("Kontakt"),
    ParticipantRole.PARTICIPANT: _("Deltaker"),
    ParticipantRole.REFERENCE_GROUP: _("Referansegruppe"),
    ParticipantRole.SUPPLIER: _("Leverandør"),
}

FUNDING_KINDS: Texts = {
    FundingKind.CASH: _("Penger"),
    FundingKind.OWN_EFFORT: _("Egeninnsats"),
    FundingKind.SEED_MONEY: _("Såkornmidler"),
}

CERTAINTIES: Texts = {
    Certainty.MEASURED: _("Målt"),
    Certainty.UNCERTAIN_CAUSE: _("Målt, men usikkert om aktiviteten er årsaken"),
    Certainty.ESTIMATE: _("Anslag"),
    Certainty.POTENTIAL: _("Mulig virkning, ikke oppnådd ennå"),
    Certainty.TARGET: _("Mål, ikke resultat"),
}

SCHEMES: Texts = {
    IdScheme.NFR: _("Prosjektnummer i Forskningsrådet"),
    IdScheme.EU_GRANT: _("EU-prosjektnummer"),
    IdScheme.NVA: _("Nasjonalt vitenarkiv"),
    IdScheme.CASE_NUMBER: _("Saksnummer"),
    IdScheme.COURSE_CODE: _("Emnekode"),
    IdScheme.DOI: _("DOI"),
    IdScheme.AIRTABLE: _("Airtable"),
}

# Read as «this activity … the other one».
RELATIONS: Texts = {
    RelationKind.PART_OF: _("Del av"),
    RelationKind.THESIS_OF: _("Oppgave i"),
    RelationKind.APPLICATION_FOR: _("Søknad om"),
    RelationKind.EVENT_OF: _("Arrangement i"),
    RelationKind.LED_TO: _("Ledet til"),
    RelationKind.NEXT_EDITION: _("Neste utgave"),
    RelationKind.SUCCESSOR: _("Avløst av"),
    RelationKind.DISSEMINATES: _("Formidler"),
    RelationKind.FUNDED_BY_CALL: _("Finansiert av utlysningen"),
    RelationKind.EVALUATES: _("Evaluerer"),
}
_RELATIONS_BACK: Texts = {
    RelationKind.PART_OF: _("Har del"),
    RelationKind.THESIS_OF: _("Har oppgave"),
    RelationKind.APPLICATION_FOR: _("Søkt om i"),
    RelationKind.EVENT_OF: _("Har arrangement"),
    RelationKind.LED_TO: _("Sprang ut av"),
    RelationKind.NEXT_EDITION: _("Forrige utgave"),
    RelationKind.SUCCESSOR: _("Avløste"),
    RelationKind.DISSEMINATES: _("Formidlet i"),
    RelationKind.FUNDED_BY_CALL: _("Finansierer"),
    RelationKind.EVALUATES: _("Evaluert i"),
}

_DIMENSIONS: Texts = {
    Dimension.KIND: _("Type"),
    Dimension.STATE: _("Status"),
    Dimension.FOCUS_AREA: _("Innsatsområde"),
    Dimension.PURPOSE: _("Målområde"),
    Dimension.PARTY: _("Deltaker"),
    Dimension.FUNDER: _("Finansiert av"),
    Dimension.DISCIPLINE: _("Fag"),
    Dimension.SERVICE_AREA: _("Tjenesteområde"),
    Dimension.DEPARTMENT: _("Universitetsenhet"),
    Dimension.YEAR: _("År"),
    Dimension.SHARED: _("Deles av"),
    Dimension.PLACE: _("Sted"),
}


# A page of the list says some hundred codes in words, most of them again and again.
_SAID: dict[tuple[str | None, int, str], str] = {}


def _text(texts: Texts, code: str) -> str:
    """The text of a code. One nobody knows is shown as it is written, so that the mistake can be seen."""
    if code not in texts:
        return str(code)
    key = (get_language(), id(texts), code)
    if key not in _SAID:
        _SAID[key] = str(texts[code])
    return _SAID[key]


def kind_label(kind: str) -> str:
    """«Masteroppgave»."""
    return _text(KINDS, kind)


def kind_help(kind: str) -> str:
    """What is one unit of a kind; empty for a kind nobody knows."""
    return str(_KIND_HELP.get(kind, ""))


def form_label(form: str) -> str:
    """«Podkast»; empty when the form is."""
    return _text(FORMS, form)


def state_label(state: str) -> str:
    """«Pågår»."""
    return _text(_STATES, state)


def state_color(state: str) -> str:
    """The colour that helps to tell states apart; the word always stands beside it."""
    return _STATE_COLORS.get(state, "neutral")  # type: ignore[call-overload]


def milestone_label(kind: str) -> str:
    """«Innvilget»."""
    return _text(MILESTONES, kind)


def purpose_label(purpose: str) -> str:
    """«Forskning»."""
    return _text(PURPOSES, purpose)


def role_label(role: str) -> str:
    """«Problemeier»."""
    return _text(ROLES, role)


def funding_kind_label(kind: str) -> str:
    """«Egeninnsats»."""
    return _text(FUNDING_KINDS, kind)


def certainty_label(certainty: str) -> str:
    """How far to trust a number; empty when nobody says."""
    return _text(CERTAINTIES, certainty)


def scheme_label(scheme: str) -> str:
    """Whose number it is."""
    return _text(SCHEMES, scheme)


def relation_label(kind: str, *, reverse: bool = False) -> str:
    """How an activity belongs to another, told from its side; `reverse` when the relation points to it."""
    return _text(_RELATIONS_BACK if reverse else RELATIONS, kind)


def dimension_label(dimension: Dimension) -> str:
    """What one filters by: «Innsatsområde»."""
    return _text(_DIMENSIONS, dimension)
