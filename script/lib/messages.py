"""Extracts every text a user reads, keeps the catalogues of nynorsk and English in step, and compiles them.

GNU gettext is not needed: Python is read as a syntax tree, templates through Django's own `templatize`.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import django
import polib
from django.conf import settings

ROOT = Path(__file__).resolve().parent.parent.parent
SOURCE = ROOT / "src" / "brobygger"
LOCALE = SOURCE / "locale"
LANGUAGES = ("nn", "en")
FUNCTIONS = {"_", "__", "gettext", "gettext_lazy", "gettext_noop"}
PLURALS = {"ngettext", "ngettext_lazy"}
PLACEHOLDER = re.compile(r"%\([a-z_0-9]+\)[sd]|%%|%[sd]")


@dataclass
class Message:
    """A text, its plural when it has one, and the files it stands in."""

    text: str
    plural: str = ""
    files: set[str] = field(default_factory=set)


def extract() -> dict[str, Message]:
    """Every translatable text of the product, by text."""
    found: dict[str, Message] = {}
    for path in sorted(SOURCE.rglob("*")):
        if path.suffix == ".py" and "migrations" not in path.parts:
            texts = _in_python(path.read_text(encoding="utf-8"))
        elif path.suffix == ".html":
            texts = _in_template(path)
        else:
            continue
        for text, plural in texts:
            message = found.setdefault(text, Message(text))
            message.plural = message.plural or plural
            message.files.add(path.relative_to(ROOT).as_posix())
    return found


def _in_python(source: str) -> Iterator[tuple[str, str]]:
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        texts = [argument.value for argument in node.args if isinstance(argument, ast.Constant)]
        if name in FUNCTIONS and texts and isinstance(texts[0], str) and texts[0]:
            yield texts[0], ""
        elif name in PLURALS and len(texts) >= 2:
            yield str(texts[0]), str(texts[1])


def _in_template(path: Path) -> Iterator[tuple[str, str]]:
    from django.utils.translation.template import templatize

    text = path.read_text(encoding="utf-8")
    # Cotton reads tags inside attributes in single quotes; so must the extraction.
    code = templatize(text, origin=str(path))
    for line in re.split(r"(?<=\))\s", code):
        for call in re.finditer(r"\b(gettext|_|ngettext)\((.*)\)", line, re.S):
            try:
                yield from _in_python(f"{call.group(1)}({call.group(2)})")
            except SyntaxError:
                continue


def catalogue(language: str) -> Path:
    """Where a language's texts stand."""
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def faults() -> list[str]:
    """What is missing, left over, out of step or not compiled, in words."""
    found, said = extract(), []
    for language in LANGUAGES:
        path = catalogue(language)
        entries = {entry.msgid: entry for entry in polib.pofile(str(path))} if path.is_file() else {}
        for text, message in found.items():
            entry = entries.get(text)
            if entry is None or not _translations(entry) or not all(_translations(entry)):
                said.append(f"{language}: missing: {text!r} ({', '.join(sorted(message.files))})")
            elif any(_placeholders(entry) != set(PLACEHOLDER.findall(t)) for t in _translations(entry)):
                said.append(f"{language}: placeholders differ: {text!r}")
        said += [f"{language}: left over: {text!r}" for text in entries.keys() - found.keys()]
        compiled = path.with_suffix(".mo")
        if not compiled.is_file() or compiled.read_bytes() != polib.pofile(str(path)).to_binary():
            said.append(f"{language}: not compiled: run script/messages")
    return said


def _translations(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def _placeholders(entry: polib.POEntry) -> set[str]:
    return set(PLACEHOLDER.findall(entry.msgid)) | set(PLACEHOLDER.findall(entry.msgid_plural or ""))


def update() -> None:
    """Take new texts in, drop old ones, keep every translation, compile."""
    found = extract()
    for language in LANGUAGES:
        path = catalogue(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        old = {entry.msgid: entry for entry in polib.pofile(str(path))} if path.is_file() else {}
        new = polib.POFile(wrapwidth=110)
        new.metadata = {
            "Language": language,
            "Content-Type": "text/plain; charset=utf-8",
            "Content-Transfer-Encoding": "8bit",
            "Plural-Forms": "nplurals=2; plural=(n != 1);",
        }
        for text in sorted(found):
            message, before = found[text], old.get(text)
            entry = polib.POEntry(msgid=text, occurrences=[(file, "") for file in sorted(message.files)])
            if message.plural:
                entry.msgid_plural = message.plural
                entry.msgstr_plural = dict(before.msgstr_plural) if before and before.msgid_plural else {0: "", 1: ""}
            else:
                entry.msgstr = before.msgstr if before else ""
            if "%(" in text or "%s" in text:
                entry.flags.append("python-format")
            new.append(entry)
        new.save(str(path))
        new = polib.pofile(str(path))
        path.with_suffix(".mo").write_bytes(new.to_binary())


def main() -> int:
    """Update or check; the exit code says whether anything is missing."""
    django.setup()
    assert settings.configured
    if "--check" not in sys.argv:
        update()
    said = faults()
    print("\n".join(said) if said else "every text is there in every language")
    return 1 if said else 0


if __name__ == "__main__":
    import os

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "brobygger.config.settings")
    sys.exit(main())
