"""`dedup cases …`: what carries an agreement out, and what contests it: keep, hand-over, appeal, judgment."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Annotated

import typer

from dedup.cases.commands import (
    Command,
    DecideAppeal,
    FileAppeal,
    FileSuit,
    HandOver,
    Keep,
    NoteBallot,
    PublishCorrection,
    RecordJudgment,
    Reopen,
    Restore,
)
from dedup.cli.case_options import (
    CaseArgument,
    GroundOption,
    OutcomeArgument,
    ReasonOption,
    SidedOption,
    SideOption,
    ThirdOption,
    Words,
    carry_out,
)
from dedup.cli.session import ActorOption, JsonOption, LanguageOption, StoreOption, session_of
from dedup.clock import CHINA_TIME
from events.cases import Side

FiledOption = Annotated[
    datetime | None, typer.Option("--on", formats=["%Y-%m-%d"], help="Day of filing; today if left out.")
]


def register(app: typer.Typer) -> None:
    """Add these commands to the group."""
    for name, deed, told in _PLAIN:
        app.command(name, help=told)(_plain(deed))
    app.command("appeal")(file_appeal)
    app.command("decide-appeal")(decide_appeal)
    app.command("suit")(file_suit)
    app.command("judgment")(record_judgment)
    app.command("reopen")(reopen)


_PLAIN: tuple[tuple[str, Callable[[str, Side], Command], str], ...] = (
    ("keep", Keep, "Confirm that the registration that stays stands. 确认保留登记。"),
    ("hand-over", HandOver, "Take the voter off the own roll, as agreed. 按商定移出本方名册。"),
    ("restore", Restore, "Put back a voter whom this case handed over. 恢复本案移交的登记。"),
    ("correction", PublishCorrection, "The correction is published and the voter told. 已补正公告并告知。"),
    ("ballot", NoteBallot, "The voter was given a ballot on this side. 选民已在本方领取选票。"),
)


def _plain(deed: Callable[[str, Side], Command]) -> Callable[..., None]:
    def command(
        context: typer.Context,
        case: CaseArgument,
        side: SideOption = "",
        by: ActorOption = None,
        store: StoreOption = None,
        json: JsonOption = False,
        lang: LanguageOption = None,
    ) -> None:
        session = session_of(context)
        carry_out(session, case, side, lambda mine, _: deed(session.settings.actor, mine), as_json=json)

    return command


def file_appeal(
    context: typer.Context,
    case: CaseArgument,
    side: SideOption = "",
    on: FiledOption = None,
    reason: ReasonOption = "",
    by: ActorOption = None,
    store: StoreOption = None,
    json: JsonOption = False,
    lang: LanguageOption = None,
) -> None:
    """Put on record that somebody disagrees with a roll. 登记申诉。"""
    session = session_of(context)
    filed_on = (on or datetime.now(CHINA_TIME)).date()
    actor = session.settings.actor
    carry_out(session, case, side, lambda s, _: FileAppeal(actor, s, filed_on, reason), as_json=json)


def decide_appeal(
    context: typer.Context,
    case: CaseArgument,
    upheld: Annotated[bool, typer.Option("--uphold/--reject", help="For or against the appellant.")],
    side: SideOption = "",
    reason: ReasonOption = "",
    by: ActorOption = None,
    store: StoreOption = None,
    json: JsonOption = False,
    lang: LanguageOption = None,
) -> None:
    """Decide an appeal. 对申诉作出决定。"""
    session = session_of(context)
    actor = session.settings.actor
    carry_out(session, case, side, lambda s, _: DecideAppeal(actor, s, upheld, reason), as_json=json)


def file_suit(
    context: typer.Context,
    case: CaseArgument,
    side: SideOption = "",
    on: FiledOption = None,
    by: ActorOption = None,
    store: StoreOption = None,
    json: JsonOption = False,
    lang: LanguageOption = None,
) -> None:
    """Put on record that the question went to court. 登记起诉。"""
    session = session_of(context)
    filed_on = (on or datetime.now(CHINA_TIME)).date()
    carry_out(session, case, side, lambda s, _: FileSuit(session.settings.actor, s, filed_on), as_json=json)


def record_judgment(
    context: typer.Context,
    case: CaseArgument,
    outcome: OutcomeArgument,
    side: SideOption = "",
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
    """Put the court's judgment on record. 登记判决。"""
    session = session_of(context)
    words, actor = Words(outcome, ground, home, keep, third, None), session.settings.actor
    carry_out(
        session,
        case,
        side,
        lambda mine, service: RecordJudgment(actor, mine, words.said(service), reason),
        as_json=json,
    )


def reopen(
    context: typer.Context,
    case: CaseArgument,
    side: SideOption = "",
    reason: ReasonOption = "",
    by: ActorOption = None,
    store: StoreOption = None,
    json: JsonOption = False,
    lang: LanguageOption = None,
) -> None:
    """Take a settled case up again. 重新打开案件。"""
    session = session_of(context)
    carry_out(session, case, side, lambda mine, _: Reopen(session.settings.actor, mine, reason), as_json=json)
