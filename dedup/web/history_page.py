"""The story of a case, or of its voters on the own roll, in sentences, as of any moment in it."""

from __future__ import annotations

from typing import Annotated, Final, Literal

from fastapi import APIRouter, Query, Request, Response

from dedup.access.policy import Action
from dedup.api.caller import Caller, parties_of, party_of
from dedup.api.cases import CaseId, case_for
from dedup.api.state import service_of
from dedup.audit.history import Line, tell
from dedup.bootstrap import Service
from dedup.cases.case import Case
from dedup.cases.lifecycle import PENDING
from dedup.cases.outcomes import SIDES, other_side
from dedup.committees import Committee
from dedup.views.cases import CaseQuery
from dedup.web.letters_page import fetchable
from dedup.web.paper import page
from dedup.web.visitor import PageRoute, visitor_of
from events.cases import Side, case_stream_id

router = APIRouter(include_in_schema=False, route_class=PageRoute)

Of = Literal["case", "voter"]
_CASES_MAX: Final = 20
"""Cases of one voter that are told together."""
_POSITION_MAX: Final = 2**53


@router.get("/desk/cases/{case_id}/history")
def see_history(
    request: Request,
    case_id: CaseId,
    until: Annotated[int, Query(ge=0, le=_POSITION_MAX)] = 0,
    at: Annotated[int, Query(ge=0, le=_POSITION_MAX)] = 0,
    of: Of = "case",
) -> Response:
    """Show everything that happened, or only what had happened by an entry: the `at`-th, or a position."""
    visitor = visitor_of(request)
    case = case_for(request, case_id, visitor.caller, Action.READ_HISTORY)
    service, sides = service_of(request), _sides_told(visitor.caller, case)
    of = of if sides else "case"
    whole = (
        _of_voter(service, visitor.caller, case, sides)
        if of == "voter"
        else _of_case(service, visitor.caller, case)
    )
    moment = _moment(whole, at, until)
    lines = whole[:moment]
    then = (
        service.desk.load(case_id, lines[-1].position)
        if moment < len(whole) and _begun(case, lines)
        else case
    )
    letters = {sent.position for sent in fetchable(service.log, case, visitor.caller)}
    return page(
        "history.html", visitor.language, request, visitor,
        case=case, then=then, is_begun=_begun(case, lines), lines=lines, moment=moment, total=len(whole),
        of=of, has_voter=bool(sides), letters=letters,
    )  # fmt: skip


def _moment(whole: list[Line], at: int, until: int) -> int:
    """Return how many entries are told; all unless fewer are asked for."""
    if at:
        return min(at, len(whole))
    if until:
        return max(1, sum(line.position <= until for line in whole))
    return len(whole)


def _begun(case: Case, lines: list[Line]) -> bool:
    """Tell whether the case was there by the last of some entries."""
    return any(line.subject == case.case_id for line in lines)


def _of_case(service: Service, caller: Caller, case: Case) -> list[Line]:
    return tell(service.log, [case_stream_id(case.case_id)], caller.language, viewer=caller.viewer_of(case))


def _of_voter(service: Service, caller: Caller, case: Case, sides: tuple[Side, ...]) -> list[Line]:
    """Return the story of the registrations, and of every case of theirs that the caller may read."""
    streams = [case.key_of(side).stream_id for side in sides]
    told = {line.position: line for line in tell(service.log, streams, caller.language)}
    for stream in streams:
        for other in service.cases.find(CaseQuery(registration=stream, limit=_CASES_MAX)):
            if caller.may(Action.READ_HISTORY, parties_of(other)):
                told.update({line.position: line for line in _of_case(service, caller, other)})
    return [told[position] for position in sorted(told)]


def _sides_told(caller: Caller, case: Case) -> tuple[Side, ...]:
    """Return the sides whose registrations the caller may read the history of."""
    return tuple(
        side
        for side in SIDES
        if caller.may_of_registration(Action.READ_HISTORY, party_of(case, side), _opposite(case, side))
    )


def _opposite(case: Case, side: Side) -> set[Committee]:
    return {party_of(case, other_side(side))} if case.state in PENDING else set()
