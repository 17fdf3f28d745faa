"""Texts in every language of the product at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.conf import settings
from django.utils.translation import override

LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)


def in_each(say: Callable[[], str]) -> dict[str, str]:
    """What `say` says, by language."""
    found = {}
    for language in LANGUAGES:
        with override(language):
            found[language] = say()
    return found


def only(text: Mapping[str, str] | None) -> dict[str, str]:
    """A stored text in the languages it has."""
    return {language: text[language] for language in LANGUAGES if text and text.get(language)}
