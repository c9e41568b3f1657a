"""Cases and stories as text and as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from dedup.audit.history import Line, settlement_in_words
from dedup.bootstrap import Service
from dedup.cases.case import Agreement, Case, Position, Proposal
from dedup.cases.lifecycle import UNRESOLVED
from dedup.cases.outcomes import SIDES
from dedup.cases.sight import as_seen_by, spoken
from dedup.cases.turns import waiting_for
from dedup.catalogue import Language, say
from dedup.cli.session import Session, print_facts, print_json, print_table
from dedup.clock import in_china
from dedup.masking import mask
from dedup.reasons import brief_reasons, phrase, reasons, sorted_evidence
from dedup.rolls import Standing, registration_as_of
from events.cases import Assessment
from events.registrations import RegistrationKey, Voter

_SHOWN_COLUMNS = tuple(name for name in Voter.model_fields if name != "extra")


def case_as_json(case: Case, language: Language) -> dict[str, Any]:
    """Return a case as JSON values."""
    seen = as_seen_by("record", case)
    return {
        "case_id": case.case_id,
        "state": case.state.value,
        "version": case.version,
        "kind": case.kind,
        "home": case.home,
        "left": asdict(case.left),
        "right": asdict(case.right),
        "probability": case.assessment.probability,
        "class": case.assessment.verdict,
        "evidence": [e.model_dump() for e in case.assessment.evidence],
        "reasons": reasons(language, case.assessment),
        "model": case.assessment.model,
        "coincidences": case.assessment.coincidences,
        "search_incomplete": case.assessment.search_incomplete,
        "flagged_at": case.flagged_at.isoformat(),
        "claims": {side: asdict(claim) for side, claim in case.claims.items()},
        "assigned": case.assigned,
        "transfer": case.transfer,
        "suggestion": "host_keeps" if case.transfer else None,
        "spoken": list(spoken(case)),
        "waiting_for": list(waiting_for(case)),
        "positions": {side: _position_as_json(position) for side, position in seen.positions.items()},
        "proposal": _proposal_as_json(case.proposal) if case.proposal else None,
        "agreement": _agreement_as_json(case.agreement) if case.agreement else None,
    }


def _position_as_json(position: Position) -> dict[str, Any]:
    return {
        **position.settlement.model_dump(mode="json"),
        "reason": position.reason,
        "actor": position.actor,
        "at": position.at.isoformat(),
    }


def _proposal_as_json(proposal: Proposal) -> dict[str, Any]:
    accepted = sorted(proposal.accepted)
    return {"by": proposal.by, "accepted": accepted, **_position_as_json(proposal.position)}


def _agreement_as_json(agreement: Agreement) -> dict[str, Any]:
    return {
        **agreement.settlement.model_dump(mode="json"),
        "by": agreement.by,
        "at": agreement.at.isoformat(),
        "kept": list(agreement.kept),
        "released": list(agreement.released),
        "corrected": list(agreement.corrected),
    }


def case_row(case: Case, language: Language) -> tuple[str, ...]:
    """Return a case as a row of a table."""
    state = say(language, f"state-{case.state}")
    if case.agreement and case.state not in UNRESOLVED:
        state = f"{state}: {settlement_in_words(case.agreement.settlement, language)}"
    return (
        case.case_id,
        f"{case.assessment.probability:.4f}",
        state,
        f"{_short(case.left)} ~ {_short(case.right)}",
        brief_reasons(language, case.assessment),
    )


def print_case(
    session: Session, service: Service, case: Case, position: int | None, *, unmask: bool, as_json: bool
) -> None:
    """Print a case with both registrations, as they stood at a position."""
    sides = [registration_as_of(service.log, key, position) for key in (case.left, case.right)]
    rows = compared_values(session, sides, unmask=unmask)
    if unmask:
        columns = [row[0] for row in rows]
        service.disclosures.of_case(session.settings.actor, case, SIDES, columns, masked=False)
    if as_json:
        values = {column: {"left": left, "right": right} for column, _, left, right in rows}
        print_json({**case_as_json(case, session.language), "values": values})
        return
    print_facts(_facts(session, case))
    left, right = (session.say(f"side-{side}") for side in _sides(case))
    headers = ("", f"{left} {_short(case.left)}", f"{right} {_short(case.right)}")
    print_table(headers, [row[1:] for row in rows])
    print_evidence(session, case.assessment)


def print_evidence(session: Session, assessment: Assessment) -> None:
    """Print the evidence of an assessment, the heaviest first, with its bits."""
    evidence = [(phrase(session.language, e), f"{e.bits:+.2f}") for e in sorted_evidence(assessment)]
    print_table((session.say("header-evidence"), session.say("header-bits")), evidence)


def print_story(session: Session, lines: Sequence[Line], *, as_json: bool) -> None:
    """Print a story, sentence by sentence."""
    if as_json:
        print_json([asdict(line) for line in lines])
        return
    for line in lines:
        print(f"[{line.position}] {line.sentence}")


def _short(key: RegistrationKey) -> str:
    return f"{key.committee}/{key.registration_id}"


def _sides(case: Case) -> tuple[str, str]:
    match case.home:
        case "left":
            return "home", "host"
        case "right":
            return "host", "home"
        case _:
            return "left", "right"


def _facts(session: Session, case: Case) -> dict[str, str]:
    facts = {
        "case": case.case_id,
        "state": session.say(f"state-{case.state}"),
        "kind": session.say(f"kind-{case.kind}"),
        "probability": f"{case.assessment.probability:.4f}",
        "verdict": session.say(f"verdict-{case.assessment.verdict}"),
        "flagged_at": in_china(case.flagged_at),
        "model": case.assessment.model,
    }
    if case.claims:
        facts["claimed_by"] = ", ".join(claim.actor for claim in case.claims.values())
    if waiting := waiting_for(case):
        names = dict(zip(("left", "right"), _sides(case), strict=True))
        facts["waiting_for"] = ", ".join(session.say(f"side-{names[side]}") for side in waiting)
    if case.transfer:
        facts["suggestion"] = session.say("outcome-host_keeps")
    if case.agreement:
        outcome = settlement_in_words(case.agreement.settlement, session.language)
        facts["decision"] = f"{outcome} ({in_china(case.agreement.at)})"
    return {session.say(f"header-{name}"): value for name, value in facts.items()}


def compared_values(
    session: Session, sides: Sequence[Standing | None], *, unmask: bool
) -> list[tuple[str, str, str, str]]:
    """Return (column, its header, left value, right value) of what either of two registrations gives."""

    def value(side: Standing | None, column: str) -> str:
        if side is None:
            return session.say("withdrawn")
        text = str(getattr(side.voter, column))
        return text if unmask else mask(column, text)

    rows = []
    for column in _SHOWN_COLUMNS:
        left, right = (value(side, column) for side in sides)
        if left or right:
            rows.append((column, session.say(f"column-{column}"), left, right))
    return rows
