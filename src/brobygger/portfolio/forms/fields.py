"""Fields of the register's forms: dates, amounts and parties as people write them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from brobygger.dates.rules import DateRefused, read_date
from brobygger.organisations.queries import PartyNames
from brobygger.organisations.rules.names import NameShared, NameUnknown, Party

NUMBER_AT_MOST = Decimal("999999999999.99")


class WrittenDateField(forms.CharField):
    """A date as exact as one knows it: `5.3.2024`, «mars 2024», «våren 2024», `2024`, «ukjent». Cleans to its written form."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=40, **kwargs)
        self.widget.attrs["autocomplete"] = "off"

    def clean(self, value: Any) -> str:
        """The written form of `dates.rules.PartialDate`, or empty."""
        text = super().clean(value)
        try:
            return read_date(text)
        except DateRefused:
            raise ValidationError(
                _(
                    "«%(text)s» er ikke en dato vi kjenner. Skriv for eksempel 5.3.2024, mars 2024, våren 2024, 2024 eller ukjent."
                )
                % {"text": text}
            ) from None


class WrittenNumberField(forms.CharField):
    """A number as Norwegians write it: `1 250 000`, `2,5`, `kr 500 000,-`. Cleans to a Decimal, or None."""

    def __init__(self, *, decimals: int = 2, negative: bool = False, **kwargs: Any) -> None:
        super().__init__(max_length=30, **kwargs)
        self.decimals, self.negative = decimals, negative
        self.widget.attrs |= {"inputmode": "decimal", "autocomplete": "off"}

    def clean(self, value: Any) -> Decimal | None:
        """The number. A comma is the decimal sign; spaces and dots between thousands mean nothing."""
        text = super().clean(value)
        if not text:
            return None
        bare = re.sub(r"^(kr|nok)\.?|(,-|kr\.?|nok)$|\s", "", text.lower().replace("\u2212", "-"))
        if re.fullmatch(r"-?\d{1,3}(\.\d{3})+(,\d+)?", bare):
            bare = bare.replace(".", "")
        try:
            number = Decimal(bare.replace(",", "."))
        except InvalidOperation:
            raise ValidationError(
                _("«%(text)s» er ikke et tall. Skriv for eksempel 500 000 eller 2,5.") % {"text": text}
            ) from None
        if not number.is_finite() or abs(number) > NUMBER_AT_MOST or (number < 0 and not self.negative):
            raise ValidationError(_("Tallet må være fra 0 til 999 999 999 999."))
        if number != round(number, self.decimals):
            raise ValidationError(_("Skriv tallet med høyst %(count)s desimaler.") % {"count": self.decimals})
        return number


class PartyField(forms.CharField):
    """An organisation or unit, by any name it goes by. Cleans to a Party, or to the text of a name nobody has."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=300, **kwargs)
        self.widget.attrs |= {"autocomplete": "off", "list": "parter"}
        self.names: PartyNames | None = None

    def clean(self, value: Any) -> Any:
        """The party; a text when nobody goes by that name; None when empty."""
        text = " ".join(super().clean(value).split())
        if not text or self.names is None:
            return None
        try:
            return self.names.find(text)
        except NameUnknown:
            return text
        except NameShared as shared:
            raise ValidationError(
                _("Flere heter «%(name)s». Skriv hvilken: %(candidates)s.")
                % {"name": text, "candidates": "; ".join(shared.candidates)}
            ) from None

    def prepare_value(self, value: Any) -> Any:
        """A party as the text that leads to it alone."""
        return self.names.say(value) if isinstance(value, Party) and self.names else value


class LinesField(forms.CharField):
    """Several short texts, one on each line. Cleans to a tuple without empty lines and repetitions."""

    def __init__(self, *, line_length: int = 200, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 3}))
        super().__init__(max_length=10_000, **kwargs)
        self.line_length = line_length

    def clean(self, value: Any) -> tuple[str, ...]:
        """The lines."""
        lines = [" ".join(line.split()) for line in super().clean(value).splitlines()]
        if any(len(line) > self.line_length for line in lines):
            raise ValidationError(_("En linje kan ha høyst %(count)s tegn.") % {"count": self.line_length})
        return tuple(dict.fromkeys(line for line in lines if line))

    def prepare_value(self, value: Any) -> Any:
        """One line for each."""
        return "\n".join(value) if isinstance(value, list | tuple) else value


def choices(labels: Mapping[str, object], *, empty: object = None) -> list[tuple[str, object]]:
    """Codes with their texts, as a select takes them."""
    return [*([("", empty)] if empty is not None else []), *labels.items()]


CHOOSE = gettext_lazy("Velg")
