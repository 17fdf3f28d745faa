"""What plots and reports say, in the reader's language: texts by name from `nb.toml`, `nn.toml` and `en.toml`, and numbers."""

import math
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from harmoni.texts.language import DEFAULT, LANGUAGES, language, say, speaking

THIN_SPACE = "\u202f"

__all__ = ["DEFAULT", "LANGUAGES", "Texts", "language", "say", "speaking", "texts"]


@dataclass(frozen=True)
class Texts:
    """The texts of a language. `texts("fan.capacity")` is one of them; `{fields}` in it are filled by name."""

    language: str
    entries: dict[str, str]

    def __call__(self, name: str, /, **fields: object) -> str:
        text = self.entries[name]
        return text.format(**fields) if fields else text

    def has(self, name: str) -> bool:
        return name in self.entries

    def number(self, value: float, digits: int | None = None) -> str:
        """With as many digits as mean something, or with `digits`; a thin space between thousands."""
        text = f"{value:,.{self.digits(value) if digits is None else digits}f}"
        if float(text.replace(",", "")) == 0:
            text = text.removeprefix("-")
        point = "." if self.language == "en" else ","
        return text.replace(",", THIN_SPACE).replace(".", point).replace("-", "−")

    def digits(self, *values: float) -> int:
        """Decimals for numbers that stand together: as many as the largest of them asks for."""
        size = max((abs(value) for value in values if math.isfinite(value)), default=0.0)
        return 0 if size >= 1000 or size == 0 else 1 if size >= 10 else 2 if size >= 0.1 else 3

    def share(self, value: float) -> str:
        """A percentage without decimals."""
        return f"{self.number(100 * value, 0)}{THIN_SPACE}%"

    def interval(self, low: float, high: float, digits: int | None = None) -> str:
        if low == float("-inf"):
            return self("unknown")
        digits = self.digits(low, high) if digits is None else digits
        return self("range", low=self.number(low, digits), high=self.number(high, digits))

    def listed(self, parts: list[str]) -> str:
        """«a, b og c»."""
        if len(parts) < 2:
            return "".join(parts)
        return f"{', '.join(parts[:-1])} {self('and')} {parts[-1]}"


@cache
def texts(language: str) -> Texts:
    """The texts of a language; `KeyError` for one that is not in `LANGUAGES`."""
    if language not in LANGUAGES:
        raise KeyError(language)
    document = tomllib.loads(resources.files("harmoni.texts").joinpath(f"{language}.toml").read_text("utf-8"))
    return Texts(language, _flat(document))


def _flat(document: dict[str, Any], before: str = "") -> dict[str, str]:
    found: dict[str, str] = {}
    for key, value in document.items():
        name = f"{before}{key}"
        if isinstance(value, dict):
            found |= _flat(value, f"{name}.")
        else:
            found[name] = " ".join(str(value).split())
    return found
