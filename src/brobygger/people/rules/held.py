"""The register of personal data: every field of the product that holds something about a human (docs/adr/0012).

Whoever sees, takes out or erases what is held about somebody goes through this list, so that nothing is forgotten. A
test fails when a field looks as if it held personal data and stands neither here nor among `NOT_ABOUT_PEOPLE`.
Models are named as texts, so that apps above this one can be listed too.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum


class Group(StrEnum):
    """What kind of thing it is, as a reader sees it."""

    ACCOUNT = "account"
    CONTACT = "contact"
    ROLE = "role"
    WROTE = "wrote"
    CHOSE = "chose"
    DID = "did"


class Why(StrEnum):
    """What it is held for."""

    SIGN_IN = "sign_in"
    REACH = "reach"
    WHO_DID = "who_did"
    WHAT_WAS_SAID = "what_was_said"
    AS_WISHED = "as_wished"
    UNFINISHED = "unfinished"
    ANSWER = "answer"


class Kept(StrEnum):
    """How long."""

    WITH_ACCESS = "with_access"  # while they can sign in
    UNTIL_DATE = "until_date"  # until Person.keep_until has passed and they are in touch about nothing
    WITH_HISTORY = "with_history"  # as long as what it tells about; without the name when they are erased
    UNTIL_DONE = "until_done"  # until it is saved or thrown away
    AFTER_ANSWER = "after_answer"  # until some months after it was answered


class Erasing(StrEnum):
    """What becomes of it when somebody is erased."""

    RENAMED = "renamed"  # «Slettet person» stands there
    REWRITTEN = "rewritten"  # the name is taken out of the text, which stays
    DETACHED = "detached"  # it leads to nobody any more
    EMPTIED = "emptied"
    DELETED = "deleted"  # the whole row goes
    STAYS = "stays"  # without anything that says whose it is


@dataclass(frozen=True)
class Held:
    """One field. `user`, `person`: the way to the number of whose row it is; with neither, a name is all that tells.

    `partnership` is the way to the partnership's number; empty for what belongs to the account. `at`: when, to the moment
    the log says too, which tells two of one name apart. `told` are the columns a copy of the data shows beside it; a secret is never shown.
    """

    model: str
    field: str
    group: Group
    why: Why
    kept: Kept
    erased: Erasing
    user: str = ""
    person: str = ""
    partnership: str = ""
    at: str = ""
    only: tuple[tuple[str, str], ...] = ()
    told: tuple[str, ...] = ()
    is_secret: bool = False
    # The column with an address of mail, when that is what says whose it is.
    mail: str = ""

    @property
    def name(self) -> str:
        """`portfolio.Activity.registered_by`."""
        return f"{self.model}.{self.field}"


def _name(model: str, field: str, *, partnership: str, at: str, told: tuple[str, ...] = ()) -> Held:
    """A name that says who did something, with nothing else to say it."""
    return Held(
        model, field, Group.DID, Why.WHO_DID, Kept.WITH_HISTORY, Erasing.RENAMED,
        partnership=partnership, at=at, told=told,
    )  # fmt: skip


def _did(model: str, user: str, *, partnership: str, at: str = "at", told: tuple[str, ...] = ()) -> tuple[Held, ...]:
    """A name that says who did something, and the number of the user."""
    name = Held(
        model, "by_label", Group.DID, Why.WHO_DID, Kept.WITH_HISTORY, Erasing.RENAMED,
        user=user, partnership=partnership, at=at, told=told,
    )  # fmt: skip
    return name, replace(name, field=user, erased=Erasing.DETACHED)


def _account(field: str, erased: Erasing, *, is_secret: bool = False) -> Held:
    return Held(
        "accounts.User", field, Group.ACCOUNT, Why.SIGN_IN, Kept.WITH_ACCESS, erased, user="id", is_secret=is_secret
    )


def _person(field: str, erased: Erasing = Erasing.EMPTIED, told: tuple[str, ...] = ()) -> Held:
    return Held(
        "people.Person", field, Group.CONTACT, Why.REACH, Kept.UNTIL_DATE, erased,
        person="id", partnership="partnership_id", told=told,
    )  # fmt: skip


def _of_user(
    model: str, group: Group, why: Why, kept: Kept, *, field: str = "user", user: str = "user_id",
    partnership: str, at: str = "", told: tuple[str, ...] = (),
) -> Held:  # fmt: skip
    """A row that belongs to a user and goes with them."""
    return Held(model, field, group, why, kept, Erasing.DELETED, user=user, partnership=partnership, at=at, told=told)


_OF_ACTIVITY = "activity__partnership_id"
_OF_COMMENT = "comment__activity__partnership_id"

HELD: tuple[Held, ...] = (
    _account("username", Erasing.RENAMED),
    _account("display_name", Erasing.RENAMED),
    _account("email", Erasing.EMPTIED),
    _account("persona", Erasing.EMPTIED),
    _account("password", Erasing.EMPTIED, is_secret=True),
    _account("last_login", Erasing.EMPTIED),
    Held(
        "sessions.Session", "session_data", Group.ACCOUNT, Why.SIGN_IN, Kept.WITH_ACCESS, Erasing.DELETED, is_secret=True
    ),
    _of_user(
        "partnerships.Membership", Group.ROLE, Why.SIGN_IN, Kept.WITH_ACCESS,
        partnership="partnership_id", at="created_at", told=("role", "organisation__name"),
    ),
    _name("partnerships.Membership", "created_by", partnership="partnership_id", at="created_at"),
    _person("name", Erasing.RENAMED),
    _person("email"),
    _person("phone"),
    _person("organisation", told=("organisation__name",)),
    _person("unit", told=("unit__name",)),
    _person("note"),
    _person("kept_because"),
    _person("user", Erasing.DETACHED, told=("user__username",)),
    _name("people.Person", "made_by", partnership="partnership_id", at="made_at"),
    Held(
        "people.Contact", "person", Group.ROLE, Why.REACH, Kept.WITH_HISTORY, Erasing.STAYS,
        person="person_id", partnership=_OF_ACTIVITY, at="start", told=("role", "end", "activity__title"),
    ),
    Held("people.HandOver", "giver", Group.ROLE, Why.WHO_DID, Kept.WITH_HISTORY, Erasing.STAYS,
         person="giver_id", partnership="partnership_id", at="made_at"),
    Held("people.HandOver", "taker", Group.ROLE, Why.WHO_DID, Kept.WITH_HISTORY, Erasing.STAYS,
         person="taker_id", partnership="partnership_id", at="made_at"),
    _name("people.Contact", "made_by", partnership=_OF_ACTIVITY, at="made_at"),
    _name("people.HandOver", "made_by", partnership="partnership_id", at="made_at"),
    _name("people.HandOver", "undone_by", partnership="partnership_id", at="undone_at"),
    _name("portfolio.Activity", "registered_by", partnership="partnership_id", at="registered_at",
          told=("title",)),
    _name("portfolio.Activity", "changed_by", partnership="partnership_id", at="changed_at",
          told=("title",)),
    _name("portfolio.Revision", "made_by", partnership=_OF_ACTIVITY, at="made_at", told=("number", "activity__title")),
    *_did("portfolio.ChangeSet", "by_user_id", partnership="partnership_id", told=("title",)),
    _name("portfolio.ChangeSet", "undone_by", partnership="partnership_id", at="undone_at",
          told=("title",)),
    *_did("portfolio.Registration", "user_id", partnership=_OF_ACTIVITY, told=("title",)),
    *_did("portfolio.Confirmation", "by_user_id", partnership=_OF_ACTIVITY, told=("year", "activity__title")),
    _of_user(
        "portfolio.UnfinishedForm", Group.WROTE, Why.UNFINISHED, Kept.UNTIL_DONE,
        partnership="partnership_id", at="last_saved", told=("activity__title", "data"),
    ),
    _of_user(
        "portfolio.SavedView", Group.CHOSE, Why.AS_WISHED, Kept.WITH_ACCESS,
        partnership="partnership_id", at="made_at", told=("name", "query", "is_shared"),
    ),
    _name("portfolio.SavedView", "made_by", partnership="partnership_id", at="made_at"),
    _of_user(
        "portfolio.CalendarFeed", Group.CHOSE, Why.AS_WISHED, Kept.WITH_ACCESS,
        partnership="partnership_id", at="made_at", told=("query", "last_used"),
    ),
    _name("portfolio.CalendarFeed", "made_by", partnership="partnership_id", at="made_at"),
    _name("duplicates.Pair", "decided_by", partnership="partnership_id", at="decided_at", told=("one__title", "other__title")),
    *_did("duplicates.Consent", "by_user_id", partnership="pair__partnership_id",
          told=("pair__one__title", "pair__other__title")),
    _name("duplicates.Merge", "made_by", partnership="entry__partnership_id", at="made_at", told=("entry__title",)),
    _name("duplicates.Merge", "parted_by", partnership="entry__partnership_id", at="parted_at", told=("entry__title",)),
    Held(
        "intake.Import", "made_by", Group.DID, Why.WHO_DID, Kept.WITH_HISTORY, Erasing.RENAMED,
        user="user_id", partnership="partnership_id", at="made_at", told=("source__name", "file_name"),
    ),
    Held(
        "intake.Import", "user_id", Group.DID, Why.WHO_DID, Kept.WITH_HISTORY, Erasing.DETACHED,
        user="user_id", partnership="partnership_id", at="made_at", told=("source__name", "file_name"),
    ),
    _name("intake.Import", "finished_by", partnership="partnership_id", at="finished_at", told=("source__name",)),
    _of_user(
        "api.IdempotencyRecord", Group.DID, Why.WHO_DID, Kept.WITH_ACCESS, field="by_label",
        user="token__membership__user_id", partnership="token__membership__partnership_id", at="at", told=("request",),
    ),
    _name("api.AccessToken", "made_by", partnership="membership__partnership_id", at="made_at"),
    _name("api.AccessToken", "revoked_by", partnership="membership__partnership_id", at="revoked_at"),
    _of_user(
        "api.AccessToken", Group.CHOSE, Why.AS_WISHED, Kept.WITH_ACCESS, field="membership",
        user="membership__user_id", partnership="membership__partnership_id", at="made_at",
        told=("name", "scopes", "expires", "last_used"),
    ),
    Held(
        "discussion.Comment", "text", Group.WROTE, Why.WHAT_WAS_SAID, Kept.WITH_HISTORY, Erasing.REWRITTEN,
        user="by_user_id", partnership=_OF_ACTIVITY, at="at", told=("activity__title",),
    ),
    Held(
        "discussion.Wording", "text", Group.WROTE, Why.WHAT_WAS_SAID, Kept.WITH_HISTORY, Erasing.REWRITTEN,
        user="comment__by_user_id", partnership=_OF_COMMENT, at="written",
    ),
    *_did("discussion.Comment", "by_user_id", partnership=_OF_ACTIVITY, told=("activity__title",)),
    _name("discussion.Comment", "reworded_by", partnership=_OF_ACTIVITY, at="reworded_at"),
    _name("discussion.Comment", "gone_by", partnership=_OF_ACTIVITY, at="gone_at"),
    _of_user(
        "discussion.Mention", Group.DID, Why.WHAT_WAS_SAID, Kept.WITH_HISTORY,
        partnership=_OF_COMMENT, at="comment__at", told=("comment__activity__title",),
    ),
    _of_user(
        "discussion.Follow", Group.CHOSE, Why.AS_WISHED, Kept.WITH_ACCESS,
        partnership=_OF_ACTIVITY, at="since", told=("activity__title", "wanted"),
    ),
    _of_user(
        "discussion.Reader", Group.CHOSE, Why.AS_WISHED, Kept.WITH_ACCESS, field="membership",
        user="membership__user_id", partnership="membership__partnership_id", at="last_mailed",
        told=("in_app", "digest", "language", "follows_own", "topics"),
    ),
    _name("contributions.ContributionClaim", "claimed_by", partnership="partnership_id", at="claimed_at"),
    _name("results.Definition", "recorded_by", partnership="indicator__goal_area__framework__partnership_id",
          at="recorded_at"),
    _name("results.Target", "recorded_by", partnership="indicator__goal_area__framework__partnership_id",
          at="recorded_at"),
    _name("results.ReportedValue", "recorded_by", partnership="indicator__goal_area__framework__partnership_id",
          at="recorded_at"),
    _name("results.Assessment", "recorded_by", partnership="indicator__goal_area__framework__partnership_id",
          at="recorded_at"),
    _name("rounds.ReportingRound", "opened_by", partnership="partnership_id", at="opened_at", told=("year",)),
    _name("rounds.ReportingRound", "adopted_by", partnership="partnership_id", at="adopted_at", told=("year",)),
    _name("rounds.ReportingRound", "cancelled_by", partnership="partnership_id", at="cancelled_at", told=("year",)),
    _name("rounds.Submission", "nothing_by", partnership="round__partnership_id", at="nothing_at"),
    _name("rounds.Submission", "submitted_by", partnership="round__partnership_id", at="submitted_at"),
    *_did("rounds.SubmissionEvent", "by_user_id", partnership="round__partnership_id", told=("step", "reason")),
    _name("rounds.Approval", "given_by", partnership="submission__round__partnership_id", at="given_at"),
    _name("rounds.Approval", "void_by", partnership="submission__round__partnership_id", at="void_at"),
    *_did("rounds.Confirmed", "by_user_id", partnership="submission__round__partnership_id",
          told=("version", "activity__title")),
    _name("rounds.Confirmed", "lapsed_by", partnership="submission__round__partnership_id", at="lapsed_at"),
    *_did("rounds.Explanation", "by_user_id", partnership="submission__round__partnership_id", told=("text",)),
    _name("rounds.AskedValue", "answered_by", partnership="submission__round__partnership_id", at="answered_at"),
    _name("rounds.Dispute", "opened_by", partnership="round__partnership_id", at="opened_at", told=("reason",)),
    _name("rounds.Dispute", "settled_by", partnership="round__partnership_id", at="settled_at",
          told=("settlement",)),
    _name("webhooks.Webhook", "made_by", partnership="partnership_id", at="made_at",
          told=("address",)),
    Held("suggestions.Suggestion", "sender_name", Group.CONTACT, Why.ANSWER, Kept.AFTER_ANSWER, Erasing.EMPTIED,
         partnership="partnership_id", at="sent", told=("title",), mail="sender_email"),
    Held("suggestions.Suggestion", "sender_email", Group.CONTACT, Why.ANSWER, Kept.AFTER_ANSWER, Erasing.EMPTIED,
         partnership="partnership_id", at="sent", told=("title",), mail="sender_email"),
    _name("suggestions.Suggestion", "decided_by", partnership="partnership_id", at="decided_at", told=("title",)),
    _name("suggestions.FormLink", "made_by", partnership="partnership_id", at="made_at"),
    _name("meetings.Meeting", "planned_by", partnership="partnership_id", at="planned_at", told=("title",)),
    _name("meetings.Meeting", "held_by", partnership="partnership_id", at="held_at", told=("title",)),
    _name("meetings.CaseItem", "added_by", partnership="meeting__partnership_id", at="added_at", told=("title",)),
    _name("meetings.CaseOutcome", "recorded_by", partnership="case__meeting__partnership_id", at="recorded_at",
          told=("words",)),
    _name("meetings.CaseFollowUp", "said_by", partnership="case__meeting__partnership_id", at="said_at",
          told=("words",)),
    _name("doubts.DoubtAnswer", "answered_by", partnership="partnership_id", at="answered_at", told=("words",)),
    Held(
        "audit.Event", "subject_id", Group.DID, Why.WHAT_WAS_SAID, Kept.WITH_HISTORY, Erasing.DETACHED,
        user="subject_id", partnership="partnership_id", at="at", only=(("subject_type", "user"),), told=("verb",),
    ),
    # Last: the log says who did what until all else is done.
    *_did("audit.Event", "by_user_id", partnership="partnership_id", told=("verb", "subject_type", "subject_id")),
)  # fmt: skip

# What looks like personal data and is none: names of things, and of offices.
NOT_ABOUT_PEOPLE = frozenset(
    {
        "api.AccessToken.name",
        "intake.Import.file_name",
        "intake.ImportSource.name",
        "portfolio.SavedView.name",
        "organisations.Directory.name",
        "organisations.Organisation.name",
        "organisations.Organisation.name_en",
        "organisations.Unit.name",
        "organisations.Discipline.name",
        "partnerships.Partnership.name",
        "partnerships.AgreementPeriod.name",
        "partnerships.FocusArea.name",
        "partnerships.Body.name",
        "portfolio.Quantity.label",
        "results.Framework.name",
        "results.GoalArea.name",
        "results.Indicator.name",
    }
)


def of_model(model: str, held: Iterable[Held] = HELD) -> list[Held]:
    """What is held in one table."""
    return [each for each in held if each.model == model]
