"""Controls drawn in Python are the controls Django draws from its templates."""

from __future__ import annotations

from typing import Any

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.test import SimpleTestCase
from hypothesis import given
from hypothesis import strategies as st

from brobygger.designsystem.forms import Renderer
from brobygger.designsystem.gallery import SampleForm

CHOICES = [("", "Velg"), ("Gruppe «<b>»", [("a", "Å & Ø"), ("b", "<i>B</i>")]), ("c'\"", "C")]
same = SimpleTestCase().assertHTMLEqual


class Everything(forms.Form):
    """Every control that is drawn."""

    text = forms.CharField(widget=forms.TextInput(attrs={"list": "x", "required": False}))
    number = forms.IntegerField(required=False)
    hidden = forms.CharField(widget=forms.HiddenInput, required=False)
    about = forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), required=False)
    kind = forms.ChoiceField(choices=CHOICES, required=False)
    several = forms.MultipleChoiceField(choices=CHOICES[1:], widget=forms.CheckboxSelectMultiple, required=False)
    one = forms.ChoiceField(choices=CHOICES, widget=forms.RadioSelect, required=False)
    tick = forms.BooleanField(required=False)


def controls(form: forms.Form) -> list[str]:
    """The controls of a form as HTML, a group as its single controls."""
    found = []
    for field in form:
        if isinstance(field.field.widget, forms.CheckboxSelectMultiple | forms.RadioSelect):
            found += [choice.tag() for choice in field]
        else:
            found.append(field.as_widget())
    return found


@given(
    st.fixed_dictionaries(
        {
            "text": st.text(max_size=20),
            "number": st.sampled_from(["", "0", "12"]),
            "hidden": st.text(max_size=5),
            "about": st.text(max_size=30),
            "kind": st.sampled_from(["", "a", "b", "c'\"", "zz"]),
            "several": st.lists(st.sampled_from(["a", "b"])),
            "one": st.sampled_from(["", "a", "c'\""]),
            "tick": st.booleans(),
        }
    )
)
def test_they_are_what_django_draws(initial: dict[str, Any]) -> None:
    ours = controls(Everything(initial=initial, renderer=Renderer()))
    djangos = controls(_with_our_classes(Everything(initial=initial, renderer=DjangoTemplates())))
    for one, other in zip(ours, djangos, strict=True):
        same(one, other)


def test_what_is_asked_for_is_not_called_optional() -> None:
    form = Everything(renderer=Renderer())
    assert "valgfritt" in form["about"].as_field_group()
    form.fields["about"].is_asked = True  # type: ignore[attr-defined]
    assert "valgfritt" not in form["about"].as_field_group()


def _with_our_classes(form: forms.Form) -> forms.Form:
    for bound in form.fields.values():
        if not bound.widget.is_hidden:
            bound.widget.attrs["class"] = "ds-input"
    return form


@pytest.mark.parametrize("data", [None, {"title": ""}, {"title": "Søvn", "seen": "on", "areas": ["health"]}])
def test_fields_are_what_their_template_draws(data: dict[str, Any] | None) -> None:
    class FromTemplate(Renderer):
        def render(self, template_name: str, context: Any, request: Any = None) -> Any:
            return super(Renderer, self).render(template_name, context, request)

    ours, theirs = (SampleForm(data, renderer=renderer()) for renderer in (Renderer, FromTemplate))
    for one, other in zip(ours, theirs, strict=True):
        same(one.as_field_group(), other.as_field_group())
