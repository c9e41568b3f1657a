"""A case as its caller may see it: sealed words stay sealed, of the other roll what the case needs."""

from __future__ import annotations

from dataclasses import asdict
from typing import Final

from dedup.access.jurisdiction import Relation
from dedup.access.policy import Action
from dedup.access.seeing import Shown, shown
from dedup.api.caller import Caller, parties_of
from dedup.api.shapes import (
    AgreementShape,
    AssessmentShape,
    CaseShape,
    EvidenceShape,
    Key,
    PositionShape,
    ProposalShape,
    RegistrationShape,
    SettlementShape,
)
from dedup.cases.case import Agreement, Case, Position, Proposal
from dedup.cases.outcomes import SIDES
from dedup.cases.sight import as_seen_by, spoken
from dedup.cases.turns import waiting_for
from dedup.catalogue import Language
from dedup.masking import mask
from dedup.reasons import phrase, sorted_evidence
from dedup.rolls import Standing, registration_as_of
from events.cases import Assessment, Side
from events.log import EventLog
from events.registrations import RegistrationKey, Voter
from events.resolutions import Settlement

COLUMNS: Final = tuple(name for name in Voter.model_fields if name not in {"extra", "note"})
"""Columns of a registration that a case shows; remarks stay with their committee."""


def case_shape(log: EventLog, case: Case, caller: Caller) -> CaseShape:
    """Return a case as its caller may see it."""
    seen = as_seen_by(caller.viewer_of(case), case)
    return CaseShape(
        case_id=case.case_id,
        version=case.version,
        state=case.state,
        kind=case.kind,
        home=case.home,
        assessment=assessment_shape(case.assessment, caller.language),
        left=_registration(log, case, "left", caller),
        right=_registration(log, case, "right", caller),
        own_sides=list(caller.own_sides(case)),
        waiting_for=list(waiting_for(case)),
        spoken=list(spoken(case)),
        positions={side: _position(position) for side, position in seen.positions.items()},
        proposal=_proposal(seen.proposal) if seen.proposal else None,
        agreement=_agreement(case.agreement) if case.agreement else None,
        claims={side: claim.actor for side, claim in case.claims.items()},
        assigned=case.assigned,
        silent=list(case.silent),
        escalation=case.escalation,
        transfer=case.transfer,
        suggestion="host_keeps" if case.transfer else None,
        reply_by=case.reply_by,
        flagged_at=case.flagged_at,
        since=case.since,
    )


def shown_to(caller: Caller, case: Case, side: Side) -> Shown:
    """Return how much of one side's values a caller sees."""
    if side in caller.own_sides(case):
        return shown(Relation.OWN, case.state)
    relation = caller.relation_to(parties_of(case))
    if relation is Relation.OWN:
        return shown(Relation.COUNTERPART, case.state)
    if relation is Relation.SUPERIOR:
        return shown(Relation.SUPERIOR, case.state)
    return Shown.MASKED if caller.may(Action.SEE_COUNTERPART, parties_of(case)) else Shown.NOTHING


def disclosed_sides(caller: Caller, case: Case) -> tuple[Side, ...]:
    """Return the sides of which a caller sees values that are not of the own roll."""
    return tuple(
        side
        for side in SIDES
        if side not in caller.own_sides(case) and shown_to(caller, case, side) is not Shown.NOTHING
    )


def assessment_shape(assessment: Assessment, language: Language) -> AssessmentShape:
    """Return what a model says, with its evidence in words, the heaviest first."""
    return AssessmentShape(
        probability=assessment.probability,
        verdict=assessment.verdict,
        coincidences=assessment.coincidences,
        search_incomplete=assessment.search_incomplete,
        model=assessment.model,
        evidence=[
            EvidenceShape(field=e.field, level=e.level, bits=e.bits, words=phrase(language, e))
            for e in sorted_evidence(assessment)
        ],
    )


def key_shape(key: RegistrationKey) -> Key:
    """Return a registration's key."""
    return Key.model_validate(asdict(key))


def _registration(log: EventLog, case: Case, side: Side, caller: Caller) -> RegistrationShape:
    key = case.key_of(side)
    standing = registration_as_of(log, key)
    how = shown_to(caller, case, side)
    values = {} if standing is None or how is Shown.NOTHING else masked_values(standing)
    return RegistrationShape(key=key_shape(key), stands=standing is not None, values=values)


def masked_values(standing: Standing) -> dict[str, str]:
    """Return a registration's values as a screen may show them."""
    values = {column: mask(column, str(getattr(standing.voter, column))) for column in COLUMNS}
    return {column: value for column, value in values.items() if value}


def _settlement(settlement: Settlement) -> SettlementShape:
    return SettlementShape.model_validate(settlement.model_dump())


def _position(position: Position) -> PositionShape:
    return PositionShape(
        settlement=_settlement(position.settlement),
        reason=position.reason,
        actor=position.actor,
        at=position.at,
    )


def _proposal(proposal: Proposal) -> ProposalShape:
    return ProposalShape(
        by=proposal.by, position=_position(proposal.position), accepted=sorted(proposal.accepted)
    )


def _agreement(agreement: Agreement) -> AgreementShape:
    return AgreementShape(
        settlement=_settlement(agreement.settlement),
        by=agreement.by,
        at=agreement.at,
        kept=list(agreement.kept),
        released=list(agreement.released),
        corrected=list(agreement.corrected),
    )
