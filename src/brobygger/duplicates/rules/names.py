"""The proper names a registration goes by: acronyms, names in brackets, and what its title could be abbreviated to."""

from __future__ import annotations

import re
import unicodedata

from brobygger.duplicates.rules.glossary import shipped
from brobygger.duplicates.rules.words import SMALL_ENGLISH, SMALL_NORWEGIAN, concepts

_TOKEN = re.compile(r"[^\W_][\w.+-]*[^\W_]|[^\W_]")
_BRACKETS = re.compile(r"[(\[]([^()\[\]]{2,40})[)\]]")
_QUOTED = re.compile(r"[«“\"„]([^«»“”\"„]{2,40})[»”\"]")
_LEADING = re.compile(r"^\s*([^\s:–—-][^:–—]{1,24}?)\s*(?::|\s[–—-])\s")
_SMALL = SMALL_ENGLISH | SMALL_NORWEGIAN
_SHORTEST_INITIALISM = 3
# Abbreviations of everyday speech, which name nobody's project.
_EVERYDAY = frozenset(
    "cop eit it ikt fou foui phd wp ap eu nfr ki ai vr ar gis llm hms hr kpi mou tv usa uk nsd ks kd kdd covid covid19 adhd "
    "emne msc bsc evu etter videre fn lhbt lgbt pc gps rct cv dna who sdg osv etc mfl jf ca kr mill ii iii iv vi nou stm"
    " norway norge noreg pilot prosjekt project del fase phase nord sor ost vest".split()
)


def folded(name: str) -> str:
    """A name as compared: letters and digits only, no case, no accents; `Lab-TED` and `LabTed` are one."""
    plain = unicodedata.normalize("NFKD", name.casefold().replace("ø", "o").replace("æ", "ae"))
    return "".join(letter for letter in plain if letter.isalnum())


def _looks_made_up(token: str) -> bool:
    """Whether a word is written as an acronym or a coined name: CODIC, ClimaGen, TRD3, Lab-TED."""
    letters = [letter for letter in token if letter.isalpha()]
    capitals = sum(letter.isupper() for letter in letters)
    return (
        len(letters) >= 2 and capitals >= 2 or capitals >= 1 and any(d.isdigit() for d in token) and len(letters) >= 3
    )


def _counts(name: str) -> bool:
    return 2 < len(name) <= 20 and name not in _EVERYDAY and not name.isdigit()


def acronyms(titles: tuple[str, ...], told: str) -> frozenset[str]:
    """The folded names in an acronym field and the titles: coined words, one word in brackets or quotes, or before a colon.

    A title all in capitals has no acronyms: there is nothing to tell them by.
    """
    found = {folded(token) for part in re.split(r"[,;/]", told) for token in [part.strip()] if token}
    for title in titles:
        shouting = title.isupper() and len(title.split()) > 2
        if not shouting:
            tokens = _TOKEN.findall(title)
            found |= {folded(token) for token in tokens if _looks_made_up(token)}
            # «EMDR-prosjektet» is about EMDR.
            found |= {folded(part) for token in tokens if "-" in token for part in token.split("-") if part.isupper()}
        for pattern in (_BRACKETS, _QUOTED, _LEADING):
            for inside in pattern.findall(title):
                if len(inside.split()) == 1 and _is_coined(inside):
                    found.add(folded(inside))
        if len(title.split()) == 1 and _is_coined(title):
            found.add(folded(title))
    return frozenset(name for name in found if _counts(name))


def _is_coined(word: str) -> bool:
    """Whether a single word is no word of the glossary, nor made of such."""
    return all(concept not in shipped().names for concept, _ in concepts(word))


def initialisms(titles: tuple[str, ...]) -> frozenset[str]:
    """Every run of first letters (three to eight) that the words of a title give, with and without the small words."""
    found: set[str] = set()
    for title in titles:
        tokens = [folded(token) for token in re.findall(r"[^\W_]+", title)]
        for kept in (tokens, [token for token in tokens if token not in _SMALL and token not in {"for", "av", "pa"}]):
            letters = "".join(token[0] for token in kept if token)
            found |= {
                letters[at : at + length]
                for length in range(_SHORTEST_INITIALISM, 9)
                for at in range(len(letters) - length + 1)
            }
    return frozenset(found)
