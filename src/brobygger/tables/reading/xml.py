"""XML from strangers: element by element, nothing kept, and no document types, so no entities of its own making."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from xml.parsers import expat

from brobygger.tables.rules.refusals import Refusal, TableRefused

Attributes = dict[str, str]


def new_parser() -> expat.XMLParserType:
    """A parser that gives texts whole and refuses a document type: no billion laughs, no file of ours read in."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse
    return parser


def feed(parser: expat.XMLParserType, piece: bytes, *, is_last: bool = False) -> None:
    """Parse one more piece. Raises TableRefused when it is not well-formed, or in an encoding nobody knows."""
    try:
        parser.Parse(piece, is_last)
    except TableRefused:
        raise
    except (expat.ExpatError, LookupError, ValueError) as error:
        raise TableRefused(Refusal.CORRUPT) from error


def elements(pieces: Iterable[bytes]) -> Iterator[tuple[str, Attributes]]:
    """The beginning of every element: its name without prefix, and its attributes likewise."""
    found: list[tuple[str, Attributes]] = []
    parser = new_parser()
    parser.StartElementHandler = lambda name, attributes: found.append((local(name), attributes))
    for piece in pieces:
        feed(parser, piece)
        yield from found
        found.clear()
    feed(parser, b"", is_last=True)
    yield from found


def local(name: str) -> str:
    """A name without its prefix."""
    return name.rpartition(":")[2]


def attribute(attributes: Attributes, wanted: str) -> str:
    """An attribute by its name without prefix, as prefixes are chosen freely; empty when it is not there."""
    return next((value for name, value in attributes.items() if local(name) == wanted), "")


def _refuse(*_: object) -> None:
    raise TableRefused(Refusal.UNSAFE_XML)
