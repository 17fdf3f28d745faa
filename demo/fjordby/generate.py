"""Writes activities/tusen.yaml, a thousand invented activities, and claims.csv, what the parties say of most of them.

The same ones every time.

Run it again after a change in organisations.yaml: `python demo/fjordby/generate.py`.
"""
# ruff: noqa: INP001

from __future__ import annotations

import json
import random
from pathlib import Path

import yaml

FOLDER = Path(__file__).resolve().parent
FILE = FOLDER / "activities" / "tusen.yaml"
CLAIMS = FOLDER / "claims.csv"
COUNT = 1000

TOPICS = (
    "søvnvansker|demens|hjemmetjenester|barnehagehverdag|skolefravær|havnivåstigning|overvann|velferdsteknologi|"
    "språkopplæring|ensomhet|ungdomsmedvirkning|fallforebygging|legemiddelhåndtering|universell utforming|"
    "innbyggertillit|kunstig intelligens|matsvinn|ferjesamband|kulturskole|rusforebygging|psykisk helse|"
    "ernæring hos eldre|digital tvilling|klimabudsjett|tverrfaglig samarbeid|overgangen fra barnehage til skole"
).split("|")
SETTINGS = "på øya|i hjemmet|på sykehjem|i skolen|i barnehagen|i distriktet|i praksis|i Fjordby|langs kysten|om natta"
FORMS = (
    "Bedre {topic} {place}|{Topic} {place}|Hva virker mot {topic}?|Fra {topic} til {other}|{Topic} og {other} {place}"
)
AREAS = ("helse-og-velferd", "oppvekst", "hav-og-klima", "langt-navn")
PURPOSES = ("research", "education", "innovation", "dissemination")

# kind: how many in a thousand, and the milestones of its life
KINDS: dict[str, tuple[int, tuple[str, ...]]] = {
    "application": (150, ("sent", "granted?refused")),
    "research_project": (90, ("granted", "started", "finished")),
    "innovation_project": (70, ("idea", "started", "tested", "finished")),
    "education_project": (40, ("started", "finished")),
    "phd": (30, ("started", "finished")),
    "public_sector_phd": (10, ("granted", "started")),
    "master_thesis": (140, ("started", "finished")),
    "bachelor_thesis": (110, ("finished",)),
    "student_project": (60, ("finished",)),
    "internship": (40, ("started#",)),
    "placement": (60, ("started#",)),
    "course": (20, ("held#",)),
    "meeting_place": (15, ("started", "held#", "held#")),
    "event": (50, ("held#",)),
    "community_of_practice": (15, ("started", "held")),
    "network": (10, ("started", "held#")),
    "pilot": (30, ("started", "adopted")),
    "service_change": (25, ("adopted", "continued")),
    "dissemination": (25, ("held",)),
    "procurement": (5, ("started",)),
    "call": (5, ("started", "finished")),
}


# What may be said, with how many in ten say so; the other party mostly says the same.
ANSWERS = {
    ("initiated", "nothing"): 2,
    ("enabled", "nothing"): 1,
    ("enabled", "later_or_smaller"): 3,
    ("strengthened", "later_or_smaller"): 2,
    ("strengthened", "unknown"): 1,
    ("registered_only", "same"): 1,
}
EVIDENCE = ("", "", "Står i søknaden.", "Praktikerne fant på det.", "Masteroppgaven kom før avtalen.")


def main() -> None:
    """Write both files."""
    FILE.write_text(written(), encoding="utf-8")
    CLAIMS.write_text(claimed(), encoding="utf-8")


def claimed() -> str:
    """Both parties on half of the activities, one on some more, and nobody on the rest."""
    chance = random.Random(20261128)
    slugs = [json.loads(line[2:])["id"] for line in written().splitlines()[1:]]
    answers = [answer for answer, number in ANSWERS.items() for _ in range(number)]
    lines = ["activity,party,did,otherwise,evidence,link,source"]
    for number, slug in enumerate(slugs, 1):
        parties = chance.choice(
            (("hif", "fjordby-kommune"), ("hif", "fjordby-kommune"), ("hif",), ("fjordby-kommune",), ())
        )
        said = chance.choice(answers)
        for party in parties:
            did, otherwise = said if chance.random() < 0.8 else chance.choice(answers)
            lines.append(f"{slug},{party},{did},{otherwise},{chance.choice(EVIDENCE)},,{number}")
    return "\n".join(lines) + "\n"


