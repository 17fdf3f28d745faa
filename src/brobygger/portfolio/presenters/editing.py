"""The pages where activities are written: what the form shows around its fields, and what went wrong in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __

from brobygger.organisations.actions import NameTaken
from brobygger.portfolio.actions.register import RegistrationRefused
from brobygger.portfolio.forms.entry import ADD, ALWAYS_ASKED, EntryForm
from brobygger.portfolio.models import Activity, UnfinishedForm
from brobygger.portfolio.presenters import labels
from brobygger.portfolio.presenters.addresses import Addresses
from brobygger.portfolio.presenters.changes import when_in_words
from brobygger.portfolio.rules.asked import asked_of
from brobygger.portfolio.rules.drafts import DraftFault
from brobygger.portfolio.rules.kinds import Kind

# The field that says which version somebody has seen.
BASE = "versjon"
_NOT_REPEATED = frozenset({"csrfmiddlewaretoken", "sett", ADD})

_SECTIONS: Sequence[tuple[str, Promise, Promise, Promise]] = (
    ("milestones", __("Milepæler"), __("Status, år og hva den teller som, følger av disse."), __("Legg til milepæl")),
    ("participants", __("Deltakere"), __("Skriv et navn eller en forkortelse."), __("Legg til deltaker")),
    ("fundings", __("Finansiering"), __("La beløpet stå tomt når ingen vet det."), __("Legg til finansiering")),
    ("relations", __("Henger sammen med"), __("Skriv tittelen på den andre aktiviteten."), __("Legg til kobling")),
    (
        "external_ids",
        __("Numre i andre systemer"),
        __("Samme nummer i to registreringer betyr at de er det samme."),
        __("Legg til nummer"),
    ),
    ("quantities", __("Tall om aktiviteten"), __("Virkninger og omfang som noen har oppgitt."), __("Legg til tall")),
)


@dataclass(frozen=True)
class Section:
    """The rows of one list. It is open when this kind is asked for them, when they hold something, or when one is wrong."""

    name: str
    title: str
    help: str
    add: str
    formset: Any
    is_open: bool


@dataclass(frozen=True)
class Begun:
    """Changes somebody began and did not save."""

    pk: int
    when: str


@dataclass(frozen=True)
class EditPage:
    """The form of an activity."""

    activity: Activity
    kind_help: str
    asks_form: bool
    sections: Sequence[Section]
    begun: Begun | None
    problems: Sequence[str]
    errors: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class UnfinishedRow:
    """An unfinished form one can go on with."""

    pk: int
    title: str
    when: str
    url: str


@dataclass(frozen=True)
class BasketRow:
    """Something in the wastebasket."""

    slug: str
    title: str
    kind: str
    url: str


def edit_page(activity: Activity, form: EntryForm, begun: UnfinishedForm | None, problems: Sequence[str]) -> EditPage:
    """What stands around the fields."""
    asked = asked_of(Kind(activity.kind)).parts
    sections = [
        Section(
            name,
            str(title),
            str(about),
            str(add),
            form.rows[name],
            name in ALWAYS_ASKED | asked or _holds_something(form.rows[name]),
        )
        for name, title, about, add in _SECTIONS
    ]
    return EditPage(
        activity,
        labels.kind_help(activity.kind),
        "form" in asked or bool(activity.form),
        sections,
        Begun(begun.pk, when_in_words(begun.last_saved)) if begun else None,
        problems,
        form.errors if form.fields.is_bound else [],
    )


def _holds_something(formset: Any) -> bool:
    return bool(formset.initial) or (formset.is_bound and any(form.has_changed() for form in formset))


def kept_fields(data: Mapping[str, Sequence[str]]) -> list[tuple[str, str]]:
    """What a form was sent with, to send it again: names and values, without choices made on the page itself."""
    return [
        (name, value)
        for name, values in data.items()
        if name not in _NOT_REPEATED and not name.startswith("velg-")
        for value in values
    ]


def unfinished_rows(forms: Sequence[UnfinishedForm], addresses: Addresses) -> list[UnfinishedRow]:
    """The forms one has begun."""
    rows = []
    for form in forms:
        written = form.data.get("title") or [""]
        title = (form.activity.title if form.activity else "") or written[-1] or _("Uten tittel")
        address = addresses.edit(form.activity.slug) if form.activity else addresses.register
        rows.append(UnfinishedRow(form.pk, title, when_in_words(form.last_saved), f"{address}?kladd={form.pk}"))
    return rows


def basket_rows(activities: Sequence[Activity], addresses: Addresses) -> list[BasketRow]:
    """What was thrown away."""
    return [BasketRow(a.slug, a.title, labels.kind_label(a.kind), addresses.history(a.slug)) for a in activities]


def fault_in_words(refused: RegistrationRefused | NameTaken) -> str:
    """Why something could not be saved, and what to do."""
    if isinstance(refused, NameTaken):
        return _("Noen heter allerede «%(name)s». Velg navnet fra listen i stedet for å foreslå det som nytt.") % {
            "name": refused.args[0]
        }
    texts = {
        DraftFault.TITLE_MISSING: _("Skriv en tittel."),
        DraftFault.TITLE_TOO_LONG: _("Tittelen er for lang."),
        DraftFault.END_BEFORE_START: _("Den er avsluttet før den startet. Rett en av datoene."),
        DraftFault.RELATES_TO_ITSELF: _("En aktivitet kan ikke henge sammen med seg selv."),
        DraftFault.SAID_TWICE: _("Det samme står to ganger. Ta bort det ene."),
        DraftFault.LEADS_BACK: _("Koblingene går i ring: aktiviteten blir en del av seg selv. Ta bort en av dem."),
        "leads_nowhere": _("En kobling går til en aktivitet som ikke finnes. Ta den bort."),
    }
    return " ".join(dict.fromkeys(texts.get(fault, fault) for _slug, fault, _field in refused.faults))
