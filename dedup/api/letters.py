"""Letters as PDF: to the other committee about all cases between the two, in reply, and to the voter."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Request, Response
from pydantic import Field

from dedup.access.policy import Action
from dedup.api.caller import Caller, permit
from dedup.api.cases import case_for, require_committee
from dedup.api.disclosing import disclose_case
from dedup.api.problems import documented
from dedup.api.shapes import CASE_ID, CODE, Level, Name, Shape
from dedup.api.state import follower_of, service_of
from dedup.calendars.days import day_in_china
from dedup.cases.commands import NoteLetter
from dedup.cases.outcomes import SIDES
from dedup.committees import Committee
from dedup.correspondence import CaseLetter, Correspondence, Heading, Told, level_of, print_of
from dedup.errors import BadRequest
from dedup.letters.facts import Office
from dedup.views.queues import QueueQuery
from events.cases import LetterKind

router = APIRouter(tags=["letters"])

PDF: dict[int | str, dict[str, Any]] = {
    200: {"content": {"application/pdf": {}}, "description": "The letter."}
}
CaseId = Annotated[str, Field(pattern=CASE_ID)]


class OfficeBody(Shape):
    """A committee as it is to be printed, and whom to ask there."""

    name: Name
    contact: Annotated[str, Field(max_length=100)] = ""
    phone: Annotated[str, Field(max_length=100)] = ""


class LetterHead(Shape):
    """What every letter has."""

    number: Name
    sender: OfficeBody
    recipient: OfficeBody


class InquiryBody(LetterHead):
    """Between whom."""

    level: Level = "county"
    committee: Annotated[str, Field(pattern=CODE)]
    counterpart: Annotated[str, Field(pattern=CODE)]
    limit: Annotated[int, Field(ge=1, le=500)] = 500


class ReplyBody(LetterHead):
    """What is answered, about which cases."""

    inquiry_number: Name
    inquiry_dated: date
    cases: Annotated[list[CaseId], Field(min_length=1, max_length=500)]


class NoticeBody(LetterHead):
    """About which case; the recipient is the other committee, which the notice names."""

    case: CaseId


@router.post(
    "/letters/inquiry",
    response_class=Response,
    responses={**documented(400, 401, 403, 404, 409, 422, 503), **PDF},
)
def write_inquiry(
    request: Request, body: InquiryBody, caller: Annotated[Caller, permit(Action.SEND_LETTER)]
) -> Response:
    """Ask the other committee about all pending cases between the two: 核实函."""
    require_committee(caller, Action.SEND_LETTER, body.level, body.committee)
    service = service_of(request)
    mine, other = Committee(body.level, body.committee), Committee(body.level, body.counterpart)
    rows = service.queues.page(QueueQuery(mine, other=other, probability_min=0.5, limit=body.limit))
    told = [Told(service.desk.load(row.case_id), row.side) for row in rows]
    if not told:
        raise BadRequest("nothing-to-ask")
    heading = _heading(request, body, told)
    situation = service.desk.clocks_only(told[0].case)
    reply_by = max(situation.clock_of(side).reply_by(heading.dated) for side in SIDES)
    letter = Correspondence(service.log, caller.language).inquiry(
        heading, _office(body.recipient), reply_by, told
    )
    return _sent(request, caller, letter, "verification", told)


@router.post(
    "/letters/reply",
    response_class=Response,
    responses={**documented(400, 401, 403, 404, 409, 422, 503), **PDF},
)
def write_reply(
    request: Request, body: ReplyBody, caller: Annotated[Caller, permit(Action.SEND_LETTER)]
) -> Response:
    """Answer an inquiry with what was said openly: 复函."""
    told = [_told(request, case_id, caller) for case_id in dict.fromkeys(body.cases)]
    asked = (body.inquiry_number, body.inquiry_dated)
    letter = Correspondence(service_of(request).log, caller.language).reply(
        _heading(request, body, told), _office(body.recipient), asked, told
    )
    return _sent(request, caller, letter, "reply", told)


@router.post(
    "/letters/notice",
    response_class=Response,
    responses={**documented(400, 401, 403, 404, 409, 422, 503), **PDF},
)
def write_notice(
    request: Request, body: NoticeBody, caller: Annotated[Caller, permit(Action.SEND_LETTER)]
) -> Response:
    """Tell the voter on the own roll what is being checked, or what came of it: 告知书."""
    told = [_told(request, body.case, caller)]
    service, key = service_of(request), told[0].case.key_of(told[0].side)
    calendar = service.calendars.find(key.cycle, Committee(key.level, key.committee))
    letter = Correspondence(service.log, caller.language).notice(
        _heading(request, body, told), _office(body.recipient), told[0], calendar
    )
    return _sent(request, caller, letter, "notice", told)


def _told(request: Request, case_id: str, caller: Caller) -> Told:
    case = case_for(request, case_id, caller, Action.SEND_LETTER)
    own = caller.sides_for(Action.SEND_LETTER, case)
    if len(own) != 1:
        raise BadRequest("side-unknown")
    return Told(case, own[0])


def _heading(request: Request, body: LetterHead, told: list[Told]) -> Heading:
    today = day_in_china(service_of(request).clock())
    return Heading(body.number, _office(body.sender), today, level_of(told))


def _office(body: OfficeBody) -> Office:
    return Office(body.name, body.contact, body.phone)


def _sent(
    request: Request, caller: Caller, letter: CaseLetter, kind: LetterKind, told: list[Told]
) -> Response:
    """Print the letter, and put it on record in each of its cases."""
    service = service_of(request)
    content = service.press.pdf(letter, caller.language)
    for one in told:
        printed = print_of(letter, caller.language) if len(told) == 1 else None
        note = NoteLetter(caller.account.name, one.side, kind, letter.number, printed)
        disclose_case(service, caller, one.case)
        service.desk.carry_out(one.case.case_id, note)
    follower_of(request).wake()
    headers = {"Content-Disposition": f'attachment; filename="{kind}.pdf"'}
    return Response(content, media_type="application/pdf", headers=headers)
