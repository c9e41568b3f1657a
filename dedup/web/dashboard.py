"""The committee at a glance, for its leaders: what is open until when, with whom, and how it goes.

Every figure is exact and is read from the tallies that the view keeps, so the page is as quick with a hundred
thousand cases as with ten.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from http import HTTPStatus
from typing import Annotated, Final

from fastapi import APIRouter, Query, Request, Response

from dedup.api.problems import RequestProblem
from dedup.api.state import follower_of, service_of
from dedup.bootstrap import Service
from dedup.cases.lifecycle import State
from dedup.clock import CHINA_TIME
from dedup.web.charts import Bar, bars, flows
from dedup.web.paper import page
from dedup.web.queue_page import COMMITTEE, party_named
from dedup.web.visitor import PageRoute, visitor_of

router = APIRouter(include_in_schema=False, route_class=PageRoute)

_DUE_DAYS: Final = (("due-overdue", 0), ("due-2", 3), ("due-7", 8), ("due-14", 15))
_AGE_DAYS: Final = (("age-2", 3), ("age-7", 8), ("age-14", 15), ("age-30", 31))
_COUNTERPARTS_SHOWN: Final = 12


@router.get("/desk/dashboard")
def see_dashboard(request: Request, committee: Annotated[str, Query(pattern=COMMITTEE)] = "") -> Response:
    """Show the committee at a glance."""
    visitor = visitor_of(request)
    if not visitor.committees:
        raise RequestProblem(HTTPStatus.FORBIDDEN, "not-permitted")
    party = party_named(committee, visitor)
    service, progress = service_of(request), follower_of(request).progress
    now = service.clock()
    today = now.astimezone(CHINA_TIME).date()
    tallies = service.tallies
    standings = tallies.standings(party)
    return page(
        "dashboard.html",
        visitor.language,
        request,
        visitor,
        party=party,
        now=now,
        due=by_due(tallies.by_due(party), today),
        ages=by_age(tallies.by_day(party), today),
        states=_by_state(tallies.by_state(party)),
        counterparts=standings[:_COUNTERPARTS_SHOWN],
        counterparts_more=max(len(standings) - _COUNTERPARTS_SHOWN, 0),
        flows=flows(tallies.flows(party)),
        reliability=tallies.found(party),
        lag=_lag(service, progress.position),
        progress=progress,
    )


def by_due(counts: Mapping[date | None, int], today: date) -> list[Bar]:
    """Return how many cases are due within how many days."""
    dated = [((day - today).days, count) for day, count in counts.items() if day is not None]
    return bars([*_within(dated, _DUE_DAYS, "due-later"), ("due-none", counts.get(None, 0))])


def by_age(counts: Mapping[date, int], today: date) -> list[Bar]:
    """Return how many cases have been open for how many days."""
    return bars(_within([((today - day).days, n) for day, n in counts.items()], _AGE_DAYS, "age-more"))


def _within(
    counts: Sequence[tuple[int, int]], steps: Sequence[tuple[str, int]], beyond: str
) -> list[tuple[str, int]]:
    """Return counts by how many days: below each step and not below the one before, and beyond the last."""
    named, before = [], 0
    for name, days in steps:
        until = sum(count for away, count in counts if away < days)
        named.append((name, until - before))
        before = until
    return [*named, (beyond, sum(count for _, count in counts) - before)]


def _by_state(counts: Mapping[State, int]) -> list[Bar]:
    shown = [(f"state-{state}", counts.get(state, 0)) for state in State if state is not State.UNFLAGGED]
    return bars([item for item in shown if item[1]])


def _lag(service: Service, position: int) -> int:
    """Return how many records of the log the follower has not dealt with."""
    return max(service.log.head() - position, 0)
