"""Which language the reader has, and sentences in it: those of the command line, of warnings and of errors.

A sentence is named by its English; `sentences.toml` beside this file says it in bokmål and nynorsk.
"""

import os
import string
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from importlib import resources
from typing import Any

LANGUAGES = ("nb", "nn", "en")
DEFAULT = "nb"
_ENVIRONMENT = ("HARMONI_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
_OTHER_NAMES = {"no": "nb"}
_chosen: ContextVar[str] = ContextVar("language")


def language() -> str:
    """The one that was chosen with `speaking`; else that of the environment; else bokmål."""
    return _chosen.get("") or from_environment()


def from_environment() -> str:
    """By HARMONI_LANGUAGE, or the usual variables (`nn_NO.UTF-8`): the first that is set decides."""
    value = next((os.environ[name] for name in _ENVIRONMENT if os.environ.get(name)), "")
    code = value.replace("-", "_").split("_")[0].split(".")[0].lower()
    code = _OTHER_NAMES.get(code, code)
    return code if code in LANGUAGES else DEFAULT


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """For a while, this language."""
    before = _chosen.set(code)
    try:
        yield
    finally:
        _chosen.reset(before)


def say(text: str, /, **fields: object) -> str:
    """A sentence in the reader's language; `{fields}` in it are filled by name, with a comma in numbers where it is used."""
    code = language()
    entry = sentences().get(text)
    said = text if code == "en" or entry is None else entry[code]
    return _Filled(code).vformat(said, (), fields) if fields else said


def argparse_word(text: str) -> str:
    """A text of Python's argparse; as it is where we do not know it, for it changes with Python."""
    entry = _argparse().get(text)
    return text if entry is None or language() == "en" else entry[language()]


@cache
def _argparse() -> dict[str, dict[str, str]]:
    return tomllib.loads(resources.files("harmoni.texts").joinpath("argparse.toml").read_text("utf-8"))


@cache
def sentences() -> dict[str, dict[str, str]]:
    """English, then language, to sentence."""
    content = resources.files("harmoni.texts").joinpath("sentences.toml").read_text("utf-8")
    return tomllib.loads(content)


class _Filled(string.Formatter):
    def __init__(self, code: str) -> None:
        self.code = code

    def format_field(self, value: Any, format_spec: str) -> str:
        text = str(super().format_field(value, format_spec))
        return text.replace(".", ",") if isinstance(value, float) and self.code != "en" else text
