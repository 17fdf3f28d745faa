"""A filter that comes in as a text: what stands after the question mark in the address of a list."""

from __future__ import annotations

from urllib.parse import parse_qs

from brobygger.api.rules.faults import Fault, FieldFault, Refusal
from brobygger.portfolio.rules.columns import PARAMETER
from brobygger.portfolio.rules.filters import PARAMETERS, Filter
from brobygger.portfolio.rules.pages import QUERY_LENGTH

# Which page or month of it somebody looked at is not kept, but stands in the address they copy.
_PASSED_OVER = {"side", "maaned"}
_KNOWN = frozenset({*PARAMETERS.values(), "q", "aktiv", "sorter", PARAMETER, *_PASSED_OVER})


def filter_from(text: str) -> Filter:
    """The filter, of everything when the text is empty. Raises Refusal: a misspelt parameter would find everything."""
    try:
        parameters = parse_qs(text.removeprefix("?"), errors="strict", max_num_fields=1000)
    except ValueError:
        raise _refused("broken", "It cannot be read.") from None
    unknown = sorted(set(parameters) - _KNOWN)
    if unknown:
        raise _refused("unknown", f"There is no parameter «{unknown[0][:80]}».")
    return Filter.read(parameters)


def kept(wanted: Filter) -> str:
    """A filter as it is kept. Raises Refusal when it is too large."""
    query = wanted.query_string(page=1)
    if len(query) > QUERY_LENGTH:
        raise _refused("too_long", f"At most {QUERY_LENGTH} characters can be kept.")
    return query


def _refused(code: str, why: str) -> Refusal:
    return Refusal(Fault.INVALID, errors=[FieldFault("filter", code, why)])
