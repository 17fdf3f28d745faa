"""Invented tables with known duplicates: two shops' products, two bibliographies, one heap of citations.

Everything is drawn from word lists written here, with a fixed seed: the same tables every time.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from brobygger.duplicates.rules.records import Record


@dataclass(frozen=True)
class Table:
    """Rows, and the thing each row is. `source` of a row is "a" or "b" where two sources are matched."""

    rows: list[dict[str, str]]
    things: list[str]


BRANDS = (
    "Nordlyd Havik Stenmark Brisol Oktavia Tellmax Fjellvik Corvano Lumira Pentrex Solheim Vantor Quell Ardiso".split()
)
GOODS = {
    "Headphones": ("wireless over-ear headphones", "noise cancelling foldable bluetooth", "HP", (60, 400)),
    "Speaker": ("portable bluetooth speaker", "waterproof stereo bass", "SP", (30, 500)),
    "Television": ("LCD flat panel television", "1080p HDMI widescreen high definition", "TV", (300, 3000)),
    "Receiver": ("home theater receiver", "7.1 channel surround dolby amplifier", "AV", (150, 1500)),
    "Camera": ("digital camera", "10 megapixel optical zoom lens stabilizer", "DC", (90, 900)),
    "Dishwasher": ("built-in dishwasher", "stainless steel quiet 24 inch energy star", "DW", (300, 1400)),
    "Refrigerator": ("side-by-side refrigerator", "cubic feet ice dispenser energy star", "RF", (500, 3000)),
    "Phone": ("cordless phone system", "dect 6.0 answering caller id handset", "CT", (20, 160)),
    "Keyboard": ("wireless keyboard", "usb ergonomic multimedia keys", "KB", (15, 120)),
    "Mount": ("tilting wall mount", "flat panel steel bracket screens", "WM", (20, 250)),
    "Vacuum": ("bagless upright vacuum cleaner", "hepa filter pet hair cyclonic", "VC", (50, 600)),
    "Case": ("leather carrying case", "camcorder camera pouch strap", "LC", (8, 60)),
}
COLOURS = (("Black", "BK", "B"), ("White", "WH", "W"), ("Silver", "SL", "S"), ("Red", "RD", "R"), ("Blue", "BL", "L"))
SERIES = "Aria Pulse Vista Nova Cadence Terra Ember Atlas Drift Orbit Prisma Zenit".split()

TOPICS = """query optimization|view maintenance|data mining|association rules|spatial index|stream processing|concurrency
control|schema matching|data warehouse|similarity search|transaction recovery|access control|text retrieval|sensor
networks|workflow management|object storage|xml documents|time series|data cleaning|graph patterns|semantic integration
|approximate answers|parallel joins|cache coherence|mobile clients|peer systems|temporal constraints|active rules|image
retrieval|metadata repositories|web services|cost models|bulk loading|selectivity estimation|nested relations""".replace(
    "\n", " "
).split("|")
QUALITIES = "efficient scalable adaptive incremental robust optimal dynamic distributed approximate declarative secure fast".split()
FORMS = (
    "{q} {t} for {u}", "on the {t} problem in {u}", "{name}: a {q} system for {t}", "{t} with {q} {u}", "towards {q} {t}",
    "a {q} approach to {t} in {u}", "{q} processing of {t} over {u}", "an evaluation of {t} techniques for {u}",
    "{t} and {u}: a survey", "{q} algorithms for {t}", "supporting {t} in {q} {u}", "the {name} project: {t} revisited",
)  # fmt: skip
GIVEN = "Anna Bjorn Carla David Elena Frank Grete Henrik Irina Jonas Katrin Lars Maria Nikolai Olga Peter Ragnar Sofia Tomas Vera Wei Xin Yuki Zoltan Amir Priya".split()
FAMILY = """Aasland Berntsen Castello Dahlgren Eriksen Fontaine Grunwald Haraldsen Ivanov Jansson Kowalczyk Lindqvist Moretti
Nakagawa Ostrowski Petrov Quist Rasmussen Santos Tanaka Ulvestad Vasquez Wexler Xiong Yamato Zhang Chen Kumar Gupta Lee
Novak Horvath Brandt Fischer Olsen Strand""".split()
PLACES = "Oslo,Bergen,San Mateo,New York,Berlin,Kyoto".split(",")
VENUES = (
    ("Conference on Large Databases", "LDB Conf.", "Proc. of the Int. Conf. on Large Databases"),
    ("Symposium on Data Management", "SDM", "Symp. on Data Mgmt."),
    ("Journal of Data Engineering", "J. Data Eng.", "JDE"),
    ("Transactions on Information Systems", "Trans. Inf. Syst.", "TransIS"),
    ("Record of Database Research", "RDR", "Rec. Database Res."),
)
NAMES = (
    "Ocelot Tundra Marlin Saffron Quartz Heron Basalt Juniper Comet Lynx Onyx Falcon Willow Garnet Puffin Cedar".split()
)


def _misspelt(dice: random.Random, text: str) -> str:
    at = dice.randrange(max(1, len(text) - 1))
    return dice.choice(
        (
            text[:at] + text[at + 1 :],
            text[:at] + text[at : at + 2][::-1] + text[at + 2 :],
            text[:at] + text[at] + text[at:],
        )
    )


def products(count: int = 1100, seed: int = 11) -> Table:
    """Two shops' wording of about as many products; model codes in most names, prices often missing."""
    dice = random.Random(seed)
    rows, things = [], []
    made: list[dict[str, object]] = []
    while len(made) < count:
        brand, kind = dice.choice(BRANDS), dice.choice(list(GOODS))
        series = dice.choice(SERIES) if dice.random() < 0.4 else ""
        base = f"{GOODS[kind][2]}{dice.choice('XKTZVR') if dice.random() < 0.6 else ''}{dice.randint(10, 999) * dice.choice((1, 5, 10))}"
        price = dice.uniform(*GOODS[kind][3])
        for colour in dice.sample(COLOURS, dice.choice((1, 1, 1, 2, 3))):
            made.append(
                {
                    "brand": brand,
                    "kind": kind,
                    "series": series,
                    "code": base + colour[dice.choice((1, 2, 2))],
                    "colour": colour[0],
                    "price": price * dice.uniform(0.97, 1.03),
                    "coded": dice.random() < 0.9,
                }
            )
    for number, item in enumerate(made):
        phrase, extra, _, _ = GOODS[str(item["kind"])]
        words = extra.split()
        code = str(item["code"])
        if dice.random() < 0.93:
            dashed = code[:2] + "-" + code[2:] if dice.random() < 0.4 else code
            name = f"{item['brand']} {item['colour'] if dice.random() < 0.4 else ''} {item['series']} {phrase.title()} - {dashed}"
            description = f"{name} / {' '.join(dice.sample(words, min(len(words), 4)))} {dice.choice(('1 year warranty', item['colour'], ''))} finish {item['colour']}"
            rows.append(
                {
                    "record_id": f"a{number}",
                    "source": "a",
                    "name": " ".join(name.split()),
                    "description": " ".join(description.split()),
                    "price": f"${item['price']:.2f}" if dice.random() < 0.4 else "",
                }
            )
            things.append(str(number))
        if dice.random() < 0.93:
            shown = code if item["coded"] else ""
            if dice.random() < 0.25:
                shown = shown[:-1]
            parts = [
                str(item["brand"]),
                str(item["series"]) if dice.random() < 0.7 else "",
                shown,
                *dice.sample(words, min(len(words), dice.randint(1, 3))),
                dice.choice((phrase, str(item["kind"]), phrase.split()[-1])),
                str(item["colour"]) if dice.random() < 0.6 else "",
            ]
            if dice.random() < 0.2:
                parts.append(f"({item['brand']} {shown})")
            rows.append(
                {
                    "record_id": f"b{number}",
                    "source": "b",
                    "name": " ".join(" ".join(parts).split()),
                    "description": " ".join(dice.sample(words, 2)) if dice.random() < 0.6 else "",
                    "price": f"{item['price'] * dice.uniform(0.8, 1.15):.2f}" if dice.random() < 0.55 else "",
                }
            )
            things.append(str(number))
    return Table(rows, things)


