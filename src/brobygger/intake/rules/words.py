"""The words people write for kinds, states and columns, in bokmål, nynorsk and English."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from brobygger.organisations.rules.names import fold
from brobygger.portfolio.rules.kinds import Form, Kind, Purpose
from brobygger.portfolio.rules.lifecycle import MilestoneKind

_PUNCTUATION = re.compile(r"[^\w]+|_+")


def plain(text: str) -> str:
    """A word as it is looked up: no case, accents, punctuation or doubled spaces."""
    return " ".join(_PUNCTUATION.sub(" ", fold(text)).split())


def _by_word(words: Mapping[str, str]) -> dict[str, str]:
    return {plain(word): code for code, told in words.items() for word in (code, *told.split(", "))}


def looked_up(text: str, *books: Mapping[str, str]) -> str | None:
    """What a word stands for in the first of the books that knows it."""
    word = plain(text)
    return next((book[word] for book in books if word in book), None)


KINDS = _by_word(
    {
        Kind.RESEARCH_PROJECT: "forskningsprosjekt, forskingsprosjekt, research project, research, forskning, forsking",
        Kind.INNOVATION_PROJECT: "innovasjonsprosjekt, innovation project, innovasjon, innovation",
        Kind.EDUCATION_PROJECT: "utdanningsprosjekt, education project, utdanning, education",
        Kind.APPLICATION: "søknad, søknader, application, grant application, proposal",
        Kind.PHD: "doktorgrad, ph.d., phd, phd project, doktorgradsprosjekt, doktoravhandling, doctorate",
        Kind.PUBLIC_SECTOR_PHD: "offentlig sektor-ph.d., offentleg sektor-ph.d., off. ph.d., public sector phd",
        Kind.MASTER_THESIS: "masteroppgave, masteroppgåve, master thesis, master, master's thesis",
        Kind.BACHELOR_THESIS: "bacheloroppgave, bacheloroppgåve, bachelor thesis, bachelor, bachelor's thesis",
        Kind.STUDENT_PROJECT: "studentprosjekt, student project, studentoppgave, studentoppgåve",
        Kind.INTERNSHIP: "internship, trainee, hospitering",
        Kind.PLACEMENT: "praksisplass, praksis, placement",
        Kind.EIT_VILLAGE: "landsby i eksperter i team, eksperter i team, eit, eit-landsby, experts in teamwork",
        Kind.COURSE: "emne eller kurs, emne, kurs, course, etterutdanning",
        Kind.MEETING_PLACE: "møteplass, møteplassar, meeting place, arena",
        Kind.EVENT: "arrangement, event, konferanse, seminar, conference",
        Kind.COMMUNITY_OF_PRACTICE: "praksisfellesskap, praksisfellesskap, community of practice",
        Kind.NETWORK: "nettverk, network",
        Kind.PILOT: "pilot, pilotprosjekt, utprøving",
        Kind.SERVICE_CHANGE: "tjenesteendring, tenesteendring, service change",
        Kind.COMMERCIALISATION: "kommersialisering, commercialisation, commercialization",
        Kind.PROCUREMENT: "anskaffelse, innkjøp, procurement",
        Kind.DATA_ROUTINE: "rutine for datatilgang, data routine, datadeling",
        Kind.KNOWLEDGE_AREA: "prioritert kunnskapsområde, kunnskapsområde, knowledge area",
        Kind.DISSEMINATION: "formidling, dissemination, artikkel, foredrag, publikasjon",
        Kind.NATIONAL_SEAT: "plass i nasjonalt organ, national seat",
        Kind.CALL: "utlysning, utlysing, call, call for proposals",
        Kind.EVALUATION: "evaluering, evaluation",
    }
)

PLANNED = "planned"
# A state is never set: what is written as one is the milestone that leads to it.
STATES = _by_word(
    {
        MilestoneKind.IDEA: "idé, ide, forslag",
        MilestoneKind.IN_PREPARATION: "under arbeid, under utarbeidelse, forberedes, under førebuing, in preparation",
        MilestoneKind.SENT: "sendt, innsendt, søkt, send, til behandling, submitted, pending",
        MilestoneKind.GRANTED: "innvilget, innvilga, tildelt, bevilget, godkjent, granted, approved, funded",
        MilestoneKind.REFUSED: "avslått, avslag, ikke innvilget, refused, rejected, declined",
        MilestoneKind.STARTED: "startet, pågår, pågående, aktiv, aktivt, løpende, i gang, starta, pågåande, active, ongoing, in progress",
        MilestoneKind.TESTED: "prøvd ut, testet, tested",
        MilestoneKind.HELD: "gjennomført, avholdt, held, gjennomførd",
        MilestoneKind.ADOPTED: "vedtatt eller tatt i bruk, vedtatt, tatt i bruk, vedteke, adopted, in use",
        MilestoneKind.FINISHED: "avsluttet, ferdig, fullført, avslutta, finished, completed, done, closed",
        MilestoneKind.STOPPED: "stoppet, avbrutt, skrinlagt, stoppa, stopped, cancelled",
        MilestoneKind.CONTINUED: "videreført i drift, i drift, videreført, vidareført i drift, continued",
        PLANNED: "planlagt, kommende, planlagd, upcoming",
    }
)

PURPOSES = _by_word(
    {
        Purpose.RESEARCH: "forskning, forsking",
        Purpose.EDUCATION: "utdanning, undervisning",
        Purpose.INNOVATION: "innovasjon",
        Purpose.DISSEMINATION: "formidling, kommunikasjon",
    }
)

FORMS = _by_word(
    {
        Form.TALK: "foredrag, innlegg",
        Form.DEBATE: "debatt",
        Form.OP_ED: "kronikk, op-ed, leserinnlegg",
        Form.LECTURE: "forelesning, førelesing",
        Form.PODCAST: "podkast, podcast",
        Form.PAPER: "artikkel, article, vitenskapelig artikkel",
        Form.BOOK_CHAPTER: "bokkapittel",
        Form.WORKSHOP: "arbeidsseminar",
        Form.WEBSITE: "nettsted, nettstad, nettside",
        Form.NEWSLETTER: "nyhetsbrev, nyheitsbrev",
        Form.FORUM: "forum",
    }
)

HEADERS = {
    plain(word): field
    for field, told in {
        "title": "tittel, navn, namn, prosjekttittel, prosjektnavn, prosjektnamn, aktivitet, prosjekt, name, title, "
        "project title, project name, project, activity, arbeidstittel, emne, hva",
        "title_en": "engelsk tittel, tittel på engelsk, english title, title (english), title en, tittel engelsk",
        "acronym": "akronym, kortnavn, kortnamn, forkortelse, acronym, short name",
        "kind": "type, kind, aktivitetstype, prosjekttype, kategori, category, type aktivitet, type prosjekt, slag, art",
        "form": "formidlingsform, form",
        "focus_areas": "innsatsområde, innsatsområder, samarbeidsområde, samarbeidsområder, område, tema, satsingsområde, "
        "focus area, focus areas, focus_areas, area, theme, innsatsområda, temaområde",
        "purposes": "målområde, målområder, formål, purpose, purposes, føremål",
        "description": "beskrivelse, omtale, skildring, om prosjektet, kort beskrivelse, innhold, description, abstract, "
        "summary, sammendrag, samandrag, notes, notater, merknad, merknader, kommentar, kommentarer",
        "start": "start, oppstart, startdato, fra, dato, når, periode, prosjektperiode, frå, tid, tidspunkt, år, start date, "
        "from, date, when, period, year, starttidspunkt, project start, startår, begynner",
        "end": "slutt, sluttdato, til, ferdig dato, avslutning, end, end date, to, until, project end, slutttidspunkt, sluttår",
        "state": "status, tilstand, state, fase, phase, stage",
        "places": "sted, steder, stad, stader, lokasjon, place, places, location, arena, bydel",
        "plans": "plan, planer, strategi, strategier, planar, plans, strategy",
        "disciplines": "fag, fagområde, fagfelt, disiplin, discipline, disciplines, field",
        "funder": "finansiør, finansiører, finansiert av, finansieringskilde, funder, funders, funding source, finansiering, "
        "funding, støttet av, bidragsyter, finansierer",
        "amount": "beløp, budsjett, sum, bevilgning, tildelt beløp, kr, nok, amount, amount_nok, budget, totalbudsjett, "
        "ramme, kostnad, løyving",
        "source": "kilde, kjelde, source",
        "key": "id, nr, nummer, number, løpenummer, prosjektid, prosjekt id, prosjekt-id, ref, referanse, record id, key, "
        "nøkkel, lnr, autonummer",
        "id:airtable": "airtable, airtable id, airtable-id, airtable record id",
        "id:nfr": "prosjektnummer, nfr, nfr-nummer, nfr nummer, forskningsrådet, prosjektnr, prosjektnummer i forskningsrådet, "
        "forskningsrådet prosjektnummer, rcn",
        "id:eu_grant": "eu-nummer, eu prosjektnummer, eu-prosjektnummer, grant agreement, eu grant, grant id, cordis",
        "id:nva": "nva, cristin, cristin id, cristin-id, nasjonalt vitenarkiv, nva id",
        "id:case_number": "saksnummer, saksnr, sak, case number, arkivsak, ephorte, acos, arkivsaksnummer",
        "id:course_code": "emnekode, course code, kurskode",
        "id:doi": "doi",
        "unit:university": "institutt, fakultet, enhet ntnu, ntnu-enhet, ntnu enhet, universitetsenhet, universitetsenheter, "
        "university_units, university unit, fagmiljø, department, faculty, ntnu, enhet ved ntnu, eining ntnu",
        "unit:municipality": "kommunal enhet, kommunale enheter, tjenesteområde, enhet i kommunen, municipal_units, kommunen, "
        "municipal unit, kommune, eining i kommunen, enhet trondheim kommune, kommunalområde, byrådsområde",
        "party:lead": "ansvarlig enhet, prosjekteier, ledes av, lead, led by, ansvarleg eining, "
        "coordinating institution",
        "party:owner": "eier, eigar, owner",
        "party:partner": "partner, partnere, partnarar, samarbeidspartner, samarbeidspartnere, samarbeidspartnarar, "
        "organisasjon, organisasjoner, partners, collaborators, deltakende organisasjoner, samarbeid med",
        "party:participant": "deltaker, deltakere, deltakarar, participants, participant",
        "party:problem_owner": "problemeier, behovseier, problemeigar, problem owner",
        "party:host": "vert, vertskap, host, arrangør",
        "party:co_supervisor": "medveileder, bi-veileder, medrettleiar, co-supervisor",
        "party:reference_group": "referansegruppe, reference group",
        "party:supplier": "leverandør, supplier",
        "milestone:idea": "idé dato, ideé",
        "milestone:sent": "sendt, søknad sendt, sendt dato, innsendt, søknadsdato, submitted, sent, date submitted, søkt",
        "milestone:granted": "innvilget, innvilget dato, tildelt, bevilget, vedtaksdato, granted, date granted, innvilga",
        "milestone:refused": "avslått, avslag, avslagsdato, rejected, refused",
        "milestone:held": "avholdt, gjennomført, held, date held",
        "milestone:adopted": "vedtatt, tatt i bruk, adopted",
        "milestone:finished": "avsluttet, fullført, ferdig, levert, finished, completed, avslutta",
        "milestone:stopped": "stoppet, stopped",
        "milestone:continued": "videreført, i drift",
        "relation:part_of": "del av, hovedprosjekt, hovudprosjekt, overordnet prosjekt, part of, parent, inngår i, tilhører",
        "relation:led_to": "ledet til, førte til, led to",
        "relation:event_of": "arrangement i",
        "relation:thesis_of": "oppgave i",
        "relation:application_for": "søknad om",
    }.items()
    for word in told.split(", ")
}


def known_headers(labels: Iterable[str] = ()) -> frozenset[str]:
    """Names that headers are known to have, casefolded as the reader of tables wants them."""
    return frozenset({*HEADERS, *(label.casefold() for label in labels)})
