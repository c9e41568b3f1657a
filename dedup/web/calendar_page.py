"""Calendars: a committee's dates with every gate that follows from them, and setting them."""

from __future__ import annotations

from datetime import date
from http import HTTPStatus
from typing import Annotated, Final

from fastapi import APIRouter, Query, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.responses import RedirectResponse

from dedup.access.policy import Action
from dedup.api.problems import RequestProblem
from dedup.api.state import follower_of, service_of
from dedup.calendars.desk import CalendarDesk
from dedup.calendars.drafting import Draft, drafted
from dedup.calendars.gates import gates
from dedup.clock import CHINA_TIME
from dedup.committees import Committee
from dedup.errors import BadRequest
from dedup.web.paper import page
from dedup.web.queue_page import COMMITTEE, party_named
from dedup.web.visitor import PageRoute, Visitor, form_of, text_in, visitor_of

router = APIRouter(include_in_schema=False, route_class=PageRoute)

_OTHERS_MAX: Final = 12


@router.get("/desk/calendar")
def see_calendar(request: Request, committee: Annotated[str, Query(pattern=COMMITTEE)] = "") -> Response:
    """Show a committee's calendar, and the election days of those it has cases with."""
    visitor = visitor_of(request)
    if not visitor.committees:
        raise RequestProblem(HTTPStatus.FORBIDDEN, "not-permitted")
    party = party_named(committee, visitor)
    service = service_of(request)
    desk, cycle = CalendarDesk(service.log, service.clock), service.settings.cycle
    calendar = desk.find(cycle, party)
    pairs = service.queues.by_pair(party)[:_OTHERS_MAX]
    others = [pair.other for pair in pairs]
    return page(
        "calendar.html",
        visitor.language,
        request,
        visitor,
        party=party,
        calendar=calendar,
        gates=gates(calendar) if calendar else (),
        today=service.clock().astimezone(CHINA_TIME).date(),
        others=[(other, desk.find(cycle, other)) for other in others],
        may_set=visitor.caller.may(Action.SET_CALENDAR, [party]),
    )


@router.post("/desk/calendar")
async def set_calendar(request: Request) -> Response:
    """Put a calendar in force."""
    visitor, form = await form_of(request)
    return await run_in_threadpool(_set, request, visitor, form)


def _set(request: Request, visitor: Visitor, form: FormData) -> Response:
    level, _, code = text_in(form, "committee").partition("/")
    party = Committee(level, code)
    if not visitor.caller.may(Action.SET_CALENDAR, [party]):
        raise RequestProblem(HTTPStatus.FORBIDDEN, "not-permitted")
    service = service_of(request)
    desk, cycle = CalendarDesk(service.log, service.clock), service.settings.cycle
    draft = Draft(
        election_day=_day(text_in(form, "election_day")),
        publication_day=_day(text_in(form, "publication_day")),
        registration_closes=_day(text_in(form, "registration_closes")),
    )
    desk.set(drafted(cycle, party, draft, desk.find(cycle, party)), visitor.name)
    follower_of(request).wake()
    return RedirectResponse(f"/desk/calendar?committee={level}/{code}", HTTPStatus.SEE_OTHER)


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadRequest("day-unreadable") from None
