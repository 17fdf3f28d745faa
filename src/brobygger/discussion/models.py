"""Comments on activities, and how each member wants to be told of what happens.

What happened is not kept here: it is read out of the audit log, so that nothing below has to know who listens.
"""

from __future__ import annotations

from django.db import models

from brobygger.accounts.models import User
from brobygger.discussion.rules.kinds import TOPICS_FROM_THE_START, Frequency
from brobygger.partnerships.models import FocusArea, Membership
from brobygger.portfolio.models import Activity


def topics_from_the_start() -> list[str]:
    """What a member is told of who has chosen nothing."""
    return [topic.value for topic in TOPICS_FROM_THE_START]


class Comment(models.Model):
    """Something somebody wrote about an activity, or answered to what another wrote. An answer has no answers.

    Personal data: who wrote it, and what they wrote; kept with the activity until they delete it, which erases the text.
    """

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="comments", db_index=False)
    answer_to = models.ForeignKey("self", on_delete=models.CASCADE, null=True, related_name="answers")
    text = models.TextField(blank=True)
    at = models.DateTimeField()
    by_user_id = models.BigIntegerField(null=True)
    by_label = models.CharField(max_length=200)
    # Empty while the text is as it was first written.
    reworded_at = models.DateTimeField(null=True)
    reworded_by = models.CharField(max_length=200, blank=True)
    # One of rules.kinds.Gone when the text is not shown.
    gone = models.CharField(max_length=20, blank=True)
    gone_at = models.DateTimeField(null=True)
    gone_by = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["activity", "id"], name="comment_of_activity")]

    def __str__(self) -> str:
        return f"{self.by_label}: {self.text[:40]}"


class Wording(models.Model):
    """What a comment said before it was reworded."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="wordings")
    text = models.TextField()
    written = models.DateTimeField()

    def __str__(self) -> str:
        return self.text[:40]


class Mention(models.Model):
    """A comment is addressed to somebody."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="mentions", db_index=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["comment", "user"], name="mention_once")]

    def __str__(self) -> str:
        return f"{self.comment_id} to {self.user_id}"


class Follow(models.Model):
    """Somebody has chosen to follow an activity, or not to (`wanted`), whatever they would do otherwise."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="+")
    wanted = models.BooleanField()
    # What happened before is not news.
    since = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "activity"], name="follow_once")]

    def __str__(self) -> str:
        return f"{self.user_id} {'follows' if self.wanted else 'does not follow'} {self.activity_id}"


class Reader(models.Model):
    """How one member wants to be told, and how far they have read. A member without one has chosen nothing yet.

    `seen_event` and `mailed_event` are numbers in the audit log: what comes after them is news, on the page and in mail.
    Personal data: whose it is; gone with the membership.
    """

    membership = models.OneToOneField(Membership, on_delete=models.CASCADE, related_name="reader")
    in_app = models.BooleanField(default=True)
    digest = models.CharField(max_length=10, default=Frequency.DAILY.value)
    language = models.CharField(max_length=5, default="nb")
    # Follow what one has registered, changed, commented on or been mentioned in.
    follows_own = models.BooleanField(default=True)
    topics = models.JSONField(default=topics_from_the_start)
    focus_areas = models.ManyToManyField(FocusArea, related_name="readers")
    seen_event = models.BigIntegerField(default=0)
    mailed_event = models.BigIntegerField(default=0)
    last_mailed = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.membership}"
