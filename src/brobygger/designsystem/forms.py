"""Forms drawn with Designsystemet: label, help, control and error in one field, tied together for those who listen.

`FORM_RENDERER` in the settings names `Renderer`, so every Django form in the product is drawn this way.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms.renderers import DjangoTemplates, TemplatesSetting
from django.template import TemplateDoesNotExist

_CONTROLS_WITHOUT_BOX = (forms.CheckboxSelectMultiple, forms.RadioSelect)


class BoundField(forms.BoundField):
    """A form field in a form, which puts the design system's class on its control."""

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        """The attributes of the control: Django's own, and the class that gives it its look."""
        attrs = super().build_widget_attrs(attrs, widget)
        if not (widget or self.field.widget).is_hidden:
            own = (widget or self.field.widget).attrs.get("class", "")
            attrs["class"] = f"ds-input {own}".strip()
        return attrs

    @property
    def is_single_check(self) -> bool:
        """Whether it is one box to tick, whose label stands after it."""
        return isinstance(self.field.widget, forms.CheckboxInput)

    @property
    def is_choice_group(self) -> bool:
        """Whether it is several boxes or buttons with a label each."""
        return isinstance(self.field.widget, _CONTROLS_WITHOUT_BOX)


class Renderer(TemplatesSetting):
    """Draws forms from our templates, and their controls from Django's own where we have none."""

    form_template_name = "designsystem/forms/form.html"
    field_template_name = "designsystem/forms/field.html"
    bound_field_class = BoundField

    def get_template(self, template_name: str) -> Any:
        """The project's template of that name, otherwise the one that comes with Django."""
        try:
            return super().get_template(template_name)
        except TemplateDoesNotExist:
            return DjangoTemplates().get_template(template_name)
