"""Sessions of people: signing in and out, and who one is."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, Field

from dedup.access.policy import Action
from dedup.api.caller import SESSION_COOKIE, Caller, anybody, caller_of, permit
from dedup.api.problems import RequestProblem, documented
from dedup.api.shapes import Shape
from dedup.api.state import service_of
from dedup.errors import BadRequest, Conflict

router = APIRouter(tags=["sessions"])


class SignInBody(Shape):
    """A name and a password."""

    name: Annotated[str, Field(min_length=1, max_length=64)]
    password: Annotated[str, Field(min_length=1, max_length=200, json_schema_extra={"format": "password"})]


class SessionShape(BaseModel):
    """A session that has begun; the cookie carries its id."""

    account: str
    csrf: str = Field(description="To be sent as X-CSRF-Token with everything that changes something.")


class GrantShape(BaseModel):
    """A role, and the committee or division it is for."""

    role: str
    level: str
    code: str


class AccountShape(BaseModel):
    """Who the caller is."""

    account: str
    grants: list[GrantShape]


@router.post("/session", dependencies=[anybody()], responses=documented(401, 422, 429, 503))
def sign_in(request: Request, response: Response, body: SignInBody) -> SessionShape:
    """Sign in."""
    address = request.client.host if request.client else ""
    try:
        before = request.cookies.get(SESSION_COOKIE, "")
        session_id, csrf = service_of(request).accounts.sign_in(body.name, body.password, address, before)
    except BadRequest:
        raise RequestProblem(HTTPStatus.UNAUTHORIZED, "sign-in-refused") from None
    except Conflict as error:
        if error.code != "too-many-guesses":
            raise
        problem = RequestProblem(HTTPStatus.TOO_MANY_REQUESTS, "too-many-guesses")
        problem.headers = {"Retry-After": "60"}
        raise problem from None
    response.set_cookie(SESSION_COOKIE, session_id, secure=True, httponly=True, samesite="lax", path="/")
    return SessionShape(account=body.name, csrf=csrf)


@router.get("/session", responses=documented(401, 403, 503))
def see_self(caller: Annotated[Caller, permit(Action.SIGN_IN)]) -> AccountShape:
    """Tell who the caller is, and as what."""
    grants = [
        GrantShape(role=grant.role.value, level=grant.level, code=grant.code)
        for grant in sorted(caller.account.grants)
    ]
    return AccountShape(account=caller.account.name, grants=grants)


@router.delete(
    "/session",
    status_code=HTTPStatus.NO_CONTENT,
    dependencies=[permit(Action.SIGN_IN)],
    responses=documented(401, 403, 503),
)
def sign_out(request: Request, response: Response) -> None:
    """Sign out."""
    caller_of(request)
    service_of(request).accounts.sign_out(request.cookies.get(SESSION_COOKIE, ""))
    response.delete_cookie(SESSION_COOKIE, secure=True, httponly=True, samesite="lax", path="/")
