"""The full-text table of each database: FTS5 on SQLite, a tsvector with a GIN index on PostgreSQL.

Both hold the same stems (portfolio.rules.text), so both find the same. One row an activity: stems of the title, of the
names of those who take part, of the rest, and `scope`: its partnership and terms as words, so that a search within a
filter is one look-up.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import connection

SQLITE = """
CREATE VIRTUAL TABLE portfolio_search USING fts5(
    title, names, body, scope, tokenize="unicode61 remove_diacritics 0", detail=column
)
"""
POSTGRESQL = """
CREATE TABLE portfolio_search (activity_id bigint PRIMARY KEY, stems tsvector NOT NULL);
CREATE INDEX portfolio_search_stems ON portfolio_search USING gin (stems);
"""
DROP = "DROP TABLE portfolio_search"

COLUMNS = ("title", "names", "body")
_WEIGHTS = {"title": "A", "names": "B", "body": "C", "scope": "D"}

# One group of alternatives for each word searched for; an alternative is one stem, or several that must all be there.
Alternatives = Sequence[Sequence[str]]


@dataclass(frozen=True)
class SearchRow:
    """The stems of one activity."""

    activity_id: int
    title: Sequence[str]
    names: Sequence[str]
    body: Sequence[str]
    scope: Sequence[str]


def partnership_word(partnership_id: int) -> str:
    """The word that marks a partnership in the scope of a row."""
    return f"p{partnership_id}"


def term_word(term_id: int) -> str:
    """The word that marks a term in the scope of a row."""
    return f"t{term_id}"


def write(rows: Iterable[SearchRow]) -> None:
    """Add rows for activities that have none."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.executemany(
                "INSERT INTO portfolio_search (rowid, title, names, body, scope) VALUES (%s, %s, %s, %s, %s)",
                [
                    (r.activity_id, " ".join(r.title), " ".join(r.names), " ".join(r.body), " ".join(r.scope))
                    for r in rows
                ],
            )
        else:
            cursor.executemany(
                "INSERT INTO portfolio_search (activity_id, stems) VALUES (%s, %s::tsvector)",
                [(r.activity_id, _tsvector(r)) for r in rows],
            )


def remove(activity_ids: Sequence[int]) -> None:
    """Take activities out of the table."""
    key = "rowid" if connection.vendor == "sqlite" else "activity_id"
    with connection.cursor() as cursor:
        cursor.executemany(f"DELETE FROM portfolio_search WHERE {key} = %s", [(pk,) for pk in activity_ids])


def newest(
    groups: Sequence[Alternatives],
    scope: Sequence[Sequence[str]],
    *,
    at_most: int,
    columns: Sequence[str] = COLUMNS,
) -> list[int]:
    """Ids of activities that match every group in some columns, within every scope group; newest first, so many at most.

    Reads no further than that, however many match.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "SELECT rowid FROM portfolio_search WHERE portfolio_search MATCH %s ORDER BY rowid DESC LIMIT %s",
                [_match(groups, scope, columns), at_most],
            )
        else:
            cursor.execute(
                "SELECT activity_id FROM portfolio_search WHERE stems @@ %s::tsquery ORDER BY activity_id DESC LIMIT %s",
                [_tsquery(groups, scope, columns), at_most],
            )
        return [row[0] for row in cursor.fetchall()]


def following(groups: Sequence[Alternatives], scope: Sequence[Sequence[str]], *, after: int, at_most: int) -> list[int]:
    """Ids above one of activities that match, as in `newest` but lowest first: for those who read on from there."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "SELECT rowid FROM portfolio_search WHERE portfolio_search MATCH %s AND rowid > %s "
                "ORDER BY rowid LIMIT %s",
                [_match(groups, scope, COLUMNS), after, at_most],
            )
        else:
            cursor.execute(
                "SELECT activity_id FROM portfolio_search WHERE stems @@ %s::tsquery AND activity_id > %s "
                "ORDER BY activity_id LIMIT %s",
                [_tsquery(groups, scope, COLUMNS), after, at_most],
            )
        return [row[0] for row in cursor.fetchall()]


def _match(groups: Sequence[Alternatives], scope: Sequence[Sequence[str]], columns: Sequence[str]) -> str:
    parts = ["(scope : (" + " OR ".join(f'"{word}"' for word in words) + "))" for words in scope]
    for group in groups:
        either = " OR ".join("(" + " AND ".join(f'"{stem}"' for stem in every) + ")" for every in group)
        parts.append(f"({{{' '.join(columns)}}} : ({either}))")
    return " AND ".join(parts)


def _tsquery(groups: Sequence[Alternatives], scope: Sequence[Sequence[str]], columns: Sequence[str]) -> str:
    weights = "".join(_WEIGHTS[column] for column in columns)
    parts = ["(" + " | ".join(f"'{word}':D" for word in words) + ")" for words in scope]
    for group in groups:
        either = " | ".join("(" + " & ".join(f"'{stem}':{weights}" for stem in every) + ")" for every in group)
        parts.append(f"({either})")
    return " & ".join(parts)


def _tsvector(row: SearchRow) -> str:
    lexemes: dict[str, str] = {}
    for weight, stems in (("A", row.title), ("B", row.names), ("C", row.body)):
        for stem in stems:
            lexemes.setdefault(stem, f"1{weight}")
    for word in row.scope:
        lexemes[word] = f"{lexemes[word]},2D" if word in lexemes else "2D"
    return " ".join(f"'{lexeme}':{places}" for lexeme, places in lexemes.items())
