"""What the commands on one case share: their options, the outcome in words, and carrying one out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Annotated, cast, get_args

import typer

from dedup.bootstrap import Service
from dedup.cases.commands import (
    Command,
)
from dedup.cases.outcomes import Said, other_side
from dedup.cli.naming import case_named, registration_named
from dedup.cli.session import (
    Session,
    print_json,
)
from dedup.cli.showing import case_as_json
from dedup.errors import BadRequest
from events.cases import (
    HomeSide,
    Side,
)
from events.resolutions import (
    Ground,
    Outcome,
)

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


class Words:
    """An outcome as the options give it."""

    def __init__(
        self, outcome: str, ground: str, home: str, keep: str, third: str, until: datetime | None
    ) -> None:
        wanted = outcome.replace("-", "_")
        self.outcome = cast("Outcome", one_of(wanted, get_args(Outcome), "OUTCOME"))
        self.ground = cast("Ground", one_of(ground, get_args(Ground), "--ground"))
        self.home = cast("HomeSide", one_of(home, get_args(HomeSide), "--home"))
        self.keep = cast("HomeSide", one_of(keep, get_args(HomeSide), "--keep"))
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


def one_of(value: str, allowed: tuple[str, ...], hint: str) -> str:
    """Return a value that is allowed. Raises BadParameter, naming those that are."""
    if value not in allowed:
        raise typer.BadParameter(f"one of {', '.join(a for a in allowed if a)}", param_hint=hint)
    return value
