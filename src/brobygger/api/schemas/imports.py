"""Imports: from a file to the last row."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, Field, WithJsonSchema

from brobygger.api.schemas.questions import PageQuestion
from brobygger.api.schemas.values import Named, Strict, filled
from brobygger.intake.actions.begin import NAME_LENGTH
from brobygger.intake.rules import kinds
from brobygger.intake.rules.fields import ALL
from brobygger.intake.rules.kinds import Choice, Outcome, Result, SourceKind
from brobygger.portfolio.rules.kinds import Kind

ROWS_AT_ONCE = 1000
SourceName = Annotated[str, Field(min_length=1, max_length=NAME_LENGTH), AfterValidator(filled)]
SheetName = Annotated[str, Field(max_length=200, pattern="^[^\\x00]*$")]
_SOURCE = "what it is imported from; by the same name next time, what was imported is updated"


def _field(text: str) -> str:
    if text not in ALL:
        raise ValueError("a column cannot mean that")
    return text


ColumnField = Annotated[str, AfterValidator(_field), WithJsonSchema({"type": "string", "enum": list(ALL)})]
# Shapes are known by their names, and activities have states too.
ImportState = Annotated[kinds.State, WithJsonSchema({"type": "string", "enum": [state.value for state in kinds.State]})]
Group = Literal["kind", "state", "form", "purposes", "focus_areas", "disciplines"]
Word = Annotated[str, Field(max_length=300, pattern="^[^\\x00]*$")]
Party = Annotated[str, Field(max_length=300, pattern="^[^\\x00]*$")]


class AirtableIn(Strict):
    """Which table, and the token, which is used once and kept nowhere."""

    source: SourceName = Field(description=_SOURCE)
    base: str = Field(pattern="^app[A-Za-z0-9]{5,40}$")
    table: Annotated[str, Field(min_length=1, max_length=200), AfterValidator(filled)] = Field(
        description="its name, or its id that begins with tbl"
    )
    token: Annotated[str, Field(min_length=1, max_length=300), AfterValidator(filled)] = Field(
        description="a personal access token of Airtable, used for this once and kept nowhere"
    )


class ListedImport(BaseModel):
    """An import in the list."""

    id: int
    source: str
    kind: SourceKind
    state: ImportState
    file_name: str
    total: int = Field(description="how many rows were compared")
    made_at: datetime
    made_by: str
    finished_at: datetime | None
    finished_by: str | None
    change_set: int | None


class ImportList(BaseModel):
    """One page, latest first."""

    items: list[ListedImport]
    next: str | None


class ProgressOut(BaseModel):
    """How far somebody has come who works on it; total is 0 until it is known."""

    done: int
    total: int
    is_at_work: bool
    is_interrupted: bool = Field(description="start it again; nothing was written")


class ChosenOut(BaseModel):
    """How many rows of an outcome have a choice."""

    outcome: Outcome
    choice: Choice
    rows: int


class ImportOut(ListedImport):
    """An import. Remarks and trouble are told in the language of Accept-Language."""

    progress: ProgressOut | None = Field(description="while it is fetched, compared or carried out")
    trouble: str | None = Field(description="why it failed, and what to do")
    remarks: list[str] = Field(description="what should be told of the file")
    unknown: dict[str, dict[str, int]] = Field(description="words nobody knows, by group, with how often they occur")
    chosen: list[ChosenOut]
    results: dict[str, int] = Field(description="how many rows came to each result")


class SheetOut(BaseModel):
    """A sheet of a workbook; a text file has one without a name."""

    name: str
    is_hidden: bool


class ColumnOut(BaseModel):
    """A column with what stands in its first cells."""

    name: str
    letters: str
    samples: list[str]


class TableOut(BaseModel):
    """How the file is read: which sheet, and where its headers were found."""

    sheets: list[SheetOut]
    sheet: str
    header_rows: list[int]
    columns: list[ColumnOut]
    rows: int
    remarks: list[str]


class TableIn(Strict):
    """Which sheet to read, and which row has the headers."""

    sheet: SheetName = ""
    header_row: int | None = Field(None, ge=0, le=100, description="null: find it; 0: there is none")


class MappingIn(Strict):
    """What the columns mean. Columns that are left out are not imported."""

    columns: dict[Word, ColumnField | None] = Field({}, max_length=2000)
    meanings: dict[Group, dict[Word, Word]] = Field(
        {}, description="what words nobody knows stand for: codes, or ids of focus areas; empty: nothing"
    )
    kind: Kind | None = Field(None, description="of rows that say nothing")
    focus_area: Named | None = Field(None, description="of rows that say nothing")
    party: Party = Field("", description="who takes part in all of them")
    funder: Party = Field("", description="who pays where nobody is named")
    propose: bool = Field(False, description="propose organisations nobody knows")


class MappingOut(BaseModel):
    """What the columns mean: as guessed, as remembered for the source, or as somebody said."""

    columns: dict[str, str | None]
    meanings: dict[str, dict[str, str]]
    kind: str | None
    focus_area: str | None
    party: str
    funder: str
    propose: bool


class SourceOut(BaseModel):
    """Something that is imported from again and again, and what is remembered of it."""

    name: str
    base: str | None = Field(description="of Airtable")
    table: str | None = Field(description="of Airtable")
    mapping: MappingOut


class SourceList(BaseModel):
    """All sources, by name."""

    items: list[SourceOut]


class RowsQuestion(PageQuestion):
    """Which rows."""

    outcome: Outcome | None = Field(None, description="what the dry run found")
    result: Result | None = Field(None, description="what became of it")


class RowProblem(BaseModel):
    """What is wrong with a cell; column 0 is the row as a whole."""

    code: str
    column: int
    text: str
    detail: str


class RowTwin(BaseModel):
    """An entry that is probably the same, and why."""

    id: str
    title: str
    kind: str
    why: str


class RowOut(BaseModel):
    """A row: what the dry run found, what was chosen, and what became of it."""

    number: int
    title: str
    outcome: Outcome
    choice: Choice
    allowed: list[Choice] = Field(description="what may be chosen")
    result: Result
    activity: str | None = Field(description="the entry it meets, or has become")
    repeats: int | None = Field(description="the row that said it before")
    changes: list[str] = Field(description="fields that change")
    problems: list[RowProblem]
    twins: list[RowTwin]


class RowList(BaseModel):
    """One page, in the order of the file."""

    items: list[RowOut]
    next: str | None


class RowChoice(Strict):
    """What to do with one row."""

    row: int = Field(ge=0, le=2**31 - 1)
    choice: Choice
    twin: Named | None = Field(None, description="id of which probable duplicate to join or update; null: the first")


class ChoicesIn(Strict):
    """What to do with some rows."""

    rows: list[RowChoice] = Field(min_length=1, max_length=ROWS_AT_ONCE)


class ChoiceForAll(Strict):
    """What to do with every row of one outcome."""

    outcome: Outcome
    choice: Choice


class Chosen(BaseModel):
    """How many rows were changed."""

    rows: int
