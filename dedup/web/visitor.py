"""Who looks at a page: the account of the session, the language chosen, and proof that a form is ours."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final

from fastapi import HTTPException, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.responses import RedirectResponse

from dedup.access.jurisdiction import Relation
from dedup.access.policy import Action, allowed
from dedup.access.roles import COMMITTEE_ROLES, Role
from dedup.api.caller import Caller, session_of
from dedup.api.problems import RequestProblem, language_of, status_of
from dedup.catalogue import LANGUAGES, Language, has_message, say
from dedup.committees import Committee
from dedup.errors import DedupError
from dedup.failures import as_user_error
from dedup.web.paper import page

LANGUAGE_COOKIE: Final = "dedup-language"
SIGN_IN: Final = "/desk/sign-in"
_HELD_LENGTH_MAX: Final = 4_000


@dataclass(frozen=True, slots=True)
class Visitor:
    """An account at a page, with the session's own secret against forged forms."""

    caller: Caller
    csrf: str

    @property
    def name(self) -> str:
        """Return the account's name."""
        return self.caller.account.name

    @property
    def language(self) -> Language:
        """Return the language that pages are in."""
        return self.caller.language

    @property
    def committees(self) -> tuple[Committee, ...]:
        """Return the committees that the account works for."""
        grants = sorted(g for g in self.caller.account.grants if g.role in COMMITTEE_ROLES)
        return tuple(dict.fromkeys(Committee(g.level, g.code) for g in grants))

    @property
    def roles(self) -> frozenset[Role]:
        """Return the account's roles."""
        return self.caller.account.roles

    def may_anywhere(self, action: Action) -> bool:
        """Tell whether any role of the account allows an action on something."""
        roles = self.caller.account.roles
        return any(allowed(role, action, relation) for role in roles for relation in Relation)


def language_chosen(request: Request) -> Language:
    """Return the language that somebody chose, or that the browser asks for."""
    chosen = request.cookies.get(LANGUAGE_COOKIE, "")
    return next((language for language in LANGUAGES if language == chosen), language_of(request))


def visitor_of(request: Request) -> Visitor:
    """Return who looks. Raises RequestProblem 401 when nobody is signed in."""
    found = session_of(request)
    if found is None or found[0].disabled:
        raise RequestProblem(HTTPStatus.UNAUTHORIZED, "not-signed-in")
    account, csrf = found
    return Visitor(Caller(account, language_chosen(request)), csrf)


async def form_of(request: Request) -> tuple[Visitor, FormData]:
    """Return who sends a form, and the form. Raises RequestProblem 401 or 403 for one that is not ours."""
    form = await request.form(max_files=1, max_fields=1_100)
    request.state.form = form
    visitor = await run_in_threadpool(visitor_of, request)
    if not hmac.compare_digest(text_in(form, "csrf").encode(), visitor.csrf.encode()):
        raise RequestProblem(HTTPStatus.FORBIDDEN, "request-forged")
    return visitor, form


def text_in(form: Mapping[str, UploadFile | str], name: str) -> str:
    """Return a field of a form, empty when it is missing or is a file."""
    value = form.get(name, "")
    return value if isinstance(value, str) else ""


class PageRoute(APIRoute):
    """A route whose errors are pages; who must sign in again loses nothing of what he wrote."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return the handler, with errors as pages."""
        handler = super().get_route_handler()

        async def handled(request: Request) -> Response:
            try:
                return await handler(request)
            except RequestProblem as problem:
                if problem.status is HTTPStatus.UNAUTHORIZED:
                    return asked_to_sign_in(request)
                return failed(request, problem.status, problem.code, problem.facts)
            except RequestValidationError:
                return failed(request, HTTPStatus.UNPROCESSABLE_ENTITY, "request-invalid")
            except HTTPException as error:
                return failed(request, HTTPStatus(error.status_code), "request-unreadable")
            except Exception as error:
                known = error if isinstance(error, DedupError) else as_user_error(error)
                if known is None:
                    raise
                return failed(request, status_of(known), known.code, known.facts)

        return handled


def asked_to_sign_in(request: Request) -> Response:
    """Send somebody to the sign-in page; what was written in a form is shown there to be kept."""
    if request.method == "GET":
        wanted = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        response: Response = RedirectResponse(SIGN_IN, HTTPStatus.SEE_OTHER)
        response.set_cookie("dedup-wanted", wanted[:500], httponly=True, samesite="lax", path="/desk")
        return response
    form = getattr(request.state, "form", {})
    held = [text_in(form, name)[:_HELD_LENGTH_MAX] for name in ("text", "reason") if text_in(form, name)]
    return sign_in_page(request, HTTPStatus.UNAUTHORIZED, "not-signed-in", held=held)


def sign_in_page(
    request: Request, status: HTTPStatus, code: str = "", *, held: list[str] | None = None, name: str = ""
) -> Response:
    """Return the sign-in page, with what went wrong and what had been written."""
    language = language_chosen(request)
    message = say(language, f"error-{code}") if code else ""
    facts = {"message": message, "held": held or [], "name": name}
    return page("sign_in.html", language, request, None, status=status, **facts)


def failed(
    request: Request, status: HTTPStatus, code: str, facts: Mapping[str, str | float] | None = None
) -> Response:
    """Return a page that says what went wrong, and what to do."""
    language = language_chosen(request)
    given = dict(facts or {})
    remedy = say(language, f"remedy-{code}", **given) if has_message(language, f"remedy-{code}") else ""
    message = say(language, f"error-{code}", **given)
    try:
        visitor = visitor_of(request)
    except RequestProblem:
        visitor = None
    return page("failed.html", language, request, visitor, status=status, message=message, remedy=remedy)
