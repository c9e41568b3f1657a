"""Where the two committees' own word is not the last: superior, appeal, court, poll, and taking up again.

Election Law 选举法 art. 29: who disagrees with a roll appeals within 5 days of its publication, the
committee decides within 3 days, and a suit may be filed up to 5 days before election day.
"""

from __future__ import annotations

from dedup.cases.case import Case
from dedup.cases.commands import (
    DecideAppeal,
    Escalate,
    FileAppeal,
    FileSuit,
    NoteBallot,
    RecordJudgment,
    Reopen,
)
from dedup.cases.lifecycle import State
from dedup.cases.outcomes import Said, other_side, settle
from dedup.cases.situation import Effects, Situation
from dedup.cases.steps import carried_on, envelope, remark, require_text, steps
from dedup.errors import BadRequest, Conflict
from events.resolutions import (
    AppealFiled,
    AppealRejected,
    AppealUpheld,
    BallotNoted,
    CaseEscalated,
    CaseReopened,
    JudgmentRecorded,
    KeepingAccepted,
    OutcomeAgreed,
    SuitFiled,
)


def escalate(case: Case, command: Escalate, situation: Situation) -> Effects:
    """Bring the case before the superior of both committees."""
    if case.state is State.ESCALATED:
        return Effects()
    escalated = CaseEscalated(
        **envelope(command.actor, situation.now),
        reason="dispute" if case.state is State.DISPUTED else "request",
        personal=require_text(command.reason, "escalation-needs-reason"),
    )
    return Effects(steps(case, escalated))


def file_appeal(case: Case, command: FileAppeal, situation: Situation) -> Effects:
    """Put an appeal on record; nothing is taken off a roll while it is open."""
    if case.state is State.APPEALED:
        return Effects()
    if command.filed_on > situation.today:
        raise BadRequest("date-in-future", date=command.filed_on.isoformat())
    filed = AppealFiled(
        **envelope(command.actor, situation.now),
        side=command.side,
        filed_on=command.filed_on,
        personal=remark(command.text),
    )
    return Effects(steps(case, filed))


def decide_appeal(case: Case, command: DecideAppeal, situation: Situation) -> Effects:
    """Decide an appeal: upheld, the case is taken up again; rejected, it goes on where it was."""
    if case.state is not State.APPEALED or case.appeal is None:
        raise Conflict("no-appeal", case=case.case_id)
    if case.appeal.side != command.side:
        raise Conflict("appeal-of-other-side", case=case.case_id)
    made = AppealUpheld if command.upheld else AppealRejected
    decided = made(
        **envelope(command.actor, situation.now),
        side=command.side,
        personal=require_text(command.reason, "appeal-needs-reason"),
    )
    return Effects(steps(case, decided) if command.upheld else carried_on(case, decided))


def file_suit(case: Case, command: FileSuit, situation: Situation) -> Effects:
    """Put a suit on record."""
    if case.state is State.IN_COURT:
        return Effects()
    if command.filed_on > situation.today:
        raise BadRequest("date-in-future", date=command.filed_on.isoformat())
    said = envelope(command.actor, situation.now)
    return Effects(steps(case, SuitFiled(**said, side=command.side, filed_on=command.filed_on)))


def record_judgment(case: Case, command: RecordJudgment, situation: Situation) -> Effects:
    """Put the court's judgment on record: it settles the case, and each committee carries it out itself."""
    if case.state is not State.IN_COURT:
        raise Conflict("not-in-court", case=case.case_id)
    settlement = settle(command.said, case.kind, case.home)
    if settlement.outcome in {"cannot_tell", "certificate_pending"}:
        raise BadRequest("outcome-not-proposable", outcome=settlement.outcome)
    judged = JudgmentRecorded(
        **envelope(command.actor, situation.now), settlement=settlement, personal=remark(command.reason)
    )
    agreed = OutcomeAgreed(**envelope(command.actor, situation.now), by="court", settlement=settlement)
    return Effects(carried_on(case, judged, agreed))


def note_ballot(case: Case, command: NoteBallot, situation: Situation) -> Effects:
    """Put on record that the voter was given a ballot: the other side's answer is now forced.

    The roll that has polled keeps the voter. Where the other roll is frozen already, nothing is taken off it
    and the case waits for its poll.
    """
    if case.ballot == command.side:
        return Effects()
    said = envelope(command.actor, situation.now)
    noted = BallotNoted(**said, side=command.side)
    other = situation.clock_of(other_side(command.side))
    forced = not case.ballot and not other.is_frozen(situation.today) and not other.has_come(situation.today)
    if case.kind != "cross_committee" or not forced or not situation.stands(command.side):
        return Effects(steps(case, noted))
    settlement = settle(Said("voted_elsewhere", keep=command.side), case.kind, case.home)
    agreed = OutcomeAgreed(**said, by="poll", settlement=settlement)
    kept = KeepingAccepted(**said, side=command.side)
    return Effects(steps(case, noted, agreed, kept), depends_on=(case.key_of(command.side).stream_id,))


def reopen(case: Case, command: Reopen, situation: Situation) -> Effects:
    """Take a settled case up again."""
    reopened = CaseReopened(
        **envelope(command.actor, situation.now),
        reason="request",
        personal=require_text(command.reason, "reopen-needs-reason"),
    )
    return Effects(steps(case, reopened))
