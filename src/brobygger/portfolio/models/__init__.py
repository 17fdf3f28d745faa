"""The register's tables."""

from brobygger.portfolio.models.activity import (
    Activity,
    ExternalId,
    Funding,
    Milestone,
    Participation,
    Quantity,
    Relation,
)
from brobygger.portfolio.models.index import Cell, Facet, Term, Word

__all__ = [
    "Activity",
    "Cell",
    "ExternalId",
    "Facet",
    "Funding",
    "Milestone",
    "Participation",
    "Quantity",
    "Relation",
    "Term",
    "Word",
]
