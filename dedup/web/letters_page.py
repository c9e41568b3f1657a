"""Letters about one case: which may be drawn up, drawing one up, and printing it again as it was sent.

What is drawn up is put on record before it can be fetched. The PDF is printed from the log as it stood then,
so that it is the same whenever it is fetched.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from http import HTTPStatus
from typing import Annotated, Final, cast, get_args

from fastapi import APIRouter, Path, Query, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.responses import RedirectResponse

from dedup.access.policy import Action
from dedup.access.seeing import Shown
from dedup.api.caller import Caller
from dedup.api.cases import CaseId, case_for
from dedup.api.disclosing import disclose_case
from dedup.api.problems import RequestProblem
from dedup.api.showing import shown_to
from dedup.api.state import follower_of, service_of
from dedup.bootstrap import Service
from dedup.calendars.days import day_in_china
from dedup.cases.case import Case
from dedup.cases.commands import NoteLetter
from dedup.cases.lifecycle import UNRESOLVED
from dedup.cases.outcomes import SIDES, other_side
from dedup.catalogue import LANGUAGES, Language, say
from dedup.committees import Committee
from dedup.correspondence import Correspondence, Heading, Told, level_of
from dedup.errors import BadRequest
from dedup.letters.facts import Letter, Office
from dedup.web.paper import page
from dedup.web.visitor import PageRoute, Visitor, form_of, text_in, visitor_of
from events.cases import Correspondent, LetterKind, LetterSent, Print, Side, case_stream_id
from events.log import EventLog

router = APIRouter(include_in_schema=False, route_class=PageRoute)

KINDS: Final[tuple[LetterKind, ...]] = get_args(LetterKind)
_TEXT_LENGTH_MAX: Final = 100


@dataclass(frozen=True, slots=True)
class Sent:
    """A letter of one side that is on record."""

    position: int
    day: date
    event: LetterSent

    @property
    def can_be_fetched(self) -> bool:
        """Tell whether it is known how it was printed: of a letter about several cases it is not."""
        return self.event.printed is not None


def letters_possible(case: Case, caller: Caller) -> tuple[LetterKind, ...]:
    """Return the letters that the caller may draw up about a case now."""
    own = caller.sides_for(Action.SEND_LETTER, case)
    if len(own) != 1:
        return ()
    open_words = case.agreement is not None if case.state not in UNRESOLVED else case.opened
    spoken = open_words and (case.state not in UNRESOLVED or own[0] in case.positions)
    asks = case.state in UNRESOLVED and case.kind == "cross_committee"
    answers = spoken and case.kind == "cross_committee"
    possible: dict[LetterKind, bool] = {"verification": asks, "reply": answers, "notice": True}
    return tuple(kind for kind in KINDS if possible[kind])


def letters_sent(log: EventLog, case: Case, caller: Caller) -> list[Sent]:
    """Return the letters of the caller's own side, the latest first; what went to their voter is theirs."""
    own = caller.sides_for(Action.SEND_LETTER, case)
    return [
        Sent(recorded.position, day_in_china(recorded.event.happened_at), recorded.event)
        for recorded in reversed(log.read_stream(case_stream_id(case.case_id)))
        if isinstance(recorded.event, LetterSent) and recorded.event.side in own
    ]


def fetchable(log: EventLog, case: Case, caller: Caller) -> list[Sent]:
    """Return the letters that can be fetched; none once nothing of the other side is shown any more."""
    sent = [letter for letter in letters_sent(log, case, caller) if letter.can_be_fetched]
    return sent if _sees_other(case, caller) else []


@router.get("/desk/cases/{case_id}/letters")
def see_letters(
    request: Request, case_id: CaseId, kind: Annotated[str, Query(pattern="^[a-z]{0,20}$")] = ""
) -> Response:
    """Show which letters may be drawn up, the form of one, and those on record."""
    visitor = visitor_of(request)
    case = case_for(request, case_id, visitor.caller, Action.SEND_LETTER)
    possible = letters_possible(case, visitor.caller)
    log = service_of(request).log
    return page(
        "letters.html", visitor.language, request, visitor,
        case=case, possible=possible, kind=kind if kind in possible else next(iter(possible), ""),
        sent=letters_sent(log, case, visitor.caller), fetchable=fetchable(log, case, visitor.caller),
        offices=_offices(log, case, visitor), text_length_max=_TEXT_LENGTH_MAX,
    )  # fmt: skip


@router.post("/desk/cases/{case_id}/letters")
async def draw_up(request: Request, case_id: CaseId) -> Response:
    """Draw a letter up and put it on record; it can be fetched from then on."""
    visitor, form = await form_of(request)
    return await run_in_threadpool(_drawn_up, request, visitor, case_id, form)


