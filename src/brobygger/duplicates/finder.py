"""What the command does: read a table, find or learn, write the outcome, say in a line what was done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from brobygger.duplicates.files import read_rows, write_rows
from brobygger.duplicates.rules import candidates, estimation, learning, tabular
from brobygger.duplicates.rules.aliases import Aliases
from brobygger.duplicates.rules.aliases import shipped as shipped_aliases
from brobygger.duplicates.rules.columns import KNOWN, ColumnMissing, Columns, Told, recognise, record_of
from brobygger.duplicates.rules.corpus import count
from brobygger.duplicates.rules.finding import Found, Options, among_registrations, among_rows, sides_of
from brobygger.duplicates.rules.levels import SHIPPED
from brobygger.duplicates.rules.measures import measure
from brobygger.duplicates.rules.prepared import prepare
from brobygger.duplicates.rules.records import Record
from brobygger.duplicates.rules.scoring import Answer, chosen_levels
from brobygger.tables.presenters import refusal_in_words
from brobygger.tables.rules.refusals import TableRefused
from brobygger.tables.whole import whole_file

HEADER = ("id1", "id2", "score", "decision", "reasons")
_YES = frozenset({"same", "samme", "yes", "ja", "1", "true", "duplicate", "duplikat"})
_NO = frozenset({"related", "different", "no", "nei", "0", "false", "ulik", "relatert", "i slekt", "forskjellig"})

# Bokmål, English.
_REFUSALS = {
    "one_file": (
        "Oppgi én fil, eller «fit» og en fil med avgjørelser.",
        "Give one file, or “fit” and a file of decisions.",
    ),
    "no_file": ("Finner ikke filen «{0}».", "There is no file “{0}”."),
    "one_path": ("«{0}» leses og kan ikke også skrives til.", "“{0}” is read and cannot be written to as well."),
    "not_written": ("Kan ikke skrive til «{0}».", "Cannot write to “{0}”."),
    "refused": ("{0}: {1}", "{0}: {1}"),
    "empty": ("«{0}» har ingen rader.", "“{0}” has no rows."),
    "no_column": (
        "«{0}» har ingen kolonne «{1}». Kolonnene er: {2}.",
        "“{0}” has no column “{1}”. The columns are: {2}.",
    ),
    "no_id": (
        "«{0}» har ingen kolonne med id. Si hvilken det er med --id. Kolonnene er: {1}.",
        "“{0}” has no column of ids. Say which it is with --id. The columns are: {1}.",
    ),
    "no_columns": (
        "«{0}» har ingen kolonner å sammenligne. Si hvilke med --text, --number eller --code.",
        "“{0}” has no columns to compare. Say which with --text, --number or --code.",
    ),
    "id_missing": (
        "Rad uten id i «{0}»: nummer {1} av dataradene.",
        "A row of “{0}” has no id: number {1} of the data.",
    ),
    "ids_doubled": ("Samme id på flere rader i «{0}»: {1}.", "The same id on several rows of “{0}”: {1}."),
    "not_two_sources": (
        "Kolonnen «{0}» må ha akkurat to ulike verdier, men har {1}.",
        "The column “{0}” must hold exactly two values, but holds {1}.",
    ),
    "no_records": (
        "Si med --records hvilken tabell avgjørelsene gjelder.",
        "Say with --records which table was decided on.",
    ),
    "id_unknown": (
        "«{0}» nevner id-er som ikke finnes i tabellen: {1}.",
        "“{0}” names ids that are not in the table: {1}.",
    ),
    "same_id": ("«{0}» har en avgjørelse om {1} og seg selv.", "“{0}” has a decision about {1} and itself."),
    "bad_decision": (
        "«{0}» er ingen avgjørelse. Bruk same, related eller different.",
        "“{0}” is no decision. Use same, related or different.",
    ),
    "too_few": (
        "For få avgjørelser: {0} like og {1} andre. Det trengs minst {2} av hver.",
        "Too few decisions: {0} the same and {1} others. At least {2} of each are needed.",
    ),
    "bad_model": ("«{0}» er ingen modell fra «duplicates fit».", "“{0}” is no model from “duplicates fit”."),
    "other_model": (
        "Modellen i «{0}» er lært av en annen slags tabell.",
        "The model in “{0}” was learnt on another sort of table.",
    ),
    "bad_threshold": ("Terskelen må være fra 0 til 1.", "The threshold must be from 0 to 1."),
    "bad_top": ("Antallet i --top må være 1 eller mer.", "The number in --top must be 1 or more."),
}


class Refused(Exception):
    """Something was wrong and nothing was written. The first argument is a code, the rest stand in the text."""

    def in_words(self, lang: str) -> str:
        """What was wrong and what to do."""
        return _REFUSALS[self.args[0]][lang == "en"].format(*self.args[1:])


@dataclass(frozen=True)
class Asked:
    """What was asked for on the command line."""

    file: Path
    out: Path
    told: Told
    threshold: float | None = None
    top: int | None = None
    aliases: Path | None = None
    model: Path | None = None
    lang: str = "nb"


def find(asked: Asked) -> str:
    """Write the probable pairs of a table, the best first. Raises Refused."""
    if asked.threshold is not None and not 0 <= asked.threshold <= 1:
        raise Refused("bad_threshold")
    if asked.top is not None and asked.top < 1:
        raise Refused("bad_top")
    _check_out(asked)
    one_to_one = bool(asked.told.source)
    records, columns = _records(asked)
    model = _model(asked.model) if asked.model else None
    options = Options(asked.threshold, asked.top or 0, one_to_one, asked.lang)
    if model and (model.kind, model.columns) != _kind_of(columns):
        raise Refused("other_model", asked.model)
    if columns.is_registrations:
        found = among_registrations(records, options, _aliases(asked.aliases), model.weights if model else SHIPPED)
    else:
        learnt = {**model.bits, "prior": model.prior} if model else None
        found = among_rows(records, columns.names, options, learnt)
    _write(asked.out, [_line(records, pair) for pair in found])
    return _summary(records, found, asked)


def _kind_of(columns: Columns) -> tuple[str, tuple[str, ...]]:
    """What a model must have been learnt on: registrations, or a table of these columns."""
    return ("registrations", ()) if columns.is_registrations else ("table", columns.names)


def _check_out(asked: Asked) -> None:
    """Nothing is worked out that could not be written, and no file that is read is lost."""
    if asked.out.is_dir() or not asked.out.parent.is_dir():
        raise Refused("not_written", asked.out)
    for read in (asked.file, asked.aliases, asked.model):
        if read is not None and read.exists() and asked.out.exists() and read.samefile(asked.out):
            raise Refused("one_path", read)


def _line(records: Sequence[Record], pair: Found) -> tuple[str, str, str, str, str]:
    return records[pair.one].id, records[pair.other].id, f"{pair.score:.6f}", pair.answer.value, pair.reasons


def _write(path: Path, lines: Sequence[Sequence[str]]) -> None:
    try:
        write_rows(path, HEADER, lines)
    except OSError as wrong:
        raise Refused("not_written", path) from wrong


def _summary(records: Sequence[Record], found: Sequence[Found], asked: Asked) -> str:
    answers = Counter(pair.answer for pair in found)
    text = (
        "{rows} rader, {pairs} par: {same} like, {related} i slekt, {review} til vurdering. Skrevet til {out}.",
        "{rows} rows, {pairs} pairs: {same} the same, {related} related, {review} to review. Written to {out}.",
    )[asked.lang == "en"]
    return text.format(
        rows=len(records), pairs=len(found), same=answers[Answer.SAME], related=answers[Answer.RELATED],
        review=answers[Answer.REVIEW], out=asked.out,
    )  # fmt: skip


def learn(decisions: Path, asked: Asked) -> str:
    """Write the model that decisions about a table teach, and say how good it is on unseen pairs. Raises Refused."""
    if asked.file == Path():
        raise Refused("no_records")
    _check_out(asked)
    if decisions.exists() and asked.out.exists() and decisions.samefile(asked.out):
        raise Refused("one_path", decisions)
    records, columns = _records(asked)
    pairs, same = _decisions(decisions, records, bool(asked.told.source))
    try:
        if columns.is_registrations:
            model = _learn_registrations(records, pairs, same, _aliases(asked.aliases))
        else:
            model = _learn_rows(records, columns, pairs, same)
    except learning.TooFewDecisions as few:
        yes, all_of_them = few.args
        raise Refused("too_few", yes, all_of_them - yes, learning.FEWEST) from few
    try:
        with whole_file(asked.out) as file:
            file.write(model.as_json().encode())
    except OSError as wrong:
        raise Refused("not_written", asked.out) from wrong
    text = (
        "Lærte av {0} par, {1} av dem like. På usette par: presisjon {2:.2f}, dekning {3:.2f}. Skrevet til {4}.",
        "Learnt from {0} pairs, {1} of them the same. On unseen pairs: precision {2:.2f}, recall {3:.2f}. Written to {4}.",
    )[asked.lang == "en"]
    return text.format(model.pairs, model.same, model.precision, model.recall, asked.out)


def _learn_registrations(
    records: Sequence[Record], pairs: Sequence[candidates.Pair], same: Sequence[bool], aliases: Aliases
) -> learning.Model:
    ready = [prepare(record, aliases) for record in records]
    corpus = count(record.index_words() for record in ready)
    observed = [
        frozenset(level.code for level, _ in chosen_levels(measure(ready[one], ready[other], corpus)))
        for one, other in pairs
    ]
    return learning.fit(observed, same, learning.shipped_bits(), SHIPPED.prior, kind="registrations")


def _learn_rows(
    records: Sequence[Record], columns: Columns, pairs: Sequence[candidates.Pair], same: Sequence[bool]
) -> learning.Model:
    rows = [tabular.read_row(record) for record in records]
    compared = tabular.columns_of(rows, columns.names)
    levels = estimation.levels_of(rows, compared, pairs)
    codes = [[estimation.level_code(column.name, step) for step in range(len(column.levels))] for column in compared]
    observed = [
        frozenset(codes[number][step] for number, step in enumerate(line) if step != estimation.MISSING)
        for line in levels.tolist()
    ]
    # Where nothing is known, the best level is as much for as the worst is against.
    start = {code: 4 - 8 * at / max(1, len(steps) - 1) for steps in codes for at, code in enumerate(steps)}
    return learning.fit(observed, same, start, 0.0, kind="table", columns=columns.names, step=1.0)


def _records(asked: Asked) -> tuple[list[Record], Columns]:
    by_user = asked.told
    told_columns = (*by_user.texts, *by_user.numbers, *by_user.codes)
    headers, rows = _read(asked.file, by_user.id, by_user.source, *told_columns)
    if not rows:
        raise Refused("empty", asked.file)
    values = {header: [row[header] for row in rows] for header in headers}
    try:
        columns = recognise(headers, values, asked.told)
    except ColumnMissing as missing:
        listed = ", ".join(headers)
        code, told = ("no_column", (missing.name, listed)) if missing.name else ("no_id", (listed,))
        raise Refused(code, asked.file, *told) from missing
    if not columns.is_registrations and not columns.names:
        raise Refused("no_columns", asked.file)
    records = [record_of(row, columns) for row in rows]
    _check_ids(records, asked)
    return records, columns


def _check_ids(records: Sequence[Record], asked: Asked) -> None:
    """Every row has an id of its own; in two sources the ids may be the same."""
    for number, record in enumerate(records, 1):
        if not record.id:
            raise Refused("id_missing", asked.file, number)
    held = Counter((record.source if asked.told.source else "", record.id) for record in records)
    doubled = [identifier for (_, identifier), times in held.items() if times > 1]
    if doubled:
        raise Refused("ids_doubled", asked.file, ", ".join(doubled[:5]) + (" …" if len(doubled) > 5 else ""))
    if asked.told.source:
        try:
            sides_of(records)
        except ValueError as wrong:
            raise Refused("not_two_sources", asked.told.source, wrong.args[0]) from wrong


def _read(path: Path, *told: str) -> tuple[list[str], list[dict[str, str]]]:
    try:
        return read_rows(
            path, (*(name.casefold() for name in told if name), *KNOWN, "id1", "id2", "decision", "aliases")
        )
    except OSError as wrong:
        raise Refused("no_file", path) from wrong
    except TableRefused as refused:
        raise Refused("refused", path, refusal_in_words(refused)) from refused


def _places(records: Sequence[Record], two_sources: bool) -> tuple[dict[str, int], dict[str, int]]:
    """Where the record of an id stands: of two sources, `id1` is of the first and `id2` of the other."""
    if not two_sources:
        place = {record.id: at for at, record in enumerate(records)}
        return place, place
    sides = sides_of(records)
    first, second = ({r.id: at for at, r in enumerate(records) if sides[at] == side} for side in (0, 1))
    return first, second


def _decisions(path: Path, records: Sequence[Record], two_sources: bool) -> tuple[list[candidates.Pair], list[bool]]:
    headers, rows = _read(path)
    for name in ("id1", "id2", "decision"):
        if name not in headers:
            raise Refused("no_column", path, name, ", ".join(headers))
    first, second = _places(records, two_sources)
    unknown = sorted({row["id1"] for row in rows} - first.keys() | {row["id2"] for row in rows} - second.keys())
    if unknown:
        raise Refused("id_unknown", path, ", ".join(unknown[:5]) + (" …" if len(unknown) > 5 else ""))
    for row in rows:
        if first[row["id1"]] == second[row["id2"]]:
            raise Refused("same_id", path, row["id1"])
        if row["decision"].casefold() not in _YES | _NO:
            raise Refused("bad_decision", row["decision"])
    return [(first[row["id1"]], second[row["id2"]]) for row in rows], [
        row["decision"].casefold() in _YES for row in rows
    ]


def _aliases(path: Path | None) -> Aliases:
    if path is None:
        return shipped_aliases()
    headers, rows = _read(path)
    if "name" not in headers:
        raise Refused("no_column", path, "name", ", ".join(headers))
    return shipped_aliases().with_rows(rows)


def _model(path: Path) -> learning.Model:
    try:
        return learning.read_model(path.read_text(encoding="utf-8"))
    except OSError as wrong:
        raise Refused("no_file", path) from wrong
    except ValueError as wrong:
        raise Refused("bad_model", path) from wrong
