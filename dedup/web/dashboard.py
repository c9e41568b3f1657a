"""The committee at a glance, for its leaders: what is open until when, with whom, and how it goes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from http import HTTPStatus
from typing import Annotated, Final

from fastapi import APIRouter, Query, Request, Response

from dedup.access.jurisdiction import Party
from dedup.api.problems import RequestProblem
from dedup.api.state import follower_of, service_of
from dedup.cases.case import Case
from dedup.cases.lifecycle import UNRESOLVED, State
from dedup.clock import CHINA_TIME
from dedup.views.cases import CaseQuery
from dedup.views.queues import Committee, QueueQuery, Queues
from dedup.web.charts import Bar, Flows, Reliable, bars, flows, reliability
from dedup.web.order import PROBABILITY_MIN
from dedup.web.paper import page
from dedup.web.queue_page import COMMITTEE, party_named
from dedup.web.visitor import PageRoute, visitor_of

router = APIRouter(include_in_schema=False, route_class=PageRoute)

CASES_MAX: Final = 2_000
"""Cases read for ages, flows and reliability: the likeliest; more would make the page slow."""
_DUE_DAYS: Final = (("due-overdue", 0), ("due-2", 3), ("due-7", 8), ("due-14", 15))
_AGE_DAYS: Final = (("age-2", 3), ("age-7", 8), ("age-14", 15), ("age-30", 31))
_SAME: Final = frozenset(
    {"host_keeps", "home_keeps", "same_committee_duplicate", "voted_elsewhere", "hukou_moved", "third_place"}
)
_DIFFERENT: Final = frozenset({"not_same", "not_same_level"})


@dataclass(frozen=True, slots=True)
class Counterpart:
    """How it goes with one other committee."""

    code: str
    level: str
    pending: int
    waiting: int
    agreed: int
    disputed: int
    overdue: int


@router.get("/desk/dashboard")
def see_dashboard(request: Request, committee: Annotated[str, Query(pattern=COMMITTEE)] = "") -> Response:
    """Show the committee at a glance."""
    visitor = visitor_of(request)
    if not visitor.committees:
        raise RequestProblem(HTTPStatus.FORBIDDEN, "not-permitted")
    party = party_named(committee, visitor)
    service, follower = service_of(request), follower_of(request)
    today = service.clock().astimezone(CHINA_TIME).date()
    queues, mine = service.queues, Committee(party.level, party.committee)
    cases = [
        case
        for case in service.cases.find(CaseQuery(committee=party.committee, limit=CASES_MAX))
        if party.level in {case.left.level, case.right.level}
    ]
    return page(
        "dashboard.html",
        visitor.language,
        request,
        visitor,
        party=party,
        due=_by_due(queues, mine, today),
        ages=_by_age(cases, today),
        states=_by_state(queues, mine),
        counterparts=_by_counterpart(queues, cases, party),
        flows=_flows(cases),
        reliability=_reliability(cases),
        lag=max(service.log.head() - follower.progress.position, 0),
        progress=follower.progress,
        cases_max=CASES_MAX if len(cases) >= CASES_MAX else 0,
    )


def _by_due(queues: Queues, committee: Committee, today: date) -> list[Bar]:
    query = QueueQuery(committee=committee, probability_min=PROBABILITY_MIN)
    counts, before = [], 0
    for name, days in _DUE_DAYS:
        until = queues.count(
            QueueQuery(
                committee=committee, probability_min=PROBABILITY_MIN, due_before=today + timedelta(days)
            )
        )
        counts.append((name, until - before))
        before = until
    dated = queues.count(
        QueueQuery(committee=committee, probability_min=PROBABILITY_MIN, due_before=date(9999, 1, 1))
    )
    return bars([*counts, ("due-later", dated - before), ("due-none", queues.count(query) - dated)])


def _by_state(queues: Queues, committee: Committee) -> list[Bar]:
    counts = [
        (f"state-{state}", queues.count(QueueQuery(committee=committee, pending=None, states=(state,))))
        for state in State
        if state is not State.UNFLAGGED
    ]
    return bars([item for item in counts if item[1]])


def _by_age(cases: Sequence[Case], today: date) -> list[Bar]:
    ages = [
        (today - case.flagged_at.astimezone(CHINA_TIME).date()).days
        for case in cases
        if case.state in UNRESOLVED
    ]
    counts, before = [], 0
    for name, days in _AGE_DAYS:
        until = sum(age < days for age in ages)
        counts.append((name, until - before))
        before = until
    return bars([*counts, ("age-more", len(ages) - before)])


def _by_counterpart(queues: Queues, cases: Sequence[Case], party: Party) -> list[Counterpart]:
    tallies: dict[tuple[str, str], Counter[str]] = {}
    for case in cases:
        mine = (party.level, party.committee)
        left, right = (case.left.level, case.left.committee), (case.right.level, case.right.committee)
        tally = tallies.setdefault(right if left == mine else left, Counter())
        tally["agreed"] += case.agreement is not None
        tally["disputed"] += case.state is State.DISPUTED
        tally["overdue"] += case.state in {State.OVERDUE, State.ESCALATED}
    made = []
    for pair in queues.by_pair(Committee(party.level, party.committee)):
        tally = tallies.get((pair.other.level, pair.other.code), Counter())
        numbers = (pair.pending, pair.waiting, tally["agreed"], tally["disputed"], tally["overdue"])
        made.append(Counterpart(pair.other.code, pair.other.level, *numbers))
    return made


def _flows(cases: Sequence[Case]) -> Flows:
    counts: Counter[tuple[str, str]] = Counter()
    for case in cases:
        if (
            case.home
            and case.kind == "cross_committee"
            and case.assessment.probability >= PROBABILITY_MIN
            and case.state is not State.LAPSED
        ):
            left, right = case.left.committee, case.right.committee
            counts[(left, right) if case.home == "left" else (right, left)] += 1
    return flows(counts)


def _reliability(cases: Sequence[Case]) -> list[Reliable]:
    decided = []
    for case in cases:
        outcome = case.agreement.settlement.outcome if case.agreement else ""
        if outcome in _SAME | _DIFFERENT:
            decided.append((case.assessment.probability, outcome in _SAME))
    return reliability(decided)
