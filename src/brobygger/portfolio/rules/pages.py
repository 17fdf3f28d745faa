"""The ways to see what matches a filter: each is a page that takes the same filter in its address."""

from enum import StrEnum


class ListPage(StrEnum):
    """The values stand in addresses and in saved views."""

    TABLE = "liste"
    BOARD = "tavle"
    TIMELINE = "tidslinje"
    CALENDAR = "kalender"
    MAP = "kart"


NAME_LENGTH = 100
VIEWS_AT_MOST = 100
FEEDS_AT_MOST = 20
QUERY_LENGTH = 4000
