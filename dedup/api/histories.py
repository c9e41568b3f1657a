"""Histories of cases, and why two registrations are flagged or not."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Request

from dedup.access.policy import Action
from dedup.api.caller import Caller, permit
from dedup.api.cases import CaseId, case_for
from dedup.api.problems import documented
from dedup.api.shapes import Key, StoryLine, WhyAnswer, WhyBody
from dedup.api.showing import assessment_shape
from dedup.api.state import follower_of, service_of
from dedup.audit.history import tell
from dedup.cases.lifecycle import PENDING
from dedup.committees import Committee
from dedup.errors import BadRequest
from dedup.views.cases import CaseQuery
from events.cases import case_id_of, case_stream_id
from events.registrations import RegistrationKey

router = APIRouter(tags=["history"])


@router.get("/cases/{case_id}/history", responses=documented(401, 403, 404, 422, 503))
def tell_case(
    request: Request, case_id: CaseId, caller: Annotated[Caller, permit(Action.READ_HISTORY)]
) -> list[StoryLine]:
    """Return the history of a case in sentences; what is sealed is told without its content."""
    case = case_for(request, case_id, caller, Action.READ_HISTORY)
    lines = tell(
        service_of(request).log, [case_stream_id(case_id)], caller.language, viewer=caller.viewer_of(case)
    )
    return [StoryLine.model_validate(line, from_attributes=True) for line in lines]


@router.post("/why", responses=documented(400, 401, 403, 404, 409, 422, 503))
def explain(request: Request, body: WhyBody, caller: Annotated[Caller, permit(Action.READ_WHY)]) -> WhyAnswer:
    """Return why two registrations are flagged, or not.

    Both must be of the caller's own roll, or be the two of a case that the caller may see.
    """
    left, right = _key(body.left), _key(body.right)
    if left == right or not _may_ask(request, caller, left, right):
        raise BadRequest("registration-unknown", registration="")
    answer = follower_of(request).why(left, right)
    return WhyAnswer(
        flagged=answer.flagged,
        assessment=assessment_shape(answer.assessment, caller.language),
        roll_size=answer.roll_size,
        keys=list(answer.keys),
    )


def _may_ask(request: Request, caller: Caller, left: RegistrationKey, right: RegistrationKey) -> bool:
    parties = [Committee(k.level, k.committee) for k in (left, right)]
    if all(caller.may_of_registration(Action.READ_WHY, party, ()) for party in parties):
        return True
    if not caller.may(Action.READ_WHY, parties):
        return False
    cases = service_of(request).cases.find(CaseQuery(registration=left.stream_id, states=tuple(PENDING)))
    return any(case.case_id == case_id_of(left, right) for case in cases)


def _key(body: Key) -> RegistrationKey:
    return RegistrationKey(body.cycle, body.level, body.committee, body.registration_id)
