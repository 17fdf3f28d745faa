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
from brobygger.portfolio.models.history import (
    ChangeSet,
    ChangeSetItem,
    Confirmation,
    Registration,
    Revision,
    UnfinishedForm,
)
from brobygger.portfolio.models.index import Cell, Edition, Facet, Term, WaitingIndex, Word
from brobygger.portfolio.models.lists import CalendarFeed, SavedView

__all__ = [
    "Activity",
    "CalendarFeed",
    "Cell",
    "ChangeSet",
    "ChangeSetItem",
    "Confirmation",
    "Edition",
    "ExternalId",
    "Facet",
    "Funding",
    "Milestone",
    "Participation",
    "Quantity",
    "Registration",
    "Relation",
    "Revision",
    "SavedView",
    "Term",
    "UnfinishedForm",
    "WaitingIndex",
    "Word",
]
