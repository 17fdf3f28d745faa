"""Forms that save themselves while they are filled in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from brobygger.accounts.models import User
from brobygger.partnerships.models import Partnership
from brobygger.portfolio.models import Activity, UnfinishedForm
from brobygger.portfolio.rules.unfinished import worth_keeping

FORMS_AT_MOST = 20


@transaction.atomic
def keep_unfinished(
    *,
    partnership: Partnership,
    user: User,
    activity: Activity | None,
    pk: int | None,
    data: Mapping[str, Sequence[str]],
    now: datetime,
) -> UnfinishedForm:
    """Keep what a user has written so far: in the form `pk` when it is theirs, else in a new one.

    One for each activity; of new activities at most twenty, the oldest make room. Nobody else ever sees them, so they
    leave no trace in the audit log.
    """
    theirs = UnfinishedForm.objects.filter(partnership=partnership, user=user, activity=activity)
    form = theirs.filter(pk=pk or 0).first() if activity is None else theirs.first()
    form = form or UnfinishedForm(partnership=partnership, user=user, activity=activity)
    form.data, form.last_saved = worth_keeping(data), now
    form.save()
    if activity is None:
        for old in theirs.order_by("-last_saved", "-pk")[FORMS_AT_MOST:]:
            old.delete()
    return form


@transaction.atomic
def throw_away(*, partnership: Partnership, user: User, pk: int) -> bool:
    """Throw away one of the user's unfinished forms. False when it is not theirs."""
    deleted, _ = UnfinishedForm.objects.filter(partnership=partnership, user=user, pk=pk).delete()
    return deleted > 0
