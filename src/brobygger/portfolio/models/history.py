"""What was before: superseded versions, operations that can be undone, who registered what, and unfinished forms."""

from __future__ import annotations

from django.db import models

from brobygger.accounts.models import User
from brobygger.organisations.models import Organisation
from brobygger.partnerships.models import Partnership
from brobygger.portfolio.models.activity import Activity


class Revision(models.Model):
    """A version of an activity that was superseded. The present version is the activity itself.

    `content` is as `portfolio.rules.content` writes it; `made_at` and `made_by` say when and by whom this version was made.
    """

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="revisions", db_index=False)
    number = models.PositiveIntegerField()
    content = models.JSONField()
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["activity", "number"], name="revision_number")]

    def __str__(self) -> str:
        return f"{self.activity_id} version {self.number}"


class ChangeSet(models.Model):
    """One operation on many activities (a bulk edit, an import, a hand-over), so that it can be undone as a whole."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="+")
    cause = models.CharField(max_length=20)
    title = models.CharField(max_length=200)
    by_user_id = models.BigIntegerField(null=True)
    by_label = models.CharField(max_length=200)
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)
    undone_by = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["partnership", "-at"], name="change_set_latest")]

    def __str__(self) -> str:
        return self.title


class ChangeSetItem(models.Model):
    """One activity an operation touched: the version before (0: it was not there) and after."""

    change_set = models.ForeignKey(ChangeSet, on_delete=models.CASCADE, related_name="items", db_index=False)
    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="+")
    before = models.PositiveIntegerField()
    after = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["change_set", "activity"], name="change_set_item_once")]

    def __str__(self) -> str:
        return f"{self.activity_id}: {self.before} → {self.after}"


class Registration(models.Model):
    """Somebody registered this activity, for an organisation, under a title of their own.

    Two organisations that register the same thing are two registrations of one activity: that is how it is counted
    once, and what tells how much is still unregistered.
    """

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="registrations")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    user_id = models.BigIntegerField(null=True)
    by_label = models.CharField(max_length=200)
    at = models.DateTimeField()
    via = models.CharField(max_length=20)
    title = models.CharField(max_length=500)
    # Which form it was, and what stood in it (`forms.quick`), so that a form sent twice registers once.
    # The database fills it in too: while a server is brought up to date, one that is not yet still registers.
    form_key = models.CharField(max_length=64, blank=True, default="", db_default="")

    class Meta:
        indexes = [models.Index(fields=["user_id"], name="registration_by_user")]
        constraints = [
            models.UniqueConstraint(
                fields=["user_id", "form_key"], condition=~models.Q(form_key=""), name="registration_form_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.activity_id} by {self.by_label}"


class Confirmation(models.Model):
    """Somebody said of an activity that nothing has changed this year."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="confirmations", db_index=False)
    year = models.PositiveSmallIntegerField()
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    by_user_id = models.BigIntegerField(null=True)
    by_label = models.CharField(max_length=200)
    at = models.DateTimeField()
    # The operation it was said in of many at once; undoing that takes it back.
    change_set = models.ForeignKey(ChangeSet, on_delete=models.CASCADE, null=True, related_name="confirmations")

    class Meta:
        indexes = [models.Index(fields=["activity", "year"], name="confirmation_of_year")]

    def __str__(self) -> str:
        return f"{self.activity_id} in {self.year}"


class UnfinishedForm(models.Model):
    """A form that saves itself while somebody fills it in: of a new activity, or of a change to one.

    Personal data: whose it is. Kept until the form is saved or thrown away.
    """

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="+")
    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, null=True, related_name="+")
    # As the browser sent it: names to lists of values.
    data = models.JSONField(default=dict)
    last_saved = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["user", "partnership", "-last_saved"], name="unfinished_of_user")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.last_saved:%Y-%m-%d %H:%M}"
