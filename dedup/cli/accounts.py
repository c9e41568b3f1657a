"""`dedup accounts …`: who may do what. Passwords come from a prompt or standard input, never as a word."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from dedup.access.desk import OWNER, TOKEN_DAYS_MAX
from dedup.access.granting import AccountCommand, Disable, Enable, GrantRole, RevokeRole
from dedup.access.policy import Action
from dedup.access.roles import Account, Grant, Role
from dedup.audit.history import tell
from dedup.cli.session import (
    JsonOption,
    LanguageOption,
    Session,
    StoreOption,
    print_json,
    print_table,
    session_of,
)
from dedup.cli.showing import print_story
from events.accounts import account_stream_id

app = typer.Typer(help="Accounts and roles. 账号与角色。", no_args_is_help=True)

NameArgument = Annotated[str, typer.Argument(metavar="ACCOUNT")]
RoleArgument = Annotated[Role, typer.Argument(metavar="|".join(Role))]
LevelOption = Annotated[str, typer.Option(metavar="county|township", help="Of a committee's role.")]
CodeOption = Annotated[str, typer.Option("--code", metavar="CODE", help="Committee or division 区划代码.")]


@app.command("init")
def begin(
    context: typer.Context,
    name: NameArgument,
    store: StoreOption = None,
    json: JsonOption = False,
    lang: LanguageOption = None,
) -> None:
    """Make the first system administrator. 建立第一个系统管理员。"""
    session = session_of(context)
    with session.open(create=True) as service:
        account = service.accounts.begin(name, _password(session))
    _print(session, [account], as_json=json)


@app.command("create")
def create(
    context: typer.Context,
    name: NameArgument,
    role: Annotated[Role | None, typer.Option(metavar="|".join(Role))] = None,
    level: LevelOption = "county",
    code: CodeOption = "",
    store: StoreOption = None,
    json: JsonOption = False,
    lang: LanguageOption = None,
) -> None:
    """Make an account, with a role where one is named. 建立账号。"""
    session = session_of(context)
    with session.open() as service:
        account = service.accounts.create(name, _password(session), OWNER)
        if role is not None:
            account = service.accounts.carry_out(name, GrantRole(OWNER, _grant(role, level, code)))
    _print(session, [account], as_json=json)


@app.command("list")
def list_accounts(
    context: typer.Context, store: StoreOption = None, json: JsonOption = False, lang: LanguageOption = None
) -> None:
    """List accounts with their roles. 账号列表。"""
    session = session_of(context)
    with session.open() as service:
        accounts = service.accounts.all()
    _print(session, accounts, as_json=json)


@app.command("grant")
def grant(
    context: typer.Context,
    name: NameArgument,
    role: RoleArgument,
    level: LevelOption = "county",
    code: CodeOption = "",
    store: StoreOption = None,
    json: JsonOption = False,
    lang: LanguageOption = None,
) -> None:
    """Give an account a role. 授予角色。"""
    _carry_out(context, name, GrantRole(OWNER, _grant(role, level, code)), as_json=json)


@app.command("revoke")
def revoke(
    context: typer.Context,
    name: NameArgument,
    role: RoleArgument,
    level: LevelOption = "county",
    code: CodeOption = "",
    store: StoreOption = None,
    json: JsonOption = False,
    lang: LanguageOption = None,
) -> None:
    """Take a role from an account. 收回角色。"""
    _carry_out(context, name, RevokeRole(OWNER, _grant(role, level, code)), as_json=json)


@app.command("disable")
def disable(
    context: typer.Context,
    name: NameArgument,
    store: StoreOption = None,
    json: JsonOption = False,
    lang: LanguageOption = None,
) -> None:
    """Let an account do nothing; its sessions end at once. 停用账号。"""
    _carry_out(context, name, Disable(OWNER), as_json=json)


@app.command("enable")
def enable(
    context: typer.Context,
    name: NameArgument,
    store: StoreOption = None,
    json: JsonOption = False,
    lang: LanguageOption = None,
) -> None:
    """Let a disabled account work again. 启用账号。"""
    _carry_out(context, name, Enable(OWNER), as_json=json)


@app.command("password")
def set_password(
    context: typer.Context,
    name: NameArgument,
    store: StoreOption = None,
    json: JsonOption = False,
    lang: LanguageOption = None,
) -> None:
    """Set a password; the account's sessions end. 设置密码。"""
    session = session_of(context)
    with session.open() as service:
        service.accounts.set_password(name, _password(session), OWNER)
        account = service.accounts.load(name)
    _print(session, [account], as_json=json)


