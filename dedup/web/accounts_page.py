"""Accounts, for who administers them: made, given roles, switched off; never a word about voters."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Final

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.responses import RedirectResponse

from dedup.access.desk import Accounts
from dedup.access.granting import Disable, Enable, GrantRole, RevokeRole
from dedup.access.policy import Action
from dedup.access.roles import DIVISION_ROLES, INSTALLATION_ROLES, Grant, Role
from dedup.api.problems import RequestProblem
from dedup.api.state import service_of
from dedup.errors import BadRequest
from dedup.web.paper import page
from dedup.web.visitor import PageRoute, Visitor, form_of, text_in, visitor_of

router = APIRouter(include_in_schema=False, route_class=PageRoute)


@router.get("/desk/accounts")
def see_accounts(request: Request) -> Response:
    """Show all accounts with their roles."""
    visitor = visitor_of(request)
    _require(visitor)
    accounts = sorted(service_of(request).accounts.all(), key=lambda account: account.name)
    return page("accounts.html", visitor.language, request, visitor, accounts=accounts, roles=list(Role))


@router.post("/desk/accounts")
async def change_accounts(request: Request) -> Response:
    """Make an account, or change what one may do."""
    visitor, form = await form_of(request)
    _require(visitor)
    return await run_in_threadpool(_change, request, visitor, form)


def _require(visitor: Visitor) -> None:
    if not visitor.may_anywhere(Action.ADMINISTER_ACCOUNTS):
        raise RequestProblem(HTTPStatus.FORBIDDEN, "not-permitted")


def _change(request: Request, visitor: Visitor, form: FormData) -> Response:
    change = _CHANGES.get(text_in(form, "change"))
    if change is None:
        raise RequestProblem(HTTPStatus.UNPROCESSABLE_ENTITY, "request-invalid")
    change(service_of(request).accounts, text_in(form, "account"), visitor.name, form)
    return RedirectResponse("/desk/accounts", HTTPStatus.SEE_OTHER)


def _grant(form: FormData) -> Grant:
    try:
        role = Role(text_in(form, "role"))
    except ValueError:
        raise BadRequest("grant-malformed", role="…") from None
    if role in INSTALLATION_ROLES:
        return Grant(role)
    return Grant(
        role, "" if role in DIVISION_ROLES else text_in(form, "level"), text_in(form, "code").strip()
    )


def _create(accounts: Accounts, name: str, actor: str, form: FormData) -> None:
    accounts.create(name.strip(), text_in(form, "password"), actor)


Change = Callable[[Accounts, str, str, FormData], object]
_CHANGES: Final[Mapping[str, Change]] = {
    "create": _create,
    "grant": lambda accounts, name, actor, form: accounts.carry_out(name, GrantRole(actor, _grant(form))),
    "revoke": lambda accounts, name, actor, form: accounts.carry_out(name, RevokeRole(actor, _grant(form))),
    "disable": lambda accounts, name, actor, _form: accounts.carry_out(name, Disable(actor)),
    "enable": lambda accounts, name, actor, _form: accounts.carry_out(name, Enable(actor)),
    "password": lambda accounts, name, actor, form: accounts.set_password(
        name, text_in(form, "password"), actor
    ),
}
