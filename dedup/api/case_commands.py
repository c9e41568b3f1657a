"""What people do with one case: every command, each under the version that the case was read at."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from http import HTTPStatus
from typing import Annotated, Any, Final, NamedTuple

from fastapi import APIRouter, Body, Header, Request, Response

from dedup.access.policy import Action
from dedup.api.caller import Caller, permit
from dedup.api.cases import CaseId, case_for, etag_of
from dedup.api.disclosing import disclose_case
from dedup.api.problems import RequestProblem, documented
from dedup.api.shapes import (
    AppealDecisionBody,
    AssignBody,
    CaseShape,
    CommentBody,
    FiledBody,
    Key,
    LetterBody,
    Reasoned,
    SaidBody,
    Sided,
)
from dedup.api.showing import case_shape
from dedup.api.state import follower_of, service_of
from dedup.cases import commands as asked
from dedup.cases.case import Case
from dedup.cases.commands import Command
from dedup.cases.outcomes import Said
from dedup.errors import BadRequest, Conflict
from events.cases import Side
from events.registrations import registration_stream_id

router = APIRouter(tags=["cases"])

_TAG: Final = re.compile(r'"([0-9]{1,9})"')
"""A case's version as an entity tag; no case has a billion."""
Make = Callable[[str, Side, Any], Command]


class Order(NamedTuple):
    """A command as a route: its name, the permission, the body, and what is made of it."""

    name: str
    action: Action
    body: type[Sided]
    make: Make
    told: str


def _said(body: SaidBody) -> Said:
    third = _stream_of(body.third) if body.third else ""
    return Said(body.outcome, body.ground, body.home, body.keep, third, body.until)


def _stream_of(key: Key) -> str:
    return registration_stream_id(key.cycle, key.level, key.committee, key.registration_id)


A: Final = Action
ORDERS: Final = (
    Order("claim", A.CLAIM, Sided, lambda a, s, _: asked.Claim(a, s), "Take the case for 15 minutes."),
    Order("release", A.CLAIM, Sided, lambda a, s, _: asked.Release(a, s), "Give the case back."),
    Order(
        "assign", A.ASSIGN, AssignBody, lambda a, s, b: asked.Assign(a, s, b.assignee), "Assign a reviewer."
    ),
    Order(
        "comments",
        A.COMMENT,
        CommentBody,
        lambda a, s, b: asked.Comment(a, s, b.text, b.audience),
        "Write a comment.",
    ),
    Order(
        "letters",
        A.SEND_LETTER,
        LetterBody,
        lambda a, s, b: asked.NoteLetter(a, s, b.kind, b.number),
        "Put a letter on record.",
    ),
    Order(
        "position",
        A.TAKE_POSITION,
        SaidBody,
        lambda a, s, b: asked.TakePosition(a, s, _said(b), b.reason),
        "Say, sealed until both have spoken, what the pair is.",
    ),
    Order(
        "undo",
        A.WITHDRAW_POSITION,
        Sided,
        lambda a, s, _: asked.WithdrawPosition(a, s),
        "Take the own position or proposal back until the other committee acts.",
    ),
    Order(
        "proposal",
        A.PROPOSE,
        SaidBody,
        lambda a, s, b: asked.Propose(a, s, _said(b), b.reason),
        "Propose an outcome openly.",
    ),
    Order("accept", A.ACCEPT, Sided, lambda a, s, _: asked.Accept(a, s), "Accept what is proposed."),
    Order(
        "refuse", A.REFUSE, Reasoned, lambda a, s, b: asked.Refuse(a, s, b.reason), "Refuse what is proposed."
    ),
    Order("keep", A.KEEP, Sided, lambda a, s, _: asked.Keep(a, s), "Confirm that the registration stands."),
    Order(
        "hand-over",
        A.HAND_OVER,
        Sided,
        lambda a, s, _: asked.HandOver(a, s),
        "Take the voter off the own roll, as agreed.",
    ),
    Order(
        "restore",
        A.RESTORE,
        Sided,
        lambda a, s, _: asked.Restore(a, s),
        "Put back a voter whom this case handed over.",
    ),
    Order(
        "correction",
        A.PUBLISH_CORRECTION,
        Sided,
        lambda a, s, _: asked.PublishCorrection(a, s),
        "The correction is published and the voter told.",
    ),
    Order(
        "escalate",
        A.ESCALATE,
        Reasoned,
        lambda a, s, b: asked.Escalate(a, s, b.reason),
        "Bring the case before the common superior.",
    ),
    Order(
        "appeal",
        A.FILE_APPEAL,
        FiledBody,
        lambda a, s, b: asked.FileAppeal(a, s, b.filed_on, b.reason),
        "Put an appeal on record.",
    ),
    Order(
        "appeal-decision",
        A.DECIDE_APPEAL,
        AppealDecisionBody,
        lambda a, s, b: asked.DecideAppeal(a, s, b.upheld, b.reason),
        "Decide an appeal.",
    ),
    Order(
        "suit",
        A.FILE_SUIT,
        FiledBody,
        lambda a, s, b: asked.FileSuit(a, s, b.filed_on),
        "Put a suit on record.",
    ),
    Order(
        "judgment",
        A.RECORD_JUDGMENT,
        SaidBody,
        lambda a, s, b: asked.RecordJudgment(a, s, _said(b), b.reason),
        "Put the court's judgment on record.",
    ),
    Order(
        "ballot",
        A.NOTE_BALLOT,
        Sided,
        lambda a, s, _: asked.NoteBallot(a, s),
        "The voter was given a ballot on the own side.",
    ),
    Order(
        "reopen",
        A.REOPEN,
        Reasoned,
        lambda a, s, b: asked.Reopen(a, s, b.reason),
        "Take a settled case up again.",
    ),
    Order(
        "advice",
        A.ADVISE,
        SaidBody,
        lambda a, _, b: asked.Propose(a, "superior", _said(b), b.reason),
        "Propose an outcome as the common superior.",
    ),
)


