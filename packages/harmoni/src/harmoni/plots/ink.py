"""Colours (after Okabe and Ito: told apart by all, also in grey), and how wide a text is about to be."""

TEXT = "#1f2c3d"
QUIET = "#545e6b"
LINE = "#c9ced4"
PALE = "#eef1f4"
WHITE = "#ffffff"

CARE = "#0072b2"
HELD = "#e69f00"
ROOT = "#d55e00"
BAND = "#cfe3f1"
INNER_BAND = "#8fc0e0"
MOVES = "#8795a6"
FLAT = "#e3f1ea"
GOOD = "#00795a"

# For a page with dark paper: the same marks, light on dark.
DARK = {
    TEXT: "#e8ecf1", QUIET: "#b4bdc8", LINE: "#48525e", PALE: "#2a323c", WHITE: "#161c23", CARE: "#56b4e9",
    HELD: "#f0b429", ROOT: "#ff8a4c", BAND: "#21445e", INNER_BAND: "#2f6d99", MOVES: "#8292a5", FLAT: "#1c3a30",
    GOOD: "#4fd0a8",
}  # fmt: skip

_THIN = frozenset("ijl.,:;'|!()[]ftr- \u202f·")
_FAT = frozenset("mwMW@%—…")


# Letters of other fonts may be wider than those that come with the package: room for them where texts stand side by side.
OTHER_LETTERS = 1.15


def width(text: str, size: float = 12, is_bold: bool = False) -> float:
    """About, and rather too wide than too narrow."""
    total = 0.0
    for sign in text:
        total += 0.34 if sign in _THIN else 0.92 if sign in _FAT else 0.7 if sign.isupper() else 0.6
    return total * size * (1.04 if is_bold else 1.0)


def wrapped(text: str, room: float, size: float = 12, is_bold: bool = False) -> list[str]:
    """The text in lines that have room; a word that is too long stands alone."""
    lines: list[str] = []
    for word in text.split(" "):
        if lines and width(f"{lines[-1]} {word}", size, is_bold) <= room:
            lines[-1] = f"{lines[-1]} {word}"
        else:
            lines.append(word)
    return lines
