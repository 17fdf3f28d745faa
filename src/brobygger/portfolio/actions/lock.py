"""One writer at a time in a partnership: the counts of its index are written by all."""

from django.db.models import F

from brobygger.partnerships.models import Partnership


def lock(partnership: Partnership) -> None:
    """Wait for other writers of this partnership, until the transaction ends; mark what is remembered of it as old.

    SQLite has one writer anyway. On PostgreSQL the row of the partnership is the lock, so that two writers can never
    hold counters each other waits for. Must be called inside a transaction, before anything is read that is decided on.
    """
    locked = Partnership.objects.select_for_update().get(pk=partnership.pk)
    locked.data_version += 1
    locked.save(update_fields=["data_version"])


def lock_all_sharing(partnership: Partnership) -> None:
    """The same for every partnership that shares the directory of this one: before something in it that all see is written.

    They are locked in one order, and before the directory is, so that two who do so never wait for each other.
    """
    sharing = Partnership.objects.filter(directory_id=partnership.directory_id)
    ids = list(sharing.select_for_update().order_by("pk").values_list("pk", flat=True))
    Partnership.objects.filter(pk__in=ids).update(data_version=F("data_version") + 1)
