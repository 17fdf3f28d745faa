"""What things are called in a report: units, groups, parties and figures, in the reader's language."""

from dataclasses import dataclass, field

from harmoni.model.parts import DIES, EVERYONE, LEAVES, OUTSIDE, Model
from harmoni.texts import Texts

_ENDS = {OUTSIDE: "report.outside", LEAVES: "report.leaves", DIES: "report.dies", EVERYONE: "report.everyone"}


@dataclass(frozen=True)
class Names:
    """Names of a model in the language of `say`; `translated` holds the model's own texts in that language."""

    model: Model
    say: Texts
    translated: dict[str, str] = field(default_factory=dict)

    def own(self, text: str) -> str:
        """A text of the model, in the reader's language where the model has it so."""
        return self.translated.get(text, text)

    def unit(self, unit_id: str) -> str:
        """A unit, or where patients come from and go to."""
        if unit_id in _ENDS:
            return self.say(_ENDS[unit_id])
        found = next((unit.name or unit.id for unit in self.model.units if unit.id == unit_id), unit_id)
        return self.own(found)

    def group(self, group_id: str) -> str:
        if group_id == EVERYONE:
            return self.say("report.everyone")
        found = next((group.name or group.id for group in self.model.groups if group.id == group_id), group_id)
        return self.own(found)

    def party(self, owner: str) -> str:
        known = {"hospital": "hospital", "municipality": "municipality", "all parties": "everybody", "": "nobody"}
        return self.say(f"party.{known[owner]}") if owner in known else self.own(owner)

    def figure(self, name: str) -> str:
        """A figure of `harmoni.answers.figures`; one that is not known here is called as the engine calls it.

        Money is called millions: divide by `pictures.scale_of`.
        """
        subject, _, what = name.rpartition(": ")
        key = f"figure.{what.replace(' ', '_').replace(',', '')}"
        if not self.say.has(key):
            return name
        if not subject:
            return self.say(key)
        is_unit = any(unit.id == subject for unit in self.model.units)
        return f"{self.unit(subject) if is_unit else self.party(subject)}: {self.say(key)}"


def reason_names(say: Texts) -> dict[str, str]:
    """The reasons of `answers.figures.bottlenecks`, in the reader's language."""
    return {
        "too few places": say("report.reason_places"),
        "places without staff": say("report.reason_staff"),
        "closed for intake": say("report.reason_intake"),
        "no answer yet": say("report.reason_answer"),
        "ring of waits": say("report.reason_ring"),
    }
