"""Users. As little personal data as signing in needs."""

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models

from brobygger.audit.rules import Actor


class UserManager(BaseUserManager["User"]):
    """Creates users; names are matched without regard to case."""

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(username__iexact=username)


class User(AbstractBaseUser):
    """A person who can sign in.

    Personal data: user name and display name, to sign in and to show who did what; e-mail address, only to send the
    notices the person wants. Kept while the person has access.
    """

    username = models.CharField(max_length=150, unique=True)
    display_name = models.CharField(max_length=200)
    # Left empty where the user name is an address already.
    email = models.EmailField(blank=True)
    # Role and organisation in words for an invented demo user; empty for real people.
    persona = models.CharField(max_length=200, blank=True)
    is_active = models.BooleanField(default=True)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["display_name"]

    objects = UserManager()

    def __str__(self) -> str:
        return self.display_name

    @property
    def initials(self) -> str:
        """At most two letters for the round badge."""
        words = self.display_name.split()
        return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words[:1])).upper()

    @property
    def mail_address(self) -> str:
        """Where mail reaches this person; empty when nobody knows."""
        return self.email or (self.username if "@" in self.username else "")

    @property
    def as_actor(self) -> Actor:
        """This person, as actions take them."""
        return Actor(label=self.display_name, user_id=self.pk)


class SentForm(models.Model):
    """A form that was sent and done, kept for a day so that it is not done once more.

    `key` is a digest of who sent what from which page; nobody can read either from it.
    """

    key = models.CharField(max_length=64, unique=True)
    # Where what was done is seen.
    address = models.TextField(blank=True)
    # The answer had a secret in it that is shown once, and cannot be shown again.
    had_secret = models.BooleanField(default=False)
    sent = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.key
