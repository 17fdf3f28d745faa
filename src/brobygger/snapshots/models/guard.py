"""What makes the database itself refuse to change or delete what is frozen, on both engines.

Triggers on every table of snapshots and errata let rows in and nothing else: no UPDATE, no DELETE, no REPLACE, no
TRUNCATE. They look for a row in `snapshots_gate`, which nobody ever commits: `actions.removal` puts it there and takes
it away within one transaction, in a demo and in tests only. Whoever owns the database can still drop a trigger; that is
what the checksums are for.

SQLite drops the triggers of a table that a later migration rebuilds: such a migration must call `create` again for it.
"""

from __future__ import annotations

from collections.abc import Iterable

TABLES = ("snapshots_snapshot", "snapshots_piece", "snapshots_erratum")
# What tells two rows of each table apart, besides their number.
KEYS = {
    "snapshots_snapshot": ("partnership_id", "number"),
    "snapshots_piece": ("snapshot_id", "number"),
    "snapshots_erratum": ("snapshot_id", "number"),
}
REFUSAL = "what is adopted is never changed: make an erratum"

_OPEN = "EXISTS (SELECT 1 FROM snapshots_gate)"


def create(vendor: str) -> list[str]:
    """The statements that set up the guard."""
    gate = ["CREATE TABLE snapshots_gate (reason varchar(80) NOT NULL)"]
    return gate + list(_sqlite() if vendor == "sqlite" else _postgresql())


def drop(vendor: str) -> list[str]:
    """The statements that take it away again."""
    found = []
    for table in TABLES:
        suffix = "" if vendor == "sqlite" else f" ON {table}"
        names = ("update", "delete", "replace") if vendor == "sqlite" else ("row", "truncate")
        found += [f"DROP TRIGGER {table}_no_{name}{suffix}" for name in names]
    if vendor != "sqlite":
        found.append("DROP FUNCTION snapshots_refuse()")
    return [*found, "DROP TABLE snapshots_gate"]


def _sqlite() -> Iterable[str]:
    for table in TABLES:
        for act in ("UPDATE", "DELETE"):
            yield (
                f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} WHEN NOT {_OPEN} "
                f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
            )
        # INSERT OR REPLACE deletes without asking the trigger for deletions.
        same = " AND ".join(f"{column} = NEW.{column}" for column in KEYS[table])
        yield (
            f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} "
            f"WHEN EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id OR ({same})) "
            f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        )


def _postgresql() -> Iterable[str]:
    yield f"""
        CREATE FUNCTION snapshots_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
        DECLARE is_empty boolean;
        BEGIN
            IF {_OPEN} THEN
                RETURN CASE TG_OP WHEN 'DELETE' THEN OLD WHEN 'UPDATE' THEN NEW ELSE NULL END;
            END IF;
            IF TG_OP = 'TRUNCATE' THEN
                EXECUTE format('SELECT NOT EXISTS (SELECT 1 FROM %I)', TG_TABLE_NAME) INTO is_empty;
                IF is_empty THEN RETURN NULL; END IF;
            END IF;
            RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation';
        END $$
    """
    for table in TABLES:
        yield (
            f"CREATE TRIGGER {table}_no_row BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION snapshots_refuse()"
        )
        yield (
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION snapshots_refuse()"
        )
