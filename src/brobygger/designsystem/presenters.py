"""What codes look like on screen: the verdicts, the numbers and the colour schemes."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from django.utils import formats
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

NO_VALUE = "–"
SCHEMES = ("auto", "light", "dark")
SCHEME_COOKIE = "brobygger_scheme"


@dataclass(frozen=True)
class VerdictLook:
    """How one verdict is told: always an icon and a word, the colour only helps."""

    code: str
    label: str | Promise
    icon: str
    color: str


VERDICTS = {
    look.code: look
    for look in (
        VerdictLook("met", _("Nådd"), "checkmark-circle-fill", "success"),
        VerdictLook("on_track", _("I rute"), "trend-up", "info"),
        VerdictLook("too_early", _("For tidlig å si"), "hourglass", "warning"),
        VerdictLook("missed", _("Ikke nådd"), "xmark-octagon-fill", "danger"),
        VerdictLook("not_comparable", _("Kan ikke sammenlignes"), "questionmark-circle", "neutral"),
        VerdictLook("discontinued", _("Avviklet"), "archive", "neutral"),
        VerdictLook("no_target", _("Uten måltall"), "minus", "neutral"),
    )
}


def verdict_look(code: str) -> VerdictLook:
    """The look of a verdict; an unknown code is shown as it is written, so that the mistake can be seen."""
    return VERDICTS.get(str(code)) or VerdictLook(str(code), str(code), "questionmark-circle", "neutral")


def number_text(value: object, decimals: int | None = None) -> str:
    """A number as the reader writes it: «1 900», «13,9», «−4»; nothing known is «–», text is left alone.

    Trailing zeros are dropped unless the number of decimals is asked for.
    """
    if value is None or value == "":
        return NO_VALUE
    try:
        exact = Decimal(str(value))
    except InvalidOperation:
        return str(value)
    if not exact.is_finite():
        return NO_VALUE
    exact = round(exact, decimals) if decimals is not None else exact.normalize()
    digits = formats.number_format(f"{abs(exact):f}", decimal_pos=decimals, force_grouping=True)
    return f"−{digits}" if exact < 0 else digits


def is_norwegian() -> bool:
    """Whether the reader reads bokmål or nynorsk."""
    return (get_language() or "nb")[:2] in {"nb", "nn", "no"}
