"""How often the parties agree on what the collaboration meant."""

from __future__ import annotations

from pydantic import BaseModel, Field

from brobygger.api.schemas.questions import NO_NUL, CursorQuestion

_PAIR = "^([a-z_]+\\.[a-z_]+)?$"


class SaidBoth(BaseModel):
    """What the parties said, the first party's words first, and of how many activities."""

    words: list[str]
    activities: int


class AgreementOut(BaseModel):
    """Of how many activities the parties have answered and said the same; `did` and `otherwise` word by word."""

    parties: list[str]
    activities: int
    answered_by_one: int
    answered_by_both: int
    same: int
    same_did: int
    same_otherwise: int
    did: list[SaidBoth]
    otherwise: list[SaidBoth]
    layers: dict[str, int] = Field(description="activities in each layer of credit, each in one only")


class JudgedActivity(BaseModel):
    """An activity in one of these lists."""

    id: str
    kind: str
    title: str


class JudgedList(BaseModel):
    """One page, the last registered first."""

    items: list[JudgedActivity]
    next: str | None


class JudgedQuestion(CursorQuestion):
    """Which of the activities behind the agreement; named as in the addresses of the screen."""

    lag: str = Field("", max_length=20, pattern=NO_NUL, description="a layer of credit")
    antall: str = Field("", pattern="^[012]?$", description="so many parties have answered")
    ulikt: str = Field("", pattern="^[01]?$", description="1: the parties differ; 0: they do not")
    gjorde: str = Field("", max_length=60, pattern=_PAIR, description="what each party says it did: enabled.initiated")
    ellers: str = Field(
        "", max_length=60, pattern=_PAIR, description="what would have happened otherwise: nothing.same"
    )


class UnansweredQuestion(CursorQuestion):
    """Which of what one's own party has not answered for: of one's own areas unless it says otherwise."""

    omrade: str = Field("", max_length=80, pattern=NO_NUL, description="a focus area; alle: all of them")
    type: str = Field("", max_length=30, pattern=NO_NUL, description="a kind of activity")
