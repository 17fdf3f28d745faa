"""Forms drawn with Designsystemet: label, help, control and error in one field, tied together for those who listen.

`FORM_RENDERER` in the settings names `Renderer`, so every Django form in the product is drawn this way.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms.renderers import DjangoTemplates, TemplatesSetting
from django.template import TemplateDoesNotExist

from brobygger.designsystem.controls import drawn, plain_field

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
    def is_optional(self) -> bool:
        """Whether it may stand empty. A field that is asked for (`is_asked`) may not, though the form as a whole decides."""
        return not (self.field.required or getattr(self.field, "is_asked", False))

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

    def __init__(self) -> None:
        # Made once: making Django's engine, or looking for a template that is not there, costs more than drawing it.
        self._djangos = DjangoTemplates()
        self._without_own: set[str] = set()

    def get_template(self, template_name: str) -> Any:
        """The project's template of that name, otherwise the one that comes with Django."""
        if template_name not in self._without_own:
            try:
                return super().get_template(template_name)
            except TemplateDoesNotExist:
                self._without_own.add(template_name)
        return self._djangos.get_template(template_name)

    def render(self, template_name: str, context: Any, request: Any = None) -> Any:
        """A form, a field or a control as HTML."""
        found = None
        if "widget" in context:
            found = drawn(template_name, context)
        elif template_name == self.field_template_name:
            found = plain_field(context["field"])
        return super().render(template_name, context, request) if found is None else found