@router.get("/desk/cases/{case_id}/letters/{position}.pdf")
def fetch(request: Request, case_id: CaseId, position: Annotated[int, Path(ge=1, le=2**53)]) -> Response:
    """Return a letter of the own side as it was sent; what it tells of the other roll goes on record."""
    visitor, service = visitor_of(request), service_of(request)
    case = case_for(request, case_id, visitor.caller, Action.SEND_LETTER)
    sent = next((s for s in fetchable(service.log, case, visitor.caller) if s.position == position), None)
    if sent is None or sent.event.printed is None:
        raise RequestProblem(HTTPStatus.NOT_FOUND, "letter-gone")
    then = service.desk.load(case_id, position)
    letter = _written(service, Told(then, sent.event.side), sent.event, sent.day, position)
    disclose_case(service, visitor.caller, case)
    content = service.press.pdf(letter, _language(sent.event.printed))
    headers = {"Content-Disposition": f'attachment; filename="{sent.event.kind}-{case_id[:8]}.pdf"'}
    return Response(content, media_type="application/pdf", headers=headers)


def _drawn_up(request: Request, visitor: Visitor, case_id: str, form: FormData) -> Response:
    service, caller = service_of(request), visitor.caller
    case = case_for(request, case_id, caller, Action.SEND_LETTER)
    kind = next((k for k in letters_possible(case, caller) if k == text_in(form, "kind")), None)
    if kind is None:
        raise BadRequest("letter-not-now")
    (side,) = caller.sides_for(Action.SEND_LETTER, case)
    now = service.clock()
    printed = _print(form, visitor, kind, _reply_by(service, case, day_in_china(now)))
    number = text_in(form, "number").strip()
    event = LetterSent(
        actor=visitor.name,
        happened_at=now,
        recorded_at=now,
        side=side,
        kind=kind,
        number=number,
        printed=printed,
    )
    service.press.pdf(_written(service, Told(case, side), event, day_in_china(now)), visitor.language)
    disclose_case(service, caller, case)
    service.desk.carry_out(case_id, NoteLetter(visitor.name, side, kind, number, printed))
    follower_of(request).wake()
    return RedirectResponse(f"/desk/cases/{case_id}/letters?kind={kind}", HTTPStatus.SEE_OTHER)


def _written(service: Service, told: Told, sent: LetterSent, dated: date, until: int | None = None) -> Letter:
    """Return a letter with what was printed on it, about a case and rolls as they stood at a position."""
    printed = cast("Print", sent.printed)
    writing = Correspondence(service.log, _language(printed), until)
    heading = Heading(sent.number, _office(printed.sender), dated, level_of([told]))
    other = _office(printed.recipient)
    match sent.kind:
        case "verification":
            return writing.inquiry(heading, other, printed.reply_by or dated, [told])
        case "reply":
            asked = printed.asked_number, printed.asked_on or dated
            return writing.reply(heading, other, asked, [told])
        case "notice":
            key = told.case.key_of(told.side)
            calendar = service.calendars.find(key.cycle, Committee(key.level, key.committee), until)
            return writing.notice(heading, other, told, calendar)


def _print(form: FormData, visitor: Visitor, kind: LetterKind, reply_by: date) -> Print:
    def office(who: str) -> Correspondent:
        fields = (
            text_in(form, f"{who}_{f}").strip()[:_TEXT_LENGTH_MAX] for f in ("name", "contact", "phone")
        )
        return Correspondent(**dict(zip(("name", "contact", "phone"), fields, strict=True)))

    printed = Print(sender=office("sender"), recipient=office("recipient"), language=visitor.language)
    if kind == "verification":
        return printed.model_copy(update={"reply_by": reply_by})
    if kind == "reply":
        asked = {"asked_number": text_in(form, "asked_number").strip()[:_TEXT_LENGTH_MAX]}
        return printed.model_copy(update={**asked, "asked_on": _day(text_in(form, "asked_on"))})
    return printed


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadRequest("day-unreadable") from None


def _reply_by(service: Service, case: Case, asked_on: date) -> date:
    situation = service.desk.clocks_only(case)
    return max(situation.clock_of(side).reply_by(asked_on) for side in SIDES)


def _offices(log: EventLog, case: Case, visitor: Visitor) -> dict[str, Correspondent]:
    """Return both committees as the last letter named them, else by their codes."""
    own = visitor.caller.sides_for(Action.SEND_LETTER, case)
    if len(own) != 1:
        return {}
    last = next((s.event.printed for s in letters_sent(log, case, visitor.caller) if s.event.printed), None)
    if last is not None:
        return {"sender": last.sender, "recipient": last.recipient}
    sides: dict[str, Side] = {"sender": own[0], "recipient": other_side(own[0])}
    return {
        who: Correspondent(name=say(visitor.language, "committee-of", code=case.key_of(side).committee))
        for who, side in sides.items()
    }


def _sees_other(case: Case, caller: Caller) -> bool:
    own = caller.own_sides(case)
    return all(shown_to(caller, case, side) is not Shown.NOTHING for side in SIDES if side not in own)


def _office(named: Correspondent) -> Office:
    return Office(named.name, named.contact, named.phone)


def _language(printed: Print) -> Language:
    return next((language for language in LANGUAGES if language == printed.language), LANGUAGES[0])
