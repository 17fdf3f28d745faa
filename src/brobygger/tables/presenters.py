"""What to say of files, cells and what was found in them, in the reader's language."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from brobygger.tables.rules.limits import Limits
from brobygger.tables.rules.places import Place
from brobygger.tables.rules.problems import Problem, Wrong
from brobygger.tables.rules.refusals import Refusal, TableRefused
from brobygger.tables.rules.remarks import About, Remark

_LONGEST_QUOTE = 60


def place_in_words(place: Place, header: str = "") -> str:
    """«Ark «2024», rad 7, kolonne C (Start)»: with the column's header when it is told, without what is not known."""
    parts = [_("Ark «%(sheet)s»") % {"sheet": place.sheet}] if place.sheet else []
    if place.row:
        parts.append(_("rad %(row)s") % {"row": place.row} if parts else _("Rad %(row)s") % {"row": place.row})
    if place.column:
        column = _("kolonne %(letters)s") % {"letters": place.letters}
        parts.append(f"{column} ({header})" if header else column)
    return ", ".join(parts)


def problem_in_words(problem: Problem) -> str:
    """What is wrong with a cell and what to write instead: a sentence or two."""
    return _problem(problem.wrong) % {"text": _short(problem.text)}


def problem_at(problem: Problem, place: Place, header: str = "") -> str:
    """«Ark «2024», rad 7, kolonne C (Start): «i fjor» er ikke en dato. …»."""
    return f"{place_in_words(place, header)}: {problem_in_words(problem)}"


def refusal_in_words(refused: TableRefused) -> str:
    """Why a file was not read, where, and what to do about it."""
    said = _refusal(refused.refusal) % {"limit": _limit(refused)}
    where = place_in_words(refused.place) if refused.place else ""
    return f"{where}: {said}" if where else said


def remark_in_words(remark: Remark) -> str:
    """What was found in a file that was read, with the first places."""
    said = _remark(remark.about)(remark.count) % {"count": remark.count, "word": _short(remark.word)}
    where = "; ".join(place_in_words(place) for place in remark.places)
    more = " …" if where and remark.count > len(remark.places) else ""
    return f"{said} {where}{more}" if where else said


