"""What members keep of the lists: saved views, and calendar feeds."""

from __future__ import annotations

from django.db import models

from brobygger.accounts.models import User
from brobygger.partnerships.models import Partnership


class SavedView(models.Model):
    """A filter somebody gave a name, with the page it is seen on. It is a link, nothing more.

    Personal data: whose it is; seen by others when it is shared.
    """

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="+", db_index=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=100)
    # One of rules.pages.ListPage.
    page = models.CharField(max_length=20)
    # As `Filter.query_string` writes it.
    query = models.TextField(blank=True)
    is_shared = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["partnership", "user", "name"], name="saved_view_name")]

    def __str__(self) -> str:
        return self.name


class CalendarFeed(models.Model):
    """An address a member's calendar program reads events and milestones from, without signing in.

    Whoever has the address reads, as long as the member is one; only a checksum of its secret part is kept.
    Personal data: whose it is, and when it was read last.
    """

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    # As `Filter.query_string` writes it.
    query = models.TextField(blank=True)
    language = models.CharField(max_length=5, default="nb")
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=200)
    last_used = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.user_id}: {self.query}"
