"""`dedup cases …`: what reviewers say: claim, position, propose, accept, refuse, comment and so on."""

from __future__ import annotations

from typing import Annotated, cast, get_args

import typer

from dedup.cases.commands import (
    Accept,
    Assign,
    Claim,
    Comment,
    Escalate,
    NoteLetter,
    Propose,
    Refuse,
    Release,
    TakePosition,
    WithdrawPosition,
)
from dedup.cli.case_options import (
    CaseArgument,
    GroundOption,
    OutcomeArgument,
    ReasonOption,
    SidedOption,
    SideOption,
    ThirdOption,
    UntilOption,
    Words,
    carry_out,
    one_of,
)
from dedup.cli.session import (
    ActorOption,
    JsonOption,
    LanguageOption,
    StoreOption,
    session_of,
)
from events.cases import (
    Audience,
    LetterKind,
)


def register(app: typer.Typer) -> None:
    """Add these commands to the group."""
    for name, command in (
        ("claim", claim),
        ("release", release),
        ("assign", assign),
        ("comment", comment),
        ("letter", note_letter),
        ("position", take_position),
        ("undo", withdraw_position),
        ("propose", propose),
        ("accept", accept),
        ("refuse", refuse),
        ("escalate", escalate),
    ):
        app.command(name)(command)


def claim(
    context: typer.Context,
    case: CaseArgument,
    side: SideOption = "",
    by: ActorOption = None,
    store: StoreOption = None,
    json: JsonOption = False,
    lang: LanguageOption = None,
) -> None:
    """Take a case for 15 minutes. 领取案件。"""
    session = session_of(context)
    carry_out(session, case, side, lambda mine, _: Claim(session.settings.actor, mine), as_json=json)


def release(
    context: typer.Context,
    case: CaseArgument,
    side: SideOption = "",
    by: ActorOption = None,
    store: StoreOption = None,
    json: JsonOption = False,
    lang: LanguageOption = None,
) -> None:
    """Give a case back. 交回案件。"""
    session = session_of(context)
    carry_out(session, case, side, lambda mine, _: Release(session.settings.actor, mine), as_json=json)


def assign(
    context: typer.Context,
    case: CaseArgument,
    assignee: Annotated[str, typer.Argument(metavar="NAME", help="The reviewer 审核人员.")],
    side: SideOption = "",
    by: ActorOption = None,
    store: StoreOption = None,
    json: JsonOption = False,
    lang: LanguageOption = None,
) -> None:
    """Give a case to a reviewer. 分派案件。"""
    session = session_of(context)
    carry_out(
        session, case, side, lambda mine, _: Assign(session.settings.actor, mine, assignee), as_json=json
    )


def comment(
    context: typer.Context,
    case: CaseArgument,
    text: Annotated[str, typer.Argument(help="The comment 备注.")],
    side: SideOption = "",
    both: Annotated[bool, typer.Option("--both", help="For the other committee too 对方可见.")] = False,
    by: ActorOption = None,
    store: StoreOption = None,
    json: JsonOption = False,
    lang: LanguageOption = None,
) -> None:
    """Write a comment, for the own committee unless said otherwise. 备注。"""
    session = session_of(context)
    audience: Audience = "both" if both else "own"
    carry_out(
        session, case, side, lambda s, _: Comment(session.settings.actor, s, text, audience), as_json=json
    )


def note_letter(
    context: typer.Context,
    case: CaseArgument,
    kind: Annotated[str, typer.Argument(metavar="|".join(get_args(LetterKind)))],
    number: Annotated[str, typer.Argument(metavar="NUMBER", help="The letter's number 文号.")],
    side: SideOption = "",
    by: ActorOption = None,
    store: StoreOption = None,
    json: JsonOption = False,
    lang: LanguageOption = None,
) -> None:
    """Put a letter on record. 登记发函。"""
    session = session_of(context)
    sort = cast("LetterKind", one_of(kind, get_args(LetterKind), "KIND"))
    carry_out(
        session, case, side, lambda s, _: NoteLetter(session.settings.actor, s, sort, number), as_json=json
    )