def limits_in_words(limits: Limits) -> str:
    """What a file may hold, for the page where it is chosen."""
    return _("Excel-arbeidsbok (.xlsx) eller CSV, høyst %(size)s MB, %(rows)s rader og %(columns)s kolonner.") % {
        "size": _grouped(limits.bytes // 1_000_000),
        "rows": _grouped(limits.rows),
        "columns": _grouped(limits.columns),
    }


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_QUOTE else f"{text[: _LONGEST_QUOTE - 1]}…"


def _grouped(number: int) -> str:
    """1000000 as «1 000 000», with spaces that do not break."""
    return f"{number:,}".replace(",", "\u00a0")


def _limit(refused: TableRefused) -> str:
    if refused.refusal is Refusal.TOO_LARGE:
        return _grouped(refused.limit // 1_000_000)
    return _grouped(refused.limit)


def _problem(wrong: Wrong) -> str:
    return {
        Wrong.NOT_A_DATE: _(
            "«%(text)s» er ikke en dato. Skriv for eksempel 05.03.2024, mars 2024, våren 2024 eller 2024."
        ),
        Wrong.NO_YEAR: _("«%(text)s» mangler år. Skriv for eksempel 05.03.2024 eller mars 2024."),
        Wrong.MONTH_FIRST: _("«%(text)s» ser ut til å ha måneden først. Skriv dag.måned.år, for eksempel 15.03.2024."),
        Wrong.ENDS_BEFORE_IT_BEGINS: _("«%(text)s» slutter før det begynner."),
        Wrong.SEASON_OR_YEARS: _(
            "«%(text)s» kan bety to år eller en årstid. Skriv for eksempel 2022–2023 eller høsten 2022."
        ),
        Wrong.NOT_A_NUMBER: _("«%(text)s» er ikke et tall. Skriv for eksempel 1500000 eller 1,5 mill."),
        Wrong.POINT_OR_THOUSANDS: _(
            "«%(text)s» kan leses på to måter: komma før desimaler eller mellom tusener. Skriv tallet uten komma."
        ),
        Wrong.NOT_EXACT: _("«%(text)s» er ikke et bestemt tall. Skriv bare tallet, og forbeholdet i en merknad."),
        Wrong.OTHER_CURRENCY: _("«%(text)s» er ikke i norske kroner. Regn om, og skriv beløpet i kroner."),
        Wrong.NOT_YES_OR_NO: _("«%(text)s» er verken ja eller nei. Skriv ja, nei eller ingenting."),
        Wrong.FORMULA_WITHOUT_RESULT: _(
            "Cellen har en formel uten svar. Åpne filen i Excel, lagre den, og last den opp på nytt."
        ),
        Wrong.ERROR_VALUE: _("Formelen i cellen har feilet og viser «%(text)s». Rett den i filen."),
    }[wrong]


def _refusal(refusal: Refusal) -> str:
    return {**_other_kinds(), **_broken(), **_beyond_limits()}[refusal]


def _other_kinds() -> dict[Refusal, str]:
    return {
        Refusal.EMPTY: _("Filen er tom. Velg en fil med minst én rad."),
        Refusal.PASSWORD: _("Filen er låst med passord. Fjern passordet i Excel, lagre, og last den opp på nytt."),
        Refusal.OLD_EXCEL: _(
            "Filen er i det gamle Excel-formatet (.xls). Åpne den i Excel og lagre den som «Excel-arbeidsbok (.xlsx)»."
        ),
        Refusal.BINARY_EXCEL: _(
            "Filen er en binær Excel-arbeidsbok (.xlsb). Lagre den som «Excel-arbeidsbok (.xlsx)» i Excel."
        ),
        Refusal.OPEN_DOCUMENT: _(
            "Filen er et OpenDocument-dokument. Er det et regneark (.ods), åpne det og lagre det som «Excel (.xlsx)»."
        ),
        Refusal.APPLE_NUMBERS: _("Filen er fra Apple Numbers. Eksporter den til Excel eller CSV derfra."),
        Refusal.OTHER_ARCHIVE: _(
            "Filen er et arkiv eller dokument, ikke et regneark. Er det en zip-fil med regneark i, pakk den ut først."
        ),
        Refusal.WEB_PAGE: _(
            "Filen er en nettside, selv om navnet sier noe annet. Åpne den i Excel og lagre den som «Excel-arbeidsbok (.xlsx)»."
        ),
        Refusal.XML: _("Filen er XML, ikke et regneark. Åpne den i Excel og lagre den som «Excel-arbeidsbok (.xlsx)»."),
        Refusal.JSON: _("Filen er JSON, ikke et regneark. Eksporter til Excel eller CSV i stedet."),
        Refusal.PDF: _("Filen er en PDF. Tabeller kan bare leses fra Excel (.xlsx) eller CSV."),
        Refusal.NOT_TEXT: _("Filen er verken en Excel-arbeidsbok eller tekst. Lagre tabellen som .xlsx eller .csv."),
    }


def _broken() -> dict[Refusal, str]:
    return {
        Refusal.CORRUPT: _("Filen er skadet og kan ikke leses. Åpne den i Excel, lagre den, og last den opp på nytt."),
        Refusal.NO_SHEETS: _("Arbeidsboken har ingen regneark."),
        Refusal.ZIP_BOMB: _(
            "Filen blir altfor stor når den pakkes ut. Kopier tabellen til en ny arbeidsbok og bruk den."
        ),
        Refusal.UNSAFE_XML: _(
            "Filen inneholder noe som ikke hører hjemme i en arbeidsbok. Kopier tabellen til en ny arbeidsbok og bruk den."
        ),
        Refusal.TOO_MANY_PARTS: _(
            "Filen har mer enn %(limit)s deler. Kopier tabellen til en ny arbeidsbok og bruk den."
        ),
        Refusal.UNCLOSED_QUOTE: _(
            "Et anførselstegn åpner en tekst som aldri lukkes. Rett raden, eller lagre tabellen som .xlsx."
        ),
    }


def _beyond_limits() -> dict[Refusal, str]:
    return {
        Refusal.TOO_LARGE: _("Filen er større enn %(limit)s MB. Del den i flere, eller fjern bilder."),
        Refusal.TOO_MANY_SHEETS: _("Arbeidsboken har mer enn %(limit)s ark. Ta bort dem som ikke trengs."),
        Refusal.TOO_MANY_ROWS: _("Arket har mer enn %(limit)s rader med innhold. Del det i flere filer."),
        Refusal.TOO_MANY_COLUMNS: _("Arket har innhold i mer enn %(limit)s kolonner. Slett kolonnene som ikke trengs."),
        Refusal.TOO_MANY_CELLS: _("Arket har mer enn %(limit)s celler med innhold. Del det i flere filer."),
        Refusal.CELL_TOO_LONG: _("Cellen har mer enn %(limit)s tegn. Kort den ned."),
        Refusal.ROW_TOO_LONG: _("Raden har mer enn %(limit)s tegn. Se etter et anførselstegn som mangler."),
    }


def _remark(about: About) -> Callable[[int], str]:
    """A sentence for how many there were."""
    return {
        About.MACROS_IGNORED: lambda n: _("Arbeidsboken har makroer. De er ikke kjørt og ikke lest."),
        About.IMAGES_IGNORED: lambda n: _("Bilder i arbeidsboken er ikke lest."),
        About.COMMENTS_IGNORED: lambda n: _("Kommentarer i arbeidsboken er ikke lest."),
        About.HIDDEN_SHEET: lambda n: _("Arket «%(word)s» er skjult. Det leses bare hvis du velger det."),
        About.HIDDEN_ROWS: lambda n: ngettext(
            "%(count)s rad er skjult i arket, men er lest:", "%(count)s rader er skjult i arket, men er lest:", n
        ),
        About.MERGED_CELLS: lambda n: ngettext(
            "%(count)s gruppe av sammenslåtte celler er lest som verdien i den første:",
            "%(count)s grupper av sammenslåtte celler er lest som verdien i den første:",
            n,
        ),
        About.FORMULA_WITHOUT_RESULT: lambda n: ngettext(
            "%(count)s celle har en formel uten svar:", "%(count)s celler har en formel uten svar:", n
        ),
        About.ERROR_VALUE: lambda n: ngettext(
            "%(count)s celle har en formel som har feilet:", "%(count)s celler har en formel som har feilet:", n
        ),
        About.ENCODING: lambda n: _("Filen er lest med tegnsettet %(word)s. Se etter at æ, ø og å er blitt riktige."),
        About.UNREADABLE_CHARACTERS: lambda n: ngettext(
            "%(count)s linje har tegn som ikke kunne leses og vises som \ufffd:",
            "%(count)s linjer har tegn som ikke kunne leses og vises som \ufffd:",
            n,
        ),
        About.NULLS_REMOVED: lambda n: ngettext(
            "%(count)s linje hadde usynlige nulltegn, som er fjernet:",
            "%(count)s linjer hadde usynlige nulltegn, som er fjernet:",
            n,
        ),
        About.NO_HEADER: lambda n: _("Ingen rad ser ut som overskrifter. Kolonnene er kalt A, B, C."),
        About.EMPTY_HEADER: lambda n: ngettext(
            "%(count)s kolonne mangler overskrift og er kalt det bokstaven sier:",
            "%(count)s kolonner mangler overskrift og er kalt det bokstaven sier:",
            n,
        ),
        About.DUPLICATE_HEADER: lambda n: _("Overskriften «%(word)s» står flere ganger. De neste har fått nummer:"),
        About.REPEATED_HEADER: lambda n: ngettext(
            "%(count)s rad gjentar overskriftene og er hoppet over:",
            "%(count)s rader gjentar overskriftene og er hoppet over:",
            n,
        ),
        About.PROBABLE_TOTAL: lambda n: ngettext(
            "%(count)s rad ser ut som en sum:", "%(count)s rader ser ut som summer:", n
        ),
        About.BEYOND_HEADER: lambda n: ngettext(
            "%(count)s rad har innhold til høyre for tabellen, som ikke er lest:",
            "%(count)s rader har innhold til høyre for tabellen, som ikke er lest:",
            n,
        ),
    }[about]