def _paper(dice: random.Random) -> dict[str, object]:
    title = dice.choice(FORMS).format(
        q=dice.choice(QUALITIES), t=dice.choice(TOPICS).strip(), u=dice.choice(TOPICS).strip(), name=dice.choice(NAMES)
    )
    if dice.random() < 0.02:
        title = dice.choice(
            ("editorial", "guest editor's introduction", "book review column", "report on the workshop")
        )
    authors = [(dice.choice(GIVEN), dice.choice(FAMILY)) for _ in range(dice.choice((1, 2, 2, 3, 3, 4)))]
    return {
        "title": title,
        "authors": authors,
        "venue": dice.randrange(len(VENUES)),
        "year": dice.randint(1992, 2004),
        "pages": dice.randint(1, 600),
        "volume": dice.randint(3, 30),
    }


def _authors(dice: random.Random, authors: list[tuple[str, str]], style: int) -> str:
    if style == 0:
        return ", ".join(f"{given} {family}" for given, family in authors)
    if style == 1:
        return ", ".join(f"{given[0]}. {family}" for given, family in authors)
    if style == 2:
        return " and ".join(f"{family}, {given[0]}." for given, family in authors)
    return f"{authors[0][1]}, et al." if len(authors) > 2 else " & ".join(family for _, family in authors)


