"""What the codes of people, and of what is held about them, are called."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __

from brobygger.people.rules.held import Erasing, Group, Held, Kept, Why
from brobygger.people.rules.kinds import ContactRole, HeldFor, Obstacle

Texts = Mapping[str, Promise]

ROLES: Texts = {
    ContactRole.RESPONSIBLE: __("Ansvarlig"),
    ContactRole.CONTACT: __("Kontaktperson"),
    ContactRole.CO_SUPERVISOR: __("Medveileder"),
    ContactRole.MENTOR: __("Mentor"),
    ContactRole.STUDENT_CONTACT: __("Kontakt for studenten"),
}
HELD_FOR: Texts = {
    HeldFor.ACTIVITY_CONTACT: __("Kontakt for en aktivitet"),
    HeldFor.STUDENT_CONTACT: __("Kontakt for en student"),
    HeldFor.SUPERVISOR: __("Veiledning"),
}
GROUPS: Texts = {
    Group.ACCOUNT: __("Brukeren"),
    Group.CONTACT: __("Kontaktopplysninger"),
    Group.ROLE: __("Roller"),
    Group.WROTE: __("Det som er skrevet"),
    Group.CHOSE: __("Valg"),
    Group.DID: __("Det som er gjort"),
}
_WHY: Texts = {
    Why.SIGN_IN: __("For å kunne logge inn"),
    Why.REACH: __("For å kunne ta kontakt om en aktivitet"),
    Why.WHO_DID: __("For å vise hvem som gjorde hva"),
    Why.WHAT_WAS_SAID: __("For at samtalen skal kunne leses"),
    Why.AS_WISHED: __("For å varsle slik det er valgt"),
    Why.UNFINISHED: __("For at ingenting skal gå tapt"),
    Why.ANSWER: __("For å kunne svare på et tips"),
}
_KEPT: Texts = {
    Kept.WITH_ACCESS: __("Så lenge personen har tilgang"),
    Kept.UNTIL_DATE: __("Til datoen som står på personen"),
    Kept.WITH_HISTORY: __("Så lenge historikken finnes, men uten navn etter sletting"),
    Kept.UNTIL_DONE: __("Til det er lagret eller kastet"),
    Kept.AFTER_ANSWER: __("Til 90 dager etter svaret"),
}
_ERASED: Texts = {
    Erasing.RENAMED: __("Navnet byttes ut"),
    Erasing.REWRITTEN: __("Navnet tas ut av teksten"),
    Erasing.DETACHED: __("Koblingen fjernes"),
    Erasing.EMPTIED: __("Slettes"),
    Erasing.DELETED: __("Slettes"),
    Erasing.STAYS: __("Blir stående uten navn"),
}
OBSTACLES: Texts = {
    Obstacle.RESPONSIBLE: __("Noen aktiviteter ville stått uten ansvarlig."),
    Obstacle.ONLY_COORDINATOR: __("Samarbeidet ville stått uten koordinator."),
}
_FIELDS: Texts = {
    "accounts.User.username": __("Brukernavn"),
    "accounts.User.display_name": __("Visningsnavn"),
    "accounts.User.email": __("E-postadresse"),
    "accounts.User.persona": __("Beskrivelse"),
    "accounts.User.last_login": __("Sist logget inn"),
    "partnerships.Membership.user": __("Rolle i samarbeidet"),
    "partnerships.Membership.created_by": __("Ga andre tilgang"),
    "people.Person.name": __("Navn"),
    "people.Person.email": __("E-postadresse"),
    "people.Person.phone": __("Telefon"),
    "people.Person.organisation": __("Organisasjon"),
    "people.Person.unit": __("Enhet"),
    "people.Person.note": __("Merknad"),
    "people.Person.kept_because": __("Hvorfor opplysningene beholdes lenger"),
    "people.Person.user": __("Kobling til brukeren"),
    "people.Person.made_by": __("La inn en person"),
    "people.Contact.person": __("Kontakt for aktivitet"),
    "people.Contact.made_by": __("La inn en kontakt"),
    "people.HandOver.giver": __("Ga fra seg noe"),
    "people.HandOver.taker": __("Overtok noe"),
    "people.HandOver.made_by": __("Ga noe videre for noen"),
    "people.HandOver.undone_by": __("Angret at noe ble gitt videre"),
    "portfolio.Activity.registered_by": __("Registrerte aktivitet"),
    "portfolio.Activity.changed_by": __("Endret aktivitet sist"),
    "portfolio.Revision.made_by": __("Laget en tidligere versjon"),
    "portfolio.ChangeSet.by_label": __("Endret mange på en gang"),
    "portfolio.ChangeSet.undone_by": __("Angret en samlet endring"),
    "portfolio.Registration.by_label": __("Registrering"),
    "portfolio.Confirmation.by_label": __("Bekreftet at ingenting er endret"),
    "portfolio.UnfinishedForm.user": __("Kladd"),
    "portfolio.SavedView.user": __("Lagret visning"),
    "portfolio.SavedView.made_by": __("Lagret en visning"),
    "portfolio.CalendarFeed.user": __("Kalenderabonnement"),
    "portfolio.CalendarFeed.made_by": __("Laget et kalenderabonnement"),
    "duplicates.Pair.decided_by": __("Avgjorde om to er den samme"),
    "duplicates.Consent.by_label": __("Sa ja til å slå sammen"),
    "duplicates.Merge.made_by": __("Slo sammen to registreringer"),
    "duplicates.Merge.parted_by": __("Skilte to registreringer"),
    "intake.Import.made_by": __("Begynte en import"),
    "intake.Import.finished_by": __("Gjorde en import ferdig"),
    "discussion.Comment.text": __("Kommentar"),
    "discussion.Wording.text": __("Kommentar før den ble endret"),
    "discussion.Comment.by_label": __("Navn ved en kommentar"),
    "discussion.Comment.reworded_by": __("Endret en kommentar"),
    "discussion.Comment.gone_by": __("Slettet eller skjulte en kommentar"),
    "discussion.Mention.user": __("Nevnt i en kommentar"),
    "discussion.Follow.user": __("Følger aktivitet"),
    "discussion.Reader.membership": __("Innstillinger for varsler"),
    "contributions.ContributionClaim.claimed_by": __("Svarte på hva samarbeidet betydde"),
    "doubts.DoubtAnswer.answered_by": __("Svarte på noe som ikke stemte"),
    "rounds.ReportingRound.opened_by": __("Åpnet et rapporteringsår"),
    "rounds.ReportingRound.adopted_by": __("Førte inn vedtaket av et år"),
    "rounds.ReportingRound.cancelled_by": __("Avlyste et rapporteringsår"),
    "rounds.Submission.nothing_by": __("Meldte at det ikke var noe å rapportere"),
    "rounds.Submission.submitted_by": __("Leverte inn et område"),
    "rounds.SubmissionEvent.by_label": __("Gjorde noe med en innlevering"),
    "rounds.Approval.given_by": __("Godkjente en innlevering"),
    "rounds.Approval.void_by": __("Gjorde at en godkjenning falt bort"),
    "rounds.Confirmed.by_label": __("Bekreftet en aktivitet for året"),
    "rounds.Confirmed.lapsed_by": __("Gjorde at en bekreftelse falt bort"),
    "rounds.Explanation.by_label": __("Forklarte et tall"),
    "rounds.AskedValue.answered_by": __("Førte et tall det ble spurt om"),
    "rounds.Dispute.opened_by": __("Meldte uenighet"),
    "rounds.Dispute.settled_by": __("Avsluttet en uenighet"),
    "meetings.Meeting.planned_by": __("Planla et møte i styringsgruppen"),
    "meetings.Meeting.held_by": __("Førte inn at et møte er holdt"),
    "meetings.CaseItem.added_by": __("La til en sak"),
    "meetings.CaseOutcome.recorded_by": __("Førte inn et vedtak i en sak"),
    "meetings.CaseFollowUp.said_by": __("Førte inn hva som ble av et vedtak"),
    "results.Definition.recorded_by": __("Skrev en definisjon"),
    "results.Target.recorded_by": __("Satte et måltall"),
    "results.ReportedValue.recorded_by": __("Førte et tall"),
    "results.Assessment.recorded_by": __("Vurderte et kriterium"),
    "suggestions.Suggestion.sender_name": __("Navn på et tips"),
    "suggestions.Suggestion.sender_email": __("E-postadresse på et tips"),
    "suggestions.Suggestion.decided_by": __("Avgjorde et tips"),
    "suggestions.FormLink.made_by": __("Åpnet et skjema for tips"),
    "api.AccessToken.membership": __("Tilgang for et program"),
    "api.AccessToken.made_by": __("Laget en tilgang for et program"),
    "api.AccessToken.revoked_by": __("Trakk tilbake en tilgang for et program"),
    "api.IdempotencyRecord.by_label": __("Svar et program har fått"),
    "webhooks.Webhook.made_by": __("La til en webhook"),
    "audit.Event.subject_id": __("Hendelse om personen"),
    "audit.Event.by_label": __("Hendelse i loggen"),
}


def role_label(code: str) -> str:
    """What a role is called; a code nobody knows as it is."""
    return str(ROLES.get(code, code))


def held_for_label(code: str) -> str:
    """What somebody's contact data are held for."""
    return str(HELD_FOR.get(code, code))


def what(held: Held) -> str:
    """What a field of the register of personal data holds."""
    return str(_FIELDS.get(held.name, held.name))


def why(held: Held) -> str:
    """What it is held for."""
    return str(_WHY[held.why])


def kept(held: Held) -> str:
    """How long it is kept."""
    return str(_KEPT[held.kept])


def erased(held: Held) -> str:
    """What becomes of it when somebody is erased."""
    return str(_ERASED[held.erased])


def yes_or_no(value: object) -> object:
    """Truth as a reader says it."""
    return (_("ja") if value else _("nei")) if isinstance(value, bool) else value
