"""`dedup cases …`: what reviewers say: claim, position, propose, accept, refuse, comment and so on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Annotated, cast, get_args

import typer

from dedup.bootstrap import Service
from dedup.cases.commands import (
    Accept,
    Assign,
    Claim,
    Command,
    Comment,
    Escalate,
    NoteLetter,
    Propose,
    Refuse,
    Release,
    TakePosition,
    WithdrawPosition,
)
from dedup.cases.outcomes import Said, other_side
from dedup.cli.naming import case_named, registration_named
from dedup.cli.session import (
    ActorOption,
    JsonOption,
    LanguageOption,
    Session,
    StoreOption,
    print_json,
    session_of,
)
from dedup.cli.showing import case_as_json
from dedup.errors import BadRequest
from events.cases import Audience, Ground, HomeSide, LetterKind, Outcome, Side

CaseArgument = Annotated[str, typer.Argument(metavar="CASE", help="Case id, or its first 6+ characters.")]
SideOption = Annotated[
    str, typer.Option("--side", metavar="left|right|home|host", help="Whose word it is 代表哪一方.")
]
OutcomeArgument = Annotated[str, typer.Argument(metavar="OUTCOME", help="See `dedup cases outcomes`. 结论.")]
ReasonOption = Annotated[str, typer.Option(help="Why, in your words 理由.")]
GroundOption = Annotated[
    str, typer.Option(metavar="|".join(g for g in get_args(Ground) if g), help="Of both_remove 理由类别.")
]
SidedOption = Annotated[str, typer.Option(metavar="left|right")]
ThirdOption = Annotated[str, typer.Option(metavar="REGISTRATION", help="Registered elsewhere 第三地登记.")]
UntilOption = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Of a pending certificate.")]


Make = Callable[[Side, Service], Command]


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
    sort = cast("LetterKind", _one_of(kind, get_args(LetterKind), "KIND"))
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


class Words:
    """An outcome as the options give it."""

    def __init__(
        self, outcome: str, ground: str, home: str, keep: str, third: str, until: datetime | None
    ) -> None:
        wanted = outcome.replace("-", "_")
        self.outcome = cast("Outcome", _one_of(wanted, get_args(Outcome), "OUTCOME"))
        self.ground = cast("Ground", _one_of(ground, get_args(Ground), "--ground"))
        self.home = cast("HomeSide", _one_of(home, get_args(HomeSide), "--home"))
        self.keep = cast("HomeSide", _one_of(keep, get_args(HomeSide), "--keep"))
        self.third = third
        self.until: date | None = until.date() if until else None

    def said(self, service: Service) -> Said:
        """Return what was said; a registration elsewhere is looked up in the log."""
        third = registration_named(service, self.third).stream_id if self.third else ""
        return Said(self.outcome, self.ground, self.home, self.keep, third, self.until)


def carry_out(session: Session, name: str, side: str, make: Make, *, as_json: bool) -> None:
    """Carry out the command that `make` makes of a side, and tell the user where the case stands."""
    with session.open() as service:
        case_id = case_named(service, name)
        mine = side_named(side, service.desk.load(case_id).home)
        service.desk.carry_out(case_id, make(mine, service))
        service.watcher.follow()
        case = service.desk.load(case_id)
        service.current_cases()
    if as_json:
        print_json(case_as_json(case, session.language))
    else:
        print(session.say("case-now", case=case.case_id, state=session.say(f"state-{case.state}")))


def side_named(name: str, home: HomeSide) -> Side:
    """Return the side that a name stands for. Raises BadRequest when it stands for none."""
    match name:
        case "left" | "right":
            return name
        case "home" if home:
            return home
        case "host" if home:
            return other_side(home)
        case _:
            raise BadRequest("side-unknown")


def _one_of(value: str, allowed: tuple[str, ...], hint: str) -> str:
    if value not in allowed:
        raise typer.BadParameter(f"one of {', '.join(a for a in allowed if a)}", param_hint=hint)
    return value
