"""Cases: queues, one case, many cases at once."""

from __future__ import annotations

from datetime import date
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response

from dedup.access.policy import Action
from dedup.api.caller import Caller, parties_of, permit
from dedup.api.disclosing import disclose_case
from dedup.api.paging import decode_cursor, encode_cursor
from dedup.api.problems import RequestProblem, documented
from dedup.api.shapes import (
    CASE_ID,
    CODE,
    BulkBody,
    BulkLine,
    BulkResult,
    CaseLine,
    CasePage,
    CaseShape,
    CommitteeShape,
    Level,
    PairLine,
)
from dedup.api.showing import case_shape
from dedup.api.state import follower_of, service_of
from dedup.cases.bulk import Bulk
from dedup.cases.case import Case
from dedup.cases.lifecycle import State
from dedup.committees import Committee
from dedup.errors import BadRequest, DedupError
from dedup.views.queues import QueueQuery, QueueRow

router = APIRouter(tags=["cases"])

PAGE_MAX = 200
COUNTED_MAX = 10_000
"""Cases that a page's total counts: a reviewer who sees this many does not ask how many more there are."""
CaseId = Annotated[str, Path(pattern=CASE_ID)]


@router.get("/committees/{level}/{code}/cases", responses=documented(400, 401, 403, 404, 422, 503))
def list_cases(
    request: Request,
    response: Response,
    level: Level,
    code: Annotated[str, Path(pattern=CODE)],
    caller: Annotated[Caller, permit(Action.LIST_CASES)],
    *,
    counterpart: Annotated[str | None, Query(pattern=CODE)] = None,
    counterpart_level: Level = "county",
    state: Annotated[list[State] | None, Query(max_length=len(State))] = None,
    pending: bool | None = True,
    waiting: bool | None = None,
    unclaimed: bool = False,
    assigned: Annotated[str | None, Query(max_length=100)] = None,
    kind: Annotated[str, Query(pattern="^(cross_committee|within_committee)?$")] = "",
    priority_max: Annotated[int, Query(ge=0, le=3)] = 3,
    due_before: date | None = None,
    probability_min: Annotated[float, Query(ge=0, le=1)] = 0.5,
    cursor: Annotated[str | None, Query(max_length=300)] = None,
    limit: Annotated[int, Query(ge=1, le=PAGE_MAX)] = 50,
) -> CasePage:
    """Return a committee's queue, the legal deadline first."""
    require_committee(caller, Action.LIST_CASES, level, code)
    service = service_of(request)
    query = QueueQuery(
        under=caller.reach_over(Committee(level, code)),
        committee=Committee(level, code),
        other=Committee(counterpart_level, counterpart) if counterpart else None,
        pending=None if state else pending,
        states=tuple(state or ()),
        waiting=waiting,
        assigned=assigned,
        unclaimed_at=service.clock() if unclaimed else None,
        kind=kind,
        priority_max=priority_max,
        due_before=due_before,
        probability_min=probability_min,
        after=decode_cursor(cursor) if cursor else None,
        limit=limit + 1,
    )
    rows = service.queues.page(query)
    following = encode_cursor(rows[limit - 1].cursor) if len(rows) > limit else None
    if following:
        url = request.url.include_query_params(cursor=following)
        response.headers["Link"] = f'<{url.path}?{url.query}>; rel="next"'
    lines = [_line(row) for row in rows[:limit]]
    return CasePage(total=service.queues.count(query, COUNTED_MAX), cases=lines, next=following)


@router.get("/committees/{level}/{code}/counterparts", responses=documented(401, 403, 404, 422, 503))
def list_counterparts(
    request: Request,
    level: Level,
    code: Annotated[str, Path(pattern=CODE)],
    caller: Annotated[Caller, permit(Action.LIST_CASES)],
) -> list[PairLine]:
    """Return a committee's pending cases by counterpart: one 联系函 for each."""
    require_committee(caller, Action.LIST_CASES, level, code)
    return [
        PairLine(
            counterpart=CommitteeShape(level=count.other.level, code=count.other.code),
            pending=count.pending,
            waiting=count.waiting,
            due_on=count.due_on,
            priority=count.priority,
        )
        for count in service_of(request).queues.by_pair(Committee(level, code))
        if caller.may(Action.LIST_CASES, [Committee(level, code), count.other])
    ]


@router.get("/cases/{case_id}", responses=documented(401, 403, 404, 422, 503))
def see_case(
    request: Request,
    response: Response,
    case_id: CaseId,
    caller: Annotated[Caller, permit(Action.SEE_CASE)],
) -> CaseShape:
    """Return a case as its caller may see it; what is seen of the other roll goes on record."""
    case = case_for(request, case_id, caller, Action.SEE_CASE)
    disclose_case(service_of(request), caller, case)
    response.headers["ETag"] = etag_of(case)
    return case_shape(service_of(request).log, case, caller)


@router.post("/cases/bulk", responses=documented(400, 401, 403, 404, 409, 422, 503))
def act_on_many(
    request: Request, body: BulkBody, caller: Annotated[Caller, permit(Action.BULK)]
) -> BulkResult:
    """Say of many cases that they are not the same person, or assign them; never anything else.

    A dry run, which is the default, says what would be done.
    """
    wanted = Action.BULK if body.action == "not_same" else Action.ASSIGN
    bulk = Bulk(body.action, caller.account.name, body.assignee, body.reason)

    def done(case_id: str) -> BulkLine:
        try:
            case = case_for(request, case_id, caller, wanted)
            (side, *_) = caller.sides_for(wanted, case)
            bulk.act(service_of(request).desk, case, side, dry_run=body.dry_run)
        except DedupError as error:
            return BulkLine(case_id=case_id, done=False, code=error.code)
        return BulkLine(case_id=case_id, done=True, code="")

    lines = [done(case_id) for case_id in dict.fromkeys(body.cases)]
    follower_of(request).wake()
    return BulkResult(dry_run=body.dry_run, possible=sum(line.done for line in lines), lines=lines)


def case_for(request: Request, case_id: str, caller: Caller, action: Action) -> Case:
    """Return a case that a caller may act on. Raises the same for one that is not and one that is not his."""
    case = service_of(request).desk.load(case_id)
    if not caller.may(action, parties_of(case)):
        raise BadRequest("case-unknown", case=case_id)
    return case


def require_committee(caller: Caller, action: Action, level: str, code: str) -> None:
    """Raise RequestProblem 404 for a committee that a caller has nothing to do with."""
    if not caller.may(action, [Committee(level, code)]):
        raise RequestProblem(HTTPStatus.NOT_FOUND, "not-found")


def etag_of(case: Case) -> str:
    """Return the case's version as an entity tag."""
    return f'"{case.version}"'


def _line(row: QueueRow) -> CaseLine:
    return CaseLine.model_validate(
        {
            "case_id": row.case_id,
            "side": row.side,
            "counterpart": row.other._asdict(),
            "state": row.state,
            "waiting": row.waiting,
            "spoken": row.spoken,
            "kind": row.kind,
            "probability": row.probability,
            "claimed_by": row.claimed_by,
            "claimed_until": row.claimed_until,
            "assigned": row.assigned,
            "due_on": row.due_on,
            "priority": row.priority,
        }
    )
