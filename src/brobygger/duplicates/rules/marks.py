"""What tells two like-sounding registrations apart: years, numbers, phases, work packages, theses, applications, places.

Marks are read from the title and the kind. They never make two registrations alike; a difference in them turns
«the same» into «related» (a part of, a thesis of, the application for, the next edition, the successor).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from brobygger.duplicates.rules.places import PLACES
from brobygger.duplicates.rules.words import is_year
from brobygger.portfolio.rules.text import plain

# The family a kind belongs to, by what its name says; the first that fits. Plain words, bokmål, nynorsk and English.
_FAMILIES = tuple(
    (family, re.compile(pattern))
    for family, pattern in (
        ("application", r"soknad|søknad|proposal|application(?!\s+of)|skisse"),
        ("phd", r"ph\.?\s?d|doktor|doctor|stipendiat|avhandling|off-?phd"),
        ("master", r"\bmaster(?!plan)|\bmsc\b"),
        ("bachelor", r"bachelor|\bbsc\b"),
        ("teamwork", r"\beit\b|eksperter i team|ekspertar i team|experts in team|landsby"),
        (
            "internship",
            r"internship|praksisplass|placement|praksisopphold|praksisopphald|hospitering|studentpraksis|^praksis$",
        ),
        ("student", r"student|prosjektoppgave|prosjektoppgåve|bedriftsoppdrag"),
        ("evaluation", r"evaluering|evaluation|følgeforskning|følgjeforsking"),
        ("call", r"utlysning|utlysing|\bcall\b|såkorn|seed"),
        ("event", r"arrangement|event|konferanse|conference|seminar|fagdag|symposium|frokostmøte|webinar|samling\b"),
        (
            "dissemination",
            r"formidling|dissemination|foredrag|kronikk|podkast|podcast|artikkel|article|\btalk\b|op-?ed|innlegg",
        ),
        ("course", r"\bemne|\bkurs|course|etterutdanning|videreutdanning|vidareutdanning|\bevu\b"),
        ("meeting", r"møteplass|møtestad|meeting|nettverk|network|praksisfellesskap|communit|arena|forum|\bcop\b"),
        ("procurement", r"anskaffelse|procurement"),
        (
            "project",
            r"prosjekt|project|pilot|forskning|forsking|research|innovasjon|innovation|tjeneste|teneste|service|utvikling",
        ),
    )
)
# What in a title is as good as a kind: «Masteroppgave: …», «Søknad om …»; not «Samarbeid om masteroppgaver».
_TOLD = tuple(
    (family, re.compile(pattern))
    for family, pattern in (
        ("application", r"\b(?:\w*søknad|\w*soknad|proposal)\b|^(?:grant )?application\b"),
        ("phd", r"\bph\.?d\b|\bstipendiat|\bdoktorgrad|\bdoctoral\b"),
        ("master", r"\bmaster(?:oppgave|oppgåve|arbeid)\b|\bmaster'?s?'? thesis\b|^master\b"),
        ("bachelor", r"\bbachelor(?:oppgave|oppgåve)\b|\bbachelor'?s?'? thesis\b|^bachelor\b"),
        ("teamwork", r"\beit\b|eksperter i team|ekspertar i team|experts in team"),
        ("internship", r"\binternship"),
        ("dissemination", r"\b(?:foredrag|kronikk|podkast|podcast|artikkel)\b"),
        ("call", r"\butlysning|\butlysing|^call\b"),
    )
)
_ROMAN = {"ii": 2, "iii": 3, "iv": 4, "vi": 6, "vii": 7, "viii": 8}
_NUMBER = r"(\d{1,2}|i{1,3}|iv|v|vi{0,3})\b"
_PARTS = (
    ("package", re.compile(r"\b(?:arbeidspakke|work ?package|delprosjekt|sub-?project|wp|ap)\s*[.:-]?\s*" + _NUMBER)),
    ("phase", re.compile(r"\b(?:fase|phase|trinn|steg|stage|del|part|bolk|runde|round)\s*[.:-]?\s*" + _NUMBER)),
)
_ONE_PART = re.compile(r"\b(?:arbeidspakken?|work ?package|delprosjekt(?:et)?|sub-?project|delstudie|substudy)\b")
_CONTINUED = re.compile(
    r"\b(?:videreforing|videreføring|vidareføring|continuation|oppfølgingsprosjekt|follow-?up project|oppfolger|neste fase|"
    r"next phase|2\.0|hovedprosjekt|hovudprosjekt|main project|skalering|oppskalering|upscaling|scale-?up)\w*"
)
_BEFORE = re.compile(
    r"\b(?:forprosjekt|forstudie|pre-?project|pre-?study|feasibility|mulighetsstudie|moglegheitsstudie)\w*"
)
_EDITION = re.compile(r"\b(\d{1,2})\.\s?(?:gang|gong|utgave|samling|year|edition)|\b(\d{1,2})(?:st|nd|rd|th)\b")
_DIGITS = re.compile(r"(?<![\w.])(\d+(?:[.,]\d+)?)(?![\w])")
_SPAN = re.compile(r"\b((?:19|20)\d\d)\s*[-–/]\s*((?:19|20)?\d\d)\b")


@dataclass(frozen=True)
class Marks:
    """The marks of one registration. `parts` are pairs of what is numbered and its number (0: not said)."""

    family: str = ""
    told: frozenset[str] = frozenset()
    parts: frozenset[tuple[str, int]] = frozenset()
    years: frozenset[int] = frozenset()
    numbers: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()


@lru_cache(maxsize=5_000)
def family_of(kind: str) -> str:
    """The family of a kind as written in any of the languages, or as a code; "" when it says nothing known."""
    text = plain(kind).replace("_", " ")
    return next((family for family, pattern in _FAMILIES if pattern.search(text)), "")


def read_marks(titles: tuple[str, ...], kind: str) -> Marks:
    """The marks of a registration with these titles (Norwegian, English) and this kind."""
    text = plain(" \n ".join(titles))
    parts: set[tuple[str, int]] = set()
    for name, pattern in _PARTS:
        parts |= {(name, _value(number)) for number in pattern.findall(text)}
        text = pattern.sub(" ", text)
    if _ONE_PART.search(text) and not any(name == "package" for name, _ in parts):
        parts.add(("package", 0))
    if _CONTINUED.search(text):
        parts.add(("continued", 0))
    if _BEFORE.search(text):
        parts.add(("before", 0))
    parts |= {("phase", _ROMAN[word]) for word in re.findall(r"(?<=\s)[ivx]{2,4}(?=\s|$)", text) if word in _ROMAN}
    parts |= {("edition", int(one or two)) for one, two in _EDITION.findall(text)}
    years = {int(year) for year in re.findall(r"\b(?:19|20)\d\d\b", text)}
    for first, last in _SPAN.findall(text):
        years |= {int(first), int(first[: 4 - len(last)] + last)}
    told = frozenset(family for family, pattern in _TOLD if pattern.search(text))
    numbers = frozenset(number for number in _DIGITS.findall(_EDITION.sub(" ", text)) if not is_year(number))
    return Marks(family_of(kind), told, frozenset(parts), frozenset(years), numbers, _places(text))


def _value(number: str) -> int:
    return int(number) if number.isdigit() else {"i": 1, "v": 5, **_ROMAN}.get(number, 0)


def _places(text: str) -> frozenset[str]:
    return frozenset(
        place for word in re.findall(r"[a-zæøå]+", text) if (place := PLACES.get(word) or PLACES.get(word.rstrip("s")))
    )
