"""A drawing: marks with coordinates, as SVG, and as PNG through the typesetter that makes the reports."""

import os
from dataclasses import dataclass, field
from functools import cache
from html import escape
from importlib import resources
from pathlib import Path
from typing import Any

from harmoni.plots import ink
from harmoni.plots.printable import printable
from harmoni.texts import say

WIDE, NARROW = 760, 358
_FAMILY = "Inter, system-ui, sans-serif"


class UnknownPicture(ValueError):
    """The name of a file does not say how to draw it."""


@dataclass(frozen=True)
class Picture:
    """A finished drawing. A notebook shows it as it is."""

    width: int
    height: int
    title: str
    description: str
    """What the drawing tells, in words: for those who do not see it."""
    marks: str

    @property
    def svg(self) -> str:
        """The whole file."""
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.width} {self.height}" width="{self.width}" '
            f'height="{self.height}" role="img" font-family="{_FAMILY}" font-size="12">'
            f"<title>{escape(self.title)}</title><desc>{escape(self.description)}</desc>{self.marks}</svg>\n"
        )

    def _repr_svg_(self) -> str:
        return self.svg

    def png(self, pixels: float = 2.0) -> bytes:
        """As pixels, on white; `pixels` for each unit of the drawing."""
        import typst

        source = (
            f"#set page(width: {self.width}pt, height: {self.height}pt, margin: 0pt, fill: white)\n"
            '#image(bytes(sys.inputs.svg), format: "svg", width: 100%)'
        )
        drawn: Any = typst.compile(
            source.encode(), font_paths=fonts(), sys_inputs={"svg": printable(self.svg)}, format="png", ppi=72 * pixels
        )
        return bytes(drawn)

    def save(self, path: Path) -> None:
        """To a file that ends with .svg or .png; whole or not at all."""
        if path.suffix not in (".svg", ".png"):
            raise UnknownPicture(say("{name} must end with .svg or .png.", name=path.name))
        save_file(path, self.png() if path.suffix == ".png" else self.svg.encode())


def save_file(path: Path, content: bytes) -> None:
    """Write a file whole or not at all: nobody ever meets half of it."""
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        unfinished.write_bytes(content)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


@cache
def fonts() -> Any:
    """Only those that come with the package: the same letters on every machine."""
    import typst

    folder = str(resources.files("harmoni").joinpath("fonts"))
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder])


@dataclass
class Canvas:
    """Marks being put down, in the order in which they cover each other."""

    width: int
    height: float = 0.0
    marks: list[str] = field(default_factory=list)

    def text(
        self, x: float, y: float, text: str, size: float = 12, color: str = ink.TEXT, anchor: str = "start",
        is_bold: bool = False,
    ) -> None:  # fmt: skip
        weight = ' font-weight="600"' if is_bold else ""
        where = "" if anchor == "start" else f' text-anchor="{anchor}"'
        letters = "" if size == 12 else f' font-size="{size:g}"'
        self.marks.append(f'<text x="{x:.1f}" y="{y:.1f}" fill="{color}"{letters}{weight}{where}>{escape(text)}</text>')

    def line(
        self, x1: float, y1: float, x2: float, y2: float, color: str = ink.LINE, width: float = 1.0, dash: str = ""
    ) -> None:
        dashes = f' stroke-dasharray="{dash}"' if dash else ""
        self.marks.append(
            f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{color}" '
            f'stroke-width="{width:g}"{dashes}/>'
        )

    def box(
        self, x: float, y: float, width: float, height: float, color: str, edge: str = "none", round_: float = 0.0
    ) -> None:
        corner = f' rx="{round_:g}"' if round_ else ""
        line = "" if edge == "none" else f' stroke="{edge}"'
        self.marks.append(
            f'<rect x="{x:.1f}" y="{y:.1f}" width="{max(width, 0):.1f}" height="{height:.1f}" '
            f'fill="{color}"{line}{corner}/>'
        )

    def dot(self, x: float, y: float, radius: float, color: str, edge: str = "none") -> None:
        self.marks.append(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:g}" fill="{color}" stroke="{edge}" stroke-width="1.5"/>'
        )

    def path(self, points: list[tuple[float, float]], color: str, width: float = 2.0, dash: str = "") -> None:
        """A line through points."""
        dashes = f' stroke-dasharray="{dash}"' if dash else ""
        steps = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        self.marks.append(
            f'<polyline points="{steps}" fill="none" stroke="{color}" stroke-width="{width:g}" '
            f'stroke-linejoin="round"{dashes}/>'
        )

    def area(self, points: list[tuple[float, float]], color: str) -> None:
        """A filled shape."""
        steps = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        self.marks.append(f'<polygon points="{steps}" fill="{color}"/>')

    def curve(self, data: str, color: str, width: float) -> None:
        """A path in SVG's own words."""
        self.marks.append(
            f'<path d="{data}" fill="none" stroke="{color}" stroke-width="{width:.2f}" stroke-opacity="0.75"/>'
        )

    def picture(self, title: str, description: str) -> Picture:
        return Picture(self.width, round(self.height), title, description, "".join(self.marks))