@app.command("token")
def issue_token(
    context: typer.Context,
    name: NameArgument,
    token: Annotated[str, typer.Argument(metavar="TOKEN-NAME", help="What the system is called.")],
    role: Annotated[Role, typer.Option(metavar="clerk|reviewer|supervisor")] = Role.CLERK,
    level: LevelOption = "county",
    code: CodeOption = "",
    may: Annotated[list[Action] | None, typer.Option(metavar="ACTION", help="May be repeated 权限.")] = None,
    days: Annotated[int, typer.Option(min=1, max=TOKEN_DAYS_MAX)] = 90,
    revoke: Annotated[bool, typer.Option("--revoke", help="End it instead 作废.")] = False,
    store: StoreOption = None,
    json: JsonOption = False,
    lang: LanguageOption = None,
) -> None:
    """Issue a token for a committee's system; it is shown this once. 签发系统令牌。"""
    session = session_of(context)
    scope = frozenset(may or [Action.SUBMIT_REGISTRATION])
    with session.open() as service:
        if revoke:
            service.accounts.revoke_token(name, token, OWNER)
            return
        grant = Grant(role, level, code)
        issued = service.accounts.issue_token(name, token, grant, scope, days=days, actor=OWNER)
    if json:
        told = {"role": role.value, "level": level, "code": code, "scope": sorted(scope), "days": days}
        print_json({"account": name, "name": token, "token": issued, **told})
    else:
        print(issued)


@app.command("history")
def tell_history(
    context: typer.Context,
    name: NameArgument,
    store: StoreOption = None,
    json: JsonOption = False,
    lang: LanguageOption = None,
) -> None:
    """Tell what happened to an account. 账号历史。"""
    session = session_of(context)
    with session.open() as service:
        service.accounts.load(name)
        lines = tell(service.log, [account_stream_id(name)], session.language)
    print_story(session, lines, as_json=json)


def _carry_out(context: typer.Context, name: str, command: AccountCommand, *, as_json: bool) -> None:
    session = session_of(context)
    with session.open() as service:
        account = service.accounts.carry_out(name, command)
    _print(session, [account], as_json=as_json)


def _grant(role: Role, level: str, code: str) -> Grant:
    if role in {Role.AUDITOR, Role.ADMINISTRATOR}:
        return Grant(role)
    return Grant(role, "" if role is Role.SUPERIOR else level, code)


def _password(session: Session) -> str:
    """Ask for a password; without a terminal, read its first line from standard input."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    return str(typer.prompt(session.say("password-prompt"), hide_input=True, confirmation_prompt=True))


def _print(session: Session, accounts: list[Account], *, as_json: bool) -> None:
    if as_json:
        print_json(
            [
                {
                    "account": account.name,
                    "disabled": account.disabled,
                    "grants": [
                        {"role": g.role.value, "level": g.level, "code": g.code}
                        for g in sorted(account.grants)
                    ],
                }
                for account in accounts
            ]
        )
        return
    headers = [session.say(f"header-{name}") for name in ("account", "roles", "state")]
    rows = [
        (
            account.name,
            ", ".join(
                " ".join(filter(None, (g.role.value, g.level, g.code))) for g in sorted(account.grants)
            ),
            session.say("account-disabled" if account.disabled else "account-works"),
        )
        for account in accounts
    ]
    print_table(headers, rows)