class Call(NamedTuple):
    """A request for a command."""

    request: Request
    response: Response
    caller: Caller
    case_id: str
    body: Sided
    version: str


def carry_out(order: Order, call: Call) -> CaseShape:
    """Carry a command out under the version that the caller has seen, and return the case after it."""
    service, caller = service_of(call.request), call.caller
    after = act(order, call)
    disclose_case(service, caller, after)
    call.response.headers["ETag"] = etag_of(after)
    return case_shape(service.log, after, caller)


def act(order: Order, call: Call) -> Case:
    """Carry a command out under the version that the caller has seen; nothing of the case is shown here."""
    service, caller = service_of(call.request), call.caller
    case = case_for(call.request, call.case_id, caller, order.action)
    side = _side_of(case, caller, call.body, order)
    command = order.make(caller.account.name, side, call.body)
    try:
        after = service.desk.carry_out(call.case_id, command, _version(call.version))
    except Conflict as error:
        if error.code != "case-changed":
            raise
        raise _changed(call.request, service.desk.load(call.case_id), caller) from None
    follower_of(call.request).wake()
    return after


def _side_of(case: Case, caller: Caller, body: Sided, order: Order) -> Side:
    if order.action is Action.ADVISE:
        return "left"
    own = caller.sides_for(order.action, case)
    if body.side is not None:
        if body.side not in own:
            raise BadRequest("side-not-yours")
        return body.side
    if len(own) != 1:
        raise BadRequest("side-unknown")
    return own[0]


def _version(tag: str) -> int | None:
    if tag == "*":
        return None
    number = _TAG.fullmatch(tag)
    if number is None:
        raise RequestProblem(HTTPStatus.BAD_REQUEST, "if-match-unreadable")
    return int(number[1])


def _changed(request: Request, case: Case, caller: Caller) -> RequestProblem:
    problem = RequestProblem(HTTPStatus.PRECONDITION_FAILED, "case-changed", case=case.case_id)
    problem.headers = {"ETag": etag_of(case)}
    disclose_case(service_of(request), caller, case)
    problem.body = {"case": case_shape(service_of(request).log, case, caller).model_dump(mode="json")}
    return problem


def _route(order: Order) -> Callable[..., CaseShape]:
    """Return the function of a command's route; its signature is what the description tells."""

    def endpoint(**given: Any) -> CaseShape:  # noqa: ANN401 - as the signature below says
        version = given.pop("if_match")
        if version is None:
            raise RequestProblem(HTTPStatus.PRECONDITION_REQUIRED, "if-match-missing")
        return carry_out(order, Call(**given, version=version))

    kinds: dict[str, Any] = {
        "request": Request,
        "response": Response,
        "case_id": CaseId,
        "caller": Annotated[Caller, permit(order.action)],
        "body": Annotated[order.body, Body()],
        "if_match": Annotated[str | None, Header(max_length=20)],
    }
    defaults = {"if_match": None}
    endpoint.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [
            inspect.Parameter(
                name,
                inspect.Parameter.KEYWORD_ONLY,
                annotation=kind,
                default=defaults.get(name, inspect.Parameter.empty),
            )
            for name, kind in kinds.items()
        ],
        return_annotation=CaseShape,
    )
    endpoint.__name__ = order.name.replace("-", "_")
    return endpoint


for _order in ORDERS:
    router.post(
        f"/cases/{{case_id}}/{_order.name}",
        summary=_order.told,
        responses=documented(400, 401, 403, 404, 409, 412, 422, 428, 503),
    )(_route(_order))
