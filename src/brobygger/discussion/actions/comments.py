"""Writing comments, and taking them away."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db import transaction

from brobygger.audit import actions as audit
from brobygger.audit.rules import Actor
from brobygger.discussion.models import Comment, Mention, Wording
from brobygger.discussion.queries.thread import people_of
from brobygger.discussion.rules.kinds import DISCUSSION, PERSON, Gone, Verb
from brobygger.discussion.rules.text import mentioned
from brobygger.partnerships.models import Partnership
from brobygger.portfolio.models import Activity


@transaction.atomic
def write_comment(
    *,
    partnership: Partnership,
    activity: Activity,
    text: str,
    addressed: Iterable[int],
    answer_to: Comment | None,
    by: Actor,
    now: datetime,
) -> Comment:
    """Write a comment, or an answer to one; an answer to an answer goes to what that one answers.

    Addressed are the members who are named in the text after an @, and those whose numbers are in `addressed`; numbers
    of others are left out.
    """
    comment = Comment.objects.create(
        activity=activity,
        answer_to=(answer_to.answer_to or answer_to) if answer_to else None,
        text=text,
        at=now,
        by_user_id=by.user_id,
        by_label=by.label,
    )
    _record(Verb.COMMENTED, comment, partnership, by, now)
    _address(comment, partnership, set(addressed), by, now)
    return comment


@transaction.atomic
def reword_comment(
    *, partnership: Partnership, comment: Comment, text: str, addressed: Iterable[int], by: Actor, now: datetime
) -> bool:
    """Change what a comment says, and keep what it said. Those who are newly addressed are told. False when nothing changed."""
    comment = _present(comment)
    if comment.gone:
        return False
    reworded = text != comment.text
    if reworded:
        written = comment.reworded_at or comment.at
        Wording.objects.create(comment=comment, text=comment.text, written=written)
        comment.text, comment.reworded_at, comment.reworded_by = text, now, by.label
        comment.save(update_fields=["text", "reworded_at", "reworded_by"])
        _record(Verb.REWORDED, comment, partnership, by, now)
    return bool(_address(comment, partnership, set(addressed), by, now)) or reworded


@transaction.atomic
def delete_comment(*, partnership: Partnership, comment: Comment, by: Actor, now: datetime) -> None:
    """Erase what somebody wrote, with all it has said before. That there was something stays, and the answers to it."""
    comment = _present(comment)
    if comment.gone == Gone.DELETED:
        return
    _take_away(comment, Gone.DELETED, by, now, text="")
    Wording.objects.filter(comment=comment).delete()
    Mention.objects.filter(comment=comment).delete()
    _record(Verb.DELETED, comment, partnership, by, now)


@transaction.atomic
def hide_comment(*, partnership: Partnership, comment: Comment, by: Actor, now: datetime) -> None:
    """Show a comment to nobody, until somebody shows it again."""
    comment = _present(comment)
    if comment.gone:
        return
    _take_away(comment, Gone.HIDDEN, by, now, text=comment.text)
    _record(Verb.HIDDEN, comment, partnership, by, now)


@transaction.atomic
def show_comment(*, partnership: Partnership, comment: Comment, by: Actor, now: datetime) -> bool:
    """Show a hidden comment again. False when it is not hidden; what was deleted is gone."""
    shown = Comment.objects.filter(pk=comment.pk, gone=Gone.HIDDEN.value).update(gone="", gone_at=None, gone_by="")
    if shown:
        _record(Verb.SHOWN, comment, partnership, by, now)
    return bool(shown)


def _present(comment: Comment) -> Comment:
    """The comment as it is now, and nobody else changes it before we are done: what was erased is never written back."""
    return Comment.objects.select_for_update().get(pk=comment.pk)


def _take_away(comment: Comment, why: Gone, by: Actor, now: datetime, *, text: str) -> None:
    comment.text, comment.gone, comment.gone_at, comment.gone_by = text, why.value, now, by.label
    comment.save(update_fields=["text", "gone", "gone_at", "gone_by"])


def _address(
    comment: Comment, partnership: Partnership, addressed: Collection[int], by: Actor, now: datetime
) -> list[int]:
    """Remember whom a comment addresses, and tell those who were not before."""
    people = people_of(partnership, but=by.user_id)
    members = {person.user_id for person in people}
    named = mentioned(comment.text, [(person.user_id, person.name) for person in people])
    before = set(Mention.objects.filter(comment=comment).values_list("user_id", flat=True))
    new = sorted((named | (members & set(addressed))) - before)
    Mention.objects.bulk_create([Mention(comment=comment, user_id=user_id) for user_id in new])
    if new:
        audit.record(
            verb=Verb.MENTIONED.value,
            subject_type=PERSON,
            subjects=[(user_id, {"activity": comment.activity_id, "comment": comment.pk}) for user_id in new],
            by=by,
            now=now,
            partnership_id=partnership.pk,
        )
    return new


def _record(verb: Verb, comment: Comment, partnership: Partnership, by: Actor, now: datetime) -> None:
    audit.record(
        verb=verb.value,
        subject_type=DISCUSSION,
        subjects=[(comment.activity_id, {"comment": comment.pk})],
        by=by,
        now=now,
        partnership_id=partnership.pk,
    )
