"""Registrations: handed in one by one or by the line, looked up on the own roll, and their history."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Header, Request, Response
from pydantic import BaseModel

from dedup.access.jurisdiction import Relation
from dedup.access.policy import Action
from dedup.api.caller import Caller, permit
from dedup.api.idempotency import Answer
from dedup.api.problems import RequestProblem, documented
from dedup.api.shapes import Key, RegistrationShape, Shape, StoryLine
from dedup.api.showing import COLUMNS, key_shape, masked_values
from dedup.api.state import follower_of, repeats_of, service_of
from dedup.audit.history import tell
from dedup.bootstrap import Service
from dedup.cases.lifecycle import PENDING
from dedup.committees import Committee
from dedup.errors import BadRequest
from dedup.intake.submitting import LineResult
from dedup.rolls import Standing, registration_as_of
from dedup.views.cases import CaseQuery
from events.registrations import RegistrationKey

router = APIRouter(tags=["registrations"])

NDJSON = "application/x-ndjson"
BODY_BYTES_MAX = 8 * 1024 * 1024


class LineShape(BaseModel):
    """What became of a line."""

    line: int
    effect: str
    committee: str
    registration_id: str
    field: str
    reason: str
    warnings: list[str]


class BatchResult(BaseModel):
    """What became of each line."""

    accepted: int
    unchanged: int
    amended: int
    withdrawn: int
    rejected: int
    lines: list[LineShape]


class LookupBody(Shape):
    """A registration, in the body so that its number stands in no log of addresses."""

    registration: Key
    unmask: bool = False


@router.post(
    "/registrations",
    responses=documented(400, 401, 403, 409, 413, 415, 422, 503),
    response_model=BatchResult,
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {
                NDJSON: {"schema": {"type": "string", "minLength": 2}},
                "application/json": {"schema": {"type": "object"}},
            },
        }
    },
)
async def submit(
    request: Request,
    caller: Annotated[Caller, permit(Action.SUBMIT_REGISTRATION)],
    idempotency_key: Annotated[str | None, Header(max_length=200)] = None,
) -> Response:
    """Take one registration (JSON) or up to 5,000 of them (one JSON object a line)."""
    from starlette.concurrency import run_in_threadpool

    if request.headers.get("content-type", "").split(";")[0].strip() not in {NDJSON, "application/json"}:
        raise RequestProblem(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "media-type-unknown")
    if idempotency_key is None:
        raise RequestProblem(HTTPStatus.BAD_REQUEST, "idempotency-key-missing")
    body = await request.body()
    return await run_in_threadpool(_take, request, caller, idempotency_key, body)


def _take(request: Request, caller: Caller, key: str, body: bytes) -> Response:
    service = service_of(request)
    lines = _one_line(body) if "json" in _kind(request) and "nd" not in _kind(request) else body

    def act() -> Answer:
        results = service.submissions.submit(
            lines,
            caller.account.name,
            f"http/{caller.account.name}",
            lambda level, code: caller.may(Action.SUBMIT_REGISTRATION, [Committee(level, code)]),
        )
        return Answer(HTTPStatus.OK, _batch(results).model_dump_json().encode())

    asked = f"POST /registrations {_kind(request)}\n".encode() + body
    answer = repeats_of(request).once(caller.account.name, key, asked, service.clock(), act)
    follower_of(request).wake()
    return Response(answer.body, answer.status, media_type="application/json")


def _kind(request: Request) -> str:
    return request.headers.get("content-type", "")


def _one_line(body: bytes) -> bytes:
    """Return one JSON document as one line, however it was laid out."""
    try:
        return json.dumps(json.loads(body), ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        raise RequestProblem(HTTPStatus.BAD_REQUEST, "request-unreadable") from None


def _batch(results: list[LineResult]) -> BatchResult:
    effects = [result.effect for result in results]
    return BatchResult(
        accepted=effects.count("accepted"),
        unchanged=effects.count("unchanged"),
        amended=effects.count("amended"),
        withdrawn=effects.count("withdrawn"),
        rejected=effects.count("rejected"),
        lines=[
            LineShape(
                line=result.line,
                effect=result.effect,
                committee=result.committee,
                registration_id=result.registration_id,
                field=result.field,
                reason=result.reason,
                warnings=list(result.warnings),
            )
            for result in results
        ],
    )


@router.post("/registrations/lookup", responses=documented(400, 401, 403, 404, 422, 503))
def look_up(
    request: Request, body: LookupBody, caller: Annotated[Caller, permit(Action.SEE_REGISTRATION)]
) -> RegistrationShape:
    """Return a registration of the own roll, masked unless asked otherwise, which goes on record."""
    key = _key_for(request, caller, body.registration, Action.SEE_REGISTRATION)
    service = service_of(request)
    standing = registration_as_of(service.log, key)
    if standing is None and not service.log.read_latest([key.stream_id]):
        raise BadRequest("registration-unknown", registration="")
    values = {} if standing is None else masked_values(standing)
    if standing is not None and body.unmask:
        if not caller.may(Action.UNMASK, [_party(key)]):
            raise RequestProblem(HTTPStatus.FORBIDDEN, "not-permitted")
        service.disclosures.of_registration(caller.account.name, key, tuple(values), masked=False)
        values = _whole(standing)
    elif values and caller.relation_to([_party(key)]) is not Relation.OWN:
        service.disclosures.of_registration(caller.account.name, key, tuple(values), masked=True)
    return RegistrationShape(key=key_shape(key), stands=standing is not None, values=values)


@router.post("/registrations/history", responses=documented(400, 401, 403, 404, 422, 503))
def tell_registration(
    request: Request, body: Key, caller: Annotated[Caller, permit(Action.READ_HISTORY)]
) -> list[StoryLine]:
    """Return the history of a registration of the own roll in sentences."""
    key = _key_for(request, caller, body, Action.READ_HISTORY)
    lines = tell(service_of(request).log, [key.stream_id], caller.language)
    if not lines:
        raise BadRequest("registration-unknown", registration="")
    return [StoryLine.model_validate(line, from_attributes=True) for line in lines]


def _key_for(request: Request, caller: Caller, body: Key, action: Action) -> RegistrationKey:
    """Return the key of a registration that a caller may see, his own roll's or of a case under him."""
    key = RegistrationKey(body.cycle, body.level, body.committee, body.registration_id)
    superior = caller.relation_to([_party(key)]) is Relation.SUPERIOR
    opposite = _opposite(service_of(request), key) if superior else set()
    if not caller.may_of_registration(action, _party(key), opposite):
        raise BadRequest("registration-unknown", registration="")
    return key


def _opposite(service: Service, key: RegistrationKey) -> set[Committee]:
    """Return the committees that pending cases join to a registration."""
    pending = service.cases.find(CaseQuery(registration=key.stream_id, states=tuple(PENDING)))
    return {_party(other) for case in pending for other in (case.left, case.right) if other != key}


def _party(key: RegistrationKey) -> Committee:
    return Committee(key.level, key.committee)


def _whole(standing: Standing) -> dict[str, str]:
    values = {column: str(getattr(standing.voter, column)) for column in COLUMNS}
    return {column: value for column, value in values.items() if value}
