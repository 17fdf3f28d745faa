"""What a coordinator fills in: a definition, a target, an end, a new indicator. They make drafts, and save nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import deepcopy
from typing import Any, ClassVar

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from brobygger.contributions.rules.credit import BAND, Credit
from brobygger.partnerships.models import Decision
from brobygger.results.actions.importing import BYTES_AT_MOST
from brobygger.results.models import GoalArea
from brobygger.results.presenters import editing as words
from brobygger.results.presenters.words import in_language
from brobygger.results.rules.drafts import DefinitionDraft, IndicatorDraft, TargetDraft, Text
from brobygger.results.rules.editing import Fault
from brobygger.results.rules.verdicts import TargetKind

TEXT = 5000
SHORT = 300
OTHERS = ("nn", "en")
IN_OTHERS = {"nn": _("på nynorsk"), "en": _("på engelsk")}
CRITERIA_AT_MOST = 50


class Lines(forms.CharField):
    """A text of some lines."""

    def __init__(self, *, rows: int = 2, **kwargs: Any) -> None:
        super().__init__(max_length=TEXT, widget=forms.Textarea(attrs={"rows": rows}), **kwargs)

    def to_python(self, value: Any) -> str:
        """Lines end alike, whatever the browser sends."""
        return (super().to_python(value) or "").replace("\r\n", "\n").replace("\r", "\n")


class VersionForm(forms.Form):
    """What every version says: from when, and why. `texts` may also be given in nynorsk and English."""

    texts: ClassVar[tuple[str, ...]] = ("reason",)
    # What is asked for, though an answer elsewhere in the form may make it needless.
    asked: ClassVar[tuple[str, ...]] = ()
    use_required_attribute = False
    valid_from = forms.TypedChoiceField(label=_("Gjelder fra og med"), coerce=int)
    reason = Lines(
        label=_("Hvorfor?"),
        help_text=_("Begrunnelsen blir stående ved versjonen."),
        error_messages={"required": _("Skriv hvorfor. Begrunnelsen blir stående ved versjonen.")},
    )

    def __init__(self, *args: Any, years: Sequence[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.years = years
        self.fields["valid_from"].choices = [(year, str(year)) for year in years]  # type: ignore[attr-defined]
        for name in self.texts:
            own = self.fields[name]
            for language in OTHERS:
                other = deepcopy(own)
                other.label, other.required, other.help_text = f"{own.label} ({IN_OTHERS[language]})", False, ""
                self.fields[f"{name}_{language}"] = other
        for name in self.asked:
            self.fields[name].is_asked = True  # type: ignore[attr-defined]

    @property
    def other_languages(self) -> list[Any]:
        """The fields in nynorsk and English."""
        return [self[f"{name}_{language}"] for name in self.texts for language in OTHERS]

    def translated(self, name: str) -> Text | None:
        """What was written in all three languages; bokmål where a translation is missing."""
        bokmål = self.cleaned_data.get(name) or ""
        if not bokmål:
            return None
        return {"nb": bokmål} | {lang: self.cleaned_data.get(f"{name}_{lang}") or bokmål for lang in OTHERS}

    def refuse(self, faults: Sequence[Fault]) -> None:
        """Say what is wrong at the fields it is wrong with."""
        for fault in faults:
            field = fault.field if fault.field in self.fields else None
            self.add_error(field, words.wrong_sentence(fault.wrong))


def texts_apart(name: str, text: Text | None) -> dict[str, str]:
    """A stored text as the fields it is edited in; a translation that only repeats bokmål is left empty."""
    if not text:
        return {}
    bokmål = text.get("nb", "")
    others = {f"{name}_{lang}": text.get(lang, "") for lang in OTHERS if text.get(lang, "") != bokmål}
    return {name: bokmål, **others}


class DefinitionForm(VersionForm):
    """What one unit is, and how the register counts it."""

    texts: ClassVar[tuple[str, ...]] = ("text", "unit", "reason")
    asked: ClassVar[tuple[str, ...]] = ("kinds", "milestone", "time", "unique", "measure", "credit")
    text = Lines(rows=5, label=_("Hva teller som én?"))
    unit = forms.CharField(label=_("Måles i"), help_text=_("For eksempel: søknad."), max_length=SHORT)
    is_counted = forms.TypedChoiceField(
        label=_("Hvor kommer tallet fra?"),
        choices=words.counted_choices,
        coerce=lambda value: value == "1",
        widget=forms.RadioSelect,
    )
    kinds = forms.MultipleChoiceField(
        label=_("Hvilke slags aktiviteter telles?"),
        choices=words.kind_choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    purposes = forms.MultipleChoiceField(
        label=_("Bare med disse formålene"),
        help_text=_("Ingen valgt betyr alle."),
        choices=words.purpose_choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    milestone = forms.ChoiceField(
        label=_("Hva må ha skjedd for at den teller?"), choices=words.milestone_choices, required=False
    )
    year_from = forms.ChoiceField(
        label=_("Hva avgjør hvilket år den teller i?"), choices=words.year_from_choices, required=False
    )
    time = forms.ChoiceField(
        label=_("Hvor mange ganger teller den?"),
        choices=words.time_choices,
        widget=forms.RadioSelect,
        required=False,
        initial="first",
    )
    unique = forms.ChoiceField(
        label=_("Hva telles?"),
        choices=words.unique_choices,
        widget=forms.RadioSelect,
        required=False,
        initial="activity",
    )
    measure = forms.ChoiceField(
        label=_("Hva er tallet?"),
        choices=words.measure_choices,
        widget=forms.RadioSelect,
        required=False,
        initial="count",
    )
    pending = forms.ChoiceField(label=_("Når venter en sak på svar?"), choices=words.pending_choices, required=False)
    credit = forms.ChoiceField(
        label=_("Hvor mye må samarbeidet ha bidratt for at den teller i det offisielle tallet?"),
        choices=lambda: words.credit_choices(BAND),
        widget=forms.RadioSelect,
        required=False,
        initial=Credit.BROAD.value,
    )
    field_order = ["valid_from"]

    @property
    def counting(self) -> dict[str, Any] | None:
        """The counting rule; None when the number is reported."""
        data = self.cleaned_data
        if not data["is_counted"]:
            return None
        credit = data["credit"] or Credit.BROAD.value
        return {
            "kinds": data["kinds"],
            "purposes": data["purposes"],
            "milestone": data["milestone"],
            "year_from": data["year_from"] or data["milestone"],
            "unique": data["unique"] or "activity",
            "time": data["time"] or "first",
            "measure": data["measure"] or "count",
            "pending": data["pending"],
            **({} if credit == Credit.BROAD else {"credit": credit}),
        }

    def draft(self, version: int) -> DefinitionDraft:
        """What was filled in."""
        return DefinitionDraft(
            version=version,
            valid_from=self.cleaned_data["valid_from"],
            text=self.translated("text") or {},
            unit=self.translated("unit") or {},
            counting=self.counting,
            reason=self.translated("reason"),
        )


class IndicatorForm(DefinitionForm):
    """A new indicator with its first definition."""

    texts: ClassVar[tuple[str, ...]] = ("name", "text", "unit")
    area = forms.ChoiceField(label=_("Målområde"))
    name = forms.CharField(label=_("Navn"), max_length=SHORT)
    code = forms.CharField(
        label=_("Kode"),
        help_text=_("Står i adressen og i filer, og kan ikke endres siden. Små bokstaver a–z, tall og bindestrek."),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    group = forms.CharField(
        label=_("Gruppe"),
        help_text=_("Indikatorer med samme gruppe tegnes sammen. For eksempel: søknader."),
        max_length=60,
    )
    direction = forms.ChoiceField(
        label=_("Hvilken vei er best?"), choices=words.direction_choices, widget=forms.RadioSelect, initial="up"
    )
    reason = None  # type: ignore[assignment]
    field_order = ["area", "name", "code", "group", "direction", "valid_from"]

    def __init__(self, *args: Any, areas: Sequence[GoalArea], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].choices = [(each.code, in_language(each.name)) for each in areas]  # type: ignore[attr-defined]

    def indicator(self) -> IndicatorDraft:
        """What was filled in. It is only followed until somebody sets a target."""
        data = self.cleaned_data
        return IndicatorDraft(
            code=data["code"],
            group=data["group"],
            name=self.translated("name") or {},
            direction=data["direction"],
            definitions=(self.draft(1),),
            targets=(TargetDraft(version=1, valid_from=data["valid_from"], kind=TargetKind.NONE),),
        )


class EndForm(VersionForm):
    """The end of a target, by decision."""

    decision = forms.ChoiceField(
        label=_("Vedtaket"), error_messages={"required": _("Velg vedtaket som avvikler målet.")}
    )

    def __init__(self, *args: Any, decisions: Sequence[Decision], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("Velg et vedtak")), *((each.slug, f"{each.title} ({each.date})") for each in decisions)]
        self.fields["decision"].choices = choices  # type: ignore[attr-defined]

    def draft(self, version: int) -> TargetDraft:
        """What was filled in."""
        data = self.cleaned_data
        return TargetDraft(
            version=version,
            valid_from=data["valid_from"],
            kind=TargetKind.DISCONTINUED,
            decision=data["decision"],
            reason=self.translated("reason"),
        )


class TargetForm(VersionForm):
    """What is aimed at, from where, and how."""

    texts: ClassVar[tuple[str, ...]] = ("owner", "method", "mandate", "exception", "reason")
    asked: ClassVar[tuple[str, ...]] = ("owner", "method", "mandate")
    kind = forms.ChoiceField(
        label=_("Hva slags mål er det?"), choices=words.target_kind_choices, widget=forms.RadioSelect
    )
    value = forms.DecimalField(
        label=_("Måltall"), required=False, min_value=0, max_digits=14, decimal_places=2, localize=True
    )
    baseline_year = forms.IntegerField(label=_("Nullpunkt: år"), required=False, min_value=1900, max_value=2200)
    baseline_value = forms.DecimalField(
        label=_("Nullpunkt: tall"), required=False, max_digits=14, decimal_places=2, localize=True
    )
    baseline_source = forms.CharField(label=_("Nullpunkt: kilde"), required=False, max_length=SHORT)
    due_years = forms.TypedMultipleChoiceField(
        label=_("År arrangementet skal holdes"),
        help_text=_("Gjelder arrangementer som kommer igjen."),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    criteria = Lines(
        rows=4,
        label=_("Kriterier"),
        help_text=_(
            "Gjelder kvalitative mål. Ett kriterium på hver linje. Et kriterium som skrives om, må vurderes på nytt."
        ),
        required=False,
    )
    owner = forms.CharField(
        label=_("Eier"),
        help_text=_("Vervet eller enheten som har målet. Ikke navn på personer."),
        required=False,
        max_length=SHORT,
    )
    method = Lines(label=_("Framgangsmåte"), help_text=_("Hvem gjør hva i hverdagen for å nå det?"), required=False)
    mandate = Lines(label=_("Mandat"), help_text=_("Hva har eieren lov til å bestemme?"), required=False)
    exception = Lines(
        label=_("Unntak"),
        help_text=_(
            "Et mål skal ha eier, framgangsmåte og mandat. Settes det likevel uten, skriv hvorfor. Det blir stående ved målet."
        ),
        required=False,
    )
    decision = forms.ChoiceField(label=_("Vedtak"), required=False)
    field_order = ["kind", "valid_from"]

    def __init__(
        self,
        *args: Any,
        decisions: Sequence[Decision],
        due: Sequence[int],
        known: Sequence[Mapping[str, Any]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._known = {criterion["text"].get("nb", ""): criterion for criterion in known}
        self.fields["due_years"].choices = [(year, str(year)) for year in due]  # type: ignore[attr-defined]
        choices = [("", _("Ikke noe vedtak")), *((each.slug, f"{each.title} ({each.date})") for each in decisions)]
        self.fields["decision"].choices = choices  # type: ignore[attr-defined]

    def clean_criteria(self) -> tuple[Mapping[str, Any], ...]:
        """One for each line. Those that are as they were keep their code, and so their assessments."""
        lines = list(dict.fromkeys(line.strip() for line in self.cleaned_data["criteria"].splitlines() if line.strip()))
        if len(lines) > CRITERIA_AT_MOST:
            raise forms.ValidationError(_("Skriv høyst 50 kriterier."))
        taken = {self._known[line]["code"] for line in lines if line in self._known}
        found: list[Mapping[str, Any]] = []
        for line in lines:
            if line in self._known:
                found.append(self._known[line])
                continue
            stem = slugify(line)[:60].strip("-_") or "kriterium"
            stem = stem.replace("_", "-")
            names = [stem, *(f"{stem}-{number}" for number in range(2, len(lines) + len(self._known) + 3))]
            code = next(name for name in names if name not in taken | {each["code"] for each in self._known.values()})
            taken.add(code)
            found.append({"code": code, "text": {"nb": line, "nn": line, "en": line}})
        return tuple(found)

    def draft(self, version: int) -> TargetDraft:
        """What was filled in. Fields that the kind of target has no use for are left out."""
        data = self.cleaned_data
        kind = TargetKind(data["kind"])
        grows = kind in {TargetKind.INCREASE, TargetKind.RECURRING}
        return TargetDraft(
            version=version,
            valid_from=data["valid_from"],
            kind=kind,
            value=data["value"] if kind in {TargetKind.YEARLY, TargetKind.PERIOD_TOTAL} else None,
            baseline_year=data["baseline_year"] if grows else None,
            baseline_value=data["baseline_value"] if grows else None,
            baseline_source=data["baseline_source"] if grows else "",
            due_years=tuple(data["due_years"]) if kind is TargetKind.RECURRING else (),
            criteria=data["criteria"] if kind is TargetKind.QUALITATIVE else (),
            owner=self.translated("owner"),
            method=self.translated("method"),
            mandate=self.translated("mandate"),
            exception=self.translated("exception"),
            decision=data["decision"],
            reason=self.translated("reason"),
        )


def definition_initial(draft: DefinitionDraft) -> dict[str, Any]:
    """The newest definition as the fields of the next."""
    rule = draft.counting
    counting: dict[str, Any] = {"is_counted": "1" if rule else "0"}
    if rule:
        counting |= dict(rule)
        counting["credit"] = rule.get("credit") or Credit.BROAD.value
        counting["year_from"] = "" if rule["year_from"] == rule["milestone"] else rule["year_from"]
    return counting | texts_apart("text", draft.text) | texts_apart("unit", draft.unit)


def target_initial(draft: TargetDraft) -> dict[str, Any]:
    """The newest target as the fields of the next."""
    kept: dict[str, Any] = {
        "kind": TargetKind.NONE.value if draft.kind is TargetKind.DISCONTINUED else draft.kind.value,
        "value": draft.value,
        "baseline_year": draft.baseline_year,
        "baseline_value": draft.baseline_value,
        "baseline_source": draft.baseline_source,
        "due_years": list(draft.due_years),
        "criteria": "\n".join(criterion["text"].get("nb", "") for criterion in draft.criteria),
        "decision": "",
    }
    for name in ("owner", "method", "mandate", "exception"):
        kept |= texts_apart(name, getattr(draft, name))
    return kept


class FrameworkForm(forms.Form):
    """A framework file, chosen or already looked through."""

    file = forms.FileField(
        label=_("Fil"),
        help_text=_("En YAML-fil på høyst 500 kB, helst den du lastet ned her og skrev videre i."),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": ".yaml,.yml"}),
    )
    text = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].is_asked = True  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """One of the two."""
        data = super().clean() or {}
        if not self.errors and not data.get("file") and not data.get("text"):
            self.add_error("file", _("Velg en fil."))
        return data

    @property
    def content(self) -> bytes:
        """What the file holds; of one that is too large no more than shows that it is."""
        file = self.cleaned_data.get("file")
        if file:
            content: bytes = file.read(BYTES_AT_MOST + 1)
            return content
        # A form sends its lines with other ends than the file had.
        return str(self.cleaned_data["text"]).replace("\r\n", "\n").encode()
