"""A witness who reads the log and knows the rules; of the code that it watches it uses only the events.

It is told every event in the order of the log, and objects when one of them should not have been possible.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from dedup.cases.situation import SideClock
from dedup.clock import CHINA_TIME
from events.cases import CaseFlagged, CaseRescored, FlagLapsed, Side
from events.event import Event
from events.registrations import RegistrationWithdrawn
from events.resolutions import (
    AppealFiled,
    AppealRejected,
    AppealUpheld,
    BallotNoted,
    CaseApplied,
    CaseClosed,
    CaseDismissed,
    CaseExpired,
    CaseReopened,
    CertificateAwaited,
    HeldAtPoll,
    JudgmentRecorded,
    KeepingAccepted,
    OutcomeAgreed,
    OutcomeDisputed,
    OutcomeProposed,
    PositionTaken,
    PositionWithdrawn,
    ProposalAccepted,
    ProposalRefused,
    RegistrationReleased,
    Settlement,
    SuitFiled,
)

PROGRAMS = {"projector", "observer", "clock"}


class Objection(AssertionError):
    """Something happened that must never happen."""


def insist(condition: object, what: str) -> None:
    """Object unless a condition holds."""
    if not condition:
        raise Objection(what)


@dataclass
class Witness:
    """What the witness remembers."""

    clocks: dict[Side, SideClock]
    within: bool = False
    stands: dict[str, bool] = field(default_factory=dict)
    """By side, and `third`."""
    words: dict[Side, tuple[str, Settlement]] = field(default_factory=dict)
    """Who said what, in this round."""
    open: bool = False
    proposal: Settlement | None = None
    backers: dict[Side, str] = field(default_factory=dict)
    proposer: str = ""
    agreed: Settlement | None = None
    kept: set[Side] = field(default_factory=set)
    released: set[Side] = field(default_factory=set)
    told: set[str] = field(default_factory=set)
    """Sides that the case has just called released."""
    contested: bool = False
    judged: Settlement | None = None
    ballot: Side | None = None
    finished: str = ""
    orders: set[tuple[Side, str]] = field(default_factory=set)
    """Who was told to hand over, and by whom: filled by the test as commands are given."""

    def roll(self, side: str, event: Event) -> None:
        """Hear that a roll changed."""
        if not isinstance(event, RegistrationWithdrawn):
            self.stands[side] = True
            return
        if event.hand_over:
            self._handed_over(side, event)
        self.stands[side] = False

    def _handed_over(self, side: str, event: RegistrationWithdrawn) -> None:
        agreed = self.agreed
        insist(agreed is not None, "a voter was handed over without an agreement")
        insist((side, event.actor) in self.orders, "nobody of that committee asked for the hand-over")
        insist(event.actor not in PROGRAMS, "a program took a voter off a roll")
        insist(not self.contested, "a voter was handed over while an appeal or a suit was open")
        insist(self.finished != "held", "a voter was handed over after the poll had begun")
        insist(side in agreed.release, "the wrong side was handed over")  # type: ignore[union-attr]
        day = event.recorded_at.astimezone(CHINA_TIME).date()
        insist(not self._frozen(side, day), "a voter was taken off a frozen roll")
        for keeper in agreed.keep:  # type: ignore[union-attr]
            insist(self.stands.get(keeper), "the keeper did not stand when the other one went")
            insist(keeper in self.kept, "the keeper had not confirmed when the other one went")
        if agreed.third:  # type: ignore[union-attr]
            insist(self.stands.get("third"), "the third registration did not stand")

    def settled(self) -> None:
        """Hear that an append is whole: what the case calls released is gone from its roll."""
        insist(not any(self.stands.get(side) for side in self.told), "released, and still on its roll")
        self.told = set()

    def _frozen(self, side: str, day: date) -> bool:
        frozen_from = self.clocks[side].frozen_from  # type: ignore[index]
        return frozen_from is not None and day >= frozen_from

    def case(self, event: Event) -> None:
        """Hear an event of the case."""
        insist(self.finished != "expired" or _is_quiet(event), f"{type(event).__name__} after the end")
        getattr(self, f"_on_{type(event).__name__}", self._ignore)(event)

    def _ignore(self, event: Any) -> None:  # noqa: ANN401
        """Hear what changes nothing that the witness watches."""

    def _anew(self) -> None:
        self.words, self.open, self.proposal, self.backers = {}, False, None, {}

    def _on_PositionTaken(self, event: PositionTaken) -> None:  # noqa: N802
        insist(not self.open, "a sealed word after both had been opened")
        self.words[event.side] = (event.actor, event.settlement)
        self.open = len(self.words) == 2

    def _on_PositionWithdrawn(self, event: PositionWithdrawn) -> None:  # noqa: N802
        if self.proposal is not None:
            insist(set(self.backers) == {event.side}, "a proposal was taken back after the other acted")
            self.proposal = None
            return
        insist(not self.open, "a word was taken back after both had spoken")
        insist(event.side in self.words, "a word was taken back that nobody had said")
        self.words.pop(event.side)

    def _on_OutcomeProposed(self, event: OutcomeProposed) -> None:  # noqa: N802
        self.proposal, self.proposer = event.settlement, event.actor
        self.backers = {event.by: event.actor} if event.by in {"left", "right"} else {}

    def _on_ProposalAccepted(self, event: ProposalAccepted) -> None:  # noqa: N802
        self.backers[event.side] = event.actor

    def _on_ProposalRefused(self, _event: ProposalRefused) -> None:  # noqa: N802
        self.proposal, self.backers = None, {}

    def _on_OutcomeDisputed(self, _event: OutcomeDisputed) -> None:  # noqa: N802
        said = [settlement for _, settlement in self.words.values()]
        insist(len(said) == 2, "a dispute without two words")
        insist(said[0] != said[1], "equal words were called a dispute")

    def _on_CertificateAwaited(self, _event: CertificateAwaited) -> None:  # noqa: N802
        self._anew()

    def _on_OutcomeAgreed(self, event: OutcomeAgreed) -> None:  # noqa: N802
        match event.by:
            case "positions":
                insist(len(self.words) == 2, "an agreement without two words")
                insist(all(s == event.settlement for _, s in self.words.values()), "the words differ")
                insist(len({actor for actor, _ in self.words.values()}) == 2, "one person spoke for both")
            case "proposal":
                insist(self.proposal == event.settlement, "what was agreed is not what was proposed")
                insist(set(self.backers) == {"left", "right"}, "a proposal without both behind it")
                people = {*self.backers.values(), self.proposer}
                insist(len(people) >= 2, "one person proposed and accepted")
                insist(len(set(self.backers.values())) == 2, "one person accepted for both")
            case "court":
                insist(self.judged == event.settlement, "what was agreed is not what the court said")
            case "poll":
                insist(event.settlement.keep == (self.ballot,), "the ballot was given elsewhere")
        self.agreed, self.kept, self.released = event.settlement, set(), set()
        self.contested, self.finished = False, ""
        self.proposal = None

    def _on_KeepingAccepted(self, event: KeepingAccepted) -> None:  # noqa: N802
        insist(self.stands.get(event.side), "a committee confirmed a registration that does not stand")
        self.kept.add(event.side)

    def _on_RegistrationReleased(self, event: RegistrationReleased) -> None:  # noqa: N802
        self.released.add(event.side)
        self.told.add(event.side)

    def _on_CaseClosed(self, _event: CaseClosed) -> None:  # noqa: N802
        self.finished = "closed"

    def _on_CaseDismissed(self, _event: CaseDismissed) -> None:  # noqa: N802
        insist(self.agreed is not None and not self.agreed.release, "a case that changes rolls was dismissed")
        self.finished = "dismissed"

    def _on_CaseApplied(self, _event: CaseApplied) -> None:  # noqa: N802
        self.finished = "applied"

    def _on_CaseRescored(self, _event: CaseRescored) -> None:  # noqa: N802
        if self.finished in {"", "dismissed"}:
            self._values_changed()

    def _on_CaseFlagged(self, _event: CaseFlagged) -> None:  # noqa: N802
        if self.finished in {"", "applied", "closed"}:
            self._values_changed()

    def _values_changed(self) -> None:
        """Forget what was said of other values; who appealed or sued is heard first."""
        if not self.contested:
            self._anew()
            self.agreed, self.finished = None, ""

    def _on_FlagLapsed(self, _event: FlagLapsed) -> None:  # noqa: N802
        if self.finished == "held":
            self.finished = ""
        elif self.finished == "expired" or self.agreed is not None:
            return
        self._anew()

    def _on_CaseReopened(self, _event: CaseReopened) -> None:  # noqa: N802
        self._anew()
        self.agreed, self.finished, self.contested = None, "", False

    def _on_AppealFiled(self, _event: AppealFiled) -> None:  # noqa: N802
        self.contested = True

    def _on_SuitFiled(self, _event: SuitFiled) -> None:  # noqa: N802
        self.contested = True

    def _on_AppealRejected(self, _event: AppealRejected) -> None:  # noqa: N802
        self.contested = False

    def _on_AppealUpheld(self, _event: AppealUpheld) -> None:  # noqa: N802
        self._anew()
        self.agreed, self.contested, self.finished = None, False, ""

    def _on_JudgmentRecorded(self, event: JudgmentRecorded) -> None:  # noqa: N802
        self.judged = event.settlement

    def _on_HeldAtPoll(self, _event: HeldAtPoll) -> None:  # noqa: N802
        self.finished = "held"

    def _on_BallotNoted(self, event: BallotNoted) -> None:  # noqa: N802
        self.ballot = event.side

    def _on_CaseExpired(self, _event: CaseExpired) -> None:  # noqa: N802
        insist(self.finished == "held", "a case expired that was not held at the poll")
        self.finished = "expired"


def _is_quiet(event: Event) -> bool:
    return type(event).__name__ in {
        "CaseFlagged", "CaseRescored", "CaseReweighed", "FlagLapsed", "CommentAdded", "LetterSent"
    }  # fmt: skip