def take_position(
    context: typer.Context,
    case: CaseArgument,
    outcome: OutcomeArgument,
    side: SideOption = "",
    reason: ReasonOption = "",
    ground: GroundOption = "",
    home: SidedOption = "",
    keep: SidedOption = "",
    third: ThirdOption = "",
    until: UntilOption = None,
    by: ActorOption = None,
    store: StoreOption = None,
    json: JsonOption = False,
    lang: LanguageOption = None,
) -> None:
    """Say, sealed until both have spoken, what the pair is. 提交意见（双方都提交后公开）。

    No position changes a roll: each committee changes its own, when it hands over or with its next file.
    """
    session = session_of(context)
    words = Words(outcome, ground, home, keep, third, until)
    carry_out(
        session,
        case,
        side,
        lambda s, service: TakePosition(session.settings.actor, s, words.said(service), reason),
        as_json=json,
    )


def withdraw_position(
    context: typer.Context,
    case: CaseArgument,
    side: SideOption = "",
    by: ActorOption = None,
    store: StoreOption = None,
    json: JsonOption = False,
    lang: LanguageOption = None,
) -> None:
    """Take the own position or proposal back, until the other committee acts. 撤回意见。"""
    session = session_of(context)
    carry_out(session, case, side, lambda s, _: WithdrawPosition(session.settings.actor, s), as_json=json)


def propose(
    context: typer.Context,
    case: CaseArgument,
    outcome: OutcomeArgument,
    side: Annotated[str, typer.Option("--side", metavar="left|right|home|host|superior")] = "",
    reason: ReasonOption = "",
    ground: GroundOption = "",
    home: SidedOption = "",
    keep: SidedOption = "",
    third: ThirdOption = "",
    by: ActorOption = None,
    store: StoreOption = None,
    json: JsonOption = False,
    lang: LanguageOption = None,
) -> None:
    """Propose an outcome openly, in a dispute or as the superior. 提出处理建议。"""
    session = session_of(context)
    words, actor = Words(outcome, ground, home, keep, third, None), session.settings.actor
    if side == "superior":
        carry_out(
            session,
            case,
            "left",
            lambda _side, service: Propose(actor, "superior", words.said(service), reason),
            as_json=json,
        )
        return
    carry_out(
        session,
        case,
        side,
        lambda mine, service: Propose(actor, mine, words.said(service), reason),
        as_json=json,
    )


def accept(
    context: typer.Context,
    case: CaseArgument,
    side: SideOption = "",
    by: ActorOption = None,
    store: StoreOption = None,
    json: JsonOption = False,
    lang: LanguageOption = None,
) -> None:
    """Accept what is proposed. 接受处理建议。"""
    session = session_of(context)
    carry_out(session, case, side, lambda mine, _: Accept(session.settings.actor, mine), as_json=json)


def refuse(
    context: typer.Context,
    case: CaseArgument,
    side: SideOption = "",
    reason: ReasonOption = "",
    by: ActorOption = None,
    store: StoreOption = None,
    json: JsonOption = False,
    lang: LanguageOption = None,
) -> None:
    """Refuse what is proposed. 不同意处理建议。"""
    session = session_of(context)
    carry_out(session, case, side, lambda mine, _: Refuse(session.settings.actor, mine, reason), as_json=json)


def escalate(
    context: typer.Context,
    case: CaseArgument,
    side: SideOption = "",
    reason: ReasonOption = "",
    by: ActorOption = None,
    store: StoreOption = None,
    json: JsonOption = False,
    lang: LanguageOption = None,
) -> None:
    """Bring a case before the common superior. 提请共同上级。"""
    session = session_of(context)
    carry_out(
        session, case, side, lambda mine, _: Escalate(session.settings.actor, mine, reason), as_json=json
    )
