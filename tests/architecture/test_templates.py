"""Templates: each can be read, and none brings styles, scripts or hosts of its own past the content security policy."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.template import engines
from django_cotton.compiler_regex import CottonCompiler
from tests.architecture.source import name_of, templates

FORBIDDEN = {
    "a style of its own": re.compile(r"\sstyle\s*=", re.I),
    "a style sheet of its own": re.compile(r"<style[\s>]", re.I),
    "a script in the page": re.compile(r"<script(?![^>]*\ssrc=)[^>]*>", re.I),
    "an event handler": re.compile(r"<[^>{%]*\son[a-z]+\s*=", re.I),
    "an address of another host": re.compile(r"(?:src|href|action|hx-get|hx-post)\s*=\s*[\"'](?:https?:)?//", re.I),
    "a script as an address": re.compile(r"javascript:", re.I),
    "text that is not escaped": re.compile(r"(?<!field\.help_text)\|\s*safe\b|{%\s*autoescape\s+off", re.I),
    "a form without a token": re.compile(
        r"<form[^>]*method=\"post\"[^>]*>(?:(?!csrf_token|</form>).)*</form>", re.I | re.S
    ),
}
# A drawing that leaves the page as a file takes its colours along; the gallery's form is sent nowhere.
ALLOWED = {("defs.svg.html", "a style sheet of its own"), ("40-skjema.html", "a form without a token")}
COMMENT = re.compile(r"{#.*?#}|{%\s*comment.*?endcomment\s*%}|<!--.*?-->", re.S)


def text_of(path: Path) -> str:
    """A template without its comments."""
    return COMMENT.sub("", path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", templates(), ids=name_of)
def test_a_template_can_be_read(path: Path) -> None:
    source = CottonCompiler().process(path.read_text(encoding="utf-8"))
    engines["django"].from_string(source)


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_template_has(what: str) -> None:
    found = [
        f"{name_of(path)}: {match.group()[:80]}"
        for path in templates()
        if (path.name, what) not in ALLOWED
        for match in FORBIDDEN[what].finditer(text_of(path))
    ]
    assert found == []


def test_what_is_forbidden_would_be_found() -> None:
    examples = [
        '<p style="x">', "<style>", "<script>alert(1)</script>", '<a onclick="x">', '<a href="https://example.no">',
        '<a href="javascript:x">', "{{ x|safe }}", '<form method="post"><input></form>',
    ]  # fmt: skip
    for pattern, example in zip(FORBIDDEN.values(), examples, strict=True):
        assert pattern.search(example), example
    assert not FORBIDDEN["a script in the page"].search('<script src="x" defer></script>')
    assert not FORBIDDEN["a form without a token"].search('<form method="post">{% csrf_token %}</form>')


def test_numbers_that_are_sent_back_are_written_for_programs() -> None:
    """`{{ row.pk }}` is «1 174» to a reader, and no number any more when a form sends it back."""
    number = re.compile(r'(?:value)="[^"]*\{\{ ?(?:pk|[a-z_.]*(?:\.pk|\.version|_version)) ?\}\}')
    found = [
        f"{name_of(path)}: {hit.group(0)}"
        for path in templates()
        for hit in number.finditer(path.read_text(encoding="utf-8"))
    ]
    assert found == []
