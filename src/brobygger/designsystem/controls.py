"""Controls and plain fields of forms drawn in Python: what is otherwise a template for each, at a fiftieth of the price.

The page of an activity has some hundred controls and many hundred options; from templates it costs most of a second.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

Widget = Mapping[str, Any]


def _attributes(attrs: Mapping[str, Any]) -> str:
    """The attributes of an element: True stands alone, False and None are left out."""
    return "".join(
        f" {name}" if value is True else f' {name}="{conditional_escape(value)}"'
        for name, value in attrs.items()
        if value is not False and value is not None
    )


def _input(widget: Widget) -> str:
    value = widget.get("value")
    told = f' value="{conditional_escape(value)}"' if value is not None else ""
    return f'<input type="{widget["type"]}" name="{conditional_escape(widget["name"])}"{told}{_attributes(widget["attrs"])}>'


def _textarea(widget: Widget) -> str:
    value = conditional_escape(widget["value"] or "")
    # A browser drops the first line break inside a text area.
    return f'<textarea name="{conditional_escape(widget["name"])}"{_attributes(widget["attrs"])}>\n{value}</textarea>'


def _select(widget: Widget) -> str:
    parts = [f'<select name="{conditional_escape(widget["name"])}"{_attributes(widget["attrs"])}>']
    for group, options, _index in widget["optgroups"]:
        if group:
            parts.append(f'<optgroup label="{conditional_escape(group)}">')
        parts += [
            f'<option value="{conditional_escape(option["value"])}"{_attributes(option["attrs"])}>'
            f"{conditional_escape(option['label'])}</option>"
            for option in options
        ]
        if group:
            parts.append("</optgroup>")
    return "".join([*parts, "</select>"])


_DRAWN: Mapping[str, Callable[[Widget], str]] = {
    "django/forms/widgets/text.html": _input,
    "django/forms/widgets/hidden.html": _input,
    "django/forms/widgets/number.html": _input,
    "django/forms/widgets/checkbox.html": _input,
    "django/forms/widgets/checkbox_option.html": _input,
    "django/forms/widgets/radio_option.html": _input,
    "django/forms/widgets/textarea.html": _textarea,
    "django/forms/widgets/select.html": _select,
}


def drawn(template_name: str, context: Mapping[str, Any]) -> SafeString | None:
    """A control as HTML; None when it must be drawn from its template."""
    draw = _DRAWN.get(template_name)
    if draw is None or context["widget"].get("wrap_label"):
        return None
    return mark_safe(draw(context["widget"]))


def plain_field(field: Any) -> SafeString | None:
    """A field with nothing wrong and one control, as `designsystem/forms/field.html` draws it; None for all others."""
    if field.is_hidden or field.errors:
        return None
    if field.is_choice_group:
        return _choice_group(field)
    control, target, text = str(field), conditional_escape(field.id_for_label), conditional_escape(field.label)
    told = field.help_text and f'<p data-field="description" id="{field.auto_id}_helptext">{field.help_text}</p>'
    if field.is_single_check:
        label = f'<label class="ds-label" data-weight="regular" for="{target}">{text}</label>'
        return mark_safe(f'<ds-field class="ds-field">{control}{label}{told or ""}</ds-field>')
    optional = "" if not field.is_optional else f' <span class="optional">({conditional_escape(_("valgfritt"))})</span>'
    label = f'<label class="ds-label" for="{target}">{text}{optional}</label>'
    return mark_safe(f'<ds-field class="ds-field">{label}{told or ""}{control}</ds-field>')


def _choice_group(field: Any) -> SafeString:
    optional = "" if not field.is_optional else f' <span class="optional">({conditional_escape(_("valgfritt"))})</span>'
    described = f' aria-describedby="{field.aria_describedby}"' if field.aria_describedby else ""
    told = f'<p data-field="description" id="{field.auto_id}_helptext">{field.help_text}</p>' if field.help_text else ""
    choices = "".join(
        f'<ds-field class="ds-field">{choice.tag()}<label class="ds-label" data-weight="regular" '
        f'for="{conditional_escape(choice.id_for_label)}">{conditional_escape(choice.choice_label)}</label></ds-field>'
        for choice in field
    )
    return mark_safe(
        f'<fieldset class="ds-fieldset" id="{field.auto_id}" tabindex="-1"{described}>'
        f'<legend class="ds-label">{conditional_escape(field.label)}{optional}</legend>{told}{choices}</fieldset>'
    )
