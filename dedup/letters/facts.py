"""What a letter knows: who writes to whom, about which registrations, by when.

Values arrive as they stand on the rolls; the wording masks what a letter must not show. Every letter is
checked when it is made, so that one that exists can be printed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date
from typing import Final, Literal, get_args

from dedup.errors import BadRequest

CASES_MAX: Final = 500
"""Cases in one letter: more are a second letter."""
VALUE_CHARS_MAX: Final = 600
"""Characters of one value: longer ones are no value of a roll."""

Level = Literal["county", "township"]
Question = Literal["same_person", "on_roll", "which_keeps", "certificate", "voted"]
Outcome = Literal[
    "host_keeps",
    "home_keeps",
    "not_same",
    "not_same_level",
    "same_committee_duplicate",
    "hukou_moved",
    "third_place",
    "both_remove",
    "voted_elsewhere",
    "data_error",
    "certificate_pending",
    "unreachable",
    "cannot_tell",
]
Ground = Literal["deceased", "deprived", "suspended", "under_age", "army_roll", "not_citizen", ""]

QUESTIONS: Final[tuple[Question, ...]] = get_args(Question)
OUTCOMES: Final[tuple[Outcome, ...]] = get_args(Outcome)
GROUNDS: Final[tuple[Ground, ...]] = tuple(filter(None, get_args(Ground)))
KEEPER_NAMED: Final[frozenset[Outcome]] = frozenset(
    {
        *("host_keeps", "home_keeps", "same_committee_duplicate", "hukou_moved", "third_place"),
        "voted_elsewhere",
    }
)
"""Outcomes whose notice names who keeps the registration."""


@dataclass(frozen=True, slots=True)
class Office:
    """A committee as a letter names it, and whom to call there."""

    name: str
    contact: str = ""
    phone: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class RollEntry:
    """What one roll says of a voter; an empty value is one that the roll does not hold."""

    name: str
    sex: str = ""
    birth: str = ""
    id_number: str = ""
    constituency: str = ""
    registered_on: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class LetterCase:
    """A case as one side puts it to the other; an entry that is None is not on that side's roll."""

    reference: str
    ours: RollEntry | None
    theirs: RollEntry | None
    reasons: tuple[str, ...] = ()
    questions: tuple[Question, ...] = ("same_person", "on_roll", "which_keeps")


@dataclass(frozen=True, slots=True)
class Finding:
    """What the answering side found in a case; `case.ours` is the answering side's entry."""

    case: LetterCase
    outcome: Outcome
    ground: Ground = ""
    remark: str = ""


@dataclass(frozen=True, slots=True)
class InquiryLetter:
    """核实函: asks another committee about all open cases between the two."""

    number: str
    sender: Office
    recipient: Office
    dated: date
    reply_by: date
    level: Level
    cases: tuple[LetterCase, ...]

    def __post_init__(self) -> None:
        _check(self, filled=("number",), listed=self.cases)
        _in_order(self.dated, self.reply_by)


@dataclass(frozen=True, slots=True)
class ReplyLetter:
    """复函: answers an inquiry, case by case."""

    number: str
    sender: Office
    recipient: Office
    dated: date
    inquiry_number: str
    inquiry_dated: date
    level: Level
    findings: tuple[Finding, ...]

    def __post_init__(self) -> None:
        _check(self, filled=("number", "inquiry_number"), listed=self.findings)
        _in_order(self.inquiry_dated, self.dated)


@dataclass(frozen=True, slots=True)
class Remedy:
    """What a voter may do and until when (选举法 29); a day that is not yet fixed is None."""

    published_on: date | None = None
    appeal_until: date | None = None
    suit_until: date | None = None
    election_day: date | None = None
    court: str = ""


@dataclass(frozen=True, slots=True)
class NoticeLetter:
    """告知书: tells a voter that two registrations are being compared, or what came of it."""

    number: str
    sender: Office
    dated: date
    level: Level
    case: LetterCase
    counterpart: Office
    remedy: Remedy
    outcome: Outcome | None = None
    ground: Ground = ""
    keeper: str = ""

    def __post_init__(self) -> None:
        _check(self, filled=("number",))
        if self.case.ours is None:
            raise BadRequest("letter-field-empty", field="case.ours")
        if self.outcome in KEEPER_NAMED and not self.keeper.strip():
            raise BadRequest("letter-field-empty", field="keeper")


@dataclass(frozen=True, slots=True)
class TransferRequest:
    """选民参选联系单: the host asks the home committee whether a voter may vote here."""

    number: str
    sender: Office
    recipient: Office
    dated: date
    reply_by: date
    level: Level
    voter: RollEntry

    def __post_init__(self) -> None:
        _check(self, filled=("number",))
        _in_order(self.dated, self.reply_by)


@dataclass(frozen=True, slots=True)
class QualificationCertificate:
    """选民资格证明函: the home committee certifies a voter for a host's roll, and keeps the stub 存根."""

    number: str
    sender: Office
    recipient: Office
    dated: date
    level: Level
    voter: RollEntry
    valid_until: date

    def __post_init__(self) -> None:
        _check(self, filled=("number",))
        _in_order(self.dated, self.valid_until)


Letter = InquiryLetter | ReplyLetter | NoticeLetter | TransferRequest | QualificationCertificate


def _check(
    letter: Letter,
    filled: tuple[str, ...],
    listed: tuple[LetterCase, ...] | tuple[Finding, ...] | None = None,
) -> None:
    if listed is not None and not 1 <= len(listed) <= CASES_MAX:
        raise BadRequest("letter-cases", count=len(listed), count_max=CASES_MAX)
    texts = dict(_texts("", letter))
    required = {
        *filled,
        *(name for name in texts if name in {"sender.name", "recipient.name", "counterpart.name"}),
    }
    for name, text in texts.items():
        if len(text) > VALUE_CHARS_MAX:
            raise BadRequest("letter-value-long", field=name, length=len(text), length_max=VALUE_CHARS_MAX)
        if not text.strip() and (
            name in required or name.endswith((".reference", "voter.name", "ours.name"))
        ):
            raise BadRequest("letter-field-empty", field=name)


def _in_order(earlier: date, later: date) -> None:
    if later < earlier:
        raise BadRequest("letter-dates", earlier=earlier.isoformat(), later=later.isoformat())


def _texts(name: str, value: object) -> Iterator[tuple[str, str]]:
    """Yield every text in a letter with the path that leads to it."""
    if isinstance(value, str):
        yield name, value
    elif isinstance(value, tuple):
        for number, item in enumerate(value, start=1):
            yield from _texts(f"{name}.{number}", item)
    elif hasattr(value, "__dataclass_fields__"):
        for field in fields(value):  # type: ignore[arg-type]
            yield from _texts(f"{name}.{field.name}" if name else field.name, getattr(value, field.name))
