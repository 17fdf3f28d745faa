"""The discussion of an activity on screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from brobygger.discussion.forms import CommentForm
from brobygger.discussion.models import Comment
from brobygger.discussion.permissions import may_comment, may_hide, may_reword
from brobygger.discussion.queries.following import Following
from brobygger.discussion.queries.thread import Person
from brobygger.discussion.rules.kinds import Gone
from brobygger.partnerships.queries import Scope
from brobygger.portfolio.models import Activity
from brobygger.portfolio.presenters.changes import when_in_words


@dataclass(frozen=True)
class WordingRow:
    """What a comment said before."""

    when: str
    text: str


@dataclass(frozen=True)
class CommentRow:
    """One comment. `gone` is said instead of the text when that is not shown; `told` are addressed but not named in it."""

    pk: int
    by: str
    when: str
    text: str
    gone: str
    reworded: str
    wordings: Sequence[WordingRow]
    told: str
    answers: Sequence[CommentRow]
    answer_form: CommentForm | None
    edit_form: CommentForm | None
    may_hide: bool
    may_show: bool


@dataclass(frozen=True)
class Thread:
    """The whole discussion. `done` says what was just saved, for those who do not see it happen.

    `left_out` says how many older threads are not among `rows`; empty when all are.
    """

    url: str
    follow_url: str
    people_url: str
    count: int
    rows: Sequence[CommentRow]
    left_out: str
    form: CommentForm | None
    is_following: bool
    done: str


@dataclass(frozen=True)
class Tried:
    """A form somebody sent that must be corrected: of a new comment (0), of an answer or of a change to `comment_id`."""

    form: CommentForm
    comment_id: int = 0
    is_answer: bool = False


def thread(
    scope: Scope,
    activity: Activity,
    comments: Sequence[Comment],
    people: Sequence[Person],
    following: Following,
    *,
    at_most: int | None = None,
    tried: Tried | None = None,
    done: str = "",
) -> Thread:
    """Comments with their answers, and the forms this member may fill in; `at_most` so many threads, the latest ones."""
    answers: dict[int, list[Comment]] = {}
    for comment in comments:
        if comment.answer_to_id:
            answers.setdefault(comment.answer_to_id, []).append(comment)
    top = [comment for comment in comments if not comment.answer_to_id]
    shown = top
    if at_most is not None:
        latest = {comment.pk: max([comment.pk, *(each.pk for each in answers.get(comment.pk, []))]) for comment in top}
        shown = sorted(sorted(top, key=lambda comment: latest[comment.pk])[-at_most:], key=lambda comment: comment.pk)
    rows = _Rows(scope, answers, tried)
    writes = may_comment(scope)
    form = tried.form if tried and not tried.comment_id else CommentForm(people=people)
    named = {"partnership": scope.partnership.slug}
    return Thread(
        url=reverse("discussion:thread", kwargs={**named, "slug": activity.slug}),
        follow_url=reverse("discussion:follow", kwargs={**named, "slug": activity.slug}),
        people_url=reverse("discussion:people", kwargs=named),
        count=sum(not comment.gone for comment in comments),
        rows=[rows.row(comment) for comment in shown],
        left_out=_left_out(len(top) - len(shown)),
        form=form if writes else None,
        is_following=following.is_following,
        done=done,
    )


@dataclass(frozen=True)
class _Rows:
    """Makes rows; for one reader, with what they tried to save."""

    scope: Scope
    answers: dict[int, list[Comment]]
    tried: Tried | None

    def row(self, comment: Comment) -> CommentRow:
        """One comment with its answers."""
        is_top = not comment.answer_to_id
        return CommentRow(
            pk=comment.pk,
            by=comment.by_label,
            when=when_in_words(comment.at),
            text="" if comment.gone else comment.text,
            gone=_gone(comment),
            reworded=when_in_words(comment.reworded_at) if comment.reworded_at and not comment.gone else "",
            wordings=[]
            if comment.gone
            else [WordingRow(when_in_words(each.written), each.text) for each in comment.wordings.all()],
            told=_told(comment),
            answers=[self.row(answer) for answer in self.answers.get(comment.pk, [])] if is_top else [],
            answer_form=self._answer_form(comment) if is_top and may_comment(self.scope) else None,
            edit_form=self._edit_form(comment) if may_reword(self.scope, comment) else None,
            may_hide=may_hide(self.scope) and not comment.gone,
            may_show=may_hide(self.scope) and comment.gone == Gone.HIDDEN,
        )

    def _answer_form(self, comment: Comment) -> CommentForm:
        if self.tried and self.tried.is_answer and self.tried.comment_id == comment.pk:
            return self.tried.form
        return answer_form(comment)

    def _edit_form(self, comment: Comment) -> CommentForm:
        if self.tried and not self.tried.is_answer and self.tried.comment_id == comment.pk:
            return self.tried.form
        return edit_form(comment)


def answer_form(comment: Comment, data: Any = None) -> CommentForm:
    """The form to answer a comment with."""
    return CommentForm(data, mark=f"svar{comment.pk}", label=_("Svar"))


def edit_form(comment: Comment, data: Any = None) -> CommentForm:
    """The form to change a comment with."""
    return CommentForm(data, mark=f"endre{comment.pk}", label=_("Ny ordlyd"), initial={"text": comment.text})


def _left_out(count: int) -> str:
    if not count:
        return ""
    return ngettext("Vis %(count)s tidligere tråd", "Vis %(count)s tidligere tråder", count) % {"count": count}


def _gone(comment: Comment) -> str:
    if comment.gone == Gone.DELETED:
        return _("Kommentaren er slettet.")
    return _("Kommentaren er skjult av en koordinator.") if comment.gone else ""


def _told(comment: Comment) -> str:
    """Names of those who were addressed without being named in the text."""
    if comment.gone:
        return ""
    text = comment.text.casefold()
    names = [str(mention.user) for mention in comment.mentions.all()]
    return ", ".join(name for name in names if f"@{name.casefold()}" not in text)
