"""Letters from cases: which facts of a case go into a letter, and which must not.

An inquiry 核实函 holds the pending cases of one pair of committees. A reply 复函 tells what was said openly:
a position that is still sealed is not in it. A notice 告知书 goes to the voter of the own roll.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from dedup.calendars.calendar import Calendar
from dedup.calendars.gates import GateName, gates
from dedup.cases.case import Case
from dedup.cases.lifecycle import UNRESOLVED
from dedup.cases.outcomes import other_side
from dedup.catalogue import Language
from dedup.errors import BadRequest, Conflict
from dedup.letters.facts import (
    CASES_MAX,
    Finding,
    InquiryLetter,
    LetterCase,
    Level,
    NoticeLetter,
    Office,
    Remedy,
    ReplyLetter,
    RollEntry,
)
from dedup.reasons import phrase, sorted_evidence
from dedup.rolls import registration_as_of
from events.cases import Correspondent, Print, Side
from events.log import EventLog
from events.registrations import (
    Entry,
    RegistrationAmended,
    RegistrationKey,
    RegistrationRestored,
    Voter,
    VoterRegistered,
)

_REASONS_MAX = 4

CaseLetter = InquiryLetter | ReplyLetter | NoticeLetter


@dataclass(frozen=True, slots=True)
class Heading:
    """What every letter has: its number, whom it is from, its day."""

    number: str
    sender: Office
    dated: date
    level: Level


@dataclass(frozen=True, slots=True)
class Told:
    """A case and the side that writes."""

    case: Case
    side: Side


class Correspondence:
    """Writes letters in a language from what the log holds."""

    def __init__(self, log: EventLog, language: Language, until: int | None = None) -> None:
        """`until` is the position as of which the log is read: a letter can be written as it was then."""
        self._log = log
        self._language = language
        self._until = until

    def inquiry(
        self, heading: Heading, recipient: Office, reply_by: date, told: Sequence[Told]
    ) -> InquiryLetter:
        """Return the letter that asks the other committee about cases.

        Raises BadRequest for none or too many.
        """
        cases = tuple(self._case(one) for one in told)
        number, sender, dated, level = heading.number, heading.sender, heading.dated, heading.level
        return InquiryLetter(number, sender, recipient, dated, reply_by, level, cases)

    def reply(
        self, heading: Heading, recipient: Office, asked: tuple[str, date], told: Sequence[Told]
    ) -> ReplyLetter:
        """Return the letter that answers an inquiry of a number and a day.

        Raises Conflict when the own position on a case is still sealed.
        """
        findings = tuple(self._finding(one) for one in told)
        number, sender, dated, level = heading.number, heading.sender, heading.dated, heading.level
        return ReplyLetter(number, sender, recipient, dated, *asked, level, findings)

    def notice(
        self, heading: Heading, counterpart: Office, told: Told, calendar: Calendar | None
    ) -> NoticeLetter:
        """Return the letter to the voter: that two registrations are compared, or what came of it.

        A voter whom the roll has let go is told too, with the values that stood on it.
        """
        agreed = None if told.case.state in UNRESOLVED else told.case.agreement
        keeper = ""
        if agreed is not None:
            keeps = told.side in agreed.settlement.keep
            keeper = heading.sender.name if keeps else counterpart.name
        return NoticeLetter(
            heading.number,
            heading.sender,
            heading.dated,
            heading.level,
            replace(self._case(told), ours=_last_entry(self._log, told.case.key_of(told.side), self._until)),
            counterpart,
            remedy(calendar),
            agreed.settlement.outcome if agreed else None,
            agreed.settlement.ground if agreed else "",
            keeper,
        )

    def _case(self, told: Told) -> LetterCase:
        """Return a case as one side puts it: both entries, and the heaviest reasons in words."""
        case = told.case
        reasons = tuple(
            phrase(self._language, evidence)
            for evidence in sorted_evidence(case.assessment)[:_REASONS_MAX]
            if evidence.bits > 0
        )
        ours, theirs = case.key_of(told.side), case.key_of(other_side(told.side))
        left, right = (_entry(self._log, key, self._until) for key in (ours, theirs))
        return LetterCase(case.case_id, left, right, reasons)

    def _finding(self, told: Told) -> Finding:
        case = told.case
        agreed = None if case.state in UNRESOLVED else case.agreement
        if agreed is not None:
            settlement, remark = agreed.settlement, ""
        elif case.opened and told.side in case.positions:
            position = case.positions[told.side]
            settlement, remark = position.settlement, position.reason
        else:
            raise Conflict("letter-before-positions", case=case.case_id)
        return Finding(self._case(told), settlement.outcome, settlement.ground, remark)


def remedy(calendar: Calendar | None) -> Remedy:
    """Return what a voter may do and until when, by the committee's calendar."""
    if calendar is None:
        return Remedy()
    days = {gate.name: gate.day for gate in gates(calendar)}
    return Remedy(
        published_on=calendar.publication,
        appeal_until=days.get(GateName.APPEAL_FILED),
        suit_until=days.get(GateName.SUIT_FILED),
        election_day=calendar.election_day,
    )


def print_of(letter: CaseLetter, language: Language) -> Print:
    """Return what is kept of a letter about one case, so that it can be printed again."""
    sender = _correspondent(letter.sender)
    match letter:
        case InquiryLetter():
            asked = _correspondent(letter.recipient)
            return Print(sender=sender, recipient=asked, language=language, reply_by=letter.reply_by)
        case ReplyLetter():
            number, day = letter.inquiry_number, letter.inquiry_dated
            told = _correspondent(letter.recipient)
            return Print(sender=sender, recipient=told, language=language, asked_number=number, asked_on=day)
        case NoticeLetter():
            return Print(sender=sender, recipient=_correspondent(letter.counterpart), language=language)


def _correspondent(office: Office) -> Correspondent:
    return Correspondent(name=office.name, contact=office.contact, phone=office.phone)


def level_of(told: Sequence[Told]) -> Level:
    """Return the level of the committee that writes. Raises BadRequest without cases."""
    if not told:
        raise BadRequest("letter-cases", count=0, count_max=CASES_MAX)
    level = told[0].case.key_of(told[0].side).level
    return "township" if level == "township" else "county"


def _entry(log: EventLog, key: RegistrationKey, until: int | None) -> RollEntry | None:
    standing = registration_as_of(log, key, until)
    return _as_entry(standing.voter, standing.entry) if standing else None


def _last_entry(log: EventLog, key: RegistrationKey, until: int | None) -> RollEntry | None:
    for recorded in reversed(log.read_stream(key.stream_id, until)):
        match recorded.event:
            case VoterRegistered() | RegistrationAmended() | RegistrationRestored() as listed:
                return _as_entry(listed.personal, listed.entry)
            case _:
                pass
    return None


def _as_entry(voter: Voter, entry: Entry) -> RollEntry:
    return RollEntry(
        name=voter.name,
        sex=voter.sex,
        birth=voter.birth_date,
        id_number=voter.id_number,
        constituency=entry.constituency,
        registered_on=entry.registered_on,
        address=voter.residence_address or voter.household_address,
    )
