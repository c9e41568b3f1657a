"""What stands beside the comparison on a card: certificates, what the other side sees, cases, letters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from dedup.access.policy import Action
from dedup.access.seeing import OVER
from dedup.api.caller import Caller, parties_of, party_of
from dedup.bootstrap import Service
from dedup.cases.case import Case
from dedup.cases.lifecycle import State
from dedup.cases.outcomes import SIDES
from dedup.catalogue import Language, say
from dedup.certificates.certificate import Certificate
from dedup.rolls import Standing
from dedup.views.cases import CaseQuery
from dedup.web.letters_page import Sent, fetchable, letters_possible
from events.cases import LetterKind, Side

RELATED_MAX: Final = 6
SENT_SHOWN: Final = 3


@dataclass(frozen=True, slots=True)
class Related:
    """Another case of one of the two voters."""

    case_id: str
    state: State
    probability: float
    others: tuple[str, ...]
    """Codes of the committees in it that are not in this case."""


@dataclass(frozen=True, slots=True)
class Beside:
    """What a card tells beside the comparison."""

    certificates: Mapping[Side, str]
    """In words, what each side issued, or its roll names."""
    counterpart_sees: str
    related: tuple[Related, ...]
    letters: tuple[LetterKind, ...]
    """Letters that may be drawn up now."""
    sent: tuple[Sent, ...]
    """Letters of the own side that can be fetched, the latest first."""


def beside(
    service: Service, caller: Caller, case: Case, standing: Mapping[Side, Standing | None], side: Side | None
) -> Beside:
    """Return what stands beside the comparison of two registrations, of which each may be kept from view."""
    return Beside(
        certificates=_certificates(service, case, standing, caller.language),
        counterpart_sees=_counterpart_sees(case, side, caller.language),
        related=_related(service, caller, case),
        letters=letters_possible(case, caller),
        sent=tuple(fetchable(service.log, case, caller)[:SENT_SHOWN]),
    )


def _certificates(
    service: Service, case: Case, standing: Mapping[Side, Standing | None], language: Language
) -> dict[Side, str]:
    left, right = standing["left"], standing["right"]
    found = service.certificates.of_pair(left, right) if left and right else []
    issued: dict[Side, Certificate] = {}
    for certificate in found:
        issuer: Side = "left" if certificate.key.committee == case.left.committee else "right"
        issued.setdefault(issuer, certificate)
    return {s: _in_words(case, s, issued.get(s), standing[s], language) for s in SIDES}


def _in_words(
    case: Case, side: Side, issued: Certificate | None, standing: Standing | None, language: Language
) -> str:
    """Say what a side issued, else what its roll names, else that there is none where there might be one."""
    if issued is not None:
        until = issued.valid_until.isoformat() if issued.valid_until else ""
        state = say(language, f"certificate-{issued.state}")
        words = say(language, "beside-issued", number=issued.number, state=state)
        return words + say(language, "beside-valid-until", day=until) if until else words
    if standing is None:
        return ""
    if standing.entry.certificate_no:
        return say(language, "beside-named", number=standing.entry.certificate_no)
    if case.kind != "cross_committee":
        return ""
    return say(language, "beside-not-issued" if case.home == side else "beside-not-named")


def _counterpart_sees(case: Case, side: Side | None, language: Language) -> str:
    if side is None or case.kind != "cross_committee":
        return ""
    if case.state in OVER:
        return say(language, "counterpart-sees-outcome")
    return say(language, "counterpart-sees-all" if case.opened else "counterpart-sees-fields")


def _related(service: Service, caller: Caller, case: Case) -> tuple[Related, ...]:
    """Return other cases of either registration that the caller may see."""
    found: dict[str, Case] = {}
    for side in SIDES:
        query = CaseQuery(registration=case.key_of(side).stream_id, limit=RELATED_MAX)
        others = (c for c in service.cases.find(query) if c.case_id != case.case_id)
        found.update({c.case_id: c for c in others if caller.may(Action.SEE_CASE, parties_of(c))})
    own = {party_of(case, side) for side in SIDES}
    return tuple(
        Related(
            c.case_id,
            c.state,
            c.assessment.probability,
            tuple(p.code for p in parties_of(c) if p not in own),
        )
        for c in [*found.values()][:RELATED_MAX]
    )