def written() -> str:
    """The whole file."""
    chance = random.Random(20261122)
    university, municipality, others = parties()
    kinds = [kind for kind, (number, _) in KINDS.items() for _ in range(number)]
    assert len(kinds) == COUNT
    chance.shuffle(kinds)
    lines = ["# Written by demo/fjordby/generate.py. Do not edit.\n"]
    earlier: dict[str, list[str]] = {}
    for number, kind in enumerate(kinds, 1):
        slug = f"{kind.replace('_', '-')}-{number:04}"
        activity: dict[str, object] = {"id": slug, "kind": kind, "title": title(chance)}
        if chance.random() < 0.9:
            activity["focus_areas"] = sorted(chance.sample(AREAS, chance.choice((1, 1, 1, 1, 2))))
        if chance.random() < 0.8:
            activity["purposes"] = sorted(chance.sample(PURPOSES, chance.choice((1, 1, 2))))
        if chance.random() < 0.95:
            activity["milestones"] = milestones(chance, KINDS[kind][1])
        participants = [{"who": who} for who in chance.sample(university, chance.choice((0, 1, 1, 1, 2)))]
        participants += [{"who": who} for who in chance.sample(municipality, chance.choice((0, 1, 1, 2, 3)))]
        participants += [{"who": who} for who in chance.sample(others, chance.choice((0, 0, 0, 1)))]
        if participants:
            participants[0]["role"] = "lead"
            activity["participants"] = participants
        if kind.endswith("_project") and chance.random() < 0.5:
            funding: dict[str, object] = {
                "funder": chance.choice(("fondet", "eu-programmet", "hif", "fjordby-kommune"))
            }
            if chance.random() < 0.8:
                funding["amount_nok"] = chance.randrange(50, 20_000) * 1000
            activity["funding"] = [funding]
        relation = related(chance, kind, earlier)
        if relation:
            activity["relations"] = [relation]
        earlier.setdefault(kind, []).append(slug)
        activity["source"] = str(number)
        lines.append(f"- {json.dumps(activity, ensure_ascii=False)}\n")
    return "".join(lines)


def parties() -> tuple[list[str], list[str], list[str]]:
    """Ids of the units of each side, and of everybody else, as they stand in organisations.yaml."""
    organisations = yaml.safe_load((FOLDER / "organisations.yaml").read_text(encoding="utf-8"))["organisations"]

    def below(units: list[dict[str, object]]) -> list[str]:
        return [slug for unit in units for slug in (str(unit["id"]), *below(unit.get("units", [])))]  # type: ignore[arg-type]

    sides = {organisation["id"]: below(organisation.get("units", [])) for organisation in organisations}
    others = [slug for slug in sides if slug not in {"hif", "fjordby-kommune"}]
    return sides["hif"], sides["fjordby-kommune"], others


def title(chance: random.Random) -> str:
    """A title that might be true."""
    topic, other = chance.sample(TOPICS, 2)
    form = chance.choice(FORMS.split("|"))
    return form.format(topic=topic, Topic=topic.capitalize(), other=other, place=chance.choice(SETTINGS.split("|")))


def milestones(chance: random.Random, life: tuple[str, ...]) -> list[dict[str, object]]:
    """Some or all of a life, at dates that rise."""
    year, before, found = chance.randrange(2019, 2027), 0, []
    for step in life[: chance.choice((1, len(life), len(life)))]:
        kind = chance.choice(step.split("?")).rstrip("#")
        date = chance.choice(
            (f"{year}", f"{year}", f"{year}-{chance.randrange(21, 25)}", f"{year}-{chance.randrange(1, 13):02}")
        )
        if year == before:
            date = str(year)
        before = year
        milestone: dict[str, object] = {"kind": kind, "date": "unknown" if chance.random() < 0.05 else date}
        if year >= 2026 and kind == "finished":
            milestone["planned"] = True
        if step.endswith("#") and chance.random() < 0.8:
            milestone["quantity"] = chance.randrange(0, 120)
        found.append(milestone)
        year += chance.choice((0, 1, 1, 2))
    return found


def related(chance: random.Random, kind: str, earlier: dict[str, list[str]]) -> dict[str, str] | None:
    """A relation to something written before."""
    wanted = {
        "research_project": ("application_for", "application"),
        "master_thesis": ("thesis_of", "research_project"),
        "bachelor_thesis": ("thesis_of", "innovation_project"),
        "event": ("event_of", "meeting_place"),
        "dissemination": ("disseminates", "research_project"),
        "service_change": ("successor", "pilot"),
    }.get(kind)
    if wanted is None or not earlier.get(wanted[1]) or chance.random() < 0.6:
        return None
    return {"kind": wanted[0], "to": chance.choice(earlier[wanted[1]])}


if __name__ == "__main__":
    main()
