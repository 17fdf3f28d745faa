"""Carrying a request out once, however often it is sent."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import IntegrityError, OperationalError, connection, transaction

from brobygger.api.models import AccessToken, IdempotencyRecord
from brobygger.api.rules.answers import Answer

KEPT = timedelta(hours=24)
SWEPT_AT_ONCE = 500


class KeyUsed(ValueError):
    """The key stands for another request."""


class UnderWay(RuntimeError):
    """The same request is being carried out and takes its time."""


class _NotDone(Exception):
    """Nothing was done, so nothing is kept."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.status)
        self.answer = answer


def carry_out_once(
    *, token: AccessToken, key: str, request: str, body_hash: str, do: Callable[[], Answer], now: datetime
) -> Answer:
    """The answer to a request with a key: what was answered the first time, or what `do` answers now.

    The record and what `do` writes are one transaction, so that both are there or none. Whoever sends the same at the
    same time waits for the first. An answer that says that nothing was done is not kept: the key can be used again.
    Raises KeyUsed, UnderWay.
    """
    before = _kept(token, key, now)
    if before is None:
        try:
            return _carry_out(token, key, request, body_hash, do, now)
        except _NotDone as refused:
            return refused.answer
        except _Taken as taken:
            before = _kept(token, key, now)
            if before is None:
                raise UnderWay from taken
    if (before.request, before.body_hash) != (request[:500], body_hash):
        raise KeyUsed(key)
    return Answer(before.status, before.body, before.headers)


class _Taken(Exception):
    """Somebody else has written the record in the meantime."""


@transaction.atomic
def _carry_out(
    token: AccessToken, key: str, request: str, body_hash: str, do: Callable[[], Answer], now: datetime
) -> Answer:
    old = IdempotencyRecord.objects.filter(at__lt=now - KEPT).order_by("pk").values_list("pk", flat=True)
    IdempotencyRecord.objects.filter(pk__in=list(old[:SWEPT_AT_ONCE])).delete()
    # The key of this request may be older than what was swept.
    IdempotencyRecord.objects.filter(token=token, key=key, at__lt=now - KEPT).delete()
    try:
        with transaction.atomic():
            _wait_at_most("'10s'")
            record = IdempotencyRecord.objects.create(
                token=token,
                key=key,
                request=request[:500],
                body_hash=body_hash,
                at=now,
                by_label=token.membership.user.display_name,
            )
            _wait_at_most("DEFAULT")
    except (IntegrityError, OperationalError) as error:
        raise _Taken from error
    answer = do()
    if not answer.is_done:
        raise _NotDone(answer)
    record.status, record.body, record.headers = answer.status, answer.body, dict(answer.headers)
    record.save(update_fields=["status", "body", "headers"])
    return answer


def _wait_at_most(time: str) -> None:
    """SQLite is told in the settings how long to wait for another writer; PostgreSQL would wait for ever."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL lock_timeout = {time}")


def _kept(token: AccessToken, key: str, now: datetime) -> IdempotencyRecord | None:
    return IdempotencyRecord.objects.filter(token=token, key=key, at__gte=now - KEPT).first()
