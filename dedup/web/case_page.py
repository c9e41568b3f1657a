"""A case's card, and what is done from it: each deed is a command of the API, under the version seen."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Request, Response
from pydantic import ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.responses import RedirectResponse

from dedup.access.policy import Action
from dedup.api.case_commands import ORDERS, Call, act
from dedup.api.cases import CaseId, case_for
from dedup.api.problems import RequestProblem, status_of
from dedup.api.state import follower_of, service_of
from dedup.audit.history import tell
from dedup.bootstrap import Service
from dedup.cases.case import Case
from dedup.cases.outcomes import SIDES
from dedup.catalogue import say
from dedup.errors import DedupError
from dedup.web.card import build_card, needs_record
from dedup.web.looking import Looking
from dedup.web.marks import legend
from dedup.web.order import next_address, waits_for
from dedup.web.paper import page
from dedup.web.visitor import PageRoute, Visitor, form_of, text_in, visitor_of
from events.cases import case_stream_id

router = APIRouter(include_in_schema=False, route_class=PageRoute)

_ORDERS: Final = {order.name: order for order in ORDERS}
_MOVES_ON: Final = frozenset(
    {"position", "accept", "refuse", "proposal", "keep", "hand-over", "correction", "advice"}
)
"""Deeds after which there is nothing more to do with the case now."""
_COMMENTS_SHOWN: Final = 4
AHEAD: Final = "x-desk-ahead"
"""Header of a request for a card that nobody looks at yet."""
NEXT: Final = "x-desk-next"
"""Header of a request for whatever comes next, which a moment ago was this card."""
Given = Annotated[str, Query(max_length=40)]


@router.get("/desk/cases/{case_id}")
def see_case(
    request: Request, case_id: CaseId, done: Given = "", deed: Given = "", unmask: bool = False
) -> Response:
    """Show a case's card; `done` names the case that was just decided, so that it can be undone.

    A browser that fetches it ahead gets nothing where that would count as having seen the other roll.
    """
    visitor = visitor_of(request)
    case = case_for(request, case_id, visitor.caller, Action.SEE_CASE)
    if AHEAD in request.headers and needs_record(service_of(request), visitor.caller, case):
        return Response(status_code=HTTPStatus.NO_CONTENT)
    if NEXT in request.headers and (following := _instead(request, visitor, case_id)):
        return RedirectResponse(following, HTTPStatus.SEE_OTHER)
    if AHEAD not in request.headers:
        _looking(request).note(visitor.name, case_id, visitor.committees)
    return card_page(request, visitor, case, done=done, deed=deed, unmask=unmask)


@router.post("/desk/cases/{case_id}/deeds")
async def do_deed(request: Request, case_id: CaseId) -> Response:
    """Do what a button of the card says, and go on to the next case."""
    visitor, form = await form_of(request)
    return await run_in_threadpool(_do, request, visitor, case_id, form)


def card_page(
    request: Request,
    visitor: Visitor,
    case: Case,
    *,
    status: HTTPStatus = HTTPStatus.OK,
    **facts: Any,  # noqa: ANN401 - what the template shows beside the card
) -> Response:
    """Return the page of a card."""
    service = service_of(request)
    searched = request.app.state.roll_size()
    card = build_card(service, visitor.caller, case, searched=searched, unmask=facts.get("unmask", False))
    story = tell(
        service.log,
        [case_stream_id(case.case_id)],
        visitor.language,
        viewer=visitor.caller.viewer_of(case),
    )
    shown = {"done": "", "deed": "", "problem": "", "remedy": "", "written": "", "unmask": False, **facts}
    return page(
        "case.html",
        visitor.language,
        request,
        visitor,
        status=status,
        card=card,
        legend=legend(card.compared.kinds, visitor.language),
        comments=[line for line in story if line.event == "CommentAdded"][-_COMMENTS_SHOWN:],
        next=next_address(
            service,
            visitor,
            case.case_id,
            beside=_looking(request).by_others(visitor.name, visitor.committees),
        ),
        **shown,
    )


def _do(request: Request, visitor: Visitor, case_id: str, form: FormData) -> Response:
    """Carry a deed out; a browser that shows the next card already says which, and gets only what changes."""
    deed, _, said = text_in(form, "deed").partition(" ")
    case = case_for(request, case_id, visitor.caller, Action.SEE_CASE)
    order = _ORDERS.get(deed)
    if order is None:
        raise RequestProblem(HTTPStatus.UNPROCESSABLE_ENTITY, "request-invalid")
    try:
        case_for(request, case_id, visitor.caller, order.action)
        body = order.body.model_validate(_body(form, case, deed, said))
        seen = text_in(form, "version")
        version = f'"{seen}"' if seen.isdecimal() else "*"
        act(order, Call(request, Response(), visitor.caller, case_id, body, version))
    except (DedupError, RequestProblem, ValidationError) as error:
        return _refused(request, visitor, case_id, form, error)
    service = service_of(request)
    if not follower_of(request).is_following:
        service.current_cases()
    shown = text_in(form, "shown")
    if shown:
        others = _looking(request).by_others(visitor.name, visitor.committees)
        following = next_address(service, visitor, shown, but=case_id, beside=others)
        return page("done.html", visitor.language, request, visitor, done=case_id, deed=deed, next=following)
    return RedirectResponse(_after(service, visitor, case_id, deed), HTTPStatus.SEE_OTHER)


def _instead(request: Request, visitor: Visitor, case_id: str) -> str:
    """Return what to show where a case no longer waits, or somebody else looks at it; else nothing."""
    service, others = service_of(request), _looking(request).by_others(visitor.name, visitor.committees)
    waits = waits_for(service, visitor, case_id)
    if waits and case_id not in others:
        return ""
    following = next_address(service, visitor, case_id, beside=others)
    return "" if waits and following.rpartition("/")[2] in {*others, "queue"} else following


def _looking(request: Request) -> Looking:
    looking: Looking = request.app.state.looking
    return looking


def _after(service: Service, visitor: Visitor, case_id: str, deed: str) -> str:
    """Return where to go once a deed is done: to the next case, with a way back, or to the same one."""
    if deed not in _MOVES_ON:
        return f"/desk/cases/{case_id}?deed={deed}"
    following = next_address(service, visitor, case_id, but=case_id)
    joint = "&" if "?" in following else "?"
    return f"{following}{joint}done={case_id}&deed={deed}"


def _refused(request: Request, visitor: Visitor, case_id: str, form: FormData, error: Exception) -> Response:
    """Show the card as it is now, with what went wrong and what was written."""
    case = service_of(request).desk.load(case_id)
    status, code, facts = HTTPStatus.UNPROCESSABLE_ENTITY, "request-invalid", {}
    if isinstance(error, RequestProblem):
        status, code, facts = error.status, error.code, dict(error.facts)
    elif isinstance(error, DedupError):
        status, code, facts = status_of(error), error.code, dict(error.facts)
    language = visitor.language
    problem, remedy = say(language, f"error-{code}", **facts), say(language, f"remedy-{code}", **facts)
    written = text_in(form, "text") or text_in(form, "reason")
    return card_page(request, visitor, case, status=status, problem=problem, remedy=remedy, written=written)


def _body(form: FormData, case: Case, deed: str, said: str) -> dict[str, Any]:
    """Return the body of a command as the API takes it."""
    fields = _ORDERS[deed].body.model_fields
    body: dict[str, Any] = {
        name: text_in(form, name) for name in ("reason", "text", "audience", "assignee") if name in fields
    }
    if "outcome" in fields:
        outcome, ground, home, keep = (said.split("/") + [""] * 4)[:4]
        body |= {"outcome": outcome, "ground": ground, "home": home, "keep": keep}
        if outcome in {"hukou_moved", "third_place"}:
            body["third"] = _third(text_in(form, "third"), case)
        if outcome == "certificate_pending" and text_in(form, "until"):
            body["until"] = text_in(form, "until")
    if text_in(form, "side") in SIDES:
        body["side"] = text_in(form, "side")
    if "audience" in body and not body["audience"]:
        body["audience"] = "own"
    return body


def _third(text: str, case: Case) -> dict[str, str]:
    """Read which registration is meant: committee/number, in the cycle and at the level of the case."""
    committee, _, number = text.strip().partition("/")
    return {
        "cycle": case.left.cycle,
        "level": case.left.level,
        "committee": committee.strip(),
        "registration_id": number.strip(),
    }
