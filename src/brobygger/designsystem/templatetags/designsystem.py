"""Tags and filters every template has without loading them. In long tables they replace components: they are fast."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django import template
from django.core.paginator import Page
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from brobygger.designsystem import presenters

register = template.Library()

_SPRITE = "designsystem/vendor/aksel-sprite.svg"
_ALERT_COLORS = {"debug": "info", "error": "danger"}


@register.filter
def number(value: object, decimals: int | None = None) -> str:
    """`{{ amount|number }}` «1 900,5», `{{ share|number:1 }}` always one decimal; nothing is «–»."""
    return presenters.number_text(value, decimals)


@register.filter
def short_number(value: object) -> str:
    """`{{ amount|short_number }}` «12,6 mill.»: for charts and other small rooms."""
    return presenters.short_number_text(value)


@register.filter
def verdict_color(code: object) -> str:
    """The name of a verdict's colour, for `data-color`."""
    return presenters.verdict_look(code).color


@register.filter
def verdict_mark(code: object) -> str:
    """The small drawing of a verdict, as an SVG path in a box of 12 by 12."""
    return presenters.verdict_look(code).mark


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """`{% icon "house" %}` draws an icon; with a label it is read aloud, without it is silent."""
    return _drawn(name, str(label))


@lru_cache(maxsize=1_000)
def _drawn(name: str, label: str) -> SafeString:
    """A page draws some thirty icons, most of them the same on every page."""
    address = f"{static(_SPRITE)}#{name}"
    if label:
        return format_html(
            '<svg class="ds-icon" role="img" aria-label="{}"><use href="{}"></use></svg>', label, address
        )
    return format_html('<svg class="ds-icon" aria-hidden="true" focusable="false"><use href="{}"></use></svg>', address)


@register.simple_tag
def verdict(code: str, label: str = "", count: int | None = None) -> SafeString:
    """`{% verdict row.verdict %}`: icon and word of a verdict; with a count «4 nådd»; a label of your own may say more."""
    look = presenters.verdict_look(code)
    if count is not None:
        label = f"{count} {str(look.label).lower()}"
    return format_html(
        '<span class="verdict" data-color="{}">{}{}</span>', look.color, icon(look.icon), label or look.label
    )


@register.simple_tag
def draw(chart: presenters.Chart, title: str) -> SafeString:
    """`{% draw chart "Masteroppgaver" %}`: a chart from `rules.charts`, with its title and description inside."""
    return presenters.inline_svg(chart, title)


@register.inclusion_tag("designsystem/charts/legend.html")
def legend(chart: presenters.Chart) -> dict[str, Any]:
    """`{% legend chart %}`: what the bars of a chart mean."""
    return {
        "looks": presenters.legend(chart),
        "layers": presenters.layers_in(chart),
        "waiting": presenters.has_pending(chart),
    }


@register.inclusion_tag("designsystem/charts/legend.html")
def verdict_legend(waiting: bool = False) -> dict[str, Any]:
    """`{% verdict_legend %}`: what bars may mean, all of it, for a page with many charts."""
    return {"looks": list(presenters.VERDICTS.values()), "waiting": waiting}


@register.inclusion_tag("designsystem/charts/year_table.html")
def year_table(chart: presenters.YearBars, title: str) -> dict[str, Any]:
    """`{% year_table chart "Masteroppgaver" %}`: the numbers of a chart of years, as a table."""
    return {"chart": chart, "title": title, "waiting": presenters.has_pending(chart)}


@register.simple_tag(takes_context=True)
def query(context: template.Context, **changes: Any) -> str:
    """`href="{% query side=2 type=None %}"`: the address's own question with some answers changed or taken out."""
    return _changed_query(context, changes)


@register.simple_tag(takes_context=True)
def query_for(context: template.Context, name: str, value: Any = None) -> str:
    """`{% query_for name number %}`: as `query`, when the name is a variable too."""
    return _changed_query(context, {name: value})


@register.simple_tag(takes_context=True)
def query_without(context: template.Context, name: str, value: str) -> str:
    """`{% query_without "type" "research" %}`: takes one of several answers out, and goes back to the first page."""
    answers = context["request"].GET.copy()
    answers.setlist(name, [answer for answer in answers.getlist(name) if answer != str(value)])
    answers.pop("side", None)
    return f"?{answers.urlencode()}"


def _changed_query(context: template.Context, changes: dict[str, Any]) -> str:
    answers = context["request"].GET.copy()
    for name, value in changes.items():
        if value is None or value == "":
            answers.pop(name, None)
        elif isinstance(value, (list, tuple)):
            answers.setlist(name, [str(item) for item in value])
        else:
            answers[name] = str(value)
    return f"?{answers.urlencode()}"


@register.filter
def page_numbers(page: Page[Any]) -> list[int | None]:
    """The page numbers worth showing; None stands for those left out."""
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return [number if isinstance(number, int) else None for number in numbers]


@register.filter
def alert_color(level_tag: str) -> str:
    """The colour of a message from `django.contrib.messages`."""
    return _ALERT_COLORS.get(level_tag, level_tag or "info")


@register.filter
def initials(name: object) -> str:
    """«Kari Mo Nordmann» becomes «KN»."""
    words = str(name).split()
    return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words[:1])).upper()
