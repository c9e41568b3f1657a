"""Calendars: a committee's dates and rules, its gates, and setting them."""

from __future__ import annotations

from datetime import date
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request, Response
from pydantic import Field

from dedup.access.policy import Action
from dedup.api.caller import Caller, permit
from dedup.api.cases import require_committee
from dedup.api.problems import RequestProblem, documented
from dedup.api.shapes import CODE, Level, Shape
from dedup.api.state import follower_of, service_of
from dedup.calendars.calendar import Calendar
from dedup.calendars.days import day_in_china
from dedup.calendars.drafting import Draft, drafted
from dedup.calendars.telling import calendar_as_json
from dedup.committees import Committee

router = APIRouter(tags=["calendars"])

_DAYS_MAX = 200


class CalendarBody(Shape):
    """What is stated of a calendar; the rest stays as it was, or as the place's rules have it."""

    election_day: date | None = None
    publication_day: date | None = None
    registration_closes: date | None = None
    preset: Annotated[str, Field(max_length=50)] = ""
    rules: dict[Annotated[str, Field(max_length=50)], Annotated[str, Field(max_length=200)]] = Field(
        default={}, max_length=30
    )
    holidays: Annotated[list[date], Field(max_length=_DAYS_MAX)] = []
    working_weekends: Annotated[list[date], Field(max_length=_DAYS_MAX)] = []


@router.get("/committees/{level}/{code}/calendar", responses=documented(401, 403, 404, 422, 503))
def see_calendar(
    request: Request,
    response: Response,
    level: Level,
    code: Annotated[str, Path(pattern=CODE)],
    caller: Annotated[Caller, permit(Action.LIST_CASES)],
) -> dict[str, Any]:
    """Return a committee's calendar with its legal gates."""
    require_committee(caller, Action.LIST_CASES, level, code)
    calendar = _find(request, level, code)
    if calendar is None:
        raise RequestProblem(HTTPStatus.NOT_FOUND, "not-found")
    response.headers["Cache-Control"] = "no-store"
    return calendar_as_json(calendar, day_in_china(service_of(request).clock()))


@router.put("/committees/{level}/{code}/calendar", responses=documented(400, 401, 403, 404, 409, 422, 503))
def set_calendar(
    request: Request,
    level: Level,
    code: Annotated[str, Path(pattern=CODE)],
    body: CalendarBody,
    caller: Annotated[Caller, permit(Action.SET_CALENDAR)],
) -> dict[str, Any]:
    """Set a committee's dates and rules; what breaks the law is refused with the article."""
    require_committee(caller, Action.SET_CALENDAR, level, code)
    service = service_of(request)
    draft = Draft(
        election_day=body.election_day,
        publication_day=body.publication_day,
        registration_closes=body.registration_closes,
        preset=body.preset,
        rules=body.rules,
        holidays=body.holidays,
        working_weekends=body.working_weekends,
    )
    calendar = drafted(service.settings.cycle, Committee(level, code), draft, _find(request, level, code))
    service.calendars.set(calendar, caller.account.name)
    follower_of(request).wake()
    return calendar_as_json(calendar, day_in_china(service.clock()))


def _find(request: Request, level: str, code: str) -> Calendar | None:
    service = service_of(request)
    return service.calendars.find(service.settings.cycle, Committee(level, code))
