"""One writer at a time in a partnership: the counts of its index are written by all."""

from brobygger.partnerships.models import Partnership


def lock(partnership: Partnership) -> None:
    """Wait for other writers of this partnership, until the transaction ends; mark what is remembered of it as old.

    SQLite has one writer anyway. On PostgreSQL the row of the partnership is the lock, so that two writers can never
    hold counters each other waits for. Must be called inside a transaction, before anything is read that is decided on.
    """
    locked = Partnership.objects.select_for_update().get(pk=partnership.pk)
    locked.data_version += 1
    locked.save(update_fields=["data_version"])