def bibliographies(count: int = 2500, seed: int = 5) -> Table:
    """Two clean bibliographies; some papers came both at a conference and, longer, in a journal."""
    dice = random.Random(seed)
    papers = []
    while len(papers) < count:
        paper = _paper(dice)
        papers.append(paper)
        if dice.random() < 0.12:
            venue = dice.choice([at for at in range(len(VENUES)) if at != paper["venue"]])
            papers.append({**paper, "venue": venue, "year": int(str(paper["year"])) + dice.choice((0, 1, 1, 2))})
    rows, things = [], []
    for number, paper in enumerate(papers):
        for source in "ab":
            if dice.random() > 0.9:
                continue
            title = str(paper["title"])
            if source == "b" and dice.random() < 0.1:
                title = _misspelt(dice, title)
            if source == "b" and dice.random() < 0.06:
                title = title.split(":")[0] if ":" in title else title + " (extended abstract)"
            authors = list(paper["authors"])  # type: ignore[call-overload]
            if source == "b" and dice.random() < 0.05:
                authors = authors[:-1] or authors
            if source == "b" and dice.random() < 0.03:
                dice.shuffle(authors)
            named = (
                ""
                if dice.random() < 0.02
                else _authors(dice, authors, 0 if source == "a" or dice.random() < 0.6 else 1)
            )
            if source == "b" and dice.random() < 0.2:
                # As taken from a web page.
                named, title = named.replace("e", "&#233;", 1), title.replace(" and ", " &amp; ")
            year = int(str(paper["year"])) + (dice.choice((-1, 1)) if source == "b" and dice.random() < 0.02 else 0)
            conference = source == "b" and dice.random() < 0.1
            rows.append({
                "record_id": f"{source}{number}", "source": source,
                "title": title.title() if source == "a" else title.capitalize(),
                "authors": named,
                "venue": "Conf. Proceedings" if conference else VENUES[int(str(paper["venue"]))][0 if source == "a" else 1],
                "year": str(year),
            })  # fmt: skip
            things.append(str(number))
    return Table(rows, things)


