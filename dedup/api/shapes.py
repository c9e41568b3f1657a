"""The shapes of what the API takes and gives, as its description tells them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from dedup.cases.bulk import CASES_MAX, BulkAction
from dedup.cases.commands import TEXT_LENGTH_MAX
from dedup.cases.lifecycle import State
from events.cases import Audience, HomeSide, Kind, LetterKind, Side, Speaker
from events.resolutions import Ground, Outcome

Text = Annotated[str, Field(max_length=TEXT_LENGTH_MAX)]
Name = Annotated[str, Field(min_length=1, max_length=100)]
CASE_ID: str = r"^[A-Z2-7]{16}$"
CODE: str = r"^[0-9]{6,12}$"
Level = Literal["county", "township"]


class Shape(BaseModel):
    """A body: unknown members are refused, so that a misspelt one is never lost."""

    model_config = ConfigDict(extra="forbid")


class Key(Shape):
    """A registration: cycle, level, committee and number on its roll."""

    cycle: Annotated[str, Field(pattern=r"^[0-9A-Za-z][0-9A-Za-z_.-]{0,31}$")]
    level: Level = "county"
    committee: Annotated[str, Field(pattern=CODE)]
    registration_id: Annotated[str, Field(min_length=1, max_length=100, pattern=r"^[^\x00-\x1f\x7f]+$")]


class Sided(Shape):
    """A command of one committee; the side is only needed where the committee holds both registrations."""

    side: Side | None = None


class Reasoned(Sided):
    """A command with a reason."""

    reason: Text = ""


class SaidBody(Reasoned):
    """An outcome, and what it needs."""

    outcome: Outcome
    ground: Ground = ""
    home: HomeSide = ""
    keep: HomeSide = ""
    third: Key | None = None
    until: date | None = None


class AssignBody(Sided):
    """Whom a case is given to."""

    assignee: Name


class CommentBody(Sided):
    """A comment."""

    text: Annotated[str, Field(min_length=1, max_length=TEXT_LENGTH_MAX)]
    audience: Audience = "own"


class LetterBody(Sided):
    """A letter that was sent."""

    kind: LetterKind
    number: Name


class FiledBody(Reasoned):
    """An appeal or a suit."""

    filed_on: date


class AppealDecisionBody(Reasoned):
    """A decision on an appeal."""

    upheld: bool


class CommitteeShape(BaseModel):
    """A committee."""

    level: str
    code: str


class CaseLine(BaseModel):
    """A case as a committee's queue shows it."""

    case_id: str
    side: Side
    counterpart: CommitteeShape
    state: State
    waiting: bool = Field(description="Whether the case waits for this committee.")
    spoken: bool
    kind: Kind
    probability: float
    claimed_by: str
    claimed_until: datetime | None
    assigned: str
    due_on: date | None
    priority: int = Field(description="0 is the most urgent.")


class CasePage(BaseModel):
    """A page of a queue."""

    total: int = Field(description="All that the filters let through, counted up to 10,000.")
    cases: list[CaseLine]
    next: str | None = Field(description="Cursor of the page that follows; null on the last one.")


class PairLine(BaseModel):
    """The pending cases of a committee with another one."""

    counterpart: CommitteeShape
    pending: int
    waiting: int
    due_on: date | None
    priority: int


class SettlementShape(BaseModel):
    """What becomes of the two registrations."""

    outcome: Outcome
    ground: Ground
    keep: list[Side]
    release: list[Side]
    third: str
    until: date | None


class PositionShape(BaseModel):
    """What a committee said."""

    settlement: SettlementShape
    reason: str
    actor: str
    at: datetime


class ProposalShape(BaseModel):
    """An open proposal."""

    by: Speaker
    position: PositionShape
    accepted: list[Side]


class AgreementShape(BaseModel):
    """What was settled, and what of it has been carried out."""

    settlement: SettlementShape
    by: str
    at: datetime
    kept: list[Side]
    released: list[Side]
    corrected: list[Side]


class EvidenceShape(BaseModel):
    """One piece of evidence."""

    field: str
    level: str
    bits: float
    words: str


class AssessmentShape(BaseModel):
    """What the model says of the pair."""

    probability: float
    verdict: str
    coincidences: float | None
    search_incomplete: bool
    model: str
    evidence: list[EvidenceShape]


class RegistrationShape(BaseModel):
    """One side of a case, as far as the caller may see it."""

    key: Key
    stands: bool
    values: dict[str, str] = Field(description="By canonical column; identity and phone numbers masked.")


class CaseShape(BaseModel):
    """A case as the caller may see it."""

    case_id: str
    version: int
    state: State
    kind: Kind
    home: HomeSide
    assessment: AssessmentShape
    left: RegistrationShape
    right: RegistrationShape
    own_sides: list[Side]
    waiting_for: list[Side]
    spoken: list[Side] = Field(description="Who has spoken; what was said is sealed until both have.")
    positions: dict[Side, PositionShape]
    proposal: ProposalShape | None
    agreement: AgreementShape | None
    claims: dict[Side, str]
    assigned: dict[Side, str]
    silent: list[Side]
    escalation: str | None
    transfer: HomeSide = Field(
        description="The host side of a lawful transfer, where papers explain the pair."
    )
    suggestion: Outcome | None = Field(description="What the papers propose; the committees still decide.")
    reply_by: date | None
    flagged_at: datetime
    since: datetime


class BulkBody(Shape):
    """Many cases at once: only to say that they are not the same person, or to assign them."""

    cases: Annotated[list[Annotated[str, Field(pattern=CASE_ID)]], Field(min_length=1, max_length=CASES_MAX)]
    action: BulkAction
    assignee: Annotated[str, Field(max_length=100)] = ""
    reason: Text = ""
    dry_run: bool = True


class BulkLine(BaseModel):
    """What became of one case."""

    case_id: str
    done: bool
    code: str = Field(description="Empty, or why nothing was done.")


class BulkResult(BaseModel):
    """What became of each case."""

    dry_run: bool
    possible: int
    lines: list[BulkLine]


class StoryLine(BaseModel):
    """One sentence of a history."""

    position: int
    recorded_at: datetime
    happened_at: datetime
    actor: str
    event: str
    sentence: str


class WhyBody(Shape):
    """Two registrations."""

    left: Key
    right: Key


class WhyAnswer(BaseModel):
    """Why two registrations are flagged, or not."""

    flagged: bool
    assessment: AssessmentShape
    roll_size: int
    keys: list[str]
