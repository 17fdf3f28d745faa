"""What was said to a doubt. Nothing is overwritten: the newest answer holds, for as long as the evidence is the same."""

from django.db import models

from brobygger.partnerships.models import Partnership


class DoubtAnswer(models.Model):
    """One answer: what was doubted, on which evidence, and what somebody said to it."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="doubt_answers")
    key = models.CharField(max_length=120)
    fingerprint = models.CharField(max_length=16)
    answer = models.CharField(max_length=12)
    words = models.TextField()
    answered_at = models.DateTimeField()
    answered_by = models.CharField(max_length=200)

    class Meta:
        indexes = [models.Index(fields=["partnership", "key"], name="doubt_answer_key")]

    def __str__(self) -> str:
        return f"{self.key}: {self.answer}"
