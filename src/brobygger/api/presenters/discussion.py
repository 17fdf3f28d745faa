"""Comments as JSON."""

from __future__ import annotations

from typing import Any

from brobygger.discussion.models import Comment
from brobygger.discussion.queries.thread import Person


def comment_as_json(comment: Comment) -> dict[str, Any]:
    """A comment. What is hidden is told to nobody."""
    return {
        "id": comment.pk,
        "answer_to": comment.answer_to_id,
        "text": "" if comment.gone else comment.text,
        "at": comment.at,
        "by": comment.by_label,
        "reworded_at": comment.reworded_at,
        "gone": comment.gone,
        "mentions": [] if comment.gone else [mention.user.display_name for mention in comment.mentions.all()],
    }


def person_as_json(person: Person) -> dict[str, Any]:
    """A member one may address."""
    return {"id": person.user_id, "name": person.name, "organisation": person.side}
