"""Choosing among what is written down of the partnership."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from brobygger.partnerships.models import Decision


class DecisionForm(forms.Form):
    """Whoever has a field `decision`: one of the decisions recorded, or none. Where none is recorded, the field goes.

    `no_decision` is what choosing none is called.
    """

    no_decision: Any = ""

    def __init__(self, *args: Any, decisions: Sequence[Decision], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.decisions = {each.pk: each for each in decisions}
        choices = [("", self.no_decision), *((each.pk, each.title) for each in decisions)]
        self.fields["decision"].choices = choices  # type: ignore[attr-defined]
        if not decisions:
            del self.fields["decision"]

    @property
    def chosen(self) -> Decision | None:
        """The decision that was chosen."""
        return self.decisions.get(self.cleaned_data.get("decision") or 0)
