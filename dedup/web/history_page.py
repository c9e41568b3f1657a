"""The story of a case in sentences, as of any event in it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from dedup.access.policy import Action
from dedup.api.cases import CaseId, case_for
from dedup.api.state import service_of
from dedup.audit.history import tell
from dedup.web.paper import page
from dedup.web.visitor import PageRoute, visitor_of
from events.cases import case_stream_id

router = APIRouter(include_in_schema=False, route_class=PageRoute)


@router.get("/desk/cases/{case_id}/history")
def see_history(
    request: Request, case_id: CaseId, until: Annotated[int, Query(ge=0, le=2**53)] = 0
) -> Response:
    """Show everything that happened to a case, or only what had happened by then."""
    visitor = visitor_of(request)
    case = case_for(request, case_id, visitor.caller, Action.READ_HISTORY)
    service = service_of(request)
    whole = tell(
        service.log, [case_stream_id(case_id)], visitor.language, viewer=visitor.caller.viewer_of(case)
    )
    places = [line.position for line in whole]
    then = service.desk.load(case_id, until) if until and until >= places[0] else case
    lines = [line for line in whole if not until or line.position <= until]
    return page(
        "history.html", visitor.language, request, visitor,
        case=case, then=then, lines=lines, places=places, until=until, total=len(whole),
    )  # fmt: skip
