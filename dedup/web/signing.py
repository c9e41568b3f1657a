"""Signing in and out, and choosing a language."""

from __future__ import annotations

from http import HTTPStatus
from typing import Final

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse

from dedup.api.caller import SESSION_COOKIE
from dedup.api.state import service_of
from dedup.catalogue import LANGUAGES
from dedup.errors import BadRequest, Conflict
from dedup.web.visitor import LANGUAGE_COOKIE, PageRoute, form_of, sign_in_page, text_in

router = APIRouter(include_in_schema=False, route_class=PageRoute)

_AFTER: Final = "/desk/queue"
_YEAR_S: Final = 365 * 24 * 3600
_LENGTH_MAX: Final = 200


@router.get("/desk/sign-in")
def ask(request: Request) -> Response:
    """Show the sign-in page."""
    return sign_in_page(request, HTTPStatus.OK)


@router.post("/desk/sign-in")
async def sign_in(request: Request) -> Response:
    """Sign in, and go on to the page that was wanted."""
    if request.headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
        return sign_in_page(request, HTTPStatus.FORBIDDEN, "request-forged")
    form = await request.form(max_files=0, max_fields=10)
    name, password = text_in(form, "name")[:_LENGTH_MAX], text_in(form, "password")[:_LENGTH_MAX]
    address = request.client.host if request.client else ""
    accounts = service_of(request).accounts
    try:
        session_id, _ = await run_in_threadpool(accounts.sign_in, name, password, address)
    except BadRequest:
        return sign_in_page(request, HTTPStatus.UNAUTHORIZED, "sign-in-refused", name=name)
    except Conflict as error:
        if error.code != "too-many-guesses":
            raise
        return sign_in_page(request, HTTPStatus.TOO_MANY_REQUESTS, "too-many-guesses", name=name)
    response = RedirectResponse(_wanted(request), HTTPStatus.SEE_OTHER)
    response.set_cookie(SESSION_COOKIE, session_id, secure=True, httponly=True, samesite="lax", path="/")
    response.delete_cookie("dedup-wanted", path="/desk")
    return response


@router.post("/desk/sign-out")
async def sign_out(request: Request) -> Response:
    """Sign out."""
    await form_of(request)
    accounts = service_of(request).accounts
    await run_in_threadpool(accounts.sign_out, request.cookies.get(SESSION_COOKIE, ""))
    response = RedirectResponse("/desk/sign-in", HTTPStatus.SEE_OTHER)
    response.delete_cookie(SESSION_COOKIE, secure=True, httponly=True, samesite="lax", path="/")
    return response


@router.post("/desk/language")
async def choose_language(request: Request) -> Response:
    """Remember a language in the browser, and come back."""
    form = await request.form(max_files=0, max_fields=10)
    chosen = text_in(form, "language")
    response = RedirectResponse(_local(text_in(form, "here")), HTTPStatus.SEE_OTHER)
    if chosen in LANGUAGES:
        response.set_cookie(
            LANGUAGE_COOKIE, chosen, max_age=_YEAR_S, httponly=True, samesite="lax", path="/desk"
        )
    return response


def _wanted(request: Request) -> str:
    return _local(request.cookies.get("dedup-wanted", ""))


def _local(address: str) -> str:
    """Return an address of ours, never one that leads elsewhere."""
    plain = (
        address.isprintable() and address.startswith("/desk/") and "\\" not in address and "//" not in address
    )
    return address if plain and not address.startswith(("/desk/sign", "/desk/language")) else _AFTER
