"""Problem documents (RFC 9457): what went wrong, in the caller's language, without a personal value.

The type is the message's id in the catalogue and stays the same for ever. Facts that may hold what a caller
sent are left out of the text: an identity number typed into the wrong field must not come back in a log.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any, Final

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse

from dedup.catalogue import LANGUAGES, Language, has_message, say
from dedup.errors import BadInput, BadRequest, Conflict, CorruptLog, DedupError, Unavailable
from dedup.failures import as_user_error

MEDIA_TYPE: Final = "application/problem+json"
RETRY_AFTER_S: Final = 5
_NOT_FOUND: Final = frozenset({"case-unknown", "registration-unknown", "certificate-unknown"})
_SAID_BY_THE_PRODUCT: Final = frozenset(
    {"account", "actor", "allowed", "by", "case", "committee", "date", "holder", "kind", "length"}
    | {"length_max", "limit", "missing", "name", "outcome", "role", "state", "wanted"}
)
"""Facts that never hold what a caller typed as a value of a voter."""


class FieldProblem(BaseModel):
    """What is wrong with one field of a request."""

    pointer: str = Field(description="JSON pointer to the field.")
    code: str
    detail: str


class Problem(BaseModel):
    """A problem document."""

    type: str = Field(description="Stable: /problems/ and a code.")
    title: str
    status: int
    detail: str
    remedy: str = ""
    errors: list[FieldProblem] = []


class RequestProblem(Exception):
    """A problem that only HTTP knows: a missing header, a route without permission."""

    def __init__(self, status: HTTPStatus, code: str, **facts: str | float) -> None:
        super().__init__(status, code, facts)
        self.status = status
        self.code = code
        self.facts = facts
        self.headers: Mapping[str, str] = {}
        self.body: Mapping[str, Any] = {}


def documented(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return how a route's description tells of problems with these statuses."""
    content = {MEDIA_TYPE: {"schema": Problem.model_json_schema(ref_template="#/components/schemas/{model}")}}
    return {s: {"description": HTTPStatus(s).phrase, "model": Problem, "content": content} for s in statuses}


def language_of(request: Request) -> Language:
    """Return the language that a caller prefers: Chinese unless English comes first."""
    accepted = request.headers.get("accept-language", "")
    for part in accepted.split(","):
        tag = part.split(";")[0].strip().lower()[:2]
        for language in LANGUAGES:
            if tag == language:
                return language
    return "zh"


def problem_response(
    request: Request,
    status: HTTPStatus,
    code: str,
    facts: Mapping[str, str | float] | None = None,
    *,
    headers: Mapping[str, str] | None = None,
    errors: list[FieldProblem] | None = None,
    more: Mapping[str, Any] | None = None,
) -> JSONResponse:
    """Return a problem document in the caller's language."""
    language = language_of(request)
    public = {name: _public(name, value) for name, value in (facts or {}).items()}
    problem = Problem(
        type=f"/problems/{code}",
        title=say(language, f"http-{status.value}"),
        status=status.value,
        detail=say(language, f"error-{code}", **public),
        remedy=say(language, f"remedy-{code}", **public) if has_message(language, f"remedy-{code}") else "",
        errors=errors or [],
    )
    body = {**problem.model_dump(), **(more or {})}
    return JSONResponse(body, status.value, dict(headers or {}), MEDIA_TYPE)


def status_of(error: DedupError) -> HTTPStatus:
    """Return the status that says whose fault an error is."""
    match error:
        case BadRequest() if error.code in _NOT_FOUND:
            return HTTPStatus.NOT_FOUND
        case BadRequest():
            return HTTPStatus.BAD_REQUEST
        case BadInput():
            return HTTPStatus.UNPROCESSABLE_ENTITY
        case Conflict():
            return HTTPStatus.CONFLICT
        case Unavailable():
            return HTTPStatus.SERVICE_UNAVAILABLE
        case CorruptLog():
            return HTTPStatus.INTERNAL_SERVER_ERROR
        case _:
            return HTTPStatus.INTERNAL_SERVER_ERROR


def on_product_error(request: Request, error: Exception) -> JSONResponse:
    """Answer an error of the product, or of what lies below it."""
    known = error if isinstance(error, DedupError) else as_user_error(error)
    if known is None:
        return problem_response(request, HTTPStatus.INTERNAL_SERVER_ERROR, "program-fault")
    status = status_of(known)
    headers = {"Retry-After": str(RETRY_AFTER_S)} if status is HTTPStatus.SERVICE_UNAVAILABLE else {}
    return problem_response(request, status, known.code, known.facts, headers=headers)


def on_request_problem(request: Request, error: Exception) -> JSONResponse:
    """Answer a problem that only HTTP knows."""
    if not isinstance(error, RequestProblem):
        raise TypeError(type(error).__name__)
    return problem_response(
        request, error.status, error.code, error.facts, headers=error.headers, more=error.body
    )


def on_http_error(request: Request, error: Exception) -> JSONResponse:
    """Answer what the framework refuses: an unknown path, a method that a path does not have."""
    if not isinstance(error, HTTPException):
        raise TypeError(type(error).__name__)
    status = HTTPStatus(error.status_code)
    code = {
        404: "not-found",
        405: "method-not-allowed",
        413: "body-too-large",
        415: "media-type-unknown",
    }.get(status, "request-unreadable")
    return problem_response(request, status, code, headers=error.headers)


def on_invalid_request(request: Request, error: Exception) -> JSONResponse:
    """Answer a request whose shape is wrong: which fields, and how; never what stood in them."""
    if not isinstance(error, RequestValidationError):
        raise TypeError(type(error).__name__)
    language = language_of(request)
    errors = [
        FieldProblem(
            pointer=_pointer(problem["loc"], str(problem["type"])),
            code=str(problem["type"]),
            detail=_shape(language, str(problem["type"])),
        )
        for problem in error.errors()
    ]
    return problem_response(request, HTTPStatus.UNPROCESSABLE_ENTITY, "request-invalid", errors=errors)


def _pointer(place: Sequence[str | int], kind: str) -> str:
    """Return where the problem is: a member that there is not has a name of the caller's, so its parent."""
    known = place[:-1] if kind == "extra_forbidden" else place
    return "/" + "/".join(str(part) for part in known if part != "body")


def _shape(language: Language, kind: str) -> str:
    known = f"field-{kind.replace('_', '-')}"
    return say(language, known if has_message(language, known) else "field-other")


def _public(name: str, value: str | float) -> str | float:
    return value if name in _SAID_BY_THE_PRODUCT or isinstance(value, int | float) else "…"