def citations(papers: int = 110, rows_wanted: int = 1295, seed: int = 3) -> Table:
    """One heap of citations of few papers, some cited two hundred times: truncated, misspelt, fields missing or mixed up.

    Many papers came as a report, at a conference and in a journal, under one title: those are different things.
    """
    dice = random.Random(seed)
    things_made: list[dict[str, object]] = []
    while len(things_made) < papers:
        paper = {**_paper(dice), "report": False}
        things_made.append(paper)
        for _ in range(dice.choice((0, 0, 1, 1, 2))):
            title = str(paper["title"])
            things_made.append({
                **paper,
                "title": title if dice.random() < 0.7 else dice.choice((title + " revisited", title.split(" for ")[0])),
                "report": dice.random() < 0.3,
                "venue": dice.choice([at for at in range(len(VENUES)) if at != paper["venue"]]),
                "year": int(str(paper["year"])) + dice.choice((0, 1, 1, 2)),
                "pages": dice.randint(1, 600),
            })  # fmt: skip
    weights = [1 / (place + 5) for place in range(len(things_made))]
    dice.shuffle(weights)
    rows, things = [], []
    for number in range(rows_wanted):
        at = dice.choices(range(len(things_made)), weights)[0]
        paper = things_made[at]
        title = str(paper["title"])
        for _ in range(dice.choice((0, 0, 0, 1, 1, 2))):
            title = _misspelt(dice, title)
        if dice.random() < 0.07:
            title = " ".join(title.split()[: max(2, len(title.split()) - 2)])
        first = int(str(paper["pages"]))
        venue = "" if paper["report"] else dice.choice(VENUES[int(str(paper["venue"]))])
        venue = dice.choice((venue, venue, f"In {venue}", f"{venue}, {dice.choice(PLACES)}")) if venue else ""
        year = str(int(str(paper["year"])) + (dice.choice((-1, 1)) if dice.random() < 0.07 else 0))
        if dice.random() < 0.06:
            title, venue = "", f"{title}. {venue}"
        authors = _authors(dice, list(paper["authors"]), dice.choice((0, 1, 1, 2, 2, 3)))  # type: ignore[call-overload]
        if dice.random() < 0.15:
            authors = _misspelt(dice, authors)
        if dice.random() < 0.04:
            authors, title = "", f"{authors} {title}"
        journal = int(str(paper["venue"])) in (2, 3) and not paper["report"]
        dashes = dice.choice(("-", "--", " to "))
        rows.append({
            "record_id": f"c{number}", "author": authors, "title": title,
            "venue": "" if dice.random() < 0.15 else venue,
            "year": "" if dice.random() < 0.15 else f"({year})." if dice.random() < 0.3 else year,
            "pages": f"{dice.choice(('pp. ', 'pages ', ''))}{first}{dashes}{first + 12}" if dice.random() < 0.6 else "",
            "volume": f"{paper['volume']}{dice.choice(('', '(2)', ', no. 2'))}" if journal and dice.random() < 0.8 else "",
            "publisher": dice.choice(("Nordlys Press", "", "Nordlys")) if dice.random() < 0.3 else "",
            "address": dice.choice(PLACES) if dice.random() < 0.2 else "",
            "institution": "Technical report, University of Fjordby" if paper["report"] and dice.random() < 0.8 else "",
            "editor": "In " + _authors(dice, [(dice.choice(GIVEN), dice.choice(FAMILY))], 1) if dice.random() < 0.08 else "",
            "month": dice.choice(("June", "Jun.", "May", "October")) if dice.random() < 0.1 else "",
        })  # fmt: skip
        things.append(str(at))
    return Table(rows, things)


_THEMES = """søvn sykehjem demens ernæring fallforebygging rehabilitering barnehage skolestart lesing matematikk fravær mobbing
barnevern fosterhjem fysioterapi velferdsteknologi sensorer roboter turnus bemanning anskaffelser avfall plast tekstil ombruk
overvann flom sykkel gange kollektivtransport parkering luftkvalitet støy byrom kulturarv bibliotek musikk teater museum
frivillighet ensomhet integrering språk flyktninger bolig fattigdom psykisk rus fengsel beredskap personvern språkmodeller
simulering prognoser budsjett tillit demokrati medvirkning samskaping ledelse rekruttering lærlinger praksisplasser""".split()
_WHO = "barn ungdom eldre innbyggere pasienter pårørende ansatte lærere elever studenter innvandrere familier".split()
_HOW = (
    "digital tidlig helhetlig lokal ny bærekraftig tverrfaglig kunnskapsbasert trygg grønn smart inkluderende".split()
)


def registrations(count: int, seed: int = 7) -> list[Record]:
    """Made-up registrations for measuring time; every tenth is registered twice, in other words."""
    from brobygger.duplicates.rules.records import Record

    dice = random.Random(seed)
    found = []
    while len(found) < count:
        name = "".join(dice.choice("bdfgklmnprstv") + dice.choice("aeiouyøå") for _ in range(3))
        theme, other, who = dice.choice(_THEMES), dice.choice(_THEMES), dice.choice(_WHO)
        year = dice.randint(2015, 2026)
        unit = f"Enhet for {dice.choice(_THEMES)} og {dice.choice(_THEMES)}"
        title = f"{dice.choice(_HOW).title()} {theme} for {who}: {name} og {other}"
        text = " ".join(dice.choices(_THEMES + _WHO + _HOW, k=18))
        found.append(
            Record(
                str(len(found)),
                title,
                partners=("NTNU; Trondheim kommune",),
                units=(unit,),
                kind="forskningsprosjekt",
                start_year=year,
                description=text,
            )
        )
        if dice.random() < 0.1:
            found.append(
                Record(
                    str(len(found)),
                    f"{theme.title()} og {other} blant {who} ({name})",
                    kind="prosjekt",
                    start_year=year,
                )
            )
    return found[:count]
