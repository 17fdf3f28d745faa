"""Problems in words: what is wrong, where, and what to do."""

from __future__ import annotations

from django.utils.translation import gettext as _

from brobygger.intake.rules.problems import Fault, Problem


def problem_line(problem: Problem) -> str:
    """`organisations.yaml, linje 12, felt «kind»: …`."""
    return f"{place_in_words(problem)}: {problem_sentence(problem)}"


def place_in_words(problem: Problem) -> str:
    """`organisations.yaml, linje 12, felt «kind»`."""
    where = problem.place.file
    if problem.place.line:
        where += _(", linje %(line)d") % {"line": problem.place.line}
    if problem.place.field:
        where += _(", felt «%(field)s»") % {"field": problem.place.field}
    return where


def problem_sentence(problem: Problem) -> str:
    """What is wrong and what to do."""
    facts = dict.fromkeys(("value", "allowed", "expected", "what", "candidates", "language", "start", "end"), "")
    facts |= dict.fromkeys(("length", "at_most", "size"), "") | dict(problem.facts)
    return _sentence(problem.fault) % facts


def _sentence(fault: Fault) -> str:
    return {
        Fault.FOLDER_MISSING: _("Mappa finnes ikke. Sjekk stien."),
        Fault.FILE_MISSING: _("Fila mangler. Legg den i mappa."),
        Fault.FILE_EMPTY: _("Fila er tom. Fyll den ut, eller ta den bort."),
        Fault.FILE_TOO_LARGE: _(
            "Fila er for stor (%(size)s byte). Største tillatte størrelse er %(at_most)s byte. Del den opp."
        ),
        Fault.NOT_UTF8: _("Fila er ikke lagret som UTF-8. Lagre den på nytt med tegnsettet UTF-8."),
        Fault.NOT_YAML: _("Dette er ikke gyldig YAML: %(what)s."),
        Fault.NOT_CSV: _("Raden passer ikke med overskriftene: %(what)s."),
        Fault.WRONG_TYPE: _("Her skal det stå noe annet (%(expected)s)."),
        Fault.FIELD_MISSING: _("Feltet mangler. Fyll det ut."),
        Fault.FIELD_UNKNOWN: _("Feltet er ukjent. Disse kan brukes: %(allowed)s."),
        Fault.FIELD_TWICE: _("Feltet står to ganger. Ta bort det ene."),
        Fault.NOT_ALLOWED: _("«%(value)s» kan ikke brukes her. Velg en av: %(allowed)s."),
        Fault.NOT_A_DATE: _("«%(value)s» er ikke en dato. Skriv for eksempel 2024, 2024-06 eller 2024-06-30."),
        Fault.NOT_A_NUMBER: _("«%(value)s» er ikke et tall."),
        Fault.NEGATIVE: _("«%(value)s» er mindre enn null."),
        Fault.TOO_LONG: _("Teksten er for lang (%(length)s tegn). Det er plass til %(at_most)s."),
        Fault.NOT_AN_ID: _("«%(value)s» kan ikke være id. Bruk små bokstaver a–z, tall og bindestrek."),
        Fault.ID_RESERVED: _("«%(value)s» er navnet på en side. Velg en annen id."),
        Fault.ID_TWICE: _("«%(value)s» er brukt før. Hver id kan bare brukes én gang."),
        Fault.NAME_UNKNOWN: _(
            "«%(value)s» er ikke navnet på noen organisasjon eller enhet. Rett navnet, eller legg det til."
        ),
        Fault.NAME_SHARED: _("Flere heter «%(value)s». Skriv hvilken: %(candidates)s."),
        Fault.REFERENCE_UNKNOWN: _("«%(value)s» finnes ikke."),
        Fault.CYCLE: _("«%(value)s» viser tilbake til seg selv."),
        Fault.END_BEFORE_START: _("Slutten er før starten."),
        Fault.SAID_TWICE: _("Det samme står to ganger."),
        Fault.RELATES_TO_ITSELF: _("Aktiviteten er koblet til seg selv."),
        Fault.LANGUAGE_MISSING: _("Teksten mangler på språket «%(language)s»."),
        Fault.ALREADY_LOADED: _("«%(value)s» er lagt inn før."),
        Fault.RECORDED_OTHERWISE: _(
            "Dette er ført inn før og kan ikke endres. La det stå som det er, og legg til en ny versjon."
        ),
        Fault.LEFT_OUT: _("«%(value)s» er ført inn før og mangler i fila. Ingenting kan tas bort; legg det tilbake."),
        Fault.MAY_NOT_BE: _("Dette kan ikke føres inn (%(what)s)."),
    }[fault]
