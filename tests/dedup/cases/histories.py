"""Histories of one case at random: two committees, their files, the matcher, the clock, races, crashes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final, cast

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from dedup.cases import commands as asked
from dedup.cases.case import Case
from dedup.cases.commands import Command
from dedup.cases.desk import Desk
from dedup.cases.evolving import fold
from dedup.cases.lifecycle import UNRESOLVED, State
from dedup.cases.observing import observe
from dedup.cases.outcomes import Said, outcomes_for
from dedup.cases.sight import as_seen_by
from dedup.cases.situation import SideClock
from dedup.cases.ticking import tick
from dedup.cases.turns import waiting_for
from dedup.errors import BadRequest, Conflict
from events.cases import CaseEvent, CaseRescored, FlagLapsed, HomeSide, Kind, Side, case_stream_id
from events.log import EventLog, Recorded, Write
from events.registrations import RegistrationAmended, RegistrationWithdrawn
from tests.dedup.cases.stories import World, at_noon_on
from tests.dedup.cases.witness import Witness, insist
from tests.examples import NOON, assessment, flagged, key, registered, voter

PEOPLE: Final[dict[Side, tuple[str, ...]]] = {
    "left": ("li", "wang", "both"),
    "right": ("zhao", "sun", "both"),
}
"""`both` works for both committees, which no rule of the product may let through."""
SIDES: Final[tuple[Side, Side]] = ("left", "right")
THIRD: Final = key("C1", "440106")
sides = st.sampled_from(SIDES)
picks = st.integers(0, 9)


@dataclass(frozen=True)
class Setting:
    """What a history starts from."""

    kind: Kind = "cross_committee"
    home: HomeSide = "right"
    polls: tuple[int, int] = (18, 24)
    """Days from the start to the election days of left and right."""


class PowerCut(Exception):
    """The machine stopped; what was committed is committed."""


class Cut(EventLog):
    """A log on a machine that stops right before or right after a commit."""

    after = False
    left_appends = 0

    def append(self, *arguments: Any, **options: Any) -> list[int]:  # noqa: ANN401
        if self.left_appends:
            self.left_appends -= 1
            return super().append(*arguments, **options)
        if self.after:
            super().append(*arguments, **options)
        raise PowerCut


class Histories(RuleBasedStateMachine):
    """One case, and everything that may happen to it."""

    setting = Setting()

    @initialize()
    def begin(self) -> None:
        self.world = World(kind=self.setting.kind, home=self.setting.home)
        start = NOON.date()
        left, right = (start + timedelta(days=days) for days in self.setting.polls)
        clocks: dict[Side, SideClock] = {
            "left": SideClock(left, left - timedelta(days=2), 3),
            "right": SideClock(right, right - timedelta(days=2), 3),
        }
        self.world.clocks = {self.world.keys[side].committee: clocks[side] for side in SIDES}
        self.witness = Witness(clocks, within=self.setting.kind == "within_committee")
        self.read = 0
        self.watch()

    # What people do.

    def _said(self, pick: int, side: Side) -> Said:
        """Return what is said: mostly the same by both, sometimes anything."""
        usual: Said = (
            Said("same_committee_duplicate", keep="left")
            if self.setting.kind == "within_committee"
            else Said("host_keeps", home="right")
        )
        if pick < 6:
            return usual
        outcomes = outcomes_for(self.setting.kind)
        outcome = outcomes[(pick * 7 + len(self.world.log_of_case())) % len(outcomes)]
        ground = "deceased" if outcome == "both_remove" else ""
        return Said(outcome, cast("Any", ground), "right", side, THIRD.stream_id)

    @rule(side=sides, person=picks, pick=picks)
    def speak(self, side: Side, person: int, pick: int) -> None:
        self._do(asked.TakePosition(self._person(side, person), side, self._said(pick, side)))

    @rule(person=picks, pick=picks)
    def take_the_next_step(self, person: int, pick: int) -> None:
        """Do what the case waits for, as committees that work well do."""
        for command in self._next_steps(person, pick):
            self._do(command)

    def _next_steps(self, person: int, pick: int) -> list[Command]:
        case = self.world.case
        if case.state in {State.APPEALED, State.IN_COURT} and pick > 4 and case.agreement:
            released = case.agreement.settlement.release
            return [asked.HandOver(self._person(side, person), side) for side in released]
        return [self._next_step(case, side, self._person(side, person), pick) for side in waiting_for(case)]

    def _next_step(self, case: Case, side: Side, actor: str, pick: int) -> Command:
        if case.proposal is not None:
            return asked.Accept(actor, side)
        if case.state is State.DISPUTED:
            return asked.Propose(actor, side, self._said(pick, side))
        if case.state in UNRESOLVED:
            return asked.TakePosition(actor, side, self._said(min(pick, 5), side))
        if case.state is State.APPEALED:
            return asked.DecideAppeal(actor, side, pick > 6, "理由")
        if case.state is State.APPLIED:
            return asked.PublishCorrection(actor, side)
        keeps = case.agreement is not None and side in case.agreement.settlement.keep
        return asked.Keep(actor, side) if keeps else asked.HandOver(actor, side)

    @rule(person=picks, pick=picks, gone=sides)
    def race_the_next_step(self, person: int, pick: int, gone: Side) -> None:
        """Let a file take a voter off between the reading and the writing of what the case waits for."""
        for command in self._next_steps(person, pick)[:1]:
            racing = _Racing(self.world, lambda: self.withdraw_by_file(gone))
            self._order(command)
            self._try(lambda: racing.carry_out(self.world.case_id, command))  # noqa: B023 - called at once
            self.watch()

    @rule(side=sides, person=picks, which=st.integers(0, 16), pick=picks)
    def do_anything(self, side: Side, person: int, which: int, pick: int) -> None:
        self._do(self._any_command(side, person, which, pick))

    @rule(side=sides, person=picks, which=st.integers(11, 16), pick=picks)
    def contest(self, side: Side, person: int, which: int, pick: int) -> None:
        self._do(self._any_command(side, person, which, pick))

    @rule(side=sides, person=picks, in_court=st.booleans())
    def appeal_and_go_on(self, side: Side, person: int, *, in_court: bool) -> None:
        """Contest what was agreed, and let the committees try to carry it out all the same."""
        yesterday, actor = self.world.now.date() - timedelta(days=1), self._person(side, person)
        contest = asked.FileSuit if in_court else asked.FileAppeal
        self._do(contest(actor, side, yesterday))
        for other in SIDES:
            self._do(asked.HandOver(self._person(other, person), other))

    @rule(side=sides, person=picks, pick=picks)
    def ask_the_superior(self, side: Side, person: int, pick: int) -> None:
        """Bring the case before the superior, who advises, and let one committee accept."""
        actor = self._person(side, person)
        self._do(asked.Escalate(actor, side, "请协调"))
        self._do(asked.Propose("boss", "superior", self._said(pick, side)))
        self._do(asked.Accept(actor, side))

    def _any_command(self, side: Side, person: int, which: int, pick: int) -> Command:
        actor, said = self._person(side, person), self._said(pick, side)
        day = self.world.now.date() - timedelta(days=1)
        makers: tuple[Callable[[], Command], ...] = (
            lambda: asked.HandOver(actor, side),
            lambda: asked.Keep(actor, side),
            lambda: asked.Accept(actor, side),
            lambda: asked.Propose(actor, side, said),
            lambda: asked.Propose("boss", "superior", said),
            lambda: asked.Refuse(actor, side, "不同意"),
            lambda: asked.WithdrawPosition(actor, side),
            lambda: asked.Claim(actor, side),
            lambda: asked.Release(actor, side),
            lambda: asked.Escalate(actor, side, "请协调"),
            lambda: asked.PublishCorrection(actor, side),
            lambda: asked.Reopen(actor, side, "再查"),
            lambda: asked.Restore(actor, side),
            lambda: asked.FileAppeal(actor, side, day),
            lambda: asked.FileSuit(actor, side, day),
            lambda: asked.RecordJudgment(actor, side, said),
            lambda: asked.NoteBallot(actor, side),
        )
        return makers[which]()

    def _person(self, side: Side, pick: int) -> str:
        return PEOPLE[side][0 if pick < 6 else 1 if pick < 8 else 2]

    # What goes wrong.

    @rule(side=sides, which=st.integers(0, 16), rival=st.integers(0, 20), pick=picks)
    def race(self, side: Side, which: int, rival: int, pick: int) -> None:
        """Let something else happen between the reading and the writing of a command."""
        mine = self._any_command(side, pick, which, pick)
        acts: dict[int, Callable[[], None]] = {
            17: lambda: self.withdraw_by_file("left"),
            18: lambda: self.withdraw_by_file("right"),
            19: self.match,
            20: lambda: self.withdraw_by_file(side),
        }
        other: Side = "right" if side == "left" else "left"
        act = acts.get(rival, lambda: self._do(self._any_command(other, pick, min(rival, 16), pick)))
        racing = _Racing(self.world, act)
        self._order(mine)
        self._try(lambda: racing.carry_out(self.world.case_id, mine))
        self.watch()

    @rule(side=sides, which=st.integers(0, 16), pick=picks, after=st.booleans(), appends=st.integers(0, 1))
    def cut_the_power(self, side: Side, which: int, pick: int, *, after: bool, appends: int) -> None:
        """Stop the machine around a commit, and give the command again."""
        command = self._any_command(side, pick, which, pick)
        log = Cut(self.world.log._recorder)
        log.after, log.left_appends = after, appends
        self._order(command)
        self._try(lambda: self._desk(log).carry_out(self.world.case_id, command))
        self.watch()
        self._do(command)

    @rule(side=sides, which=st.integers(0, 16), pick=picks)
    def use_a_stale_page(self, side: Side, which: int, pick: int) -> None:
        """Give a command from a page that shows the case as it was before."""
        head, version = self.world.log.head(), self.world.case.version
        command = self._any_command(side, pick, which, pick)
        self._order(command)
        self._try(lambda: self.world.desk.carry_out(self.world.case_id, command, version - 1))
        insist(self.world.log.head() == head, "a command from a stale page was carried out")

    # What the rolls, the matcher and the clock do.

    @rule(side=sides)
    def withdraw_by_file(self, side: Side) -> None:
        if self.world.stands(side):
            self.world.withdraw(side)
        self.watch()

    @rule(side=sides)
    def restore_by_file(self, side: Side) -> None:
        if not self.world.stands(side):
            self.world.restore(side)
        self.watch()

    @rule()
    def move_the_third(self) -> None:
        if not self.world.log.read_latest([THIRD.stream_id]):
            self.world.append(THIRD.stream_id, registered())
        else:
            now = self.world.now
            gone = RegistrationWithdrawn(actor="clerk", happened_at=now, recorded_at=now)
            latest = self.world.log.read_latest([THIRD.stream_id])[THIRD.stream_id].event
            back = registered() if isinstance(latest, RegistrationWithdrawn) else gone
            self.world.append(THIRD.stream_id, back)
        self.watch()

    @rule(side=sides)
    def amend_by_file(self, side: Side) -> None:
        """Change a value; the matcher will assess the pair anew."""
        if self.world.stands(side):
            now = self.world.now
            amended = RegistrationAmended(
                actor="clerk", happened_at=now, recorded_at=now, personal=voter(phone="1"), changed=("phone",)
            )
            self.world.append(self.world.keys[side].stream_id, amended)
            if self._flag_stands():
                self.world.say(CaseRescored, assessment=assessment(0.9))
        self.watch()

    @rule()
    def match(self) -> None:
        """Let the matcher say what it sees."""
        both = all(self.world.stands(side) for side in SIDES)
        if both and not self._flag_stands():
            left, right = self.world.keys["left"], self.world.keys["right"]
            flag = flagged(left, right, self.setting.kind, self.setting.home)
            self.world.append(case_stream_id(self.world.case_id), flag)
        elif not both and self._flag_stands():
            self.world.say(FlagLapsed, reason="registration_withdrawn", model="m1")
        self.watch()

    @rule()
    def observe_the_rolls(self) -> None:
        self._program(observe)

    @rule()
    def ask_the_clock(self) -> None:
        self._program(tick)

    @rule(side=sides)
    def come_to_the_freeze(self, side: Side) -> None:
        """Let the committees come as far as handing over, and then time pass until a roll is frozen."""
        frozen_from = self.witness.clocks[side].frozen_from
        for command in (step for _ in range(3) for step in self._next_steps(0, 0)):
            if not isinstance(command, asked.HandOver):
                self._do(command)
        if frozen_from is not None and self.world.now.date() < frozen_from:
            self.world.now = at_noon_on(frozen_from)
            for command in self._next_steps(0, 0):
                self._do(command)

    @rule(hours=st.sampled_from((1, 30, 80, 200)))
    def wait(self, hours: int) -> None:
        self.world.now += timedelta(hours=hours)

    # What must hold.

    @invariant()
    def nobody_reads_what_is_sealed(self) -> None:
        case = self.world.case
        for viewer in SIDES:
            seen = as_seen_by(viewer, case).positions
            insist(self.witness.open or set(seen) <= {viewer}, "a sealed word was read")

    @invariant()
    def a_finished_case_is_as_agreed(self) -> None:
        """Once programs have caught up, a closed case has one survivor, and the poll leaves none open."""
        if self.world.case.state is State.CLOSED:
            self._program(observe)
        case = self.world.case
        if case.state is State.CLOSED and case.agreement:
            settlement = case.agreement.settlement
            standing = [side for side in SIDES if self.world.stands(side)]
            insist(standing == list(settlement.keep), f"closed with {standing} standing")
        if case.state is State.CLOSED and not case.agreement:
            insist(False, "closed without an agreement")

    @invariant()
    def the_poll_finds_no_case_open(self) -> None:
        day = self.world.now.date()
        if all(clock.has_polled(day) for clock in self.witness.clocks.values()):
            self._program(tick)
            case = self.world.case
            left_open = UNRESOLVED | {State.AGREED, State.HELD_AT_POLL}
            insist(case.state not in left_open, f"{case.state} after the poll")

    @invariant()
    def replaying_gives_the_same_case(self) -> None:
        recorded = self.world.log.read_stream(case_stream_id(self.world.case_id))
        insist(fold(cast("CaseEvent", r.event) for r in recorded) == self.world.case, "replay differs")

    def watch(self) -> None:
        """Tell the witness what happened since."""
        for recorded in self.world.log.read_after(self.read, limit=1_000):
            self.read = recorded.position
            self._tell(recorded)
        self.witness.settled()

    def _tell(self, recorded: Recorded) -> None:
        if recorded.stream_id == case_stream_id(self.world.case_id):
            self.witness.case(recorded.event)
        elif recorded.stream_id == THIRD.stream_id:
            self.witness.roll("third", recorded.event)
        else:
            left = recorded.stream_id == self.world.keys["left"].stream_id
            self.witness.roll("left" if left else "right", recorded.event)

    # How it is done.

    def _do(self, command: Command) -> None:
        self._order(command)
        self._try(lambda: self.world.desk.carry_out(self.world.case_id, command))
        self.watch()

    def _order(self, command: Command) -> None:
        if isinstance(command, asked.HandOver):
            self.witness.orders.add((command.side, command.actor))

    def _try(self, action: Callable[[], object]) -> None:
        try:
            action()
        except (BadRequest, Conflict, PowerCut):
            """Refused, or cut off: the witness sees what was appended."""

    def _program(self, program: Callable[..., tuple[CaseEvent, ...]]) -> None:
        case = self.world.case
        events = program(case, self.world.desk.survey(case).situation)
        if events:
            self.world.log.append([Write(case_stream_id(self.world.case_id), case.version, events)])
        self.watch()

    def _desk(self, log: EventLog) -> Desk:
        world = self.world
        return Desk(log, lambda: world.now, lambda k: world.clocks.get(k.committee, SideClock()))

    def _flag_stands(self) -> bool:
        return self.world.case.is_flagged


class _Racing(Desk):
    """A desk at which something happens between reading and writing, once."""

    def __init__(self, world: World, rival: Callable[[], None]) -> None:
        super().__init__(world.log, lambda: world.now, lambda k: world.clocks.get(k.committee, SideClock()))
        self._rival: Callable[[], None] | None = rival

    def survey(self, case: Case, *, with_values: bool = False) -> Any:  # noqa: ANN401
        world = super().survey(case, with_values=with_values)
        rival, self._rival = self._rival, None
        if rival is not None:
            rival()
        return world
