"""The audit log. Rows carry no foreign keys, so that history survives what it tells about."""

from django.db import models


class Event(models.Model):
    """One thing somebody did to one subject."""

    at = models.DateTimeField()
    by_user_id = models.BigIntegerField(null=True)
    by_label = models.CharField(max_length=200)
    partnership_id = models.BigIntegerField(null=True)
    verb = models.CharField(max_length=40)
    subject_type = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    data = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "at"], name="audit_subject"),
            # Whatever wants to know of changes reads on from the last event it saw.
            models.Index(fields=["partnership_id", "id"], name="audit_of_partnership"),
        ]

    def __str__(self) -> str:
        return f"{self.by_label} {self.verb} {self.subject_type} {self.subject_id}"
