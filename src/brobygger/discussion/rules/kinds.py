"""The words that may stand in the fields of the discussion."""

from __future__ import annotations

from enum import StrEnum


class Gone(StrEnum):
    """Why the text of a comment is not shown."""

    DELETED = "deleted"  # by whoever wrote it; the text is erased
    HIDDEN = "hidden"  # by a coordinator, who can show it again


class Topic(StrEnum):
    """What one can choose to be told of."""

    NEW = "new"
    CHANGES = "changes"
    COMMENTS = "comments"
    STANDING = "standing"
    CONFIRMATIONS = "confirmations"


class Frequency(StrEnum):
    """How often mail is sent."""

    OFF = "off"
    DAILY = "daily"
    WEEKLY = "weekly"


class Verb(StrEnum):
    """What the audit log says happened in a discussion."""

    COMMENTED = "commented"
    MENTIONED = "mentioned"
    REWORDED = "reworded"
    DELETED = "deleted"
    HIDDEN = "hidden"
    SHOWN = "shown"


# What an event is about. The discussion of an activity goes by the activity's number.
ACTIVITY = "activity"
DISCUSSION = "discussion"
PERSON = "user"
# What coordinators are told of besides: a receiver of changes that has not answered for too long.
WEBHOOK, GAVE_UP = "webhook", "gave_up"

# How leaving the register is told of what stood for others until they were parted.
PARTED = "parted"

# What somebody holds in a reporting round: told to whoever it concerns, whatever they have chosen to be told of.
ROUND = (
    "round_opened",
    "round_due",
    "round_submitted",
    "round_returned",
    "round_approved",
    "round_unapproved",
    "round_voided",
    "round_adopted",
    "round_unadopted",
    "round_cancelled",
    "dispute_opened",
    "dispute_settled",
)

# The verbs of the audit log that belong to each topic.
VERBS: dict[Topic, tuple[str, ...]] = {
    Topic.NEW: ("registered",),
    Topic.CHANGES: ("changed", "restored", "related", "claimed"),
    Topic.COMMENTS: (Verb.COMMENTED.value,),
    Topic.STANDING: ("removed", "brought_back", "asked_to_merge", "merged", "unmerged", "joined"),
    Topic.CONFIRMATIONS: ("confirmed",),
}
# That nothing has changed is news to nobody who has not asked for it.
TOPICS_FROM_THE_START = (Topic.NEW, Topic.CHANGES, Topic.COMMENTS, Topic.STANDING)


def verbs_of(topics: object) -> list[str]:
    """The verbs of some topics; what is no topic is left out."""
    chosen = {str(topic) for topic in topics} if isinstance(topics, list | tuple) else set()
    return [verb for topic, verbs in VERBS.items() if topic.value in chosen for verb in verbs]
