"""A column that sorts the same on every database."""

from __future__ import annotations

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper


class SortKeyField(models.CharField):
    """Text that sorts by its bytes: PostgreSQL would otherwise sort by the cluster's language."""

    def db_type(self, connection: BaseDatabaseWrapper) -> str:
        """The column type, with the byte order asked for where it is not the rule."""
        kind = super().db_type(connection) or ""
        return f'{kind} COLLATE "C"' if connection.vendor == "postgresql" else kind
