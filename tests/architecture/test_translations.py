"""Every text a user reads is there in nynorsk and English, with the same placeholders, and compiled."""

from __future__ import annotations

import importlib.util
import re
import sys
from types import ModuleType

import pytest
from tests.architecture.source import ROOT, name_of, templates


@pytest.fixture(scope="module")
def messages() -> ModuleType:
    """What `script/messages` runs."""
    place = importlib.util.spec_from_file_location("messages", ROOT / "script" / "lib" / "messages.py")
    assert place is not None
    assert place.loader is not None
    module = importlib.util.module_from_spec(place)
    sys.modules["messages"] = module
    place.loader.exec_module(module)
    return module


def test_every_text_is_translated_and_compiled(messages: ModuleType) -> None:
    said = messages.faults()
    assert not said, f"{len(said)} faults; run script/messages. The first:\n" + "\n".join(said[:40])


def test_the_extraction_misses_no_plain_text_of_a_template(messages: ModuleType) -> None:
    """Counted in another way: every literal of a translate tag is among the texts found."""
    found = messages.extract()
    literal = re.compile(r"{%\s*(?:translate|trans)\s+(?:\"([^\"]+)\"|'([^']+)')")
    missed = [
        f"{name_of(path)}: {text}"
        for path in templates()
        for match in literal.finditer(path.read_text(encoding="utf-8"))
        if (text := (match.group(1) or match.group(2)).replace("%%", "%")) not in found
        and text.replace("%", "%%") not in found
    ]
    assert missed == []
